import Foundation
import RealModule
import Scalars
import Tabulation
import TestSupport
import Testing

/// `train` as a process: killed, interrupted and resumed.
@Suite(.waitsForPrograms) struct TrainTests {
  static let arguments = [
    "train", "0.5*normal(-2,0.5)+0.5*normal(2,0.5)", "--width", "8", "--batch", "32", "--steps", "60000", "--record-every", "10000",
    "--seed",
    "7", "--checkpoint-seconds", "0",
  ]
  static let files = [
    "checkpoint.json", "discriminator.csv", "discriminator.csv.json", "frames.csv", "frames.csv.json", "history.csv", "history.csv.json",
    "run.json", "samples.csv",
    "samples.csv.json",
  ]

  /// The step of the checkpoint in a folder; nil where there is none.
  static func checkpointedStep(_ folder: String) -> Int? {
    guard let bytes = FileManager.default.contents(atPath: folder + "/checkpoint.json") else { return nil }
    return ((try? JSONSerialization.jsonObject(with: bytes)) as? [String: Any])?["step"] as? Int
  }

  /// Killed at moments that are drawn from a seed, counted in steps so that they fall within the run on any machine:
  /// whatever is on the disk then must be enough.
  @Test(arguments: share(of: [UInt64(1), 2], oneIn: 2)) func aKilledRunResumesBitForBit(_ seed: UInt64) throws {
    try withTemporaryFolder { folder in
      let (whole, killed) = (folder + "/whole", folder + "/killed")
      #expect(try runTool(Self.arguments + ["--output", whole]).status == 0)
      var random = CounterRandom(seed: seed)
      // Before anything is written, and then each time somewhere in the next tenth of the run; the rest of it is the time
      // that a busy machine has to kill it in.
      try kill(Self.arguments + ["--output", killed], SIGKILL, after: Int.random(in: 0...5, using: &random))
      for tenth in 0..<4 {
        let step = Int.random(in: 6_000 * tenth + 100..<6_000 * (tenth + 1), using: &random)
        let hasRun = FileManager.default.fileExists(atPath: killed + "/run.json")
        let outcome = try runTool(
          Self.arguments + ["--output", killed] + (hasRun ? ["--resume"] : []),
          until: {
            Self.checkpointedStep(killed) ?? 0 >= step
          })
        #expect(outcome.wasKilled && outcome.errors == "", "\(outcome)")
        #expect((step..<60_000).contains(Self.checkpointedStep(killed) ?? 0))
      }
      let last = try runTool(Self.arguments + ["--output", killed, "--resume"])
      #expect(last.status == 0 && last.errors == "", "\(last.errors)")
      let (expected, got) = (try contents(whole), try contents(killed))
      #expect(expected.keys.sorted() == Self.files && got.keys.sorted() == Self.files)
      for name in Self.files { #expect(expected[name] == got[name], "\(name)") }
      // The same again is the same bytes, also with two threads, and a finished run resumes to itself.
      #expect(try runTool(["train", "--resume", "--output", killed]).status == 0)
      #expect(try contents(killed) == expected)
      #expect(try runTool(Self.arguments + ["--output", folder + "/again", "--threads", "2"]).status == 0)
      #expect(try contents(folder + "/again") == expected)
    }
  }

  /// Each signal that asks a process to end, and the status that a shell gives to it.
  @Test(arguments: share(of: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)], oneIn: 3))
  func anInterruptedRunLeavesAUsableFolder(
    _ code: Int32, _ status: Int32
  )
    throws
  {
    try withTemporaryFolder { folder in
      let arguments = [
        "train", "normal(3,0.5)", "--width", "8", "--steps", "100000000", "--record-every", "1000", "--checkpoint-seconds", "0", "--output",
        folder + "/run",
      ]
      let outcome = try runTool(arguments, until: { Self.checkpointedStep(folder + "/run") ?? 0 > 0 }, end: code)
      #expect(outcome.status == status && !outcome.wasKilled && outcome.errors == "", "\(outcome)")
      let files = try contents(folder + "/run")
      #expect(files.keys.sorted() == Self.files)
      #expect(String(decoding: files["run.json"] ?? Data(), as: UTF8.self).contains("\"status\" : \"interrupted\""))
      #expect(String(decoding: files["discriminator.csv"] ?? Data(), as: UTF8.self).hasPrefix("x,p,q,d_learned,d_star\n"))
      let other = try runTool(["train", "normal(3,0.5)", "--width", "16", "--output", folder + "/run", "--resume"])
      #expect(other.status == 2 && other.sentences.count == 1)
      #expect(other.errors.contains("width") && other.errors.contains("16") && other.errors.contains("8"), "\(other.errors)")
      let again = try runTool(["train", "normal(3,0.5)", "--output", folder + "/run"])
      #expect(again.status == 2 && again.errors.contains("--resume"))
      // It goes on where it was, and what it writes is whole.
      let before = try #require(Self.checkpointedStep(folder + "/run"))
      let resumed = try runTool(
        ["train", "--resume", "--output", folder + "/run"], until: { Self.checkpointedStep(folder + "/run") ?? 0 > before }, end: code)
      #expect(resumed.status == status && Self.checkpointedStep(folder + "/run") ?? 0 > before, "\(resumed)")
    }
  }

  /// Whoever starts work under `nohup` leaves the terminal on purpose.
  @Test func underNohupARunStays() throws {
    try withTemporaryFolder { folder in
      // Not in a shell that waits for a signal of its children: the library that starts it here blocks signals.
      let script = """
        cd "\(folder)"; nohup divergences train 'normal(0,1)' --width 8 --steps 100000000 \
          --record-every 1000 --checkpoint-seconds 0 --output run 2>/dev/null & id=$!
        while [ ! -e "\(folder)/run/history.csv" ]; do sleep 0.05; done
        kill -HUP $id; sleep 0.3; kill -0 $id && echo alive; kill -TERM $id; wait $id; echo $?
        """
      try script.write(toFile: folder + "/script", atomically: false, encoding: .utf8)
      let outcome = try runShell("bash '\(folder)/script'")
      #expect(outcome.output == "alive\n143\n", "\(outcome)")
    }
  }

  /// The first checkpoint does not wait for the pause between two.
  @Test func theFirstCheckpointComesWithinASecond() throws {
    try withTemporaryFolder { folder in
      let run = folder + "/run"
      let arguments = ["train", "normal(0,1)", "--width", "8", "--steps", "100000000", "--checkpoint-seconds", "1000", "--output", run]
      let start = ContinuousClock.now
      var waits: [Duration] = []
      let outcome = try runTool(
        arguments,
        until: {
          if waits.isEmpty, Self.checkpointedStep(run) != nil { waits.append(ContinuousClock.now - start) }
          if waits.count == 1, Self.checkpointedStep(run) ?? 0 > 0 { waits.append(ContinuousClock.now - start) }
          return waits.count == 2
        })
      #expect(outcome.wasKilled)
      // Its first bytes at once, and the first that holds steps after a second and the time that the record before it
      // takes; the rest is a busy machine's.
      #expect(waits.count == 2 && waits[0] < .seconds(2) && waits[1] < .seconds(10), "\(waits)")
    }
  }

  /// At every record V(D) is what the minibatch estimates, minus the discriminator's loss, whose mean over 1024 rows is
  /// uncertain by some 0.02.
  @Test(arguments: [
    ["cauchy(0,1)", "--q", "normal(0,1)"], ["normal(0,1)", "--q", "cauchy(0,1)"], ["studentT(1.5,0,1)", "--q", "normal(0,1)"],
    ["pareto(1,1)", "--q", "exponential(1)"], ["gamma(0.3,1)", "--q", "pareto(1.5,1)"], ["cauchy(0,1)"], ["pareto(1,1)"],
    ["studentT(1.5,0,1)"],
  ])
  func theExactValueIsWhatMinibatchesEstimate(_ densities: [String]) throws {
    try withTemporaryFolder { folder in
      let arguments =
        ["train"] + densities + [
          "--width", "16", "--batch", "1024", "--penalty", "none", "--averaging", "0", "--steps", "600", "--record-every", "100",
          "--output",
          folder + "/run",
        ]
      #expect(try runTool(arguments).status == 0)
      let rows = try String(contentsOfFile: folder + "/run/history.csv", encoding: .utf8).split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      let columns = try ["discriminator_loss", "value", "status"].map { try #require(rows[0].firstIndex(of: Substring($0))) }
      for row in rows.dropFirst(2) {
        let (loss, value) = (try #require(Double(row[columns[0]])), try #require(Double(row[columns[1]])))
        #expect(abs(loss + value) < 0.15 && row[columns[2]] == "finite", "\(row.joined(separator: ","))")
      }
    }
  }

  @Test func theDiscriminatorAloneApproachesTheOptimum() throws {
    try withTemporaryFolder { folder in
      let arguments = [
        "train", "normal(0,1)", "--q", "normal(1,2)", "--steps", "4000", "--record-every", "2000", "--output", folder + "/run",
      ]
      #expect(try runTool(arguments).status == 0)
      let rows = try String(contentsOfFile: folder + "/run/history.csv", encoding: .utf8).split(separator: "\n").map {
        $0.split(separator: ",")
      }
      let column = try #require(rows[0].firstIndex(of: "gap"))
      let gaps = try rows.dropFirst().map { try #require(Double($0[column])) }
      #expect(gaps.count == 3 && gaps[0] > 0.05 && gaps[2] < 1e-3 && gaps[2] > 0, "\(gaps)")
    }
  }

  /// The main columns are of the averaged discriminator, whose curve `discriminator.csv` has; `gap_current` is of the
  /// one as it is. Averaging does not touch the training, so without it both are the latter.
  @Test func theMainColumnsAreOfTheAverages() throws {
    try withTemporaryFolder { folder in
      func gaps(_ averaging: String) throws -> (main: Double, current: Double, drawn: Double) {
        let run = folder + "/" + averaging
        let arguments = [
          "train", "normal(0,1)", "--q", "normal(1,2)", "--width", "8", "--steps", "60", "--record-every", "60", "--averaging", averaging,
        ]
        #expect(try runTool(arguments + ["--output", run]).status == 0)
        let last = try #require(Table(readingCSV: run + "/history.csv").rowsByColumn.last)
        // ∫ (p + q) kl(D*‖D) by the trapezium rule.
        let rows = try Table(readingCSV: run + "/discriminator.csv").rowsByColumn
        let heights = try rows.map { row -> (x: Double, y: Double) in
          let (d, optimal) = (try row.number("d_learned"), try row.number("d_star"))
          let divergence: Double = optimal * .log(optimal / d) + (1 - optimal) * .log((1 - optimal) / (1 - d))
          return (try row.number("x"), (try row.number("p") + row.number("q")) * divergence)
        }
        let drawn = zip(heights, heights.dropFirst()).reduce(0) { $0 + 0.5 * ($1.1.x - $1.0.x) * ($1.0.y + $1.1.y) }
        return (try last.number("gap"), try last.number("gap_current"), drawn)
      }
      let (averaged, plain) = (try gaps("0.99"), try gaps("0"))
      #expect(plain.main == plain.current && averaged.current == plain.current && averaged.main != averaged.current)
      #expect(abs(averaged.main / averaged.current - 1) > 0.1, "\(averaged)")
      for run in [averaged, plain] { #expect(abs(run.drawn / run.main - 1) < 0.01, "\(run)") }
    }
  }

  /// Losses that are no numbers, weights beyond all use, and a generator that ends without a density; and what of the
  /// history must be there.
  @Test(arguments: [
    ["--optimizer", "sgd", "--learning-rate", "1e30", "--steps", "10"], ["--learning-rate", "1000", "--steps", "2000"],
    ["--learning-rate", "1000", "--steps", "2000", "--record-every", "0"], ["--learning-rate", "1e5", "--steps", "300"],
    ["--q", "normal(1,2)", "--discriminator-learning-rate", "1e6", "--steps", "100"],
  ])
  func aDivergedRunKeepsItsHistory(_ options: [String]) throws {
    try withTemporaryFolder { folder in
      let outcome = try runTool(["train", "normal(0,1)"] + options + ["--output", folder + "/run"])
      #expect(outcome.status == 1 && outcome.sentences.count == 1 && outcome.errors.contains("diverged"), "\(outcome)")
      #expect(outcome.errors.firstMatch(of: /step [0-9]+/) != nil, "\(outcome)")
      let run = try String(contentsOfFile: folder + "/run/run.json", encoding: .utf8)
      #expect(run.contains("\"status\" : \"diverged\"") && run.firstMatch(of: /"reason" : ".*step [0-9]+/) != nil)
      let rows = try String(contentsOfFile: folder + "/run/history.csv", encoding: .utf8).split(separator: "\n")
      #expect(rows.count >= (options.contains("--record-every") ? 1 : 3))
      #expect(!FileManager.default.fileExists(atPath: folder + "/run/samples.csv"))
    }
  }

  /// Every number of a history that is infinite or missing has its reason in the row.
  @Test func anInfiniteNumberHasItsReason() throws {
    try withTemporaryFolder { folder in
      #expect(try runTool(["train", "normal(0,1)", "--q", "cauchy(0,1)", "--steps", "20", "--output", folder + "/run"]).status == 0)
      let history = try Table(readingCSV: folder + "/run/history.csv")
      let (infinite, reason) = (
        try #require(history.columns.firstIndex(of: "kl_qp")), try #require(history.columns.firstIndex(of: "reason"))
      )
      for row in 0..<history.rowCount {
        let cells = Array(history[row: row]).map(\.text)
        #expect(cells[infinite] == "inf" && cells[reason].contains("kl_qp: "), "\(cells)")
      }
    }
  }

  /// Rows of data, and a kernel estimate of them, both against a whole game.
  @Test(arguments: ["Examples/data/old-faithful.csv:eruptions", "kde(Examples/data/old-faithful.csv:eruptions)"])
  func realDataCanBeLearned(_ p: String) throws {
    try withTemporaryFolder { folder in
      let arguments = ["train", p, "--steps", "200", "--record-every", "100", "--width", "8", "--output", folder + "/run"]
      let outcome = try runTool(arguments)
      #expect(outcome.status == 0 && outcome.errors == "" && outcome.output.hasPrefix("Step 200: JS "), "\(outcome)")
      let files = try contents(folder + "/run")
      #expect(files.keys.sorted() == Self.files)
      let rows = try String(contentsOfFile: folder + "/run/discriminator.csv", encoding: .utf8).split(separator: "\n").dropFirst()
      #expect(rows.count > 500)
      for row in rows {
        let numbers = try row.split(separator: ",").map { try #require(Double($0)) }
        // D* = p/(p+q), from the columns of the same row.
        let (p, q, optimal) = (numbers[1], numbers[2], numbers[4])
        if p + q > 0, q < .infinity { #expect(abs(optimal - p / (p + q)) < 1e-9, "\(row)") }
      }
      let history = try String(contentsOfFile: folder + "/run/history.csv", encoding: .utf8)
      #expect(history.split(separator: "\n").count == 4)
    }
  }

  /// Every remedy trains from the command line, and resumes to the bytes of a run that was never stopped.
  @Test(
    arguments: share(
      of: [
        ["--packing", "2"], ["--minibatch-kernels", "4"], ["--instance-noise", "0.5"], ["--unrolled-steps", "2", "--unrolled-rate", "0.2"],
        ["--penalty", "spectral"], ["--objective", "smoothed(0.9)"], ["--averaging", "0"],
      ], oneIn: 4))
  func remediesTrainAndResume(_ options: [String]) throws {
    try withTemporaryFolder { folder in
      let arguments =
        ["train", "normal(3,0.5)", "--width", "4", "--depth", "2", "--batch", "32", "--steps", "20000", "--record-every", "10000"]
        + ["--penalty", "none"].filter { _ in !options.contains("--penalty") } + ["--checkpoint-seconds", "0"] + options
      #expect(try runTool(arguments + ["--output", folder + "/whole"]).status == 0)
      let killed = try runTool(arguments + ["--output", folder + "/killed"], until: { Self.checkpointedStep(folder + "/killed") ?? 0 > 0 })
      #expect(killed.wasKilled)
      #expect(try runTool(arguments + ["--output", folder + "/killed", "--resume"]).status == 0)
      #expect(try contents(folder + "/killed") == contents(folder + "/whole"))
    }
  }

  /// The command that stands beside a CSV, given again, makes the same folder.
  @Test(arguments: [
    ["normal(3,0.5)", "--steps", "300", "--width", "4", "--record-every", "100", "--penalty", "clipping(0.5)", "--learning-rate", "1e-4"],
    ["normal(0,1)", "--q", "normal(1,2)", "--steps", "300", "--averaging", "0", "--seed", "9"],
  ])
  func theCommandBesideACSVRepeatsTheRun(_ options: [String]) throws {
    try withTemporaryFolder { folder in
      #expect(try runTool(["train"] + options + ["--output", folder + "/first"]).status == 0)
      for name in ["history", "discriminator", "samples"] {
        let beside = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: folder + "/first/\(name).csv.json")))
        let command = try #require((beside as? [String: Any])?["command"] as? [String])
        #expect(try runTool(command + ["--output", folder + "/" + name]).status == 0)
        #expect(try contents(folder + "/" + name) == contents(folder + "/first"))
      }
    }
  }

  /// With rates that stay, a run that has ended and is extended has the bytes of one that was that long from the start;
  /// also where its own end was no record of the longer one.
  @Test(arguments: ["2000", "2050"]) func anExtendedRunHasTheBytesOfALongOne(_ steps: String) throws {
    try withTemporaryFolder { folder in
      let arguments = [
        "train", "0.5*normal(-2,0.5)+0.5*normal(2,0.5)", "--width", "4", "--batch", "32", "--keep-rates", "--record-every", "100",
      ]
      #expect(try runTool(arguments + ["--steps", steps, "--output", folder + "/run"]).status == 0)
      let extended = try runTool(["train", "--resume", "--steps", "4000", "--output", folder + "/run"])
      #expect(extended.status == 0 && extended.errors == "", "\(extended)")
      #expect(try runTool(arguments + ["--steps", "4000", "--output", folder + "/whole"]).status == 0)
      let (expected, got) = (try contents(folder + "/whole"), try contents(folder + "/run"))
      #expect(expected.keys.sorted() == Self.files)
      for name in Self.files { #expect(expected[name] == got[name], "\(name)") }
    }
  }

  /// Rates that had fallen to 0 and fall again make another run: it is said, recorded, and repeated by its command.
  @Test func anExtensionOfFallingRatesIsAnotherRun() throws {
    try withTemporaryFolder { folder in
      let arguments = ["train", "normal(3,0.5)", "--width", "4", "--batch", "32"]
      #expect(try runTool(arguments + ["--steps", "300", "--output", folder + "/run"]).status == 0)
      let extended = try runTool(["train", "--resume", "--steps", "600", "--output", folder + "/run"])
      #expect(
        extended.status == 0 && extended.sentences.count == 1 && extended.errors.contains("not the run of so many steps"), "\(extended)")
      #expect(try runTool(arguments + ["--steps", "600", "--record-every", "15", "--output", folder + "/whole"]).status == 0)
      let (whole, run) = (try contents(folder + "/whole"), try contents(folder + "/run"))
      #expect(whole["history.csv"] != run["history.csv"])
      #expect(String(decoding: run["run.json"] ?? Data(), as: UTF8.self).contains("extendedFrom"))
      let beside = try JSONSerialization.jsonObject(with: run["history.csv.json"] ?? Data())
      let command = try #require((beside as? [String: Any])?["command"] as? [String])
      #expect(try runTool(command + ["--output", folder + "/again"]).status == 0)
      #expect(try contents(folder + "/again") == run)
      // Once more, and to itself.
      #expect(try runTool(["train", "--resume", "--steps", "900", "--output", folder + "/run"]).errors.contains("step 600"))
      let longer = try contents(folder + "/run")
      #expect(try runTool(["train", "--resume", "--steps", "900", "--output", folder + "/run"]).status == 0)
      #expect(try contents(folder + "/run") == longer)
    }
  }

  @Test func onlyARunThatHasEndedIsExtended() throws {
    try withTemporaryFolder { folder in
      let run = folder + "/run"
      let arguments = [
        "train", "normal(3,0.5)", "--width", "8", "--steps", "100000000", "--record-every", "1000", "--checkpoint-seconds", "0", "--output",
        run,
      ]
      try runTool(arguments, until: { Self.checkpointedStep(run) ?? 0 > 0 })
      for (steps, named) in [("200000000", ["--resume alone", "100000000"]), ("50", ["steps must be above 100000000", "50"])] {
        let outcome = try runTool(["train", "--resume", "--steps", steps, "--output", run])
        #expect(outcome.status == 2 && outcome.sentences.count == 1, "\(outcome)")
        for name in named { #expect(outcome.errors.contains(name), "\(outcome.errors)") }
      }
    }
  }

  /// By default a record every twentieth of the run, and every second of them has a frame; at the end a line that says
  /// what came of it, and where it is.
  @Test func recordsFramesAndAClosingLine() throws {
    try withTemporaryFolder { folder in
      let p = "0.5*normal(-2,0.5)+0.5*normal(2,0.5)"
      let outcome = try runTool(["train", p, "--steps", "400", "--width", "8", "--output", folder + "/run"])
      #expect(outcome.status == 0 && outcome.errors == "", "\(outcome)")
      let history = try Table(readingCSV: folder + "/run/history.csv").rowsByColumn
      #expect(try history.map { try $0.number("step") } == (0...20).map { 20 * Double($0) })
      let last = try #require(history.last)
      let (js, gap) = (significant(try last.number("js"), digits: 4), significant(try last.number("gap"), digits: 4))
      #expect(outcome.output.hasPrefix("Step 400: JS \(js) ± ") && outcome.output.contains("gap \(gap) ± "), "\(outcome.output)")
      #expect(outcome.output.contains("of 2 modes") && outcome.output.contains("frames.csv"))
      #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let frames = try Table(readingCSV: folder + "/run/frames.csv")
      #expect(frames.columns == ["step", "x", "p", "q", "d_learned", "d_star"])
      #expect(Set(try frames.values(inColumn: "step")).sorted() == (0...10).map { 40 * Double($0) })
      for row in frames.rowsByColumn {
        let (p, q, optimal) = (try row.number("p"), try row.number("q"), try row.number("d_star"))
        if p + q > 0, q < .infinity { #expect(abs(optimal - p / (p + q)) < 1e-9, "\(row)") }
        #expect((0...1).contains(try row.number("d_learned")))
      }
      // The last frame is of the players whose curves `discriminator.csv` has: p is the same function.
      #expect(frames.rowCount > 11 * 121)
    }
  }

  /// Every infinite number of a history has its reason in the row, those of the current weights too.
  @Test(arguments: [["normal(0,1)", "--q", "cauchy(0,1)"], ["pareto(0.5,1)", "--q", "exponential(1)"], ["cauchy(0,1)"]])
  func anInfiniteGapHasItsReason(_ densities: [String]) throws {
    try withTemporaryFolder { folder in
      #expect(try runTool(["train"] + densities + ["--steps", "40", "--width", "8", "--output", folder + "/run"]).status == 0)
      for row in try Table(readingCSV: folder + "/run/history.csv").rowsByColumn {
        let reason = try #require(row["reason"])
        for column in ["js", "kl_pq", "kl_qp", "gap", "gap_current"] where row[column] == "inf" {
          #expect(reason.contains(column + ": "), "\(column): \(row)")
        }
      }
    }
  }

  /// What a killed run has left half written goes; what is somebody else's stays.
  @Test func onlyItsOwnLeftoversAreRemoved() throws {
    try withTemporaryFolder { folder in
      for name in ["history.csv.1a2b.partial", "history.csv.json.x.partial", "download.zip.partial", "notes.history.csv.partial"] {
        try "?".write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
      }
      #expect(try runTool(["train", "normal(0,1)", "--width", "4", "--steps", "20", "--output", folder]).status == 0)
      let partial = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".partial") }.sorted()
      #expect(partial == ["download.zip.partial", "notes.history.csv.partial"])
    }
  }

  /// A column may be called as a density ends.
  @Test func aColumnMayEndInAParenthesis() throws {
    try withTemporaryFolder { folder in
      try "time (s)\n1\n2\n4\n3\n".write(toFile: folder + "/a.csv", atomically: false, encoding: .utf8)
      #expect(try runTool(["fit", folder + "/a.csv:time (s)", "--family", "normal"]).status == 0)
      #expect(try runTool(["support", folder + "/a.csv:time (s)", "--sample-size", "2"]).status == 0)
      #expect(try runTool(["train", folder + "/a.csv:time (s)", "--steps", "20", "--width", "4", "--output", folder + "/run"]).status == 0)
    }
  }

  @Test func noiseOfSeveralDimensionsHasNoExactDensity() throws {
    try withTemporaryFolder { folder in
      let arguments = [
        "train", "normal(0,1)", "--noise-dimension", "2", "--steps", "50", "--record-every", "50", "--output", folder + "/run",
      ]
      #expect(try runTool(arguments).status == 0)
      let history = try String(contentsOfFile: folder + "/run/history.csv", encoding: .utf8)
      #expect(history.contains("several dimensions"))
    }
  }

  /// Arguments after `train`, and what the one sentence must name.
  @Test(arguments: [
    ("normal(0,1) --width 0", ["width", "0"]), ("normal(0,1) --width -3", ["width", "-3"]), ("normal(0,1) --depth 0", ["depth", "0"]),
    ("normal(0,1) --width 4000 --depth 3", ["width", "4000", "parameters"]), ("normal(0,1) --width 1000000", ["width", "1000000"]),
    ("normal(0,1) --batch 1000000 --width 256", ["batch", "1000000"]), ("normal(0,1) --steps -5", ["steps", "-5"]),
    ("normal(0,1) --learning-rate -1", ["learning-rate", "-1"]), ("normal(0,1) --learning-rate 0", ["learning-rate", "0"]),
    ("normal(0,1) --discriminator-learning-rate inf", ["discriminator-learning-rate", "inf"]),
    ("normal(0,1) --discriminator-steps 0", ["discriminator-steps", "0"]), ("normal(0,1) --noise-dimension 0", ["noise", "0"]),
    ("normal(0,1) --penalty r1(nan)", ["penalty", "nan"]), ("normal(0,1) --penalty cats", ["penalty", "cats"]),
    ("normal(0,1) --checkpoint-seconds -1", ["checkpoint-seconds", "-1"]), ("normal(0,1) --threads 2000", ["threads", "2000"]),
    ("Examples/data/old-faithful.csv:nothing", ["nothing"]),
    ("normal(0,1) --batch 0", ["batch", "0"]), ("normal(0,1) --steps 0", ["steps", "0"]), ("normal(0,1) --threads 0", ["threads", "0"]),
    ("normal(0,1) --objective cats", ["objective", "cats", "minimax"]), ("normal(0,1) --optimizer cats", ["optimizer", "cats", "adam"]),
    ("normal(0,1) --activation cats", ["activation", "cats", "tanh"]), ("normal(0,1) --noise cats", ["noise", "cats", "uniform"]),
    ("normal(0,1) --penalty r1(-1)", ["penalty", "r1(-1)"]), ("normal(0,1) --learning-rate nan", ["learning-rate", "nan"]),
    ("normal(0,1) --record-every -1", ["record-every", "-1"]), ("normal(0,-1)", ["sd", "-1"]),
    ("normal(0,1) --q vonMises(0,1)", ["vonMises"]),
    ("pareto(0.01,1)", ["pareto", "sampler"]), ("missing.csv:x", ["missing.csv"]), ("", ["P is missing"]),
    ("--resume", ["no run to resume"]),
    ("--resume --steps 5", ["no run to resume"]), ("normal(0,1) --extended-from 9,5", ["extended-from", "9,5"]),
    ("normal(0,1) --steps 100 --extended-from 100", ["extended-from", "100"]), ("normal(0,1) --extended-from x", ["extendedFrom", "x"]),
    ("normal(0,1) --keep-rates --extended-from 5", ["extended-from", "5"]), ("normal(0,1) --animate film.gif", ["--animate", ".svg"]),
    ("normal(0,1) --record-every 0 --animate film.svg", ["--animate", "--record-every"]),
    ("--resume --q normal(0,1)", ["--q", "--resume alone"]),
    ("--resume --packing 2", ["--packing", "--resume alone"]),
    ("normal(0,1) --packing 3", ["packing", "3"]), ("normal(0,1) --packing 64 --batch 100", ["batch", "64", "100"]),
    ("normal(0,1) --minibatch-kernels -1", ["minibatch-kernels", "-1"]),
    ("normal(0,1) --minibatch-kernels 8 --batch 100", ["batch", "16", "100"]),
    ("normal(0,1) --instance-noise -1", ["instance-noise", "-1"]), ("normal(0,1) --instance-noise nan", ["instance-noise", "nan"]),
    ("normal(0,1) --unrolled-steps -1", ["unrolled-steps", "-1"]), ("normal(0,1) --unrolled-rate 0", ["unrolled-rate", "0"]),
    ("normal(0,1) --averaging 1", ["averaging", "1"]), ("normal(0,1) --averaging -0.1", ["averaging", "-0.1"]),
  ])
  func badInputIsOneSentenceAndLeavesNothing(line: String, named: [String]) throws {
    try withTemporaryFolder { folder in
      let arguments = ["train"] + line.split(separator: " ").map(String.init) + ["--output", folder + "/run"]
      let outcome = try runTool(arguments)
      #expect(outcome.status == 2 && outcome.sentences.count == 1 && outcome.output == "" && !outcome.wasKilled, "\(outcome)")
      for name in named { #expect(outcome.errors.contains(name), "\(outcome.errors)") }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
  }

  @Test func aFolderThatCannotBeWrittenIsOneSentence() throws {
    for path in ["README.md", "README.md/run", "/proc/run"] {
      let outcome = try runTool(["train", "normal(0,1)", "--output", path])
      #expect(outcome.status == 2 && outcome.sentences.count == 1 && outcome.errors.contains(path), "\(outcome)")
    }
  }
}
