import Foundation
import Tabulation
import TestSupport
import Testing

@Suite struct CompareTests {
  @Test func printsTheContractsColumns() throws {
    let table = try toolTable("compare", "normal(0,1)", "normal(1,2)")
    #expect(table.columns == ["measure", "value", "error", "status", "method", "evaluations", "reason"])
    let rows = table.texts
    let measures = ["kl_pq", "kl_qp", "kl_pm", "kl_qm", "jeffreys", "js", "js_lecture", "tv", "hellinger2", "chi2_pq", "chi2_qp", "w1"]
    #expect(Set(measures).isSubset(of: rows.map { $0[0] }))
    // KL(N(0,1)‖N(1,2)) = log 2 + (1 + 1)/8 − ½.
    let kl = try #require(rows.first { $0[0] == "kl_pq" })
    #expect(abs((Double(kl[1]) ?? .nan) - 0.443_147_180_559_945_3) < 1e-14 && kl[3] == "finite")
  }

  @Test func anInfiniteValueHasItsReason() throws {
    let outcome = try runTool(["compare", "cauchy(0,1)", "normal(0,1)"])
    #expect(outcome.status == 0)
    let row = try #require(outcome.output.split(separator: "\n").first { $0.hasPrefix("kl_pq,") })
    #expect(row.contains(",inf,") && row.contains(",infinite,") && row.split(separator: ",").count >= 7)
  }

  @Test func outputIsAFileAndItsDescription() throws {
    try withTemporaryFolder { folder in
      let arguments = ["compare", "normal(0,1)", "normal(1,2)", "--output", folder + "/a.csv"]
      let outcome = try runTool(arguments)
      #expect(outcome.status == 0 && outcome.output == "" && outcome.errors == "")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["a.csv", "a.csv.json"])
      let printed = try runTool(Array(arguments.prefix(3)))
      let written = try Data(contentsOf: URL(filePath: folder + "/a.csv"))
      #expect(String(decoding: written, as: UTF8.self) == printed.output)
      let description = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: folder + "/a.csv.json"))) as? [String: Any]
      #expect(description?["command"] as? [String] == arguments)
      #expect((description?["versions"] as? [String: String])?["gsl"]?.isEmpty == false)
    }
  }

  @Test func theSecondRouteIsGSLs() throws {
    let pair = ["normal(0,1)", "0.5*normal(0,1)+0.5*laplace(2,1)"]
    let table = try toolTable("compare", pair + ["--route", "gsl"])
    #expect(table.columns == ["measure", "value", "error", "status", "method", "evaluations", "reason"])
    // What is infinite is so without an integral.
    for (method, status) in try zip(table.texts(inColumn: "method"), table.texts(inColumn: "status")) {
      #expect(method == (status == "infinite" ? "asymptotics" : "gsl"))
    }
    #expect(try table.texts(inColumn: "method").first == "gsl")
    let plain = try runTool(["compare"] + pair)
    #expect(try runTool(["compare"] + pair + ["--route", "mesh"]).output == plain.output && !plain.output.contains("gsl"))
  }

  @Test func bothRoutesStandSideBySide() throws {
    let table = try toolTable("compare", ["studentT(3,0,1)", "gamma(0.5,1)", "--route", "both"])
    #expect(
      table.columns == [
        "measure", "value", "error", "status", "method", "evaluations", "reason", "gsl_value", "gsl_error", "gsl_status", "gsl_evaluations",
        "gsl_reason", "difference", "bounds_overlap",
      ])
    #expect(try Set(table.texts(inColumn: "bounds_overlap")) == ["true"])
    #expect(try table.texts(inColumn: "status") == table.texts(inColumn: "gsl_status"))
    // What is infinite is so by both, for the same reason.
    let row = try #require(table.texts(inColumn: "measure").firstIndex(of: "kl_pq"))
    #expect(try table.texts(inColumn: "gsl_value")[row] == "inf" && table.texts(inColumn: "difference")[row] == "0.0")
    #expect(
      try !table.texts(inColumn: "gsl_reason")[row].isEmpty
        && table.texts(inColumn: "gsl_reason")[row] == table.texts(inColumn: "reason")[row])
  }

  @Test func itsOwnWordsStandWhereGSLStopsEarly() throws {
    let table = try toolTable("compare", ["normal(0,1)", "normal(1e-9,1)", "--route", "gsl"])
    let row = try #require(table.texts(inColumn: "measure").firstIndex(of: "kl_pq"))
    #expect(try table.texts(inColumn: "reason")[row].contains("in GSL's words"))
  }

  @Test func theTableForTheEyeIsAligned() throws {
    let outcome = try runTool(["compare", "normal(0,1)", "normal(1,2)", "--format", "table"])
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("measure") == true && lines.count > 12)
  }

  @Test func helpHasExamplesAndVersionIsANumber() throws {
    let help = try runTool(["--help"]).output
    let listed = help[try #require(help.range(of: "SUBCOMMANDS:")).upperBound...]
    let subcommands = listed.matches(of: /\n  ([a-z]+)\s/).map { String($0.1) }
    #expect(subcommands.count >= 15, "\(help)")
    for subcommand in subcommands {
      let outcome = try runTool([subcommand, "--help"])
      #expect(outcome.status == 0 && outcome.output.contains("divergences \(subcommand) "), "\(subcommand)")
    }
    #expect(try runTool(["--version"]).output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }
}
