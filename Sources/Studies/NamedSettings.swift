package import Training

/// Settings of a training that a study names, as a command line asks for them.
package struct NamedSettings: Sendable {
  /// The name on a command line.
  package let name: String
  /// How they differ from others.
  package let remark: String
  /// The settings.
  package var training: TrainingSettings

  /// These settings changed from the defaults.
  init(_ name: String, _ remark: String, _ change: (inout TrainingSettings) -> Void) {
    (self.name, self.remark) = (name, remark)
    training = TrainingSettings()
    change(&training)
  }
}

/// Why a study has nothing to run on: one sentence, without its full stop.
package struct StudyError: Error, CustomStringConvertible {
  package let description: String
  init(_ sentence: String) { description = sentence }
}

/// How the players of a `CollapseGame` are trained: non-saturating, the generator with two hidden layers of 16 units.
extension NamedSettings {
  /// Settings that collapse. Momentum drives the cycle: each player moves towards where the other was some twenty steps
  /// ago.
  package static let cycling = NamedSettings(
    "cycling", "Adam with beta1 0.95 at equal rates, no penalty, a discriminator of 8 units"
  ) { $0.collapse(momentum: 0.95) }

  /// The same without momentum. The masses of the modes come out right, their shapes do not.
  package static let withoutMomentum = NamedSettings("without-momentum", "the same with beta1 0") { $0.collapse(momentum: 0) }

  /// Settings with which the shapes of the modes come out right, too.
  ///
  /// R1 (Mescheder, Geiger & Nowozin 2018); a faster discriminator (two time scales, Heusel et al. 2017) with twice the
  /// units, which turn where the data are; a larger batch; rates that fall to zero, and the averaged generator.
  package static let cured = NamedSettings(
    "cured", "beta1 0, R1 with gamma 0.1, a discriminator of 16 units at five times the rate, falling rates, averaged generator"
  ) {
    $0.collapse(momentum: 0)
    $0.discriminatorHidden = [16]
    $0.batch = 256
    $0.discriminatorLearningRate = 1e-2
    $0.penalty = .r1(0.1)
    $0.discriminatorInitialization = .spread
    $0.steps = 10_000
    $0.decays = true
  }
}

extension TrainingSettings {
  /// What the settings of a `CollapseGame` have in common.
  fileprivate mutating func collapse(momentum: Double) {
    generatorHidden = [16, 16]
    discriminatorHidden = [8]
    batch = 64
    moments = [momentum, 0.99]
    (learningRate, discriminatorLearningRate) = (2e-3, 2e-3)
    penalty = .none
    discriminatorInitialization = .glorot
    steps = 3000
    decays = false
  }
}

/// How the players of a `VariationalGame` are trained. The generator is the affine map μ + σz.
extension NamedSettings {
  /// The networks and the batch of the paper, with Adam at rates that fall to zero, faster for the critic.
  ///
  /// It comes close to the exact optimum.
  package static let settled = NamedSettings("settled", "Adam, falling rates, the networks and the batch of the paper") {
    $0.variational(hidden: 64, batch: 1024)
    $0.moments = [0.5, 0.99]
    ($0.learningRate, $0.discriminatorLearningRate) = (3e-3, 5e-3)
  }

  /// The settings of the paper (from memory of its section 3): plain gradient steps of 0.01 that do not decay.
  ///
  /// The paper does not state how many steps it makes. It takes both players' steps at once, here the generator answers
  /// to the critic's; and it does not standardise the data.
  package static let paper = NamedSettings("paper", "plain gradient steps of 0.01") {
    $0.variational(hidden: 64, batch: 1024)
    $0.optimizer = .gradientDescent
    ($0.learningRate, $0.discriminatorLearningRate) = (0.01, 0.01)
    $0.decays = false
  }

  /// A small critic, trained within a second: its bound is about five times looser.
  package static let brief = NamedSettings("brief", "a critic of 16 units a layer, within a second") {
    $0.variational(hidden: 16, batch: 256)
    $0.steps = 3000
    $0.moments = [0.5, 0.99]
    ($0.learningRate, $0.discriminatorLearningRate) = (3e-3, 1e-2)
  }
}

extension TrainingSettings {
  /// What the settings of a `VariationalGame` have in common.
  fileprivate mutating func variational(hidden: Int, batch: Int) {
    generatorHidden = []
    discriminatorHidden = [hidden, hidden]
    self.batch = batch
    steps = 4000
    penalty = .none
  }
}
