import RealModule

/// A divergence, or another quantity of a pair of densities, with what is known about it: never a bare number.
public struct Measurement: Sendable {
  /// The name in tables and on the command line, such as `kl_pq`.
  public let measure: String
  /// The number with its error bound, or why there is none.
  public let outcome: Outcome
  /// How it was had.
  public let route: Route
  /// How many places both densities were evaluated at; measures that share a mesh share them.
  public let evaluations: Int
  /// What is to be said of a number that stands, such as why GSL stopped early; empty as a rule.
  public let remark: String

  /// A result; `evaluations` counts the nodes of the mesh.
  package init(measure: String, outcome: Outcome, route: Route, evaluations: Int = 0, remark: String = "") {
    self.measure = measure
    self.outcome = outcome
    self.route = route
    self.evaluations = evaluations
    self.remark = remark
  }

  /// The value: +∞ when infinite or beyond the largest double, the best estimate when unresolved. Never NaN.
  public var value: Double { outcome.value }

  /// A bound on the error of `value`; 0 when infinite, +∞ when unresolved with no bound.
  public var error: Double { outcome.error }

  /// The same with a value that rounding has put above a limit brought back to it: the truth is not above the limit, so
  /// the bound holds all the more.
  func atMost(_ limit: Double) -> Measurement {
    guard value > limit else { return self }
    let limited: Outcome =
      switch outcome {
      case .finite(_, let error): .finite(value: limit, error: error)
      case .unresolved(_, let error, let reason): .unresolved(estimate: limit, error: error, reason: reason)
      case .infinite, .overflow: outcome
      }
    return Measurement(measure: measure, outcome: limited, route: route, evaluations: evaluations, remark: remark)
  }
}

/// What is known about a quantity.
public enum Outcome: Sendable, Equatable {
  /// A number, within the error of the truth.
  case finite(value: Double, error: Double)
  /// +∞, or −∞ for a likelihood of zero, and why: decided from supports, tails and ends, never from a large number.
  case infinite(reason: String, sign: FloatingPointSign = .plus)
  /// Finite, but beyond the largest double: its logarithm.
  case overflow(logValue: Double)
  /// Not had to the precision that a result needs: the best estimate, and what failed.
  case unresolved(estimate: Double, error: Double, reason: String)

  /// The value: ±∞ when infinite, +∞ beyond the largest double, the best estimate when unresolved. Never NaN.
  public var value: Double {
    switch self {
    case .finite(let value, _): value
    case .infinite(_, let sign): sign == .plus ? .infinity : -.infinity
    case .overflow: .infinity
    case .unresolved(let estimate, _, _): estimate
    }
  }

  /// A bound on the error of the value.
  public var error: Double {
    switch self {
    case .finite(_, let error), .unresolved(_, let error, _): error
    case .infinite, .overflow: 0
    }
  }

  /// The word for it in tables: `finite`, `infinite`, `overflow` or `unresolved`.
  public var status: String {
    switch self {
    case .finite: "finite"
    case .infinite: "infinite"
    case .overflow: "overflow"
    case .unresolved: "unresolved"
    }
  }

  /// Why there is no finite number; empty if there is.
  public var reason: String {
    switch self {
    case .finite: ""
    case .infinite(let reason, _): reason
    case .overflow(let logValue): "finite, but beyond the largest double: its logarithm is \(logValue)"
    case .unresolved(_, _, let reason): reason
    }
  }
}

/// How a number was had.
public enum Route: String, Sendable {
  /// Adaptive Gauss–Kronrod quadrature on a mesh made for the pair.
  case quadrature
  /// A formula of the field, exact up to rounding.
  case closedForm = "closed_form"
  /// The comparison of supports, tails and ends.
  case asymptotics
  /// Quadrature of the distribution functions or quantiles.
  case transport
  /// GSL's adaptive routines, one integral after the other: the second route.
  case gsl
}

extension Outcome {
  /// The relative error above which a number is not a result.
  static let resolution = 1e-7

  /// A number that is a result if its error is small enough: relative to the number, or below a floor, by default the rounding of a mass of 1.
  ///
  /// A number smaller than its error bound cannot be told from 0 and is no result, unless the bound is as small as what counts as zero for the quantity: by
  /// default 1e-19, which is far below any f-divergence that matters. So two laws that are equal in exact arithmetic but written differently have a
  /// KL of 0 ± 1e-30, a result, and a TV of 0 ± 1e-16, which is of first order in the rounding and unresolved. Two that are known to be equal have 0 ± 0.
  package static func judged(
    value: Double, error: Double, floor: Double = 1e-12, zero: Double = 1e-19, otherwise reason: @autoclosure () -> String
  ) -> Outcome {
    if !value.isFinite || error.isNaN {
      return .unresolved(estimate: 0, error: .infinity, reason: "quadrature did not converge: its sums are beyond the largest double")
    }
    if error <= max(resolution * abs(value), zero) { return .finite(value: value, error: error) }
    if error > floor { return .unresolved(estimate: value, error: error, reason: reason()) }
    if error <= abs(value) { return .finite(value: value, error: error) }
    return .unresolved(estimate: value, error: error, reason: "the value cannot be told from 0: its error bound is larger")
  }

  /// The same under a function with this value and derivative, which must be exact to rounding.
  func map(_ f: (Double) -> Double, slope: (Double) -> Double) -> Outcome {
    switch self {
    case .finite(let value, let error):
      let image = f(value)
      return .finite(value: image, error: abs(slope(value)) * error + 4 * .ulpOfOne * abs(image))
    case .unresolved(let estimate, let error, let reason):
      let (image, bound) = (f(estimate), abs(slope(estimate)) * error)
      // A slope of 0 says nothing about an estimate that has no bound.
      return .unresolved(estimate: image.isFinite ? image : 0, error: image.isFinite && !bound.isNaN ? bound : .infinity, reason: reason)
    case .infinite, .overflow: return self
    }
  }
}
