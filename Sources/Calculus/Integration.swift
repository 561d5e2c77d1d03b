import CGSL
public import Scalars

/// Why an integral could not be had to the tolerance asked for.
public enum IntegrationError: Error, Hashable, Sendable {
  /// The integrand is NaN or infinite at this abscissa.
  case notFinite(at: Double)
  /// GSL stopped early; its best estimate, and why, in its words.
  case unresolved(best: Estimate, reason: String)
}

/// ∫ f over an interval by GSL's adaptive routines: QAGP on the bounded part, cut at the break points, QAGIU and QAGIL
/// on the rays.
///
/// The error bound is GSL's, and is honest only if the break points include every feature of f: an adaptive rule cannot
/// refine what none of its first nodes has seen. A ray is mapped by x = end ± (1−t)/t, so put a break point at the
/// scale of the tail.
///
/// - Parameters:
///   - interval: from where to where; an end may be infinite.
///   - breakpoints: where f has a feature.
///   - tolerance: the relative error asked for, to which an absolute 1e-300 is added so that a zero integral ends.
///   - f: the integrand, finite within the interval.
public func integrate(
  over interval: Interval, breakpoints: [Double] = [], tolerance: Double = 1e-10, _ f: (Double) -> Double
) throws(IntegrationError) -> Estimate {
  GSL.prepare()
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
    let (part, status) = try piece.integrate(tolerance: tolerance, f)
    value += part.value
    error += part.error
    evaluations += part.evaluations
    if status != 0 { failure = GSL.message(status) }
  }
  let estimate = Estimate(value, error: error, evaluations: evaluations)
  // A part may miss its own relative tolerance and yet not matter to the sum.
  if let failure, !(error <= max(tolerance * abs(value), 1e-300)) { throw .unresolved(best: estimate, reason: failure) }
  return estimate
}

/// A part of the line that one GSL routine covers.
private enum Piece {
  case below(Double)
  case between([Double])
  case above(Double)

  func integrate(
    tolerance: Double, _ f: (Double) -> Double
  ) throws(IntegrationError) -> (estimate: Estimate, status: Int32) {
    // QAGP starts with a subinterval for each break point.
    let limit = if case .between(let cuts) = self { max(2000, 2 * cuts.count) } else { 2000 }
    let workspace = Workspace(limit: limit)
    var value = 0.0
    var error = 0.0
    var status: Int32 = 0
    var evaluations = 0
    var bad: Double?
    let guarded: (Double) -> Double = { x in
      evaluations += 1
      let y = f(x)
      if y.isFinite { return y }
      bad = bad ?? x
      return 0
    }
    unsafe withGSLFunction(guarded) { function in
      switch self {
      case .below(let end):
        status = unsafe gsl_integration_qagil(function, end, 1e-300, tolerance, limit, workspace.pointer, &value, &error)
      case .between(var cuts):
        status = unsafe gsl_integration_qagp(function, &cuts, cuts.count, 1e-300, tolerance, limit, workspace.pointer, &value, &error)
      case .above(let end):
        status = unsafe gsl_integration_qagiu(function, end, 1e-300, tolerance, limit, workspace.pointer, &value, &error)
      }
    }
    if let bad { throw .notFinite(at: bad) }
    return (Estimate(value, error: error, evaluations: evaluations), status)
  }
}

/// GSL's integration workspace, freed with its owner.
@safe private struct Workspace: ~Copyable {
  let pointer: UnsafeMutablePointer<gsl_integration_workspace>?

  init(limit: Int) { unsafe pointer = gsl_integration_workspace_alloc(limit) }
  deinit { unsafe gsl_integration_workspace_free(pointer) }
}
