import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Testing
import Training

@Suite struct GeneratorDensityTests {
  /// A generator whose density is known.
  struct Known: Sendable {
    let map: any SmoothMap
    let noise: Noise
    let density: any AnalyticDensity
  }
  static let known = [
    Known(map: Line(), noise: .normal, density: Normal(mean: 3, sd: 0.5)),
    Known(map: FallingLine(), noise: .uniform, density: Uniform(lower: -1, upper: 3)),
    Known(map: Exponential(), noise: .normal, density: LogNormal(mu: 0, sigma: 1)),
    Known(map: Square(), noise: .normal, density: Gamma(shape: 0.5, rate: 0.5)),
    Known(map: Square(), noise: .uniform, density: Beta(alpha: 0.5, beta: 1)),
  ]

  @Test(arguments: known) func agreesWithTheClosedForm(_ known: Known) throws {
    let q = try GeneratorDensity(known.map, noise: known.noise)
    #expect(q.support == known.density.support && q.breakpoints == known.density.breakpoints)
    for level in stride(from: 0.0025, to: 1, by: 0.005) {
      let x = known.density.quantile(level)
      #expect(abs(q.logDensity(at: x) - known.density.logDensity(at: x)) < 1e-12)
      // The beta distribution's own function is good to 10⁻¹².
      #expect(abs(q.cumulative(x) - known.density.cumulative(x)) < 1e-12 * known.density.cumulative(x))
      #expect(abs(q.survival(x) - known.density.survival(x)) < 1e-12 * max(known.density.survival(x), 0.5))
      #expect(abs(q.score(at: x) - known.density.score(at: x)) < 1e-9 * (1 + abs(known.density.score(at: x))))
    }
    for level in [1e-12, 0.3, 0.999] {
      #expect(abs(q.quantile(level) - known.density.quantile(level)) < 1e-10 * max(abs(known.density.quantile(level)), 1e-3))
    }
    // Everything that vanishes where Q is P: 0 within the bound, or by a bound that says that it cannot be told from 0.
    let measurements =
      DensityPair(known.density, q).measure(Catalogue.fDivergences) + DensityPair(known.density, q).measure([.wasserstein1])
    for row in measurements { #expect(row.value <= max(row.error, 1e-14) && row.error < 1e-12, "\(row)") }
  }

  /// In the chart x = c ± eᵗ the density is exact where the distance from the turning point has underflowed.
  @Test func isExactBelowTheSmallestDistance() throws {
    let (q, gamma) = (try GeneratorDensity(Square()), Gamma(shape: 0.5, rate: 0.5))
    for t in [-1.0, -30, -700, -2000, -1e6] {
      let place = Place(anchor: 0, direction: 1, t: t)
      #expect(abs(q.logDensity(at: place) - gamma.logDensity(at: place)) < 1e-13 * max(1, abs(t)))
      #expect(q.logDensity(at: Place(anchor: 0, direction: -1, t: t)) == -.infinity)
    }
    let (cube, normal) = (try GeneratorDensity(Cube()), Normal(mean: 0, sd: 1))
    for t in [-900.0, -3, 0, 2] {
      // q(x) dx/dt = φ(z)/(3 z²) eᵗ with z = e^{t/3}.
      let exact = normal.logDensity(at: Double.exp(t / 3)) - Double.log(3) + t / 3
      #expect(abs(cube.logDensity(at: Place(anchor: 0, direction: 1, t: t)) - exact) < 1e-12)
    }
    let saturating = try GeneratorDensity(Saturating())
    for z in [2.0, 5, 20] {
      // 1 − tanh 3z = 2/(1 + e^{6z}).
      let (logDistance, logSlope) = (Double.log(2) - softplus(6 * z), Double.log(12) - 6 * z - 2 * Double.log(onePlus: .exp(-6 * z)))
      let exact = normal.logDensity(at: z) - logSlope + logDistance
      #expect(abs(saturating.logDensity(at: Place(anchor: 1, direction: -1, t: logDistance)) - exact) < 1e-9)
    }
  }

  /// Nothing is NaN at a turning point itself, where the density is infinite, or as far out as doubles reach.
  @Test(arguments: all.indices) func extremePlacesHaveAnswers(_ index: Int) throws {
    let q = try GeneratorDensity(Self.all[index])
    for x in q.breakpoints + [-1e308, -1e200, -1e20, 1e20, 1e200, 1e308] {
      #expect(!q.logDensity(at: x).isNaN && !q.logDensity(at: Place(anchor: x, offset: 0)).isNaN, "\(x)")
      #expect(abs(q.cumulative(x) + q.survival(x) - 1) < 1e-12, "\(x)")
    }
    #expect(q.cumulative(-1e308) == 0 && q.survival(1e308) == 0)
    #expect(try GeneratorDensity(Square()).logDensity(at: 0.0) == .infinity)
  }

  /// The places of a panel, which are found eight at a time, have the numbers of each place alone.
  @Test(arguments: all.indices) func aPanelIsWhatItsPlacesAre(_ index: Int) throws {
    let q = try GeneratorDensity(Self.all[index])
    let nodes = (0..<21).map { Double($0) / 10 - 1 }
    var panels: [Places] = []
    for anchor in q.breakpoints + q.landmarks.map(\.location) {
      for half in [1e-12, 1e-3, 0.3, 7] {
        var panel = Places(count: nodes.count)
        panel.move(to: nodes, middle: 0.1 * half, half: half, anchor: anchor)
        panels.append(panel)
      }
      for (middle, half) in [(-400.0, 350.0), (-20, 10), (0, 2)] {
        var panel = Places(count: nodes.count)
        panel.move(to: nodes, middle: middle, half: half, anchor: anchor, direction: -1)
        panels.append(panel)
      }
    }
    var (values, roundings) = ([Double](repeating: 0, count: nodes.count), [Double](repeating: 0, count: nodes.count))
    for panel in panels {
      q.logDensities(at: panel, into: &values, roundings: &roundings)
      for (place, (value, rounding)) in zip(panel, zip(values, roundings)) {
        #expect(value == q.logDensity(at: place), "\(place)")
        #expect((rounding > 0) == value.isFinite, "\(place)")
      }
    }
  }

  @Test func endsAreThoseOfTheClosedForm() throws {
    let pairs: [(any SmoothMap, any AnalyticDensity, [Approach])] = [
      (Square(), Gamma(shape: 0.5, rate: 0.5), [.point(0, from: 1), .point(0, from: -1), .tail(direction: -1, origin: 0)]),
      (Exponential(), LogNormal(mu: 0, sigma: 1), [.point(0, from: 1, unit: 3), .tail(direction: 1, origin: 0), .point(2, from: 1)]),
      (Line(), Normal(mean: 3, sd: 0.5), [.tail(direction: 1, origin: 1, unit: 2), .tail(direction: -1, origin: 1), .point(3, from: -1)]),
    ]
    for (map, density, approaches) in pairs {
      let q = try GeneratorDensity(map)
      for approach in approaches {
        let (mine, exact) = (q.asymptote(approach), density.asymptote(approach))
        #expect(mine.isZero == exact.isZero && mine.terms.map(\.growth) == exact.terms.map(\.growth), "\(mine) \(exact)")
        for (a, b) in zip(mine.terms, exact.terms) { #expect(abs(a.coefficient - b.coefficient) < 1e-6, "\(approach)") }
      }
    }
    // A wavering map that goes to infinity has the support of a line.
    #expect(try GeneratorDensity(Wave()).support == [.line])
    #expect(kl(Normal(mean: 0, sd: 1), try GeneratorDensity(Wave())).status == .finite)
  }

  static let all: [any SmoothMap] = smoothMaps + networkMaps

  /// Quadrature over x against the noise: E_Q[g] = ∫ φ(z) g(G(z)) dz.
  @Test(arguments: all.indices) func expectationsAreIntegralsOverTheNoise(_ index: Int) throws {
    let map = Self.all[index]
    let q = try GeneratorDensity(map)
    #expect(q.lostMass < 1e-15 && q.relativeError < 1e-9)
    let functions: [@Sendable (Double) -> Double] = [{ _ in 1 }, { .cos($0) }, { 1 / (1 + $0 * $0) }, { $0 * .exp(-abs($0)) }]
    let estimates = expectations(under: q, of: functions.map { LineFunction($0) })
    #expect(abs(estimates[0].value - 1) < 1e-12 + estimates[0].error)
    for (estimate, function) in zip(estimates, functions) {
      let direct = try overNoise(map) { function($0) }
      #expect(abs(estimate.value - direct.value) < 1e-11 + estimate.error + direct.error, "\(map)")
    }
  }

  /// JS by way of V(D*) = E_P log D* + E_z log(1 − D*(G(z))), and KL(Q‖P) = E_z[log q/p].
  @Test(arguments: [0, 6, 8, smoothMaps.count, smoothMaps.count + 3, smoothMaps.count + 5]) func divergencesAreThoseOverTheNoise(
    _ index: Int
  ) throws {
    let map = Self.all[index]
    let q = try GeneratorDensity(map)
    let p = try Mixture([Normal(mean: -1, sd: 0.7), Normal(mean: 2, sd: 1.1)], weights: [0.4, 0.6])
    let optimal = OptimalDiscriminator(p, q)
    // Within rounding of a turning point D* is 0, and a logarithm of it not a number to integrate.
    let real = expectation(under: p, alongside: [q]) { max(.log(optimal.value(at: $0)), -100) }
    let fake = try overNoise(map, cuts: q.breakpoints) { .log(optimal.complement(at: $0)) }
    let measured = js(p, q)
    #expect(abs(measured.value - 0.5 * (real.value + fake.value) - .log(2)) < 1e-9 + real.error + fake.error + measured.error)
    let reverse = DensityPair(p, q).measure(KullbackLeibler(.reverse))
    let direct = try overNoise(map, cuts: q.breakpoints) { q.logDensity(at: $0) - p.logDensity(at: $0) }
    #expect(abs(reverse.value - direct.value) < 1e-8 * (1 + reverse.value) + direct.error + reverse.error)
  }

  /// Every root is found: the distribution function against a count of fine cells of the noise.
  @Test(arguments: all.indices) func theDistributionFunctionIsThatOfACount(_ index: Int) throws {
    let map = Self.all[index]
    let q = try GeneratorDensity(map)
    let (cells, noise) = (10_000, Normal(mean: 0, sd: 1))
    let middles = map.evaluated(at: (0..<cells).map { noise.quantile((Double($0) + 0.5) / Double(cells)) }).values
    for x in stride(from: 0.05, to: 1, by: 0.1).map({ q.quantile($0) }) {
      let count = Double(middles.count { $0 <= x }) / Double(cells)
      #expect(abs(q.cumulative(x) - count) < 1e-3 && abs(q.cumulative(x) + q.survival(x) - 1) < 1e-12)
    }
  }

  @Test func samplesFollowTheDistributionFunction() throws {
    var random = CounterRandom(seed: 3)
    for map in [Wave(), Saturating(), networkMaps[1]] as [any SmoothMap] {
      for noise in Noise.allCases {
        let q = try GeneratorDensity(map, noise: noise)
        let count = 4000
        let levels = (0..<count).map { _ in q.cumulative(q.sample(using: &random)) }.sorted()
        let distance = levels.enumerated().map { max(abs($1 - Double($0) / Double(count)), abs($1 - Double($0 + 1) / Double(count))) }.max()
        // The Kolmogorov–Smirnov distance passes 1.95/√n once in a thousand times.
        #expect((distance ?? 1) < 1.95 / Double.sqrt(Double(count)))
      }
    }
  }

  @Test func aMapWithoutADensityIsAnError() {
    #expect(throws: GeneratorDensityError.atom(value: 2, mass: 1)) { try GeneratorDensity(Constant()) }
    #expect(throws: GeneratorDensityError.atom(value: 0.3, mass: Normal(mean: 0, sd: 1).survival(0.3))) { try GeneratorDensity(Plateau()) }
    #expect(throws: GeneratorDensityError.narrow(value: 2, mass: 1)) { try GeneratorDensity(NearlyConstant()) }
    #expect(throws: GeneratorDensityError.self) { try GeneratorDensity(Undefined()) }
    #expect("\(GeneratorDensityError.atom(value: 2, mass: 1))".contains("2.0"))
  }

  @Test func anAffineImageIsAnAffineDensity() throws {
    let base = networkMaps[0]
    let image = try GeneratorDensity(AffineImage(base, shift: -70, scale: 13))
    let affine = try Affine(GeneratorDensity(base), shift: -70, scale: 13)
    for level in [0.01, 0.2, 0.7, 0.99] {
      let x = affine.quantile(level)
      #expect(abs(image.logDensity(at: x) - affine.logDensity(at: x)) < 1e-9)
    }
  }

  /// ∫ φ(z) g(G(z)) dz by GSL, cut at unit steps, at the kinks, and where G takes values at which g is not smooth.
  private func overNoise(_ map: some SmoothMap, cuts values: [Double] = [], _ function: (Double) -> Double) throws -> Estimate {
    let cuts = Set(stride(from: -8.5, to: 9, by: 0.5) + map.kinks + preimages(map, values) + [0.3]).sorted()
    do {
      return try integrate(over: Interval(-9, 9), breakpoints: cuts, tolerance: 1e-11) { z in
        let weight = Double.exp(-0.5 * z * z) / Double.sqrt(2 * .pi)
        let value = function(map(z))
        // At a turning point itself the density is infinite; the point does not count.
        return value.isFinite ? weight * value : 0
      }
    } catch .unresolved(let best, _) { return best }
  }

  /// Where a map crosses values, by a scan of fine cells.
  private func preimages(_ map: some SmoothMap, _ values: [Double]) -> [Double] {
    let grid = (0...1800).map { -9 + 0.01 * Double($0) }
    let images = map.evaluated(at: grid).values
    return values.flatMap { value in
      zip(grid, grid.dropFirst()).enumerated().compactMap { index, cell in
        (images[index] - value) * (images[index + 1] - value) < 0 ? root(in: Interval(cell.0, cell.1)) { map($0) - value } : nil
      }
    }
  }
}
