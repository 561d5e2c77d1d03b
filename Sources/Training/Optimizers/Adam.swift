package import Autodiff
import RealModule

/// Gradient descent by running moments: m ← β₁m + (1−β₁)g, s ← β₂s + (1−β₂)g², θ ← θ − η m̂/(√ŝ + ε) with m̂ =
/// m/(1−β₁ᵗ), ŝ = s/(1−β₂ᵗ) (Kingma & Ba 2015, algorithm 1).
package struct Adam: Optimizer, Hashable {
  /// η.
  package var learningRate: Double
  /// β₁, in [0, 1).
  package var firstDecay: Double
  /// β₂, in [0, 1).
  package var secondDecay: Double
  /// ε.
  package var epsilon: Double

  /// Adam with its usual settings for adversarial training, β₁ = 0.5.
  package init(learningRate: Double, firstDecay: Double = 0.5, secondDecay: Double = 0.999, epsilon: Double = 1e-8) {
    self.learningRate = learningRate
    self.firstDecay = firstDecay
    self.secondDecay = secondDecay
    self.epsilon = epsilon
  }

  package var stateCount: Int { 2 }

  package func apply<Number: KernelNumber>(
    _ parameters: Storage<Number>, gradient: Storage<Number>, state: [Storage<Number>], step: Int, rate: Double
  ) {
    Number.adam(parameters, gradient: gradient, first: state[0], second: state[1], coefficients(step: step, rate: rate))
  }

  func coefficients(step: Int, rate: Double) -> AdamStep {
    AdamStep(
      rate: rate * learningRate / (1 - Double.pow(firstDecay, step)), first: firstDecay, second: secondDecay, epsilon: epsilon,
      secondCorrection: 1 / (1 - Double.pow(secondDecay, step)))
  }
}

/// s ← ρ s + (1−ρ) g², θ ← θ − η g/(√s + ε) (Hinton 2012, lecture 6e): Adam without a first moment and without
/// corrections.
package struct RMSProp: Optimizer, Hashable {
  /// η.
  package var learningRate: Double
  /// ρ, in [0, 1).
  package var decay: Double
  /// ε.
  package var epsilon: Double

  /// RMSProp with its usual settings.
  package init(learningRate: Double, decay: Double = 0.99, epsilon: Double = 1e-8) {
    self.learningRate = learningRate
    self.decay = decay
    self.epsilon = epsilon
  }

  package var stateCount: Int { 2 }

  package func apply<Number: KernelNumber>(
    _ parameters: Storage<Number>, gradient: Storage<Number>, state: [Storage<Number>], step: Int, rate: Double
  ) {
    let coefficients = AdamStep(rate: rate * learningRate, first: 0, second: decay, epsilon: epsilon, secondCorrection: 1)
    Number.adam(parameters, gradient: gradient, first: state[0], second: state[1], coefficients)
  }
}

/// θ ← θ + 2 d − d′ with d Adam's step and d′ the one before (Daskalakis, Ilyas, Syrgkanis & Zeng 2018, algorithm 1).
package struct OptimisticAdam: Optimizer, Hashable {
  /// The step that is extrapolated.
  package var adam: Adam

  /// Optimistic Adam at a learning rate.
  package init(learningRate: Double) { adam = Adam(learningRate: learningRate) }

  package var stateCount: Int { 4 }

  package func apply<Number: KernelNumber>(
    _ parameters: Storage<Number>, gradient: Storage<Number>, state: [Storage<Number>], step: Int, rate: Double
  ) {
    let (move, last) = (state[2], state[3])
    Number.combine(gradient, times: 0, into: move, times: 0)
    Number.adam(move, gradient: gradient, first: state[0], second: state[1], adam.coefficients(step: step, rate: rate))
    Number.combine(move, times: step == 1 ? 1 : 2, into: parameters, times: 1)
    Number.combine(last, times: -1, into: parameters, times: 1)
    Number.combine(move, times: 1, into: last, times: 0)
  }
}
