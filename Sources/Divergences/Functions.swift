public import Calculus
public import Densities

// What a program calls: a function a measure, of two densities. Values are in nats, or in the units of x for distances.

/// KL(P‖Q) = ∫ p log(p/q), in nats (Kullback & Leibler 1951).
///
/// ```swift
/// let d = kl(Normal(mean: 0, sd: 1), Cauchy(location: 0, scale: 1))
/// print(d.value, d.error, d.route)    // 0.2592… within 3.9e-14, by quadrature
/// ```
/// +∞, with the reason, where P has mass outside the support of Q or tails that are too heavy against those of Q.
public func kl(_ p: any Density, _ q: any Density) -> Estimate { DensityPair(p, q).measure(KullbackLeibler()) }

/// Jeffreys' divergence KL(P‖Q) + KL(Q‖P), in nats (Jeffreys 1946).
public func jeffreys(_ p: any Density, _ q: any Density) -> Estimate {
  DensityPair(p, q).measure(Jeffreys())
}

/// JS(P,Q) = ½ KL(P‖M) + ½ KL(Q‖M) with M = (P+Q)/2, in nats: the halved one, at most log 2 (Lin 1991).
public func js(_ p: any Density, _ q: any Density) -> Estimate { DensityPair(p, q).measure(JensenShannon()) }

/// The total variation distance ½ ∫ |p − q|, at most 1.
public func tv(_ p: any Density, _ q: any Density) -> Estimate { DensityPair(p, q).measure(TotalVariation()) }

/// The squared Hellinger distance 1 − ∫ √(pq), at most 1.
public func hellinger2(_ p: any Density, _ q: any Density) -> Estimate { DensityPair(p, q).measure(SquaredHellinger()) }

/// Pearson's χ²(P‖Q) = ∫ (p − q)²/q (Pearson 1900).
public func chi2(_ p: any Density, _ q: any Density) -> Estimate { DensityPair(p, q).measure(PearsonChiSquared()) }

/// The Rényi divergence log(∫ pᵅ q¹⁻ᵅ)/(α − 1) of an order α ≥ 0, in nats; KL(P‖Q) at order 1 (Rényi 1961).
public func renyi(_ p: any Density, _ q: any Density, order: Double) -> Estimate { DensityPair(p, q).renyi(order: order) }

/// The Wasserstein distance of order 1, ∫ |F − G|, in the units of x (Vallender 1974).
public func w1(_ p: any Density, _ q: any Density) -> Estimate { DensityPair(p, q).measure([DistributionDistance.wasserstein1])[0] }

/// The Wasserstein distance of order 2, √∫₀¹ (F⁻¹ − G⁻¹)², in the units of x.
public func w2(_ p: any Density, _ q: any Density) -> Estimate { DensityPair(p, q).wasserstein2() }
