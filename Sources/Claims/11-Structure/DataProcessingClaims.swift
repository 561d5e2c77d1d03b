import Calculus
import Divergences
import RealModule
import Scalars

/// Nothing that is done to both samples alike makes them easier to tell apart (Csiszár 1967).
enum DataProcessingClaims {
  static let claims: [Claim] = [
    Claim(
      "D1", "Processing the samples, the same way on both sides, raises no f-divergence; what can be undone leaves each as it is.",
      source: "the data-processing inequality; Csiszár 1967 for f-divergences",
      readings: [
        Reading("binning", .atMost) { pair in
          Binned(pair).divergences.map { Sides($0.value, pair[$0.measure], component: $0.measure.name) }.resolved
        }
        .noting("octiles of both; the masses come from the distribution functions"),
        Reading("adding noise", .atMost) { pair in noised(pair)?.sides(with: pair) ?? [] }
          .noting("normal noise with sd 0.5 on normals and their mixtures, Cauchy noise on Cauchy pairs"),
        Reading("forgetting the sign", .atMost) { pair in pair.mapped(Image.folded)?.sides(with: pair) ?? [] }.noting("x → |x|"),
        Reading("a bijection changes nothing") { pair in pair.mapped(Image.negativeLogarithm)?.sides(with: pair) ?? [] }
          .noting("x → −log x takes log-normals to normals, exponentials and Weibulls to Gumbels"),
        Reading("binning loses nothing") { pair in
          Binned(pair).divergences.map { Sides($0.value, pair[$0.measure], component: $0.measure.name) }.finite.resolved.distinct
        }
        .refuted(
          "a histogram's divergence is a lower bound: what differs within a bin is lost, and KL(P‖Q) may fall from ∞ to a small number"),
        Reading("W1 is not raised either", .atMost, on: .parsing(("normal(0,1)", "normal(1,2)"))) { pair in
          pair.mapped { try? Affine($0, shift: 0, scale: 2) }.map { [Sides($0.w1, pair.w1, component: "w1")] } ?? []
        }
        .refuted("W1 is no f-divergence: the bijection x → 2x doubles it"),
        Reading(
          "noise on one side only", .atMost,
          on: .parsing(("normal(0,1)", "normal(0,1)"), ("0.5*normal(-2,0.5)+0.5*normal(2,0.5)", "0.5*normal(-2,0.5)+0.5*normal(2,0.5)"))
        ) { pair in
          Image.withNormalNoise(pair.q, variance: 0.25).map { [Sides(Pair(pair.p, $0).js, pair.js, component: "js")] } ?? []
        }
        .refuted("the inequality is about the same map on both sides: noise on the generator's samples alone can drive them apart"),
      ])
  ]

  private static func noised(_ pair: Pair) -> Pair? {
    pair.mapped { Image.withNormalNoise($0, variance: 0.25) } ?? pair.mapped { Image.withCauchyNoise($0, scale: 0.5) }
  }
}

/// A pair seen through bins: two discrete distributions and their divergences, from distribution functions alone.
struct Binned {
  private let p: [Estimate]
  private let q: [Estimate]

  /// The masses of both densities between the octiles of either, and beyond.
  init(_ pair: Pair) {
    let levels = (1..<8).map { Double($0) / 8 }
    let inner = levels.map { pair.p.quantile($0) } + levels.map { pair.q.quantile($0) }
    self.init(pair, edges: [-.infinity] + Set(inner).sorted() + [.infinity])
  }

  /// The masses of both densities between consecutive edges.
  init(_ pair: Pair, edges: [Double]) {
    let bins = zip(edges, edges.dropFirst()).map { Interval($0, $1) }
    p = Self.masses(pair.p, bins)
    q = Self.masses(pair.q, bins)
  }

  /// Distribution functions are exact to some 1e-14, their differences lose two digits at most; underflow is not 0.
  private static func masses(_ density: any AnalyticDensity, _ bins: [Interval]) -> [Estimate] {
    bins.map { bin in
      let mass = density.probability(of: bin)
      let isUnderflow = mass == 0 && density.support.contains { $0.intersection(bin) != nil }
      return Estimate(mass, error: isUnderflow ? .leastNormalMagnitude : 1e-12 * mass)
    }
  }

  /// The divergences of the two distributions.
  var divergences: [(measure: any FDivergence, value: Estimate)] {
    let mean = zip(p, q).map { 0.5 * ($0 + $1) }
    let (toP, toQ) = (Self.relativeEntropy(p, mean), Self.relativeEntropy(q, mean))
    return [
      (KullbackLeibler(), Self.relativeEntropy(p, q)), (KullbackLeibler(.reverse), Self.relativeEntropy(q, p)),
      (JensenShannon(), 0.5 * (toP + toQ)),
      (TotalVariation(), 0.5 * sum { ($0 - $1).magnitude }),
      (SquaredHellinger(), 0.5 * sum { (sqrt($0) - sqrt($1)) * (sqrt($0) - sqrt($1)) }),
      (TriangularDiscrimination(), sum { $0.value + $1.value == 0 ? 0 : ($0 - $1) * ($0 - $1) / ($0 + $1) }),
      (PearsonChiSquared(), sum { $0.value == $1.value ? 0 : $1.value > 0 ? ($0 - $1) * ($0 - $1) / $1 : Self.overNothing($1) }),
    ]
  }

  private func sum(_ term: (Estimate, Estimate) -> Estimate) -> Estimate { zip(p, q).reduce(0) { $0 + term($1.0, $1.1) } }

  /// Σ aᵢ log(aᵢ/bᵢ).
  private static func relativeEntropy(_ a: [Estimate], _ b: [Estimate]) -> Estimate {
    zip(a, b).reduce(0) { sum, masses in
      let (a, b) = masses
      if a.value == 0 { return sum }
      return b.value == 0 ? overNothing(b) : sum + a * (log(a) - log(b))
    }
  }

  /// What mass over a bin without mass contributes: ∞, or something unknown where the mass has only underflowed.
  private static func overNothing(_ mass: Estimate) -> Estimate {
    mass.error == 0 ? Estimate(.infinity) : Estimate(.greatestFiniteMagnitude, error: .infinity)
  }
}
