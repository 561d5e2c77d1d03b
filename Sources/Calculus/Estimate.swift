/// A number with a bound on its error, how it was had and, where it is no finite number, why: every result is one.
///
///     let divergence = kl(Normal(mean: 0, sd: 1), Normal(mean: 1, sd: 1))
///     print(divergence.value, "±", divergence.error)  // 0.5 ± 1.8e-15
///
/// A divergence may also be +∞, beyond the largest double, or unresolved; `status` says which, `reason` why. Estimates
/// add, multiply and compare with their bounds: see `+(_:_:)` and `verdict(_:_:precision:)`.
public struct Estimate: Hashable, Sendable {
  /// The name in tables and on the command line, such as `kl_pq`; empty for what has none.
  public let measure: String
  /// The value: ±∞ when infinite, +∞ beyond the largest double, the best there is when unresolved. Never NaN.
  public let value: Double
  /// A bound on |value − truth|, rounding included. It is 0 when infinite, +∞ when nothing bounds the value.
  public let error: Double
  /// What is known of the number.
  public let status: Status
  /// Why there is no finite number; of one, what is to be said, such as why GSL stopped early. Empty as a rule.
  public let reason: String
  /// How it was had.
  public let route: Route
  /// How many places the integrand was evaluated at; measures that share a mesh share them.
  public let evaluations: Int
  /// The largest magnitude among the terms: what is left after cancellation is judged against it.
  package let scale: Double

  /// What is known of a number.
  public enum Status: Hashable, Sendable, CustomStringConvertible {
    /// A number, within its error of the truth.
    case finite
    /// +∞, or −∞ for a likelihood of zero, decided from supports, tails and ends, never from a large number.
    case infinite
    /// Finite, but beyond the largest double; this is its logarithm.
    case overflow(logValue: Double)
    /// Not had to the precision of a result: the best there is, which may be far off if the error is infinite.
    case unresolved
    /// No number at all, such as ∞ − ∞. Only arithmetic on estimates gives it.
    case undefined

    /// The word for it in tables.
    public var description: String {
      switch self {
      case .finite: "finite"
      case .infinite: "infinite"
      case .overflow: "overflow"
      case .unresolved: "unresolved"
      case .undefined: "undefined"
      }
    }
  }

  private init(
    measure: String, value: Double, error: Double, status: Status, reason: String, route: Route, evaluations: Int, scale: Double
  ) {
    self.measure = measure
    self.value = value
    self.error = error
    self.status = status
    self.reason = reason
    self.route = route
    self.evaluations = evaluations
    self.scale = min(scale, .greatestFiniteMagnitude)
  }

  /// A number with its bound; ±∞ is exact, NaN undefined, and a number with a reason or without a bound unresolved.
  package init(
    _ value: Double, error: Double, evaluations: Int = 0, route: Route = .arithmetic, scale: Double? = nil, reason: String = ""
  ) {
    let status: Status =
      value.isNaN ? .undefined : value.isInfinite ? .infinite : error < .infinity && reason.isEmpty ? .finite : .unresolved
    self.init(
      measure: "", value: value.isNaN ? 0 : value,
      error: value.isInfinite ? 0 : value.isNaN || error.isNaN ? .infinity : error, status: status,
      reason: value.isNaN && reason.isEmpty ? "an expression such as ∞ − ∞, which has no value" : reason, route: route,
      evaluations: evaluations, scale: scale ?? (value.isFinite ? abs(value) : 0))
  }

  /// A number as doubles hold it, within its rounding.
  package init(_ value: Double) { self.init(value, error: .ulpOfOne * abs(value)) }

  /// A number within this error of the truth.
  package static func finite(value: Double, error: Double) -> Estimate { Estimate(value, error: error) }

  /// +∞ or −∞, and why.
  package static func infinite(reason: String, sign: FloatingPointSign = .plus) -> Estimate {
    Estimate(sign == .plus ? .infinity : -.infinity, error: 0, route: .asymptotics, reason: reason)
  }

  /// A number beyond the largest double, by its logarithm.
  package static func overflow(logValue: Double) -> Estimate {
    Estimate(
      measure: "", value: .infinity, error: 0, status: .overflow(logValue: logValue),
      reason: "finite, but beyond the largest double: its logarithm is \(logValue)", route: .arithmetic, evaluations: 0, scale: .infinity)
  }

  /// What could not be had, with the best there is.
  package static func unresolved(_ value: Double = 0, error: Double = .infinity, reason: String) -> Estimate {
    Estimate(value.isNaN ? 0 : max(-.greatestFiniteMagnitude, min(value, .greatestFiniteMagnitude)), error: error, reason: reason)
  }

  /// The same under a name, with the way it was had and, for a number that stands, what is to be said of it.
  package func named(_ measure: String, by route: Route, evaluations: Int = 0, remark: String = "") -> Estimate {
    Estimate(
      measure: measure, value: value, error: error, status: status, reason: status == .finite ? remark : reason, route: route,
      evaluations: evaluations, scale: scale)
  }

  /// The same with a wider bound.
  package func widened(by more: Double) -> Estimate { with(value, error: value.isInfinite ? error : error + more) }

  /// The same, brought back to a limit that only rounding has put the value above; the bound holds all the more.
  package func atMost(_ limit: Double) -> Estimate { value > limit && value.isFinite ? with(limit, error: error) : self }

  /// The same, judged against terms of at least this size.
  package func onScale(_ size: Double) -> Estimate { with(value, error: error, scale: max(scale, size)) }

  private func with(_ value: Double, error: Double, scale: Double? = nil) -> Estimate {
    Estimate(
      measure: measure, value: value, error: error, status: status, reason: reason, route: route, evaluations: evaluations,
      scale: scale ?? self.scale)
  }

  /// The value; nil where it is unresolved and nothing bounds its distance from the truth.
  package var known: Double? { status == .unresolved && error == .infinity ? nil : value }

  /// Whether there is a number with a bound on its error, whether or not that is small enough for a result.
  package var hasBound: Bool { value.isFinite && error.isFinite }
}

/// How a number was had.
public enum Route: String, Sendable {
  /// Quadrature made for the pair: the trapezoidal rule where it is smooth, else Gauss–Kronrod rules on a mesh.
  case quadrature
  /// A formula of the field, exact up to rounding.
  case closedForm = "closed_form"
  /// The comparison of supports, tails and ends.
  case asymptotics
  /// Quadrature of the distribution functions or quantiles.
  case transport
  /// GSL's adaptive routines, one integral after the other: the second route.
  case gsl
  /// Sums, products and functions of other numbers.
  case arithmetic
}

extension Estimate {
  /// The relative error above which a number is not a result.
  package static let resolution = 1e-7

  /// A result if the error is small beside the number, or below a floor, by default the rounding of a mass of 1.
  ///
  /// A number smaller than its error bound cannot be told from 0 and is no result, unless the bound is as small as what
  /// counts as zero: by default 1e-19, far below any f-divergence that matters. So of two laws that are equal but
  /// written differently KL is 0 ± 1e-30, a result, and TV 0 ± 1e-16, of first order in the rounding and unresolved.
  package static func judged(
    value: Double, error: Double, floor: Double = 1e-12, zero: Double = 1e-19, otherwise reason: @autoclosure () -> String
  ) -> Estimate {
    if !value.isFinite || error.isNaN {
      return .unresolved(reason: "quadrature did not converge: its sums are beyond the largest double")
    }
    if error <= max(resolution * abs(value), zero) { return .finite(value: value, error: error) }
    if error > floor { return .unresolved(value, error: error, reason: reason()) }
    if error <= abs(value) { return .finite(value: value, error: error) }
    return .unresolved(value, error: error, reason: "the value cannot be told from 0: its error bound is larger")
  }
}
