import CGSL
public import Scalars

/// Why an integral could not be had to the tolerance asked for.
public enum IntegrationError: Error, Hashable, Sendable {
  /// The integrand is NaN or infinite at this abscissa.
  case notFinite(at: Double)
  /// GSL stopped early; its best estimate, and why, in its words.
  case unresolved(best: Estimate, reason: String)
}

/// ∫ f over an interval by GSL's adaptive routines: QAGP on the bounded part, QAGIU and QAGIL on the rays.
///
/// The error bound is GSL's, and honest only if the break points include every feature of f, which the first nodes may
/// not see. A ray is mapped by x = end ± (1−t)/t: put a break point at the scale of the tail.
/// The tolerance is relative; the absolute one lets a zero integral end, and a part that does not matter to a sum.
public func integrate(
  over interval: Interval, breakpoints: [Double] = [], tolerance: Double = 1e-10, absoluteTolerance: Double = 1e-300,
  _ f: (Double) -> Double
) throws(IntegrationError) -> Estimate {
  var cuts = ([interval.lower, interval.upper] + breakpoints).filter { $0.isFinite && interval.contains($0) }.sorted()
  if cuts.isEmpty { cuts = [0] }
  cuts = cuts.enumerated().filter { $0.offset == 0 || $0.element > cuts[$0.offset - 1] }.map(\.element)
  var pieces: [Piece] = []
  if interval.lower == -.infinity { pieces.append(.below(cuts[0])) }
  if cuts.count > 1 { pieces.append(.between(cuts)) }
  if interval.upper == .infinity { pieces.append(.above(cuts[cuts.count - 1])) }
  var value = 0.0
  var error = 0.0
  var evaluations = 0
  var failure: String?
  for piece in pieces {
    let (part, status) = try piece.integrate(tolerance: tolerance, absoluteTolerance: absoluteTolerance, f)
    value += part.value
    error += part.error
    evaluations += part.evaluations
    if status != 0 { failure = GSL.message(status) }
  }
  let estimate = Estimate(value, error: error, evaluations: evaluations)
  // A part may miss its own relative tolerance and yet not matter to the sum.
  if let failure, !(error <= max(tolerance * abs(value), absoluteTolerance)) { throw .unresolved(best: estimate, reason: failure) }
  return estimate
}

/// ∫ f over a bounded interval by GSL's doubly adaptive Clenshaw–Curtis rule, CQUAD (Gonnet 2010).
///
/// It takes other nodes than `integrate` and extrapolates nothing: where the two agree neither was misled by itself. At
/// some integrands GSL's routine divides for ever: after so many values it is given up, with nothing known.
/// The absolute tolerance lets a part that does not matter to a sum end early. Values that are not finite, which GSL
/// drops, are an error here.
public func integrateByClenshawCurtis(
  over interval: Interval, tolerance: Double = 1e-10, absoluteTolerance: Double = 1e-300, mostValues: Int = 1_000_000,
  _ f: (Double) -> Double
) throws(IntegrationError) -> Estimate {
  let workspace = ClenshawCurtisWorkspace(intervals: 200)
  var (value, error, evaluations) = (0.0, 0.0, 0)
  let status = try unsafe withGSLIntegrand(f) { function in
    unsafe gsl_integration_cquad_bounded(
      function, interval.lower, interval.upper, absoluteTolerance, tolerance, max(0, mostValues), workspace.pointer, &value, &error,
      &evaluations)
  }.result
  if Int(status) == GSL_EMAXITER {
    throw .unresolved(
      best: Estimate(0, error: .infinity, evaluations: mostValues), reason: "given up after \(mostValues) values of the integrand")
  }
  let estimate = Estimate(value, error: error, evaluations: evaluations)
  if status != 0, !(error <= max(tolerance * abs(value), absoluteTolerance)) {
    throw .unresolved(best: estimate, reason: GSL.message(status))
  }
  return estimate
}

/// A part of the line that one GSL routine covers.
private enum Piece {
  case below(Double)
  case between([Double])
  case above(Double)

  func integrate(
    tolerance: Double, absoluteTolerance: Double, _ f: (Double) -> Double
  ) throws(IntegrationError) -> (estimate: Estimate, status: Int32) {
    // QAGP starts with a subinterval for each break point.
    let limit = if case .between(let cuts) = self { max(2000, 2 * cuts.count) } else { 2000 }
    let workspace = Workspace(limit: limit)
    var (value, error) = (0.0, 0.0)
    let (status, evaluations) = try unsafe withGSLIntegrand(f) { function in
      switch self {
      case .below(let end):
        unsafe gsl_integration_qagil(function, end, absoluteTolerance, tolerance, limit, workspace.pointer, &value, &error)
      case .between(var cuts):
        unsafe gsl_integration_qagp(function, &cuts, cuts.count, absoluteTolerance, tolerance, limit, workspace.pointer, &value, &error)
      case .above(let end):
        unsafe gsl_integration_qagiu(function, end, absoluteTolerance, tolerance, limit, workspace.pointer, &value, &error)
      }
    }
    return (Estimate(value, error: error, evaluations: evaluations), status)
  }
}

/// GSL's integration workspace, freed with its owner.
@safe private struct Workspace: ~Copyable {
  let pointer: UnsafeMutablePointer<gsl_integration_workspace>?

  init(limit: Int) { unsafe pointer = gsl_integration_workspace_alloc(limit) }
  deinit { unsafe gsl_integration_workspace_free(pointer) }
}

/// GSL's workspace for CQUAD, freed with its owner.
@safe private struct ClenshawCurtisWorkspace: ~Copyable {
  let pointer: UnsafeMutablePointer<gsl_integration_cquad_workspace>?

  init(intervals: Int) { unsafe pointer = gsl_integration_cquad_workspace_alloc(intervals) }
  deinit { unsafe gsl_integration_cquad_workspace_free(pointer) }
}
