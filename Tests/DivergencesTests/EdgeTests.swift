import Densities
import Divergences
import RealModule
import Testing

/// Integrals next to where they diverge, and densities with a feature next to an end: what decides there is a small
/// difference of large numbers.
@Suite struct EdgeTests {
  private func contains(_ result: Estimate, _ truth: Double, within resolution: Double = 1e-7, _ pair: String) {
    let shown = "\(pair): \(result.measure) \(result.value) ± \(result.error), truth \(truth)"
    #expect(abs(result.value - truth) <= result.error + 4 * truth.ulp, "\(shown)")
    #expect(result.status == .finite && result.error <= resolution * truth, "\(shown)")
  }

  /// A density so close to 0 that a distance from it is a moment.
  private let origin = Uniform(lower: 0, upper: 1e-30)

  /// E X² = a/(a − 2), E X = a/(a − 1) and ∫ (F − G)² = 1 + 1/(2a − 1) of a Pareto distribution, in units of its scale.
  @Test(arguments: [1e-3, 1e-6, 1e-7, 1e-9, 1e-10])
  func paretoAboveItsEdges(_ distance: Double) {
    for scale in [1, 3e-5, 7e20] {
      let near = Uniform(lower: 0, upper: 1e-30 * scale)
      let (a, b, c) = (2 + distance, 1 + distance, 0.5 + distance)
      let quadratic = DensityPair(Pareto(shape: a, scale: scale), near)
      contains(quadratic.wasserstein2(), scale * .sqrt(a / (a - 2)), "\(quadratic)")
      let linear = DensityPair(Pareto(shape: b, scale: scale), near)
      contains(linear.measure([.wasserstein1])[0], scale * (b / (b - 1)), "\(linear)")
      let square = DensityPair(Pareto(shape: c, scale: scale), near)
      contains(square.measure([.cramer])[0], scale * (1 + 1 / (2 * c - 1)), "\(square)")
      contains(square.measure([.energy])[0], 2 * scale * (1 + 1 / (2 * c - 1)), "\(square)")
    }
  }

  /// E X² = ν/(ν − 2) in units of the scale, also of a mixture, of an affine image and of a truncation.
  @Test(arguments: [1e-3, 1e-7, 1e-9])
  func secondMomentsAboveTheEdge(_ distance: Double) throws {
    let (a, b) = (2 + distance, 2 + 5 * distance)
    let student = StudentT(dof: a, location: 0, scale: 4.096325633937519)
    contains(w2(student, origin), 4.096325633937519 * .sqrt(a / (a - 2)), "\(student)")
    // Terms whose exponents are close count together far beyond the largest double.
    let mixture = try Mixture([Pareto(shape: a, scale: 1), Pareto(shape: b, scale: 1)], weights: [0.25, 0.75])
    contains(w2(mixture, origin), .sqrt(0.25 * a / (a - 2) + 0.75 * b / (b - 2)), "\(mixture)")
    let image = try Affine(Pareto(shape: a, scale: 2), shift: 0, scale: -3)
    contains(w2(image, origin), 6 * .sqrt(a / (a - 2)), "\(image)")
    let cut = try Truncated(Pareto(shape: a, scale: 1), lower: 5, upper: .infinity)
    contains(w2(cut, origin), 5 * .sqrt(a / (a - 2)), "\(cut)")
  }

  /// A scale next to the largest double: the tail is no power before x has overflowed.
  /// Mass beyond 1e300 counts, also where the tail is lighter than any power: distances go with the scale.
  @Test(arguments: [("normal(0,1)", "normal(0,0.5)"), ("normal(0,1e-20)", "normal(0,1)"), ("exponential(1)", "exponential(10)")])
  func massBeyondTheReachOfPowers(p: String, q: String) throws {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    let near = DensityPair(p, q).measure([.wasserstein1, .energy, .cramer])
    let scale = 9.5e299
    let (wideP, wideQ) = (try Affine(p, shift: 0, scale: scale), try Affine(q, shift: 0, scale: scale))
    for (wide, known) in zip(DensityPair(wideP, wideQ).measure([.wasserstein1, .energy, .cramer]), near) {
      let distance = abs(wide.value / scale - known.value)
      #expect(distance <= wide.error / scale + known.error + 8 * known.value.ulp, "\(wide.measure): \(wide.value / scale), \(known)")
    }
    let normals = DensityPair(Normal(mean: 0, sd: 1e300), Normal(mean: 0, sd: 5e299)).measure([.wasserstein1])[0]
    contains(normals, 5e299 * .sqrt(2 / .pi), "normals")
  }

  @Test func scalesNextToTheLargestDouble() {
    for (dof, scale) in [(3.0, 1e299), (3, 2e299), (1.5, 1e290)] {
      let (own, wide) = ((StudentT(dof: dof, location: 0, scale: 1), StudentT(dof: dof, location: 0, scale: 2)), scale)
      let pair = DensityPair(own.0, own.1).measure([.wasserstein1, .cramer])
      let image = DensityPair(StudentT(dof: dof, location: 0, scale: wide), StudentT(dof: dof, location: 0, scale: 2 * wide))
      for (a, b) in zip(pair, image.measure([.wasserstein1, .cramer])) {
        #expect(abs(a.value - b.value / scale) <= a.error + b.error / scale, "\(image): \(a) \(b)")
      }
    }
  }

  /// A corner next to an end, whence p²/q falls like 1/x over many decades. Truths by mpmath, and χ² + 1 = ∫ p²/(2x)
  /// for q = 2x on (0, 1).
  @Test(arguments: [1e-3, 1e-9, 1e-18, 3e-60])
  func cornerNextToAnEnd(_ mode: Double) throws {
    let integral = 1 + 2 / ((1 - mode) * (1 - mode)) * (-.log(mode) - 2 * (1 - mode) + 0.5 * (1 - mode * mode))
    let (p, q) = (Triangular(lower: 0, mode: mode, upper: 1), Beta(alpha: 2, beta: 1))
    for scale in [1, -1, 0x1p-40] {
      let pair = DensityPair(try Affine(p, shift: 0, scale: scale), try Affine(q, shift: 0, scale: 1.5 * scale))
      // q has 1.5 of the width: 2x/1.5².
      contains(pair.measure(PearsonChiSquared()), 2.25 * integral - 1, within: 1e-11, "\(pair)")
    }
    contains(DensityPair(p, q).measure(PearsonChiSquared()), integral - 1, within: 1e-11, "\(p)")
  }

  @Test func cornerNextToAnEndOfATinySupport() {
    let p = Triangular(lower: 0, mode: 3.02655764530652e-28, upper: 3.0265576453065197e-19)
    let q = Weibull(shape: 2.0000001, scale: 0.0031966948178613675)
    contains(DensityPair(p, q).measure(PearsonChiSquared()), 4.400635031625219269e33, within: 1e-11, "\(p)")
  }

  /// So close to the edge that doubles do not reach the end of the tail: unresolved, with a bound that is true all the
  /// same.
  @Test(arguments: [2.8e-13, 4.8e-13, 3e-12, 2e-11])
  func boundsOfWhatIsUnresolved(_ distance: Double) {
    func holds(_ result: Estimate, _ truth: Double, _ what: String) {
      #expect(abs(result.value - truth) <= result.error, "\(what): \(result), truth \(truth)")
    }
    let a = 2 + distance
    for rate in [0.7, 1, 1.6155959829397974] {
      let gamma = Gamma(shape: a, rate: rate)
      holds(fisherInformation(gamma), rate * rate / (a - 2), "\(gamma)")
    }
    for b in [1.3, 3.8883091243010277] {
      let (p, q) = (Pareto(shape: 0.5 * b * (1 + distance), scale: 1), Pareto(shape: b, scale: 1))
      let twice = 2 * p.shape - b
      holds(DensityPair(p, q).measure(PearsonChiSquared()), p.shape * p.shape / (b * twice) - 1, "\(p) | \(q)")
    }
    let pareto = Pareto(shape: a, scale: 1)
    holds(w2(pareto, origin), .sqrt(a / (a - 2)), "\(pareto)")
  }

  /// The second route has no bound of an integral whose peak its nodes have missed.
  @Test(arguments: [
    (
      "logNormal(0.0,0.07088301341277788)", "affine(laplace(-4.705390219233868,7.220164184119687e-08),0.0,5.302128201879123)", 65177166.0065
    ),
    ("logNormal(0,0.05)", "laplace(-3,1e-6)", 3009673.9053250662),
  ])
  func secondRouteInAFarTail(_ p: String, _ q: String, _ truth: Double) throws {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    let (first, second) = (DensityPair(p, q).renyi(order: 0.5), DensityPair(p, q, by: .gsl).renyi(order: 0.5))
    #expect(abs(first.value - second.value) <= first.error + second.error, "\(first) \(second)")
    #expect(abs(first.value - truth) <= first.error + 1e-4, "\(first)")
  }

  /// Of disjoint densities every bounded divergence is f(0) + f°(0), and no value is above it.
  @Test func noValueIsAboveItsCeiling() throws {
    let ceilings: [String: Double] = [
      "tv": 1, "hellinger2": 1, "js": .log(2), "js_lecture": 2 * .log(2), "kl_pm": .log(2), "kl_qm": .log(2), "triangular": 2,
      "alpha_0.5": 4,
      "skew_kl_0.25": .log(4 / 3),
    ]
    let texts = [
      "uniform(0,1)", "pareto(2.0000001,2)", "normal(-100,1)", "gumbel(1e5,3)", "0.3*cauchy(-1e9,1e-3)+0.7*triangular(-60,-59,-58)",
      "exponential(1e9)",
    ]
    var met: Set<String> = []
    for p in texts {
      for q in texts where p != q {
        for route in Quadrature.allCases {
          for result in DensityPair(try parseDensity(p), try parseDensity(q), by: route).measure(Catalogue.fDivergences) {
            guard let ceiling = ceilings[result.measure] else { continue }
            #expect(result.value <= ceiling * (1 + .ulpOfOne), "\(p) | \(q): \(result)")
            if abs(result.value - ceiling) <= result.error { met.insert(result.measure) }
          }
        }
      }
    }
    #expect(met == Set(ceilings.keys))
  }

  /// Far from 0 a break point of an affine image is rounded, and cells on its two sides meet where it is meant.
  @Test func roundedBreakPointsLeaveNoGap() throws {
    func rows(_ shift: Double) throws -> [String: Estimate] {
      let p = try Affine(Pareto(shape: 0.9331, scale: 1), shift: shift, scale: 0.03491)
      let q = try Mixture([Laplace(location: shift, scale: 0.03968), Cauchy(location: shift, scale: 0.03744)], weights: [0.82, 0.18])
      return Dictionary(uniqueKeysWithValues: DensityPair(p, q).table().map { ($0.measure, $0) })
    }
    let near = try rows(0)
    for shift in [2.59e6, -7.3e5, 1e8] {
      let far = try rows(shift)
      for name in ["fisher_q", "energy", "cramer", "hellinger2", "js", "tv"] {
        let (a, b) = (try #require(near[name]), try #require(far[name]))
        #expect(abs(a.value - b.value) <= a.error + b.error, "\(name) at \(shift): \(b.value) ± \(b.error), not \(a.value)")
      }
    }
  }
}
