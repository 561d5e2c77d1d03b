/// A trace of the arithmetic of one batch: nodes in the order in which they were written down.
///
/// Tracing computes nothing. `Plan` turns the nodes that some outputs need into kernels with fixed buffers and runs
/// them as often as wanted.
package final class Graph {
  /// How many rows the batch has.
  package let batch: Int

  struct Entry {
    let operation: any Operation
    let inputs: [Int]
    let extent: Extent
  }

  private(set) var entries: [Entry] = []
  private(set) var inputWidths: [Int] = []
  private(set) var parameterCounts: [Int] = []
  private var parameterNodes: [ParameterBlock: Int] = [:]

  /// An empty trace for a batch of this many rows, at least one.
  package init(batch: Int) {
    precondition(batch > 0, "a batch needs at least one row, not \(batch)")
    self.batch = batch
  }

  /// A row-wise input, filled anew in every run.
  package func input(width: Int) -> Node {
    inputWidths.append(width)
    return trace(Input(slot: inputWidths.count - 1), [], .rows(width: width))
  }

  /// A vector of parameters, from which `block` takes matrices.
  package func parameters(count: Int) -> ParameterVector {
    parameterCounts.append(count)
    return ParameterVector(graph: self, slot: parameterCounts.count - 1, count: count)
  }

  /// The same number everywhere.
  package func constant(_ value: Double, _ extent: Extent) -> Node { trace(Constant(value: value), [], extent) }

  func trace(_ operation: any Operation, _ inputs: [Node], _ extent: Extent) -> Node {
    entries.append(Entry(operation: operation, inputs: inputs.map(\.index), extent: extent))
    return Node(graph: self, index: entries.count - 1)
  }

  func parameter(_ parameter: ParameterBlock, _ extent: Extent) -> Node {
    if let index = parameterNodes[parameter] { return Node(graph: self, index: index) }
    let node = trace(parameter, [], extent)
    parameterNodes[parameter] = node.index
    return node
  }
}

/// A value in a trace; arithmetic on nodes extends the trace.
package struct Node {
  /// The trace that this value belongs to.
  package let graph: Graph
  let index: Int

  /// One vector a row, or one matrix for all rows.
  package var extent: Extent { graph.entries[index].extent }

  var operation: any Operation { graph.entries[index].operation }

  func input(_ k: Int) -> Node { Node(graph: graph, index: graph.entries[index].inputs[k]) }
}

/// The parameters of one model as one flat vector, so that an optimiser need not know the model's shape.
package struct ParameterVector {
  let graph: Graph
  let slot: Int
  /// How many numbers the vector has.
  package let count: Int

  /// The matrix of `rows` × `columns` numbers, row by row, that starts at `offset`.
  package func block(at offset: Int, rows: Int, columns: Int) -> Node {
    precondition(offset >= 0 && offset + rows * columns <= count, "block past the end of its parameters")
    return graph.parameter(ParameterBlock(slot: slot, offset: offset, count: rows * columns), .shared(rows, columns))
  }
}
