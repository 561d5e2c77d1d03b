import Foundation
import TestSupport
import Testing

/// Every script in `notebooks-as-scripts` runs, its claims come out as expected, and it shows what the page in `expected` has.
///
/// To renew a page after a change on purpose: run the script, read what it wrote, and copy its `index.md` to `expected/NAME.md`.
@Suite struct ScriptTests {
  /// The scripts, with those that train a network: there another processor's vector width changes the digits, though no verdict.
  static let scripts = [
    ("01-density-estimation", false), ("02-optimal-discriminator", true), ("03-minimax-value", false), ("04-non-saturating-loss", false),
    ("05-algorithm-1", true), ("06-function-space-and-parameters", false), ("07-mode-collapse", true), ("08-birthday-paradox", false),
    ("09-wasserstein", true), ("10-remedies-compared", true), ("11-f-gan", true),
    ("12-how-quadrature-is-fooled", false),
  ]

  @Test(arguments: scripts) func showsWhatIsExpected(name: String, isTrained: Bool) throws {
    try withTemporaryFolder { try check(name, isTrained: isTrained, in: $0) }
  }

  private func check(_ name: String, isTrained: Bool, in folder: String) throws {
    let outcome = try runProcess(builtProgram(name), [folder])
    #expect(outcome.status == 0, "\((outcome.output + outcome.errors).suffix(2000))")
    let page = try String(contentsOfFile: folder + "/index.md", encoding: .utf8)
    let expected = try String(contentsOf: scriptFolder.appending(path: "expected/\(name).md"), encoding: .utf8)
    #expect(difference(of: page, from: expected, comparingNumbers: !isTrained) == nil)
    // Every file that the page names is there; without gnuplot there are no pictures.
    for match in page.matches(of: /\]\(([^)\s]+)\)/) where !match.1.hasSuffix(".svg") {
      #expect(FileManager.default.fileExists(atPath: folder + "/" + match.1), "\(match.1)")
    }
    for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.hasSuffix(".csv") {
      let beside = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: folder + "/" + file + ".json"))) as? [String: Any]
      #expect(beside?["command"] as? [String] == [name] && beside?["versions"] != nil && beside?["units"] != nil, "\(file)")
      let header = try String(contentsOfFile: folder + "/" + file, encoding: .utf8).prefix { !$0.isNewline }
      for name in header.split(separator: ",", omittingEmptySubsequences: false) {
        #expect(name.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil, "a column of \(file) is '\(name)'")
      }
    }
  }

  @Test func everyScriptIsTested() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: scriptFolder.path(percentEncoded: false))
    #expect(files.filter { $0.hasSuffix(".swift") }.sorted() == Self.scripts.map { $0.0 + ".swift" })
  }

  /// The rule that the comparison goes by, on texts.
  @Test(arguments: [
    ("a 1.5 b", "a 1.5 b", true), ("a 1.5 b", "a 1.6 b", false), ("a 1.5 b", "a 1.5 c", false), ("a 1.5000000001", "a 1.5", true),
    ("± 3e-15", "± 4e-15", true), ("| 1 |  2.5 |", "| 1 | 2.5 |", true), ("inf", "1", false), ("-1.5", "1.5", false), ("1 2", "1", false),
    ("0.0031", "0.0032", false), ("| ---: |", "| ----: |", true),
  ])
  func theComparisonSeesWhatMatters(page: String, expected: String, isSame: Bool) {
    #expect((difference(of: page, from: expected, comparingNumbers: true) == nil) == isSame)
  }

  private var scriptFolder: URL { packageFolder.appending(path: "notebooks-as-scripts") }

  /// The first lines that differ; nil where none do. Numbers may differ by a millionth of themselves, and by what rounding leaves of a difference:
  /// 1e-8. Spaces and the rules of tables may have other lengths.
  private func difference(of page: String, from expected: String, comparingNumbers: Bool) -> String? {
    let (lines, others) = (page.split(separator: "\n"), expected.split(separator: "\n"))
    for (line, other) in zip(lines, others) where !isSame(words(line), words(other), comparingNumbers) { return "\(line)\n\(other)" }
    return lines.count == others.count ? nil : "\(lines.count) lines instead of \(others.count)"
  }

  private func words(_ line: Substring) -> [Substring] {
    line.split(separator: " ").filter { !$0.allSatisfy { "-:".contains($0) } || $0 == "-" }
  }

  private func isSame(_ words: [Substring], _ others: [Substring], _ comparingNumbers: Bool) -> Bool {
    words.count == others.count
      && zip(words, others).allSatisfy { word, other in
        if word == other { return true }
        guard let a = number(word), let b = number(other) else { return false }
        return !comparingNumbers || abs(a - b) <= 1e-6 * abs(b) + 1e-8
      }
  }

  private func number(_ word: Substring) -> Double? { Double(word.last == "," || word.last == ":" ? word.dropLast() : word) }
}
