/// One thread's buffers and the steps bound to them: everything is allocated here, and a run allocates nothing.
@safe final class Worker<Number: KernelNumber> {
  /// The sums of the tiles of the last run.
  let sums: Storage<Number>
  private let buffers: [Storage<Number>]
  private let inputs: [(tile: Tile<Number>, source: any RowSource<Number>)]
  private let instructions: [Instruction<Number>]
  private let rowOutputs: [(from: Tile<Number>, to: Storage<Number>)]
  private let rowsPerTile: Int
  private let batch: Int

  init(
    _ program: Program, shared: SharedValues<Number>, sources: [any RowSource<Number>], rows: [(node: Int, values: Storage<Number>)],
    sums: Storage<Number>
  ) {
    let rowsPerTile = program.rowsPerTile
    (self.sums, self.rowsPerTile) = (sums, rowsPerTile)
    batch = program.batch
    var buffers: [Storage<Number>] = []
    var inputs: [(tile: Tile<Number>, source: any RowSource<Number>)] = []
    var instructions: [Instruction<Number>] = []

    var lastUse: [Int: Int] = [:]
    for (position, step) in program.tiles.enumerated() {
      for node in step.inputs { lastUse[node] = position }
    }
    for row in rows { lastUse[row.node] = program.tiles.count }
    var tiles: [Int: Tile<Number>] = [:]
    var free: [Int: [Tile<Number>]] = [:]

    func allocate(_ width: Int) -> Tile<Number> {
      if let tile = free[width]?.popLast() { return tile }
      // An odd number of cache lines between columns: at a power of two they would all compete for the same few places
      // in the cache.
      let stride = rowsPerTile + Plan<Number>.rowAlignment
      let storage = Storage<Number>(count: stride * width)
      buffers.append(storage)
      return unsafe Tile(base: storage.base, width: width, stride: stride)
    }

    func tile(_ node: Int) -> Tile<Number> {
      if let tile = tiles[node] { return tile }
      let entry = program.entries[node]
      let result: Tile<Number>
      if case .rows(let width) = entry.extent {
        result = allocate(width)
        if let input = entry.operation as? Input {
          inputs.append((result, sources[input.slot]))
          lastUse[node] = .max
        } else if let constant = entry.operation as? Constant {
          for column in 0..<width { for row in 0..<rowsPerTile { result[row, column] = Number(constant.value) } }
          lastUse[node] = .max
        }
      } else if let offset = program.sums[node] {
        result = unsafe Tile(base: sums.base + offset, width: 1, stride: entry.extent.count)
      } else {
        result = shared.tile(node)
      }
      tiles[node] = result
      return result
    }

    // Leaves keep their buffers: they are filled before the first step.
    for node in program.tiles.flatMap(\.inputs) + rows.map(\.node) where program.entries[node].operation is any Leaf { _ = tile(node) }
    for (position, step) in program.tiles.enumerated() {
      instructions += step.kernel.instructions(step.inputs.map(tile), tile(step.output))
      for node in Set(step.inputs + [step.output]).sorted() where program.entries[node].extent.isRowWise {
        if lastUse[node, default: position] == position, let tile = tiles[node] { free[tile.width, default: []].append(tile) }
      }
    }
    rowOutputs = rows.map { (tile($0.node), $0.values) }
    (self.buffers, self.inputs, self.instructions) = (buffers, inputs, instructions)
  }

  /// Runs these tiles in order and adds up their sums.
  func run(_ tiles: Range<Int>, step: UInt32) {
    sums.clear()
    for tile in tiles {
      let rows = tile * rowsPerTile..<min((tile + 1) * rowsPerTile, batch)
      // By index: an iterator would copy every element and count references to it.
      for index in inputs.indices { inputs[index].source.fill(inputs[index].tile, rows: rows, step: step) }
      for index in instructions.indices { instructions[index].run(rows: rows.count) }
      for output in rowOutputs {
        let width = output.from.width
        for (row, target) in rows.enumerated() {
          for column in 0..<width { output.to[target * width + column] = output.from[row, column] }
        }
      }
    }
  }
}
