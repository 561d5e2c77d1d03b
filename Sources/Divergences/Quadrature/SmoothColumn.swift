import Calculus
import Densities
import RealModule
import Scalars

/// One integral by the trapezoidal rule: its sums over the nodes, all in units of the step.
struct SmoothColumn {
  private let integrand: any Integrand<PairSample>
  private let isShifted: Bool
  /// The result, once it has converged.
  private(set) var sum: MeshSum?
  private var isLost: Bool
  /// The sums over every fourth node, the second ones between these, and all others: three rules are made of them.
  private var fourths = CompensatedSum()
  private var seconds = CompensatedSum()
  private var others = CompensatedSum()
  private var magnitude = 0.0
  private var rounding = 0.0
  private var largest = 0.0
  /// What is left beyond both ends.
  private var cut = 0.0
  /// The sizes of the last two values at either end, the outer one last.
  private var lowerEnd = (0.0, 0.0)
  private var upperEnd = (0.0, 0.0)
  /// Where the integrand is singular beside the line: how much log p/q changes over a step, and the size of it there.
  private var corners: [(drop: Double, size: Double)] = []

  /// The relative size of what may stay beyond an end.
  private static let negligible = 1e-17

  /// An integral, which is given up at once where nothing is known of its smoothness.
  init(_ integrand: any Integrand<PairSample>) {
    self.integrand = integrand
    isShifted = integrand.isShifted
    isLost = integrand.smoothness == .unknown
  }

  /// Whether it may still converge.
  var isOpen: Bool { sum == nil && !isLost }

  /// Adds blocks of nodes, of the first rule, maybe up to one of its ends, or between those that were there.
  mutating func add(
    _ samples: [PairSample], _ weights: [Double], isFirst: Bool, _ ends: (lower: Bool, upper: Bool), _ nodes: inout NodeValues
  ) {
    guard isOpen else { return }
    integrand.evaluate(samples, weights.indices, shift: 0, into: &nodes)
    for start in stride(from: 0, to: weights.count, by: SmoothNodes.blockSize) {
      add(nodes, weights, start..<(start + SmoothNodes.blockSize), isFirst: isFirst)
    }
    func size(_ node: Int) -> Double { abs(nodes.values[node] * weights[node]) }
    let last = weights.count - 1
    if ends.lower { lowerEnd = (size(1), size(0)) }
    if ends.upper { upperEnd = (size(last - 1), size(last)) }
    // Near the largest double the mesh takes a power of e out of the values.
    if isShifted, integrand.largestExponent(samples[weights.indices]) > 300 { isLost = true }
  }

  /// Adds a block.
  private mutating func add(_ nodes: NodeValues, _ weights: [Double], _ block: Range<Int>, isFirst: Bool) {
    let values = nodes.values.span
    let roundings = nodes.roundings.span
    let weights = weights.span
    var sums = (fourth: 0.0, second: 0.0, other: 0.0, size: 0.0, rounding: 0.0)
    for k in stride(from: block.lowerBound, to: block.upperBound, by: 4) {
      let (a, b) = (values[k] * weights[k], values[k + 1] * weights[k + 1])
      let (c, d) = (values[k + 2] * weights[k + 2], values[k + 3] * weights[k + 3])
      sums.fourth += a
      sums.second += c
      sums.other += b + d
      let size = (abs(a) + abs(b)) + (abs(c) + abs(d))
      sums.size += size
      largest = max(largest, size)
      sums.rounding += (roundings[k] * weights[k] + roundings[k + 1] * weights[k + 1])
      sums.rounding += (roundings[k + 2] * weights[k + 2] + roundings[k + 3] * weights[k + 3])
    }
    if isFirst {
      fourths.add(sums.fourth)
      seconds.add(sums.second)
      others.add(sums.other)
    } else {
      others.add((sums.fourth + sums.second) + sums.other)
    }
    magnitude += sums.size
    rounding += sums.rounding + 3 * .ulpOfOne * sums.size
  }

  /// Every other node becomes one of the coarser rule.
  mutating func halve() {
    fourths.add(seconds.value)
    (seconds, others) = (others, CompensatedSum())
    // What is beyond the ends does not change, but its unit does.
    cut *= 2
    for index in corners.indices { corners[index].drop *= 0.5 }
  }

  /// Whether nothing is left beyond the latest block.
  func isSpent(isUpper: Bool) -> Bool {
    let (inner, outer) = isUpper ? upperEnd : lowerEnd
    return !isOpen || outer <= Self.negligible * magnitude && (outer < 0.9 * inner || outer == 0)
  }

  /// Ends the walk: beyond the latest block is at most what an exponential through its last two values leaves.
  mutating func cutOff(isUpper: Bool) {
    let (inner, outer) = isUpper ? upperEnd : lowerEnd
    if isOpen, outer > 0 { cut += outer / .log(inner / outer) }
  }

  /// Finds where on the line log p/q passes that of a singularity, from its values at neighbouring nodes.
  mutating func findCorners(_ ratios: [(log: Double, size: Double)]) {
    guard case .singular(let ratio) = integrand.smoothness else { return }
    let log = Double.log(ratio)
    for (left, right) in zip(ratios, ratios.dropFirst()) where (left.log < log) != (right.log < log) {
      corners.append((abs(right.log - left.log), max(left.size, right.size)))
    }
  }

  /// What singularities beside the line may do after so many halvings, in units of the step.
  ///
  /// Where log p/q = log b + iπ one is π/drop steps from the line, so that the rule sees it with e^(−2π²/drop).
  private func corner(halvings: Int = 0) -> Double {
    corners.reduce(0) {
      let drop = $1.drop / Double(1 << halvings)
      return $0 + 8 * (1 + 7 / drop) * $1.size * .exp(-2 * .pi * .pi / drop)
    }
  }

  /// Takes the sum if it has converged, and gives it up if so many halvings of the step would not be enough.
  mutating func judge(step: Double, displacement: Double, halvings: Int) {
    guard isOpen else { return }
    let (quarter, half) = (4 * step * fourths.value, 2 * step * (fourths.value + seconds.value))
    let value = step * (fourths.value + seconds.value + others.value)
    let (change, before) = (abs(value - half), abs(half - quarter))
    let contraction = before > 0 ? max(1e-4, min(1, change / before)) : 1
    let error = contraction * change + step * (corner() + cut)
    // A node that is moved moves the sum by the slope there: the integral of that is some times the largest value.
    let rounding = step * rounding + 6 * displacement * largest
    let size = step * magnitude
    let allowed = 0.1 * DensityPair.tolerance * size + MeshSum.floor
    if error <= max(allowed, 2 * rounding) {
      var sum = MeshSum(shift: 0)
      sum.add(PanelSum(value: value, error: error, rounding: rounding, isNoise: false), magnitude: size)
      self.sum = sum
      return
    }
    // Each halving squares the relative change.
    var expected = change / size
    for _ in 0..<halvings { expected *= expected }
    isLost = halvings == 0 || !(expected < 1e-8) || step * corner(halvings: halvings) > allowed
  }
}
