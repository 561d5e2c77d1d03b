/// The numbers a plan runs in, with the kernels on tiles of them: `Double` in plain Swift as the reference, `Float` by
/// vector kernels in C.
///
/// Kernels may write past `rows` up to a column's stride. `rowSum` and `outerSum` add to their result; the others
/// overwrite it.
public protocol KernelNumber: BinaryFloatingPoint, Codable, Sendable {
  /// y = a(xW + b).
  static func dense(_ x: Tile<Self>, _ weights: Tile<Self>, _ bias: Tile<Self>?, into y: Tile<Self>, _ activation: Activation?, rows: Int)
  /// x = yWᵀ, times a′ where a gate holds values of the activation a.
  static func denseTransposed(
    _ y: Tile<Self>, _ weights: Tile<Self>, into x: Tile<Self>, gate: Tile<Self>?, _ activation: Activation?, rows: Int)
  /// total += Σ x ⊗ y, and sums += Σ y where they are asked for.
  static func outerSum(_ x: Tile<Self>, _ y: Tile<Self>, into total: Tile<Self>, sums: Tile<Self>?, rows: Int)
  /// total += Σ x.
  static func rowSum(_ x: Tile<Self>, into total: Tile<Self>, rows: Int)
  /// y = a(x).
  static func activate(_ x: Tile<Self>, into y: Tile<Self>, _ activation: Activation, rows: Int)
  /// z = x·a′ where y = a(·); without x, z = a′.
  static func slope(at y: Tile<Self>, times x: Tile<Self>?, into z: Tile<Self>, _ activation: Activation, rows: Int)
  /// y = scale·x + shift.
  static func affine(_ x: Tile<Self>, into y: Tile<Self>, scale: Self, shift: Self, rows: Int)
  /// z = x + y.
  static func add(_ x: Tile<Self>, _ y: Tile<Self>, into z: Tile<Self>, rows: Int)
  /// z = x·y.
  static func multiply(_ x: Tile<Self>, _ y: Tile<Self>, into z: Tile<Self>, rows: Int)
  /// Standard normal noise, a function of the counter, the row and the column alone.
  static func normalNoise(into x: Tile<Self>, rows: Int, at counter: NoiseCounter)
  /// Noise uniform on the open interval (0, 1).
  static func uniformNoise(into x: Tile<Self>, rows: Int, at counter: NoiseCounter)
  /// y = the table's value at x, linear between its entries and constant beyond them.
  static func interpolate(_ x: Tile<Self>, into y: Tile<Self>, _ table: InterpolationTable<Self>, rows: Int)
  /// y = a·x + b·y.
  static func combine(_ x: Storage<Self>, times a: Self, into y: Storage<Self>, times b: Self)
  /// Every number to the nearest one in [−bound, bound].
  static func clip(_ x: Storage<Self>, to bound: Self)
  /// One step of Adam on parameters and its two moments (Kingma & Ba 2015, algorithm 1).
  static func adam(_ parameters: Storage<Self>, gradient: Storage<Self>, first: Storage<Self>, second: Storage<Self>, _ step: AdamStep)
}

extension KernelNumber {
  /// y = f(x), number by number in `Double`.
  static func map(_ x: Tile<Self>, into y: Tile<Self>, _ function: ScalarFunction, rows: Int) {
    for column in 0..<x.width {
      let (from, to) = (x.column(column), y.column(column))
      for row in 0..<rows { unsafe to.base[row] = Self(function(Double(from.base[row]))) }
    }
  }

  /// Every row is the shared vector.
  static func fill(_ y: Tile<Self>, with vector: Tile<Self>, rows: Int) {
    for column in 0..<y.width {
      let to = y.column(column)
      for row in 0..<rows { unsafe to.base[row] = vector.base[column] }
    }
  }

  /// Row i of each group of rows is row i + shift of the group, counted round it; `rows` is a multiple of the group, 0
  /// ≤ shift < group.
  static func rotate(_ x: Tile<Self>, into y: Tile<Self>, by shift: Int, within group: Int, rows: Int) {
    for column in 0..<x.width {
      let (from, to) = (x.column(column), y.column(column))
      for start in stride(from: 0, to: rows, by: group) {
        unsafe (to.base + start).update(from: from.base + start + shift, count: group - shift)
        unsafe (to.base + start + group - shift).update(from: from.base + start, count: shift)
      }
    }
  }
}

/// Where a draw of noise stands: the same numbers give the same noise, whatever the tiling.
public struct NoiseCounter: Hashable, Sendable {
  /// The run's seed.
  public var seed: UInt64
  /// Which step of the run.
  public var step: UInt32
  /// Which of the run's independent streams.
  public var stream: UInt32
  /// The row of the batch at the head of the tile.
  public var firstRow: UInt32

  /// A counter at the first row.
  public init(seed: UInt64, step: UInt32, stream: UInt32, firstRow: UInt32 = 0) {
    self.seed = seed
    self.step = step
    self.stream = stream
    self.firstRow = firstRow
  }
}

/// The coefficients of one step of Adam.
public struct AdamStep: Sendable {
  /// The learning rate, with the correction 1/(1 − β₁ᵗ) of the first moment.
  public var rate: Double
  /// β₁.
  public var first: Double
  /// β₂.
  public var second: Double
  /// The number that keeps the quotient finite.
  public var epsilon: Double
  /// 1/(1 − β₂ᵗ).
  public var secondCorrection: Double

  /// All coefficients.
  public init(rate: Double, first: Double, second: Double, epsilon: Double, secondCorrection: Double) {
    self.rate = rate
    self.first = first
    self.second = second
    self.epsilon = epsilon
    self.secondCorrection = secondCorrection
  }
}

/// The values of a function at equally spaced arguments. Unchecked because storage can be written to: a table's never
/// is.
public struct InterpolationTable<Number: KernelNumber>: @unchecked Sendable {
  let values: Storage<Number>
  let lower: Number
  let cellsPerUnit: Number

  var cells: Int { values.count - 1 }

  /// Tabulates a function on an interval.
  public init(lower: Double, upper: Double, cells: Int, _ function: (Double) -> Double) {
    precondition(cells > 0 && lower < upper, "a table needs cells and lower < upper")
    let width = (upper - lower) / Double(cells)
    values = Storage((0...cells).map { Number(function(lower + Double($0) * width)) })
    self.lower = Number(lower)
    cellsPerUnit = Number(1 / width)
  }
}
