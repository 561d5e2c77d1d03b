import Foundation
import TestSupport
import Testing

/// What the page on samples says of its tables is what the tables have.
@Suite struct SamplesPageTests {
  /// The percentages of covering intervals in the table below a heading, with the pair of each.
  private func coverage(_ heading: String) throws -> [(pair: String, percentage: Double)] {
    let page = try String(contentsOfFile: packagePath("Documentation/Samples.md"), encoding: .utf8)
    let section = try #require(page.components(separatedBy: "\n### ").first { $0.hasPrefix(heading + "\n") }, "\(heading)")
    return section.split(separator: "\n").filter { $0.hasPrefix("| `") }.flatMap { row in
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      return cells.dropFirst(2).compactMap { cell in
        cell.firstMatch(of: /^(?:[-+0-9.e]+, )?([0-9.]+)(?: \(\d+\))?$/).flatMap { Double($0.1) }.map { (cells[0], $0) }
      }
    }
  }

  /// The least and the greatest, to whole percentages, of pairs that are or are not among these.
  private func range(_ headings: [String], _ pairs: [String] = [], areMeant: Bool = false) throws -> ClosedRange<Int> {
    let all = try headings.flatMap(coverage).filter { pairs.contains($0.pair) == areMeant }.map { Int($0.percentage.rounded()) }
    return try #require(all.min())...#require(all.max())
  }

  @Test func theSummaryIsThatOfTheTables() throws {
    let page = try String(contentsOfFile: packagePath("Documentation/Samples.md"), encoding: .utf8)
    let summary = page.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    func says(_ words: String, _ range: ClosedRange<Int>) {
      let sentence = words.replacing("#", with: "\(range.lowerBound) to \(range.upperBound) %")
      #expect(summary.contains(sentence), "\(sentence)")
    }
    let (far, skewed) = ("`normal(0,1)`, `normal(3,1)`", "`beta(2,5)`, `beta(5,2)`")
    let heavy = ["`studentT(3,0,1)`, `normal(0,1)`"]
    says("W1 covers in #", try range(["W1"]))
    says("the energy distance in #", try range(["Energy distance"]))
    says("W2 covers in #, but", try range(["W2"], heavy))
    says("against a normal in #;", try range(["W2"], heavy, areMeant: true))
    #expect(try range(["Kolmogorov–Smirnov distance", "Lower bound on KL(P‖Q) by binning"]).lowerBound == 99)
    // Where the second density has lighter tails, or the two hardly overlap.
    let (forward, backward) = ("KL(P‖Q) by nearest neighbours", "KL(Q‖P) by nearest neighbours")
    let shortOfP =
      [far, skewed, "`normal(1,2)`, `normal(0,1)`", "`laplace(0,1)`, `normal(0,1.4)`", "`gamma(2,1)`, `logNormal(0.5,0.7)`"] + heavy
    let mixture = "`0.5*normal(-1.5,0.7)+0.5*normal(1.5,0.7)`, `normal(0,1.65)`"
    let shortOfQ = [far, skewed, mixture, "`normal(0,1)`, `normal(0,2)`"]
    let (good, other) = (try range([forward], shortOfP), try range([backward], shortOfQ))
    says("nearest neighbours covers in # where", min(good.lowerBound, other.lowerBound)...max(good.upperBound, other.upperBound))
    let (bad, worse) = (try range([forward], shortOfP, areMeant: true), try range([backward], shortOfQ, areMeant: true))
    says("it covers in #: the warning", min(bad.lowerBound, worse.lowerBound)...max(bad.upperBound, worse.upperBound))
    says("JS covers in #, least", try range(["JS by nearest neighbours"]))
    says("bias: KL covers in #,", try range(["KL(P‖Q) by kernel estimates"]))
    says("JS in #. They", try range(["JS by kernel estimates"]))
  }
}
