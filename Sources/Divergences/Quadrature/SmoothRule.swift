import Calculus
import Densities
import RealModule
import Scalars

extension DensityPair {
  /// The integrals that the trapezoidal rule has, each checked by both masses on its nodes, and the number of places that
  /// were sampled; nil for the others, and no sums at all where the pair is not smooth.
  func smoothIntegrals(
    of integrands: [any Integrand<PairSample>], _ masses: [any Integrand<PairSample>], _ sampler: inout PairSampler
  ) -> (sums: [MeshSum?], evaluations: Int) {
    guard integrands.contains(where: { $0.smoothness != .unknown }), let chart = SmoothChart(p, q) else { return ([], 0) }
    var rule = SmoothRule(chart, integrands + masses, within: limit ?? quadrature.limit)
    var sums = rule.integrate(&sampler)
    guard sums.suffix(masses.count).allSatisfy({ $0 != nil }) else { return ([], rule.evaluations) }
    let seen = SeenMasses(sums.suffix(masses.count).lazy.compactMap { $0 })
    // A larger defect is for the mesh to look into.
    guard seen.defect < 1e-11 else { return ([], rule.evaluations) }
    sums.removeLast(masses.count)
    for index in sums.indices {
      sums[index]?.masses = seen
      sums[index]?.evaluations = rule.evaluations
    }
    return (sums, rule.evaluations)
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
  private var columns: [SmoothColumn]
  /// The latest nodes.
  private var nodes = SmoothChart.Nodes()
  private var samples: [PairSample] = []
  private var values = NodeValues()
  /// Whether an integrand may be singular beside the line.
  private let hasCorners: Bool
  /// log p/q and the larger density at the nodes of the first rule, in order, if so.
  private var ratios: [(log: Double, size: Double)] = []

  /// The most nodes that are worth while: a mesh takes some hundreds.
  private static let mostNodes = 500

  init(_ chart: SmoothChart, _ integrands: [any Integrand<PairSample>], within limit: WorkLimit) {
    self.chart = chart
    self.limit = limit
    step = chart.step
    columns = integrands.map { SmoothColumn($0) }
    samples.reserveCapacity(SmoothChart.Nodes.count)
    hasCorners = integrands.contains { $0.smoothness != .entire }
  }

  /// The integrals, without those that have not converged.
  mutating func integrate(_ sampler: inout PairSampler) -> [MeshSum?] {
    let nothing = columns.map { _ in MeshSum?.none }
    guard 2 * Self.mostNodes * sampler.cost < limit.left, var blocks = walk(&sampler) else { return nothing }
    for index in columns.indices { columns[index].findCorners(ratios) }
    var count = evaluations
    while true {
      let halvings = 4 * count <= Self.mostNodes ? 2 : 2 * count <= Self.mostNodes ? 1 : 0
      var isOpen = false
      for index in columns.indices {
        columns[index].judge(step: step, displacement: nodes.displacement, halvings: halvings)
        isOpen = isOpen || columns[index].isOpen
      }
      if !isOpen { return columns.map(\.sum) }
      // The nodes half way between.
      for index in columns.indices { columns[index].halve() }
      for block in blocks {
        guard take(block, isFirst: false, &sampler) else { return nothing }
      }
      step *= 0.5
      blocks = (2 * blocks.lowerBound)..<(2 * blocks.upperBound)
      count *= 2
    }
  }

  /// Takes the nodes of the first rule: those of the bulk, and outwards until nothing is left of any integrand. Returns
  /// their blocks, or nil if that does not come to an end.
  private mutating func walk(_ sampler: inout PairSampler) -> Range<Int>? {
    let width = step * Double(SmoothChart.Nodes.count)
    var blocks = Int((chart.bulk.lower / width).rounded(.down))..<Int((chart.bulk.upper / width).rounded(.up))
    for block in blocks {
      guard takeFirst(block, isUpper: true, &sampler) else { return nil }
    }
    for isUpper in [true, false] {
      repeat {
        guard evaluations < Self.mostNodes, takeFirst(isUpper ? blocks.upperBound : blocks.lowerBound - 1, isUpper: isUpper, &sampler)
        else { return nil }
        blocks = isUpper ? blocks.lowerBound..<(blocks.upperBound + 1) : (blocks.lowerBound - 1)..<blocks.upperBound
      } while !columns.allSatisfy { $0.isSpent(isUpper: isUpper) }
      for index in columns.indices { columns[index].cutOff(isUpper: isUpper) }
    }
    return blocks
  }

  /// Takes a block of the first rule, at the upper or the lower end of those before.
  private mutating func takeFirst(_ block: Int, isUpper: Bool, _ sampler: inout PairSampler) -> Bool {
    guard take(block, isFirst: true, &sampler) else { return false }
    if hasCorners {
      let latest = zip(samples, nodes.weights).map { (log: $0.logP - $0.logQ, size: max($0.p, $0.q) * $1) }
      ratios.insert(contentsOf: latest, at: isUpper ? ratios.count : 0)
    }
    return true
  }

  /// Samples a block of nodes, or of those half way between, and adds them to the integrals. Returns whether the chart
  /// reaches them.
  private mutating func take(_ block: Int, isFirst: Bool, _ sampler: inout PairSampler) -> Bool {
    guard chart.move(&nodes, to: block, step: step, plus: isFirst ? 0 : 0.5) else { return false }
    sampler.sample(nodes.places, into: &samples, at: 0)
    for index in columns.indices { columns[index].add(samples, nodes.weights, isFirst: isFirst, &values) }
    evaluations += nodes.weights.count
    limit.spend(nodes.weights.count * sampler.cost)
    return true
  }
}
