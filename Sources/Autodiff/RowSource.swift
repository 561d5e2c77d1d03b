/// Where the rows of an input come from: a pure function of the step and the row, so that a run does not depend on
/// tiling or threads.
public protocol RowSource<Number>: Sendable {
  /// The precision of the numbers.
  associatedtype Number: KernelNumber
  /// Fills the tile's row k with row `rows.lowerBound + k` of the batch of this step.
  func fill(_ tile: Tile<Number>, rows: Range<Int>, step: UInt32)
}

/// Standard normal noise.
public struct NormalNoise<Number: KernelNumber>: RowSource {
  let counter: NoiseCounter

  /// Noise of one stream of a seed.
  public init(seed: UInt64, stream: UInt32) { counter = NoiseCounter(seed: seed, step: 0, stream: stream) }

  // Called through the protocol, generic code would look types up for every tile.
  @_specialize(where Number == Float)
  public func fill(_ tile: Tile<Number>, rows: Range<Int>, step: UInt32) {
    Number.normalNoise(into: tile, rows: rows.count, at: counter.at(step: step, row: rows.lowerBound))
  }
}

/// Noise uniform on (0, 1), or on (lower, upper).
public struct UniformNoise<Number: KernelNumber>: RowSource {
  let counter: NoiseCounter
  let lower: Number
  let upper: Number

  /// Noise of one stream of a seed.
  public init(seed: UInt64, stream: UInt32, lower: Number = 0, upper: Number = 1) {
    counter = NoiseCounter(seed: seed, step: 0, stream: stream)
    self.lower = lower
    self.upper = upper
  }

  public func fill(_ tile: Tile<Number>, rows: Range<Int>, step: UInt32) {
    Number.uniformNoise(into: tile, rows: rows.count, at: counter.at(step: step, row: rows.lowerBound))
    if lower != 0 || upper != 1 { Number.affine(tile, into: tile, scale: upper - lower, shift: lower, rows: rows.count) }
  }
}

/// Samples of a distribution as T(z) with standard normal z: T = Q∘Φ for the quantile function Q, interpolated in a
/// table over |z| ≤ 6.
///
/// Between nodes h = 12/cells apart the interpolation errs by at most h²/8·|T″|. Noise never leaves the table: the
/// generator's 23 bits end at |z| = 5.77.
public struct TransportedNoise<Number: KernelNumber>: RowSource {
  let noise: NormalNoise<Number>
  let table: InterpolationTable<Number>

  /// Tabulates the transport map T once.
  public init(seed: UInt64, stream: UInt32, cells: Int = 1 << 14, transport: (Double) -> Double) {
    noise = NormalNoise(seed: seed, stream: stream)
    table = InterpolationTable(lower: -6, upper: 6, cells: cells, transport)
  }

  public func fill(_ tile: Tile<Number>, rows: Range<Int>, step: UInt32) {
    noise.fill(tile, rows: rows, step: step)
    Number.interpolate(tile, into: tile, table, rows: rows.count)
  }
}

/// Rows that are given, the same in every step: row by row, `width` numbers each.
public struct FixedRows<Number: KernelNumber>: RowSource {
  let values: [Number]

  /// The rows one after another.
  public init(_ values: [Number]) { self.values = values }

  public func fill(_ tile: Tile<Number>, rows: Range<Int>, step: UInt32) {
    for (row, source) in rows.enumerated() {
      for column in 0..<tile.width { tile[row, column] = values[source * tile.width + column] }
    }
  }
}

extension NoiseCounter {
  func at(step: UInt32, row: Int) -> NoiseCounter {
    NoiseCounter(seed: seed, step: step, stream: stream, firstRow: UInt32(truncatingIfNeeded: row))
  }
}
