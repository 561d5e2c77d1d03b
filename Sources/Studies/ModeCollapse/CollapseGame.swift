import Autodiff
public import Densities
import Training

/// A GAN on a mixture, watched for mode collapse: a cycle in which the generator sits on one mode, the discriminator
/// learns to reject it, the generator flees to the mode beside it, and so on round.
///
/// The lecture tells it of temperatures; there the discriminator flips a coin where the samples are. With every sample
/// on a mode of half of the data D* is 1/3 there.
///
/// Mode masses and divergences are those of the generator's exact density. Training depends on the rounding of the processor's vectors, and a cycle doubles
/// every difference: on another processor the switches come at other steps.
public struct CollapseGame: Sendable {
  /// The data density.
  public let p: any Density
  /// How the players are trained.
  public let settings: CollapseSettings
  /// A record is made every so many steps, and at the end.
  public let recordEvery: Int
  /// The seed of the start and of every draw.
  public let seed: UInt64
  /// How many samples the modes are counted in.
  public let samples: Int

  /// Two climates, with figures made up for illustration: the South Pole at −50 ± 8 °C and Australia at 22 ± 6 °C, one half each.
  public static let weather = "0.5*normal(-50,8)+0.5*normal(22,6)"

  /// A game on P.
  public init(
    _ p: any Density, _ settings: CollapseSettings = .cycling, recordEvery: Int = 20, seed: UInt64 = 1,
    samples: Int = ModeCount.usualSamples
  ) {
    self.p = p
    self.settings = settings
    self.recordEvery = recordEvery
    self.seed = seed
    self.samples = samples
  }

  /// Plays the game to its end; throws one sentence where P cannot be sampled. A training that diverges ends with a record that says so.
  ///
  /// - Parameters:
  ///   - measuring: whether records have JS(P, Q) and KL(Q‖P), which take most of their time.
  ///   - progress: called after every step.
  public func play(measuring: Bool = true, progress: (_ step: Int) -> Void = { _ in }) throws -> CollapseSeries {
    let units = Standardization(of: p)
    let trainer = try Trainer<Float>(
      settings.configuration(seed: seed), data: SampleSource(p, units, seed: seed, stream: DataStream.p))
    let observer = CollapseObserver(self, trainer.configuration, units, measuring: measuring)
    var records: [CollapseRecord] = []
    while trainer.step < settings.steps {
      do throws(TrainingError) { try trainer.advance() } catch {
        records.append(observer.record(Snapshot(trainer), failure: error))
        break
      }
      if trainer.step.isMultiple(of: recordEvery) || trainer.step == settings.steps { records.append(observer.record(Snapshot(trainer))) }
      progress(trainer.step)
    }
    return CollapseSeries(masses: observer.modes.masses, samples: samples, records: records)
  }
}
