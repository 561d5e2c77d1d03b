extension Graph {
  /// The gradient of `result`'s sum by each of `targets`, traced backwards; only what leads to a target is traced.
  ///
  /// `result` is a number, or a row-wise value, whose gradient by a row-wise target is then each row's own. The
  /// gradient is a part of the same trace and can be differentiated again.
  package func gradient(of result: Node, by targets: [Node]) -> [Node] { gradient(of: [result], by: targets) }

  /// The gradient of the sum of several results' sums.
  private func gradient(of results: [Node], by targets: [Node]) -> [Node] {
    let last = results.reduce(-1) { max($0, $1.index) }
    var leadsToTarget = [Bool](repeating: false, count: last + 1)
    for target in targets where target.index <= last { leadsToTarget[target.index] = true }
    for index in leadsToTarget.indices where !leadsToTarget[index] {
      leadsToTarget[index] = entries[index].inputs.contains { leadsToTarget[$0] }
    }
    let isTarget = Set(targets.map(\.index))

    var cotangents: [Int: Node] = [:]
    for result in results {
      let one = constant(1, result.extent)
      cotangents[result.index] = cotangents[result.index].map { $0 + one } ?? one
    }
    for index in stride(from: last, through: 0, by: -1) where leadsToTarget[index] {
      guard let cotangent = cotangents[index] else { continue }
      let entry = entries[index]
      for (k, input) in entry.inputs.enumerated() where leadsToTarget[input] {
        guard let term = entry.operation.vjp(cotangent, by: k, of: Node(graph: self, index: index)) else { continue }
        cotangents[input] = cotangents[input].map { $0 + term } ?? term
      }
      if !isTarget.contains(index) { cotangents[index] = nil }
    }
    return targets.map { cotangents[$0.index] ?? constant(0, $0.extent) }
  }

  /// The gradient of a number by all blocks of a parameter vector that it depends on.
  package func gradient(of result: Node, by parameters: ParameterVector) -> ParameterGradient { gradient(of: [result], by: parameters) }

  /// The gradient by `parameters` of ⟨g, λ⟩, the scalar product of a gradient with a vector of its own layout that is
  /// held fixed.
  ///
  /// Of the gradient of a loss by the same parameters this is the Hessian times λ; by other parameters the mixed second
  /// derivative.
  package func gradient(
    of gradient: ParameterGradient, along direction: ParameterVector, by parameters: ParameterVector
  ) -> ParameterGradient {
    precondition(gradient.count == direction.count, "a direction has as many numbers as its gradient")
    let products = gradient.blocks.compactMap { block -> Node? in
      guard case .shared(let rows, let columns) = block.node.extent else { return nil }
      return block.node * direction.block(at: block.offset, rows: rows, columns: columns)
    }
    return self.gradient(of: products, by: parameters)
  }

  private func gradient(of results: [Node], by parameters: ParameterVector) -> ParameterGradient {
    let blocks = entries.indices.compactMap { index -> (ParameterBlock, Node)? in
      guard let parameter = entries[index].operation as? ParameterBlock, parameter.slot == parameters.slot else { return nil }
      return (parameter, Node(graph: self, index: index))
    }
    let gradients = gradient(of: results, by: blocks.map(\.1))
    return ParameterGradient(slot: parameters.slot, count: parameters.count, blocks: zip(blocks, gradients).map { ($0.0.offset, $1) })
  }
}

/// The gradient by a parameter vector: a node for each block, zero elsewhere.
package struct ParameterGradient {
  let slot: Int
  let count: Int
  let blocks: [(offset: Int, node: Node)]
}
