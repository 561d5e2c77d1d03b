import ArgumentParser
import Calculus
import Densities
import Foundation
import Plotting
import RealModule
import Scalars
import Studies
import Tabulation
import Training

/// `support`: the birthday-paradox test for the size of a generator's support.
struct Support: ReportingCommand, ReadingCommand {
  static let configuration = CommandConfiguration(
    abstract: "The birthday-paradox test: what duplicates in samples tell about the size of a support.",
    discussion: """
      Examples:
        divergences support Examples/data/old-faithful.csv:waiting
        divergences support Examples/data/old-faithful.csv:waiting --sample-size 5 \\
          --sample-size 10
        divergences support "normal(0,1)" --tolerance 0.001
        divergences support "normal(0,1)" --tolerance 0.001 --plot support.svg
        divergences train "normal(0,1)" --output run && divergences support run \\
          --tolerance 0.001

      The target is a column of samples, a density, or the folder of a run of train. Of a run it is the exact density \
      of its generator, or its samples.csv without --tolerance or where there is no such density. Duplicates are \
      numbers at most --tolerance apart, or equal ones without it; samples of a density are never equal. Without \
      --sample-size the size with an even chance of duplicates is searched for. Rows of a file are shuffled and none \
      is in two trials, so that there may be fewer trials than asked for.

      Columns: sample_size s; trials; duplicate_probability with its 95 % limits lower and upper (Clopper and Pearson \
      1934); support_estimate s^2, the lecture's; support_corrected s^2/(2 log 2), the number of equally likely points \
      with an even chance at s, which for unequal points estimates neither their number nor 1/sum(p^2); \
      support_at_least, a lower bound on the number of points, s(s-1)/(2 log 1/(1-upper)), since equal probabilities \
      have the fewest duplicates; sample_size_lower and sample_size_upper, the 95 % limits of the searched size; \
      effective_size, an estimate of 1/sum(p^2), 1 over the share of colliding pairs among all s(s-1)/2, with its \
      standard error; for a density effective_size_exact, 1/P(|X-X'| <= tolerance), and effective_size_limit, 1/(2 \
      tolerance integral of q^2), by quadrature, and 0 where the integral is infinite; tolerance; status; reason. The \
      status is searched, given, or unresolved where the search found no even chance. The first two estimates are \
      empty where the chance is not even.

      --plot draws the probability with its limits, beside that of as many equally likely points as the effective \
      size.
      """)

  @Argument(help: "A column of a CSV file, FILE:COLUMN, a density, or the folder of a run.") var target: String
  @Option(.finite(from: 0), help: "How far apart duplicates may be", default: "0, equal numbers") var tolerance: Double?

  @Option(.from(2, to: 10_000_000), help: "A sample size to look at", default: "search for an even chance")
  var sampleSize: [Int] = []

  @Option(.from(1, to: 1_000_000), help: "How many samples of a size to look at, where there are as many")
  var trials = 400

  @Option(.any, help: "The seed of draws and of the order of rows") var seed: UInt64 = 1
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var output: OutputOptions

  func report() throws -> Report {
    let (density, tolerance) = (try density(), tolerance ?? 0)
    let sizes = try density.map { density throws(OptionError) in try self.sizes(of: density) } ?? EffectiveSizes()
    let stock = if let density { SampleStock(density, seed: seed) } else { SampleStock(rows: try samples(), seed: seed) }
    try output.plotting.requireGnuplot()
    let test = BirthdayTest(Duplicates(within: tolerance), trials: trials)
    var results: [BirthdayResult] = []
    if sampleSize.isEmpty {
      guard let result = test.evenChance(stock) else { throw OptionError("'\(target)' has a single sample, and a duplicate takes two.") }
      results.append(result)
    }
    for size in sampleSize {
      guard let result = test.measure(stock, size: size) else {
        throw OptionError("--sample-size must be at most the number of samples in '\(target)', \(stock.rowCount ?? 0) (got \(size)).")
      }
      results.append(result)
    }
    let rows = results.map { SupportRow(result: $0, isSearched: sampleSize.isEmpty, sizes: sizes, tolerance: tolerance) }
    var report = Report(table: Table(of: rows), picture: picture(of: rows), isAsExpected: !rows.contains(where: \.isMissing))
    report.provenance.seed = seed
    report.provenance.tolerances["duplicates"] = tolerance
    report.provenance.tolerances["missed_by_interval"] = test.alpha
    return report
  }

  /// Some seconds of drawing; of Student's t, whose draws are quantiles, half a minute.
  private static let mostDraws = 2e7
  /// What a search may draw until its duplicates: it draws some four times as many.
  private static let mostSearched = 5e6

  /// The target where it is a density: one that is written, or that of the generator of a run, which has no equal
  /// samples either.
  private func density() throws -> (any AnalyticDensity)? {
    if target.last == ")", !ColumnReference.isMeant(by: target) { return try parseDensity(target) }
    let run = try TrainedRun(inFolder: target)
    return tolerance == nil ? nil : try run?.generatorDensity()
  }

  /// The samples of a column or of a run.
  private func samples() throws -> [Double] {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: target, isDirectory: &isFolder), isFolder.boolValue {
      return try Table.numbers(inColumn: "x", ofCSV: target + (target.hasSuffix("/") ? "" : "/") + "samples.csv")
    }
    let forms = "a density such as normal(0,1), nor of the form FILE:COLUMN, nor the folder of a run"
    try require(target.contains(":"), else: "'\(target)' is neither \(forms).")
    return try ColumnReference(parsing: target).numbers()
  }

  /// The effective sizes of a density, and a check that the test does not take for ever.
  private func sizes(of density: any AnalyticDensity) throws(OptionError) -> EffectiveSizes {
    guard let tolerance, tolerance > 0 else {
      throw OptionError("A density such as '\(target)' has no equal samples: give a --tolerance above 0.")
    }
    let spacing = max(density.quantile(0.25).magnitude.ulp, density.upperQuantile(0.25).magnitude.ulp)
    // Samples that are rounded to more than the tolerance are equal for no reason of the density's.
    let least = "at least 4 spacings of doubles among the samples of '\(target)', \(4 * spacing)"
    try require(tolerance >= 4 * spacing, else: "--tolerance must be \(least) (got \(tolerance)).")
    let draws = sampleSize.reduce(0.0) { $0 + Double($1) * Double(trials) }
    try require(
      draws <= Self.mostDraws,
      else: "--sample-size \(sampleSize.map(String.init).joined(separator: " and ")) times --trials \(trials) must be at most "
        + "\(Int(Self.mostDraws)).")
    let exact = coincidence(density, within: tolerance)
    let isExact = exact.value > 0 && exact.error <= 1e-6 * exact.value
    let limit = smallToleranceSize(density, within: tolerance)
    if sampleSize.isEmpty, let size = isExact ? 1 / exact.value : limit {
      let draws = Double.sqrt(2 * .log(2) * size)
      try require(
        draws <= 0.5 * Double(BirthdayTest.longestSample) && draws * Double(trials) <= Self.mostSearched,
        else: "With --tolerance \(tolerance) an even chance of duplicates takes some \(Float(draws)) draws of '\(target)' in each "
          + "of \(trials) trials, which is too many: give a larger tolerance, fewer --trials, or a --sample-size.")
    }
    let share = Float(exact.error / exact.value)
    return EffectiveSizes(
      exact: isExact ? 1 / exact.value : nil, limit: limit,
      reason: isExact
        ? "" : "effective_size_exact is not known" + (share.isFinite ? ": by quadrature its error bound is \(share) of it" : ""))
  }
}

extension Support {
  /// The probability of duplicates against the sample size, and what equally likely points would have.
  private func picture(of rows: [SupportRow]) -> Picture {
    let measured = Series("duplicate_probability", "measured, with 95 % limits", .q, .intervals(lower: "lower", upper: "upper"))
    let effective = rows.last.map { $0.sizes.exact ?? $0.result.coincidences.effectiveSize } ?? .infinity
    let largestSize = rows.map(\.result.size).max() ?? 2
    let guides =
      effective > 0 && effective.isFinite
      ? [("1-exp(-x*(x-1)/(2.0*\(effective)))", "\(significant(effective, digits: 4)) equally likely points")] : []
    return Picture(
      "Birthday-paradox test of \(target)", of: Table(of: rows),
      .curves(
        against: "sample_size", Axis("sample size s (samples)", range: 0...2 * Double(largestSize)),
        [Panel(Axis("probability of duplicates", range: 0...1.05, mark: 0.5), [measured], guides: guides)]))
  }
}

/// The effective sizes of a density by quadrature, and why the exact one is missing.
private struct EffectiveSizes {
  var exact: Double?
  var limit: Double?
  var reason = ""
}

/// What a birthday test says of one sample size.
private struct SupportRow: TableRow {
  let result: BirthdayResult
  let isSearched: Bool
  /// What quadrature says about a density.
  let sizes: EffectiveSizes
  let tolerance: Double

  static var columns: [Column<Self>] {
    [
      Column("sample_size", \.result.size), Column("trials", \.result.duplicates.trials),
      Column("duplicate_probability", \.result.duplicates.share), Column("lower", \.result.duplicates.limits.lower),
      Column("upper", \.result.duplicates.limits.upper), Column("support_estimate") { $0.estimate(\.lectureEstimate) },
      Column("support_corrected") { $0.estimate(\.correctedEstimate) }, Column("support_at_least", \.result.fewestPoints),
      Column("sample_size_lower", \.result.evenChance?.lower), Column("sample_size_upper", \.result.evenChance?.upper),
      Column("effective_size", \.result.coincidences.effectiveSize),
      Column("effective_size_error", \.result.coincidences.effectiveSizeError), Column("effective_size_exact", \.sizes.exact),
      Column("effective_size_limit", \.sizes.limit), Column("tolerance", \.tolerance), Column("status", \.status),
      Column("reason") { [$0.reason, $0.sizes.reason].filter { !$0.isEmpty }.joined(separator: "; ") },
    ]
  }

  /// Whether the search found no even chance.
  var isMissing: Bool { isSearched && !result.isEvenChance }

  var status: String { isMissing ? "unresolved" : isSearched ? "searched" : "given" }

  /// Why s² and s²/(2 log 2) say nothing about the support; empty where they do.
  var reason: String {
    if isMissing { return "fewer than half of the longest samples, of \(result.size), hold duplicates" }
    let (share, limits) = (result.duplicates.share, result.duplicates.limits)
    if isSearched { return result.size == 2 && limits.lower > 0.5 ? "two samples are duplicates more often than not" : "" }
    let isEven = abs(share - 0.5) <= 0.05 || ((0.25...0.75).contains(share) && limits.lower <= 0.5 && limits.upper >= 0.5)
    return isEven ? "" : "the estimates are for an even chance of duplicates, and at this size the chance is another"
  }

  /// An estimate, where it says something about the support.
  private func estimate(_ value: KeyPath<BirthdayResult, Double>) -> Double? { reason.isEmpty ? result[keyPath: value] : nil }
}
