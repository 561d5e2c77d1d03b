internal import CKernels

/// The fast path: each kernel in C, on the vectors that were chosen.
extension Float: KernelNumber {
  /// A constant table of functions. Whoever asked for a width that is not there has been refused before it is used: no
  /// plan can be made.
  nonisolated(unsafe) static let kernels: ck_kernels = {
    let index = (try? VectorWidth.chosen().index) ?? 0
    guard let set = unsafe ck_kernels_at(index) else { preconditionFailure("every processor has a set of kernels") }
    return unsafe set.pointee
  }()

  @inline(__always)
  public static func dense(
    _ x: Tile<Float>, _ weights: Tile<Float>, _ bias: Tile<Float>?, into y: Tile<Float>, _ activation: Activation?, rows: Int
  ) {
    let (code, slope) = activation.code
    unsafe kernels.dense(x.base, weights.base, bias?.base, y.base, x.width, y.width, rows, y.stride, code, slope)
  }

  @inline(__always)
  public static func denseTransposed(
    _ y: Tile<Float>, _ weights: Tile<Float>, into x: Tile<Float>, gate: Tile<Float>?, _ activation: Activation?, rows: Int
  ) {
    let (code, slope) = activation.code
    unsafe kernels.dense_transposed(y.base, weights.base, x.base, x.width, y.width, rows, y.stride, gate?.base, code, slope)
  }

  @inline(__always)
  public static func outerSum(_ x: Tile<Float>, _ y: Tile<Float>, into total: Tile<Float>, sums: Tile<Float>?, rows: Int) {
    unsafe kernels.outer_sum(x.base, y.base, total.base, sums?.base, x.width, y.width, rows, x.stride)
  }

  @inline(__always)
  public static func rowSum(_ x: Tile<Float>, into total: Tile<Float>, rows: Int) {
    unsafe kernels.row_sum(x.base, total.base, x.width, rows, x.stride)
  }

  @inline(__always)
  public static func activate(_ x: Tile<Float>, into y: Tile<Float>, _ activation: Activation, rows: Int) {
    let (code, slope) = activation.code
    unsafe kernels.activate(x.base, y.base, x.width, rows, x.stride, code, slope)
  }

  @inline(__always)
  public static func slope(at y: Tile<Float>, times x: Tile<Float>?, into z: Tile<Float>, _ activation: Activation, rows: Int) {
    let (code, slope) = activation.code
    unsafe kernels.gate(x?.base, y.base, z.base, y.width, rows, y.stride, code, slope)
  }

  @inline(__always)
  public static func affine(_ x: Tile<Float>, into y: Tile<Float>, scale: Float, shift: Float, rows: Int) {
    unsafe kernels.affine(x.base, y.base, x.width, rows, x.stride, scale, shift)
  }

  public static func add(_ x: Tile<Float>, _ y: Tile<Float>, into z: Tile<Float>, rows: Int) {
    unsafe kernels.add(x.base, y.base, z.base, x.width, rows, x.stride)
  }

  public static func multiply(_ x: Tile<Float>, _ y: Tile<Float>, into z: Tile<Float>, rows: Int) {
    unsafe kernels.multiply(x.base, y.base, z.base, x.width, rows, x.stride)
  }

  public static func normalNoise(into x: Tile<Float>, rows: Int, at counter: NoiseCounter) {
    unsafe kernels.normal_noise(x.base, x.width, rows, x.stride, ck_counter(counter))
  }

  public static func uniformNoise(into x: Tile<Float>, rows: Int, at counter: NoiseCounter) {
    unsafe kernels.uniform_noise(x.base, x.width, rows, x.stride, ck_counter(counter))
  }

  public static func interpolate(_ x: Tile<Float>, into y: Tile<Float>, _ table: InterpolationTable<Float>, rows: Int) {
    unsafe kernels.interpolate(
      x.base, y.base, x.width, rows, x.stride, table.values.base, table.cells, table.lower, table.cellsPerUnit)
  }

  public static func combine(_ x: Storage<Float>, times a: Float, into y: Storage<Float>, times b: Float) {
    unsafe kernels.combine(x.base, a, y.base, b, y.count)
  }

  public static func clip(_ x: Storage<Float>, to bound: Float) { unsafe kernels.clip(x.base, bound, x.count) }

  public static func adam(
    _ parameters: Storage<Float>, gradient: Storage<Float>, first: Storage<Float>, second: Storage<Float>, _ step: AdamStep
  ) {
    let coefficients = ck_adam_step(
      rate: Float(step.rate), first: Float(step.first), second: Float(step.second), epsilon: Float(step.epsilon),
      second_correction: Float(step.secondCorrection))
    unsafe kernels.adam(parameters.base, gradient.base, first.base, second.base, parameters.count, coefficients)
  }
}

extension Activation? {
  fileprivate var code: (ck_activation, Float) { self?.code ?? (ck_identity, 0) }
}

extension Activation {
  fileprivate var code: (ck_activation, Float) {
    switch self {
    case .tanh: (ck_tanh, 0)
    case .relu: (ck_relu, 0)
    case .leakyReLU(let slope): (ck_leaky_relu, Float(slope))
    case .softplus: (ck_softplus, 0)
    case .sigmoid: (ck_sigmoid, 0)
    case .exponential: (ck_exp, 0)
    }
  }
}

extension ck_counter {
  fileprivate init(_ counter: NoiseCounter) {
    self.init(
      seed_low: UInt32(truncatingIfNeeded: counter.seed), seed_high: UInt32(truncatingIfNeeded: counter.seed >> 32),
      step: counter.step, stream: counter.stream, first_row: counter.firstRow)
  }
}
