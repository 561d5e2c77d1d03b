import Densities
import Divergences
import RealModule
import Scalars
import Testing

/// Laws that hold for every f-divergence that tables list.
@Suite struct FDivergenceTests {
  static let divergences: [any FDivergence] =
    Catalogue.fDivergences + [
      AlphaDivergence(order: -1.5), AlphaDivergence(order: 0.25), AlphaDivergence(order: 3), WeightedJensenShannon(weight: 0.2),
      SkewKullbackLeibler(weight: 0.9),
      SkewKullbackLeibler(weight: 0.9, .reverse), Exchanged(base: AlphaDivergence(order: 1.5)), MeanToFirst(),
      CustomFDivergence(name: "le_cam") { Double.expMinusOne($0) * Double.expMinusOne($0) / (2 * (1 + Double.exp($0))) },
      CustomFDivergence(name: "cosh", growthAtZero: .power(-1)) { Double.exp($0) + Double.exp(-$0) - 2 },
    ]

  /// f as printed, up to a multiple of u − 1.
  static let printed: [String: @Sendable (Double) -> Double] = [
    "kl_pq": { $0 * Double.log($0) },
    "kl_qp": { -Double.log($0) },
    "kl_pm": { $0 * Double.log(2 * $0 / (1 + $0)) },
    "kl_qm": { Double.log(2 / (1 + $0)) },
    "jeffreys": { ($0 - 1) * Double.log($0) },
    "js": { 0.5 * ($0 * Double.log(2 * $0 / (1 + $0)) + Double.log(2 / (1 + $0))) },
    "js_lecture": { $0 * Double.log(2 * $0 / (1 + $0)) + Double.log(2 / (1 + $0)) },
    "tv": { 0.5 * abs($0 - 1) },
    "hellinger2": { 1 - Double.sqrt($0) },
    "chi2_pq": { $0 * $0 - 1 },
    "chi2_qp": { 1 / $0 - 1 },
    "triangular": { ($0 - 1) * ($0 - 1) / ($0 + 1) },
    "skew_kl_0.25": { -$0 * Double.log(0.75 + 0.25 / $0) },
    "alpha_0.5": { 4 - 4 * Double.sqrt($0) },
    "js_0.2": { 0.2 * $0 * Double.log($0) - (0.8 + 0.2 * $0) * Double.log(0.8 + 0.2 * $0) },
  ]

  @Test(arguments: divergences.indices)
  func vanishesAtOneAndIsConvex(_ index: Int) {
    let f = Self.divergences[index]
    #expect(f.value(logRatio: 0) == 0, "\(f.name)")
    let points = stride(from: -8.0, through: 8, by: 0.125).map { (u: Double.exp($0), f: f.value(logRatio: $0)) }
    for (a, (b, c)) in zip(points, zip(points.dropFirst(), points.dropFirst(2))) {
      let chord = a.f + (c.f - a.f) * (b.u - a.u) / (c.u - a.u)
      #expect(b.f <= chord + 1e-12 * (abs(a.f) + abs(c.f)), "\(f.name) is not convex at u = \(b.u)")
      #expect(b.f >= 0, "\(f.name) at u = \(b.u)")
    }
  }

  @Test(arguments: divergences.indices)
  func bothHalvesAreTheirFormula(_ index: Int) {
    let f = Self.divergences[index]
    guard let printed = Self.printed[f.name] else { return }
    // The slope at 1, by a difference quotient of fourth order, is what Bregman form takes off.
    let h = 1e-3
    let kinked = f.hasKinkAtOne
    let slope = kinked ? 0 : (8 * (printed(1 + h) - printed(1 - h)) - (printed(1 + 2 * h) - printed(1 - 2 * h))) / (12 * h)
    // Near 1 the halves are series.
    for logU in Array(stride(from: -5.0, through: 5, by: 0.25)) + [-0.2, -0.1, -0.01, 0.01, 0.1, 0.2] {
      let u = Double.exp(logU)
      let expected = printed(u) - slope * (u - 1)
      #expect(abs(f.value(logRatio: logU) - expected) <= 1e-10 * (1 + u + abs(printed(u))), "\(f.name) at u = \(u)")
    }
  }

  @Test func theWholeCatalogueHasAFormula() {
    for f in Catalogue.fDivergences { #expect(Self.printed[f.name] != nil, "\(f.name)") }
  }

  @Test(arguments: divergences.indices)
  func dualOfTheDual(_ index: Int) {
    let f = Self.divergences[index]
    let dual = Exchanged(base: f)
    let again = Exchanged(base: dual)
    for logU in stride(from: -9.0, through: 9, by: 0.25) {
      let u = Double.exp(logU)
      #expect(again.value(logRatio: logU) == f.value(logRatio: logU))
      // f°(u) = u f(1/u).
      let expected = u * f.value(logRatio: -logU)
      #expect(abs(dual.value(logRatio: logU) - expected) <= 1e-14 * expected, "\(f.name) at u = \(u)")
    }
  }

  /// The reverse of a divergence is its dual, in values, growth and closed forms.
  @Test func directionsAreDuals() throws {
    let pairs: [(any FDivergence, any FDivergence)] = [
      (KullbackLeibler(), KullbackLeibler(.reverse)), (PearsonChiSquared(), PearsonChiSquared(.reverse)),
      (SkewKullbackLeibler(weight: 0.5), SkewKullbackLeibler(weight: 0.5, .reverse)),
      (SkewKullbackLeibler(weight: 0.25), SkewKullbackLeibler(weight: 0.25, .reverse)),
    ]
    let (p, q) = (try parseDensity("gamma(2,1)"), try parseDensity("gamma(3,2)"))
    for (forward, reverse) in pairs {
      #expect(forward.name != reverse.name)
      #expect(reverse.growthAtZero == forward.growthAtInfinity && reverse.growthAtInfinity == forward.growthAtZero, "\(forward.name)")
      for log in stride(from: -9.0, through: 0, by: 0.25) {
        let w = LogRatio(log: log)
        #expect(reverse.atRatio(w) == forward.dualAtRatio(w) && reverse.dualAtRatio(w) == forward.atRatio(w), "\(forward.name)")
      }
      #expect(reverse.closedForm(p, q) == forward.closedForm(q, p), "\(forward.name)")
    }
  }

  @Test(arguments: divergences.indices)
  func partsAddUp(_ index: Int) {
    let f = Self.divergences[index]
    if f.parts.isEmpty { return }
    for log in stride(from: -60.0, through: 0, by: 0.3) {
      let w = LogRatio(log: log)
      for (whole, sum) in [
        (f.atRatio(w), f.parts.reduce(0) { $0 + $1.factor * $1.divergence.atRatio(w) }),
        (f.dualAtRatio(w), f.parts.reduce(0) { $0 + $1.factor * $1.divergence.dualAtRatio(w) }),
      ] {
        #expect(abs(whole - sum) <= 1e-14 * whole, "\(f.name) at log w = \(log)")
      }
    }
  }

  @Test(arguments: divergences.indices)
  func growthIsAsStated(_ index: Int) {
    let f = Self.divergences[index]
    let ends: [(GrowthOrder, (LogRatio) -> Double)] = [(f.growthAtZero, f.atRatio), (f.growthAtInfinity, f.dualAtRatio)]
    for (growth, shape) in ends {
      // What is left after the power has been taken out tends to a constant or grows like |log w|.
      let values = [-50.0, -100, -200, -400].map { shape(LogRatio(log: $0)) / (growth.isLogarithmic ? -$0 : 1) }
      for value in values { #expect(value.isFinite && value > 0, "\(f.name): \(values)") }
      #expect(abs(values[3] / values[2] - 1) < 0.01, "\(f.name): \(values)")
      let vanished = shape(LogRatio(log: -.infinity))
      #expect(growth.isBounded ? vanished.isFinite : !vanished.isNaN, "\(f.name)")
    }
  }

  /// D_f(P‖Q) = D_f°(Q‖P), through different branches of every f.
  @Test func exchangingTheDensities() throws {
    let pairs = [("normal(0,1)", "laplace(1,0.7)"), ("gamma(2,1)", "logNormal(0.5,0.5)"), ("beta(2,3)", "uniform(0,1)")]
    for (p, q) in pairs {
      let (p, q) = (try parseDensity(p), try parseDensity(q))
      let there = DensityPair(p, q).measure(Self.divergences)
      let back = DensityPair(q, p).measure(Self.divergences.map { Exchanged(base: $0) })
      for (a, b) in zip(there, back) {
        #expect(a.status == b.status, "\(p) \(q) \(a.measure)")
        if a.status == .finite { #expect(abs(a.value - b.value) <= a.error + b.error, "\(p) \(q) \(a.measure)") }
      }
    }
  }
}
