import Tabulation
import TestSupport
import Testing

@Suite struct FitTests {
  private func rows(_ arguments: String...) throws -> [[String]] {
    let table = try toolTable("fit", arguments)
    #expect(table.columns == ["objective", "parameter", "value", "error", "standard_error", "family", "status", "reason"])
    return table.texts
  }

  @Test func dataGiveANormalAndTwoNormals() throws {
    let rows = try rows("Examples/data/old-faithful.csv:waiting")
    #expect(rows.allSatisfy { $0[0] == "maximum_likelihood" })
    #expect(rows.filter { $0[5] == "normal" }.map { $0[1] } == ["mean", "sd", "log_likelihood", "n"])
    #expect(
      rows.filter { $0[5] == "normal_mixture" }.map { $0[1] } == ["weight_1", "mean_1", "sd_1", "mean_2", "sd_2", "log_likelihood", "n"])
    #expect(rows.last?[2] == "272.0")
  }

  /// Waiting times are no probabilities: the log-likelihood of every beta is −∞, and the reason says why.
  @Test func dataOutsideTheSupportAreMinusInfinity() throws {
    let rows = try rows("Examples/data/old-faithful.csv:waiting", "--family", "beta")
    #expect(rows[0][1...3] == ["log_likelihood", "-inf", "0.0"] && rows[0][6] == "infinite" && rows[0][7].contains("outside the support"))
  }

  @Test func whatMayBeLocalIsSaidInTheTable() throws {
    let rows = try rows("0.5*normal(-4,0.5)+0.5*normal(4,0.5)", "--objective", "kl_qp")
    #expect(rows.allSatisfy { $0[6] == "finite" && $0[7].contains("local minima found") })
  }

  @Test func oneSeedGivesTheSameBytes() throws {
    let line = ["fit", "Examples/data/old-faithful.csv:eruptions", "--seed", "5"]
    #expect(try runTool(line).output == runTool(line).output)
  }

  @Test func aDensityIsFittedByWhatIsAskedFor() throws {
    let rows = try rows("laplace(0,1)", "--family", "normal", "--family", "logistic", "--objective", "kl_pq", "--objective", "tv")
    #expect(
      rows.map { $0[5] + " " + $0[0] + " " + $0[1] } == [
        "normal kl_pq mean", "normal kl_pq sd", "normal kl_pq divergence", "normal tv mean", "normal tv sd", "normal tv divergence",
        "logistic kl_pq location", "logistic kl_pq scale", "logistic kl_pq divergence", "logistic tv location", "logistic tv scale",
        "logistic tv divergence",
      ])
    // The normal nearest to Laplace(0,1) in KL has its variance, 2.
    #expect(abs((Double(rows[1][2]) ?? 0) - 2.0.squareRoot()) < 1e-8)
  }
}
