public import Densities

/// The f-divergences that tables list, in their order. To add one: a file in `FDivergences/` and a line below.
public let fDivergences: [any FDivergence] = commonDivergences + furtherDivergences

/// Those with which every table begins.
let commonDivergences: [any FDivergence] = [
  KullbackLeibler(),
  Exchanged(KullbackLeibler(), name: "kl_qp"),
  SkewKullbackLeibler(weight: 0.5, name: "kl_pm"),
  Exchanged(SkewKullbackLeibler(weight: 0.5, name: "kl_pm"), name: "kl_qm"),
  Symmetrized(KullbackLeibler(), name: "jeffreys"),
  JensenShannon(),
  JensenShannon(isHalved: false),
  TotalVariation(),
  SquaredHellinger(),
  PearsonChiSquared(),
  Exchanged(PearsonChiSquared(), name: "chi2_qp"),
]

/// Those that follow the distances W1, W2, energy and Cramér.
let furtherDivergences: [any FDivergence] = [
  TriangularDiscrimination(),
  SkewKullbackLeibler(weight: 0.25, name: "skew_kl_0.25"),
  AlphaDivergence(order: 0.5),
]

/// KL(P‖Q) = ∫ p log(p/q), in nats.
public func kl(_ p: any Density, _ q: any Density) -> Measurement { Comparison(p, q).measure(KullbackLeibler()) }

/// JS(P, Q) = ½ KL(P‖M) + ½ KL(Q‖M) with M = (P+Q)/2, in nats: the halved one, at most log 2.
public func js(_ p: any Density, _ q: any Density) -> Measurement { Comparison(p, q).measure(JensenShannon()) }
