import Foundation
import Tabulation
import TestSupport
import Testing

@Suite struct FGANTests {
  private func rows(_ arguments: [String]) throws -> [[String: String]] {
    try typedTable("fgan", ["--settings", "brief"] + arguments).rowsByColumn
  }

  @Test func whatIsLearnedStandsBesideTheOptimumAndThePaper() throws {
    let rows = try rows(["--objective", "f-js", "--objective", "f-kl", "--steps", "600", "--seeds", "2", "--seed", "8"])
    #expect(rows.map { $0["objective"] } == ["f-kl", "f-js", "f-kl", "f-js"] && rows.map { $0["seed"] } == ["8", "8", "9", "9"])
    for row in rows {
      #expect(row["status"] == "finite" && row["reason"] == "")
      let (divergence, bound, exact) = try (row.number("divergence"), row.number("bound"), row.number("divergence_exact"))
      #expect(bound < divergence && divergence > exact)
      #expect(try abs(row.number("gap") - (divergence - bound)) < 1e-12)
      #expect(try abs(row.number("mu_exact") - row.number("mu_paper")) < 5e-4 && abs(exact - row.number("divergence_paper")) < 5e-4)
    }
    // The closest normal by KL(P‖Q) has P's moments.
    #expect(try abs(rows[0].number("mu_exact") - 1.01) < 1e-6 && abs(rows[0].number("sigma_exact") - 1.8310786438599) < 1e-6)
  }

  @Test func theCrossTableHasEveryDivergenceOfEveryFit() throws {
    let rows = try rows(["--cross", "--objective", "f-pearson", "--steps", "200"])
    #expect(rows.map { $0["measure"] } == ["kl_pq", "kl_qp", "js_lecture", "jeffreys", "chi2_pq"])
    let exact = [0.311148, 0.557540, 0.164790, 0.868688, 0.645649]
    for (row, value) in zip(rows, exact) { #expect(try abs(row.number("divergence_exact") - value) < 2e-6, "\(row)") }
    #expect(try abs(rows[4].number("divergence_paper") - 0.6470) < 1e-3 && rows[4].number("estimate_paper") == 0.648)
  }

  @Test func anotherDensityHasNoPaper() throws {
    let row = try #require(rows(["0.5*normal(-2,1)+0.5*normal(2,1)", "--objective", "f-reverse-kl", "--steps", "50"]).first)
    #expect(row["mu_paper"] == "" && row["bound_paper"] == "" && row["mu_exact"] != "")
  }
}
