import ArgumentParser
import Calculus
import Certificates
import Densities
import Divergences
import Plotting
import Tabulation

/// `compare P Q`: every divergence of a pair.
struct Compare: ReportingCommand, ReadingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Every divergence of two densities, with a bound on its error or the reason why it is infinite.",
    discussion: """
      Examples:
        divergences compare "normal(0,1)" "normal(1,2)"
        divergences compare "cauchy(0,1)" "normal(0,1)" --format table
        divergences compare "normal(0,1)" "normal(1,2)" --plot compare.svg
        divergences compare "studentT(3,0,1)" "normal(0,1)" --route both \\
          --format table
        divergences compare "kde(Examples/data/old-faithful.csv:waiting)" \\
          "normal(70,13)" --output compare.csv
        divergences compare "N(0,1)" "N(1,2)" --measure kl_pq --base 2
        printf 'p,q\\n"N(0,1)","N(1,2)"\\n"t(3)","N(0,1)"\\n' > pairs.csv
        divergences compare --pairs pairs.csv --measure js --output js.csv
        printf 'q\\n"normal(1,2)"\\n"laplace(0,1)"\\n' > candidates.csv
        divergences compare "normal(0,1)" --pairs candidates.csv
        divergences compare "normal(0,1)" "cauchy(0,1)" --certificate --format table
        divergences compare "normal(0,1)" "t(3)" --certificate proof.json
        divergences compare "N(0.1,1)" "N(0,1)" --certificate --exact-decimals

      Columns: measure, value, error, status, method, evaluations, reason. The status is finite; infinite, with the \
      reason; overflow, finite but beyond the largest double; or unresolved, with exit status 1: a best estimate, or no \
      value where nothing bounds its error. Here \
      p is the density of P, q that of Q, and M their equal mixture (P+Q)/2. --plot draws the f-divergences as bars.

      Measures, with F and G the distribution functions of P and Q:
      \(Measure.all.map { "  \($0.names.joined(separator: ", ")): \($0.formula)" }.joined(separator: "\n"))

      --measure prints one measure alone: its value, or with --format or --output its row. Two are in no table: sqrt_js \
      is the square root of js, a metric, and w_inf the largest distance between quantiles. --base counts what has a \
      logarithm in it in bits or in decimal digits. --pairs reads many pairs from the columns p and q of a CSV file, or \
      from the column q alone beside P, or a list of densities, one a line; every row then begins with its pair, and a \
      pair that is refused has a row with the status refused and the reason. Pairs are shared out among the processors; \
      the rows are in the file's order.

      --route gsl computes every integral by GSL's adaptive routines on the same partition of the line: QAGP between \
      the break points, QAGIU and QAGIL in the tails, checked by CQUAD, one integral after the other. Closed forms are \
      integrated too. Where GSL stops early, the reason quotes it, also beside a number whose bound is small enough. \
      What is infinite is still decided by comparing supports and tails.

      --route both adds columns: gsl_value, gsl_error, gsl_status, gsl_evaluations, gsl_reason, difference (value - \
      gsl_value) and bounds_overlap, true if the two values are no farther apart than their error bounds together. The \
      exit status is 1 if any do not overlap.

      --certificate adds columns: lower and upper, two doubles between which the measure is proved to lie by ball \
      arithmetic, tails included, and proof: enclosed; +∞ with the comparison that proves it; or refused, with the reason. \
      The parameters are taken as exact doubles, 0.1 as the double nearest to it; with --exact-decimals as the decimals that were \
      typed, 0.1 as 1/10, which value and error are not. W2, energy, Cramér, the Fisher informations and w_inf have no enclosures. The \
      exit status is 1 if a value is farther from its enclosure than its error bound, where both are of the doubles. It \
      needs the library Arb, which make certificates installs. --certificate FILE.json writes the proof too, in nats: \
      densities, panels, bounds of tails and enclosures, which Scripts/check-certificate FILE.json verifies without this \
      program. Documentation/Certificates.md says what is proved and how.
      """)

  /// What computes the integrals.
  enum Routes: String, CaseIterable {
    case mesh, gsl, both
  }

  @Argument(help: "The density P.") var p: String?
  @Argument(help: "The density Q.") var q: String?

  @Option(help: "A CSV file of pairs: densities in the columns p and q, or q alone beside P.", completion: .file()) var pairs: String?

  @Option(
    .one(of: DensityPair.measures + DensityPair.measuresOnRequest), help: "The one measure that is computed",
    default: "all but the last two")
  var measure: String?

  @Option(.one(), help: "The base of logarithms") var base: LogarithmBase = .e

  @Option(.one(), help: "What computes the integrals, this package's mesh, GSL's own adaptive routines, or both side by side")
  var route: Routes = .mesh

  @Option(
    defaultAsFlag: "", parsing: .next,
    help: "Add proved lower and upper bounds; and write their proof to this file, which ends in .json, if one is named.")
  var certificate: String?

  @Flag(help: "Prove bounds of the densities with the decimals that are typed, 0.1 being 1/10, not the double nearest to it.")
  var exactDecimals = false

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var output: OutputOptions

  var furtherPaths: [String] { certificate.map { $0.isEmpty ? [] : [$0] } ?? [] }
  private var isCertified: Bool { certificate != nil }
  private var typedNumbers: Reading { exactDecimals ? .decimals : .doubles }

  /// Whether a word is meant for the name of a certificate's file: it is none of an option and no density.
  static func isCertificate(_ word: String) -> Bool { !word.hasPrefix("-") && (word.hasSuffix(".json") || !word.contains("(")) }

  var densities: [String] { [p, q].compactMap(\.self) }

  func validate() throws {
    try require(isCertified || !exactDecimals, else: "--exact-decimals is about proved bounds: add --certificate.")
    if isCertified, let measure, !Certificate.measures.contains(measure) {
      let enclosed = (DensityPair.measures + DensityPair.measuresOnRequest).filter(Certificate.measures.contains)
      throw OptionError(
        "\(measure) has no enclosure: with --certificate ask for \(enclosed.joined(separator: ", ")), or leave --certificate out.")
    }
    for path in furtherPaths {
      try require(path.hasSuffix(".json"), else: "--certificate must be a file that ends in .json (got '\(path)'), or stand alone.")
    }
    if pairs == nil {
      guard p != nil, q != nil else {
        throw ValidationError("Missing expected argument '<\(p == nil ? "p" : "q")>': compare takes two densities, or --pairs FILE.")
      }
    } else {
      try require(q == nil, else: "--pairs takes the place of Q (got '\(q ?? "")'): leave one of them out.")
      try require(output.plotting.paths.isEmpty && !output.plotting.isText, else: "--plot draws one pair, and --pairs gives many.")
      try require(furtherPaths.isEmpty, else: "--certificate \(certificate ?? "") is of one pair, and --pairs gives many: name no file.")
    }
  }

  func report() throws -> Report {
    if isCertified, let fault = Library.fault { throw OptionError("--certificate needs \(fault).") }
    if let pairs { return try report(onPairs: try PairList(readingCSV: pairs, p: p)) }
    let laws = (try law(p ?? ""), try law(q ?? ""))
    try output.plotting.requireGnuplot()
    let proof = try proof(laws.0, laws.1)
    let rows = try compared(laws.0, laws.1, proof)
    let drawn = rows.compactMap(\.own).filter { row in Catalogue.fDivergences.contains { $0.name == row.measure } }
    var report = Report(table: Table(of: rows, ComparedRoutes.columns(route, certified: isCertified)), picture: picture(of: drawn))
    report.isAsExpected = rows.allSatisfy(\.isAsExpected)
    report.files = furtherPaths.map { ($0, (proof?.json.bytes ?? []) + [UInt8(ascii: "\n")]) }
    if measure != nil, route != .both, !isCertified, let only = rows.first?.own {
      report.plain = (only.known.map(\.cell.text) ?? "unresolved: \(only.reason)") + "\n"
    }
    report.provenance.units["divergences"] = base.unit
    return report
  }

  /// The rows of many pairs, each with its pair.
  private func report(onPairs list: PairList) throws -> Report {
    let rows = list.rows { p, q in
      do throws(DensityError) {
        let (p, q) = (try law(p), try law(q))
        return try compared(p, q, try proof(p, q))
      } catch {
        return [ComparedRoutes(refusal: error.description)]
      }
    }
    let pairColumns: [Column<PairList.Row>] = [Column("p", \.p), Column("q", \.q)]
    let columns = ComparedRoutes.columns(route, certified: isCertified)
    var report = Report(table: Table(of: rows, pairColumns + columns.map { $0.of(\.compared) }))
    report.isAsExpected = rows.allSatisfy(\.compared.isAsExpected)
    report.densities = rows.flatMap { [$0.p, $0.q] }
    report.provenance.units["divergences"] = base.unit
    return report
  }

  private func law(_ text: String) throws(DensityError) -> DiscretePair.Law {
    if let law = try DiscreteDistribution(parsing: text) { return .discrete(law) }
    return .density(try parseDensity(text, decimals: exactDecimals))
  }

  /// The measures that are asked for.
  private var names: [String] { measure.map { [$0] } ?? DensityPair.measures }

  private func proof(_ p: DiscretePair.Law, _ q: DiscretePair.Law) throws(DensityError) -> Certificate? {
    guard isCertified else { return nil }
    guard case .density(let p) = p, case .density(let q) = q else {
      throw DensityError("--certificate encloses integrals of densities, and a discrete law has none: leave it out")
    }
    return Certificate(p, q, measures: names, reading: typedNumbers)
  }

  /// What is asked for of a pair.
  private func compared(_ p: DiscretePair.Law, _ q: DiscretePair.Law, _ proof: Certificate?) throws(DensityError) -> [ComparedRoutes] {
    let names = names
    guard case .density(let p) = p, case .density(let q) = q else {
      // Sums, of which there is one route.
      let table = DiscretePair(p, q).table(of: names).map(base.converted)
      if table.isEmpty { throw DensityError("a pair with a discrete law has no \(names[0]): ask for another measure") }
      return table.map { ComparedRoutes(own: $0, gsl: $0) }
    }
    func table(by quadrature: Quadrature) -> [Estimate] { DensityPair(p, q, by: quadrature).table(of: names).map(base.converted) }
    let own = table(by: route == .gsl ? .gsl : .mesh)
    let gsl = route == .both ? table(by: .gsl) : own
    let enclosures = proof?.enclosures.map(base.converted) ?? []
    return zip(own, gsl).map { own, gsl in
      ComparedRoutes(own: own, gsl: gsl, enclosure: enclosures.first { $0.measure == own.measure }, reading: typedNumbers)
    }
  }

  /// Bars, with the value of each beside it: on a linear scale unless that would hide all but the largest.
  private func picture(of measurements: [Estimate]) -> Picture {
    let positive = measurements.map(\.value).filter { $0 > 0 && $0.isFinite }
    let (least, largest) = (positive.min() ?? 1, positive.max() ?? 1)
    let isWide = largest > 1000 * least
    // Room for the notes to the right of the bars.
    let range = isWide ? least / 2...min(largest * (largest / least).squareRoot(), .greatestFiniteMagnitude) : 0...largest * 1.2
    func isFinite(_ row: Estimate) -> Bool { row.status == .finite }
    let table = Table(
      of: measurements,
      [
        Column("measure", \.measure),
        Column("length") { isFinite($0) ? max($0.value, range.lowerBound) : range.lowerBound },
        Column("note") { isFinite($0) ? significant($0.value, digits: 4) : $0.status.description },
      ])
    let axis = Axis("value (\(base.unit); without a unit where there is no logarithm)", isLogarithmic: isWide, range: range)
    return Picture(
      "P = \(p ?? ""), Q = \(q ?? "")", of: table,
      .rows(named: "measure", axis, [Series("length", "value", .other(2), .bars)], notes: "note"))
  }
}
