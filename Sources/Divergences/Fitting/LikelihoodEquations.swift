import RealModule

/// The derivatives of a mean log-likelihood at a point, with bounds on their rounding errors, and the information, its
/// negated second derivatives.
struct LikelihoodEquations {
  let scores: [Double]
  let errors: [Double]
  /// The rows of the information up to the diagonal.
  let information: [[Double]]

  /// A zero of the scores near a start, in coordinates in which a step of 1 is far; nil where none is found.
  ///
  /// Newton's method; a step along which the slope changes its sign and grows is halved. The errors bound the distance
  /// to the exact zero: the last Newton step, and what the rounding of the scores makes of it, twice over for what is
  /// left out, the change of the information on the way. With a tolerance it ends where the mean log-likelihood has no
  /// more than about that to gain.
  static func solve(from start: [Double], tolerance: Double = 0, _ equations: ([Double]) -> LikelihoodEquations) -> Solution? {
    var point = start
    var here = equations(point)
    var best: Solution?
    for _ in 0..<200 {
      guard let information = SymmetricMatrix(lowerRows: here.information), let full = information.solve(here.scores) else { return best }
      let uncertainty = information.solveAbsolutely(here.errors)
      let errors = zip(full, uncertainty).map { 2 * (abs($0) + $1) }
      // Steps also grow on the way out of a corner; only among roundings they end the search.
      let isAmongRoundings = zip(full, uncertainty).allSatisfy { abs($0) <= 1e3 * $1 }
      if let best, isAmongRoundings, !zip(errors, best.errors).contains(where: { $0 < 0.5 * $1 }), best.errors.allSatisfy({ $0 < 1e-3 }) {
        return best
      }
      best = Solution(point: point, errors: errors, information: information)
      if zip(full, uncertainty).allSatisfy({ abs($0) <= 0.1 * $1 }) { return best }
      if zip(full, here.scores).map({ $0 * $1 }).reduce(0, +) < tolerance { return best }
      var step = full.map { $0 / max(1, full.map { abs($0) }.max() ?? 1) }
      func slope(_ equations: LikelihoodEquations) -> Double { zip(equations.scores, step).map { $0 * $1 }.reduce(0, +) }
      let before = slope(here)
      for _ in 0..<60 {
        let next = zip(point, step).map { $0 + $1 }
        let there = equations(next)
        let isAllowed = there.scores.allSatisfy(\.isFinite) && there.information.joined().allSatisfy(\.isFinite)
        if isAllowed, slope(there) >= -before || step.allSatisfy({ abs($0) < 1e-6 }) {
          (point, here) = (next, there)
          break
        }
        step = step.map { 0.5 * $0 }
      }
    }
    return best
  }

  /// Where all scores vanish.
  struct Solution {
    let point: [Double]
    /// Bounds on the distances to the exact zero.
    let errors: [Double]
    let information: SymmetricMatrix

    /// Whether the errors leave a result.
    var isSharp: Bool { errors.allSatisfy { $0 < 1e-6 } }

    /// The standard errors of the coordinates for so many data.
    func standardErrors(_ count: Double) -> [Double] { information.inverseDiagonal.map { .sqrt($0 / count) } }
  }
}

/// The zero of an increasing function with its slope, to the rounding of the function, by Newton's method within a
/// bracket; nil where the function is not a number.
func increasingRoot(from start: Double, _ f: (Double) -> (value: Double, slope: Double)) -> Double? {
  var (x, lower, upper) = (start, -Double.infinity, Double.infinity)
  for _ in 0..<400 {
    let (value, slope) = f(x)
    if value == 0 { return x }
    if value < 0 { lower = x } else { upper = x }
    guard !value.isNaN else { return nil }
    let step = value / slope
    if abs(step) <= 2 * max(abs(x), 1).ulp { return x - step }
    var next = step > -2 && step < 2 ? x - step : value < 0 ? x + 2 : x - 2
    if !(next > lower && next < upper) { next = lower + 0.5 * (upper - lower) }
    // The bracket has closed, as far as the function's rounding lets it.
    guard next.isFinite, next > lower, next < upper else { return x }
    x = next
  }
  return x
}
