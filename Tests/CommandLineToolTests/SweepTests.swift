import Foundation
import Scalars
import Tabulation
import TestSupport
import Testing

/// `sweep` as a process: killed and started again, cut into shards, and given plans that are none.
@Suite(.waitsForPrograms) struct SweepTests {
  static let plan = """
    {"settings": {"width": 4, "depth": 1, "batch": 32, "steps": 20000, "penalty": "none"},
     "densities": [{"name": "two, far apart", "p": "0.3*normal(-3,0.5)+0.7*normal(3,0.5)"}, {"name": "heavy", "p": "studentT(3,0,1)"}],
     "methods": [{"name": "plain"}, {"name": "R1", "settings": {"penalty": "r1(0.1)"}}, {"name": "packed", "settings": {"packing": 2}}],
     "seeds": 4}
    """
  static let stable = ["plan.json", "runs.csv", "summary.csv"]

  private func contents(_ folder: String) throws -> [Data] {
    try Self.stable.map { try Data(contentsOf: URL(filePath: folder + "/" + $0)) }
  }

  @Test func stoppedOrCutItGivesTheSameBytes() throws {
    try withTemporaryFolder { folder in
      let plan = folder + "/plan.json"
      // Long enough to be killed on the way, and with `TEST_MULTIPLIER` on a busy machine too.
      let text = Self.plan.replacing("20000", with: testMultiplier == 1 ? "10000" : "20000")
      try text.write(toFile: plan, atomically: true, encoding: .utf8)
      func sweep(_ name: String, _ options: String...) -> [String] { ["sweep", plan, "--output", folder + "/" + name] + options }
      let whole = try runTool(sweep("whole"))
      #expect(whole.status == 0 && whole.errors == "", "\(whole.errors)")
      let expected = try contents(folder + "/whole")
      let tables = ["runs", "seconds", "summary"].flatMap { [$0 + ".csv", $0 + ".csv.json"] }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/whole").sorted() == (["plan.json"] + tables).sorted())

      // Killed at numbers of finished runs that are drawn from a seed, so that they fall within the sweep on any
      // machine.
      var random = CounterRandom(seed: 5)
      func done() -> Int { (try? Table(readingCSV: folder + "/killed/runs.csv").rowCount) ?? 0 }
      try kill(sweep("killed"), SIGKILL, after: Int.random(in: 0...5, using: &random))
      for third in 0..<2 {
        let least = Int.random(in: 8 * third + 1...8 * third + 6, using: &random)
        let outcome = try runTool(sweep("killed", "--workers", "1"), until: { done() >= least })
        #expect(outcome.wasKilled && (least..<24).contains(done()), "\(outcome), \(done()) runs")
      }
      #expect(try runTool(sweep("killed", "--workers", "1")).status == 0)
      #expect(try contents(folder + "/killed") == expected)

      for shard in 1...3 { #expect(try runTool(sweep("part\(shard)", "--shard", "\(shard)/3")).status == 0) }
      let early = try runTool(sweep("early", "--merge", folder + "/part1", "--merge", folder + "/part3"))
      #expect(early.status == 2 && early.errors.contains("8 of 24 runs"), "\(early.errors)")
      let parts = (1...3).flatMap { ["--merge", folder + "/part\($0)"] }
      let merged = try runTool(sweep("merged") + parts)
      #expect(merged.status == 0 && merged.errors == "")
      #expect(try contents(folder + "/merged") == expected)

      try text.replacingOccurrences(of: "\"seeds\": 4", with: "\"seeds\": 5").write(toFile: plan, atomically: true, encoding: .utf8)
      let other = try runTool(sweep("whole"))
      #expect(other.status == 2 && other.errors.contains("another plan"), "\(other.errors)")
    }
  }

  /// Seeds that go up from another one are those runs of the longer plan.
  @Test func seedsGoUpFromTheFirst() throws {
    try withTemporaryFolder { folder in
      func rows(_ name: String, _ seeds: String) throws -> [[String]] {
        let plan = """
          {"settings": {"width": 4, "depth": 1, "batch": 32, "steps": 100}, "densities": [{"name": "one", "p": "normal(0,1)"}],
           "methods": [{"name": "plain"}, {"name": "R1", "settings": {"penalty": "r1(0.1)"}}], \(seeds)}
          """
        try plan.write(toFile: folder + "/\(name).json", atomically: true, encoding: .utf8)
        #expect(try runTool(["sweep", folder + "/\(name).json", "--output", folder + "/" + name]).status == 0)
        // A sweep that has ended is read again.
        #expect(try runTool(["sweep", folder + "/\(name).json", "--output", folder + "/" + name]).status == 0)
        return try Table(readingCSV: folder + "/\(name)/runs.csv").texts
      }
      let some = try rows("some", "\"seeds\": 2, \"firstSeed\": 4")
      #expect(try rows("all", "\"seeds\": 5").filter { ["4", "5"].contains($0[2]) } == some)
      #expect(some.count == 4)
    }
  }

  /// A run that has no result is no success, and is named.
  @Test func anUnresolvedRunIsNamed() throws {
    try withTemporaryFolder { folder in
      let plan = folder + "/my.json"
      try """
      {"settings": {"width": 4, "depth": 1, "batch": 32, "steps": 100}, "densities": [{"name": "one", "p": "normal(0,1)"}], "seeds": 1,
       "methods": [{"name": "plain"}, {"name": "two-dimensional", "settings": {"noiseDimension": 2}}]}
      """.write(toFile: plan, atomically: true, encoding: .utf8)
      let outcome = try runTool(["sweep", plan, "--output", folder + "/sweep"])
      #expect(outcome.status == 1)
      #expect(
        outcome.errors == "'two-dimensional' on 'one' with seed 1 is unresolved: noise of several dimensions has no exact density.\n",
        "\(outcome.errors)")
    }
  }

  /// A cell that no run can have is not taken for a result.
  @Test func aDamagedRowIsNamed() throws {
    try withTemporaryFolder { folder in
      let (plan, runs) = (folder + "/my.json", folder + "/sweep/runs.csv")
      try """
      {"settings": {"width": 4, "depth": 1, "batch": 32, "steps": 100}, "densities": [{"name": "one", "p": "normal(0,1)"}], "seeds": 2,
       "methods": [{"name": "plain"}]}
      """.write(toFile: plan, atomically: true, encoding: .utf8)
      let arguments = ["sweep", plan, "--output", folder + "/sweep"]
      #expect(try runTool(arguments).status == 0)
      let whole = try String(contentsOfFile: runs, encoding: .utf8)
      for (old, new) in [(",finished,", ",finishd,"), ("one,plain,2,0.", "one,plain,2,O."), ("smallest_mode", "mode")] {
        let damaged = whole.replacing(old, with: new)
        #expect(damaged != whole)
        try damaged.write(toFile: runs, atomically: true, encoding: .utf8)
        let outcome = try runTool(arguments)
        #expect(outcome.status == 2 && outcome.sentences.count == 1 && outcome.errors.contains("'\(runs)' is damaged"), "\(outcome)")
        #expect(try String(contentsOfFile: runs, encoding: .utf8) == damaged)
      }
    }
  }

  /// The summary is what the rows say, counted and sorted here.
  @Test func theSummaryIsThatOfItsRuns() throws {
    try withTemporaryFolder { folder in
      let plan = folder + "/plan.json"
      // A learning rate at which some weights leave all bounds.
      try Self.plan.replacingOccurrences(of: "20000", with: "400")
        .replacingOccurrences(of: "\"penalty\": \"r1(0.1)\"", with: "\"optimizer\": \"sgd\", \"learningRate\": 1e9")
        .write(toFile: plan, atomically: true, encoding: .utf8)
      let outcome = try runTool(["sweep", plan, "--output", folder + "/sweep"])
      #expect(outcome.status == 1)
      let runs = try Table(readingCSV: folder + "/sweep/runs.csv")
      let summary = try Table(readingCSV: folder + "/sweep/summary.csv")
      #expect(runs.rowCount == 24 && summary.rowCount == 6)
      // The sentence says which run failed first, why, and how many more.
      let failures = (0..<24).map { Array(runs[row: $0]).map(\.text) }.filter { $0[$0.count - 2] != "finished" }
      let first = try #require(failures.first)
      let beginning = "'\(first[1])' on '\(first[0])' with seed \(first[2]) is \(first[first.count - 2]): "
      #expect(outcome.sentences.count == 1 && outcome.errors.hasPrefix(beginning), "\(outcome.errors)")
      #expect(outcome.errors.contains("and \(failures.count - 1) more"), "\(outcome.errors)")
      func cell(_ table: Table, _ row: Int, _ column: String) throws -> String {
        Array(table[row: row])[try #require(table.columns.firstIndex(of: column))].text
      }
      for row in 0..<6 {
        let own = try (0..<24).filter {
          try cell(runs, $0, "density") == cell(summary, row, "density") && cell(runs, $0, "method") == cell(summary, row, "method")
        }
        #expect(own.count == 4)
        let failed = try own.count { try cell(runs, $0, "status") != "finished" }
        #expect(try Double(cell(summary, row, "failed")) == Double(failed) / 4)
        #expect(try (cell(summary, row, "method") == "R1") == (failed > 0))
        let js = try own.map { try cell(runs, $0, "status") == "finished" ? try #require(Double(cell(runs, $0, "js"))) : .infinity }
          .sorted()
        let median = js[1] == js[2] ? js[1] : 0.5 * (js[1] + js[2])
        let printed = try #require(Double(cell(summary, row, "js_median")))
        #expect(printed == median || abs(printed - median) < 1e-15)
        for value in js where value.isFinite { #expect(value > 0 && value < 0.6931471805599454) }
      }
    }
  }

  /// A sweep of many runs is resumed and merged in a time that grows as their number does. The rows are copies of one.
  @Test func aLongSweepIsResumedAndMergedInSeconds() throws {
    try withTemporaryFolder { folder in
      let (plan, start) = (folder + "/my.json", folder + "/start")
      func write(_ text: String, _ path: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }
      func read(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
      func text(_ seeds: Int) -> String {
        """
        {"settings": {"width": 4, "depth": 1, "batch": 32, "steps": 20}, "densities": [{"name": "one", "p": "normal(0,1)"}],
         "methods": [{"name": "m"}], "seeds": \(seeds)}
        """
      }
      try write(text(1), plan)
      #expect(try runTool(["sweep", plan, "--output", start]).status == 0)
      let clock = ContinuousClock()
      func seconds(_ count: Int) throws -> Double {
        try write(text(count), plan)
        let shards = (1...4).map { folder + "/part\($0)of\(count)" }
        for (shard, path) in shards.enumerated() {
          try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
          for file in ["runs.csv", "seconds.csv"] {
            let lines = try read(start + "/" + file).split(separator: "\n")
            let rows = stride(from: shard + 1, through: count, by: 4).map { String(lines[1]).replacing("one,m,1,", with: "one,m,\($0),") }
            try write(([String(lines[0])] + rows).joined(separator: "\n") + "\n", path + "/" + file)
          }
          try write(read(start + "/plan.json").replacing("\"seeds\" : 1", with: "\"seeds\" : \(count)"), path + "/plan.json")
        }
        let begun = clock.now
        let resumed = try runTool(["sweep", plan, "--shard", "2/4", "--output", shards[1]])
        #expect(resumed.status == 0 && resumed.errors == "", "\(resumed)")
        let merged = try runTool(["sweep", plan, "--output", folder + "/whole\(count)"] + shards.flatMap { ["--merge", $0] })
        #expect(merged.status == 0 && merged.errors == "", "\(merged)")
        #expect(try Table(readingCSV: folder + "/whole\(count)/runs.csv").rowCount == count)
        return (clock.now - begun) / .seconds(1)
      }
      // Of the start of the process there is less in the longer one.
      let (short, long) = (try seconds(1000), try seconds(20_000))
      #expect(long < 60 * short && long < 30, "\(short) s and \(long) s")
    }
  }

  /// What `--plan-template` prints is a plan that runs, here with fewer steps.
  @Test func theTemplateRuns() throws {
    let template = try runTool(["sweep", "--plan-template"])
    #expect(template.status == 0 && template.errors == "" && template.output.hasPrefix("// "))
    try withTemporaryFolder { folder in
      let plan = folder + "/my.json"
      try template.output.replacing("\"steps\": 8000", with: "\"steps\": 20").write(toFile: plan, atomically: true, encoding: .utf8)
      let outcome = try runTool(["sweep", plan, "--output", folder + "/sweep"])
      // On a machine that is busy elsewhere, how long it takes may be said.
      #expect(outcome.status == 0 && outcome.sentences.allSatisfy { $0.contains("left, for about") }, "\(outcome)")
      #expect(try Table(readingCSV: folder + "/sweep/runs.csv").rowCount == 18)
    }
  }

  /// What a long sweep will take is said before it starts, of what is left; a stop ends it.
  @Test func theTimeOfALongSweepIsEstimated() throws {
    try withTemporaryFolder { folder in
      let plan = folder + "/my.json"
      try Self.plan.replacing("20000", with: "1000000").write(toFile: plan, atomically: true, encoding: .utf8)
      for (shard, runs) in [("1/1", "24 runs"), ("1/3", "8 runs")] {
        let sweep = folder + "/\(runs)"
        let outcome = try runTool(["sweep", plan, "--output", sweep, "--workers", "1", "--shard", shard]) {
          FileManager.default.fileExists(atPath: sweep + "/plan.json")
        }
        #expect(outcome.sentences.count == 1 && outcome.errors.hasPrefix(runs + " are left, for about "), "\(outcome)")
        #expect(outcome.errors.contains("on 1 worker, if all go on as 6 that were tried"), "\(outcome)")
      }
      let quiet = try runTool(["sweep", plan, "--output", folder + "/quiet", "--workers", "1", "--quiet"]) {
        FileManager.default.fileExists(atPath: folder + "/quiet/plan.json")
      }
      #expect(quiet.errors == "", "\(quiet)")
    }
  }

  /// Options that cannot be used, and what the sentence must name.
  @Test(arguments: [
    ("missing.json", ["missing.json", "no such file"]), ("Examples/plans/remedies.json --shard 3/2", ["--shard", "3/2"]),
    ("Examples/plans/remedies.json --shard half", ["--shard", "half"]), ("Examples/plans/remedies.json --shard 0/0", ["--shard", "0/0"]),
    ("Examples/plans/remedies.json --workers 0", ["--workers", "0"]),
    ("Examples/plans/remedies.json --shard 1/2 --merge a", ["--shard", "--merge"]),
    ("Examples/plans/remedies.json --plan-template", ["--plan-template", "remedies.json"]),
    ("--plan-template", ["--output", "--plan-template"]),
  ])
  func badOptionsAreOneSentence(line: String, named: [String]) throws {
    try withTemporaryFolder { folder in
      let outcome = try runTool(["sweep"] + line.split(separator: " ").map(String.init) + ["--output", folder + "/sweep"])
      #expect(outcome.status == 2 && outcome.sentences.count == 1 && !outcome.wasKilled, "\(outcome)")
      for name in named { #expect(outcome.errors.contains(name), "\(outcome.errors)") }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
  }

  /// A plan of one density up to the settings of its only method.
  private static let oneMethod =
    "{\"densities\": [{\"name\": \"a\", \"p\": \"normal(0,1)\"}], \"methods\": [{\"name\": \"m\", \"settings\": "

  /// What is wrong with a plan, and what the sentence must name.
  static let plans: [(String, [String])] = [
    ("", ["plan.json", "JSON"]),
    ("[1]", ["object"]),
    ("{\"seeds\": 1}", ["densities"]),
    ("{\"densities\": [{\"name\": \"a\", \"p\": \"normal(0,1)\"}], \"methods\": [], \"seeds\": 1}", ["methods"]),
    ("{\"densities\": [{\"name\": \"a\", \"p\": \"normal(0,1)\"}], \"methods\": [{\"name\": \"m\"}], \"seeds\": 0}", ["seeds", "0"]),
    ("{\"densities\": [{\"name\": \"a\", \"p\": \"normal(0,1)\"}], \"methods\": [{\"name\": \"m\"}], \"seeds\": 1.5}", ["seeds"]),
    ("{\"densities\": [{\"name\": \"a\", \"p\": \"normal(0,-1)\"}], \"methods\": [{\"name\": \"m\"}], \"seeds\": 1}", ["sd", "-1"]),
    ("{\"densities\": [{\"name\": \"a\", \"q\": \"normal(0,1)\"}], \"methods\": [{\"name\": \"m\"}], \"seeds\": 1}", ["'q'"]),
    ("{\"densities\": [{\"name\": \"a\"}], \"methods\": [{\"name\": \"m\"}], \"seeds\": 1}", ["'a'", "p"]),
    (
      "{\"densities\": [{\"name\": \"a\", \"p\": \"normal(0,1)\"}], \"methods\": [{\"name\": \"m\"}, {\"name\": \"m\"}], \"seeds\": 1}",
      ["'m'"]
    ),
    (oneMethod + "{\"widht\": 8}}], \"seeds\": 1}", ["'widht'", "'m'"]),
    (oneMethod + "{\"width\": \"8\"}}], \"seeds\": 1}", ["'width'", "'m'"]),
    (oneMethod + "{\"width\": 0}}], \"seeds\": 1}", ["width", "0", "'m'"]),
    (oneMethod + "{\"packing\": 3}}], \"seeds\": 1}", ["packing", "3"]),
  ]

  @Test(arguments: 0..<plans.count) func aPlanThatIsNoneIsNamed(_ index: Int) throws {
    let (text, names) = Self.plans[index]
    try withTemporaryFolder { folder in
      try text.write(toFile: folder + "/plan.json", atomically: true, encoding: .utf8)
      let outcome = try runTool(["sweep", folder + "/plan.json", "--output", folder + "/sweep"])
      #expect(outcome.status == 2 && outcome.sentences.count == 1 && !outcome.wasKilled, "\(outcome)")
      for name in names { #expect(outcome.errors.contains(name), "\(outcome.errors)") }
      #expect(!FileManager.default.fileExists(atPath: folder + "/sweep"))
    }
  }
}
