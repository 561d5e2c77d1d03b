import Autodiff
import Divergences
import RealModule
import Scalars

/// A network at many points at once, a column of numbers for each unit.
extension NetworkMap {
  /// Forward mode written out for a network: the same sums as on `Dual`.
  package func evaluated(at points: [Double]) -> (values: [Double], slopes: [Double]) {
    var result = (values: [Double](), slopes: [Double]())
    for block in points.blocks {
      var (x, dx) = (block.padded, [Double](repeating: 1, count: block.padded.count))
      for (index, layer) in layers.enumerated() {
        (x, dx) = (layer(x, bias: 1), layer(dx, bias: 0))
        if index == layers.count - 1 { break }
        let (y, slopes) = activated(x)
        for k in dx.indices { dx[k] *= slopes[k] }
        x = y
      }
      result.values += x.prefix(block.count)
      result.slopes += dx.prefix(block.count)
    }
    return result
  }

  /// The outputs at several points, each known within its error, with bounds on what that and rounding leave unknown of
  /// them.
  ///
  /// Running error analysis (Higham 2002, Accuracy and Stability of Numerical Algorithms, section 3.3): a sum of n
  /// products that is taken in any order errs by at most n + 1 units of rounding of Σ|wx| + |b|, and every activation
  /// rises, so that its values at the ends of an interval bound it between them.
  func bounded(at points: [LineFunction.Value]) -> [LineFunction.Value] {
    points.blocks.flatMap { block -> [LineFunction.Value] in
      var (x, error) = (block.map(\.value).padded, block.map(\.error).padded)
      for k in x.indices { error[k] += rounding(of: 0) * abs(x[k]) }
      for (index, layer) in layers.enumerated() {
        (x, error) = (layer(x, bias: 1), layer(error, bias: rounding(of: index), ofMagnitudes: true))
        if index == layers.count - 1 { break }
        let (y, slopes) = activated(x)
        error = carried(error, through: y, slopes: slopes, at: x, rounding: 4 * .ulpOfOne + rounding(of: index + 1))
        x = y
      }
      return (0..<block.count).map { (x[$0], error[$0].isNaN ? .infinity : error[$0]) }
    }
  }

  /// What the sums of a layer may lose, for each unit of the magnitudes that they add.
  private func rounding(of layer: Int) -> Double { Double(layers[layer].inputs + 3) * .ulpOfOne }

  /// The activation's values and slopes.
  private func activated(_ x: [Double]) -> (values: [Double], slopes: [Double]) {
    if network.activation == .tanh { return ColumnLayer.tanh(x) }
    let images = x.map { network.activation(Dual(value: $0, tangent: 1)) }
    return (images.map(\.value), images.map(\.tangent))
  }

  /// How far the activation's values y at x may be from those of numbers within the errors of x, and what rounding adds
  /// for each unit of 1 and of |y|.
  private func carried(_ errors: [Double], through y: [Double], slopes: [Double], at x: [Double], rounding: Double) -> [Double] {
    // The logarithm of every smooth activation's slope changes by at most 2 on a unit; e^{2h} < 1 + 3h here.
    let most = 0.1
    if !isBrokenLine, let carried = ColumnLayer.errors(of: y, slopes: slopes, within: errors, below: most, rounding: rounding) {
      return carried
    }
    return x.indices.map { k in
      let (error, added) = (errors[k], rounding * max(1, abs(y[k])))
      let isSmooth = !isBrokenLine || abs(x[k]) > error
      if isSmooth, error < most { return slopes[k] * error * (1 + 3 * error) + .ulpOfOne * error + added }
      return max(network.activation(x[k] + error) - y[k], y[k] - network.activation(x[k] - error)) + added
    }
  }
}

extension Collection {
  /// Parts of a size with which a layer's numbers stay in the cache.
  fileprivate var blocks: [SubSequence] {
    var (rest, blocks) = (self[...], [SubSequence]())
    while !rest.isEmpty {
      blocks.append(rest.prefix(64))
      rest = rest.dropFirst(64)
    }
    return blocks
  }
}

extension Collection<Double> {
  /// Filled up with zeros to whole vectors.
  fileprivate var padded: [Double] {
    let missing = (ColumnLayer.alignment - count % ColumnLayer.alignment) % ColumnLayer.alignment
    return self + [Double](repeating: 0, count: missing)
  }
}
