/// What a plan is to compute, and the steps for it in order: once before the tiles, on every tile, and once after them.
struct Program {
  let batch: Int
  let entries: [Graph.Entry]
  /// Steps on shared values that depend on parameters alone.
  private(set) var before: [Step] = []
  /// Steps on rows, and the sums over rows.
  private(set) var tiles: [Step] = []
  /// Steps on sums that are complete.
  private(set) var after: [Step] = []
  /// Where the sum of a node lies among all sums. The gradients come first, each as one vector.
  private(set) var sums: [Int: Int] = [:]
  private(set) var sumCount: Int
  /// Gradient blocks that are no plain sum: copied to their place in the end.
  private(set) var copies: [(node: Int, offset: Int)] = []

  init(
    _ graph: Graph, totals: [Node], gradients: [ParameterGradient], rows: [Node]
  ) throws(PlanError) {
    batch = graph.batch
    entries = graph.entries
    var blocks: [(node: Int, offset: Int)] = []
    sumCount = 0
    for gradient in gradients {
      blocks += gradient.blocks.map { ($0.node.index, sumCount + $0.offset) }
      sumCount += gradient.count
    }
    let outputs = totals.map(\.index) + rows.map(\.index) + blocks.map(\.node)
    let steps = fused(Self.liveSteps(entries, outputs: outputs), kept: Set(outputs))
    let isSum = try arrange(steps)
    place(blocks, isSum: isSum, outputs: outputs)
    for index in isSum.sorted() where sums[index] == nil {
      sums[index] = sumCount
      sumCount += entries[index].extent.count
    }
    tiles = withSumsBesideProducts(tiles)
  }

  /// What the outputs need, in the order of the trace.
  private static func liveSteps(_ entries: [Graph.Entry], outputs: [Int]) -> [Step] {
    var live = [Bool](repeating: false, count: entries.count)
    for index in outputs { live[index] = true }
    for index in entries.indices.reversed() where live[index] {
      for input in entries[index].inputs { live[input] = true }
    }
    return entries.indices.compactMap { index in
      let entry = entries[index]
      return live[index] && !(entry.operation is any Leaf) ? Step(kernel: entry.operation, inputs: entry.inputs, output: index) : nil
    }
  }

  /// Sorts the steps into the three phases; returns the sums.
  private mutating func arrange(_ steps: [Step]) throws(PlanError) -> Set<Int> {
    var isSum: Set<Int> = []
    var isLate: Set<Int> = []
    for step in steps {
      let needsSums = step.inputs.contains { isLate.contains($0) }
      if step.kernel.isReduction || entries[step.output].extent.isRowWise {
        if needsSums { throw .sumFeedsRows }
        tiles.append(step)
        if step.kernel.isReduction {
          isSum.insert(step.output)
          isLate.insert(step.output)
        }
      } else if needsSums {
        after.append(step)
        isLate.insert(step.output)
      } else {
        before.append(step)
      }
    }
    return isSum
  }

  /// Lets the sums of gradient blocks run up in place; a sum of two sums becomes one sum that both add to.
  private mutating func place(_ blocks: [(node: Int, offset: Int)], isSum: Set<Int>, outputs: [Int]) {
    var uses: [Int: Int] = [:]
    for index in (before + tiles + after).flatMap(\.inputs) + outputs { uses[index, default: 0] += 1 }
    var joined: Set<Int> = []
    func parts(_ index: Int) -> [Int]? {
      guard uses[index] == 1 else { return nil }
      if isSum.contains(index) { return [index] }
      guard let step = after.first(where: { $0.output == index }), step.kernel is Add else { return nil }
      guard let left = parts(step.inputs[0]), let right = parts(step.inputs[1]) else { return nil }
      joined.insert(index)
      return left + right
    }
    for block in blocks {
      let before = joined
      if let sumsOfBlock = parts(block.node) {
        for index in sumsOfBlock { sums[index] = block.offset }
      } else {
        joined = before
        copies.append(block)
      }
    }
    after.removeAll { joined.contains($0.output) }
  }

  /// How many rows one tile has: enough to fill vectors, few enough that a tile's values stay in the second cache.
  var rowsPerTile: Int {
    let widest = tiles.map { entries[$0.output].extent }.filter(\.isRowWise).map(\.width).max() ?? 1
    return widest > 64 ? 64 : 128
  }

  /// Multiply-adds in one run.
  var work: Int {
    batch
      * tiles.reduce(0) { sum, step in
        guard let input = step.inputs.first else { return sum }
        let widths = (entries[input].extent.width, entries[step.output].extent.width)
        return sum + (step.kernel is OuterSum ? entries[step.output].extent.count : widths.0 * widths.1)
      }
  }
}

/// Why a trace cannot be run tile by tile, or not here.
package enum PlanError: Error, Equatable, CustomStringConvertible {
  /// A row-wise value depends on a sum over the batch.
  case sumFeedsRows
  /// There are no kernels for the vectors that were asked for.
  case vectorWidth(VectorWidthError)

  package var description: String {
    switch self {
    case .sumFeedsRows: "A value of every row depends on a sum over all rows, which a plan that runs tile by tile does not have yet."
    case .vectorWidth(let error): error.description
    }
  }
}
