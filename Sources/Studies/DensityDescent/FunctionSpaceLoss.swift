package import Divergences
import Scalars

/// What the generator descends in function space, where its density itself is what moves and the discriminator is
/// optimal in every step (Goodfellow et al. 2014, proposition 2).
package enum FunctionSpaceLoss: String, CaseIterable, Sendable {
  /// E_Q[log(1 − D)], the game's own loss.
  case minimax
  /// E_Q[−log D], with D frozen while Q moves.
  case nonSaturating = "non-saturating"

  /// The derivative of the loss by q(x) at D*: log(1 − D*(x)) or −log D*(x), as a function of log q/p = −logit D*.
  ///
  /// It rises with q/p: the step takes mass from where Q has too much.
  package func slope(atLogRatio logRatio: Double) -> Double {
    switch self {
    case .minimax: -softplus(-logRatio)
    case .nonSaturating: softplus(logRatio)
    }
  }

  /// The loss with the divergence of which `slope` is the derivative up to a constant: 2 JS(P, Q), or 2 KL(M‖P).
  package var loss: GeneratorLoss {
    switch self {
    case .minimax: .saturating
    case .nonSaturating: .nonSaturating
    }
  }

  /// log q after one step of mirror descent, before it is normalised: log q − rate · slope. What is 0 stays 0.
  func moved(logQ: Double, logP: Double, rate: Double) -> Double {
    logQ == -.infinity ? logQ : logQ - rate * slope(atLogRatio: logQ == logP ? 0 : logQ - logP)
  }
}
