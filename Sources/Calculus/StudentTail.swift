import RealModule
import Scalars

/// Tails of Student's t distribution, ν degrees of freedom: P(T > t) = ½ I_x(ν/2, ½) with x = ν/(ν + t²), for t ≥ 0.
package struct StudentTail: Sendable {
  private let dof: Double
  private let beta: IncompleteBeta

  /// The tails for these degrees of freedom, > 0.
  package init(dof: Double) {
    self.dof = dof
    beta = IncompleteBeta(0.5 * dof, 0.5)
  }

  /// With so many degrees of freedom it is the normal distribution, to the last digit of whatever does not underflow.
  private var isNormal: Bool { dof > 1e20 }

  /// P(T > distance/scale), for a distance of any sign.
  package func upper(_ distance: Double, scale: Double = 1) -> Double {
    if isNormal { return SpecialFunctions.normalUpper(distance, sd: scale) }
    let half = 0.5 * Double.exp(beta.tails(point(abs(distance), scale)).lower)
    return distance >= 0 ? half : 1 - half
  }

  /// The t·scale with P(T > t) = p.
  package func upperInverse(_ p: Double, scale: Double = 1) -> Double {
    if p > 0.5 { return -inverse(1 - p, scale) }
    return inverse(p, scale)
  }

  private func inverse(_ p: Double, _ scale: Double) -> Double {
    if p <= 0 { return .infinity }
    if isNormal { return -scale * SpecialFunctions.normalQuantile(p) }
    // Either tail of x, whichever is the smaller; 1 − 2p is exact.
    let point = p < 0.25 ? beta.inverse(2 * p) : beta.mirrored.inverse(1 - 2 * p).mirrored
    let size = scale * Double.sqrt(dof) * .sqrt(point.y / point.x)
    return point.x.isNormal && point.y.isNormal && size.isNormal
      ? size : Double.exp(0.5 * (point.logY - point.logX + .log(dof)) + .log(scale))
  }

  /// The x that belongs to |t|, by logarithms where t²/ν is beyond the doubles.
  private func point(_ distance: Double, _ scale: Double) -> UnitPoint {
    let root = distance / scale / .sqrt(dof)
    return (root * root).isNormal
      ? UnitPoint(oddsRoot: root) : UnitPoint(logit: -2 * (.log(distance) - .log(scale)) + .log(dof))
  }
}
