/// f′(x) by central differences, extrapolated to step zero with Ridders' tableau (Ridders 1982), and how far the last two entries differ.
///
/// An independent route to a derivative: it uses nothing but values of f. With values good to ε the error is about ε/step plus what the extrapolation leaves, so choose
/// the step of the order over which f changes.
public func difference(at x: Double, step: Double, of f: (Double) -> Double) -> Estimate {
  let shrink = 1.4
  var step = step
  var row: [Double] = []
  var best = Estimate(value: 0, error: .infinity)
  var evaluations = 0
  for _ in 0..<10 {
    let slope = (f(x + step) - f(x - step)) / ((x + step) - (x - step))
    evaluations += 2
    guard slope.isFinite else {
      step /= shrink
      continue
    }
    var next = [slope]
    var factor = shrink * shrink
    for (k, previous) in row.enumerated() {
      let value = (factor * next[k] - previous) / (factor - 1)
      let error = max(abs(value - next[k]), abs(value - previous))
      if error <= best.error { best = Estimate(value: value, error: error, evaluations: evaluations) }
      next.append(value)
      factor *= shrink * shrink
    }
    // Once the highest order gets much worse, rounding has taken over.
    if let last = row.last, let new = next.last, abs(new - last) > 2 * best.error, best.error < .infinity { break }
    row = next
    step /= shrink
  }
  return Estimate(value: best.value, error: best.error, evaluations: evaluations)
}
