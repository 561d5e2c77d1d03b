import Autodiff
import Calculus
import Claims
import TestSupport
import Testing

/// `CLAIMS.md` has every reading of every claim with its verdict and its numbers, and `Documentation/Deck.md` every
/// statement of the slides, from the run of `CatalogueTests`.
@Suite struct ClaimsPageTests {
  /// The vector width that the pages were made with; the numbers of trained networks are those of the width.
  static let widthOfPages = "avx2/avx512"

  @Test func thePageListsEveryReading() throws {
    let page =
      """
      # The claims

      What the lecture and papers say, and what is derived from it. Each claim begins with its verdict and the decisive
      numbers; then follows every reading of it, with what `divergences verify` finds: **holds** or **fails**. A reading
      that fails is false, and its note (`divergences verify --claim ID`) says what is true. Of an inequality that holds
      the numbers are those of the pair whose two sides are nearest to each other. [The lecture, slide by
      slide](Documentation/Deck.md) has its statements in their order; `divergences verify --list` is this list as CSV.
      In a source, “its abstract” means that no more of the paper was read, “as others quote it” that the paper itself
      was not, and “from memory” that it was not at hand.

      \(Claim.all.count) claims, \(Claim.all.map(\.readings.count).reduce(0, +)) readings, in the order of the lecture.

      """
      + Claim.topics.map { title, claims in "\n## \(escaped(title))\n" + claims.map(section).joined() }.joined()
    try GeneratedPage("CLAIMS.md", page).check(comparingNumbers: try VectorWidth.chosen().bytes == Self.widthOfPages)
  }

  private func section(_ claim: Claim) -> String {
    let headline = claim.headline(of: CatalogueTests.ledger)
    let reasons = (headline?.reasons ?? []).map { "\n- \(escaped($0))" }.joined()
    let readings = claim.readings.map { reading in
      let evidence = Evidence(reading, of: claim, in: CatalogueTests.ledger)
      let numbers = evidence.map { $0.numbers($0.decisive()) } ?? ""
      return "| \(escaped(reading.name)) | \(evidence?.verdict.rawValue ?? "") | \(escaped(numbers)) |\n"
    }
    return """

      ### \(claim.id)

      \(escaped(claim.statement)) *\(escaped(claim.source))*

      **\(escaped(headline?.sentence ?? ""))**
      \(reasons.isEmpty ? "" : reasons + "\n")
      | reading | verdict | numbers |
      | --- | --- | --- |
      \(readings.joined())
      \(claim.proofRemark)

      """
  }

  private func escaped(_ text: String) -> String { GeneratedPage.escaped(text) }

  /// A proof is cited for claims that there are, and none is both found and missing.
  @Test func proofsAreOfClaims() {
    let cited = Claim.all.filter { !$0.formalProofs.isEmpty }
    #expect(cited.count >= 9 && cited.flatMap(\.formalProofs).allSatisfy { !$0.theorems.isEmpty && $0.file.contains(".") })
    #expect(cited.allSatisfy { $0.proofRemark.contains("not rechecked here") })
    #expect(Claim.all.filter { $0.proofRemark.contains("none found") }.map(\.id).contains("A1"))
  }
}
