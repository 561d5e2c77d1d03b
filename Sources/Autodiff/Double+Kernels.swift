import RealModule
import Scalars

/// The reference: each kernel as its formula reads, row by row.
extension Double: KernelNumber {
  public static func dense(
    _ x: Tile<Double>, _ weights: Tile<Double>, _ bias: Tile<Double>?, into y: Tile<Double>, _ activation: Activation?, rows: Int
  ) {
    for o in 0..<y.width {
      let to = y.column(o)
      for row in 0..<rows { unsafe to.base[row] = bias?.base[o] ?? 0 }
      for i in 0..<x.width {
        let from = x.column(i)
        let weight = unsafe weights.base[i * y.width + o]
        for row in 0..<rows { unsafe to.base[row] += from.base[row] * weight }
      }
    }
    if let activation { activate(y, into: y, activation, rows: rows) }
  }

  public static func denseTransposed(
    _ y: Tile<Double>, _ weights: Tile<Double>, into x: Tile<Double>, gate: Tile<Double>?, _ activation: Activation?, rows: Int
  ) {
    for i in 0..<x.width {
      let to = x.column(i)
      for row in 0..<rows { unsafe to.base[row] = 0 }
      for o in 0..<y.width {
        let from = y.column(o)
        let weight = unsafe weights.base[i * y.width + o]
        for row in 0..<rows { unsafe to.base[row] += from.base[row] * weight }
      }
    }
    if let gate, let activation { slope(at: gate, times: x, into: x, activation, rows: rows) }
  }

  public static func outerSum(_ x: Tile<Double>, _ y: Tile<Double>, into total: Tile<Double>, sums: Tile<Double>?, rows: Int) {
    for i in 0..<x.width {
      for o in 0..<y.width {
        let (left, right) = (x.column(i), y.column(o))
        var sum = 0.0
        for row in 0..<rows { unsafe sum += left.base[row] * right.base[row] }
        unsafe total.base[i * y.width + o] += sum
      }
    }
    if let sums { rowSum(y, into: sums, rows: rows) }
  }

  public static func rowSum(_ x: Tile<Double>, into total: Tile<Double>, rows: Int) {
    for j in 0..<x.width {
      let from = x.column(j)
      var sum = 0.0
      for row in 0..<rows { unsafe sum += from.base[row] }
      unsafe total.base[j] += sum
    }
  }

  public static func activate(_ x: Tile<Double>, into y: Tile<Double>, _ activation: Activation, rows: Int) {
    for j in 0..<x.width {
      let (from, to) = (x.column(j), y.column(j))
      for row in 0..<rows { unsafe to.base[row] = activation(from.base[row]) }
    }
  }

  public static func slope(
    at y: Tile<Double>, times x: Tile<Double>?, into z: Tile<Double>, _ activation: Activation, rows: Int
  ) {
    for j in 0..<y.width {
      let (values, factors, to) = (y.column(j), x?.column(j), z.column(j))
      for row in 0..<rows { unsafe to.base[row] = activation.slope(at: values.base[row]) * (factors?.base[row] ?? 1) }
    }
  }

  public static func affine(_ x: Tile<Double>, into y: Tile<Double>, scale: Double, shift: Double, rows: Int) {
    for j in 0..<x.width {
      let (from, to) = (x.column(j), y.column(j))
      for row in 0..<rows { unsafe to.base[row] = scale * from.base[row] + shift }
    }
  }

  public static func add(_ x: Tile<Double>, _ y: Tile<Double>, into z: Tile<Double>, rows: Int) {
    for j in 0..<x.width {
      let (left, right, to) = (x.column(j), y.column(j), z.column(j))
      for row in 0..<rows { unsafe to.base[row] = left.base[row] + right.base[row] }
    }
  }

  public static func multiply(_ x: Tile<Double>, _ y: Tile<Double>, into z: Tile<Double>, rows: Int) {
    for j in 0..<x.width {
      let (left, right, to) = (x.column(j), y.column(j), z.column(j))
      for row in 0..<rows { unsafe to.base[row] = left.base[row] * right.base[row] }
    }
  }

  /// Columns 2j and 2j+1 are the pair that Box & Muller (1958) make of block j of the row's counter.
  public static func normalNoise(into x: Tile<Double>, rows: Int, at counter: NoiseCounter) {
    for row in 0..<rows {
      for j in stride(from: 0, to: x.width, by: 2) {
        let block = noiseBlock(counter, row: row, block: j / 2)
        let radius = (-2 * Double.log(unit(block.0))).squareRoot()
        let angle = 2 * Double.pi * unit(block.1)
        x[row, j] = radius * .cos(angle)
        if j + 1 < x.width { x[row, j + 1] = radius * .sin(angle) }
      }
    }
  }

  public static func uniformNoise(into x: Tile<Double>, rows: Int, at counter: NoiseCounter) {
    for row in 0..<rows {
      for j in 0..<x.width {
        let block = noiseBlock(counter, row: row, block: j / 4)
        x[row, j] = unit([block.0, block.1, block.2, block.3][j % 4])
      }
    }
  }

  public static func interpolate(_ x: Tile<Double>, into y: Tile<Double>, _ table: InterpolationTable<Double>, rows: Int) {
    for j in 0..<x.width {
      for row in 0..<rows {
        let t = min(max((x[row, j] - table.lower) * table.cellsPerUnit, 0), Double(table.cells))
        let cell = min(Int(t), table.cells - 1)
        y[row, j] = table.values[cell] + (t - Double(cell)) * (table.values[cell + 1] - table.values[cell])
      }
    }
  }

  public static func combine(_ x: Storage<Double>, times a: Double, into y: Storage<Double>, times b: Double) {
    for i in 0..<y.count { y[i] = a * x[i] + b * y[i] }
  }

  public static func clip(_ x: Storage<Double>, to bound: Double) {
    for i in 0..<x.count { x[i] = min(max(x[i], -bound), bound) }
  }

  public static func adam(
    _ parameters: Storage<Double>, gradient: Storage<Double>, first: Storage<Double>, second: Storage<Double>, _ step: AdamStep
  ) {
    for i in 0..<parameters.count {
      first[i] = step.first * first[i] + (1 - step.first) * gradient[i]
      second[i] = step.second * second[i] + (1 - step.second) * gradient[i] * gradient[i]
      parameters[i] -= step.rate * first[i] / ((second[i] * step.secondCorrection).squareRoot() + step.epsilon)
    }
  }

  private static func noiseBlock(_ counter: NoiseCounter, row: Int, block: Int) -> (UInt32, UInt32, UInt32, UInt32) {
    CounterRandom.block(
      key: (UInt32(truncatingIfNeeded: counter.seed), UInt32(truncatingIfNeeded: counter.seed >> 32)),
      counter: (UInt32(block), counter.firstRow &+ UInt32(row), counter.step, counter.stream))
  }

  /// 23 bits, as many as the single-precision kernels draw, so that both paths see the same noise.
  private static func unit(_ bits: UInt32) -> Double { (Double(bits >> 9) + 0.5) * 0x1p-23 }
}
