import Densities
import Foundation
import Tabulation
import TestSupport
import Testing

@Suite struct FitTests {
  private func rows(_ arguments: String...) throws -> [[String]] {
    let table = try typedTable("fit", arguments)
    #expect(table.columns == ["objective", "parameter", "value", "error", "standard_error", "family", "status", "reason", "density"])
    return table.texts
  }

  @Test func dataGiveANormalAndTwoNormals() throws {
    let rows = try rows("Examples/data/old-faithful.csv:waiting")
    #expect(rows.allSatisfy { $0[0] == "maximum_likelihood" })
    let after = ["log_likelihood", "n", "aic", "bic", "ks", "anderson_darling"]
    #expect(rows.filter { $0[5] == "normal" }.map { $0[1] } == ["mean", "sd"] + after)
    #expect(rows.filter { $0[5] == "normal_mixture" }.map { $0[1] } == ["weight_1", "mean_1", "sd_1", "mean_2", "sd_2"] + after)
    #expect(rows.first { $0[1] == "n" }?[2] == "272.0")
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

  /// The text of a fit is a density that compare takes, and its log-likelihood is the one that was reached.
  @Test func theDensityIsReadyForCompare() throws {
    for options in [
      ["--family", "normal_mixture"], ["--family", "normal_mixture", "--components", "3"], ["--family", "gamma", "--location"],
      ["--family", "normal", "--fix", "sd=10"], ["--family", "studentT", "--fix", "dof=3"],
    ] {
      // A likelihood that grows without bound has no maximum.
      let outcome = try typed(["fit", "Examples/data/old-faithful.csv:waiting"] + options)
      #expect([0, 1].contains(outcome.status) && outcome.errors == "", "\(outcome.errors)")
      let rows = try Table(parsingCSV: Array(outcome.output.utf8), name: "fit").rowsByColumn
      let reached = try #require(rows.first { $0["parameter"] == "log_likelihood" })
      guard reached["status"] == "finite", let text = reached["density"] else { continue }
      let density: any AnalyticDensity = try parseDensity(text)
      let data = try Table.numbers(
        inColumn: "waiting", ofCSV: packageFolder.path(percentEncoded: false) + "/Examples/data/old-faithful.csv")
      let sum = data.map { density.logDensity(at: $0) }.reduce(0, +)
      #expect(abs(sum - (try reached.number("value"))) < 1e-6, "\(options): \(text)")
      let free = rows.prefix { $0["parameter"] != "log_likelihood" }.count - (options.contains("--fix") ? 1 : 0)
      let aic = try #require(rows.first { $0["parameter"] == "aic" }).number("value")
      #expect(abs(aic - 2 * (Double(free) - sum)) < 1e-6, "\(options)")
    }
  }

  @Test func weightsCountTheRows() throws {
    try withTemporaryFolder { folder in
      try WholeFile.write([(folder + "/w.csv", "x,w,v\n1,2,1\n2,3,0.5\n5,1,1\n9,0,1\n"), (folder + "/x.csv", "x\n1\n1\n2\n2\n2\n5\n")])
      let weighted = try typedTable("fit", [folder + "/w.csv:x", "--weights", "w", "--family", "normal"])
      #expect(weighted.texts == (try typedTable("fit", [folder + "/x.csv:x", "--family", "normal"])).texts)
      let refused = try typed(["fit", folder + "/w.csv:x", "--weights", "v"])
      #expect(refused.status == 2 && refused.errors.contains("--weights v must be a column of whole numbers"), "\(refused.errors)")
    }
  }

  @Test(arguments: [
    (["--fix", "sd"], "--fix must be NAME=VALUE"), (["--family", "normal", "--fix", "shape=1"], "--fix must name a parameter of normal"),
    (["--family", "normal", "--location"], "normal is none of them"),
    (["--family", "triangular", "--fix", "lower=0"], "a kink at every datum"), (["--family", "gev", "--fix", "shape=-2"], "above -1"),
    (["--family", "studentT", "--fix", "dof=3", "--fix", "dof=4"], "--fix gives dof of studentT twice, as 3 and as 4"),
    (["--family", "normal", "--fix", "mean=1", "--fix", "mu=1"], "--fix gives mean of normal twice"),
    (["--family", "normal", "--fix", "sd=1/"], "--fix must be NAME=VALUE"),
  ])
  func whatCannotBeFixedIsOneSentence(options: [String], part: String) throws {
    let outcome = try typed(["fit", "Examples/data/old-faithful.csv:waiting"] + options)
    #expect(outcome.status == 2 && outcome.errors.contains(part) && outcome.errors.count { $0 == "\n" } == 1, "\(outcome.errors)")
  }

  @Test func oneSeedGivesTheSameBytes() throws {
    let line = ["fit", "Examples/data/old-faithful.csv:eruptions", "--seed", "5"]
    #expect(try typed(line).output == typed(line).output)
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
