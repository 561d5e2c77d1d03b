/// What a step computes on a tile of rows.
protocol Kernel: Sendable {
  /// Computes `output` from `inputs` for `rows` rows; a reduction adds to what `output` holds.
  func run<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>, rows: Int)

  /// Whether the result sums over the rows of the batch.
  var isReduction: Bool { get }
}

extension Kernel {
  var isReduction: Bool { false }
}

/// One step of a trace: its kernel, in this file, and its derivative written as further steps, in `DerivativeTable.swift`.
protocol Operation: Kernel {
  /// Adds the gradient of input `k` to the trace: the cotangent ȳ of output y pulled back, or nil where it is zero.
  func vjp(_ cotangent: Node, by k: Int, of y: Node) -> Node?
}

/// A value that is not computed: its buffer is filled before the kernels run.
protocol Leaf: Operation {}

extension Leaf {
  func run<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>, rows: Int) {}
  func vjp(_ cotangent: Node, by k: Int, of y: Node) -> Node? { nil }
}

struct Input: Leaf {
  let slot: Int
}

struct Parameter: Leaf, Hashable {
  let slot: Int
  let offset: Int
  let count: Int
}

struct Constant: Leaf {
  let value: Double
}

/// scale·x + shift.
struct Affine: Operation {
  let scale: Double
  let shift: Double
  func run<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>, rows: Int) {
    Number.affine(inputs[0], into: output, scale: Number(scale), shift: Number(shift), rows: rows)
  }
}

struct Add: Operation {
  func run<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>, rows: Int) {
    Number.add(inputs[0], inputs[1], into: output, rows: rows)
  }
}

struct Multiply: Operation {
  func run<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>, rows: Int) {
    Number.multiply(inputs[0], inputs[1], into: output, rows: rows)
  }
}

/// a(x).
struct Activate: Operation {
  let activation: Activation
  func run<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>, rows: Int) {
    Number.activate(inputs[0], into: output, activation, rows: rows)
  }
}

/// a′(x) as a function of y = a(x).
struct Slope: Operation {
  let activation: Activation
  func run<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>, rows: Int) {
    Number.slope(at: inputs[0], times: nil, into: output, activation, rows: rows)
  }
}

/// f(x).
struct Map: Operation {
  let function: ScalarFunction
  func run<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>, rows: Int) {
    Number.map(inputs[0], into: output, function, rows: rows)
  }
}

/// The sum of a row's columns.
struct ColumnSum: Operation {
  func run<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>, rows: Int) {
    Number.affine(inputs[0].column(0), into: output, scale: 1, shift: 0, rows: rows)
    for column in 1..<max(inputs[0].width, 1) { Number.add(output, inputs[0].column(column), into: output, rows: rows) }
  }
}

/// A row's one number in every column.
struct Spread: Operation {
  func run<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>, rows: Int) {
    for column in 0..<output.width { Number.affine(inputs[0], into: output.column(column), scale: 1, shift: 0, rows: rows) }
  }
}

/// A shared vector in every row.
struct Repeat: Operation {
  func run<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>, rows: Int) {
    Number.fill(output, with: inputs[0], rows: rows)
  }
}

/// The sum over the rows.
struct RowSum: Operation {
  var isReduction: Bool { true }
  func run<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>, rows: Int) {
    Number.rowSum(inputs[0], into: output, rows: rows)
  }
}

/// x·W + b for row vectors x; without a third input b is zero.
struct Dense: Operation {
  func run<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>, rows: Int) {
    Number.dense(inputs[0], inputs[1], inputs.count > 2 ? inputs[2] : nil, into: output, nil, rows: rows)
  }
}

/// y·Wᵀ.
struct DenseTransposed: Operation {
  func run<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>, rows: Int) {
    Number.denseTransposed(inputs[0], inputs[1], into: output, gate: nil, rows: rows)
  }
}

/// Σ x ⊗ y over the rows.
struct OuterSum: Operation {
  var isReduction: Bool { true }
  func run<Number: KernelNumber>(_ inputs: [Tile<Number>], _ output: Tile<Number>, rows: Int) {
    Number.outerSum(inputs[0], inputs[1], into: output, rows: rows)
  }
}
