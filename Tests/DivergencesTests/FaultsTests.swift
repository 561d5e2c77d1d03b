import Densities
import Divergences
import Testing

/// Results that were wrong once, each the instance of a kind: held to the truth within the bound that the result itself states, and told from it where it is
/// `unresolved`. The truths are by ball arithmetic at 40 digits, or closed forms.
@Suite struct FaultsTests {
  /// Measures whose rows are read elsewhere.
  private static let others: Set = ["fisher_p", "fisher_q", "relative_fisher_pq", "w1", "w2", "energy"]

  /// The pairs with their rows whose truth is a number.
  private static let pairs: [ReferencePair] = ReferencePair.read("faults.csv").compactMap { pair in
    let rows = pair.values.filter { !others.contains($0.measure) && Double($0.text) != nil }
    return rows.isEmpty ? nil : ReferencePair(p: pair.p, q: pair.q, values: rows)
  }

  @Test(arguments: pairs) func isWithinItsBound(_ pair: ReferencePair) throws {
    let comparison = Comparison(try parseDensity(pair.p), try parseDensity(pair.q))
    let orders = [0.5, 2.0]
    let known =
      comparison.measure(fDivergences + orders.map { AlphaDivergence(order: $0) }) + orders.map { comparison.renyi(order: $0) }
    for (measure, text) in pair.values {
      let got = try #require(known.first { $0.measure == measure })
      let truth = try #require(Double(text))
      let shown = "\(measure): \(got.value) ± \(got.error) \(got.outcome.status), truth \(text)"
      #expect(abs(got.value - truth) <= got.error + truth.ulp, "\(shown)")
      #expect(got.error < 1e-7 * truth || got.error < 1e-11, "\(measure): a bound of \(got.error) for \(text)")
    }
  }

  @Test func rowsAreThere() { #expect(Self.pairs.flatMap(\.values).count == 21) }

  /// What is smaller than its bound cannot be told from 0; equal laws are, where they are known to be equal.
  @Test func aBoundLargerThanTheValueIsUnresolved() throws {
    let cut = Comparison(try parseDensity("truncated(normal(0,1),0,1e-9)"), try parseDensity("uniform(0,1e-9)"))
    #expect(cut.measure(TotalVariation()).outcome.status == "unresolved")
    for text in ["normal(0,1)", "0.3*beta(0.2,3)+0.7*cauchy(1,2)", "truncated(affine(gamma(2,1),3,-2),-5,0)"] {
      let same = Comparison(try parseDensity(text), try parseDensity(text))
      for result in same.measure(fDivergences) { #expect(result.outcome == .finite(value: 0, error: 0), "\(text): \(result.measure)") }
    }
    // Equal in exact arithmetic only: what is of second order in the rounding is as good as 0, TV is not.
    let disguised = Comparison(try parseDensity("gamma(1,2)"), try parseDensity("exponential(2)"))
    for result in disguised.measure(fDivergences) {
      #expect(result.value <= result.error)
      #expect(result.outcome.status == (result.measure == "tv" ? "unresolved" : "finite"), "\(result.measure): \(result.outcome)")
    }
  }
}
