import Densities
import Divergences
import RealModule
import Scalars

/// Makes the records of a collapse game.
struct CollapseObserver {
  let game: CollapseGame
  let configuration: Configuration
  let units: Standardization
  let modes: Modes
  let count: ModeCount
  /// Whether records have divergences, which take most of their time.
  let measuring: Bool

  init(_ game: CollapseGame, _ configuration: Configuration, _ units: Standardization, measuring: Bool) {
    self.game = game
    self.configuration = configuration
    self.units = units
    self.measuring = measuring
    modes = Modes(of: game.p)
    count = ModeCount(of: game.p)
  }

  private static let countStream: UInt32 = 40

  private static let measures: [any FDivergence] = [JensenShannon(), KullbackLeibler(.reverse)]

  /// The players as they are, or with the generator's running average, in a run that may have failed.
  func record(_ snapshot: Snapshot, failure: TrainingError? = nil) -> CollapseRecord {
    let parameters = (game.settings.settles ? snapshot.average : snapshot.current).generator ?? []
    let map = AffineImage(NetworkMap(configuration.generator, parameters), shift: units.shift, scale: units.scale)
    let (density, reason) = density(of: map, failure: failure)
    return CollapseRecord(
      step: snapshot.step, masses: density.map(modes.masses) ?? [],
      discriminator: count.centres.map {
        logistic(configuration.discriminator([units.standardized($0)], snapshot.current.discriminator)[0])
      },
      divergences: density.map { measuring ? Comparison(game.p, $0).measure(Self.measures) : [] } ?? [],
      counts: count.counts(of: samples(of: map, step: snapshot.step)), countedMasses: density.map(count.masses) ?? [], reason: reason)
  }

  private func density(of map: some SmoothMap, failure: TrainingError?) -> (GeneratorDensity?, reason: String) {
    if let failure { return (nil, failure.description) }
    do throws(GeneratorDensityError) { return (try GeneratorDensity(map, noise: configuration.noise), "") } catch {
      return (nil, error.description)
    }
  }

  private func samples(of map: some SmoothMap, step: Int) -> [Double] {
    var random = CounterRandom(seed: game.seed, stream: Self.countStream, step: UInt32(truncatingIfNeeded: step))
    return map.evaluated(at: (0..<game.samples).map { _ in configuration.noise.sample(using: &random) }).values
  }
}
