package import Densities
import Divergences
import RealModule
import Scalars
import Training

/// The study of mode collapse: a GAN on a mixture, whose generator covers one mode, the discriminator learns to reject
/// it, the generator moves to a neighbouring mode, and the cycle repeats.
///
/// The lecture tells it of temperatures; there the discriminator flips a coin where the samples are. With all samples
/// on one of two equal modes D* is 1/3 there.
///
/// Mode masses and divergences are those of the generator's exact density. Training depends on the rounding of the
/// processor's vectors, and a cycle doubles every difference: on another vector width the switches come at other steps.
package struct CollapseGame: Sendable {
  /// The data density.
  package var p: any AnalyticDensity
  /// How the players are trained.
  package var settings: NamedSettings
  /// A row is made every so many steps, and at the end.
  package var recordEvery: Int
  /// The seed of the start and of every draw.
  package var seed: UInt64
  /// How many samples the modes are counted in.
  package var samples: Int
  /// Whether rows have JS(P, Q) and KL(Q‖P), which take most of their time.
  package var measuring: Bool

  /// Two climates, with figures made up for illustration: one half each for the South Pole, −50 ± 8 °C, and Australia,
  /// 22 ± 6 °C.
  package static let climates = "0.5*normal(-50,8)+0.5*normal(22,6)"

  /// The number of steps between rows.
  package static let usualRecordEvery = 20

  /// The settings that it knows.
  package static let allSettings: [NamedSettings] = [.cycling, .withoutMomentum, .cured]

  /// A game on P.
  package init(
    _ p: any AnalyticDensity, _ settings: NamedSettings = .cycling, recordEvery: Int = usualRecordEvery, seed: UInt64 = 1,
    samples: Int = ModeCount.usualSamples, measuring: Bool = true
  ) {
    (self.p, self.settings, self.recordEvery) = (p, settings, recordEvery)
    (self.seed, self.samples, self.measuring) = (seed, samples, measuring)
  }

  /// Trains to the end; throws one sentence where P cannot be sampled. The last row of a diverged training says so.
  ///
  /// - Parameter progress: called between two steps.
  package func run(progress: (_ step: Int) -> Void = { _ in }) throws -> [CollapseRow] {
    var gan = GAN(p, settings: settings.training)
    gan.settings.seed = seed
    // A density that cannot be sampled may have no centre and deviation either.
    try gan.check()
    let last = gan.settings.steps
    let records = gan.records { [recordEvery] in $0 > 0 && ($0.isMultiple(of: recordEvery) || $0 == last) }
    let (modes, count) = (Modes(of: p), ModeCount(of: p))
    var rows: [CollapseRow] = []
    do {
      while let record = try records.next(progress: progress) { rows.append(row(record, gan, modes, count)) }
    } catch let error as TrainingError { rows.append(row(try records.record(), gan, modes, count, failure: error)) }
    return rows
  }

  private static let measures: [any FDivergence] = [JensenShannon(), KullbackLeibler(.reverse)]

  /// The players as they are, or with the generator's running average where the rates decay; `failure` ended the
  /// training.
  private func row(
    _ record: TrainingRecord, _ gan: GAN, _ modes: Modes, _ count: ModeCount, failure: TrainingError? = nil
  ) -> CollapseRow {
    let players = gan.settings.decays ? record.average : record.current
    var (density, reason): ((any AnalyticDensity)?, String) = (nil, failure?.description ?? "")
    if failure == nil {
      do throws(GeneratorDensityError) { density = try players.density() } catch { reason = error.description }
    }
    let (masses, countedMasses) = (density.map(modes.masses), density.map(count.masses))
    let counts = count.counts(of: samples(of: players, gan, step: record.step))
    return CollapseRow(
      step: record.step,
      modes: modes.masses.indices.map { mode in
        CollapseRow.Mode(
          own: modes.masses[mode], mass: masses?[mode],
          discriminator: logistic(
            gan.settings.discriminator([gan.units.standardized(count.centres[mode])], record.current.discriminatorParameters)[0]),
          count: counts[mode], countedMass: countedMasses?[mode])
      },
      divergences: density.map { measuring ? DensityPair(p, $0).measure(Self.measures) : [] } ?? [], samples: samples, reason: reason)
  }

  private func samples(of players: TrainedPlayers, _ gan: GAN, step: Int) -> [Double] {
    var random = CounterRandom(seed: seed, stream: RandomStream.modeCount.number, step: UInt32(truncatingIfNeeded: step))
    let noise = (0..<samples).map { _ in gan.settings.noise.sample(using: &random) }
    return players.generator?.evaluated(at: noise).values ?? []
  }
}
