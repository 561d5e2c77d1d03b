import Autodiff
import Divergences
import RealModule

extension NetworkMap {
  /// The outputs at several points, each known within its error, with bounds on what that and rounding leave unknown of
  /// them.
  ///
  /// Running error analysis (Higham 2002, Accuracy and Stability of Numerical Algorithms, section 3.3): a sum of n
  /// products that is taken in any order errs by at most n + 1 units of rounding of Σ|wx| + |b|, and every activation
  /// rises, so that its values at the ends of an interval bound it between them.
  func bounded(at points: [LineFunction.Value]) -> [LineFunction.Value] {
    let blocks = (points.count + 3) / 4
    var x = [SIMD4<Double>](repeating: .zero, count: blocks)
    var error = x
    for (index, point) in points.enumerated() {
      x[index / 4][index % 4] = point.value
      error[index / 4][index % 4] = point.error
    }
    for (index, layer) in network.layers.enumerated() {
      let rounding = Double(layer.inputs + 3) * .ulpOfOne
      let carried = zip(x, error).map { $1 + rounding * $0.replacing(with: -$0, where: $0 .< 0) }
      x = multiplied(x, by: layer, blocks, bias: 1)
      error = multiplied(carried, by: layer, blocks, bias: rounding, magnitudes: true)
      if index == network.layers.count - 1 { break }
      for k in x.indices {
        for lane in 0..<4 { (x[k][lane], error[k][lane]) = activated(x[k][lane], within: error[k][lane]) }
      }
    }
    return points.indices.map { index in
      let bound = error[index / 4][index % 4]
      return (x[index / 4][index % 4], bound.isNaN ? .infinity : bound)
    }
  }

  /// The activation of a number that is known within an error.
  private func activated(_ x: Double, within error: Double) -> (Double, Double) {
    let (y, change) = activated(x, error)
    let rounding = 4 * Double.ulpOfOne * max(1, abs(y))
    let isSmooth = !isBrokenLine || abs(x) > error
    // The logarithm of every smooth activation's slope changes by at most 2 on a unit; e^{2h} < 1 + 3h here.
    if isSmooth, error < 0.1 { return (y, change * (1 + 3 * error) + Double.ulpOfOne * error + rounding) }
    return (y, max(network.activation(x + error) - y, y - network.activation(x - error)) + rounding)
  }
}
