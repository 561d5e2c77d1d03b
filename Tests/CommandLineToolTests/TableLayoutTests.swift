import CommandLineTool
import Foundation
import Tabulation
import TestSupport
import Testing

/// Tables for the eye: on 80 columns, whole words, colours on a terminal alone.
@Suite struct TableLayoutTests {
  private static let mixture = "0.33*normal(-1,0.255)+0.67*normal(2,1.415)"
  private static let more: [[String]] = [
    ["compare", "studentT(3,0,1)", "normal(0,1)", "--route", "both"], ["compare", "pareto(1,0.5)", "cauchy(0,1)"],
    ["verify", "--list"],
    ["landscape", mixture] + (testMultiplier > 1 ? [] : ["--objective", "lecture_literal", "--objective", "kl_qp"]),
    ["fit", "Examples/data/old-faithful.csv:eruptions", "--family", "studentT"],
    ["wasserstein", "cauchy(0,1)", "normal(0,1)", "--summary"],
  ]

  @Test(arguments: share(of: PlotTests.commands, oneIn: 4) + more) func everyTableFitsEightyColumns(arguments: [String]) throws {
    let outcome = try typed(arguments + ["--format", "table"])
    for line in outcome.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    #expect(!outcome.output.contains("\u{1B}"))
    // A ledger and an explanation are texts of their own.
    guard arguments[0] != "explain", arguments[0] != "verify" || arguments.contains("--list") else { return }
    // Whatever the CSV says in words stands in the table, word by word.
    let table = try Table(parsingCSV: Array(try typed(arguments).output.utf8), name: "csv")
    let words = Set(outcome.output.split { $0.isWhitespace })
    for text in Set(table.texts.joined()) where Double(text) == nil {
      for word in text.split(separator: " ") {
        #expect(words.contains(word) || words.contains(word + ";"), "\(word) of \(text)")
      }
    }
    for column in table.columns where try table.texts(inColumn: column).contains(where: { !$0.isEmpty }) {
      #expect(words.contains { $0 == column || $0 == column + ":" }, "\(column)")
    }
  }

  /// A terminal colours verdicts; without one, or with NO_COLOR, there are none.
  @Test func verdictsHaveColoursOnATerminalAlone() {
    func text(hasColours: Bool) -> String {
      var text = ""
      let console = Console(isTerminal: true, hasColours: hasColours, output: { text += $0 }, errors: { _ in })
      let claims = ["verify", "--claim", "A4", "--p", "normal(0,1)", "--q", "normal(1,2)"]
      #expect(Tool.run(claims, on: console) == 0)
      return text
    }
    let (plain, coloured) = (text(hasColours: false), text(hasColours: true))
    #expect(!plain.contains("\u{1B}"))
    #expect(coloured.contains("\u{1B}[32mholds\u{1B}[0m") && coloured.contains("\u{1B}[31mfails\u{1B}[0m"))
    #expect(coloured.replacing(/\u{1B}\[[0-9]+m/, with: "") == plain)
  }

  @Test(.enabled(if: (try? runShell("command -v python3 >/dev/null").status) == 0, "python3 is not installed"))
  func noColourIsRespected() throws {
    let words = "'divergences', 'verify', '--claim', 'A4', '--p', 'normal(0,1)', '--q', 'normal(1,2)'"
    for (setting, isColoured) in [("TERM=xterm NO_COLOR=", true), ("TERM=xterm NO_COLOR=1", false), ("TERM=dumb", false)] {
      let outcome = try runShell("export \(setting); python3 -c \"import pty; pty.spawn([\(words)])\" </dev/null")
      #expect(outcome.output.contains("\u{1B}[31m") == isColoured, "\(setting): \(outcome)")
    }
  }
}
