import Calculus
import Densities
import RealModule
import Scalars

extension DensityPair {
  /// The integrals that the trapezoidal rule has, each checked by both masses on its nodes.
  func smoothIntegrals(
    of integrands: [any Integrand<PairSample>], _ sampler: inout PairSampler, _ ends: Finiteness?
  ) -> SmoothIntegrals {
    guard integrands.contains(where: { $0.smoothness != .unknown }), let chart = SmoothChart(p, q, ends) else {
      return SmoothIntegrals(none: integrands.count)
    }
    var rule = SmoothRule(chart, integrands, isOne ? PairSample.Mass.one : PairSample.Mass.both, within: limit ?? quadrature.limit)
    return SmoothBuffers.lent { buffers in
      swap(&sampler.buffers, &buffers.logs)
      defer { swap(&sampler.buffers, &buffers.logs) }
      return rule.integrals(&sampler, &buffers)
    }
  }
}

/// The integrals that a trapezoidal rule has, and which it has not.
struct SmoothIntegrals {
  /// A sum for each integral; those of open ones are empty.
  var sums: [MeshSum]
  /// Which of the integrals are for a mesh.
  private(set) var open: [Int] = []
  /// How many places have been sampled.
  let evaluations: Int

  /// Of so many integrals none.
  init(none count: Int, evaluations: Int = 0) {
    sums = [MeshSum](repeating: MeshSum(shift: 0), count: count)
    open = Array(0..<count)
    self.evaluations = evaluations
  }

  /// Integrals, nil where there is none.
  init(_ count: Int, evaluations: Int, _ sum: (Int) -> MeshSum?) {
    sums = []
    sums.reserveCapacity(count)
    self.evaluations = evaluations
    for index in 0..<count {
      let sum = sum(index)
      if sum == nil { open.append(index) }
      sums.append(sum ?? MeshSum(shift: 0))
    }
  }
}

/// The trapezoidal rule in a smooth chart, for several integrals on the same nodes, with a step that is halved.
///
/// For functions that are analytic in a strip the error falls like e^(−c/step), so that each halving squares it. The
/// difference of the last two rules is therefore far more than the error of the last. It is taken times what the
/// halving before shrank the differences by, at least 10⁻⁴: the next would shrink them by the square of that. What a
/// density has beside the line is seen by its own mass, which must have converged too, however little it counts here.
private struct SmoothRule {
  private let chart: SmoothChart
  private let limit: WorkLimit
  /// How many places have been sampled.
  private(set) var evaluations = 0
  private var step: Double
  private let integrands: [any Integrand<PairSample>]
  /// The integrals, those of the masses last.
  private var columns: [SmoothColumn]
  /// The blocks of nodes of the latest rule, without those half way between.
  private var blocks = 0..<0
  /// Whether an integrand may be singular beside the line.
  private let hasCorners: Bool
  /// What the densities are to each other at the nodes of the first rule, in order, if so.
  private var ratios: [NodeRatio] = []

  /// The most nodes that are worth while: a mesh takes some hundreds.
  private static let mostNodes = 500

  init(
    _ chart: SmoothChart, _ integrands: [any Integrand<PairSample>], _ masses: [any Integrand<PairSample>], within limit: WorkLimit
  ) {
    self.chart = chart
    self.limit = limit
    step = chart.step
    self.integrands = integrands
    columns = []
    columns.reserveCapacity(integrands.count + masses.count)
    for integrand in integrands { columns.append(SmoothColumn(integrand)) }
    for mass in masses { columns.append(SmoothColumn(mass)) }
    hasCorners = integrands.contains { $0.smoothness != .entire }
  }

  /// The integrals, checked by the masses.
  mutating func integrals(_ sampler: inout PairSampler, _ buffers: inout SmoothBuffers) -> SmoothIntegrals {
    let count = integrands.count
    guard integrate(&sampler, &buffers) else { return SmoothIntegrals(none: count, evaluations: evaluations) }
    var seen = SeenMasses()
    for index in count..<columns.count {
      guard let mass = columns[index].mass else { return SmoothIntegrals(none: count, evaluations: evaluations) }
      seen.add(mass.value, error: mass.error + mass.rounding)
    }
    // A larger defect is for the mesh to look into.
    guard seen.defect < 1e-11 else { return SmoothIntegrals(none: count, evaluations: evaluations) }
    return SmoothIntegrals(count, evaluations: evaluations) { index in
      if integrands[index].smoothness == .variation { return totalVariation(sampler, seen) }
      return columns[index].sum(checkedBy: seen, evaluations: evaluations)
    }
  }

  /// Integrates as far as the integrals converge; returns whether there are any.
  private mutating func integrate(_ sampler: inout PairSampler, _ buffers: inout SmoothBuffers) -> Bool {
    buffers.nodes.displacement = 0
    guard 2 * Self.mostNodes * sampler.cost < limit.left, walk(&sampler, &buffers) else { return false }
    for index in columns.indices { columns[index].findCorners(ratios) }
    var count = evaluations
    while true {
      let halvings = 4 * count <= Self.mostNodes ? 2 : 2 * count <= Self.mostNodes ? 1 : 0
      var isOpen = false
      for index in columns.indices {
        columns[index].judge(step: step, displacement: buffers.nodes.displacement, halvings: halvings)
        isOpen = isOpen || columns[index].isOpen
      }
      if !isOpen { return true }
      // The nodes half way between.
      for index in columns.indices { columns[index].halve() }
      guard take(blocks, isFirst: false, &sampler, &buffers) else { return false }
      step *= 0.5
      blocks = (2 * blocks.lowerBound)..<(2 * blocks.upperBound)
      count *= 2
    }
  }

  /// Half the integral of |p − q|, which has kinks, after the others; nil where a mesh is better.
  private func totalVariation(_ sampler: PairSampler, _ masses: SeenMasses) -> MeshSum? {
    let first = Double(blocks.lowerBound * SmoothNodes.blockSize) * step
    let sum = CrossingSum(chart: chart, ratios: ratios, first: first).totalVariation(sampler, within: limit)
    return sum.map { MeshSum($0, magnitude: $0.value, masses, evaluations: evaluations) }
  }

  /// Takes the nodes of the first rule: those of the bulk, and outwards until nothing is left of any integrand. Returns
  /// whether that comes to an end.
  private mutating func walk(_ sampler: inout PairSampler, _ buffers: inout SmoothBuffers) -> Bool {
    let width = step * Double(SmoothNodes.blockSize)
    blocks = min(-1, Int((chart.bulk.lower / width).rounded(.down)))..<max(1, Int((chart.bulk.upper / width).rounded(.up)))
    guard take(blocks, isFirst: true, &sampler, &buffers) else { return false }
    for isUpper in [true, false] {
      while case let left = nodesLeft(isUpper: isUpper), left > 0 {
        // To begin anew takes as long as a block.
        let more = left > Double(2 * SmoothNodes.blockSize) ? 2 : 1
        let next = isUpper ? blocks.upperBound..<(blocks.upperBound + more) : (blocks.lowerBound - more)..<blocks.lowerBound
        blocks = min(next.lowerBound, blocks.lowerBound)..<max(next.upperBound, blocks.upperBound)
        guard evaluations < Self.mostNodes, take(next, isFirst: true, &sampler, &buffers) else { return false }
      }
      for index in columns.indices { columns[index].cutOff(isUpper: isUpper) }
    }
    return true
  }

  /// About how many nodes are left beyond the latest block, at most.
  private func nodesLeft(isUpper: Bool) -> Double {
    var most = 0.0
    for index in columns.indices { most = max(most, columns[index].nodesLeft(isUpper: isUpper)) }
    return most
  }

  /// Adds the integrands at the samples to the open integrals: those with a formula together, such as the masses.
  private mutating func add(_ buffers: inout SmoothBuffers, isFirst: Bool, _ ends: (lower: Bool, upper: Bool)) {
    buffers.formulas.removeAll(keepingCapacity: true)
    for index in columns.indices where columns[index].isOpen {
      if let formula = columns[index].formula {
        buffers.formulas.append(formula)
      } else {
        integrands[index].evaluate(buffers.samples, shift: 0, into: &buffers.values)
        columns[index].add(buffers.values.sums(buffers.nodes.weights), isFirst: isFirst, ends)
      }
    }
    buffers.samples.integrals(of: buffers.formulas, buffers.nodes.weights, into: &buffers.sums)
    let blurred = buffers.samples.blurred
    var place = 0
    for index in columns.indices where columns[index].isOpen && columns[index].formula != nil {
      for node in blurred where index < integrands.count {
        buffers.sums[place].error += buffers.nodes.weights[node] * integrands[index].rounding(buffers.samples[node], value: 0)
      }
      columns[index].add(buffers.sums[place], isFirst: isFirst, ends)
      place += 1
    }
  }

  /// Samples blocks of nodes, or of those half way between, and adds them to the integrals. Returns whether the chart
  /// reaches them.
  private mutating func take(
    _ wanted: Range<Int>, isFirst: Bool, _ sampler: inout PairSampler, _ buffers: inout SmoothBuffers
  ) -> Bool {
    var left = wanted
    while !left.isEmpty {
      guard let taken = buffers.nodes.move(to: left, step: step, plus: isFirst ? 0 : 0.5, chart) else { return false }
      left = taken.upperBound..<left.upperBound
      sampler.sample(buffers.nodes.places, into: &buffers.samples)
      let ends = (lower: taken.lowerBound == blocks.lowerBound, upper: taken.upperBound == blocks.upperBound)
      add(&buffers, isFirst: isFirst, ends)
      if isFirst, hasCorners {
        ratios.insert(contentsOf: buffers.samples.ratios(buffers.nodes.weights), at: ends.lower ? 0 : ratios.count)
      }
      evaluations += buffers.nodes.weights.count
      limit.spend(buffers.nodes.weights.count * sampler.cost)
    }
    return true
  }
}
