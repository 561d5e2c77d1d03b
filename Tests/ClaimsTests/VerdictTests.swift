import Calculus
import Claims
import Divergences
import Testing

/// What a verdict is made of: claims that are wrong on purpose, and numbers that are not known well enough.
@Suite struct VerdictTests {
  private func verdict(
    _ lhs: Estimate, _ relation: Relation, _ rhs: Estimate, precision: Double = 1e-9
  ) -> Verdict? {
    let reading = Reading("test", relation, precision: precision) { _ in [Sides(lhs, rhs)] }
    return verify([Claim("T1", "a test", source: "this file", readings: [reading])], on: Array(Pair.builtIn.prefix(1))).first?.verdict
  }

  @Test func wrongClaimFails() {
    let claim = Claim(
      "T2", "JS is KL.", source: "nobody",
      readings: [Reading("by value") { [Sides($0.js, $0.klPQ)] }, Reading("the wrong way round", .atMost) { [Sides($0.klPQ, $0.js)] }])
    let rows = verify([claim], on: Array(Pair.builtIn.prefix(3)))
    #expect(rows.count == 6)
    #expect(rows.allSatisfy { $0.verdict == .fails && !$0.isAsExpected })
  }

  @Test func hugeErrorsDecideNothing() {
    #expect(verdict(Estimate(1, error: 0.5), .equal, Estimate(1.1, error: 0.5)) == .undecided)
    #expect(verdict(Estimate(1, error: 0.5), .atMost, Estimate(1.1, error: 0.5)) == .undecided)
    #expect(verdict(Estimate(1, error: .infinity), .equal, Estimate(2)) == .undecided)
  }

  /// Whatever a number beyond the largest double is, a true inequality must not fail on it.
  @Test func overflowDecidesNothing() {
    let chi = Estimate.overflow(logValue: 900).named("chi2_pq", by: .quadrature)
    #expect(verdict(chi * chi, .atMost, 1e300) == .undecided && verdict(chi * chi, .equal, chi) == .undecided)
    #expect(verdict(Estimate(1e308) * 1e308, .atMost, chi * chi * chi) == .undecided)
    #expect(verdict(.init(.infinity), .equal, chi) == .undecided)
    #expect(verdict(chi * chi, .atMost, Estimate(.infinity)) == .holds)
  }

  @Test func undecidedIsNamedWithItsReason() throws {
    func note(_ lhs: Estimate, _ relation: Relation, _ rhs: Estimate) throws -> String {
      // The other component holds, with a larger miss.
      let reading = Reading("test", relation) { _ in
        [Sides(Estimate(1, error: 1e-12), Estimate(1 + 9e-13), component: "good"), Sides(lhs, rhs, component: "poor")]
      }
      .noting("a note")
      let claim = Claim("T5", "a test", source: "this file", readings: [reading])
      let row = try #require(verify([claim], on: Array(Pair.builtIn.prefix(1))).first)
      #expect(row.verdict == .undecided && row.note.hasPrefix("poor: undecided, because ") && row.note.hasSuffix(": a note"))
      return row.note
    }
    let overflow = Estimate.overflow(logValue: 900).named("chi2_pq", by: .quadrature)
    let open = Estimate.unresolved(1, error: 1, reason: "too hard").named("js", by: .quadrature)
    #expect(try note(overflow, .equal, 1).contains("chi2_pq is finite, but beyond the largest double"))
    #expect(try note(2 * open, .equal, 1).contains("js is unresolved: too hard"))
    #expect(try note(Estimate(1, error: 1e-6), .equal, 1).contains("1e-06, are more than 1e-09 of the sides"))
    #expect(try note(Estimate(1, error: 1e-12), .equal, Estimate(1 + 4e-12)).contains("4 error bounds"))
    #expect(try note(Estimate(1, error: .infinity), .atMost, 1).contains("no error bound"))
  }

  /// A claim names measures by their types: one that is not in the table is computed.
  @Test func aMeasureBeyondTheTableIsComputed() throws {
    let pair = try #require(Pair.builtIn.first)
    let divergence = AlphaDivergence(order: 0.3)
    #expect(pair[divergence].value == DensityPair(pair.p, pair.q).measure([divergence])[0].value && pair[divergence].error < 1e-12)
  }

  /// The sides of one label make a row.
  @Test func eachLabelHasItsRow() {
    let sides = [Sides(1, 1, label: "a"), Sides(1, 2, label: "b", component: "bad"), Sides(1, 1, label: "b", component: "good")]
    let claim = Claim("T7", "a test", source: "this file", readings: [Reading("test") { sides }])
    let rows = verify([claim], on: Pair.builtIn)
    #expect(
      rows.map(\.verdict) == [.holds, .fails] && rows.map(\.note) == ["a", "b: bad"] && rows.allSatisfy { $0.p.isEmpty && $0.q.isEmpty })
    #expect(verify([claim], on: Pair.builtIn, includingOwn: false).isEmpty)
  }

  /// Where nothing could be computed of what a reading brings along there is a row that says so.
  @Test func aReadingThatFailsToComputeIsUndecided() {
    let readings = [Reading("without a pair") { () -> [Sides] in [] }, Reading("on pairs", on: Array(Pair.builtIn.prefix(2))) { _ in [] }]
    let rows = verify([Claim("T8", "a test", source: "this file", readings: readings)], on: [])
    #expect(rows.map(\.verdict) == [.undecided, .undecided] && rows.map(\.p) == ["", "normal(0,1)"])
    #expect(rows.allSatisfy { $0.note == "undecided, because what it compares could not be computed" })
  }

  @Test func equalityNeedsSmallErrors() {
    #expect(verdict(Estimate(1, error: 1e-12), .equal, Estimate(1 + 1e-13)) == .holds)
    #expect(verdict(Estimate(1, error: 2e-9), .equal, Estimate(1)) == .undecided)
    #expect(verdict(Estimate(1, error: 2e-9), .equal, Estimate(1), precision: 1e-8) == .holds)
    #expect(verdict(Estimate(1, error: 1e-12), .equal, Estimate(1 + 1e-11)) == .undecided)
    #expect(verdict(Estimate(1, error: 1e-12), .equal, Estimate(1 + 1e-10)) == .fails)
  }

  @Test func inequalityWithRoomNeedsNoSmallErrors() {
    #expect(verdict(Estimate(1, error: 0.5), .atMost, Estimate(2, error: 0.4)) == .holds)
    #expect(verdict(Estimate(2), .atMost, Estimate(.infinity)) == .holds)
    #expect(verdict(Estimate(.infinity), .atMost, Estimate(.infinity)) == .holds)
    #expect(verdict(Estimate(.infinity), .atMost, Estimate(2)) == .fails)
  }

  @Test func cancelledTermsAreJudgedByTheirSize() {
    let difference = Estimate(1e6, error: 1e-5) - Estimate(1e6, error: 1e-5)
    #expect(verdict(difference, .equal, 0) == .holds)
    #expect(verdict(Estimate(0, error: 2e-5), .equal, 0) == .undecided)
  }

  @Test func undefinedSidesAreLeftOut() {
    #expect(verdict(Estimate(.nan), .equal, Estimate(1)) == nil)
    #expect(verdict(Estimate(.infinity) - Estimate(.infinity), .equal, Estimate(1)) == nil)
  }

  @Test func theWorstComponentDecides() {
    let reading = Reading("test") { _ in [Sides(1, 1, component: "good"), Sides(1, 2, component: "bad")] }
    let rows = verify([Claim("T3", "a test", source: "this file", readings: [reading])], on: Array(Pair.builtIn.prefix(1)))
    #expect(rows.map(\.verdict) == [.fails])
    #expect(rows.first?.note.hasPrefix("bad") == true)
  }

  @Test func ownPairsReplaceThoseOfTheRun() {
    let own = Array(Pair.builtIn.suffix(2))
    let reading = Reading("test", on: own) { [Sides($0.js, $0.js)] }
    let claim = Claim("T4", "a test", source: "this file", readings: [reading])
    #expect(verify([claim], on: Pair.builtIn).count == 2)
    #expect(verify([claim], on: Pair.builtIn, includingOwn: false).isEmpty)
  }
}
