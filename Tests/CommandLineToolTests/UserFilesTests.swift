import Foundation
import TestSupport
import Testing

/// What a user has in a folder is still there after any command: outputs that are inputs, folders that are somebody
/// else's, two writers at once, and disks that are full.
@Suite(.waitsForPrograms) struct UserFilesTests {
  static let data = "x,y\n" + (0..<60).map { "\(($0 * 37) % 17),\(Double(($0 * 29) % 23) / 7)\n" }.joined()
  static let plan = """
    {"settings": {"width": 4, "depth": 1, "batch": 32, "steps": 300, "penalty": "none"},
     "densities": [{"name": "one", "p": "normal(0,1)"}], "methods": [{"name": "plain"}, {"name": "packed", "settings": {"packing": 2}}],
     "seeds": 3}
    """

  /// A folder with data, a run and a sweep in it.
  private func withFiles(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try Self.data.write(toFile: folder + "/data.csv", atomically: false, encoding: .utf8)
      try Self.plan.write(toFile: folder + "/my.json", atomically: false, encoding: .utf8)
      #expect(
        try runTool([
          "train", folder + "/data.csv:x", "--steps", "100", "--record-every", "50", "--width", "4", "--output", folder + "/run",
        ]).status == 0)
      #expect(try runTool(["sweep", folder + "/my.json", "--output", folder + "/swept"]).status == 0)
      try body(folder)
    }
  }

  /// Everything below a folder, with when it was last changed.
  private func everything(_ folder: String) throws -> [String: [String]] {
    var all: [String: [String]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      let bytes = FileManager.default.contents(atPath: folder + "/" + name)
      let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
      // A folder changes when a file is tried in it.
      let date = bytes == nil ? "" : "\(attributes[.modificationDate] ?? "")"
      all[name] = [bytes?.base64EncodedString() ?? "", date, "\(attributes[.systemFileNumber] ?? "")"]
    }
    return all
  }

  /// Commands in the folder; `INPUT` is the file that they read, `OUTPUT` a path or a link to it.
  static let commands = [
    "fit INPUT:x --family normal --output OUTPUT", "fit INPUT:x --family normal -o OUTPUT",
    "compare kde(INPUT:x) normal(0,1) --output OUTPUT",
    "compare normal(0,1) 0.5*histogram(INPUT:x)+0.5*normal(0,1) --output OUTPUT", "curves kde(INPUT:x) normal(0,1) --output OUTPUT",
    "verify --claim A1 --p normal(0,1) --q normal(0,2) --data INPUT:x --output OUTPUT", "support INPUT:x --output OUTPUT",
    "samples INPUT:x INPUT:y --output OUTPUT", "samples INPUT:x normal(0,1) --output OUTPUT",
    "wasserstein kde(INPUT:x) normal(0,1) --output OUTPUT", "descend kde(INPUT:x) --from normal(0,9) --steps 2 --output OUTPUT",
    "landscape kde(INPUT:x) --objective js --output OUTPUT", "fgan kde(INPUT:x) --settings brief --steps 2 --seeds 1 --output OUTPUT",
    "collapse 0.5*kde(INPUT:x)+0.5*normal(90,1) --steps 20 --output OUTPUT",
  ]

  @Test(arguments: share(of: commands, oneIn: 4)) func anOutputNeverReplacesAnInput(line: String) throws {
    try withFiles { folder in
      let files = FileManager.default
      try files.createSymbolicLink(atPath: folder + "/soft.csv", withDestinationPath: "data.csv")
      try files.linkItem(atPath: folder + "/data.csv", toPath: folder + "/hard.csv")
      try files.linkItem(atPath: folder + "/data.csv", toPath: folder + "/beside.csv.json")
      let before = try everything(folder)
      for (input, output) in [
        ("data.csv", "data.csv"), ("data.csv", "run/.././data.csv"), ("data.csv", "soft.csv"), ("soft.csv", "data.csv"),
        ("data.csv", "hard.csv"),
        ("hard.csv", "soft.csv"), ("data.csv", "beside.csv"),
      ] {
        let words = line.replacingOccurrences(of: "INPUT", with: folder + "/" + input)
          .replacingOccurrences(of: "OUTPUT", with: folder + "/" + output)
        let outcome = try runTool(words.split(separator: " ").map(String.init))
        #expect(outcome.status == 2 && outcome.sentences.count == 1 && outcome.output == "", "\(words): \(outcome)")
        #expect(outcome.errors.contains("would replace it") && outcome.errors.contains(folder + "/" + output), "\(outcome)")
        #expect(try everything(folder) == before, "\(words)")
      }
    }
  }

  @Test(.enabled(if: OptionalTool.gnuplot.isExpected, OptionalTool.gnuplot.absence))
  func aPictureNeverReplacesAnInput() throws {
    try withFiles { folder in
      for ending in ["", ".csv", ".csv.json", ".gp"] {
        try FileManager.default.copyItem(atPath: folder + "/data.csv", toPath: folder + "/p.svg" + ending)
        let before = try everything(folder)
        for command in [
          ["compare", "kde(\(folder)/p.svg\(ending):x)", "normal(0,1)"],
          ["train", "\(folder)/p.svg\(ending):x", "--output", folder + "/new"],
        ] {
          let outcome = try runTool(command + ["--plot", folder + "/run/../p.svg"])
          #expect(outcome.status == 2 && outcome.sentences.count == 1 && outcome.errors.contains("would replace it"), "\(outcome)")
          #expect(try everything(folder) == before)
        }
        try FileManager.default.removeItem(atPath: folder + "/p.svg" + ending)
      }
      // Nor one of the outputs beside it.
      try FileManager.default.createSymbolicLink(atPath: folder + "/q.svg", withDestinationPath: "run/history.csv")
      let run = try runTool(["train", "--resume", "--output", folder + "/run", "--plot", folder + "/q.svg"])
      #expect(run.status == 2 && run.errors.contains("one file"), "\(run)")
      let sweep = try runTool(["sweep", folder + "/my.json", "--output", folder + "/swept", "--plot", folder + "/my.svg"])
      #expect(sweep.status == 0, "\(sweep)")
    }
  }

  /// A run that is read is an input as a whole; a folder that is written to may hold neither the data, nor the plan,
  /// nor a shard.
  @Test func foldersAreHeldToTheSame() throws {
    try withFiles { folder in
      try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/run")
      try FileManager.default.createDirectory(atPath: folder + "/own", withIntermediateDirectories: true)
      for name in ["samples.csv", "history.csv", "discriminator.csv.json"] {
        try FileManager.default.copyItem(atPath: folder + "/data.csv", toPath: folder + "/own/" + name)
      }
      try FileManager.default.copyItem(atPath: folder + "/my.json", toPath: folder + "/own/plan.json")
      let before = try everything(folder)
      let refused =
        TrainTests.files.filter { $0.hasSuffix(".csv") || $0.hasSuffix("n.json") || $0 == "checkpoint.json" }.flatMap { name in
          [["support", "run", "--tolerance", "0.1", "--output", "run/" + name], ["support", "link", "--output", "run/" + name]]
        } + [
          ["train", "own/samples.csv:x", "--output", "own"], ["train", "own/samples.csv:x", "--output", "own", "--force"],
          ["train", "kde(own/history.csv:y)", "--output", "link/../own", "--force"],
          ["train", "normal(0,1)", "--q", "histogram(own/discriminator.csv.json:x)", "--output", "own", "--force"],
          ["sweep", "own/plan.json", "--output", "own"], ["sweep", "own/plan.json", "--output", "own", "--force"],
          ["sweep", "swept/plan.json", "--output", "swept"], ["sweep", "my.json", "--merge", "swept", "--output", "swept"],
          ["train", "run/samples.csv:x", "--output", "run", "--force"],
        ]
      for words in refused {
        // In the folder itself, so that paths are short.
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let outcome = try runShell("cd '\(folder)' && divergences \(quoted)")
        #expect(outcome.status == 2 && outcome.sentences.count == 1 && outcome.errors.contains("would replace it"), "\(quoted): \(outcome)")
        #expect(try everything(folder) == before, "\(quoted)")
      }
    }
  }

  /// Files of a run's or a sweep's names without one: refused with the name of the first, unless a person says so.
  @Test func aFolderOfSomebodyElseIsRefused() throws {
    try withFiles { folder in
      let files = FileManager.default
      let names = TrainTests.files + ["plan.json", "runs.csv", "summary.csv", "seconds.csv.json"]
      for (index, name) in names.enumerated() {
        for isLink in [false, true] {
          let own = folder + "/own"
          try files.createDirectory(atPath: own, withIntermediateDirectories: true)
          if isLink {
            try files.createSymbolicLink(atPath: own + "/" + name, withDestinationPath: "nowhere")
          } else {
            try "mine".write(toFile: own + "/" + name, atomically: false, encoding: .utf8)
          }
          let isRun = TrainTests.files.contains(name)
          let arguments =
            (isRun ? ["train", "normal(0,1)", "--steps", "20", "--record-every", "20", "--width", "4"] : ["sweep", folder + "/my.json"]) + [
              "--output", own,
            ]
          let outcome = try runTool(arguments)
          #expect(outcome.status == 2 && outcome.sentences.count == 1 && outcome.errors.contains("'\(name)'"), "\(outcome)")
          #expect(outcome.errors.contains("--force") && outcome.errors.contains("another folder"), "\(outcome)")
          #expect(try files.contentsOfDirectory(atPath: own) == [name])
          #expect(isLink || files.contents(atPath: own + "/" + name) == Data("mine".utf8))
          // Once for each name, half of them files and half of them links.
          if isLink == index.isMultiple(of: 2) {
            let forced = try runTool(arguments + ["--force"])
            #expect(forced.status == 0 && forced.errors == "", "\(forced)")
            #expect(files.contents(atPath: own + "/" + name) != Data("mine".utf8))
          }
          try files.removeItem(atPath: own)
        }
      }
      // A run that is replaced is gone as a whole, and gives what a new one gives.
      let other = ["train", "normal(5,1)", "--steps", "50", "--width", "4", "--output"]
      #expect(try runTool(other + [folder + "/run", "--force"]).status == 0 && runTool(other + [folder + "/fresh"]).status == 0)
      #expect(try contents(folder + "/run") == contents(folder + "/fresh"))
      let resumed = try runTool(["train", "--resume", "--output", folder + "/run", "--force"])
      #expect(resumed.status == 2 && resumed.errors.contains("--force has no effect"), "\(resumed)")
    }
  }
}
