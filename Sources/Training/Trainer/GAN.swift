public import Autodiff
public import Densities

/// A GAN that is to be trained on a density P, or its discriminator alone against a fixed density Q.
///
/// Training runs in standard units; densities and records are in the units of x.
///
/// ```swift
/// for try await record in GAN(Normal(mean: 3, sd: 0.5)).records(steps: 12_000) {
///   print(record.step, record.js.value, record.js.error)
/// }
/// ```
public struct GAN: Sendable {
  /// The density of the data.
  package let p: any AnalyticDensity
  /// The fixed density that the discriminator is trained against; nil where a generator learns.
  package let q: (any AnalyticDensity)?
  /// The units of training.
  package let units: Standardization
  /// How the players are trained.
  public var settings: TrainingSettings

  private let data: Result<SampleSource, RunError>
  private let fixed: Result<SampleSource, RunError>?

  /// The game on P, or against Q the discriminator alone, by default with its default settings.
  public init(_ p: any Density, against q: (any Density)? = nil, settings: TrainingSettings? = nil) {
    self.init(p.model.analytic, against: q?.model.analytic, rows: nil, units: nil, settings: settings)
  }

  /// The same with rows of data, of which P is an estimate and which are drawn with replacement, or in other units.
  package init(
    _ p: any AnalyticDensity, against q: (any AnalyticDensity)? = nil, rows: [Double]?, units: Standardization? = nil,
    settings: TrainingSettings? = nil
  ) {
    // Against a fixed Q both densities should be of unit size.
    let mixture = q.flatMap { try? Mixture([p, $0], weights: [0.5, 0.5]) }
    let units = units ?? mixture.map { Standardization(of: $0) } ?? rows.map { Standardization(of: $0) } ?? Standardization(of: p)
    func source(_ density: any AnalyticDensity) -> Result<SampleSource, RunError> {
      do throws(RunError) { return .success(try SampleSource(density, units)) } catch { return .failure(error) }
    }
    (self.p, self.q, self.units) = (p, q, units)
    self.settings = settings ?? (q == nil ? TrainingSettings() : .discriminatorAlone)
    data = rows.map { .success(SampleSource(resampling: $0, units)) } ?? source(p)
    fixed = q.map { source($0) }
  }

  /// Throws one sentence where a setting cannot be used, or a density cannot be sampled.
  package func check() throws(RunError) {
    try settings.check()
    _ = (try data.get(), try fixed?.get())
  }

  /// A trainer at its start; throws one sentence where there is none.
  package func trainer(threads: Int = 1) throws(RunError) -> Trainer<Float> {
    try check()
    let seed = settings.seed
    let data = try data.get().seeded(seed, .data)
    let fixed = try fixed.map { source throws(RunError) in try source.get().seeded(seed, .fixedGenerator) }
    do { return try Trainer(settings, data: data, against: fixed, threads: threads) } catch { throw RunError("\(error)") }
  }

  /// The records of a training: at the start, every so many steps, and at the end.
  ///
  /// - Parameters:
  ///   - steps: the number of steps, by default that of the settings.
  ///   - every: the number of steps between records, by default that of the settings; 0 for the start and the end
  ///     alone.
  ///   - threads: how many threads share a step; records do not depend on it.
  public func records(steps: Int? = nil, every: Int? = nil, threads: Int = 1) -> TrainingRecords<Float> {
    var gan = self
    gan.settings.steps = steps ?? settings.steps
    gan.settings.recordEvery = every ?? settings.recordEvery
    let (last, every) = (gan.settings.steps, gan.settings.recordEvery)
    return gan.records(threads: threads) { $0 == 0 || $0 == last || every > 0 && $0.isMultiple(of: every) }
  }

  /// The records of a training at these steps; it ends with the last of them. Step 0 is the start.
  ///
  /// - Parameters:
  ///   - steps: the steps that are recorded.
  ///   - threads: how many threads share a step; records do not depend on it.
  public func records(at steps: [Int], threads: Int = 1) -> TrainingRecords<Float> {
    let (chosen, last) = (Set(steps), steps.max() ?? 0)
    return TrainingRecords(self, Result { try trainer(threads: threads) }, last: last) { chosen.contains($0) }
  }

  /// The records of a training at the steps that are chosen.
  package func records(threads: Int = 1, where isRecorded: @escaping (_ step: Int) -> Bool) -> TrainingRecords<Float> {
    TrainingRecords(self, Result { try trainer(threads: threads) }, last: settings.steps, at: isRecorded)
  }
}
