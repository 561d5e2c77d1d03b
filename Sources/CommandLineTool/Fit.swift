package import ArgumentParser
import Densities
import Divergences
import Plotting
import Scalars
import Tabulation

/// `fit FILE:COLUMN` and `fit P`: the best member of a family.
package struct Fit: ReportingCommand {
  package static let configuration = CommandConfiguration(
    abstract: "The member of a family that fits data or a density best, in the sense of likelihood or of a divergence.",
    discussion: """
      Examples:
        divergences fit Examples/data/old-faithful.csv:waiting
        divergences fit Examples/data/old-faithful.csv:eruptions --family logNormal --family normal_mixture
        divergences fit "0.33*normal(-1,0.255)+0.67*normal(2,1.415)" --objective kl_pq --objective kl_qp
        divergences fit "kde(Examples/data/old-faithful.csv:waiting)" --family logistic
        divergences fit Examples/data/old-faithful.csv:waiting --plot fit.svg

      Data are fitted by maximum likelihood: the families by their formula or their likelihood equations, normal_mixture (two components) by \
      expectation and maximisation from many starts. A density P is fitted by minimising the divergence that each --objective names between P and \
      the member Q: kl_pq is KL(P|Q), the limit of maximum likelihood, and kl_qp is KL(Q|P).

      Columns: objective, parameter, value, error, standard_error, family, status, reason. After the parameters of each fit comes a row for what \
      it reached: log_likelihood or divergence, and n for data. The log-likelihood is -inf where a value lies outside the support of every member, \
      and inf where it grows without bound; the likelihoods of studentT and normal_mixture always do, and their best local maximum is given. The \
      reason says so, and where an optimum may be a local one. The standard error, for data alone, is that of the observed information (of laplace \
      the expected one), and empty for an end or a mode, in which a likelihood is not regular. --plot draws the density that was fitted, of data their histogram, and the best members.
      """)

  @Argument(help: "A column of a CSV file, FILE:COLUMN, or a density.")
  var target: String

  @Option(help: "A family to fit, or normal_mixture for data (default: normal, and for data normal_mixture too).")
  var family: [String] = []

  @Option(help: "What a fit to a density minimises: a measure that compare lists (default: the seven best known).")
  var objective: [String] = []

  @Option(parsing: .unconditional, help: "The seed of the random starts of normal_mixture.")
  var seed: UInt64 = 1

  @OptionGroup package var output: OutputOptions

  package init() {}

  package var idle: [IdleOptions] { isDensity ? [IdleOptions("--seed", reason: "on the fit to a density")] : [] }

  private var isDensity: Bool { target.last == ")" && !ColumnReference.isMeant(by: target) }

  package func report() throws -> Report {
    var table = FitTable()
    if ColumnReference.isMeant(by: target) {
      try fitData(try ColumnReference(parsing: target), into: &table)
    } else if target.last == ")" {
      try fitDensity(try parseDensity(target), into: &table)
    } else {
      throw OptionError("'\(target)' is neither a density such as normal(0,1) nor of the form FILE:COLUMN.")
    }
    var report = Report(table: table.table)
    report.isAsExpected = table.isResolved
    report.picture = table.picture(target)
    if !isDensity { report.provenance.seed = seed }
    return report
  }

  private func fitData(_ column: ColumnReference, into table: inout FitTable) throws {
    if let objective = objective.first(where: { $0 != maximumLikelihood }) {
      throw OptionError("--objective of data is \(maximumLikelihood), and is '\(objective)': fit kde(\(column)) instead.")
    }
    let families = try (family.isEmpty ? [Normal.name, normalMixture] : family).map { ($0, $0 == normalMixture ? nil : try named($0)) }
    let data = try column.numbers()
    try output.plotting.requireGnuplot()
    var generator = CounterRandom(seed: seed)
    var bar = ProgressBar.onStandardError()
    defer { bar?.erase() }
    for (index, (name, family)) in families.enumerated() {
      bar?.show(index, of: families.count) { _ in name }
      do {
        let fit =
          try family.map { family throws(FitError) in try maximumLikelihoodFit(of: family, to: data) }
          ?? normalMixtureFit(to: data, using: &generator)
        table.append(fit, goal: "log_likelihood")
        table.append(fit, "n", Double(data.count))
        table.target = table.target ?? (try? Histogram(data, source: column.description))
      } catch let error as FitError {
        throw OptionError("\(column): \(error.description).")
      }
    }
  }

  /// What a density is fitted by where nothing else is asked for.
  private static let usual: [any FDivergence] = [
    KullbackLeibler(), KullbackLeibler(.reverse), JensenShannon(), Jeffreys(), SquaredHellinger(), TotalVariation(), PearsonChiSquared(),
  ]

  private func fitDensity(_ p: any AnalyticDensity, into table: inout FitTable) throws {
    var divergences = try objective.map { name in
      guard let divergence = fDivergences.first(where: { $0.name == name }) else {
        throw OptionError("--objective must be one of \(fDivergences.map(\.name).joined(separator: ", ")), and is '\(name)'.")
      }
      return divergence
    }
    if objective.isEmpty { divergences = Self.usual }
    let families = try (family.isEmpty ? [Normal.name] : family).map { try named($0) }
    table.target = p
    try output.plotting.requireGnuplot()
    var bar = ProgressBar.onStandardError()
    defer { bar?.erase() }
    for (index, family) in families.enumerated() {
      for (place, divergence) in divergences.enumerated() {
        bar?.show(index * divergences.count + place, of: families.count * divergences.count) { _ in "\(family.name) by \(divergence.name)" }
        table.append(minimumDivergenceFit(of: family, to: p, minimizing: divergence), goal: "divergence")
      }
    }
  }

  private func named(_ name: String) throws(OptionError) -> any Family.Type {
    guard let family = Catalogue.families.first(where: { $0.name == name }) else {
      let names = Catalogue.families.map { $0.name } + (isDensity ? [] : [normalMixture])
      throw OptionError("--family must be one of \(names.joined(separator: ", ")), and is '\(name)'.")
    }
    return family
  }
}

private let maximumLikelihood = "maximum_likelihood"
private let normalMixture = "normal_mixture"

/// The rows of fits.
private struct FitTable {
  var table = Table(columns: ["objective", "parameter", "value", "error", "standard_error", "family", "status", "reason"])
  var isResolved = true
  /// What was fitted: the density P, or the histogram of the data.
  var target: (any AnalyticDensity)?
  private var fits: [Divergences.Fit] = []

  /// Adds a row for each parameter and one for what the fit reached.
  mutating func append(_ fit: Divergences.Fit, goal: String) {
    for parameter in fit.parameters { append(fit, parameter.name, parameter.value, parameter.error, parameter.standardError) }
    append(fit, goal, fit.outcome.value, fit.outcome.error)
    fits.append(fit)
    if fit.outcome.status == .unresolved { isResolved = false }
  }

  mutating func append(_ fit: Divergences.Fit, _ name: String, _ value: Double, _ error: Double = 0, _ standardError: Double? = nil) {
    table.append([
      .text(fit.objective), .text(name), .number(value), .number(error), standardError.map(Cell.number) ?? "", .text(fit.family),
      .text(fit.outcome.status.description), .text(fit.outcome.reason.isEmpty ? fit.note : fit.outcome.reason),
    ])
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
    return Picture(
      "Fits to \(title)", of: DensityCurve(column: "target", label: target is Histogram ? "data" : "P", ink: .p, density: target),
      beside: curves)
  }
}
