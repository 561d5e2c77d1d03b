import Calculus
import Densities
import RealModule
import Scalars

/// Some nodes of the trapezoidal rule in one chart of places, with what the rule weights each by beside its step.
struct SmoothNodes {
  /// How many nodes a block has.
  static let blockSize = 8
  private(set) var places = Places(count: 0)
  private(set) var weights: [Double] = []
  /// A bound on the rounding of all nodes since it was last set to 0, in t.
  var displacement = 0.0
  /// Exponentials of the coordinates.
  private var growths: [Double] = []
  private var coordinates: [Double] = []

  /// Moves to the nodes of the first of some blocks, or half a step beyond each: to those of all that have one chart of
  /// places. Returns which these are, or nil if the map does not reach them.
  mutating func move(to blocks: Range<Int>, step: Double, plus shift: Double, _ map: SmoothChart) -> Range<Int>? {
    let size = Double(Self.blockSize)
    func start(_ block: Int) -> Double { (size * Double(block) + shift) * step }
    // Farther out the exponentials that bend an end overflow.
    if map.isBent, max(-start(blocks.lowerBound), start(blocks.upperBound - 1) + size * step) > 16 { return nil }
    let isLower = map.isLower(at: start(blocks.lowerBound) + 0.5 * size * step)
    let end = blocks.first { map.isLower(at: start($0) + 0.5 * size * step) != isLower } ?? blocks.upperBound
    let taken = blocks.lowerBound..<end
    let first = size * Double(taken.lowerBound) + shift
    let isReached = evaluate(map, isLower: isLower, count: taken.count * Self.blockSize) { (first + Double($0)) * step }
    return isReached ? taken : nil
  }

  /// The place of one t, at which there are no nodes of the rule; the latest nodes are no longer known.
  mutating func place(at t: Double, _ map: SmoothChart) -> Place {
    _ = evaluate(map, isLower: map.isLower(at: t), count: 1) { _ in t }
    return places[0]
  }

  /// Computes places and weights from so many t; returns whether the map reaches them.
  @inline(__always)
  private mutating func evaluate(_ map: SmoothChart, isLower: Bool, count: Int, _ t: (Int) -> Double) -> Bool {
    if weights.count != count {
      growths.resize(to: count)
      coordinates.resize(to: count)
      weights.resize(to: count)
    }
    if map.isBent {
      for k in 0..<count { growths[k] = t(k) }
      VectorFunctions.exp(&growths)
    }
    // u − center and du/dt.
    for k in 0..<count { (coordinates[k], weights[k]) = map.bent(t(k), growths[k]) }
    return move(map, isLower: isLower)
  }

  /// Computes places and weights from u − center and du/dt; returns whether the map reaches them.
  private mutating func move(_ map: SmoothChart, isLower: Bool) -> Bool {
    let center = map.center
    var chart = Chart.linear(anchor: center)
    switch map.ends {
    case .line:
      // x − center has its own digits; equal steps are without rounding.
      if map.isBent { displace(by: 0) }
    case .wide(let middle, let unit):
      chart = .linear(anchor: middle)
      for k in weights.indices { growths[k] = center + coordinates[k] }
      // Farther out a density is no longer known by its own double.
      if growths.contains(where: { abs($0) > 300 }) { return false }
      displace(by: abs(center) + 2)
      VectorFunctions.exp(&growths)
      for k in weights.indices {
        coordinates[k] = 0.5 * unit * (growths[k] - 1 / growths[k])
        weights[k] *= 0.5 * unit * (growths[k] + 1 / growths[k])
      }
    case .ray(let end, let direction):
      chart = .logarithmic(anchor: end, direction: direction)
      displace(by: abs(center))
      for k in weights.indices { coordinates[k] += center }
    case .interval(let lower, let upper):
      let logLength = Double.log(upper - lower)
      displace(by: abs(center) + abs(logLength))
      // x − lower is length σ(u), and dx/du this times σ(−u).
      chart = isLower ? .logarithmic(anchor: lower, direction: 1) : .logarithmic(anchor: upper, direction: -1)
      for k in weights.indices {
        coordinates[k] = isLower ? center + coordinates[k] : -(center + coordinates[k])
        growths[k] = coordinates[k]
      }
      VectorFunctions.exp(&growths)
      for k in weights.indices {
        weights[k] /= 1 + growths[k]
        coordinates[k] += logLength
      }
      VectorFunctions.log(onePlus: &growths)
      for k in weights.indices { coordinates[k] -= growths[k] }
    }
    chart.move(&places, to: coordinates, middle: 0, half: 1)
    return weights.allSatisfy { $0.isFinite }
  }

  /// Counts the rounding of u, of which this is known beside its distance from the centre.
  private mutating func displace(by constant: Double) {
    for k in weights.indices { displacement = max(displacement, 2 * .ulpOfOne * (constant + abs(coordinates[k])) / weights[k]) }
  }
}
