package import Autodiff
import RealModule

/// A rule that moves parameters against a gradient: a value without state, which lives in vectors beside the
/// parameters.
package protocol Optimizer: Sendable {
  /// How many vectors of state, each as long as the parameters and zero at the start.
  var stateCount: Int { get }

  /// Moves the parameters one step; `step` counts from 1, and `rate` multiplies the learning rate.
  func apply<Number: KernelNumber>(
    _ parameters: Storage<Number>, gradient: Storage<Number>, state: [Storage<Number>], step: Int, rate: Double)
}

/// The optimisers by the names that files and command lines know: steps of a learning rate η against a gradient g.
public enum OptimizerName: String, CaseIterable, Hashable, Sendable {
  /// θ ← θ − η g.
  case gradientDescent = "sgd"
  /// v ← μ v + g, θ ← θ − η v with μ = 0.9 (Polyak 1964).
  case momentum
  /// s ← ρ s + (1−ρ) g², θ ← θ − η g/(√s + ε) with ρ = 0.99 (Hinton 2012, lecture 6e): Adam without a first moment and
  /// without corrections.
  case rmsProp = "rmsprop"
  /// m ← β₁m + (1−β₁)g, s ← β₂s + (1−β₂)g², θ ← θ − η m̂/(√ŝ + ε) with m̂ = m/(1−β₁ᵗ), ŝ = s/(1−β₂ᵗ) (Kingma & Ba 2015,
  /// algorithm 1).
  case adam
  /// θ ← θ − η (2 g − g′) with g′ the gradient before: the other player's next move is foreseen to be its last one,
  /// which damps the rotation of two players (Daskalakis, Ilyas, Syrgkanis & Zeng 2018, eq. 5).
  case optimisticGradientDescent = "optimistic-sgd"
  /// θ ← θ + 2 d − d′ with d the step of Adam with β₁ = 0.5 and β₂ = 0.999, and d′ the one before (Daskalakis, Ilyas,
  /// Syrgkanis & Zeng 2018, algorithm 1).
  case optimisticAdam = "optimistic-adam"
}

/// An optimiser with its learning rate.
package struct Descent: Optimizer, Hashable {
  /// Which it is.
  package var name: OptimizerName
  /// η.
  package var learningRate: Double
  /// β₁ and β₂ of Adam, in [0, 1).
  package var moments: [Double]
  /// ε.
  package var epsilon: Double

  /// An optimiser with the usual settings for adversarial training.
  package init(_ name: OptimizerName, learningRate: Double, moments: [Double] = [0.5, 0.999], epsilon: Double = 1e-8) {
    (self.name, self.learningRate, self.moments, self.epsilon) = (name, learningRate, moments, epsilon)
  }

  package var stateCount: Int {
    switch name {
    case .gradientDescent: 0
    case .momentum, .optimisticGradientDescent: 1
    case .rmsProp, .adam: 2
    case .optimisticAdam: 4
    }
  }

  // Called through the protocol, generic code would look types up in every step.
  @_specialize(where Number == Float)
  package func apply<Number: KernelNumber>(
    _ parameters: Storage<Number>, gradient: Storage<Number>, state: [Storage<Number>], step: Int, rate: Double
  ) {
    let eta = rate * learningRate
    switch name {
    case .gradientDescent: Number.combine(gradient, times: Number(-eta), into: parameters, times: 1)
    case .momentum:
      Number.combine(gradient, times: 1, into: state[0], times: 0.9)
      Number.combine(state[0], times: Number(-eta), into: parameters, times: 1)
    case .rmsProp:
      let coefficients = AdamStep(rate: eta, first: 0, second: 0.99, epsilon: epsilon, secondCorrection: 1)
      Number.adam(parameters, gradient: gradient, first: state[0], second: state[1], coefficients)
    case .adam:
      Number.adam(parameters, gradient: gradient, first: state[0], second: state[1], adam(step, eta, moments[0], moments[1]))
    case .optimisticGradientDescent:
      // Before the first step there is no gradient to correct by.
      Number.combine(gradient, times: Number(step == 1 ? -eta : -2 * eta), into: parameters, times: 1)
      Number.combine(state[0], times: Number(eta), into: parameters, times: 1)
      Number.combine(gradient, times: 1, into: state[0], times: 0)
    case .optimisticAdam:
      let (move, last) = (state[2], state[3])
      Number.combine(gradient, times: 0, into: move, times: 0)
      Number.adam(move, gradient: gradient, first: state[0], second: state[1], adam(step, eta, 0.5, 0.999))
      Number.combine(move, times: step == 1 ? 1 : 2, into: parameters, times: 1)
      Number.combine(last, times: -1, into: parameters, times: 1)
      Number.combine(move, times: 1, into: last, times: 0)
    }
  }

  private func adam(_ step: Int, _ eta: Double, _ firstDecay: Double, _ secondDecay: Double) -> AdamStep {
    // βᵗ < e^(−(1−β)t): past e⁻⁴⁰ it is lost beside 1, and `pow` would take long to find numbers that vanish.
    func powerBesideOne(_ decay: Double) -> Double { Double(step) * (1 - decay) > 40 ? 0 : Double.pow(decay, step) }
    return AdamStep(
      rate: eta / (1 - powerBesideOne(firstDecay)), first: firstDecay, second: secondDecay, epsilon: epsilon,
      secondCorrection: 1 / (1 - powerBesideOne(secondDecay)))
  }
}
