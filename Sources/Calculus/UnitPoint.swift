import RealModule
import Scalars

/// A point of the unit interval with its distance to either end, and the logarithms of both.
struct UnitPoint {
  let x, y, logX, logY: Double

  /// x itself, exactly.
  init(_ x: Double) {
    self.x = x
    y = 1 - x
    logX = .log(x)
    logY = .log(onePlus: -x)
  }

  /// x = 1/(1 + e⁻ˡ).
  init(logit l: Double) {
    x = logistic(l)
    y = logistic(-l)
    logX = -softplus(-l)
    logY = -softplus(l)
  }

  /// x/(1 − x) = odds, of which the logarithm is given in case that they are beyond the doubles.
  init(odds: Double, log logit: Double) {
    guard odds.isNormal else {
      self.init(logit: logit)
      return
    }
    self.init(x: odds / (1 + odds), y: 1 / (1 + odds), logX: -.log(onePlus: 1 / odds), logY: -.log(onePlus: odds))
  }

  /// x = 1/(1 + r²), for an r whose square does not leave the normal doubles.
  init(oddsRoot r: Double) {
    let square = r * r
    self.init(x: 1 / (1 + square), y: square / (1 + square), logX: -.log(onePlus: square), logY: -.log(onePlus: 1 / square))
  }

  private init(x: Double, y: Double, logX: Double, logY: Double) { (self.x, self.y, self.logX, self.logY) = (x, y, logX, logY) }

  var mirrored: UnitPoint { UnitPoint(x: y, y: x, logX: logY, logY: logX) }
}
