/// What a step computes on a tile of rows, as instructions for the number type that runs it.
protocol Kernel: Sendable {
  /// How `output` comes from `inputs`; a reduction adds to what `output` holds.
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>]

  /// Whether the result sums over the rows of the batch.
  var isReduction: Bool { get }
}

extension Kernel {
  var isReduction: Bool { false }
}

/// One step of a trace: its kernel, in this file, and its derivative written as further steps, in
/// `DerivativeTable.swift`.
protocol Operation: Kernel {
  /// Adds the gradient of input `k` to the trace: the cotangent ȳ of output y pulled back, or nil where it is zero.
  func vjp(_ cotangent: Node, by k: Int, of y: Node) -> Node?
}

/// A value that is not computed: its buffer is filled before the kernels run.
protocol Leaf: Operation {}

extension Leaf {
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] { [] }
  func vjp(_ cotangent: Node, by k: Int, of y: Node) -> Node? { nil }
}

struct Input: Leaf {
  let slot: Int
}

struct ParameterBlock: Leaf, Hashable {
  let slot: Int
  let offset: Int
  let count: Int
}

struct Constant: Leaf {
  let value: Double
}

/// scale·x + shift.
struct ScaleAndShift: Operation {
  let scale: Double
  let shift: Double
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    [.affine(inputs[0], output, scale: Number(scale), shift: Number(shift))]
  }
}

struct Add: Operation {
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    [.add(inputs[0], inputs[1], output)]
  }
}

struct Multiply: Operation {
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    [.multiply(inputs[0], inputs[1], output)]
  }
}

/// a(x).
struct Activate: Operation {
  let activation: Activation
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    [.activate(inputs[0], output, activation)]
  }
}

/// a′(x) as a function of y = a(x).
struct Slope: Operation {
  let activation: Activation
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    [.slope(inputs[0], times: nil, output, activation)]
  }
}

/// f(x).
struct Map: Operation {
  let function: ScalarFunction
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    [.map(inputs[0], output, function)]
  }
}

/// The sum of a row's columns.
struct ColumnSum: Operation {
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    [.affine(inputs[0].column(0), output, scale: 1, shift: 0)]
      + (1..<inputs[0].width).map { .add(output, inputs[0].column($0), output) }
  }
}

/// A row's one number in every column.
struct Spread: Operation {
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    (0..<output.width).map { .affine(inputs[0], output.column($0), scale: 1, shift: 0) }
  }
}

/// A shared vector in every row.
struct Repeat: Operation {
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    [.fill(output, inputs[0])]
  }
}

/// Row i of a group takes the value of row i + shift of its group, counted round it.
struct Rotate: Operation {
  let shift: Int
  let group: Int
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    [.rotate(inputs[0], output, shift: shift, group: group)]
  }
}

/// The sum over the rows.
struct RowSum: Operation {
  var isReduction: Bool { true }
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    [.rowSum(inputs[0], output)]
  }
}

/// x·W + b for row vectors x; without a third input b is zero.
struct Dense: Operation {
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    [.dense(inputs[0], inputs[1], inputs.count > 2 ? inputs[2] : nil, output, nil)]
  }
}

/// y·Wᵀ.
struct DenseTransposed: Operation {
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    [.denseTransposed(inputs[0], inputs[1], output, gate: nil, nil)]
  }
}

/// Σ x ⊗ y over the rows; a third input is a sum, to which Σ y is added.
struct OuterSum: Operation {
  var isReduction: Bool { true }
  func instructions<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>) -> [Instruction<Number>] {
    [.outerSum(inputs[0], inputs[1], output, sums: inputs.count > 2 ? inputs[2] : nil)]
  }
}
