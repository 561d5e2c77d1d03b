import Training

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

  /// The settings of a `VariationalGame`.
  package static let ofFGAN = [settled, paper, brief]
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
