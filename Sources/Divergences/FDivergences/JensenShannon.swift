import Scalars

/// JS(P, Q) = ½ KL(P‖M) + ½ KL(Q‖M), with M = (P+Q)/2: the halved Jensen–Shannon divergence, at most log 2 (Lin 1991).
///
/// The lecture's own JS leaves out the halves: it is `JensenShannon(isHalved: false)`, named `js_lecture`.
public struct JensenShannon: FDivergence {
  public let name: String
  private let part = SkewKullbackLeibler(weight: 0.5, name: "kl_pm")
  private let half: Double

  /// The halved divergence, or the un-halved KL(P‖M) + KL(Q‖M) of the lecture.
  public init(isHalved: Bool = true) {
    name = isHalved ? "js" : "js_lecture"
    half = isHalved ? 0.5 : 1
  }

  public func atRatio(_ w: LogRatio) -> Double { half * (part.atRatio(w) + part.dualAtRatio(w)) }
  public func dualAtRatio(_ w: LogRatio) -> Double { atRatio(w) }
}
