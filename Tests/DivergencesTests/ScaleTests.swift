import Densities
import Divergences
import RealModule
import Testing

/// No f-divergence depends on the unit of x, and every other measure in a known way.
@Suite struct ScaleTests {
  /// Results that were wrong once because the scale of x was not 1, with the truth by mpmath at 50 digits or more.
  @Test(arguments: [
    ("uniform(0,1e-24)", "exponential(1.0000000000000001e33)", "renyi_2", 999999958.553468),
    ("uniform(0,1e-30)", "exponential(1e39)", "renyi_2", 999999958.553468),
    (
      "logistic(2.3430599511121547e-30,8.663181502902656e-35)", "pareto(295.65248136785226,3.119972769747264e-26)", "renyi_0.5",
      360114649.81
    ),
    ("affine(beta(900,2.00001),0,1e-30)", "cauchy(0,1)", "fisher_p", 8.1090002703e70),
    ("gamma(0.008369373296282673,1.7724822788293466e36)", "normal(0,1)", "entropy_p", -197.72074733),
    (
      "affine(beta(0.010535212371495106,36411.953613665915),0,9.094947017729282e-13)", "normal(0,1)", "entropy_p", -128.14484364
    ),
  ])
  func isTheTruth(_ p: String, _ q: String, _ measure: String, _ truth: Double) throws {
    let comparison = DensityPair(try parseDensity(p), try parseDensity(q))
    let result = try #require(comparison.table().first { $0.measure == measure }, "\(measure)")
    // The truths are written to ten digits and more.
    let shown = "\(p) | \(q): \(measure) \(result.value) ± \(result.error), truth \(truth)"
    #expect(result.status == .finite, "\(shown)")
    #expect(abs(result.value - truth) <= result.error + 1e-10 * abs(truth), "\(shown)")
    #expect(result.error <= 1e-7 * abs(truth), "\(shown)")
  }

  /// The densities of `isTheTruth` and others in units of 2^±100, each by its own parameters, so that no map is common.
  @Test(arguments: [0x1p100, 0x1p-100])
  func theUnitIsNotSeen(_ unit: Double) throws {
    for (p, q) in [Self.sharp, Self.far, Self.steep, Self.low, Self.doubly, Self.plain] {
      let (own, other) = (DensityPair(try p(1), try q(1)), DensityPair(try p(unit), try q(unit)))
      for (a, b) in zip(own.measure(Catalogue.fDivergences), other.measure(Catalogue.fDivergences)) {
        agree(a, b, shift: 0, "\(own.p) | \(own.q)")
      }
      for order in [0.5, 2] { agree(own.renyi(order: order), other.renyi(order: order), shift: 0, "\(own.p) | \(own.q)") }
      for (a, b) in zip(own.measure(Entropy.allCases), other.measure(Entropy.allCases)) {
        agree(a, b, shift: .log(unit), "\(own.p) | \(own.q)")
      }
    }
  }

  /// The end of an extreme value density is no double: what its rounding has lost counts for a narrow neighbour of it, also
  /// where both are moved.
  @Test func anEndThatIsNoDoubleIsMovedWithTheRest() throws {
    let p = try parseDensity("0.5*gev(80905.08550613878,0.016972035294462944,-0.3614463907887162)+0.5*normal(80905.132462024,1e-9)")
    let q = try parseDensity("normal(80905,3)")
    let scale = -0x1p-10
    let moved = DensityPair(try Affine(p, shift: 0, scale: scale), try Affine(q, shift: 0, scale: scale))
    for (a, b) in zip(DensityPair(p, q).measure(Catalogue.fDivergences), moved.measure(Catalogue.fDivergences)) {
      agree(a, b, shift: 0, "\(p) | \(q)")
    }
    let (own, image) = (DensityPair(p, q).measure([FisherInformation.relative])[0], moved.measure([FisherInformation.relative])[0])
    #expect(abs(own.value - scale * scale * image.value) <= own.error + scale * scale * image.error, "\(own) \(image)")
  }

  private typealias Scaled = @Sendable (Double) throws -> any AnalyticDensity
  private static let sharp: (Scaled, Scaled) = ({ Uniform(lower: 0, upper: $0) }, { Exponential(rate: 0x1p30 / $0) })
  private static let far: (Scaled, Scaled) = (
    { Logistic(location: 2.3430599511121547 * $0, scale: 8.663181502902656e-5 * $0) },
    { Pareto(shape: 295.65248136785226, scale: 3.119972769747264e4 * $0) }
  )
  private static let steep: (Scaled, Scaled) = (
    { try Affine(Beta(alpha: 900, beta: 2.00001), shift: 0, scale: $0) }, { Cauchy(location: 0, scale: $0) }
  )
  private static let low: (Scaled, Scaled) = (
    { Gamma(shape: 0.0078125, rate: 1 / $0) }, { Normal(mean: 0, sd: $0) }
  )
  private static let doubly: (Scaled, Scaled) = (
    { Exponential(rate: 1798.559979427423 / $0) },
    { Gumbel(location: 3.4430880773240116 * $0, scale: 0.27966647181192056 * 0.23854167175645313 * $0) }
  )
  private static let plain: (Scaled, Scaled) = ({ Weibull(shape: 3, scale: $0) }, { Gumbel(location: $0, scale: 0.25 * $0) })

  private func agree(_ a: Estimate, _ b: Estimate, shift: Double, _ what: String) {
    switch (a.status, b.status) {
    case (.finite, .finite):
      #expect(abs(a.value + shift - b.value) <= a.error + b.error + 4 * b.value.ulp, "\(what): \(a), \(b)")
    case (.overflow(let x), .overflow(let y)): #expect(abs(x - y) <= 1e-8 * x, "\(what): \(a.measure) \(x), \(y)")
    default: #expect(a.status == b.status, "\(what): \(a.measure) \(a), \(b)")
    }
  }
}
