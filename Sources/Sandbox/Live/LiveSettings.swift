import Densities
import Divergences
import Studies
import Tabulation
import Training

/// What a live training is of: the game with its settings, and the command that trains the same.
struct LiveSettings: Sendable {
  private(set) var gan: GAN
  /// How P and Q were written.
  private let p: String
  private let q: String?
  /// The settings that a study has given a name, which the training began with.
  private let preset: String?
  /// Whether a setting was changed between two steps, which no command does.
  private(set) var wasChanged = false
  private let standard: TrainingSettings

  /// The settings of a training by the names of its options, in the order of `train`.
  static let names = [
    "objective", "width", "depth", "activation", "batch", "steps", "discriminator-steps", "optimizer", "learning-rate",
    "discriminator-learning-rate", "noise", "penalty", "packing", "minibatch-kernels", "instance-noise", "unrolled-steps",
    "unrolled-rate", "averaging", "seed",
  ]

  /// The parameters of a request for a training.
  static let requestNames = ["p", "q", "preset", "players", "points", "from", "to", "rate", "paused"] + names

  /// Those that change between two steps of a training; with any other it begins anew.
  static let live = [
    "objective", "batch", "steps", "discriminator-steps", "learning-rate", "discriminator-learning-rate", "penalty",
    "instance-noise", "unrolled-steps", "unrolled-rate", "averaging",
  ]

  /// Reads them from a request; throws where they make no training, or one whose steps are too long for a page.
  init(_ question: Question) throws(Refusal) {
    let parameters = question.parameters
    let p = try parameters.needed("p")
    if !question.data.hasColumn(p) { _ = try parameters.density("p") }
    let q = parameters["q"]
    if q != nil { _ = try parameters.density("q") }
    let known = CollapseGame.allSettings
    let preset = try parameters.choice("preset", known.map(\.name))
    var settings = RunSettings(p: p, q: q)
    if let named = known.first(where: { $0.name == preset }) { settings.training = named.training }
    standard = settings.training
    for name in Self.names {
      guard let text = parameters[name] else { continue }
      do { try settings.training.set(Self.field(name), to: text) } catch { throw Refusal(error, parameter: name) }
    }
    do { gan = try settings.gan() } catch { throw Refusal(error, parameter: "p") }
    (self.p, self.q, self.preset) = (p, q, preset)
    try check()
  }

  /// The same game with another setting; throws one sentence where it cannot have it.
  func changed(_ name: String, to text: String) throws(Refusal) -> LiveSettings {
    guard Self.names.contains(name) else {
      throw Refusal(
        sentence: "there is no setting '\(name.prefix(40))': there are \(Self.names.joined(separator: ", "))", parameter: "name")
    }
    var changed = self
    do { try changed.gan.settings.set(Self.field(name), to: text) } catch { throw Refusal(error, parameter: name) }
    try changed.check()
    return changed
  }

  /// The same, noted as changed between two steps.
  var changedLive: LiveSettings {
    var settings = self
    settings.wasChanged = true
    return settings
  }

  private func check() throws(Refusal) {
    do { try gan.check() } catch {
      let sentence = error.description
      throw Refusal(error, parameter: Self.names.first { sentence.hasPrefix($0 + " ") } ?? "")
    }
    let settings = gan.settings
    let (discriminator, generator) = (settings.critic.parameterCount, settings.generator.parameterCount)
    let updates = settings.discriminatorSteps + 3 * settings.unrolledSteps + 1
    let work = 3.0 * Double(settings.batch) * (Double(discriminator) * Double(updates) + Double(generator))
    guard work <= Self.mostWork else {
      throw Refusal(
        sentence: "a step would take \(Int(work / 1e6)) million multiplications, and on the page it may take "
          + "\(Int(Self.mostWork / 1e6)): take a smaller width, depth, batch or discriminator-steps", parameter: "width")
    }
  }

  /// Some tenths of a second, so that a page that closes ends its training within a second.
  private static let mostWork = 4e9

  /// The command that trains the same; empty where none does.
  var command: String {
    if wasChanged { return "" }
    if let preset { return commandLine(["collapse", p, "--settings=\(preset)", "--seed=\(gan.settings.seed)"]) }
    let changes = zip(gan.settings.texts, standard.texts).filter { $0.text != $1.text }.map(\.0)
    let options = Self.names.compactMap { name in
      changes.first { $0.name == Self.field(name) }.map { "--\(name)=\($0.text)" }
    }
    return commandLine(["train", p] + (q.map { ["--q=\($0)"] } ?? []) + options + ["--output=run"])
  }

  /// Every setting as text, by the names of the options.
  var texts: [(name: String, text: String)] {
    let texts = gan.settings.texts
    return Self.names.compactMap { name in texts.first { $0.name == Self.field(name) }.map { (name, $0.text) } }
  }

  /// The name of a setting in files: `learningRate` for `learning-rate`.
  private static func field(_ option: String) -> String {
    let words = option.split(separator: "-")
    return words[0] + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}
