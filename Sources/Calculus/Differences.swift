/// f′(x) by central differences, extrapolated to step zero with Ridders' tableau (Ridders 1982).
///
/// Nothing but values of f is used. The error is the larger of four times what neighbouring entries differ by and what
/// the errors of the values do. Choose the step over which f changes; where f is not finite a smaller one is tried.
public func difference(at x: Double, step: Double, of f: (Double) -> Estimate) -> Estimate {
  let shrink = 1.4
  var step = step
  var row: [(slope: Double, noise: Double)] = []
  var best = Estimate(0, error: .infinity)
  var evaluations = 0
  // Steps of a few units in the last place are not the same on both sides.
  for _ in 0..<10 where step > 64 * x.ulp {
    let (above, below) = (f(x + step), f(x - step))
    evaluations += 2
    let width = (x + step) - (x - step)
    let slope = (above.value - below.value) / width
    guard slope.isFinite, above.status != .undefined, below.status != .undefined else {
      step /= shrink
      continue
    }
    var next = [(slope: slope, noise: (above.error + below.error) / width)]
    var factor = shrink * shrink
    for (k, previous) in row.enumerated() {
      let value = (factor * next[k].slope - previous.slope) / (factor - 1)
      // An earlier slope can be the noisier one, where the values come from a closed form that cancels.
      let noise = (factor * next[k].noise + previous.noise) / (factor - 1)
      // What two entries differ by estimates the error, and may fall short of it a few times over.
      let error = max(4 * abs(value - next[k].slope), 4 * abs(value - previous.slope), noise)
      if error <= best.error { best = Estimate(value, error: error, evaluations: evaluations) }
      next.append((slope: value, noise: noise))
      factor *= shrink * shrink
    }
    // Once the highest order gets much worse, rounding has taken over.
    if let last = row.last, let new = next.last, abs(new.slope - last.slope) > 2 * best.error, best.error < .infinity { break }
    row = next
    step /= shrink
  }
  return Estimate(best.value, error: best.error, evaluations: evaluations)
}
