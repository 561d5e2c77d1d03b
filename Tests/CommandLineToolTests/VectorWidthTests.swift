import Foundation
import Tabulation
import TestSupport
import Testing

/// The vector width is part of a result: recorded everywhere, chosen by the environment, and never mixed unasked.
@Suite(.waitsForPrograms) struct VectorWidthTests {
  static let variable = "DIVERGENCES_VECTOR_WIDTH"
  /// Those of this processor, widest first, as the tool's refusal of another one lists them.
  static let names: [String] = {
    let sentence = (try? runShell("\(variable)=none divergences compare 'normal(0,1)' 'normal(0,1)'").errors) ?? ""
    return (sentence.firstMatch(of: /one of (.*), which/)?.1 ?? "").components(separatedBy: ", ").filter { !$0.isEmpty }
  }()
  private let names = names
  /// What is recorded of a width, and the widths whose bytes differ from those of the widest.
  private func bytes(_ name: String) -> String { ["avx2", "avx512"].contains(name) ? "avx2/avx512" : name }
  static let other = names.first { !(names[0].hasPrefix("avx") && $0.hasPrefix("avx")) && $0 != names[0] }
  static let options = "--width 8 --batch 64 --steps 3000 --record-every 1500"

  /// Runs a line of shell whose tool uses this width.
  private func on(_ name: String, _ line: String) throws -> ProcessOutcome { try runShell("export \(Self.variable)='\(name)'; " + line) }

  private func recorded(_ file: String) throws -> String? {
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: file)))
    return (object as? [String: Any])?["vectorWidth"] as? String
  }

  @Test func everyWidthIsRecorded() throws {
    try withTemporaryFolder { folder in
      try SweepTests.plan.replacingOccurrences(of: "20000", with: "100").write(
        toFile: folder + "/my.json", atomically: true, encoding: .utf8)
      for name in names {
        let run = folder + "/run-" + name
        let sweep = folder + "/sweep-" + name
        #expect(try on(name, "divergences train 'normal(0,1)' \(Self.options) --output '\(run)'").status == 0)
        #expect(try on(name, "divergences sweep '\(folder)/my.json' --output '\(sweep)'").status == 0)
        #expect(try on(name, "divergences collapse --steps 20 --output '\(folder)/\(name).csv'").status == 0)
        let files =
          ["run.json", "checkpoint.json", "history.csv.json", "samples.csv.json"].map { run + "/" + $0 }
          + ["plan.json", "runs.csv.json", "summary.csv.json"].map { sweep + "/" + $0 } + [folder + "/\(name).csv.json"]
        for file in files { #expect(try recorded(file) == bytes(name), "\(file)") }
      }
      // Without a choice it is the widest.
      #expect(try runShell("unset \(Self.variable); divergences train 'normal(0,1)' \(Self.options) --output '\(folder)/run'").status == 0)
      #expect(try contents(folder + "/run") == contents(folder + "/run-" + names[0]))
    }
  }

  /// Both fuse products with sums and add over eight lanes, so that a run may go from one to the other, and gives the
  /// bytes of either.
  @Test(.enabled(if: Set(VectorWidthTests.names).isSuperset(of: ["avx2", "avx512"]), "the processor has not both widths"))
  func twoWidthsGiveTheSameBytes() throws {
    try withTemporaryFolder { folder in
      for (index, options) in ["--width 8 --batch 64", "--width 50 --depth 2 --batch 100", "--width 97 --batch 77", "--width 128"]
        .enumerated()
      {
        let line = "divergences train 'normal(3,0.5)' \(options) --steps 200 --record-every 200 --output '\(folder)/\(index)-"
        for name in ["avx2", "avx512"] { #expect(try on(name, line + name + "'").status == 0) }
        #expect(try contents("\(folder)/\(index)-avx2") == contents("\(folder)/\(index)-avx512"))
      }
      let run = folder + "/run"
      let long = ["train", "normal(0,1)", "--width", "8", "--steps", "40000", "--checkpoint-seconds", "0", "--output", run]
      try runTool(long, until: { TrainTests.checkpointedStep(run) ?? 0 > 0 })
      #expect(try on("avx2", "divergences train --resume --output '\(run)'").status == 0)
      #expect(try on("avx512", "divergences train 'normal(0,1)' --width 8 --steps 40000 --output '\(folder)/whole'").status == 0)
      #expect(try contents(run) == contents(folder + "/whole"))
    }
  }

  @Test func anEmptyOneIsUnset() throws {
    let line = "divergences compare 'normal(0,1)' 'normal(0,2)'"
    let (unset, empty) = (try runShell("unset \(Self.variable); " + line), try on("", line))
    #expect(empty.status == 0 && empty.output == unset.output && empty.errors == "", "\(empty)")
  }

  @Test(arguments: ["avx", "AVX2", "16"]) func anUnknownWidthIsRefused(_ name: String) throws {
    try withTemporaryFolder { folder in
      for line in [
        "train 'normal(0,1)' --steps 10 --output '\(folder)/run'", "sweep Examples/plans/remedies.json --output '\(folder)/sweep'",
        "collapse --steps 10",
        "compare 'normal(0,1)' 'normal(0,2)'",
      ] {
        let outcome = try on(name, "divergences " + line)
        #expect(outcome.status == 2 && outcome.sentences.count == 1 && outcome.output == "", "\(outcome)")
        #expect(outcome.errors.contains(Self.variable) && outcome.errors.contains("'\(name)'") && outcome.errors.contains(names[0]))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
  }

  @Test(.enabled(if: VectorWidthTests.other != nil, "all vector widths of the processor give the same bytes")) func aRunKeepsItsWidth()
    throws
  {
    let second = try #require(Self.other)
    try withTemporaryFolder { folder in
      let run = folder + "/run"
      try runTool(
        ["train", "normal(0,1)", "--width", "8", "--steps", "40000", "--checkpoint-seconds", "0", "--output", run],
        until: { TrainTests.checkpointedStep(run) ?? 0 > 0 })
      let before = try contents(run)
      let other = try on(second, "divergences train --resume --output '\(run)'")
      #expect(other.status == 2 && other.sentences.count == 1, "\(other)")
      for name in [names[0], second, Self.variable, "--allow-other-width"] { #expect(other.errors.contains(name), "\(other.errors)") }
      #expect(try contents(run) == before)
      let asked = try on(second, "divergences train --resume --output '\(run)' --allow-other-width")
      #expect(asked.status == 0 && asked.errors == "", "\(asked)")
      for name in ["run.json", "checkpoint.json", "history.csv.json"] {
        #expect(try recorded(run + "/" + name) == bytes(names[0]) + "+" + second)
      }
      let fresh = try runTool(["train", "normal(0,1)", "--allow-other-width", "--output", folder + "/fresh"])
      #expect(fresh.status == 2 && fresh.errors.contains("--allow-other-width has no effect"), "\(fresh)")
    }
  }

  @Test(.enabled(if: VectorWidthTests.other != nil, "all vector widths of the processor give the same bytes")) func aSweepKeepsItsWidth()
    throws
  {
    let second = try #require(Self.other)
    try withTemporaryFolder { folder in
      try SweepTests.plan.replacingOccurrences(of: "20000", with: "100").write(
        toFile: folder + "/my.json", atomically: true, encoding: .utf8)
      let sweep = "divergences sweep '\(folder)/my.json' --output '\(folder)"
      #expect(try on(names[0], sweep + "/first' --shard 1/2").status == 0)
      #expect(try on(second, sweep + "/second' --shard 2/2").status == 0)
      let before = try contents(folder + "/first")
      for line in [sweep + "/first' --shard 2/2", sweep + "/merged' --merge '\(folder)/first' --merge '\(folder)/second'"] {
        let outcome = try on(second, line)
        #expect(outcome.status == 2 && outcome.sentences.count == 1, "\(outcome)")
        for name in [names[0], second, Self.variable, "--allow-other-width"] {
          #expect(outcome.errors.contains(name), "\(outcome.errors)")
        }
      }
      #expect(try contents(folder + "/first") == before && !FileManager.default.fileExists(atPath: folder + "/merged"))
      let asked = try on(names[0], sweep + "/merged' --merge '\(folder)/first' --merge '\(folder)/second' --allow-other-width")
      #expect(asked.status == 0, "\(asked)")
      #expect(try recorded(folder + "/merged/plan.json") == bytes(names[0]) + "+" + second)
      #expect(try Table(readingCSV: folder + "/merged/runs.csv").rowCount == 24)
      // The plan in a folder asks for the width of its runs.
      let again = try on(second, "divergences sweep '\(folder)/first/plan.json' --output '\(folder)/again'")
      #expect(again.status == 2 && again.errors.contains(names[0]) && again.errors.contains(second), "\(again)")
    }
  }
}
