import Foundation
import Tabulation
import TestSupport
import Testing

@Suite struct SupportTests {
  private static let columns = [
    "sample_size", "trials", "duplicate_probability", "lower", "upper", "support_estimate", "support_corrected", "support_at_least",
    "sample_size_lower", "sample_size_upper", "effective_size", "effective_size_error", "effective_size_exact", "effective_size_limit",
    "tolerance", "status", "reason",
  ]

  private func rows(_ arguments: [String], status: Int32 = 0) throws -> [[String: String]] {
    let table = try typedTable("support", arguments, status: status)
    #expect(table.columns == Self.columns)
    return table.rowsByColumn
  }

  @Test func aDensityIsSearched() throws {
    let row = try #require(rows(["normal(0,1)", "--tolerance", "0.001"]).first)
    // erf(ε/2) = 5.6419e-4 and √(2 log 2 / erf) = 49.57.
    #expect(abs(try row.number("effective_size_exact") - 1772.453998) < 1e-4 && row["status"] == "searched" && row["trials"] == "400")
    #expect(abs(try row.number("effective_size_limit") - 1772.453851) < 1e-4)
    #expect(try row.number("sample_size_lower") <= 50 && row.number("sample_size_upper") >= 49)
    let size = try row.number("sample_size")
    #expect(try row.number("support_estimate") == size * size)
    #expect(try row.number("lower") < 0.5 && row.number("upper") > 0.5)
  }

  @Test func aColumnHasDuplicates() throws {
    let rows = try rows(["Examples/data/old-faithful.csv:waiting", "--sample-size", "5", "--sample-size", "272"])
    #expect(rows.map { $0["sample_size"] } == ["5", "272"] && rows.map { $0["trials"] } == ["54", "1"])
    #expect(rows.allSatisfy { $0["status"] == "given" && $0["effective_size_exact"] == "" } && rows[1]["duplicate_probability"] == "1.0")
  }

  @Test func noDuplicateIsUnresolved() throws {
    try withTemporaryFolder { folder in
      try "x\n1\n2\n3\n4\n".write(toFile: folder + "/samples.csv", atomically: false, encoding: .utf8)
      // A folder is read like that of a run.
      for target in [folder, folder + "/", folder + "/samples.csv:x"] {
        let row = try #require(rows([target], status: 1).first)
        #expect(row["status"] == "unresolved" && row["support_estimate"] == "" && row["effective_size"] == "inf", "\(row)")
      }
      #expect(try rows([folder, "--tolerance", "1"]).first?["status"] == "searched")
    }
  }

  /// The generator of a run is a density: its samples, however many, agree with the quadrature.
  @Test func aTrainedGeneratorIsItsDensity() throws {
    try withTemporaryFolder { folder in
      let run = folder + "/run"
      let training = ["train", "normal(3,0.5)", "--width", "4", "--depth", "1", "--steps", "2000", "--record-every", "0", "--output", run]
      #expect(try typed(training).status == 0)
      let row = try #require(rows([run, "--tolerance", "0.001", "--sample-size", "200", "--trials", "2000"]).first)
      let (exact, drawn) = (try row.number("effective_size_exact"), try row.number("effective_size"))
      #expect(abs(drawn - exact) < 5 * (try row.number("effective_size_error")), "\(row)")
      // Without a tolerance the rows of samples.csv count.
      #expect(try rows([run], status: 1).first?["status"] == "unresolved")
      try "{}".write(toFile: run + "/checkpoint.json", atomically: true, encoding: .utf8)
      let damaged = try typed(["support", run, "--tolerance", "0.001"])
      #expect(damaged.status == 2 && damaged.sentences.count == 1 && damaged.errors.contains("checkpoint.json"), "\(damaged.errors)")
    }
  }

  @Test(arguments: [
    ("x\n", "no rows"), ("x\n7\n", "single sample"), ("x\n\nNA\n", "each of its 2 values is missing"), ("x\n7\nNaN\n", "finite"),
  ])
  func aColumnWithoutSamplesIsOneSentence(contents: String, named: String) throws {
    try withTemporaryFolder { folder in
      try contents.write(toFile: folder + "/data.csv", atomically: false, encoding: .utf8)
      let outcome = try typed(["support", folder + "/data.csv:x"])
      #expect(outcome.status == 2 && outcome.sentences.count == 1 && outcome.output == "")
      #expect(outcome.errors.contains(named) && outcome.errors.contains("data.csv"), "\(outcome.errors)")
    }
  }

  @Test func oneSeedGivesTheSameBytes() throws {
    for target in [["exponential(1)", "--tolerance", "0.01"], ["Examples/data/old-faithful.csv:waiting"]] {
      let outputs = try ["5", "5", "6"].map { try typed(["support"] + target + ["--seed", $0]).output }
      #expect(outputs[0] == outputs[1] && outputs[0] != outputs[2])
    }
  }
}
