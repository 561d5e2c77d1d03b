import CGSL

/// A local minimum: where, and how deep.
package struct Minimum: Hashable, Sendable {
  /// The coordinates.
  package let point: [Double]
  /// The value there.
  package let value: Double
  /// Whether the simplex became smaller than the tolerance before the iterations ran out.
  package let hasConverged: Bool
}

/// A local minimum of f near a start by Nelder and Mead's simplex (1965), GSL's `nmsimplex2`, restarted until it stays.
///
/// Only values are used, so f may be +∞ or NaN where it is not defined. Start from several points. The steps are the
/// first simplex's extent, over which f is expected to change, the tolerance is the size of the last one.
package func minimum(from start: [Double], steps: [Double], tolerance: Double = 1e-10, of f: ([Double]) -> Double) -> Minimum {
  var best = simplexMinimum(from: start, steps: steps, tolerance: tolerance, of: f)
  for _ in 0..<8 {
    let next = simplexMinimum(from: best.point, steps: steps.map { 0.1 * $0 }, tolerance: tolerance, of: f)
    let moved = zip(next.point, best.point).contains { abs($0 - $1) > 100 * tolerance }
    if next.value <= best.value { best = next }
    if !moved || !next.hasConverged { break }
  }
  return best
}

private func simplexMinimum(from start: [Double], steps: [Double], tolerance: Double, of f: ([Double]) -> Double) -> Minimum {
  precondition(start.count == steps.count && !start.isEmpty, "a minimum needs a step for each of the \(start.count) coordinates")
  GSL.prepare()
  let n = start.count
  let solver = unsafe gsl_multimin_fminimizer_alloc(gsl_multimin_simplex(), n)
  let (x, step) = unsafe (gsl_vector_alloc(n), gsl_vector_alloc(n))
  defer {
    unsafe gsl_multimin_fminimizer_free(solver)
    unsafe gsl_vector_free(x)
    unsafe gsl_vector_free(step)
  }
  for i in 0..<n {
    unsafe gsl_vector_set(x, i, start[i])
    unsafe gsl_vector_set(step, i, steps[i])
  }
  let guarded: ([Double]) -> Double = { point in
    let value = f(point)
    // GSL refuses non-finite values; the largest double is as far uphill as it gets.
    return value.isFinite ? value : .greatestFiniteMagnitude
  }
  return withoutActuallyEscaping(guarded) { escaping in
    var closure = escaping
    return unsafe withUnsafeMutablePointer(to: &closure) { context in
      var function = unsafe gsl_multimin_function(
        f: { point, context in
          guard let point = unsafe point, let context = unsafe context else { return .nan }
          let coordinates = unsafe (0..<point.pointee.size).map { unsafe gsl_vector_get(point, $0) }
          return unsafe context.assumingMemoryBound(to: (([Double]) -> Double).self).pointee(coordinates)
        }, n: n, params: context)
      unsafe gsl_multimin_fminimizer_set(solver, &function, x, step)
      var size = Double.infinity
      // A smooth minimum takes a tenth of this; at a wall a simplex may creep for ever.
      for _ in 0..<(400 * n) where size > tolerance {
        guard unsafe gsl_multimin_fminimizer_iterate(solver) == 0 else { break }
        size = unsafe gsl_multimin_fminimizer_size(solver)
      }
      let point = (0..<n).map { unsafe gsl_vector_get(gsl_multimin_fminimizer_x(solver), $0) }
      return Minimum(point: point, value: unsafe gsl_multimin_fminimizer_minimum(solver), hasConverged: size <= tolerance)
    }
  }
}
