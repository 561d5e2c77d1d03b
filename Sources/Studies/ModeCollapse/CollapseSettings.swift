import Training

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

  /// The settings of a `CollapseGame`.
  package static let ofCollapse = [cycling, withoutMomentum, cured]
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
