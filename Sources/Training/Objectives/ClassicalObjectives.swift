public import Autodiff
import RealModule
import Scalars

/// Goodfellow et al. 2014, eq. 1: the discriminator ascends E_P log D + E_Q log(1 − D), and the generator descends it.
public struct Minimax: Objective {
  /// The zero-sum game, which the lecture prints first; its Algorithm 1 has the generator's loss of `NonSaturating`.
  public init() {}
  public var name: String { "minimax" }
  /// −log D = log(1 + e⁻ᵛ).
  public func real<E: Expression>(_ v: E) -> E { .softplus(-v) }
  /// −log(1 − D) = log(1 + eᵛ).
  public func fake<E: Expression>(_ v: E) -> E { .softplus(v) }
  /// log(1 − D).
  public func generator<E: Expression>(_ v: E) -> E { -E.softplus(v) }
  /// D* = p/(p + q) has the logit log p/q.
  public func optimalOutput(logRatio: Double) -> Double? { logRatio }
}

/// The same discriminator; the generator descends E_Q −log D, which does not saturate (Goodfellow et al. 2014, section
/// 3).
public struct NonSaturating: Objective {
  /// The game of the lecture's Algorithm 1, and the one that is used in practice.
  public init() {}
  public var name: String { "non-saturating" }
  public func real<E: Expression>(_ v: E) -> E { .softplus(-v) }
  public func fake<E: Expression>(_ v: E) -> E { .softplus(v) }
  public func generator<E: Expression>(_ v: E) -> E { .softplus(-v) }
  public func optimalOutput(logRatio: Double) -> Double? { logRatio }
}

/// The non-saturating game with the label α < 1 for data and still 0 for generated rows (Salimans et al. 2016, section
/// 3.4): the discriminator's loss of a row of data is −α log D − (1 − α) log(1 − D).
public struct SmoothedNonSaturating: Objective {
  /// α, the label of data.
  public let label: Double

  /// A label strictly between 0 and 1.
  public init(label: Double) {
    precondition(label > 0 && label < 1, "a smoothed label lies between 0 and 1, not at \(label)")
    self.label = label
  }

  public var name: String { "smoothed(\(label))" }
  public func real<E: Expression>(_ v: E) -> E { label * E.softplus(-v) + (1 - label) * E.softplus(v) }
  public func fake<E: Expression>(_ v: E) -> E { .softplus(v) }
  public func generator<E: Expression>(_ v: E) -> E { .softplus(-v) }
  /// D* = αp/(p + q) has the logit log α + log p/q − log(1 + (1 − α) p/q).
  public func optimalOutput(logRatio: Double) -> Double? {
    .log(label) + logRatio - softplus(logRatio + .log(onePlus: -label))
  }
}

/// Squares to the labels 1 of data, 0 of generated rows, and 1 as the generator's aim (Mao et al. 2017, eq. 9); optimal
/// v = p/(p + q).
public struct LeastSquares: Objective {
  /// The labels (0, 1, 1).
  public init() {}
  public var name: String { "least-squares" }
  public func real<E: Expression>(_ v: E) -> E { 0.5 * squared(v - 1) }
  public func fake<E: Expression>(_ v: E) -> E { 0.5 * squared(v) }
  public func generator<E: Expression>(_ v: E) -> E { 0.5 * squared(v - 1) }
  public func optimalOutput(logRatio: Double) -> Double? { logistic(logRatio) }
}

/// max(0, 1 − v) on data, max(0, 1 + v) on generated rows, −v for the generator (Lim & Ye 2017); optimal v = sign(p −
/// q).
public struct Hinge: Objective {
  /// The hinge at ±1.
  public init() {}
  public var name: String { "hinge" }
  public func real<E: Expression>(_ v: E) -> E { .atLeast(0, 1 - v) }
  public func fake<E: Expression>(_ v: E) -> E { .atLeast(0, v + 1) }
  public func generator<E: Expression>(_ v: E) -> E { -v }
  public func optimalOutput(logRatio: Double) -> Double? { logRatio == 0 ? 0 : (logRatio > 0 ? 1 : -1) }
}

/// E_P v − E_Q v over 1-Lipschitz critics (Arjovsky, Chintala & Bottou 2017, eq. 2); without a constraint on the critic
/// it is unbounded, so it is used with `Regularization.clipping` or `.gradientPenalty`.
public struct Wasserstein: Objective {
  /// The critic's difference of means.
  public init() {}
  public var name: String { "wasserstein" }
  public func real<E: Expression>(_ v: E) -> E { -v }
  public func fake<E: Expression>(_ v: E) -> E { v + 0 }
  public func generator<E: Expression>(_ v: E) -> E { -v }
  public func optimalOutput(logRatio: Double) -> Double? { nil }
}

private func squared<E: Expression>(_ x: E) -> E { x * x }
