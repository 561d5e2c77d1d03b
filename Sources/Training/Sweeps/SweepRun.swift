import Calculus
import Densities
import Divergences
import RealModule
import Scalars

/// One training of a sweep.
public struct SweepRun: Sendable {
  /// Its place in the plan.
  public let index: Int
  /// The method's name.
  public let method: String
  /// The density's name.
  public let density: String
  /// The settings, but for the seed.
  let settings: RunSettings
  /// The seed.
  public let seed: UInt64

  /// How many changes of JS over the last half measure the oscillation.
  static let changes = 16

  /// Trains, and measures what came of it; `subject` is that of the density, with any seed.
  func outcome(_ subject: RunSubject) throws -> SweepOutcome {
    var settings = settings
    settings.seed = seed
    let (configuration, subject) = (try settings.configuration(), subject.reseeded(seed))
    let trainer = try Trainer(configuration, data: subject.data)
    let examiner = Examiner(configuration, p: subject.p, q: nil, units: subject.units)
    // The last record is that of the end.
    let marks = Set((0...Self.changes).map { settings.steps - $0 * (settings.steps / 2) / Self.changes })
    var divergences: [Double] = []
    do {
      while trainer.step < settings.steps {
        try trainer.advance()
        guard marks.contains(trainer.step) else { continue }
        guard let q = try examiner.density(Snapshot(trainer).average) else { break }
        divergences.append(Comparison(subject.p, q).measure([JensenShannon()])[0].value)
      }
      guard let q = try examiner.density(Snapshot(trainer).average) else {
        return .failed(.unresolved, "noise of several dimensions has no exact density")
      }
      return SweepOutcome(Comparison(subject.p, q), regions: Regions(of: subject.p), divergences: divergences)
    } catch let error as TrainingError {
      return .failed(.diverged, error.description)
    } catch let error as GeneratorDensityError {
      return .failed(.unresolved, error.description)
    }
  }
}
