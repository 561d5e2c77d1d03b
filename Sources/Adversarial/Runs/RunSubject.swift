import Autodiff
import Densities
import RealModule
import Tabulation

/// What a run is about: P, the fixed Q if there is one, the units of training, and where samples come from.
struct RunSubject {
  /// P's density; for a column of data its kernel estimate, which records measure against.
  let p: any Density
  let q: (any Density)?
  let units: Standardization
  let data: any RowSource<Float>
  let fixed: (any RowSource<Float>)?
  /// How P was read.
  let reading: String

  /// Streams of random numbers from 16 on belong to data.
  private enum DataStream {
    static let p: UInt32 = 16
    static let q: UInt32 = 24
  }

  /// Reads the densities and data; throws one sentence.
  init(_ settings: RunSettings) throws {
    let isColumn = settings.p.last != ")" && settings.p.contains(":")
    let q: (any Density)? = try settings.q.map { try parseDensity($0) }
    self.q = q
    if isColumn {
      let numbers = try ColumnReference(parsing: settings.p).numbers()
      p = try KernelDensity(numbers, source: settings.p)
      reading = "rows of \(settings.p), drawn with replacement; densities are those of \(p)"
      units = try q.map { try Standardization(of: Mixture([p, $0], weights: [0.5, 0.5])) } ?? Standardization(of: numbers)
      data = SampleSource(resampling: numbers, units, seed: settings.seed, stream: DataStream.p)
    } else {
      p = try parseDensity(settings.p)
      reading = "\(p)"
      // Against a fixed Q both densities should be of unit size.
      units = try q.map { try Standardization(of: Mixture([p, $0], weights: [0.5, 0.5])) } ?? Standardization(of: p)
      data = try SampleSource(p, units, seed: settings.seed, stream: DataStream.p)
    }
    fixed = try q.map { try SampleSource($0, units, seed: settings.seed, stream: DataStream.q) }
  }
}
