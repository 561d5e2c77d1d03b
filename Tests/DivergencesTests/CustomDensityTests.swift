import Densities
import Divergences
import RealModule
import Testing

/// A formula of a user's own is the density that it is proportional to, and what cannot be known of it is asked for.
@Suite struct CustomDensityTests {
  private static let line = -Double.infinity ... .infinity

  /// Formulas with constants left out, beside the family that they belong to.
  static let pairs: [(CustomDensity, any AnalyticDensity)] = {
    do {
      return [
        (try CustomDensity(on: line, endsLike: Normal(mean: 0, sd: 1)) { -0.5 * ($0 - 3) * ($0 - 3) + 7 }, Normal(mean: 3, sd: 1)),
        (try CustomDensity(on: line, endsLike: Cauchy(location: 0, scale: 1)) { -.log(1 + $0 * $0) }, Cauchy(location: 0, scale: 1)),
        (
          try CustomDensity(on: 0 ... .infinity, endsLike: Gamma(shape: 0.3, rate: 2)) { -0.7 * .log($0) - 2 * $0 },
          Gamma(shape: 0.3, rate: 2)
        ),
        (try CustomDensity(on: 0...1) { .log($0 * (1 - $0) + 1) }, mixtureOfUniformAndBeta),
        (try CustomDensity(on: 0...1, endsLike: Beta(alpha: 3, beta: 1)) { 2 * .log($0) }, Beta(alpha: 3, beta: 1)),
        (try CustomDensity(on: 1e6...1_000_001) { _ in -1000 }, Uniform(lower: 1e6, upper: 1_000_001)),
      ]
    } catch {
      Issue.record(error)
      return []
    }
  }()

  /// 1 + x(1 − x) on [0, 1] has the mass 7/6, of which 1/7 is that of beta(2,2).
  private static let mixtureOfUniformAndBeta: any AnalyticDensity = {
    do { return try Mixture([Uniform(lower: 0, upper: 1), Beta(alpha: 2, beta: 2)], weights: [6.0 / 7, 1.0 / 7]) } catch {
      fatalError("\(error)")
    }
  }()

  @Test(arguments: pairs.indices) func isTheDensityItIsProportionalTo(_ index: Int) {
    let (custom, known) = Self.pairs[index]
    for level in [1e-6, 0.01, 0.3, 0.5, 0.9, 0.999] {
      let x = known.quantile(level)
      #expect(abs(custom.logDensity(at: x) - known.logDensity(at: x)) < 1e-9 * max(1, abs(known.logDensity(at: x))), "\(known) at \(x)")
      #expect(abs(custom.cumulative(x) - level) < 1e-9, "\(known) at \(x)")
    }
    // Of equal laws every f-divergence is 0, within its bound.
    for measurement in DensityPair(custom, known).table().prefix(11) {
      #expect(abs(measurement.value) <= measurement.error + 1e-19, "\(measurement)")
    }
  }

  @Test(arguments: pairs.indices) func hasTheDivergencesOfTheFamily(_ index: Int) {
    let (custom, known) = Self.pairs[index]
    let other = Normal(mean: known.quantile(0.4), sd: known.quantile(0.8) - known.quantile(0.2))
    for (p, q, r) in [(custom as any AnalyticDensity, other as any AnalyticDensity, known), (other, custom, known)] {
      let isFirst = p is CustomDensity
      let expected = isFirst ? DensityPair(r, other).table() : DensityPair(other, r).table()
      for (found, known) in zip(DensityPair(p, q).table(), expected) where !found.measure.contains("fisher") {
        #expect(found.measure == known.measure)
        if known.status == .infinite {
          #expect(found.status == .infinite, "\(found) for \(r)")
        } else if found.error.isFinite, known.error.isFinite {
          #expect(
            abs(found.value - known.value) <= found.error + known.error + 1e-12 * abs(known.value), "\(found) against \(known) for \(r)")
        }
      }
    }
  }

  @Test func fisherInformationIsUnresolved() throws {
    let p = try CustomDensity(on: -1...1) { -$0 * $0 }
    for p in [p as any Density, try Affine(p, shift: 1, scale: 2), try Mixture([p, Normal(mean: 0, sd: 1)], weights: [0.5, 0.5])] {
      let informations = DensityPair(p, Normal(mean: 0, sd: 2)).table().filter {
        $0.measure == "fisher_p" || $0.measure == "relative_fisher_pq"
      }
      #expect(informations.count == 2)
      for information in informations { #expect(information.status == .unresolved) }
    }
  }

  @Test func whatCannotBeKnownIsAskedFor() {
    #expect(throws: DensityError.self) { try CustomDensity(on: 0 ... .infinity) { -$0 } }
    // A logarithm has no limit at 0.
    #expect(throws: DensityError.self) { try CustomDensity(on: 0...1) { 2 * .log($0) } }
    // Tails that are not those that are stated.
    #expect(throws: DensityError.self) { try CustomDensity(on: Self.line, endsLike: Normal(mean: 0, sd: 1)) { -.log(1 + $0 * $0) } }
    #expect(throws: DensityError.self) { try CustomDensity(on: Self.line, endsLike: Cauchy(location: 0, scale: 1)) { -abs($0) } }
    // A gap, a number that is none, no mass, an empty interval, a break point outside.
    #expect(throws: DensityError.self) { try CustomDensity(on: 0...1) { $0 > 0.4 && $0 < 0.6 ? -.infinity : 0 } }
    #expect(throws: DensityError.self) { try CustomDensity(on: 0...1) { _ in .nan } }
    #expect(throws: DensityError.self) { try CustomDensity(on: 0...1) { _ in -.infinity } }
    #expect(throws: DensityError.self) { try CustomDensity(on: 1...1) { _ in 0 } }
    #expect(throws: DensityError.self) { try CustomDensity(on: 0...1, breakpoints: [2]) { _ in 0 } }
  }
}

/// The functions that a program calls.
@Suite struct FunctionTests {
  @Test func functionsAreTheMeasuresOfTheTable() throws {
    let (p, q) = (Normal(mean: 0, sd: 1), Laplace(location: 0.5, scale: 1))
    let table = Dictionary(uniqueKeysWithValues: DensityPair(p, q).table().map { ($0.measure, $0.value) })
    let functions: [String: Estimate] = [
      "kl_pq": kl(p, q), "js": js(p, q), "jeffreys": jeffreys(p, q), "tv": tv(p, q), "hellinger2": hellinger2(p, q), "chi2_pq": chi2(p, q),
      "renyi_2": renyi(p, q, order: 2), "w1": w1(p, q), "w2": w2(p, q),
    ]
    for (name, found) in functions {
      let value = try #require(table[name])
      #expect(found.measure == name)
      #expect(abs(found.value - value) <= 1e-12 * value, "\(name)")
    }
  }

  @Test func samplesStandForTheirKernelEstimates() throws {
    let (xs, ys) = ([0.1, -0.4, 1.3, 0.7], [1.2, 0.9, 2.3, 1.8])
    let (p, q) = (try KernelDensity(xs), try KernelDensity(ys))
    #expect(try js(xs, ys).value == js(p, q).value)
    #expect(try kl(xs, ys).value == kl(p, q).value)
    #expect(try tv(xs, ys).value == tv(p, q).value)
    #expect(try hellinger2(xs, ys).value == hellinger2(p, q).value)
    #expect(try chi2(xs, ys).value == chi2(p, q).value)
    #expect(try renyi(xs, ys, order: 0.5).value == renyi(p, q, order: 0.5).value)
    #expect(try w1(xs, ys).value == w1(p, q).value)
    #expect(throws: DensityError.self) { try js([1], ys) }
    #expect(throws: DensityError.self) { try js([1, .nan], ys) }
  }
}
