import Dispatch

/// A trace made ready to run again and again: fixed buffers, fused kernels, tiles of rows that stay in the cache.
///
/// The same trace gives the same numbers to the last bit whatever the number of threads: the tiles are cut by the trace
/// alone, and their sums are added in a fixed order. A plan reads its parameters' storage when it runs; it is used by
/// one caller at a time.
public final class Plan<Number: KernelNumber> {
  /// Columns start at multiples of this many numbers: the widest vector of any processor.
  static var rowAlignment: Int { 16 }
  /// Sums are kept apart for at most this many parts of the batch, so that as many threads can share it.
  static var mostParts: Int { 8 }
  /// Less work than this many multiply-adds is done before a second thread has woken.
  static var leastWorkToShare: Int { 4_000_000 }

  private let program: Program
  private let shared: SharedValues<Number>
  private let workers: [Worker<Number>]
  private let parts: [Range<Int>]
  private let partSums: [Storage<Number>]
  private let sums: Storage<Number>
  private let totalNodes: [Int]
  private let gradientRanges: [Range<Int>]
  private let rowValues: [Storage<Number>]

  /// The gradients asked for, each as one vector; filled by `run`.
  public let gradients: [Storage<Number>]

  /// Compiles what leads to the outputs; throws where a row-wise value depends on a sum over the batch, or where the
  /// environment asks for vectors that are not there.
  ///
  /// `parameters` and `sources` answer the trace's parameter vectors and inputs in the order in which it declared them.
  package init(
    _ graph: Graph, totals: [Node] = [], gradients: [ParameterGradient] = [], rows: [Node] = [], parameters: [Storage<Number>] = [],
    sources: [any RowSource<Number>] = [], threads: Int = 1
  ) throws(PlanError) {
    precondition(parameters.map(\.count) == graph.parameterCounts, "a plan needs one storage for each parameter vector of its trace")
    precondition(sources.count == graph.inputWidths.count, "a plan needs one source for each input of its trace")
    do { _ = try VectorWidth.chosen() } catch { throw .vectorWidth(error) }
    let program = try Program(graph, totals: totals, gradients: gradients, rows: rows)
    self.program = program
    sums = Storage(count: program.sumCount)
    shared = SharedValues(program, parameters: parameters, sums: sums)
    rowValues = rows.map { Storage(count: graph.batch * $0.extent.width) }
    totalNodes = totals.map(\.index)

    var end = 0
    gradientRanges = gradients.map { gradient in
      end += gradient.count
      return end - gradient.count..<end
    }
    self.gradients = gradients.map { Storage(count: $0.count) }

    let tileCount = (graph.batch + program.rowsPerTile - 1) / program.rowsPerTile
    let partCount = min(tileCount, Self.mostParts)
    parts = (0..<partCount).map { part in part * tileCount / partCount..<(part + 1) * tileCount / partCount }
    let workerCount = program.work < Self.leastWorkToShare ? 1 : min(max(threads, 1), partCount)
    partSums = (0..<(workerCount > 1 ? partCount : 0)).map { _ in Storage(count: program.sumCount) }
    let (shared, values) = (shared, rowValues)
    // A batch of one part has no other sums to be added to.
    let sumsOfAll = partCount == 1 ? sums : nil
    workers = (0..<workerCount).map { _ in
      Worker(
        program, shared: shared, sources: sources, rows: zip(rows.map(\.index), values).map { (node: $0, values: $1) },
        sums: sumsOfAll ?? Storage(count: program.sumCount))
    }
  }

  /// How many threads a run uses: fewer than asked for where sharing would not pay.
  public var threadCount: Int { workers.count }

  /// Runs the whole batch of a step.
  public func run(step: UInt32 = 0) {
    shared.runBefore()
    if workers.count == 1 { runAlone(step: step) } else { runShared(step: step) }
    shared.runAfter()
    for copy in program.copies { sums.copy(shared.tile(copy.node), count: program.entries[copy.node].extent.count, at: copy.offset) }
    for index in gradients.indices { gradients[index].copy(sums, from: gradientRanges[index]) }
  }

  /// The k-th total of the last run.
  public func total(_ k: Int) -> [Number] {
    let node = totalNodes[k]
    let tile = shared.tile(node)
    return (0..<program.entries[node].extent.count).map { tile[$0, 0] }
  }

  /// The k-th total of the last run, which is one number.
  package func number(_ k: Int) -> Number { shared.tile(totalNodes[k])[0, 0] }

  /// The k-th row-wise output of the last run, row by row.
  public func rows(_ k: Int) -> [Number] { rowValues[k].values }

  /// One worker's sums of a part can be added as soon as they are there.
  private func runAlone(step: UInt32) {
    for (index, part) in parts.enumerated() {
      workers[0].run(part, step: step)
      if parts.count == 1 { return }
      if index == 0 { sums.copy(workers[0].sums) } else { sums.add(workers[0].sums) }
    }
  }

  /// Several workers finish their parts in any order, so that the sums wait until all are there.
  private func runShared(step: UInt32) {
    nonisolated(unsafe) let plan = self
    // Each worker has its own buffers and its own parts, and nothing else is written to.
    DispatchQueue.concurrentPerform(iterations: workers.count) { index in
      let (worker, parts) = unsafe (plan.workers[index], plan.parts)
      for part in stride(from: index, to: parts.count, by: unsafe plan.workers.count) {
        worker.run(parts[part], step: step)
        unsafe plan.partSums[part].copy(worker.sums)
      }
    }
    sums.copy(partSums[0])
    for part in partSums.dropFirst() { sums.add(part) }
  }
}

/// The values that all rows share: parameters, what is computed from them before the tiles, and what is computed from
/// sums after them.
@safe final class SharedValues<Number: KernelNumber> {
  private var tiles: [Int: Tile<Number>] = [:]
  /// Held because the tiles point into them.
  private var buffers: [Storage<Number>]
  private var before: [(instruction: Instruction<Number>, count: Int)] = []
  private var after: [(instruction: Instruction<Number>, count: Int)] = []

  init(_ program: Program, parameters: [Storage<Number>], sums: Storage<Number>) {
    buffers = parameters + [sums]
    for (index, entry) in program.entries.enumerated() where !entry.extent.isRowWise {
      let count = entry.extent.count
      if let parameter = entry.operation as? ParameterBlock {
        tiles[index] = unsafe Tile(base: parameters[parameter.slot].base + parameter.offset, width: 1, stride: count)
      } else if let offset = program.sums[index] {
        tiles[index] = unsafe Tile(base: sums.base + offset, width: 1, stride: count)
      } else {
        let buffer = Storage<Number>(count: count)
        buffers.append(buffer)
        tiles[index] = unsafe Tile(base: buffer.base, width: 1, stride: count)
        if let constant = entry.operation as? Constant { buffer.values = .init(repeating: Number(constant.value), count: count) }
      }
    }
    func bound(_ steps: [Step]) -> [(instruction: Instruction<Number>, count: Int)] {
      steps.flatMap { step in
        let count = program.entries[step.output].extent.count
        return step.kernel.instructions(step.inputs.map(tile), tile(step.output)).map { ($0, count) }
      }
    }
    before = bound(program.before)
    after = bound(program.after)
  }

  func tile(_ node: Int) -> Tile<Number> {
    guard let tile = tiles[node] else { preconditionFailure("a row-wise value is not shared") }
    return tile
  }

  func runBefore() { for index in before.indices { before[index].instruction.run(rows: before[index].count) } }
  func runAfter() { for index in after.indices { after[index].instruction.run(rows: after[index].count) } }
}
