import RealModule

/// What the loss of a discriminator, its accuracy or the loss of a critic proves about P and Q, in any number of
/// dimensions.
///
/// The bounds hold for the expectations over P and Q. The mean over a minibatch is not the expectation, and over samples
/// that D was trained on not even an estimate of it.
package enum LossBounds {
  /// The summed loss of D = ½ everywhere, E_P[−log D] + E_Q[−log(1 − D)] = log 4.
  package static let coin = 2 * Double.log(2)

  /// JS(P,Q) ≥ (log 4 − L)/2 for a discriminator with the summed loss L, and 0 where that is less: V(D) = −L is at most
  /// V(D*) = 2 JS − log 4 (Goodfellow et al. 2014, theorem 1).
  package static func jensenShannon(discriminatorLoss loss: Double) -> Double { max(0, (coin - loss) / 2) }

  /// TV(P,Q) ≥ JS/log 2.
  package static func totalVariation(jensenShannon js: Double) -> Double { min(1, js / .log(2)) }

  /// TV(P,Q) ≥ |2a − 1| for a discriminator that is right on a share a of equally many data and samples: the best one is
  /// right on (1 + TV)/2, and one that is wrong more often than not is turned round.
  package static func totalVariation(accuracy: Double) -> Double { abs(2 * accuracy - 1) }

  /// The accuracy of the best discriminator, (1 + TV)/2.
  package static func bestAccuracy(totalVariation: Double) -> Double { (1 + totalVariation) / 2 }

  /// JS(P,Q) ≥ log 2 − h((1 − TV)/2) with h the entropy of a coin (Fano's bound), which grows with TV.
  package static func jensenShannon(totalVariation: Double) -> Double {
    let share = (1 - totalVariation) / 2
    func term(_ x: Double) -> Double { x == 0 ? 0 : -x * .log(x) }
    return max(0, .log(2) - term(share) - term(1 - share))
  }

  /// W1(P,Q) ≥ (E_P f − E_Q f)/L for a critic f whose slopes are at most L, and 0 where that is less.
  package static func wasserstein(differenceOfMeans: Double, slope: Double) -> Double { max(0, differenceOfMeans / slope) }
}
