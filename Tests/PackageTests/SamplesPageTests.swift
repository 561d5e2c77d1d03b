import Foundation
import TestSupport
import Testing

/// What the page on samples says of its tables is what the tables have.
@Suite struct SamplesPageTests {
  /// A cell of a table: its pair, the percentage of the intervals that cover, and that of those that are marked.
  private struct Cell {
    let pair: String
    let covering: Double
    let marked: Int
  }

  /// The cells of the table below a heading.
  private func cells(_ heading: String) throws -> [Cell] {
    let page = try String(contentsOfFile: packagePath("Documentation/Samples.md"), encoding: .utf8)
    let section = try #require(page.components(separatedBy: "\n### ").first { $0.hasPrefix(heading + "\n") }, "\(heading)")
    let cells = section.split(separator: "\n").filter { $0.hasPrefix("| `") }.flatMap { row in
      let parts = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      return parts.dropFirst(2).compactMap { part in
        part.wholeMatch(of: /(?:[-+0-9.e]+, )?([0-9.]+)(?: \((\d+)(?:; [0-9.]+)?\))?/).flatMap { match in
          Double(match.1).map { Cell(pair: parts[0], covering: $0, marked: match.2.flatMap { Int($0) } ?? 0) }
        }
      }
    }
    #expect(cells.count == 40 * 4, "\(heading)")
    return cells
  }

  /// The least and the greatest coverage, to whole percentages, of the cells that are meant.
  private func range(_ headings: String..., of isMeant: (Cell) -> Bool = { _ in true }) throws -> ClosedRange<Int> {
    let all = try headings.flatMap(cells).filter(isMeant).map { Int($0.covering.rounded()) }
    return try #require(all.min())...#require(all.max())
  }

  @Test func theSummaryIsThatOfTheTables() throws {
    let page = try String(contentsOfFile: packagePath("Documentation/Samples.md"), encoding: .utf8)
    let summary = page.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    func says(_ words: String, _ range: ClosedRange<Int>) {
      let sentence = words.replacing("#", with: "\(range.lowerBound) to \(range.upperBound) %")
      #expect(summary.contains(sentence), "\(sentence)")
    }
    func isHeavy(_ cell: Cell) -> Bool { cell.pair.contains("studentT(3,") && cell.pair.contains("normal(0,1)") }
    says("W1 covers in #", try range("W1"))
    says("the energy distance in #", try range("Energy distance"))
    says("W2 covers in #, but", try range("W2") { !isHeavy($0) })
    says("beside a normal, in #;", try range("W2", of: isHeavy))
    #expect(try range("Kolmogorov–Smirnov distance", "Lower bound on KL(P‖Q) by binning").lowerBound == 99)
    let (forward, backward) = ("KL(P‖Q) by nearest neighbours", "KL(Q‖P) by nearest neighbours")
    says("nearest neighbours covers in # where at most a tenth", try range(forward, backward) { $0.marked <= 10 })
    says("are marked, and elsewhere in #:", try range(forward, backward) { $0.marked > 10 })
    says("JS covers in #, least", try range("JS by nearest neighbours"))
    says("bias: KL covers in #,", try range("KL(P‖Q) by kernel estimates"))
    says("JS in #. They", try range("JS by kernel estimates"))
  }
}
