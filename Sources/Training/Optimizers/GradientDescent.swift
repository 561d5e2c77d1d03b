package import Autodiff

/// θ ← θ − η g.
package struct GradientDescent: Optimizer, Hashable {
  /// η.
  package var learningRate: Double

  /// Gradient descent at a learning rate.
  package init(learningRate: Double) { self.learningRate = learningRate }

  package var stateCount: Int { 0 }

  package func apply<Number: KernelNumber>(
    _ parameters: Storage<Number>, gradient: Storage<Number>, state: [Storage<Number>], step: Int, rate: Double
  ) {
    Number.combine(gradient, times: Number(-rate * learningRate), into: parameters, times: 1)
  }
}

/// v ← μ v + g, θ ← θ − η v (Polyak 1964).
package struct Momentum: Optimizer, Hashable {
  /// η.
  package var learningRate: Double
  /// μ, in [0, 1).
  package var momentum: Double

  /// Gradient descent with momentum.
  package init(learningRate: Double, momentum: Double = 0.9) {
    self.learningRate = learningRate
    self.momentum = momentum
  }

  package var stateCount: Int { 1 }

  package func apply<Number: KernelNumber>(
    _ parameters: Storage<Number>, gradient: Storage<Number>, state: [Storage<Number>], step: Int, rate: Double
  ) {
    Number.combine(gradient, times: 1, into: state[0], times: Number(momentum))
    Number.combine(state[0], times: Number(-rate * learningRate), into: parameters, times: 1)
  }
}

/// θ ← θ − η (2 g − g′) with g′ the gradient before: the other player's next move is foreseen to be its last one, which
/// damps the rotation of two players (Daskalakis, Ilyas, Syrgkanis & Zeng 2018, eq. 5).
package struct OptimisticGradientDescent: Optimizer, Hashable {
  /// η.
  package var learningRate: Double

  /// Optimistic gradient descent at a learning rate.
  package init(learningRate: Double) { self.learningRate = learningRate }

  package var stateCount: Int { 1 }

  package func apply<Number: KernelNumber>(
    _ parameters: Storage<Number>, gradient: Storage<Number>, state: [Storage<Number>], step: Int, rate: Double
  ) {
    let eta = rate * learningRate
    // Before the first step there is no gradient to correct by.
    Number.combine(gradient, times: Number(step == 1 ? -eta : -2 * eta), into: parameters, times: 1)
    Number.combine(state[0], times: Number(eta), into: parameters, times: 1)
    Number.combine(gradient, times: 1, into: state[0], times: 0)
  }
}
