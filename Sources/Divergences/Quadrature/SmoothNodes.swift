import Calculus
import Densities

/// Some nodes of the trapezoidal rule in one chart of places, with what the rule weights each by beside its step.
struct SmoothNodes {
  /// How many nodes a block has.
  static let blockSize = 8
  private(set) var places = Places(count: 0)
  private(set) var weights: [Double] = []
  /// A bound on the rounding of all nodes since it was last set to 0, in t.
  var displacement = 0.0
  private var coordinates: [Double] = []

  /// Moves to the nodes of the first of some blocks, or half a step beyond each: to those of all that have one chart of
  /// places. Returns which these are, or nil if the map does not reach them.
  mutating func move(to blocks: Range<Int>, step: Double, plus shift: Double, _ chart: SmoothChart) -> Range<Int>? {
    let size = Double(Self.blockSize)
    func start(_ block: Int) -> Double { (size * Double(block) + shift) * step }
    // Farther out the exponentials that bend an end overflow.
    if chart.isBent, max(-start(blocks.lowerBound), start(blocks.upperBound - 1) + size * step) > 16 { return nil }
    let isLower = chart.isLower(at: start(blocks.lowerBound) + 0.5 * size * step)
    let end = blocks.first { chart.isLower(at: start($0) + 0.5 * size * step) != isLower } ?? blocks.upperBound
    let taken = blocks.lowerBound..<end
    let first = size * Double(taken.lowerBound) + shift
    return evaluate(chart, isLower: isLower, from: first, step: step, count: taken.count * Self.blockSize) ? taken : nil
  }

  /// Computes places and weights at t = (first + k) · step; returns whether the map reaches them.
  private mutating func evaluate(_ chart: SmoothChart, isLower: Bool, from first: Double, step: Double, count: Int) -> Bool {
    if weights.count != count {
      coordinates.resize(to: count)
      weights.resize(to: count)
    }
    let half = chart.half(isLower: isLower)
    guard let lost = half.map.nodes(from: first, step: step, into: &coordinates, slopes: &weights) else { return false }
    displacement = max(displacement, lost)
    half.chart.move(&places, to: coordinates, middle: 0, half: 1)
    return true
  }
}
