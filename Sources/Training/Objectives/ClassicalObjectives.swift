package import Autodiff
import RealModule
import Scalars

/// Goodfellow et al. 2014, eq. 1: the discriminator ascends E_P log D + E_Q log(1 − D), and the generator descends it.
package struct Minimax: Objective {
  /// The zero-sum game, which the lecture prints first; its Algorithm 1 has the generator's loss of `NonSaturating`.
  package init() {}
  package var name: String { "minimax" }
  /// −log D = log(1 + e⁻ᵛ).
  package func real<E: Expression>(_ v: E) -> E { .softplus(-v) }
  /// −log(1 − D) = log(1 + eᵛ).
  package func fake<E: Expression>(_ v: E) -> E { .softplus(v) }
  /// log(1 − D).
  package func generator<E: Expression>(_ v: E) -> E { -E.softplus(v) }
  /// D* = p/(p + q) has the logit log p/q.
  package func optimalOutput(logRatio: Double) -> Double? { logRatio }
}

/// The same discriminator; the generator descends E_Q −log D, which does not saturate (Goodfellow et al. 2014, section
/// 3).
package struct NonSaturating: Objective {
  /// The game of the lecture's Algorithm 1, and the one that is used in practice.
  package init() {}
  package var name: String { "non-saturating" }
  package func real<E: Expression>(_ v: E) -> E { .softplus(-v) }
  package func fake<E: Expression>(_ v: E) -> E { .softplus(v) }
  package func generator<E: Expression>(_ v: E) -> E { .softplus(-v) }
  package func optimalOutput(logRatio: Double) -> Double? { logRatio }
}

/// The non-saturating game with the label α < 1 for data and still 0 for generated rows (Salimans et al. 2016, section
/// 3.4): the discriminator's loss of a row of data is −α log D − (1 − α) log(1 − D).
package struct SmoothedNonSaturating: Objective {
  /// α, the label of data.
  package let label: Double

  /// A label strictly between 0 and 1.
  package init(label: Double) {
    precondition(label > 0 && label < 1, "a smoothed label lies between 0 and 1, not at \(label)")
    self.label = label
  }

  package var name: String { "smoothed(\(label))" }
  package func real<E: Expression>(_ v: E) -> E { label * E.softplus(-v) + (1 - label) * E.softplus(v) }
  package func fake<E: Expression>(_ v: E) -> E { .softplus(v) }
  package func generator<E: Expression>(_ v: E) -> E { .softplus(-v) }
  /// D* = αp/(p + q) has the logit log α + log p/q − log(1 + (1 − α) p/q).
  package func optimalOutput(logRatio: Double) -> Double? {
    .log(label) + logRatio - softplus(logRatio + .log(onePlus: -label))
  }
}

/// Squares to the labels 1 of data, 0 of generated rows, and 1 as the generator's aim (Mao et al. 2017, eq. 9); optimal
/// v = p/(p + q).
package struct LeastSquares: Objective {
  /// The labels (0, 1, 1).
  package init() {}
  package var name: String { "least-squares" }
  package func real<E: Expression>(_ v: E) -> E { 0.5 * squared(v - 1) }
  package func fake<E: Expression>(_ v: E) -> E { 0.5 * squared(v) }
  package func generator<E: Expression>(_ v: E) -> E { 0.5 * squared(v - 1) }
  package func optimalOutput(logRatio: Double) -> Double? { logistic(logRatio) }
}

/// max(0, 1 − v) on data, max(0, 1 + v) on generated rows, −v for the generator (Lim & Ye 2017); optimal v = sign(p −
/// q).
package struct Hinge: Objective {
  /// The hinge at ±1.
  package init() {}
  package var name: String { "hinge" }
  package func real<E: Expression>(_ v: E) -> E { .atLeast(0, 1 - v) }
  package func fake<E: Expression>(_ v: E) -> E { .atLeast(0, v + 1) }
  package func generator<E: Expression>(_ v: E) -> E { -v }
  package func optimalOutput(logRatio: Double) -> Double? { logRatio == 0 ? 0 : (logRatio > 0 ? 1 : -1) }
}

/// E_P v − E_Q v over 1-Lipschitz critics (Arjovsky, Chintala & Bottou 2017, eq. 2); without a constraint on the critic
/// it is unbounded, so it is used with `Regularization.clipping` or `.gradientPenalty`.
package struct Wasserstein: Objective {
  /// The critic's difference of means.
  package init() {}
  package var name: String { "wasserstein" }
  package func real<E: Expression>(_ v: E) -> E { -v }
  package func fake<E: Expression>(_ v: E) -> E { v + 0 }
  package func generator<E: Expression>(_ v: E) -> E { -v }
  package func optimalOutput(logRatio: Double) -> Double? { nil }
}

private func squared<E: Expression>(_ x: E) -> E { x * x }
