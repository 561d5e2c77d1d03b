import Foundation
import TestSupport
import Testing

/// The examples of every `--help`, as a reader pastes them.
@Suite(.waitsForPrograms) struct HelpExampleTests {
  /// The examples that a command's help prints on 80 columns: lines, the later ones of an example after a backslash.
  static func examples(of command: String) throws -> [String] {
    let help = try typed([command, "--help"]).output
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false).drop { $0 != "Examples:" }.dropFirst().prefix { !$0.isEmpty }
    var examples: [String] = []
    for line in lines {
      if examples.last?.hasSuffix("\\") == true { examples[examples.count - 1] += "\n" + line } else { examples.append(String(line)) }
    }
    return examples
  }

  @Test func everyCommandHasExamplesOfWholeLines() throws {
    for command in try CommandDescription.all() {
      let examples = try Self.examples(of: command.commandName)
      #expect(!examples.isEmpty, "\(command.commandName)")
      for example in examples {
        // A line that the help has wrapped would begin at its left.
        #expect(example.hasPrefix("  divergences ") || example.hasPrefix("  printf "), "\(example)")
        #expect(example.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(example)")
      }
    }
  }

  /// Each measure has a formula, in the help and in the documentation.
  @Test func everyMeasureIsDefined() throws {
    let measures = try typedTable("compare", "normal(0,1)", "normal(1,2)").texts(inColumn: "measure")
    let help = try typed(["compare", "--help"]).output.split(separator: "\n")
    let page = try String(contentsOf: packageFolder.appending(path: "Documentation/Commands.md"), encoding: .utf8).split(separator: "\n")
    for measure in measures {
      let defined = help.filter {
        $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  divergences")
          && $0.prefix { $0 != ":" }.split { " ,".contains($0) }.contains(Substring(measure))
      }
      #expect(defined.count == 1 && defined[0].count <= 80, "\(measure): \(defined)")
      #expect(page.contains { $0.hasPrefix("| `") && $0.contains("`\(measure)`") }, "\(measure)")
    }
  }

  @Test(arguments: try CommandDescription.all().map(\.commandName).filter { $0 != "sandbox" })
  func theExamplesRun(command: String) throws { try run(Self.examples(of: command)) }

  /// The commands of the map of the lecture, the last point of each statement.
  @Test func theCommandsOfTheDeckRun() throws {
    let page = try String(contentsOf: packageFolder.appending(path: "Documentation/Deck.md"), encoding: .utf8)
    let commands = page.matches(of: /\n- `(divergences [^`]+)`\n/).map { String($0.1) }
    #expect(commands.count == page.matches(of: #/\n\*\*\d+\. /#).count && commands.count > 14)
    try run(Set(commands).sorted())
  }

  /// Runs examples one after the other in a folder of their own, which has the examples' data. A long one is let go
  /// after a tenth of a second, or two seconds with `TEST_MULTIPLIER=4`: by then it has understood what was typed. What
  /// others go on from has longer.
  private func run(_ examples: [String]) throws {
    try withTemporaryFolder { folder in
      let data = packageFolder.appending(path: "Examples").path(percentEncoded: false)
      try FileManager.default.createSymbolicLink(atPath: folder + "/Examples", withDestinationPath: data)
      for name in ["a.csv", "b.csv", "before.csv", "after.csv"] {
        let rows = (0..<60).map { "\(sin(Double($0 * name.count)) + Double($0 % 7))" }
        try ("x\n" + rows.joined(separator: "\n") + "\n").write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
      }
      for example in examples {
        if example.contains("--plot") || example.contains("--animate"), !OptionalTool.gnuplot.isExpected { continue }
        try example.write(toFile: folder + "/example", atomically: false, encoding: .utf8)
        let isGoneOnFrom = ["train", "sweep"].contains { example.contains("divergences \($0) ") }
        let patience = testMultiplier > 1 || isGoneOnFrom ? 0.5 * Double(testMultiplier) : 0.1
        let outcome = try runShell("cd '\(folder)' && timeout \(patience) sh ./example")
        // Without Arb there are no proofs, and that is said.
        if example.contains("--certificate"), outcome.status == 2, outcome.errors.contains("make certificates") { continue }
        // Shards that were let go cannot be merged, nor such a run be extended, and that is all that is wrong.
        let isUnfinished =
          example.contains("--merge") && outcome.errors.contains("are undone in")
          || example.contains("--resume") && outcome.errors.contains("finish it with --resume alone")
        #expect([0, 124].contains(outcome.status) || isUnfinished, "\(example): \(outcome)")
        // A time that is estimated, or that a density is an estimate, may be said.
        let said = ["Note: ", "left, for about", "are undone in", "finish it with --resume alone"]
        let complaints = outcome.sentences.filter { sentence in !said.contains { sentence.contains($0) } }
        #expect(complaints.isEmpty, "\(example): \(complaints)")
      }
    }
  }
}
