import Densities
import Divergences
import RealModule
import Scalars
import Testing

/// What the bounds of W1, energy and Cramér distance are made of beside the error of the quadrature.
@Suite struct TransportBoundTests {
  /// A density that says less mass than its distribution function: part of it is not where quadrature looks.
  private struct Leaking: AnalyticDensity {
    let base: any AnalyticDensity
    let share: Double

    var text: String { "leaking(\(base))" }
    var support: [Interval] { base.support }
    func logDensity<S: Scalar>(at x: S) -> S { base.logDensity(at: x) + S(.log(onePlus: -share)) }
    func logDensity(at place: Place) -> Double { base.logDensity(at: place) + .log(onePlus: -share) }
    var landmarks: [Landmark] { base.landmarks }
    var breakpoints: [Double] { base.breakpoints }
    func asymptote(_ approach: Approach) -> Asymptote { base.asymptote(approach) }
    func cumulative(_ x: Double) -> Double { base.cumulative(x) }
    func survival(_ x: Double) -> Double { base.survival(x) }
    func quantile(_ p: Double) -> Double { base.quantile(p) }
    func upperQuantile(_ p: Double) -> Double { base.upperQuantile(p) }
  }

  private static let distances: [DistributionDistance] = [.wasserstein1, .energy, .cramer]

  /// Mass that the mesh has not seen may lie a few units away from where it should be.
  @Test(arguments: [1e-9, 1e-8, 3e-7]) func unseenMassIsInTheBound(_ share: Double) {
    let (p, q) = (Normal(mean: 0, sd: 1), Normal(mean: 2, sd: 1))
    for (whole, result) in zip(
      DensityPair(p, q).measure(Self.distances), DensityPair(Leaking(base: p, share: share), q).measure(Self.distances))
    {
      #expect(whole.error < 1e-11)
      // The unit is the distance of the two centres, and the energy's factor of 2 comes with it.
      let unit: Double = result.measure == "energy" ? 4 : 2
      #expect(result.error >= 0.99 * share * unit && result.error < 10 * share * unit, "\(result)")
    }
  }

  /// A density of which the mesh has seen too little makes no result, whatever is integrated.
  @Test func aMassThatIsMissingIsNamed() {
    let pair = DensityPair(Leaking(base: Normal(mean: 0, sd: 1), share: 1e-3), Normal(mean: 2, sd: 1))
    let results = pair.measure(Catalogue.fDivergences) + pair.measure(Self.distances) + pair.measure(Entropy.allCases)
    for result in results {
      #expect(result.status == .unresolved && result.error == .infinity && result.reason.contains("not seen"), "\(result)")
    }
    #expect(expectation(under: pair.p) { $0 }.error == .infinity)
    #expect(valueFunction(pair.p, pair.q, LineFunction { -$0 }).error == .infinity)
  }

  /// Tails that cancel drown in rounding long before they are integrated; what is left beyond is in the value, and all
  /// of it in the bound. The truth comes from the pair without the part that cancels, whose tails do not drown: |F − G|
  /// has a half of it, and its square a quarter.
  @Test(arguments: [("studentT(0.9,0,1)", 1.05), ("studentT(0.9,0,1)", 1.1), ("cauchy(0,1)", 1.2), ("studentT(0.5,0,1)", 1.5)])
  func theRestOfW1IsInTheBound(_ common: String, _ dof: Double) throws {
    let (narrow, wide) = ("studentT(\(dof),0,1)", "studentT(\(dof),0,2)")
    let plain = w1(try parseDensity(narrow), try parseDensity(wide))
    let mixed = w1(try parseDensity("0.5*\(common)+0.5*\(narrow)"), try parseDensity("0.5*\(common)+0.5*\(wide)"))
    #expect(abs(mixed.value - 0.5 * plain.value) <= mixed.error + 0.5 * plain.error, "\(mixed), half of \(plain)")
  }

  @Test(arguments: [("studentT(0.3,0,1)", 0.51), ("studentT(0.3,0,1)", 0.55), ("studentT(0.2,0,1)", 0.6)])
  func theRestOfTheEnergyIsInTheBound(_ common: String, _ dof: Double) throws {
    let (narrow, wide) = ("studentT(\(dof),0,1)", "studentT(\(dof),0,2)")
    func energy(_ p: String, _ q: String) throws -> Estimate {
      DensityPair(try parseDensity(p), try parseDensity(q)).measure([DistributionDistance.energy])[0]
    }
    let plain = try energy(narrow, wide)
    let mixed = try energy("0.5*\(common)+0.5*\(narrow)", "0.5*\(common)+0.5*\(wide)")
    #expect(abs(mixed.value - 0.25 * plain.value) <= mixed.error + 0.25 * plain.error, "\(mixed), a quarter of \(plain)")
  }

  /// A shift of a heavy tail: F is nowhere below G, so that W1 is the shift.
  @Test(arguments: [0.2, 0.3, 0.5, 0.8, 1]) func aShiftIsItsOwnDistance(_ dof: Double) throws {
    let distance = w1(StudentT(dof: dof, location: 0, scale: 1), StudentT(dof: dof, location: 1, scale: 1))
    #expect(abs(distance.value - 1) <= distance.error, "\(distance)")
    // Beyond ν/ε the two tails, c x^−ν each, are the same double: nobody has seen what is there.
    let unseen = StudentT(dof: dof, location: 0, scale: 1).survival(dof / .ulpOfOne)
    #expect(distance.error >= unseen, "\(distance), of which \(unseen) cannot be seen")
  }
}
