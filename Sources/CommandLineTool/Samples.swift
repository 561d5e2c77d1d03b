import ArgumentParser
import Densities
import Divergences
import Plotting
import Studies
import Tabulation
import Training

/// `samples A B`: how far apart two samples are, with the uncertainty of sampling.
struct Samples: ReportingCommand, ReadingCommand {
  static let configuration = CommandConfiguration(
    abstract: "How far apart two samples are, or a sample and a density, with confidence intervals and p-values.",
    discussion: """
      Examples:
        divergences samples before.csv:x after.csv:x
        divergences samples Examples/data/old-faithful.csv:waiting "normal(70,13)" \\
          --format table
        divergences samples a.csv:x b.csv:x --level 0.99 --permutations 9999 \\
          --seed 2 --output samples.csv
        divergences samples a.csv:x b.csv:x --plot samples.svg

      compare holds two densities against each other: its errors are those of quadrature. Here the data are a sample, and \
      the intervals are of what other samples would have given. Rows must be independent draws.

      Columns: measure, estimator, estimate, lower, upper, method, p_value, coverage, n, m, note. The estimators: \
      empirical, the distance of the empirical distributions, exactly (w1, w2, energy, ks, the Kolmogorov-Smirnov \
      distance); nearest_neighbors and kernel, estimates of kl_pq = KL(P|Q), kl_qp and js, P being the law of the first \
      column; discriminator, JS from below by a network trained on half of the rows; binning, KL from below by the \
      probabilities of one set. Where values occur more than once, nearest neighbours give no number.

      lower and upper are a confidence interval of the level --level. The method: influence, the normal law by the \
      influence function; triangle, the triangle inequality with permuted samples, where the samples are close; dkw, the \
      inequality of Dvoretzky, Kiefer and Wolfowitz; halves, the normal law with the spread over random halves; betting \
      and clopper_pearson, bounds for independent rows of every distribution. An interval without upper is a lower bound.

      coverage says how far to trust the interval: guaranteed, for independent rows of every distribution; asymptotic, \
      about its level in large samples; conservative, the level or more; doubtful, it may miss the truth much more often, \
      and the note says why; none. Documentation/Samples.md has measured coverages. p_value is that of "both samples are \
      from one distribution" by permutation of the rows; against a density, by samples drawn from it.

      --plot draws both distribution functions.
      """)

  @Argument(help: "A column of a CSV file, FILE:COLUMN.") var a: String
  @Argument(help: "Another column, or a density.") var b: String

  @Option(.between(0, 1), help: "The probability with which an interval is to cover the truth") var level = 0.95

  @Option(.from(99, to: 1_000_000), help: "How many permutations the p-values are made of; fewer beyond 5e8 permuted rows")
  var permutations = 999
  @Option(.any, help: "The seed of permutations, halves, draws and the discriminator") var seed: UInt64 = 1
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var output: OutputOptions

  func report() throws -> Report {
    try require(!a.isDensity, else: "'\(a)' is a density, not a sample: put FILE:COLUMN first, or take compare for two densities.")
    let column = try ColumnReference(parsing: a)
    if b.isDensity, b.contains("kde(") || b.contains("histogram(") {
      DataReading.note("\(b) is an estimate from a sample, whose own uncertainty is not in the intervals: give its column", isSaid: true)
    }
    var settings = SampleSettings()
    (settings.level, settings.permutations, settings.seed) = (level, permutations, seed)
    let comparison = try Comparison(column, b, settings)
    try output.plotting.requireGnuplot()
    let rows = comparison.table() + [try DiscriminatorBound(comparison.pair).estimate()]
    let picture = comparison.picture("Distribution functions of \(a) and \(b)")
    var report = Report(table: Table(of: rows, SampleEstimate.columns), picture: picture)
    try report.noteTraining(seed: seed)
    report.provenance.tolerances["missed_by_interval"] = settings.alpha
    return report
  }
}

extension String {
  /// Whether the text is to be a density rather than a column.
  fileprivate var isDensity: Bool { (last == ")" || contains("(") && !contains(":")) && !ColumnReference.isMeant(by: self) }
}

/// A column against another one, or against a density.
private struct Comparison {
  /// Both samples, that of a density drawn from it.
  let pair: SamplePair
  let table: () -> [SampleEstimate]
  private let (first, second): ([Double], (Double) -> Double)

  init(_ column: ColumnReference, _ other: String, _ settings: SampleSettings) throws {
    first = try column.numbers()
    if other.isDensity {
      let density = try parseDensity(other)
      let sample = try DensitySample(first, against: density, settings: settings, source: column.description)
      (pair, table, second) = (sample.pair, sample.table, { density.cumulative($0) })
    } else {
      let numbers = try ColumnReference(parsing: other).numbers()
      let pair = try SamplePair(first, numbers, settings: settings, sources: (column.description, other))
      (self.pair, table, second) = (pair, pair.table, shareOfRows(numbers))
    }
  }

  /// Both distribution functions, at quantiles of the first sample and between its ends.
  func picture(_ title: String) -> Picture {
    let (sorted, share) = (first.sorted(), shareOfRows(first))
    let (low, high) = (sorted[0], sorted[sorted.count - 1])
    let quantiles = (0...500).map { index -> Double in sorted[index * (sorted.count - 1) / 500] }
    let places = Set(quantiles + grid(from: low, to: high, count: 501)).sorted()
    let table = Table(of: places, [Column("x") { $0 }, Column("f") { share($0) }, Column("g") { second($0) }])
    let panel = Panel(
      Axis("distribution function", range: 0...1), [Series("f", "F, of the first", .p), Series("g", "G, of the second", .q)])
    return Picture(title, of: table, .curves(against: "x", Axis("x"), [panel]))
  }
}

/// The share of rows up to a value.
private func shareOfRows(_ rows: [Double]) -> (Double) -> Double {
  let sorted = rows.sorted()
  return { x in
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] <= x { low = middle + 1 } else { high = middle }
    }
    return Double(low) / Double(sorted.count)
  }
}

extension SampleEstimate {
  fileprivate static var columns: [Column<SampleEstimate>] {
    [
      Column("measure", \.measure), Column("estimator", \.estimator.rawValue), Column("estimate", \.value), Column("lower", \.lower),
      Column("upper", \.upper), Column("method", \.method.rawValue), Column("p_value", \.pValue), Column("coverage", \.coverage.rawValue),
      Column("n", \.firstCount), Column("m", \.secondCount), Column("note", \.note),
    ]
  }
}
