/// A step of a plan: a kernel on the values of nodes.
struct Step {
  var kernel: any Kernel
  var inputs: [Int]
  let output: Int
}

/// A dense layer with its activation, while the sums are in the first cache.
struct DenseActivate: Kernel {
  let activation: Activation
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    [.dense(inputs[0], inputs[1], inputs.count > 2 ? inputs[2] : nil, output, activation)]
  }
}

/// A dense layer backwards and then through the activation before it; the third input is the activation's value.
struct DenseTransposedGate: Kernel {
  let activation: Activation
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    [.denseTransposed(inputs[0], inputs[1], output, gate: inputs[2], activation)]
  }
}

/// x·a′, the second input being the activation's value.
struct MultiplySlope: Kernel {
  let activation: Activation
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    [.slope(inputs[1], times: inputs[0], output, activation)]
  }
}

/// Joins steps whose intermediate value nobody else reads. The values stay those of the trace, up to the order of
/// rounding.
func fused(_ steps: [Step], kept: Set<Int>) -> [Step] {
  var uses: [Int: Int] = [:]
  for step in steps { for input in step.inputs { uses[input, default: 0] += 1 } }
  for node in kept { uses[node, default: 0] += 1 }
  var stepOf: [Int: Int] = [:]
  for (position, step) in steps.enumerated() { stepOf[step.output] = position }
  var result = steps.map(Optional.some)

  /// The step that computes a node, provided that this is its only use.
  func sole(_ node: Int) -> (Int, Step)? {
    guard uses[node] == 1, let position = stepOf[node], let step = result[position] else { return nil }
    return (position, step)
  }

  for position in steps.indices {
    guard var step = result[position] else { continue }
    if let activate = step.kernel as? Activate, let (dense, layer) = sole(step.inputs[0]), layer.kernel is Dense {
      step.kernel = DenseActivate(activation: activate.activation)
      step.inputs = layer.inputs
      result[dense] = nil
    } else if step.kernel is Multiply {
      for side in 0..<2 {
        guard let slopePosition = stepOf[step.inputs[side]], let slope = result[slopePosition]?.kernel as? Slope else { continue }
        let (values, factor) = (steps[slopePosition].inputs[0], step.inputs[1 - side])
        if uses[step.inputs[side]] == 1 { result[slopePosition] = nil }
        uses[step.inputs[side], default: 0] -= 1
        uses[values, default: 0] += 1
        if let (layer, transposed) = sole(factor), transposed.kernel is DenseTransposed {
          step.kernel = DenseTransposedGate(activation: slope.activation)
          step.inputs = transposed.inputs + [values]
          result[layer] = nil
        } else {
          step.kernel = MultiplySlope(activation: slope.activation)
          step.inputs = [factor, values]
        }
        break
      }
    }
    result[position] = step
  }
  return result.compactMap { $0 }
}

/// Lets the first sum of products x ⊗ y of a y take its sum over the rows too, as a third input: the gradient of a bias
/// beside that of the weights.
func withSumsBesideProducts(_ steps: [Step]) -> [Step] {
  var result = steps
  var products: [Int: Int] = [:]
  for (position, step) in steps.enumerated() where step.kernel is OuterSum && products[step.inputs[1]] == nil {
    products[step.inputs[1]] = position
  }
  var isJoined: Set<Int> = []
  for (position, step) in steps.enumerated() where step.kernel is RowSum {
    guard let product = products[step.inputs[0]], result[product].inputs.count == 2 else { continue }
    result[product].inputs.append(step.output)
    isJoined.insert(position)
  }
  return result.indices.filter { !isJoined.contains($0) }.map { result[$0] }
}
