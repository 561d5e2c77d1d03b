import RealModule
import Scalars

/// The score ∂ₓ log p at a place times the place's yardstick, without the rounding of x.
///
/// Towards a singular end of its own a density is a power of the distance, p ~ |x − end|^pole: there the score is
/// pole/(x − end) and what is left of it. They are kept apart, so that where two densities have the same power, their
/// scores can be compared by what is left, however near the end.
package struct Slope: Sendable {
  /// The exponent of the power towards the anchor of the place; 0 where the density is regular there.
  package var pole: Double
  /// All else.
  package var rest: Double

  /// A slope; most have no pole.
  package init(pole: Double = 0, rest: Double) {
    self.pole = pole
    self.rest = rest
  }

  /// The score times the yardstick.
  package var value: Double { pole + rest }
}

extension Place {
  /// The length by which slopes are multiplied: the offset close to the anchor of a logarithmic chart, where scores may
  /// overflow, and 1 elsewhere.
  package var yardstick: Double { isNear ? offset : 1 }

  /// log |yardstick|, also where the offset underflows.
  package var logYardstick: Double { isNear ? logOffset : 0 }

  /// Whether slopes are measured by the distance from the anchor. A NaN log offset marks the linear chart.
  private var isNear: Bool { logOffset < 0 }

  /// Whether the place is on its way to this point, so that a power of the distance from it has its exponent for a
  /// slope.
  func isNear(_ point: Double) -> Bool { isNear && anchor == point && rest == 0 }

  /// The yardstick over x − origin.
  func quotient(from origin: Double) -> Double { isNear(origin) ? 1 : yardstick / distance(from: origin) }
}

extension AnalyticDensity {
  /// By default the score at the rounded point, put right to first order.
  package func slope(at place: Place) -> Slope {
    let x = place.x
    let rounding = place.distance(from: x)
    let correction = rounding == 0 ? 0 : rounding * derivative(at: x) { outer in derivative(at: outer) { logDensity(at: $0) } }
    return Slope(rest: (score(at: x) + (correction.isFinite ? correction : 0)) * place.yardstick)
  }
}
