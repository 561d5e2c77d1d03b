package import Densities
import Training

/// A GAN on a mixture, watched for mode collapse: the generator covers one mode, the discriminator learns to reject it,
/// the generator moves to a neighbouring mode, and the cycle repeats.
///
/// The lecture tells it of temperatures; there the discriminator flips a coin where the samples are. With all samples
/// on one of two equal modes D* is 1/3 there.
///
/// Mode masses and divergences are those of the generator's exact density. Training depends on the rounding of the
/// processor's vectors, and a cycle doubles every difference: on another vector width the switches come at other steps.
package struct CollapseGame: Sendable {
  /// The data density.
  package let p: any AnalyticDensity
  /// How the players are trained.
  package let settings: NamedSettings
  /// A record is made every so many steps, and at the end.
  package let recordEvery: Int
  /// The seed of the start and of every draw.
  package let seed: UInt64
  /// How many samples the modes are counted in.
  package let samples: Int

  /// Two climates, with figures made up for illustration: one half each for the South Pole, −50 ± 8 °C, and Australia,
  /// 22 ± 6 °C.
  package static let climates = "0.5*normal(-50,8)+0.5*normal(22,6)"

  /// A game on P.
  package init(
    _ p: any AnalyticDensity, _ settings: NamedSettings = .cycling, recordEvery: Int = 20, seed: UInt64 = 1,
    samples: Int = ModeCount.usualSamples
  ) {
    self.p = p
    self.settings = settings
    self.recordEvery = recordEvery
    self.seed = seed
    self.samples = samples
  }

  /// Trains to the end; throws one sentence where P cannot be sampled. The last record of a diverged training says so.
  ///
  /// - Parameters:
  ///   - measuring: whether records have JS(P, Q) and KL(Q‖P), which take most of their time.
  ///   - progress: called between two steps.
  package func run(measuring: Bool = true, progress: (_ step: Int) -> Void = { _ in }) throws -> CollapseSeries {
    var gan = GAN(p, settings: settings.training)
    gan.settings.seed = seed
    let (every, last) = (recordEvery, gan.settings.steps)
    let records = gan.records { $0 > 0 && ($0.isMultiple(of: every) || $0 == last) }
    let observer = CollapseObserver(gan, samples: samples, measuring: measuring)
    var rows: [CollapseRecord] = []
    do {
      let goOn = { (trainer: Trainer<Float>) in
        progress(trainer.step)
        return true
      }
      while let record = try records.next(while: goOn) { rows.append(observer.record(record)) }
    } catch let error as TrainingError { rows.append(observer.record(try records.record(), failure: error)) }
    return CollapseSeries(masses: observer.modes.masses, samples: samples, records: rows)
  }
}
