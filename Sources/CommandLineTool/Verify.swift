import ArgumentParser
import Autodiff
import Calculus
import Certificates
import Claims
import Densities
import Divergences
import Scalars
import Tabulation

/// `verify`: the claims of the lecture and of the literature, checked.
struct Verify: ReportingCommand, ReadingCommand {
  static let configuration = CommandConfiguration(
    abstract: "What lectures and papers claim about GANs, checked on pairs of densities and on data.",
    discussion: """
      Examples:
        divergences verify
        divergences verify --claim A4 --claim A5 --format table
        divergences verify --p "0.3*normal(-2,0.5)+0.7*normal(2,1)" --q "normal(1,2)"
        divergences verify --data Examples/data/old-faithful.csv:waiting \\
          --output ledger.csv
        divergences verify --claim A1 --claim A4 --plot verdicts.svg
        divergences verify --list
        divergences verify --claim C1 --certificate
        divergences verify --by slide

      Without options every claim is checked on the built-in pairs. With --p and --q it is checked on that one pair. Q \
      stands for the generator; if Q is a member of a family, its parameters are the generator's. --data adds two \
      pairs: the kernel estimate of a column with the normal of greatest likelihood, and its histogram with the \
      mixture of two normals of greatest likelihood. It also adds claims R1 and R2, about these fits.

      Columns: claim, reading, p, q, lhs, rhs, difference, tolerance, verdict, expected, note. A reading about no \
      pair leaves p and q empty. A gradient has a row for each parameter, which the note names. The difference is that \
      of the two sides, or for a bound the excess of the left side. The tolerance is the error bound of both sides. \
      The verdict follows from both: holds, fails or undecided. Some readings are false and must fail. The exit status \
      is 1 if any verdict is not the expected one. Columns with --list: claim, statement, source, reading, expected, \
      note. A table for the eye begins each claim with its verdict and the decisive numbers; of an inequality that \
      holds it shows the pair whose sides are nearest to each other.

      --by slide is a map of the lecture, slide by slide, checked on the built-in pairs. Columns: number, slide, statement, verdict \
      (true, true with a condition, false, or no statement), numbers, qualification, qualifying_numbers, claims, \
      script, scene (of the page), command. The qualification is the condition, or what is true instead.

      --certificate adds the column proof, for readings whose sides are made of KL both ways and to the mixture, JS, TV, \
      Hellinger, χ², triangular and Jeffreys' divergence alone. Both sides are then enclosed by ball arithmetic and the \
      interval arithmetic of the formulas: proved, if the enclosures stand in the order of the inequality; refuted, if they \
      stand in the other order, or apart where the sides are said to be equal; else that they overlap, and how wide they \
      are, which is all that can be said of an equation; or not enclosed, with the reason. It needs the library Arb, which \
      make certificates installs.

      --plot draws the difference over the tolerance, for each claim of the readings nearest to another verdict.
      """)

  @Option(help: "The density P of the one pair to check.") var p: String?
  @Option(help: "The density Q of the one pair to check.") var q: String?
  @Option(help: "Data to check the claims on too: a column of a CSV file, FILE:COLUMN.") var data: String?
  @Option(help: "Check this claim alone; may be repeated.") var claim: [String] = []
  @Flag(help: "List the claims with their readings and what is expected of them, and check nothing.") var list = false
  @Flag(help: "Add what enclosures of the two sides prove.") var certificate = false
  @Option(.one(), help: "What a row is about, a reading of a claim or a statement of a slide") var by = Grouping.claim
  @Option(.any, help: "The seed of the search for the two normals that fit the data") var seed: UInt64 = 1
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var output: OutputOptions

  /// What a row is about.
  enum Grouping: String, CaseIterable {
    case claim, slide
  }

  var withoutEffect: [OptionsWithoutEffect] {
    if by == .slide { return [(["--p", "--q", "--data", "--seed", "--claim", "--list", "--plot", "--certificate"], "with --by slide")] }
    return list
      ? [(["--p", "--q", "--data", "--seed", "--plot", "--certificate"], "with --list")]
      : data == nil ? [(["--seed"], "without --data")] : []
  }

  func validate() throws {
    if (p == nil) != (q == nil) { throw ValidationError("--p and --q go together: one pair needs both densities.") }
  }

  func report() throws -> Report {
    if certificate, let fault = Library.fault { throw OptionError("--certificate needs \(fault).") }
    if list { return Report(table: Self.listed(try chosen(from: Claim.all))) }
    var pairs = Pair.builtIn
    if let p, let q { pairs = [Pair(try parseDensity(p), try parseDensity(q))] }
    var claims = Claim.all
    if let data {
      let added = try additions(from: data)
      pairs += added.pairs
      claims += added.claims
    }
    claims = try chosen(from: claims)
    if by == .slide { claims = Deck.claims }
    try output.plotting.requireGnuplot()
    var bar = ProgressBar.onStandardError()
    let count = claims.count
    let rows = Claims.verify(claims, on: pairs, includingOwn: p == nil) { done, next in bar?.show(done, of: count) { _ in next.id } }
    bar?.erase()
    let proofs = certificate ? Proofs(of: claims, on: pairs, includingOwn: p == nil) : nil
    var report = self.report(on: rows, of: claims, proofs)
    report.provenance.vectorWidth = try VectorWidth.chosen().bytes
    report.provenance.tolerances["relative error that a quadrature may have and still decide"] = 1e-9
    return report
  }

  private func report(on rows: [LedgerRow], of claims: [Claim], _ proofs: Proofs?) -> Report {
    if by == .slide {
      let map = DeckMap(rows: rows)
      return Report(table: map.table, text: map.text, isAsExpected: rows.allSatisfy(\.isAsExpected))
    }
    let ledger = Ledger(claims: claims, rows: rows, proofs: proofs)
    var report = Report(
      table: ledger.table, text: ledger.text, picture: ledger.picture, isAsExpected: ledger.surprises.isEmpty)
    if data != nil { report.provenance.seed = seed }
    return report
  }

  /// A row a reading.
  private static func listed(_ claims: [Claim]) -> Table {
    let readings = claims.flatMap { claim in claim.readings.map { (claim: claim, reading: $0) } }
    return Table(
      of: readings,
      [
        Column("claim", \.claim.id), Column("statement", \.claim.statement), Column("source", \.claim.source),
        Column("reading", \.reading.name), Column("expected", \.reading.expected.rawValue), Column("note", \.reading.note),
      ])
  }

  /// The claims that --claim names, in the order of the catalogue, or all.
  private func chosen(from claims: [Claim]) throws(OptionError) -> [Claim] {
    for id in claim where !claims.contains(where: { $0.id == id }) {
      let how = data == nil && ["R1", "R2"].contains(id) ? "give --data, which adds it" : "divergences verify --list names them all"
      throw OptionError("--claim must be the name of a claim such as \(claims[0].id) or A1 (got '\(id)'): \(how).")
    }
    return claim.isEmpty ? claims : claims.filter { claim.contains($0.id) }
  }

  /// The pairs that the data make, and the claims about their fits.
  private func additions(from text: String) throws -> (pairs: [Pair], claims: [Claim]) {
    let column = try ColumnReference(parsing: text)
    let data = try column.numbers()
    do {
      return (
        try RealDataClaims.pairs(from: data, source: column.description, seed: seed),
        try RealDataClaims.claims(from: data, source: column.description, seed: seed)
      )
    } catch let error as FitError {
      throw OptionError("\(column): \(error.description).")
    }
  }
}
