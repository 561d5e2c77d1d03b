import Densities
import Divergences
import RealModule
import Scalars
import Training

/// Makes the records of a collapse game.
struct CollapseObserver {
  let gan: GAN
  let modes: Modes
  private let count: ModeCount
  /// How many samples the modes are counted in.
  private let samples: Int
  /// Whether records have divergences, which take most of their time.
  private let measuring: Bool

  init(_ gan: GAN, samples: Int, measuring: Bool) {
    (self.gan, self.samples, self.measuring) = (gan, samples, measuring)
    modes = Modes(of: gan.p)
    count = ModeCount(of: gan.p)
  }

  private static let measures: [any FDivergence] = [JensenShannon(), KullbackLeibler(.reverse)]

  /// The players as they are, or with the generator's running average where the rates decay; `failure` ended the
  /// training.
  func record(_ record: TrainingRecord, failure: TrainingError? = nil) -> CollapseRecord {
    let players = gan.settings.decays ? record.average : record.current
    var (density, reason): ((any AnalyticDensity)?, String) = (nil, failure?.description ?? "")
    if failure == nil {
      do throws(GeneratorDensityError) { density = try players.density() } catch { reason = error.description }
    }
    return CollapseRecord(
      step: record.step, masses: density.map(modes.masses) ?? [],
      discriminator: count.centres.map {
        logistic(gan.settings.discriminator([gan.units.standardized($0)], record.current.discriminatorParameters)[0])
      },
      divergences: density.map { measuring ? DensityPair(gan.p, $0).measure(Self.measures) : [] } ?? [],
      counts: count.counts(of: samples(of: players, step: record.step)), countedMasses: density.map(count.masses) ?? [], reason: reason)
  }

  private func samples(of players: TrainedPlayers, step: Int) -> [Double] {
    var random = CounterRandom(
      seed: gan.settings.seed, stream: RandomStream.modeCount.number, step: UInt32(truncatingIfNeeded: step))
    let noise = (0..<samples).map { _ in gan.settings.noise.sample(using: &random) }
    return players.generator?.evaluated(at: noise).values ?? []
  }
}
