/// One call of a kernel, with its tiles: what a plan is a list of.
enum Instruction<Number: KernelNumber> {
  case dense(_ x: Tile<Number>, _ weights: Tile<Number>, _ bias: Tile<Number>?, _ y: Tile<Number>, Activation?)
  case denseTransposed(_ y: Tile<Number>, _ weights: Tile<Number>, _ x: Tile<Number>, gate: Tile<Number>?, Activation?)
  case outerSum(_ x: Tile<Number>, _ y: Tile<Number>, _ total: Tile<Number>, sums: Tile<Number>?)
  case rowSum(_ x: Tile<Number>, _ total: Tile<Number>)
  case activate(_ x: Tile<Number>, _ y: Tile<Number>, Activation)
  case slope(_ y: Tile<Number>, times: Tile<Number>?, _ z: Tile<Number>, Activation)
  case affine(_ x: Tile<Number>, _ y: Tile<Number>, scale: Number, shift: Number)
  case add(_ x: Tile<Number>, _ y: Tile<Number>, _ z: Tile<Number>)
  case multiply(_ x: Tile<Number>, _ y: Tile<Number>, _ z: Tile<Number>)
  case map(_ x: Tile<Number>, _ y: Tile<Number>, ScalarFunction)
  case fill(_ y: Tile<Number>, _ vector: Tile<Number>)
  case rotate(_ x: Tile<Number>, _ y: Tile<Number>, shift: Int, group: Int)

  /// Calls the kernel for these rows.
  func run(rows: Int) {
    switch self {
    case .dense(let x, let weights, let bias, let y, let activation): Number.dense(x, weights, bias, into: y, activation, rows: rows)
    case .denseTransposed(let y, let weights, let x, let gate, let activation):
      Number.denseTransposed(y, weights, into: x, gate: gate, activation, rows: rows)
    case .outerSum(let x, let y, let total, let sums): Number.outerSum(x, y, into: total, sums: sums, rows: rows)
    case .rowSum(let x, let total): Number.rowSum(x, into: total, rows: rows)
    case .activate(let x, let y, let activation): Number.activate(x, into: y, activation, rows: rows)
    case .slope(let y, let x, let z, let activation): Number.slope(at: y, times: x, into: z, activation, rows: rows)
    case .affine(let x, let y, let scale, let shift): Number.affine(x, into: y, scale: scale, shift: shift, rows: rows)
    case .add(let x, let y, let z): Number.add(x, y, into: z, rows: rows)
    case .multiply(let x, let y, let z): Number.multiply(x, y, into: z, rows: rows)
    case .map(let x, let y, let function): Number.map(x, into: y, function, rows: rows)
    case .fill(let y, let vector): Number.fill(y, with: vector, rows: rows)
    case .rotate(let x, let y, let shift, let group): Number.rotate(x, into: y, by: shift, within: group, rows: rows)
    }
  }
}
