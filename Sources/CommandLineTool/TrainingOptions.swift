import ArgumentParser
import Autodiff
import Densities
import Training

/// The defaults of a whole game, for the help.
private let standard = TrainingSettings()
/// Those that differ for a discriminator alone.
private let alone = TrainingSettings.discriminatorAlone

/// The options that decide what a run of `train` computes: each is a setting, and what is not given keeps its default.
struct TrainingOptions: ParsableArguments {
  @Option(help: "A fixed density Q: only the discriminator learns.") var q: String?

  @Option(.one(of: Catalogue.objectives.map(\.name)), help: "What the players minimise", default: standard.objective.name)
  var objective: String?

  @Option(.any, help: "The width of the hidden layers", default: standard.width) var width: Int?
  @Option(.any, help: "How many hidden layers", default: "\(standard.depth), with --q \(alone.depth)") var depth: Int?

  @Option(.one(of: Activation.all.map(\.description)), help: "The activation", default: standard.activation)
  var activation: String?

  @Option(.any, help: "The minibatch size", default: standard.batch) var batch: Int?
  @Option(.any, help: "How many steps", default: "\(standard.steps), with --q \(alone.steps)") var steps: Int?

  @Option(.any, help: "Discriminator steps for one of the generator, k", default: standard.discriminatorSteps)
  var discriminatorSteps: Int?

  @Option(.one(of: OptimizerName.allCases.map(\.rawValue)), help: "The optimiser", default: standard.optimizer.rawValue)
  var optimizer: String?

  @Option(.any, help: "The generator's learning rate at the start; it falls linearly to 0", default: standard.learningRate)
  var learningRate: Double?

  @Option(.any, help: "The discriminator's learning rate at the start", default: standard.discriminatorLearningRate)
  var discriminatorLearningRate: Double?

  @Option(.one(of: Noise.allCases.map(\.rawValue)), help: "The noise", default: standard.noise.rawValue) var noise: String?

  @Option(.any, help: "The dimension of the noise; only one-dimensional noise has an exact density", default: standard.noiseDimension)
  var noiseDimension: Int?

  @Option(
    .regularization("none", "r1", "gradient", "clipping", "spectral"), help: "How the discriminator is regularized",
    default: "\(standard.penalty), with --q \(alone.penalty)")
  var penalty: Regularization?

  @Option(.any, help: "How many samples the discriminator sees side by side: 1, 2, 4, … 64", default: standard.packing)
  var packing: Int?

  @Option(
    .any, help: "Kernels of minibatch discrimination, by which the discriminator compares 16 samples",
    default: standard.minibatchKernels)
  var minibatchKernels: Int?

  @Option(
    .any, help: "The deviation of the noise on all that the discriminator sees, in units of P's; it falls linearly to 0",
    default: standard.instanceNoise)
  var instanceNoise: Double?

  @Option(.any, help: "Through how many steps of the discriminator the generator looks ahead", default: standard.unrolledSteps)
  var unrolledSteps: Int?

  @Option(.any, help: "The learning rate of the steps that are looked ahead", default: standard.unrolledRate)
  var unrolledRate: Double?

  @Option(
    .any, help: "How much of the running average of the weights remains after a step; 0 for none",
    default: "\(standard.averaging), with --q \(alone.averaging)")
  var averaging: Double?

  @Option(.any, help: "The seed: the same one gives the same bytes", default: standard.seed) var seed: UInt64?

  @Option(.any, help: "Every how many steps a record is made; 0 for none", default: "a twentieth of the steps")
  var recordEvery: Int?

  @Flag(help: "Keep the learning rates as they are at the start; a run is then extended without a seam.") var keepRates = false

  @Option(help: "The steps, such as 4000,8000, at which the learning rates had fallen to 0 before the run was extended.")
  var extendedFrom: String?

  init() {}

  /// The settings of a run on P; throws one sentence where an option names nothing.
  func settings(p: String) throws -> RunSettings {
    var settings = RunSettings(p: p, q: q)
    for (name, text) in entries {
      if let text { try settings.training.set(name, to: text) }
    }
    if recordEvery == nil { settings.training.recordEvery = Self.recordEvery(of: settings.training) }
    do throws(RunError) { try settings.training.check() } catch { throw OptionError("--\(error.description).") }
    return settings
  }

  /// The names of the options that were given.
  var given: [String] { (q == nil ? [] : ["q"]) + entries.filter { $0.text != nil }.map { Self.option($0.name) } }

  /// The arguments that ask for a run of these settings, whatever folder it goes to and however often it was resumed.
  func arguments(for settings: RunSettings) -> [String] {
    var standard = RunSettings(p: settings.p, q: settings.q).training
    standard.recordEvery = Self.recordEvery(of: settings.training)
    let changes = zip(settings.training.texts, standard.texts).filter { $0.text != $1.text }.map(\.0)
    return ["train", settings.p] + (settings.q.map { ["--q", $0] } ?? [])
      + entries.flatMap { name, _ in
        changes.first { $0.name == name }.map { ["--" + Self.option(name)] + (name == Self.flag ? [] : [$0.text]) } ?? []
      }
  }

  /// Every option but Q: the setting that it stands for, and the value that was given.
  private var entries: [(name: String, text: String?)] {
    [
      ("objective", objective), ("width", text(width)), ("depth", text(depth)), ("activation", activation), ("batch", text(batch)),
      ("steps", text(steps)), ("discriminatorSteps", text(discriminatorSteps)), ("optimizer", optimizer),
      ("learningRate", text(learningRate)), ("discriminatorLearningRate", text(discriminatorLearningRate)), ("noise", noise),
      ("noiseDimension", text(noiseDimension)), ("penalty", penalty?.description), ("packing", text(packing)),
      ("minibatchKernels", text(minibatchKernels)), ("instanceNoise", text(instanceNoise)), ("unrolledSteps", text(unrolledSteps)),
      ("unrolledRate", text(unrolledRate)), ("averaging", text(averaging)), ("seed", text(seed)), ("recordEvery", text(recordEvery)),
      (Self.flag, keepRates ? "true" : nil), ("extendedFrom", extendedFrom),
    ]
  }

  private func text(_ value: (some LosslessStringConvertible)?) -> String? { value.map { "\($0)" } }

  /// Every how many steps a record is made where nothing else is asked for: a twentieth of them.
  private static func recordEvery(of settings: TrainingSettings) -> Int { max(1, settings.steps / 20) }

  /// The setting whose option takes no value.
  private static let flag = "keepsRates"

  /// The option of a setting: `learning-rate` for `learningRate`.
  private static func option(_ setting: String) -> String {
    if setting == flag { return "keep-rates" }
    return setting.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
  }
}
