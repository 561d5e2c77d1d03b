import RealModule
import Scalars

/// The tails of Student's t distribution with ν degrees of freedom: P(T > t) = ½ I_x(ν/2, ½) with x = ν/(ν + t²), for t ≥ 0.
public struct StudentTail: Sendable {
  private let dof: Double
  private let logNormalizer: Double
  private let beta: IncompleteBeta

  /// The tails for these degrees of freedom, > 0.
  public init(dof: Double) {
    self.dof = dof
    logNormalizer = SpecialFunctions.studentLogNormalizer(dof)
    beta = IncompleteBeta(0.5 * dof, 0.5)
  }

  /// P(T > t), for t of any sign.
  public func upper(_ t: Double) -> Double {
    // With so many degrees of freedom it is the normal distribution, to the last digit of whatever does not underflow.
    if dof > 1e20 { return 0.5 * .erfc(t / .sqrt(2)) }
    let half = 0.5 * Double.exp(tails(abs(t)).lower)
    return t >= 0 ? half : 1 - half
  }

  /// The t with P(T > t) = p.
  public func upperInverse(_ p: Double) -> Double {
    if p > 0.5 { return -upperInverse(1 - p) }
    if p <= 0 { return .infinity }
    if p == 0.5 { return 0 }
    let root = Double.sqrt(dof)
    // With t = √ν sinh u the density of u is proportional to cosh⁻ᵛ u, which is log-concave.
    let u = LogConcaveTail.inverse(target: .log(2 * p), start: 0, direction: -1) { u in
      let logCosh = u + .log(onePlus: .exp(-2 * u)) - .log(2)
      // x = 1/cosh² u has the logit −2 log sinh u.
      let tails = beta.tails(UnitPoint(logit: -2 * (logCosh + .log(.tanh(u)))))
      return (tails.lower, logNormalizer + .log(2 * root) - dof * logCosh)
    }
    let t = u < 700 ? root * .sinh(u) : .exp(u - .log(2) + 0.5 * .log(dof))
    guard t.isFinite, t > 0 else { return t }
    let tails = tails(t)
    let logDensity = logNormalizer - 0.5 * (dof + 1) * .log(onePlus: (t / root) * (t / root))
    // One more step in t itself, by whichever of the tail and the centre is known to more digits.
    let step =
      p > 0.25
      ? ((0.5 - p) - 0.5 * .exp(tails.upper)) * .exp(-logDensity)
      : -(Double.log(2 * p) - tails.lower) * .exp(tails.lower - .log(2) - logDensity)
    return step.isFinite && abs(step) < 0.1 * t ? t + step : t
  }

  private func tails(_ t: Double) -> (lower: Double, upper: Double) { beta.tails(UnitPoint(oddsRoot: t / .sqrt(dof))) }
}
