public import Autodiff
import RealModule

/// Gradient descent by running moments: m ← β₁m + (1−β₁)g, s ← β₂s + (1−β₂)g², θ ← θ − η m̂/(√ŝ + ε) with m̂ = m/(1−β₁ᵗ),
/// ŝ = s/(1−β₂ᵗ) (Kingma & Ba 2015, algorithm 1).
public struct Adam: Optimizer, Hashable {
  /// η.
  public var learningRate: Double
  /// β₁, in [0, 1).
  public var firstDecay: Double
  /// β₂, in [0, 1).
  public var secondDecay: Double
  /// ε.
  public var epsilon: Double

  /// Adam with its usual settings for adversarial training, β₁ = 0.5.
  public init(learningRate: Double, firstDecay: Double = 0.5, secondDecay: Double = 0.999, epsilon: Double = 1e-8) {
    self.learningRate = learningRate
    self.firstDecay = firstDecay
    self.secondDecay = secondDecay
    self.epsilon = epsilon
  }

  public var name: String { "adam" }
  public var stateCount: Int { 2 }

  public func apply<Number: KernelNumber>(
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

/// s ← ρ s + (1−ρ) g², θ ← θ − η g/(√s + ε) (Hinton 2012, lecture 6e): Adam without a first moment and without corrections.
public struct RMSProp: Optimizer, Hashable {
  /// η.
  public var learningRate: Double
  /// ρ, in [0, 1).
  public var decay: Double
  /// ε.
  public var epsilon: Double

  /// RMSProp with its usual settings.
  public init(learningRate: Double, decay: Double = 0.99, epsilon: Double = 1e-8) {
    self.learningRate = learningRate
    self.decay = decay
    self.epsilon = epsilon
  }

  public var name: String { "rmsprop" }
  public var stateCount: Int { 2 }

  public func apply<Number: KernelNumber>(
    _ parameters: Storage<Number>, gradient: Storage<Number>, state: [Storage<Number>], step: Int, rate: Double
  ) {
    let coefficients = AdamStep(rate: rate * learningRate, first: 0, second: decay, epsilon: epsilon, secondCorrection: 1)
    Number.adam(parameters, gradient: gradient, first: state[0], second: state[1], coefficients)
  }
}

/// θ ← θ + 2 d − d′ with d Adam's step and d′ the one before (Daskalakis, Ilyas, Syrgkanis & Zeng 2018, algorithm 1).
public struct OptimisticAdam: Optimizer, Hashable {
  /// The step that is extrapolated.
  public var adam: Adam

  /// Optimistic Adam at a learning rate.
  public init(learningRate: Double) { adam = Adam(learningRate: learningRate) }

  public var name: String { "optimistic-adam" }
  public var stateCount: Int { 4 }

  public func apply<Number: KernelNumber>(
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
