import Autodiff
import Foundation
import TestSupport
import Testing

/// Every script in `notebooks-as-scripts` runs, its claims come out as expected, and it shows what the page in
/// `expected` has.
///
/// To renew a page after a change on purpose: run the script, read what it wrote, and copy its `index.md` to
/// `expected/NAME.md`.
@Suite(.waitsForPrograms) struct ScriptTests {
  /// How a script depends on training, whose last bits differ from one vector width to another.
  enum Training {
    /// It trains nothing.
    case none
    /// Its training comes to the same numbers, but for some digits.
    case steady
    /// Its training is led elsewhere by the last bits: shares and distances of the order of 1 change by tenths, and the
    /// verdicts do not.
    case chaotic
  }

  static let scripts: [(name: String, training: Training)] = [
    ("01-density-estimation", .none), ("02-optimal-discriminator", .steady), ("03-minimax-value", .none), ("04-non-saturating-loss", .none),
    ("05-algorithm-1", .steady), ("06-function-space-and-parameters", .none), ("07-mode-collapse", .steady),
    ("08-birthday-paradox", .none), ("09-wasserstein", .chaotic), ("10-remedies-compared", .chaotic), ("11-f-gan", .steady),
    ("12-closing-questions", .none), ("13-how-quadrature-is-fooled", .none),
  ]

  /// The vector width that the pages were made with.
  private static let widthOfPages = "avx2/avx512"

  /// What a number may differ by: a part of itself, and what rounding leaves of a difference.
  struct Tolerance: Sendable {
    let relative, absolute: Double

    /// The digits that rounding leaves.
    static let digits = Tolerance(relative: 1e-6, absolute: 1e-8)

    /// On the width of the pages every number is the same, trained or not.
    init(_ training: Training) throws {
      let isSameWidth = try VectorWidth.chosen().bytes == ScriptTests.widthOfPages
      switch isSameWidth ? .none : training {
      case .none: self = .digits
      case .steady: self.init(relative: 1e-2, absolute: 1e-4)
      case .chaotic: self.init(relative: 0.3, absolute: 0.3)
      }
    }

    init(relative: Double, absolute: Double) { (self.relative, self.absolute) = (relative, absolute) }

    /// Whether two numbers are that near; an infinity is near nothing but itself.
    func allows(_ a: Double, _ b: Double) -> Bool {
      a == b || (a.isFinite && b.isFinite && abs(a - b) <= relative * abs(b) + absolute)
    }
  }

  @Test(arguments: scripts) func showsWhatIsExpected(name: String, training: Training) throws {
    try withTemporaryFolder { try check(name, within: Tolerance(training), in: $0) }
  }

  private func check(_ name: String, within tolerance: Tolerance, in folder: String) throws {
    let outcome = try runProcess(builtProgram(name), [folder])
    #expect(outcome.status == 0, "\((outcome.output + outcome.errors).suffix(2000))")
    let page = try String(contentsOfFile: folder + "/index.md", encoding: .utf8)
    let expected = try String(contentsOf: scriptFolder.appending(path: "expected/\(name).md"), encoding: .utf8)
    #expect(difference(of: page, from: expected, within: tolerance) == nil)
    // Every file that the page names is there; without gnuplot there are no pictures.
    for match in page.matches(of: /\]\(([^)\s]+)\)/) where !match.1.hasSuffix(".svg") && !match.1.contains("/") {
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
    #expect(files.filter { $0.hasSuffix(".swift") }.sorted() == Self.scripts.map { $0.name + ".swift" })
  }

  /// Every page keeps apart who says what, gives every picture a caption, and ends with three exercises that have
  /// numbers for answers.
  @Test(arguments: scripts.map(\.name)) func aChapterHasItsParts(name: String) throws {
    let page = try String(contentsOf: scriptFolder.appending(path: "expected/\(name).md"), encoding: .utf8)
    #expect(page.contains(/- \*\*We (say|answer)\*\*/) && page.hasPrefix("# "))
    let pictures = page.components(separatedBy: "<figure>").dropFirst()
    for picture in pictures {
      let hasCaption = picture.contains(/<figcaption>\n\n[A-Z0-9](?:.|\n(?!\n))*\.\s\(\[data\]/)
      #expect(hasCaption, "a picture without a caption: \(picture.prefix(100))")
    }
    let exercises = page.components(separatedBy: "\n## Exercises\n").last?.components(separatedBy: "**Exercise ").dropFirst() ?? []
    #expect(exercises.map { $0.prefix(2) } == ["1.", "2.", "3."])
    for exercise in exercises {
      #expect(exercise.contains(/<summary>Answer<\/summary>\n\n```text\n[^`\n]+ = [-0-9.inf]+/), "no number: \(exercise.prefix(100))")
    }
  }

  /// The links of a page and of the introduction lead to claims, statements of the deck, chapters and scenes that exist.
  @Test func linksLeadSomewhere() throws {
    func text(_ path: String) throws -> String { try String(contentsOf: packageFolder.appending(path: path), encoding: .utf8) }
    let (claims, introduction) = (try text("CLAIMS.md"), try text("notebooks-as-scripts/README.md"))
    let scenes = try FileManager.default.contentsOfDirectory(
      atPath: packageFolder.path(percentEncoded: false) + "Sources/Sandbox/Page/scenes"
    )
    .map { try text("Sources/Sandbox/Page/scenes/" + $0) }.joined()
    var count = 0
    for page in try Self.scripts.map({ try text("notebooks-as-scripts/expected/\($0.name).md") }) + [introduction] {
      for match in page.matches(of: /\[([^\[\]]+)\]\(([^)\s]*\/[^)\s]*)\)/) {
        let (label, target) = (match.1, match.2)
        count += 1
        if target == "../../CLAIMS.md" {
          #expect(claims.contains("\n| \(label) | ") || claims.contains("\n### \(label)\n"), "no claim \(label)")
        } else if target.hasPrefix("../README.md#") {
          #expect(introduction.contains("\n\(label). <a id=\"\(target.dropFirst("../README.md#".count))\"></a>"), "\(target)")
        } else if target.hasPrefix("expected/") {
          #expect(Self.scripts.contains { "expected/\($0.name).md" == target }, "\(target)")
        } else if target.hasPrefix("../Documentation/") {
          #expect(FileManager.default.fileExists(atPath: scriptFolder.appending(path: target).path(percentEncoded: false)), "\(target)")
        } else {
          #expect(
            target.hasPrefix("http://127.0.0.1:8017/#/") && scenes.contains("  id: \"\(target.split(separator: "/").last ?? "")\","),
            "\(target)")
        }
      }
    }
    #expect(count > 60)
    #expect(introduction.contains("](../Documentation/Deck.md)"))
  }

  /// The rule that the comparison goes by, on texts.
  @Test(arguments: [
    ("a 1.5 b", "a 1.5 b", true), ("a 1.5 b", "a 1.6 b", false), ("a 1.5 b", "a 1.5 c", false), ("a 1.5000000001", "a 1.5", true),
    ("± 3e-15", "± 4e-15", true), ("| 1 |  2.5 |", "| 1 | 2.5 |", true), ("inf", "1", false), ("1", "inf", false), ("inf", "inf,", true),
    ("-1.5", "1.5", false), ("1 2", "1", false),
    ("0.0031", "0.0032", false), ("| ---: |", "| ----: |", true),
  ])
  func theComparisonSeesWhatMatters(page: String, expected: String, isSame: Bool) {
    #expect((difference(of: page, from: expected, within: .digits) == nil) == isSame)
  }

  private var scriptFolder: URL { packageFolder.appending(path: "notebooks-as-scripts") }

  /// Trained numbers of another vector width are numbers of the same size, and not any others.
  @Test(arguments: [
    ("a 0.31 b", "a 0.03 b", true), ("a 0.9 b", "a 0.1 b", false), ("| 2.2 |", "| 2.5 |", true), ("| 2.2 |", "| 4 |", false),
    ("-0.5", "0.5", false), ("0.1", "nan", false), ("0.1", "inf", false), ("holds 0.1", "fails 0.1", false),
  ])
  func theWideComparisonSeesWhatMatters(page: String, expected: String, isSame: Bool) {
    #expect((difference(of: page, from: expected, within: Tolerance(relative: 0.3, absolute: 0.3)) == nil) == isSame)
  }

  /// The first lines that differ; nil where none do. Spaces and the rules of tables may have other lengths.
  private func difference(of page: String, from expected: String, within tolerance: Tolerance) -> String? {
    let (lines, others) = (page.split(separator: "\n"), expected.split(separator: "\n"))
    for (line, other) in zip(lines, others) where !isSame(words(line), words(other), tolerance) { return "\(line)\n\(other)" }
    return lines.count == others.count ? nil : "\(lines.count) lines instead of \(others.count)"
  }

  private func words(_ line: Substring) -> [Substring] {
    line.split(separator: " ").filter { !$0.allSatisfy { "-:".contains($0) } || $0 == "-" }
  }

  private func isSame(_ words: [Substring], _ others: [Substring], _ tolerance: Tolerance) -> Bool {
    words.count == others.count
      && zip(words, others).allSatisfy { word, other in
        if word == other { return true }
        guard let a = number(word), let b = number(other) else { return false }
        return tolerance.allows(a, b)
      }
  }

  private func number(_ word: Substring) -> Double? { Double(word.last == "," || word.last == ":" ? word.dropLast() : word) }
}
