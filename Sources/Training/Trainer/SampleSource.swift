package import Autodiff
package import Densities
import RealModule

/// Samples of a density, or of rows of data, for training: a pure function of seed, step and row.
///
/// Uniform noise picks a component of a mixture, or a point of a kernel estimate; then normal noise z is mapped to the
/// sample. For a normal density the map is exact. For other densities it is a table of T = Q∘Φ, linear between 2¹⁵ + 1
/// nodes over |z| ≤ 6. With nodes h = 3.7·10⁻⁴ apart the table errs by h²/8·|T″|, about 10⁻⁸ of the scale of a smooth
/// density; a million samples resolve 10⁻³. Noise never leaves the table: its 23 bits end at |z| = 5.77.
package struct SampleSource: RowSource {
  // Single precision alone: a row costs a few nanoseconds, which code that is generic at run time takes ten times over.
  package typealias Number = Float

  private var normal: NormalNoise<Number>
  private var uniform: UniformNoise<Number>
  /// Up to which uniform number each part is picked.
  private let thresholds: [Number]
  private let transports: [Transport]

  /// Normal noise carried to a sample.
  private enum Transport {
    case line(shift: Number, scale: Number)
    case table([Number])
  }

  private static var cells: Int { 1 << 15 }
  private static var reach: Double { 6 }

  /// Samples of a density in standard units; throws one sentence where they leave the range of single precision.
  package init(_ density: any AnalyticDensity, _ units: Standardization) throws(RunError) {
    var parts: [(weight: Double, transport: Transport)] = []
    try Self.append(density, weight: 1, units, to: &parts)
    self.init(parts)
  }

  /// Rows of data drawn with replacement, in standard units.
  package init(resampling data: [Double], _ units: Standardization) {
    let parts = data.map { (weight: 1 / Double(data.count), transport: Transport.line(shift: Number(units.standardized($0)), scale: 0)) }
    self.init(parts)
  }

  private init(_ parts: [(weight: Double, transport: Transport)]) {
    normal = NormalNoise(seed: 0, stream: RandomStream.data.number)
    uniform = UniformNoise(seed: 0, stream: RandomStream.data.number + 1)
    transports = parts.map(\.transport)
    var sum = 0.0
    thresholds = parts.map { part in
      sum += part.weight
      return Number(sum)
    }
  }

  /// The same source with the draws of a seed and a stream; its tables are shared.
  package func seeded(_ seed: UInt64, _ stream: RandomStream) -> SampleSource {
    var source = self
    source.normal = NormalNoise(seed: seed, stream: stream.number)
    source.uniform = UniformNoise(seed: seed, stream: stream.number + 1)
    return source
  }

  private static func append(
    _ density: any AnalyticDensity, weight: Double, _ units: Standardization, to parts: inout [(weight: Double, transport: Transport)]
  ) throws(RunError) {
    switch density {
    case let mixture as Mixture:
      for (share, component) in zip(mixture.weights, mixture.components) {
        try append(component, weight: weight * share, units, to: &parts)
      }
    case let kernels as KernelDensity:
      let scale = Number(kernels.bandwidth / units.scale)
      parts += zip(kernels.weights, kernels.points).map { share, point in
        (weight * share, .line(shift: Number(units.standardized(point)), scale: scale))
      }
    case let normal as Normal:
      parts.append((weight, .line(shift: Number(units.standardized(normal.mean)), scale: Number(normal.sd / units.scale))))
    default:
      let noise = Normal(mean: 0, sd: 1)
      let table = (0...cells).map { index -> Number in
        let z = reach * (2 * Double(index) / Double(cells) - 1)
        let x = z < 0 ? density.quantile(noise.cumulative(z)) : density.upperQuantile(noise.survival(z))
        return Number(units.standardized(x))
      }
      guard table.allSatisfy(\.isFinite) else {
        throw RunError("\(density) has no sampler: its samples leave the range of single precision")
      }
      parts.append((weight, .table(table)))
    }
  }

  package func fill(_ tile: Tile<Number>, rows: Range<Int>, step: UInt32) {
    var picks: [Int] = []
    if transports.count > 1 {
      uniform.fill(tile, rows: rows, step: step)
      picks = rows.indices.map { pick(tile[$0 - rows.lowerBound, 0]) }
    }
    normal.fill(tile, rows: rows, step: step)
    if picks.isEmpty {
      carry(tile, transports[0], rows: rows.count)
    } else {
      for (row, pick) in picks.enumerated() { tile[row, 0] = image(tile[row, 0], transports[pick]) }
    }
  }

  private func pick(_ level: Number) -> Int {
    var (low, high) = (0, thresholds.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if level < thresholds[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// All rows to samples of one part.
  private func carry(_ tile: Tile<Number>, _ transport: Transport, rows: Int) {
    if case .line(let shift, let scale) = transport {
      for row in 0..<rows { tile[row, 0] = shift + scale * tile[row, 0] }
    } else {
      for row in 0..<rows { tile[row, 0] = image(tile[row, 0], transport) }
    }
  }

  private func image(_ z: Number, _ transport: Transport) -> Number {
    switch transport {
    case .line(let shift, let scale): return shift + scale * z
    case .table(let values):
      let position = (z + Number(Self.reach)) * Number(Double(Self.cells) / (2 * Self.reach))
      let cell = min(max(Int(position), 0), Self.cells - 1)
      let fraction = position - Number(cell)
      return values[cell] + fraction * (values[cell + 1] - values[cell])
    }
  }
}
