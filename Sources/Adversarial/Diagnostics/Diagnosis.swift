public import Calculus
public import Densities
public import Divergences
import RealModule

/// A learned discriminator and a generator's density held against what theory says of them, exactly.
public struct Diagnosis: Sendable {
  /// JS(P, Q), KL(P‖Q) and KL(Q‖P).
  public let divergences: [Measurement]
  /// V(D*) − V(D) = ∫ (p+q) kl(D*‖D); nil where the critic tells no D.
  public let gap: Estimate?
  /// sup |D − D*| over 200 quantiles of P and 200 of Q: where there is something to discriminate.
  public let supremum: Double?
  /// √(∫ (D − D*)² dM) with M = (P+Q)/2.
  public let rootMeanSquare: Double?
  /// What Q puts on each mode of P.
  public let modeMasses: [Double]

  /// JS(P, Q) in nats.
  public var js: Measurement { divergences[0] }
  /// V(D*) = 2 JS − log 4.
  public var optimalValue: Double { 2 * js.value - 2 * .log(2) }
  /// V(D) = V(D*) − gap.
  public var value: Double? { gap.map { optimalValue - $0.value } }

  /// Measures the pair; `points` are those at which D is compared with D*.
  public init(_ p: any Density, _ q: any Density, discriminator: LearnedDiscriminator?, points: [Double], modes: Modes) {
    divergences = Comparison(p, q).measure(Self.measures)
    modeMasses = modes.masses(under: q)
    guard let discriminator else {
      (gap, supremum, rootMeanSquare) = (nil, nil, nil)
      return
    }
    let distance = distanceToOptimum(p, q) { discriminator.logit(at: $0) }
    gap = distance.gap
    rootMeanSquare = .sqrt(max(0, distance.meanSquare.value))
    let optimal = OptimalDiscriminator(p, q)
    supremum = points.reduce(0) { max($0, abs(discriminator.value(at: $1) - optimal.value(at: $1))) }
  }

  private static let measures: [any Generator] = [
    JensenShannon(), KullbackLeibler(), Exchanged(KullbackLeibler(), name: "kl_qp"),
  ]

  /// The levels of the quantiles at which D is compared with D*.
  public static let levels: [Double] = (0..<200).map { (Double($0) + 0.5) / 200 }
}
