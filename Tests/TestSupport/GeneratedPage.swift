import Foundation
import Tabulation
package import Testing

/// A page of the package that is made by a run: a test makes it anew and compares it with the file.
///
/// To renew every such page after a change: `RENEW_PAGES=1 swift test -c release --disable-xctest --filter PageTests`.
package struct GeneratedPage {
  private let path: String
  private let text: String

  /// The page at a path of the package, as it should be.
  package init(_ path: String, _ text: String) { (self.path, self.text) = (path, text) }

  /// Fails the test at the first line that differs; numbers may differ by the digits that rounding leaves, or, where
  /// `comparingNumbers` is false, by anything.
  package func check(comparingNumbers: Bool = true, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = packageFolder.appending(path: path)
    if ProcessInfo.processInfo.environment["RENEW_PAGES"] != nil { try Data(wrapped.utf8).write(to: file) }
    let stored = try String(contentsOf: file, encoding: .utf8)
    // Where a paragraph is cut depends on the digits of its numbers.
    let (lines, others) = (Self.paragraphs(text), Self.paragraphs(stored))
    let difference = zip(lines, others).first { line, other in
      let (made, kept) = (Self.parts(line), Self.parts(other))
      if !comparingNumbers { return made.words.filter { $0 != "-" } != kept.words.filter { $0 != "-" } }
      return made.words != kept.words || zip(made.numbers, kept.numbers).contains { abs($0 - $1) > 1e-5 * abs($1) + 1e-8 }
    }
    #expect(difference == nil, "\(path)", sourceLocation: sourceLocation)
    #expect(lines.count == others.count, "\(path)", sourceLocation: sourceLocation)
  }

  /// The text with its paragraphs cut; tables and headings have one line.
  private var wrapped: String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      "|#!".contains(line.prefix(1)) && !line.isEmpty ? String(line) : line.paragraph(ofAtMost: 120, indent: line.hasPrefix("- ") ? 2 : 0)
    }.joined(separator: "\n")
  }

  /// Lines that go on are joined: a paragraph or a point of a list is one.
  private static func paragraphs(_ text: String) -> [String] {
    var paragraphs = [""]
    for line in text.components(separatedBy: "\n") {
      let goesOn = !line.isEmpty && paragraphs.last != "" && !["|", "#", "!", "- "].contains { line.hasPrefix($0) }
      let isOpen = paragraphs.last.map { last in !["|", "#", "!"].contains { last.hasPrefix($0) } } ?? false
      if goesOn, isOpen {
        paragraphs[paragraphs.count - 1] += " " + line.drop { $0 == " " }
      } else {
        paragraphs.append(line)
      }
    }
    return paragraphs
  }

  /// A line with a mark in the place of each number, and its numbers.
  private static func parts(_ line: String) -> (words: String, numbers: [Double]) {
    let number = /[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?/
    return (line.replacing(number, with: "#"), line.matches(of: number).compactMap { Double(String($0.0)) })
  }

  /// Text without the marks of Markdown.
  package static func escaped(_ text: String) -> String { text.map { "|*_<>[]\\`".contains($0) ? "\\\($0)" : String($0) }.joined() }
}
