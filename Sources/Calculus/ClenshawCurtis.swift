import CGSL
public import Scalars

/// ∫ f over a bounded interval by GSL's doubly adaptive Clenshaw–Curtis rule, CQUAD (Gonnet 2010).
///
/// It extrapolates nothing and takes other nodes than the Gauss–Kronrod rules of `integrate`: where the two agree
/// neither was misled by itself. Like every adaptive rule it does not see what lies between its first 33 nodes.
/// GSL gives it no limit, and at some integrands it divides for ever: after so many values it is given up, with nothing
/// known of the integral.
///
/// - Parameters:
///   - interval: from where to where, ends included.
///   - tolerance: the relative error asked for.
///   - absoluteTolerance: the absolute error that will do, so that a part that does not matter to a sum ends early.
///   - mostValues: after how many values it is given up.
///   - f: the integrand. GSL drops values that are not finite; here they are an error.
public func integrateByClenshawCurtis(
  over interval: Interval, tolerance: Double = 1e-10, absoluteTolerance: Double = 1e-300, mostValues: Int = 1_000_000,
  _ f: (Double) -> Double
) throws(IntegrationError) -> Estimate {
  GSL.prepare()
  let workspace = ClenshawCurtisWorkspace(intervals: 200)
  var (value, error, evaluations) = (0.0, 0.0, 0)
  var bad: Double?
  let guarded: (Double) -> Double = { x in
    let y = f(x)
    if y.isFinite { return y }
    bad = bad ?? x
    return 0
  }
  let status = unsafe withGSLFunction(guarded) { function in
    unsafe gsl_integration_cquad_bounded(
      function, interval.lower, interval.upper, absoluteTolerance, tolerance, max(0, mostValues), workspace.pointer, &value, &error,
      &evaluations)
  }
  if let bad { throw .notFinite(at: bad) }
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

/// GSL's workspace for CQUAD, freed with its owner.
@safe private struct ClenshawCurtisWorkspace: ~Copyable {
  let pointer: UnsafeMutablePointer<gsl_integration_cquad_workspace>?

  init(intervals: Int) { unsafe pointer = gsl_integration_cquad_workspace_alloc(intervals) }
  deinit { unsafe gsl_integration_cquad_workspace_free(pointer) }
}
