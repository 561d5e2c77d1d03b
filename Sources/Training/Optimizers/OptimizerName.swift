/// The optimisers by the names that files and command lines know.
public enum OptimizerName: String, CaseIterable, Hashable, Sendable {
  /// Gradient descent.
  case gradientDescent = "sgd"
  /// Gradient descent with momentum.
  case momentum
  /// RMSProp.
  case rmsProp = "rmsprop"
  /// Adam.
  case adam
  /// Optimistic gradient descent.
  case optimisticGradientDescent = "optimistic-sgd"
  /// Optimistic Adam.
  case optimisticAdam = "optimistic-adam"

  /// The rule with its usual settings at a learning rate; Adam has these β₁ and β₂.
  package func rule(learningRate: Double, moments: [Double]) -> any Optimizer {
    switch self {
    case .gradientDescent: GradientDescent(learningRate: learningRate)
    case .momentum: Momentum(learningRate: learningRate)
    case .rmsProp: RMSProp(learningRate: learningRate)
    case .adam: Adam(learningRate: learningRate, firstDecay: moments[0], secondDecay: moments[1])
    case .optimisticGradientDescent: OptimisticGradientDescent(learningRate: learningRate)
    case .optimisticAdam: OptimisticAdam(learningRate: learningRate)
    }
  }
}
