import Dispatch
import Foundation
import Synchronization
import Tabulation
import TestSupport
import Testing

/// One writer a folder, and nothing lost when it cannot write.
@Suite(.waitsForPrograms) struct WriterTests {
  private let run = [
    "train", "normal(3,0.5)", "--width", "8", "--steps", "100000000", "--record-every", "10000", "--checkpoint-seconds", "0",
  ]

  /// Beside a living run nobody writes: not a new run, not a resumed one, and no file of the run changes by them.
  @Test func aSecondRunIsTold() throws {
    try withTemporaryFolder { folder in
      let place = folder + "/run"
      let outcome = try runTool(run + ["--output", place], until: { TrainTests.checkpointedStep(place) ?? 0 > 0 }, end: SIGINT) {
        // What a write under way has on the disk.
        try "half".write(toFile: place + "/checkpoint.json.1a2b.partial", atomically: false, encoding: .utf8)
        for options in [["--resume"], [], ["--force"]] {
          let second = try runTool(run + ["--output", place + "/../run"] + options)
          #expect(second.status == 2 && second.sentences.count == 1 && second.errors.contains("another process"), "\(options): \(second)")
        }
        #expect(FileManager.default.fileExists(atPath: place + "/checkpoint.json.1a2b.partial"))
      }
      #expect(outcome.status == 130 && outcome.errors == "", "\(outcome)")
      // The folder is free once its run has ended, and also once one was killed.
      let killed = try runTool(["train", "--resume", "--output", place], until: { TrainTests.checkpointedStep(place) ?? 0 > 0 })
      #expect(killed.wasKilled)
      let step = try #require(TrainTests.checkpointedStep(place))
      let last = try runTool(
        ["train", "--resume", "--output", place], until: { TrainTests.checkpointedStep(place) ?? 0 > step }, end: SIGINT)
      #expect(last.status == 130, "\(last)")
    }
  }

  /// Of processes that begin at one moment in one folder, one writes.
  @Test func ofManyAtOnceOneWrites() throws {
    try withTemporaryFolder { folder in
      let outcomes = Mutex<[Int: ProcessOutcome]>([:])
      DispatchQueue.concurrentPerform(iterations: 4) { index in
        let arguments = ["train", "normal(0,1)", "--width", "4", "--steps", "20000", "--seed", "\(index)", "--output", folder + "/run"]
        let outcome = try? runTool(arguments)
        outcomes.withLock { $0[index] = outcome }
      }
      let all = outcomes.withLock { $0 }
      #expect(all.values.map(\.status).sorted() == [0, 2, 2, 2], "\(all)")
      let winner = try #require(all.first { $0.value.status == 0 }?.key)
      #expect(try String(contentsOfFile: folder + "/run/run.json", encoding: .utf8).contains("\"seed\" : \(winner),"))
      for (index, outcome) in all where index != winner {
        #expect(outcome.sentences.count == 1)
        #expect(outcome.errors.contains("another process") || outcome.errors.contains("holds a run"), "\(outcome)")
      }
    }
  }

  /// Shards that share a folder: the second one is told what to do, and no run is lost.
  @Test func shardsDoNotWriteOverEachOther() throws {
    try withTemporaryFolder { folder in
      try SweepTests.plan.replacingOccurrences(of: "20000", with: "10000").write(
        toFile: folder + "/plan.json", atomically: false, encoding: .utf8)
      func sweep(_ name: String, _ options: String...) -> [String] {
        ["sweep", folder + "/plan.json", "--output", folder + "/" + name] + options
      }
      let place = folder + "/shared"
      let first = try runTool(
        sweep("shared", "--shard", "1/3", "--workers", "1"), until: { FileManager.default.fileExists(atPath: place + "/plan.json") }, end: 0
      ) {
        for shard in ["2/3", "3/3"] {
          let second = try runTool(sweep("shared", "--shard", shard))
          #expect(second.status == 2 && second.sentences.count == 1, "\(second)")
          #expect(second.errors.contains("another process") && second.errors.contains("--merge"), "\(second)")
        }
      }
      #expect(first.status == 0, "\(first)")
      // One after the other they may share it.
      #expect(try runTool(sweep("shared", "--shard", "2/3")).status == 0 && runTool(sweep("shared", "--shard", "3/3")).status == 0)
      #expect(try Table(readingCSV: place + "/runs.csv").rowCount == 24)
    }
  }

  /// Needs a disk of its own, which a superuser can make: a run and a sweep on a disk that is full end with one
  /// sentence, keep what was there, and go on when there is room.
  @Test(.enabled(if: canMount, "a small disk takes a superuser")) func aFullDiskLosesNothing() throws {
    try withTemporaryFolder { folder in
      try SweepTests.plan.replacingOccurrences(of: "20000", with: "400").write(
        toFile: folder + "/plan.json", atomically: false, encoding: .utf8)
      let script = """
        mount -t tmpfs -o size=400k none '\(folder)/disk' || exit 99
        cd '\(folder)/disk'
        run="divergences train normal(3,0.5) --width 8 --steps 100000000 --record-every 10000 --checkpoint-seconds 0 --output run"
        $run 2>../error & id=$!
        while ! grep -qs '"step" : [1-9]' run/checkpoint.json; do sleep 0.02; done
        dd if=/dev/zero of=fill bs=1k 2>/dev/null
        wait $id; echo "run $?"; cat ../error
        ls run | grep -c partial
        ls run/* | grep -v run.json | xargs sha256sum > ../sums
        $run --resume; echo "resumed $?"
        sha256sum --quiet -c ../sums && echo kept
        rm fill
        ($run --resume & id=$!; sleep 0.5; kill -INT $id; wait $id; echo "with room $?")
        rm -r run
        divergences sweep ../plan.json --shard 1/2 --output swept >/dev/null; echo "shard $?"
        sha256sum swept/* > ../sums
        dd if=/dev/zero of=fill bs=1k 2>/dev/null
        divergences sweep ../plan.json --output swept >/dev/null; echo "sweep $?"
        sha256sum --quiet -c ../sums && echo kept
        divergences compare 'normal(0,1)' 'normal(1,1)' --output compared.csv; echo "compare $?"
        ls compared.csv* 2>/dev/null | wc -l
        rm fill
        divergences sweep ../plan.json --output swept >/dev/null; echo "with room $?"; wc -l < swept/runs.csv
        """
      try script.write(toFile: folder + "/script", atomically: false, encoding: .utf8)
      try FileManager.default.createDirectory(atPath: folder + "/disk", withIntermediateDirectories: true)
      let outcome = try runShell("unshare -m bash '\(folder)/script'")
      let lines = outcome.output.split(separator: "\n").map(String.init)
      #expect(lines.count == 13, "\(outcome)")
      let full = "no space left on device."
      #expect(lines.first == "run 2" && lines.dropFirst().first?.hasSuffix(full) == true, "\(lines)")
      #expect(
        lines.dropFirst(2)
          == [
            "0", "resumed 2", "kept", "with room 130", "shard 0", "sweep 2", "kept", "compare 2", "0", "with room 0", "25",
          ][...], "\(lines)")
      #expect(outcome.sentences.count == 3 && outcome.sentences.allSatisfy { $0.hasSuffix(full) }, "\(outcome.errors)")
    }
  }
}

private let canMount = (try? runShell("unshare -m sh -c 'mount -t tmpfs -o size=64k none /mnt' 2>/dev/null").status) == 0
