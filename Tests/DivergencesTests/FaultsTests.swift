import Densities
import Divergences
import RealModule
import Testing

/// Results that were wrong once, each the instance of a kind: held to the truth within the bound that the result itself
/// states, and told from it where it is `unresolved`. The truths are by ball arithmetic at 40 digits, or closed forms.
@Suite struct FaultsTests {
  /// Measures whose rows are read elsewhere.
  private static let others: Set = ["fisher_p", "fisher_q", "relative_fisher_pq", "w1", "w2", "energy"]

  /// The pairs with their rows whose truth is a number.
  private static let pairs: [ReferencePair] = ReferencePair.read("faults.csv").compactMap { pair in
    let rows = pair.values.filter { !others.contains($0.measure) && Double($0.text) != nil }
    return rows.isEmpty ? nil : ReferencePair(p: pair.p, q: pair.q, values: rows)
  }

  @Test(arguments: pairs) func isWithinItsBound(_ pair: ReferencePair) throws {
    let comparison = DensityPair(try parseDensity(pair.p), try parseDensity(pair.q))
    let orders = [0.5, 2.0]
    let known =
      comparison.measure(Catalogue.fDivergences + orders.map { AlphaDivergence(order: $0) }) + orders.map { comparison.renyi(order: $0) }
    for (measure, text) in pair.values {
      let got = try #require(known.first { $0.measure == measure })
      let truth = try #require(Double(text))
      let shown = "\(measure): \(got.value) ± \(got.error) \(got.status), truth \(text)"
      #expect(abs(got.value - truth) <= got.error + truth.ulp, "\(shown)")
      #expect(got.error < 1e-7 * truth || got.error < 1e-11, "\(measure): a bound of \(got.error) for \(text)")
    }
  }

  @Test func rowsAreThere() { #expect(Self.pairs.flatMap(\.values).count == 21) }

  /// Far from 0 in its own widths an affine image has ends that are rounded, which no f-divergence of two such images
  /// sees.
  @Test func aCommonMapIsNotSeen() throws {
    for (p, q) in [("uniform(0,1)", "beta(2,2)"), ("beta(0.5,0.5)", "triangular(0,0.2,1)"), ("affine(beta(3,2),1,-1)", "beta(3,2)")] {
      let inner = DensityPair(try parseDensity(p), try parseDensity(q))
      for map in ["1e6,1e-3", "-1e9,-0.25", "123456.7,1e-4"] {
        let image = DensityPair(try parseDensity("affine(\(p),\(map))"), try parseDensity("affine(\(q),\(map))"))
        for (a, b) in zip(inner.measure(Catalogue.fDivergences), image.measure(Catalogue.fDivergences)) {
          #expect(a.status == b.status && abs(a.value - b.value) <= a.error + b.error || a.value == b.value, "\(a) \(b)")
        }
        let scale = try #require(Double(map.split(separator: ",")[1]))
        for (a, b) in zip(inner.measure(Entropy.allCases), image.measure(Entropy.allCases)) {
          #expect(a.status == b.status)
          #expect(abs(a.value + Double.log(abs(scale)) - b.value) <= a.error + b.error || a.value == b.value, "\(a) \(b)")
        }
      }
    }
  }

  /// A component whose logarithm falls like −e^1000 far from its own place leaves the others alone.
  @Test func aDoublyExponentialTailIsNoObstacle() throws {
    for q in ["cauchy(0,1)", "laplace(-5,3)", "uniform(-30,10)", "logistic(0,4)", "normal(-20,3)", "gumbel(-3,4)", "studentT(3,0,1)"] {
      for p in ["0.5*gumbel(0,0.02)+0.5*normal(-20,3)", "0.2*weibull(300,1)+0.8*cauchy(1,1)"] {
        for result in DensityPair(try parseDensity(p), try parseDensity(q)).measure(Catalogue.fDivergences) {
          #expect(result.status != .unresolved, "\(p) | \(q): \(result)")
        }
      }
    }
  }

  /// The logarithm of a χ² is its largest exponent, here log p²/q where P ends, however much more than the value
  /// rounding may be.
  @Test func exponentsBeyondTheirRoundingAreFound() throws {
    for (p, q, end) in [
      ("uniform(5.3,20.6)", Weibull(shape: 5.77, scale: 0.0947), 20.6), ("uniform(1,2)", Weibull(shape: 3, scale: 1e-6), 2),
    ] {
      let result = DensityPair(try parseDensity(p), q).measure(PearsonChiSquared())
      guard case .overflow(let logValue) = result.status else {
        Issue.record("\(p) | \(q): \(result)")
        continue
      }
      #expect(abs(logValue + q.logDensity(at: end)) < 1e-8 * logValue, "\(p) | \(q): \(result)")
    }
  }

  /// A density of very many features is integrated over as long as that takes a second or two, and refused in words
  /// beyond.
  @Test func thereIsABoundOnTheWork() throws {
    func peaks(_ count: Int) throws -> KernelDensity {
      try KernelDensity((0..<count).map { Double($0) }, bandwidth: 1e-3, source: "peaks")
    }
    let seen = DensityPair(try peaks(500), Normal(mean: 250, sd: 200)).measure(JensenShannon())
    #expect(seen.status == .finite)
    let refused = DensityPair(try peaks(50_000), Normal(mean: 250, sd: 200)).measure(JensenShannon())
    #expect(refused.reason == "the densities change in more places than can be integrated over in a second")
    #expect(refused.evaluations == 0)
  }

  /// An image of a bounded density is resolved against a density on the line, and what is cut off a density against the
  /// density.
  @Test func endsAndCutsAreExact() throws {
    for (p, q) in [
      ("affine(uniform(0,1),1e6,1e-3)", "normal(1e6,1e-3)"), ("affine(beta(2,2),1e6,1e-3)", "normal(1000000.0005,2e-4)"),
      ("affine(beta(0.5,0.7),-123456.7,2e-4)", "laplace(-123456.7,1e-3)"), ("cauchy(1e9,0.5)", "affine(triangular(0,0.3,1),1e9,-0.7)"),
    ] {
      for result in DensityPair(try parseDensity(p), try parseDensity(q)).measure(Catalogue.fDivergences) {
        #expect(result.status != .unresolved, "\(p) | \(q): \(result)")
        #expect(result.error <= 1e-10 * result.value, "\(p) | \(q): \(result)")
      }
    }
    let cut = DensityPair(try parseDensity("truncated(normal(0,1),-8.3,inf)"), Normal(mean: 0, sd: 1)).measure(TotalVariation())
    // Φ(−8.3), by mpmath.
    #expect(abs(cut.value - 5.205569744890254e-17) <= cut.error && cut.error < 1e-28, "\(cut)")
  }

  /// What is smaller than its bound cannot be told from 0; equal laws are, where they are known to be equal.
  @Test func aBoundLargerThanTheValueIsUnresolved() throws {
    let cut = DensityPair(try parseDensity("truncated(normal(0,1),0,1e-9)"), try parseDensity("uniform(0,1e-9)"))
    #expect(cut.measure(TotalVariation()).status == .unresolved)
    for text in ["normal(0,1)", "0.3*beta(0.2,3)+0.7*cauchy(1,2)", "truncated(affine(gamma(2,1),3,-2),-5,0)"] {
      let same = DensityPair(try parseDensity(text), try parseDensity(text))
      for result in same.measure(Catalogue.fDivergences) {
        #expect(result.status == .finite && result.value == 0 && result.error == 0, "\(text): \(result.measure)")
      }
    }
    // Equal in exact arithmetic only: what is of second order in the rounding is as good as 0, TV is not.
    let disguised = DensityPair(try parseDensity("gamma(1,2)"), try parseDensity("exponential(2)"))
    for result in disguised.measure(Catalogue.fDivergences) {
      #expect(result.value <= result.error)
      #expect(result.status == (result.measure == "tv" ? .unresolved : .finite), "\(result.measure): \(result)")
    }
  }
}
