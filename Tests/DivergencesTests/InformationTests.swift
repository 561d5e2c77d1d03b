import Densities
import Divergences
import Foundation
import RealModule
import Scalars
import Testing

/// Entropies, Fisher informations and Rényi divergences, held to the closed forms of the families.
@Suite struct InformationTests {
  /// h(P) from the parameters, as tables have it (Cover & Thomas 2006, table 17.1; Lazo & Rathie 1978).
  private static func entropy(of density: any AnalyticDensity) -> Double? {
    let euler = 0.5772156649015329
    func logBeta(_ a: Double, _ b: Double) -> Double { lgamma(a) + lgamma(b) - lgamma(a + b) }
    func digamma(_ x: Double) -> Double { .polygamma(0, x) }
    switch density {
    case let d as Normal: return 0.5 * log(2 * .pi * M_E) + log(d.sd)
    case let d as Laplace: return 1 + log(2) + log(d.scale)
    case let d as Logistic: return 2 + log(d.scale)
    case let d as Cauchy: return log(4 * .pi) + log(d.scale)
    case let d as Uniform: return log(d.upper - d.lower)
    case let d as Exponential: return 1 - log(d.rate)
    case let d as Gumbel: return 1 + euler + log(d.scale)
    case let d as LogNormal: return d.mu + 0.5 * log(2 * .pi * M_E) + log(d.sigma)
    case let d as Weibull: return euler * (1 - 1 / d.shape) + log(d.scale) - log(d.shape) + 1
    case let d as Pareto: return log(d.scale) - log(d.shape) + 1 + 1 / d.shape
    case let d as Triangular: return 0.5 + log((d.upper - d.lower) / 2)
    case let d as Gamma where d.shape < 1e3: return d.shape - log(d.rate) + lgamma(d.shape) + (1 - d.shape) * digamma(d.shape)
    case let d as Beta where d.alpha + d.beta < 1e3:
      let ends: Double = (d.alpha - 1) * digamma(d.alpha) + (d.beta - 1) * digamma(d.beta)
      return logBeta(d.alpha, d.beta) - ends + (d.alpha + d.beta - 2) * digamma(d.alpha + d.beta)
    case let d as StudentT where d.dof < 1e3:
      let half = 0.5 * (d.dof + 1)
      return half * (digamma(half) - digamma(0.5 * d.dof)) + 0.5 * log(d.dof) + logBeta(0.5 * d.dof, 0.5) + log(d.scale)
    default: return nil
    }
  }

  /// A member that has no formula here is held to GSL's own quadrature, so that no family goes unchecked.
  @Test(arguments: Catalogue.families.map { $0.name }) func entropies(_ name: String) throws {
    let family = try #require(Catalogue.families.first { $0.name == name })
    #expect(!family.specimens.isEmpty)
    for density in family.specimens.map({ family.init($0) }) {
      let second = DensityPair(density, density, by: .gsl).measure([Entropy.ofP])[0]
      let formula = Self.entropy(of: density)
      let (truth, error) = formula.map { ($0, 1e-12 * (1 + abs($0))) } ?? (second.value, second.error)
      let got = Divergences.entropy(density)
      #expect(got.status == .finite && abs(got.value - truth) <= got.error + error, "\(density): \(got), truth \(truth)")
      #expect(abs(got.value - truth) <= 1e-10 * (1 + abs(truth)) + error, "\(density): \(got), truth \(truth)")
      #expect(formula != nil || second.error < 1e-7 * (1 + abs(truth)), "\(density): \(second)")
    }
  }

  /// −∫ p log q = h(P) + KL(P‖Q), to the three error bounds, and infinite together.
  @Test func crossEntropyIsEntropyPlusKL() {
    for first in Catalogue.families {
      for second in Catalogue.families {
        let (p, q) = (first.init(first.specimens[0]), second.init(second.specimens[0]))
        let comparison = DensityPair(p, q)
        let kl = comparison.measure(KullbackLeibler())
        let entropies = comparison.measure([Entropy.ofP, .ofQ, .cross])
        #expect(entropies[2].status == kl.status, "\(p) \(q): \(entropies[2]) \(kl)")
        guard kl.value.isFinite else { continue }
        let difference = abs(entropies[2].value - entropies[0].value - kl.value)
        let allowed = entropies[2].error + entropies[0].error + kl.error + 4 * entropies[2].value.ulp
        #expect(difference <= allowed, "\(p) \(q): \(entropies) \(kl)")
      }
    }
  }

  /// Every entropy of the images under a common map x → shift + scale x is larger by log |scale|.
  @Test(arguments: [(3.0, -2.0), (0, 1e-9), (-7, 1e40), (1e6, 1)])
  func anAffineMapAddsTheLogarithmOfItsScale(_ shift: Double, _ scale: Double) throws {
    let (p, q) = (Gamma(shape: 2, rate: 1), Laplace(location: 0.5, scale: 2))
    let images = (try Affine(p, shift: shift, scale: scale), try Affine(q, shift: shift, scale: scale))
    let results = zip(DensityPair(p, q).measure(Entropy.allCases), DensityPair(images.0, images.1).measure(Entropy.allCases))
    for (before, after) in results {
      #expect(before.status == .finite && after.status == .finite, "\(before) \(after)")
      let expected = before.value + log(abs(scale))
      #expect(abs(after.value - expected) <= before.error + after.error + 4 * expected.ulp, "\(before) \(after)")
    }
  }

  private static let fisherValues: [(String, Double)] = [
    ("normal(0,1)", 1), ("normal(3,0.01)", 1e4), ("normal(1e10,2)", 0.25), ("logistic(0,1)", 1.0 / 3), ("cauchy(0,1)", 0.5),
    ("cauchy(-7,3)", 1.0 / 18),
    ("laplace(0,1)", 1), ("laplace(5,0.1)", 100), ("gumbel(2,3)", 1.0 / 9), ("studentT(3,0,1)", 4.0 / 6),
    ("studentT(0.5,0,2)", 1.5 / 3.5 / 4),
    ("gamma(3,2)", 4), ("gamma(50,0.02)", 0.0004 / 48), ("gamma(2.1,1)", 10), ("beta(3,3)", 40),
    ("logNormal(0.5,0.5)", 5 * 0.6065306597126334),
    ("normal(0,1e-100)", 1e200), ("affine(gamma(2.5,1),3,-2)", 0.5), ("affine(logistic(0,1),1,-2)", 1.0 / 12),
  ]

  @Test(arguments: fisherValues)
  func fisher(_ text: String, _ truth: Double) throws {
    let got = fisherInformation(try parseDensity(text))
    #expect(got.status == .finite && abs(got.value - truth) <= got.error + 4 * truth.ulp, "\(got), truth \(truth)")
    #expect(abs(got.value - truth) <= 1e-9 * truth, "\(got), truth \(truth)")
  }

  @Test(arguments: [
    "uniform(0,1)", "exponential(1)", "gamma(0.5,1)", "gamma(2,1)", "beta(2,5)", "beta(0.5,0.5)", "pareto(3,1)", "weibull(1.5,1)",
    "triangular(0,1,2)",
    "0.5*uniform(0,1)+0.5*normal(0,1)", "truncated(normal(0,1),-1,1)",
  ])
  func infiniteFisher(_ text: String) throws {
    let got = fisherInformation(try parseDensity(text))
    #expect(got.status == .infinite && !got.reason.isEmpty, "\(got)")
  }

  private static let relativeFisherValues: [(String, String, Double)] = [
    ("normal(0,1)", "normal(1,2)", 0.625), ("normal(0,1)", "normal(50,1)", 2500), ("exponential(1)", "exponential(3)", 4),
    ("cauchy(0,1)", "cauchy(0,1)", 0), ("studentT(2.5,0,1)", "normal(0,1)", 40.0 / 11),
    ("normal(0,1)", "laplace(0,1)", 2 - 2 * 0.7978845608028654),
    ("uniform(0,1)", "uniform(-1,2)", 0), ("truncated(normal(0,1),-1,1)", "truncated(normal(3,1),-1,1)", 9),
  ]

  @Test(arguments: relativeFisherValues)
  func relativeFisher(_ first: String, _ second: String, _ truth: Double) throws {
    let got = relativeFisherInformation(try parseDensity(first), try parseDensity(second))
    #expect(got.status == .finite && abs(got.value - truth) <= got.error + 8 * truth.ulp, "\(got), truth \(truth)")
    #expect(abs(got.value - truth) <= 1e-9 * truth)
  }

  @Test(arguments: [
    ("normal(0,1)", "exponential(1)"), ("studentT(1.5,0,1)", "normal(0,1)"), ("beta(2,3)", "beta(3,2)"),
    ("uniform(-1,1)", "0.5*uniform(-2,0)+0.5*uniform(-2,2)"),
  ])
  func infiniteRelativeFisher(_ first: String, _ second: String) throws {
    let got = relativeFisherInformation(try parseDensity(first), try parseDensity(second))
    #expect(got.status == .infinite && !got.reason.isEmpty, "\(got)")
  }

  /// A score beyond the doubles is no 0: the information is finite, but has no number.
  @Test(arguments: [
    ("uniform(0,1.8)", "gumbel(7e6,4e-4)"), ("uniform(-937159,-934655)", "gumbel(0,6.3)"), ("normal(0,1)", "gumbel(1e5,1)"),
  ])
  func relativeFisherBeyondTheDoubles(_ first: String, _ second: String) throws {
    let got = relativeFisherInformation(try parseDensity(first), try parseDensity(second))
    #expect(got.status == .unresolved || got.status.description == "overflow", "\(got)")
  }

  /// Equal laws have a relative information of 0, whether they are written alike or not.
  @Test(arguments: [
    ("triangular(0,1,1)", "beta(2,1)"), ("exponential(2)", "gamma(1,2)"), ("uniform(0,1)", "beta(1,1)"), ("cauchy(1,2)", "studentT(1,1,2)"),
    ("weibull(1,0.5)", "exponential(2)"), ("normal(3,2)", "affine(normal(0,1),3,2)"), ("gamma(0.1,1)", "gamma(0.1,1)"),
    ("beta(0.3,0.4)", "affine(beta(0.4,0.3),1,-1)"), ("studentT(1e18,0,1)", "normal(0,1)"),
  ])
  func relativeFisherOfEqualLaws(_ first: String, _ second: String) throws {
    let got = relativeFisherInformation(try parseDensity(first), try parseDensity(second))
    #expect(got.status == .finite && got.value <= got.error && got.error < 1e-24, "\(got)")
  }

  private static let normalPairs: [(m: Double, s: Double, n: Double, r: Double, order: Double)] = [
    (0.0, 1.0, 1.0, 2.0, 0.5), (0, 1, 1, 2, 2), (0, 1, 50, 1, 2), (0, 1, 50, 1, 0.5), (0, 1, 1e-4, 1, 0.5), (0, 1, 1e-4, 1, 3),
    (0, 1, 0, 0.9, 4), (0, 1e-3, 100, 1, 0.3),
    (0, 1, 300, 1, 0.9), (0, 1, 1000, 1, 5), (0, 1, 1e6, 1, 0.5),
  ]

  /// R_α of normals with σ² and τ²: αδ²/(2s²) + log(τ/σ) + log(τ²/s²)/(2(α − 1)) with s² = ατ² + (1−α)σ² (Gil, Alajaji
  /// & Linder 2013, table 2).
  @Test(arguments: normalPairs)
  func renyiOfNormals(_ pair: (m: Double, s: Double, n: Double, r: Double, order: Double)) {
    let (m, s, n, r, order) = pair
    let mixed = order * r * r + (1 - order) * s * s
    let distance = 0.5 * order * (m - n) * (m - n) / mixed
    let truth = log(r / s) + log(r * r / mixed) / (2 * (order - 1)) + distance
    let got = renyi(Normal(mean: m, sd: s), Normal(mean: n, sd: r), order: order)
    #expect(got.status == .finite && abs(got.value - truth) <= got.error + 8 * .ulpOfOne * (truth + 1), "\(got), truth \(truth)")
    #expect(abs(got.value - truth) <= max(1e-10 * truth, 1e-14), "\(got), truth \(truth)")
  }

  @Test(arguments: [
    ("normal(0,1)", "laplace(0,1)"), ("gamma(2,1)", "gamma(3,2)"), ("uniform(0,1)", "uniform(-1,2)"), ("cauchy(0,1)", "cauchy(5,2)"),
  ])
  func renyiLaws(_ first: String, _ second: String) throws {
    let (p, q) = (try parseDensity(first), try parseDensity(second))
    let rising = [0, 0.1, 0.5, 0.9, 0.999, 1, 1.001, 1.5, 2].map { renyi(p, q, order: $0) }
    for (lower, upper) in zip(rising, rising.dropFirst()) {
      #expect(lower.value <= upper.value + lower.error + upper.error, "\(lower) \(upper)")
    }
    #expect(rising[5].value == kl(p, q).value)
    for order in [0.1, 0.5, 0.8] {
      let (one, other) = (renyi(p, q, order: order), renyi(q, p, order: 1 - order))
      let difference = (1 - order) * one.value - order * other.value
      #expect(abs(difference) <= one.error + other.error + 4 * .ulpOfOne)
    }
  }

  @Test func renyiOfDisjointSupports() throws {
    let (p, q) = (try parseDensity("uniform(0,1)"), try parseDensity("uniform(2,3)"))
    for order in [0, 0.5, 1, 2] { #expect(renyi(p, q, order: order).status == .infinite) }
    #expect(renyi(try parseDensity("uniform(0,1)"), try parseDensity("uniform(0.5,2.5)"), order: 0).value == log(4))
  }
}
