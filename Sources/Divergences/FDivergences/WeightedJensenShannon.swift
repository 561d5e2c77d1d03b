import RealModule

/// JS_π(P, Q) = π KL(P‖M) + (1 − π) KL(Q‖M) with M = πP + (1 − π)Q: the information that a draw carries on which density it is from, when
/// P is drawn from with probability π (Lin 1991).
///
/// It is at most the entropy −π log π − (1 − π) log(1 − π), and symmetric only at π = ½.
public struct WeightedJensenShannon: FDivergence {
  /// The weight π of P, 0 < π < 1.
  public let weight: Double
  public let name: String
  private let ofP: SkewKullbackLeibler
  private let ofQ: SkewKullbackLeibler

  /// The divergence with weight π on P, which must lie between 0 and 1.
  public init(weight: Double, name: String? = nil) {
    precondition(0 < weight && weight < 1, "the weight of a Jensen–Shannon divergence lies between 0 and 1, not \(weight)")
    self.weight = weight
    self.name = name ?? "js_\(weight)"
    ofP = SkewKullbackLeibler(weight: 1 - weight, name: "kl_pm")
    ofQ = SkewKullbackLeibler(weight: weight, name: "kl_qm")
  }

  public func atRatio(_ w: LogRatio) -> Double { weight * ofP.atRatio(w) + (1 - weight) * ofQ.dualAtRatio(w) }
  public func dualAtRatio(_ w: LogRatio) -> Double { weight * ofP.dualAtRatio(w) + (1 - weight) * ofQ.atRatio(w) }
}
