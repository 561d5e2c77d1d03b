import Calculus
package import Densities
import Divergences
import RealModule
import Scalars
import Tabulation

/// Computes the row of `history.csv` for each record of a run.
///
/// The main columns are of the players' averaged parameters, which are the result of a run; `js_current` and
/// `gap_current` are of the parameters as they are. Everything is in the original units of x.
package struct Examiner: Sendable {
  let gan: GAN
  /// The modes of P.
  package let modes: Modes
  private let quantiles: [Double]
  /// Where frames are drawn.
  let frameRange: Interval
  /// Samples of P, and of the noise or of the fixed Q, that no player has seen.
  private let samples: (p: [Double], other: [Double])

  /// An examiner of the records of a game.
  package init(_ gan: GAN) {
    self.gan = gan
    modes = Modes(of: gan.p)
    frameRange = Self.frameRange(of: gan)
    quantiles = Diagnosis.levels.map { gan.p.quantile($0) }
    var random = [RandomStream.checkOfData, .checkOfGenerator].map { CounterRandom(seed: gan.settings.seed, stream: $0.number) }
    samples = (
      (0..<SampledLoss.count).map { _ in gan.p.sample(using: &random[0]) },
      (0..<SampledLoss.count).map { _ in gan.q?.sample(using: &random[1]) ?? gan.settings.noise.sample(using: &random[1]) }
    )
  }

  var columns: [Column<HistoryRow>] { HistoryRow.columns(modes: modes.masses.count) }

  var blank: HistoryRow { HistoryRow(modes: modes.masses.count) }

  func row(_ record: TrainingRecord) -> HistoryRow {
    var row = blank
    (row.step, row.discriminatorLoss, row.generatorLoss) = (record.step, record.discriminatorLoss, record.generatorLoss)
    (row.discriminatorGradient, row.generatorGradient) = (record.discriminatorGradient, record.generatorGradient)
    do throws(GeneratorDensityError) {
      guard let density = try record.average.density() else {
        row.reason = TrainedPlayers.noDensity
        return row
      }
      let main = diagnosis(density, record.average, isChecked: true)
      // The parameters as they are may have no density where their averages have one.
      let current = (try? record.current.density()).flatMap { $0 }.map { diagnosis($0, record.current, isChecked: false) }
      (row.js, row.jsError) = (main.js.value, main.js.error)
      (row.klPQ, row.klQP) = (main.divergences[1].value, main.divergences[2].value)
      (row.value, row.valueOptimal) = (main.value ?? .nan, main.optimalValue)
      (row.gap, row.gapError) = (main.gap?.value ?? .nan, main.gap?.error ?? .nan)
      (row.supDistance, row.l2Distance) = (main.supremum ?? .nan, main.rootMeanSquare ?? .nan)
      (row.jsCurrent, row.gapCurrent) = (current?.js.value ?? .nan, current?.gap?.value ?? .nan)
      let reasons = [main.reason, current?.reasonForCurrentGap ?? ""].filter { !$0.isEmpty }
      (row.modes, row.status, row.reason) = (main.modeMasses, main.outcome.status.description, reasons.joined(separator: "; "))
    } catch { row.reason = error.description }
    return row
  }

  /// What is measured of players whose Q this is; with `isChecked` the values are held against samples.
  package func diagnosis(_ q: any AnalyticDensity, _ players: TrainedPlayers, isChecked: Bool) -> Diagnosis {
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
