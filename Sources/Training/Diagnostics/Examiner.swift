import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Tabulation

/// Computes the row of `history.csv` for each record of a run.
///
/// The main columns are of the players' averaged parameters, which are the result of a run; `js_current` and
/// `gap_current` are of the parameters as they are. Everything is in the original units of x.
struct Examiner: Sendable {
  let gan: GAN
  private let modes: Modes
  private let quantiles: [Double]
  /// Samples of P, and of the noise or of the fixed Q, that no player has seen.
  private let samples: (p: [Double], other: [Double])

  init(_ gan: GAN) {
    self.gan = gan
    modes = Modes(of: gan.p)
    quantiles = Diagnosis.levels.map { gan.p.quantile($0) }
    var random = [RandomStream.checkOfData, .checkOfGenerator].map { CounterRandom(seed: gan.settings.seed, stream: $0.number) }
    samples = (
      (0..<SampledLoss.count).map { _ in gan.p.sample(using: &random[0]) },
      (0..<SampledLoss.count).map { _ in gan.q?.sample(using: &random[1]) ?? gan.settings.noise.sample(using: &random[1]) }
    )
  }

  /// The columns of a row.
  var columns: [String] {
    [
      "step", "discriminator_loss", "generator_loss", "discriminator_gradient", "generator_gradient", "js", "js_error", "kl_pq", "kl_qp",
      "value", "value_optimal", "gap", "gap_error", "sup_distance", "l2_distance", "js_current", "gap_current",
    ] + modes.masses.indices.map { "mode_\($0 + 1)" } + ["status", "reason"]
  }

  /// The row of a record.
  func row(_ record: TrainingRecord) -> [Cell] {
    let losses = [record.discriminatorLoss, record.generatorLoss, record.discriminatorGradient, record.generatorGradient]
    let head: [Cell] = [.integer(record.step)] + losses.map(Cell.number)
    func failed(_ reason: String) -> [Cell] {
      head + [Cell](repeating: .number(.nan), count: columns.count - head.count - 2) + ["unresolved", .text(reason)]
    }
    do throws(GeneratorDensityError) {
      guard let density = try record.average.density() else { return failed(TrainedPlayers.noDensity) }
      let main = diagnosis(density, record.average, isChecked: true)
      // The parameters as they are may have no density where their averages have one.
      let current = (try? record.current.density()).flatMap { $0 }.map { diagnosis($0, record.current, isChecked: false) }
      var cells = head
      cells += [main.js.value, main.js.error, main.divergences[1].value, main.divergences[2].value].map(Cell.number)
      cells += [main.value, main.optimalValue, main.gap?.value, main.gap?.error, main.supremum, main.rootMeanSquare].map {
        .number($0 ?? .nan)
      }
      cells += [current?.js.value, current?.gap?.value].map { .number($0 ?? .nan) }
      cells += main.modeMasses.map(Cell.number)
      return cells + [.text(main.outcome.status.description), .text(main.reason)]
    } catch {
      return failed(error.description)
    }
  }

  private func diagnosis(_ q: any AnalyticDensity, _ players: TrainedPlayers, isChecked: Bool) -> Diagnosis {
    // The images of the noise's quantiles follow Q, too, and need no inversion.
    let points =
      players.generator.map { generator in
        generator.evaluated(at: Diagnosis.levels.map { gan.settings.noise.quantile($0) }).values
      } ?? Diagnosis.levels.map { q.quantile($0) }
    return Diagnosis(
      gan.p, q, discriminator: players.discriminator, points: quantiles + points, modes: modes,
      samples: isChecked ? sampledLoss(players) : nil)
  }

  private func sampledLoss(_ players: TrainedPlayers) -> SampledLoss {
    SampledLoss(p: samples.p, q: players.generator.map { $0.evaluated(at: samples.other).values } ?? samples.other)
  }
}
