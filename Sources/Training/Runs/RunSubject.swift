import Densities
import RealModule
import Tabulation

/// What a run is about: P, the fixed Q if there is one, the units of training, and where samples come from.
struct RunSubject {
  /// P's density; for a column of data its kernel estimate, which records measure against.
  let p: any Density
  let q: (any Density)?
  let units: Standardization
  private(set) var data: SampleSource
  private(set) var fixed: SampleSource?
  /// How P was read.
  let reading: String

  /// Reads the densities and data; throws one sentence.
  init(_ settings: RunSettings) throws {
    let isColumn = ColumnReference.isMeant(by: settings.p)
    let q: (any Density)? = try settings.q.map { try parseDensity($0) }
    self.q = q
    if isColumn {
      let numbers = try ColumnReference(parsing: settings.p).numbers()
      p = try KernelDensity(numbers, source: settings.p)
      reading = "rows of \(settings.p), drawn with replacement; densities are those of \(p)"
      let units = try Self.units(p, q) ?? Standardization(of: numbers)
      self.units = units
      data = SampleSource(resampling: numbers, units, seed: settings.seed, stream: DataStream.p)
    } else {
      p = try parseDensity(settings.p)
      reading = "\(p)"
      let units = try Self.units(p, q) ?? Standardization(of: p)
      self.units = units
      data = try SampleSource(p, units, seed: settings.seed, stream: DataStream.p)
    }
    let units = units
    fixed = try q.map { try SampleSource($0, units, seed: settings.seed, stream: DataStream.q) }
  }

  /// The same with draws of another seed.
  func reseeded(_ seed: UInt64) -> RunSubject {
    var subject = self
    subject.data = data.reseeded(seed, stream: DataStream.p)
    subject.fixed = fixed?.reseeded(seed, stream: DataStream.q)
    return subject
  }

  /// Against a fixed Q both densities should be of unit size.
  private static func units(_ p: any Density, _ q: (any Density)?) throws -> Standardization? {
    try q.map { try Standardization(of: Mixture([p, $0], weights: [0.5, 0.5])) }
  }
}
