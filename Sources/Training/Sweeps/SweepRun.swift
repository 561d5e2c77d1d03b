import Calculus
import Densities
import Divergences
import RealModule
import Scalars

/// One training of a sweep.
package struct SweepRun: Sendable {
  /// Its place in the plan.
  package let index: Int
  /// The method's name.
  package let method: String
  /// The density's name.
  package let density: String
  /// The settings, but for the seed.
  let settings: RunSettings
  /// The seed.
  package let seed: UInt64

  /// How many changes of JS over the last half measure the oscillation.
  static let changes = 16

  /// Trains, and measures the result; `gan` is that of the density, with any settings.
  func outcome(_ gan: GAN) throws -> SweepOutcome {
    var gan = gan
    gan.settings = settings.training
    gan.settings.seed = seed
    let steps = gan.settings.steps
    let records = gan.records(at: (0...Self.changes).map { steps - $0 * (steps / 2) / Self.changes })
    var (divergences, last): ([Double], (any AnalyticDensity)?) = ([], nil)
    do {
      while let record = try records.next() {
        guard let q = try record.average.density() else { return .failed(.unresolved, TrainedPlayers.noDensity) }
        divergences.append(DensityPair(gan.p, q).measure([JensenShannon()])[0].value)
        last = q
      }
      guard let last else { return .failed(.unresolved, "there was no step to train") }
      return SweepOutcome(DensityPair(gan.p, last), regions: Regions(of: gan.p), divergences: divergences)
    } catch let error as TrainingError {
      return .failed(.diverged, error.description)
    } catch let error as GeneratorDensityError {
      return .failed(.unresolved, error.description)
    }
  }
}
