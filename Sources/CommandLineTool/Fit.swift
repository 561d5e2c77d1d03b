import ArgumentParser
import Calculus
import Densities
import Divergences
import Plotting
import Scalars
import Tabulation

/// `fit FILE:COLUMN` and `fit P`: the best member of a family.
struct FitTool: ReportingCommand, ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "The member of a family that fits data or a density best, in the sense of likelihood or of a divergence.",
    discussion: """
      Examples:
        divergences fit Examples/data/old-faithful.csv:waiting
        divergences fit Examples/data/old-faithful.csv:eruptions --family logNormal \\
          --family normal_mixture
        divergences fit "0.33*normal(-1,0.255)+0.67*normal(2,1.415)" \\
          --objective kl_pq --objective kl_qp
        divergences fit "kde(Examples/data/old-faithful.csv:waiting)" \\
          --family logistic
        divergences fit Examples/data/old-faithful.csv:waiting --plot fit.svg

      Data are fitted by maximum likelihood: the families by a formula or their likelihood equations, normal_mixture \
      (two components) by expectation and maximisation from many starts. A density P is fitted by minimising each \
      --objective between P and the member Q: kl_pq is KL(P|Q), the limit of maximum likelihood, and kl_qp is KL(Q|P).

      Columns: objective, parameter, value, error, standard_error, family, status, reason. After the parameters of a \
      fit comes a row for what it reached, log_likelihood or divergence, and for data a row n. The log-likelihood is \
      -inf where a value lies outside the support of every member, and inf where it grows without bound. For studentT \
      and normal_mixture it always does, and their best local maximum is given. The reason says so, and says where an \
      optimum may be local. The standard error, of data alone, is that of the observed information (for laplace of the \
      expected one). It is empty for an end or a mode, where the likelihood is not regular.

      --plot draws the density that was fitted, or a histogram of the data, and the best members.
      """)

  /// The families by name; a mixture of two normals, which data alone are fitted by, is none.
  private static let families: [(name: String, family: (any Family.Type)?)] =
    Catalogue.families.map { ($0.name, $0) } + [(normalMixture, nil)]

  /// What a density is fitted by where nothing else is asked for.
  private static let usual: [any FDivergence] = [
    KullbackLeibler(), KullbackLeibler(.reverse), JensenShannon(), Jeffreys(), SquaredHellinger(), TotalVariation(), PearsonChiSquared(),
  ]

  @Argument(help: "A column of a CSV file, FILE:COLUMN, or a density.") var target: String

  @Option(.one(of: families, \.name), help: "A family to fit", default: "normal, and for data normal_mixture too")
  var family: [(name: String, family: (any Family.Type)?)] = []

  @Option(
    help: """
      What a fit to a density minimises: a measure that compare lists \
      (default: \(usual.map(\.name).joined(separator: ", "))).
      """)
  var objective: [String] = []

  @Option(.any, help: "The seed of the random starts of normal_mixture") var seed: UInt64 = 1
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var output: OutputOptions

  var withoutEffect: [OptionsWithoutEffect] { isDensity ? [(["--seed"], "on the fit to a density")] : [] }

  private var isDensity: Bool { target.last == ")" && !ColumnReference.isMeant(by: target) }

  var densities: [String] { isDensity ? [target] : [] }

  func report() throws -> Report {
    var fits = Fits()
    if ColumnReference.isMeant(by: target) {
      try fitData(try ColumnReference(parsing: target), into: &fits)
    } else if isDensity {
      try fitDensity(try parseDensity(target), into: &fits)
    } else {
      throw OptionError("'\(target)' is neither a density such as normal(0,1) nor of the form FILE:COLUMN.")
    }
    var report = Report(table: Table(of: fits.rows, FitRow.columns), picture: fits.picture(target), isAsExpected: fits.areResolved)
    if !isDensity { report.provenance.seed = seed }
    return report
  }

  private func fitData(_ column: ColumnReference, into fits: inout Fits) throws {
    if let objective = objective.first(where: { $0 != maximumLikelihood }) {
      throw OptionError("--objective of data must be \(maximumLikelihood) (got '\(objective)'): fit kde(\(column)) instead.")
    }
    let families = family.isEmpty ? Self.families.filter { [Normal.name, normalMixture].contains($0.name) } : family
    let data = try column.numbers()
    try output.plotting.requireGnuplot()
    var generator = CounterRandom(seed: seed)
    var bar = ProgressBar.onStandardError()
    defer { bar?.erase() }
    for (index, (name, family)) in families.enumerated() {
      bar?.show(index, of: families.count) { _ in name }
      do {
        let fit =
          try family.map { family throws(FitError) in
            try maximumLikelihoodFit(of: family, to: data) { bar?.show(index, of: families.count, within: $0) { _ in name } }
          }
          ?? normalMixtureFit(to: data, using: &generator)
        fits.append(fit, goal: "log_likelihood", count: data.count)
        fits.target = fits.target ?? (try? Histogram(data, source: column.description))
      } catch let error as FitError {
        throw OptionError("\(column): \(error.description).")
      }
    }
  }

  private func fitDensity(_ p: any AnalyticDensity, into fits: inout Fits) throws {
    let measures = Accepted.one(of: Catalogue.fDivergences) { $0.name }
    let divergences = objective.isEmpty ? Self.usual : try objective.map { try measures.value(of: $0, for: "--objective") }
    let families = try (family.isEmpty ? [(Normal.name, Normal.self)] : family).map { name, family in
      guard let family else { throw OptionError("--family \(name) is for data, and '\(target)' is a density: leave it out.") }
      return family
    }
    fits.target = p
    try output.plotting.requireGnuplot()
    var bar = ProgressBar.onStandardError()
    defer { bar?.erase() }
    for (index, family) in families.enumerated() {
      for (place, divergence) in divergences.enumerated() {
        bar?.show(index * divergences.count + place, of: families.count * divergences.count) { _ in "\(family.name) by \(divergence.name)" }
        fits.append(minimumDivergenceFit(of: family, to: p, minimizing: divergence), goal: "divergence")
      }
    }
  }
}

private let maximumLikelihood = "maximum_likelihood"
private let normalMixture = "normal_mixture"

/// A parameter of a fit, or what the fit reached.
private struct FitRow {
  let fit: Fit
  let name: String
  let value: Double
  var error = 0.0
  var standardError: Double?

  static var columns: [Column<Self>] {
    [
      Column("objective", \.fit.objective), Column("parameter", \.name), Column("value", \.value), Column("error", \.error),
      Column("standard_error", \.standardError), Column("family", \.fit.family), Column("status", \.fit.outcome.status.description),
      Column("reason") { $0.fit.outcome.reason.isEmpty ? $0.fit.note : $0.fit.outcome.reason },
    ]
  }
}

/// What was fitted, and by what.
private struct Fits {
  /// The density P, or the histogram of the data.
  var target: (any AnalyticDensity)?
  private(set) var rows: [FitRow] = []
  private var fits: [Fit] = []

  var areResolved: Bool { fits.allSatisfy { $0.outcome.status != .unresolved } }

  /// Adds a row for each parameter, one for what the fit reached, and one for the number of data.
  mutating func append(_ fit: Fit, goal: String, count: Int? = nil) {
    fits.append(fit)
    rows += fit.parameters.map { FitRow(fit: fit, name: $0.name, value: $0.value, error: $0.error, standardError: $0.standardError) }
    rows.append(FitRow(fit: fit, name: goal, value: fit.outcome.value, error: fit.outcome.error))
    if let count { rows.append(FitRow(fit: fit, name: "n", value: Double(count))) }
  }

  /// The target and the best members as curves, over where the target has its mass; nil where there is no target.
  func picture(_ title: String) -> Picture? {
    guard let target else { return nil }
    var members: [(name: String, density: any AnalyticDensity)] = []
    for fit in fits {
      let name = "\(fit.family), \(fit.objective)"
      if let density = fit.density, !members.contains(where: { $0.name == name }) { members.append((name, density)) }
    }
    // The first member is drawn as the generator's density is in other pictures.
    let curves = members.enumerated().map { index, member in
      DensityCurve(column: "fit_\(index + 1)", label: member.name, ink: index == 0 ? .q : .other(index - 1), density: member.density)
    }
    let name = target is Histogram ? "data" : "P"
    return Picture(
      "Fits to \(title)", of: DensityCurve(column: "target", label: name, ink: .p, density: target), named: name, beside: curves)
  }
}
