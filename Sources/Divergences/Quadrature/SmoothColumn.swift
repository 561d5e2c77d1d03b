import Calculus
import Densities
import RealModule
import Scalars

/// One integral by the trapezoidal rule: its sums over the nodes, all in units of the step.
struct SmoothColumn {
  private let smoothness: Smoothness
  /// The integrand, if there is a formula of it.
  let formula: DivergenceFormula?
  /// The result, once it has converged.
  private var result: (sum: PanelSum, magnitude: Double)?
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

  /// Where values are larger a mesh takes a power of e out of them, so that neither they nor their squares overflow.
  private static let tooLarge = 1e130
  /// The relative size of what may stay beyond an end.
  private static let negligible = 1e-17

  /// An integral, which is given up at once where nothing is known of its smoothness or it has a kink.
  init(_ integrand: any Integrand<PairSample>) {
    smoothness = integrand.smoothness
    formula = integrand.formula
    isLost = smoothness == .unknown || smoothness == .variation
  }

  /// Whether it may still converge.
  var isOpen: Bool { result == nil && !isLost }

  /// The integral, if it has converged, with what the nodes have seen of the densities.
  func sum(checkedBy masses: SeenMasses, evaluations: Int) -> MeshSum? {
    guard let result else { return nil }
    return MeshSum(result.sum, magnitude: result.magnitude, masses, evaluations: evaluations)
  }

  /// The integral, if it has converged.
  var mass: PanelSum? { result?.sum }

  /// Adds the sums over blocks of nodes, of the first rule, maybe up to one of its ends, or between those that were there.
  mutating func add(_ sums: WeightedSums, isFirst: Bool, _ ends: (lower: Bool, upper: Bool)) {
    let parts = sums.fourths
    if isFirst {
      fourths.add(parts.0)
      seconds.add(parts.2)
    } else {
      others.add(parts.0)
      others.add(parts.2)
    }
    others.add(parts.1)
    others.add(parts.3)
    magnitude += sums.size
    rounding += sums.error + 3 * .ulpOfOne * sums.size
    largest = max(largest, sums.largest)
    if !(magnitude < Self.tooLarge) { isLost = true }
    if ends.lower { lowerEnd = sums.lowerEnd }
    if ends.upper { upperEnd = sums.upperEnd }
  }

  /// Every other node becomes one of the coarser rule.
  mutating func halve() {
    fourths.add(seconds)
    (seconds, others) = (others, CompensatedSum())
    // What is beyond the ends does not change, but its unit does.
    cut *= 2
    for index in corners.indices { corners[index].drop *= 0.5 }
  }

  /// About how many nodes beyond the latest block are left, at most: 0 if nothing is.
  func nodesLeft(isUpper: Bool) -> Double {
    let (inner, outer) = isUpper ? upperEnd : lowerEnd
    let allowed = Self.negligible * magnitude
    if !isOpen || outer == 0 || outer <= allowed && outer < 0.9 * inner { return 0 }
    // Values fall no more slowly farther out.
    return outer < inner ? max(1, .log(outer / allowed) / .log(inner / outer)) : .infinity
  }

  /// Ends the walk: beyond the latest block is at most what an exponential through its last two values leaves.
  mutating func cutOff(isUpper: Bool) {
    let (inner, outer) = isUpper ? upperEnd : lowerEnd
    if isOpen, outer > 0 { cut += outer / .log(inner / outer) }
  }

  /// Finds where on the line log p/q passes that of a singularity, from its values at neighbouring nodes.
  mutating func findCorners(_ ratios: [NodeRatio]) {
    guard case .singular(let ratio) = smoothness else { return }
    let log = Double.log(ratio)
    var isBelow = ratios[0].log < log
    for index in ratios.indices where (ratios[index].log < log) != isBelow {
      let (left, right) = (ratios[index - 1], ratios[index])
      corners.append((abs(right.log - left.log), max(left.size, right.size)))
      isBelow.toggle()
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
    let (fourths, seconds) = (fourths.value, seconds.value)
    let (quarter, half) = (4 * step * fourths, 2 * step * (fourths + seconds))
    let value = step * (fourths + seconds + others.value)
    let (change, before) = (abs(value - half), abs(half - quarter))
    let contraction = before > 0 ? max(1e-4, min(1, change / before)) : 1
    let error = contraction * change + step * (corner() + cut)
    // A node that is moved moves the sum by the slope there: the integral of that is some times the largest value.
    let rounding = step * rounding + 6 * displacement * largest
    let size = step * magnitude
    let allowed = 0.1 * DensityPair.tolerance * size + MeshSum.floor
    if error <= max(allowed, 2 * rounding) {
      result = (PanelSum(value: value, error: error, rounding: rounding, isNoise: false), size)
      return
    }
    // Each halving squares the relative change.
    var expected = change / size
    for _ in 0..<halvings { expected *= expected }
    isLost = halvings == 0 || !(expected < 1e-8) || step * corner(halvings: halvings) > allowed
  }
}
