import CGSL
package import Scalars

/// A zero in a finite bracket by Brent's method (Brent 1973, ch. 4), as GSL has it; nil if f has one sign at both ends.
/// The tolerance is the width of the last bracket, relative to |x|; f at both ends is not computed where it is given.
package func root(
  in bracket: Interval, ends: (lower: Double, upper: Double)? = nil, tolerance: Double = 2 * .ulpOfOne, of f: (Double) -> Double
) -> Double? {
  let (atLower, atUpper) = ends ?? (f(bracket.lower), f(bracket.upper))
  if atLower == 0 { return bracket.lower }
  if atUpper == 0 { return bracket.upper }
  guard bracket.length.isFinite, (atLower < 0) != (atUpper < 0), !atLower.isNaN, !atUpper.isNaN else { return nil }
  GSL.prepare()
  let solver = unsafe gsl_root_fsolver_alloc(gsl_root_brent())
  defer { unsafe gsl_root_fsolver_free(solver) }
  // GSL asks for the ends again.
  let known = { $0 == bracket.lower ? atLower : $0 == bracket.upper ? atUpper : f($0) }
  return unsafe withGSLFunction(known) { function in
    guard unsafe gsl_root_fsolver_set(solver, function, bracket.lower, bracket.upper) == 0 else { return nil }
    for _ in 0..<200 {
      guard unsafe gsl_root_fsolver_iterate(solver) == 0 else { break }
      let width = unsafe gsl_root_fsolver_x_upper(solver) - gsl_root_fsolver_x_lower(solver)
      let x = unsafe gsl_root_fsolver_root(solver)
      if width <= tolerance * abs(x) { break }
    }
    return unsafe gsl_root_fsolver_root(solver)
  }
}
