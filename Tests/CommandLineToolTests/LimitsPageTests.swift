import Foundation
import Tabulation
import TestSupport
import Testing

/// `Documentation/Limits.md` is what these commands print.
@Suite(.waitsForPrograms) struct LimitsPageTests {
  /// Pairs of which some measures are not resolved, or are finite beyond the largest double.
  private static let hard = [
    ("normal(0,1)", "normal(0,1e-200)"), ("normal(1e16,1)", "normal(0,1)"), ("beta(1e-9,1)", "beta(1,1e-9)"),
    ("weibull(0.001,1)", "weibull(0.002,1)"),
  ]

  private static let refused = [
    "compare \"normal(0,1)\" \"normal(0,0)\"", "compare \"normal(0,1)\" \"poisson(3)\"",
    "compare \"0.5*normal(0,1)+0.6*normal(1,1)\" \"normal(0,1)\"",
    "support \"normal(0,1)\"", "support \"normal(1e10,1)\" --tolerance 1e-9", "train \"normal(0,1)\" --width 100000 --output never",
    "landscape \"normal(0,1)\" --sd-from 0", "samples \"normal(0,1)\" \"normal(1,1)\"",
    "explain --d-loss -0.5", "explain --d-accuracy 51",
    "verify --claim Z9",
  ]

  @Test func thePageIsWhatTheCommandsPrint() throws {
    let page =
      """
      # What this cannot do

      Every number and sentence in the lists and tables below is what a command printed; a test runs them all again.

      - Densities are on the line. Pictures, texts and networks with many outputs have no density here; `explain` reads the
        losses of such a GAN, and proves from them only what holds in any dimension.
      - An error bound compares two quadrature rules and adds bounds on rounding. It is tested against reference
        values and a second route (`compare --route both`), and it is not a proof: a density with a feature far narrower
        than it says could hide between the nodes.
      - A verdict `holds` says that a reading held on the pairs that were checked. It is no proof for all pairs;
        [CLAIMS.md](../CLAIMS.md) cites machine-checked proofs where one was found.

      ## Values that are not resolved

      `overflow` is a finite value beyond the largest double; `unresolved` is a value without a useful error bound. Either
      comes with its reason, and the exit status is 1 where a value stays unresolved.

      \(try Self.hard.map(unresolved).joined())
      ## Input that is refused

      Each command ends with status 2 and one sentence on standard error:

      \(try Self.refused.map(refusal).joined())
      ## What samples cannot tell

      `samples` gives intervals for what a column of data tells of a divergence. Where there is none the note says why, here
      for the waiting times of Old Faithful against a normal with their mean and deviation (`divergences samples
      Examples/data/old-faithful.csv:waiting "normal(70.9,13.6)"`). [Measured coverage](Samples.md) has the rest.
      Each estimate stands with its estimator and the coverage of its interval.

      \(try notes())
      The birthday test bounds the number of points of a support from below, and never from above. `divergences support
      Examples/data/old-faithful.csv:waiting --sample-size 5` finds:

      | quantity | value |
      | --- | --- |
      \(try support())
      ## What losses cannot tell

      What `divergences explain --d-loss 1.39 --critic-loss -0.8` lists under `leaves_open`:

      \(try open())

      """
    try GeneratedPage("Documentation/Limits.md", page).check()
  }

  private func escaped(_ text: String) -> String { GeneratedPage.escaped(text) }

  /// The measures of a pair that are not resolved, a point for each reason.
  private func unresolved(_ p: String, _ q: String) throws -> String {
    let outcome = try typed(["compare", p, q])
    let rows = try Table(parsingCSV: Array(outcome.output.utf8), name: "compare").rowsByColumn
    let open = rows.filter { ["unresolved", "overflow"].contains($0["status"]) }
    #expect(!open.isEmpty && (outcome.status == 1) == open.contains { $0["status"] == "unresolved" }, "\(p) \(q)")
    var kinds: [[String]] = []
    for row in open {
      let kind = [row["status"] ?? "", row["reason"] ?? ""]
      if !kinds.contains(kind) { kinds.append(kind) }
    }
    return kinds.map { kind in
      let measures = open.filter { $0["status"] == kind[0] && $0["reason"] == kind[1] }.compactMap { $0["measure"] }
      return "- `\(p)` against `\(q)`, \(kind[0]): \(measures.map { "`\($0)`" }.joined(separator: ", ")); \(escaped(kind[1])).\n"
    }
    .joined()
  }

  private func refusal(_ command: String) throws -> String {
    let outcome = try runShell("divergences " + command)
    #expect(outcome.status == 2 && outcome.output == "" && outcome.sentences.count == 1, "\(command): \(outcome)")
    return "- `\(command)`: \(escaped(String(outcome.sentences.first ?? "")))\n"
  }

  /// Estimates from data that have a note.
  private func notes() throws -> String {
    let table = try typedTable("samples", "Examples/data/old-faithful.csv:waiting", "normal(70.9,13.6)").rowsByColumn
    let noted = table.filter { $0["note"]?.isEmpty == false }
    #expect(!noted.isEmpty)
    return noted.map { row in
      "- `\(row["measure"] ?? "")`, \(row["estimator"] ?? ""), \(row["coverage"] ?? ""): \(escaped(row["note"] ?? "")).\n"
    }
    .joined()
  }

  private func support() throws -> String {
    let row = try #require(
      try typedTable("support", "Examples/data/old-faithful.csv:waiting", "--sample-size", "5").rowsByColumn.first)
    return ["duplicate_probability", "support_at_least", "effective_size", "effective_size_error", "reason"].map { name in
      let text = row[name] ?? ""
      return "| `\(name)` | \(Double(text).map { significant($0, digits: 6) } ?? escaped(text)) |\n"
    }
    .joined()
  }

  private func open() throws -> String {
    let rows = try typedTable("explain", "--d-loss", "1.39", "--critic-loss", "-0.8").rowsByColumn
    return rows.filter { $0["kind"] == "leaves_open" }.map { "- `\($0["given"] ?? "")`: \(escaped($0["statement"] ?? ""))" }
      .joined(separator: "\n")
  }
}
