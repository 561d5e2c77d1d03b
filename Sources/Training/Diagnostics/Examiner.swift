import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Tabulation

/// Examines snapshots of a run: each gives a row of `history.csv`.
///
/// The main columns are of the players' averaged parameters, which are what a run yields; `js_current` and `gap_current` are of the parameters as
/// they are. Everything is in the original units of x.
struct Examiner: Sendable {
  let configuration: Configuration
  let p: any Density
  let q: (any Density)?
  let units: Standardization
  let modes: Modes
  private let quantiles: [Double]
  /// Samples of P, and of the noise or of the fixed Q, that no player has seen.
  private let samples: (p: [Double], other: [Double])

  init(_ configuration: Configuration, p: any Density, q: (any Density)?, units: Standardization) {
    self.configuration = configuration
    self.p = p
    self.q = q
    self.units = units
    modes = Modes(of: p)
    quantiles = Diagnosis.levels.map { p.quantile($0) }
    var random = [DataStream.check, DataStream.check + 1].map { CounterRandom(seed: configuration.seed, stream: $0) }
    samples = (
      (0..<SampledLoss.count).map { _ in p.sample(using: &random[0]) },
      (0..<SampledLoss.count).map { _ in q?.sample(using: &random[1]) ?? configuration.noise.sample(using: &random[1]) }
    )
  }

  /// The columns of a row.
  var columns: [String] {
    [
      "step", "discriminator_loss", "generator_loss", "discriminator_gradient", "generator_gradient", "js", "js_error", "kl_pq", "kl_qp",
      "value", "value_optimal", "gap", "gap_error", "sup_distance", "l2_distance", "js_current", "gap_current",
    ] + modes.masses.indices.map { "mode_\($0 + 1)" } + ["status", "reason"]
  }

  /// The row of a snapshot.
  func row(_ snapshot: Snapshot) -> [Cell] {
    let losses = [snapshot.discriminatorLoss, snapshot.generatorLoss, snapshot.discriminatorGradient, snapshot.generatorGradient]
    let head: [Cell] = [.integer(snapshot.step)] + losses.map(Cell.number)
    func failed(_ reason: String) -> [Cell] {
      head + [Cell](repeating: .number(.nan), count: columns.count - head.count - 2) + ["unresolved", .text(reason)]
    }
    do throws(GeneratorDensityError) {
      guard let density = try density(snapshot.average) else { return failed("noise of several dimensions has no exact density") }
      let main = diagnosis(density, snapshot.average, isChecked: true)
      // The parameters as they are may have no density where their averages have one.
      let current = (try? self.density(snapshot.current)).flatMap { $0 }.map { diagnosis($0, snapshot.current, isChecked: false) }
      var cells = head
      cells += [main.js.value, main.js.error, main.divergences[1].value, main.divergences[2].value].map(Cell.number)
      cells += [main.value, main.optimalValue, main.gap?.value, main.gap?.error, main.supremum, main.rootMeanSquare].map {
        .number($0 ?? .nan)
      }
      cells += [current?.js.value, current?.gap?.value].map { .number($0 ?? .nan) }
      cells += main.modeMasses.map(Cell.number)
      return cells + [.text(main.outcome.status), .text(main.reason)]
    } catch {
      return failed(error.description)
    }
  }

  /// Q: the fixed one, or the generator's; nil where it is not to be had exactly.
  func density(_ parameters: Snapshot.Parameters) throws(GeneratorDensityError) -> (any Density)? {
    if let q { return q }
    guard let own = parameters.generator, configuration.generator.widths[0] == 1 else { return nil }
    return try GeneratorDensity(generator(own), noise: configuration.noise)
  }

  /// The generator as a map to the original units.
  func generator(_ parameters: [Double]) -> AffineImage<NetworkMap> {
    AffineImage(NetworkMap(configuration.generator, parameters), shift: units.shift, scale: units.scale)
  }

  /// The discriminator in the original units; nil where its output tells no D of a single row.
  func discriminator(_ parameters: [Double]) -> LearnedDiscriminator? {
    guard configuration.critic.isPointwise else { return nil }
    return LearnedDiscriminator(configuration.discriminator, parameters, objective: configuration.objective, units: units)
  }

  private func diagnosis(_ q: any Density, _ parameters: Snapshot.Parameters, isChecked: Bool) -> Diagnosis {
    // Of a generator the images of the noise's quantiles: they follow Q too, and cost no inversion.
    let images =
      parameters.generator.map { own in
        generator(own).evaluated(at: Diagnosis.levels.map { configuration.noise.quantile($0) }).values
      } ?? Diagnosis.levels.map { q.quantile($0) }
    return Diagnosis(
      p, q, discriminator: discriminator(parameters.discriminator), points: quantiles + images, modes: modes,
      samples: isChecked ? sampledLoss(parameters) : nil)
  }

  private func sampledLoss(_ parameters: Snapshot.Parameters) -> SampledLoss {
    SampledLoss(p: samples.p, q: parameters.generator.map { generator($0).evaluated(at: samples.other).values } ?? samples.other)
  }
}
