import ArgumentParser
import Calculus
import Densities
import Divergences
import Foundation
import Plotting
import RealModule
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
        divergences fit Examples/data/old-faithful.csv:eruptions \\
          --family normal_mixture --components 3
        divergences fit Examples/data/old-faithful.csv:waiting \\
          --family normal --fix sd=10
        divergences fit Examples/data/old-faithful.csv:waiting \\
          --family weibull --location

      Data are fitted by maximum likelihood: the families by a formula or their likelihood equations, normal_mixture \
      (of --components) by expectation and maximisation from many starts. --fix NAME=VALUE gives a parameter, and the \
      others are fitted beside it: of every family but normal_mixture, and of triangular the mode or both ends. \
      --location adds a location to gamma, weibull, logNormal and exponential, and the density is affine(...). \
      --weights COLUMN counts each value so often as that column says, in whole numbers. A density P \
      is fitted by minimising each --objective between P and the member Q: kl_pq is KL(P|Q), the limit of maximum \
      likelihood, and kl_qp is KL(Q|P).

      Columns: objective, parameter, value, error, standard_error, family, status, reason, density. After the parameters \
      of a fit comes a row for what it reached, log_likelihood or divergence, with the density as compare takes it. For \
      data follow n; aic and bic, 2 k - 2 log L and k log n - 2 log L for k free parameters; ks and anderson_darling, the \
      distances of the distribution function from that of the data, which compare fits to one sample: they have no \
      p-value, since the parameters are from the same data (Lilliefors 1967). The log-likelihood is \
      -inf where a value lies outside the support of every member, and inf where it grows without bound. For studentT, \
      gev and normal_mixture it always does, and their best local maximum is given. The reason says so, and says where an \
      optimum may be local. Where it rises for ever as a parameter runs off, as of skewNormal for few data, it is \
      unresolved, with the limit. The standard error, of data alone, is that of the observed information (for laplace of the \
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

  @Option(.from(2, to: 8), help: "How many components normal_mixture has, for data") var components = 2

  @Option(
    Accepted<(name: String, value: Double)>("NAME=VALUE with a number, such as dof=3 or sd=1/3", text: { "\($0.name)=\($0.value)" }) {
      typed in
      let parts = typed.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      return parts.count == 2 ? (try? parseNumber(parts[1])).map { (parts[0], $0) } : nil
    },
    help: "A parameter that is given rather than fitted, for data", default: "none")
  var fix: [(name: String, value: Double)] = []

  @Flag(help: "Fit a location beside the parameters of gamma, weibull, logNormal or exponential, for data.")
  var location = false

  @Option(help: "The column of the same file that says how often each value of the data occurs, in whole numbers.")
  var weights: String?

  @Option(.any, help: "The seed of the random starts of normal_mixture") var seed: UInt64 = 1
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var output: OutputOptions

  var withoutEffect: [OptionsWithoutEffect] {
    isDensity ? [(["--seed", "--components", "--fix", "--location", "--weights"], "on the fit to a density")] : []
  }

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
    let data = try weights.map { try Self.repeated(column, by: $0) } ?? column.numbers()
    try require(fix.isEmpty || !location, else: "--fix and --location do not go together: leave one of them out.")
    try output.plotting.requireGnuplot()
    var generator = CounterRandom(seed: seed)
    var bar = ProgressBar.onStandardError()
    defer { bar?.erase() }
    for (index, (name, family)) in families.enumerated() {
      bar?.show(index, of: families.count) { _ in name }
      do {
        func progress(_ share: Double) { bar?.show(index, of: families.count, within: share) { _ in name } }
        let fit: Fit
        if let family {
          fit =
            try location
            ? shiftedMaximumLikelihoodFit(of: family, to: data, progress: progress)
            : maximumLikelihoodFit(of: family, to: data, fixing: try fixed(of: family), progress: progress)
        } else {
          try require(fix.isEmpty && !location, else: "\(normalMixture) takes neither --fix nor --location: name another --family.")
          fit = try normalMixtureFit(to: data, components: components, using: &generator, progress: progress)
        }
        fits.append(fit, of: data, fixed: fix.count)
        fits.target = fits.target ?? (try? Histogram(data, source: column.description))
      } catch let error as FitError {
        throw OptionError("\(column): \(error.description).")
      }
    }
  }

  /// The parameters of a family that --fix gives; throws where it has none of the name.
  private func fixed(of family: any Family.Type) throws(OptionError) -> [String: Double] {
    let names = family.parameters.map(\.name)
    var fixed: [String: Double] = [:]
    for (word, value) in fix {
      guard let name = Alias.parameter(word, of: family.name, among: names) else {
        let suggestion = Spelling.suggestion(for: word, among: names)
        throw OptionError("--fix must name a parameter of \(family.name), \(names.joined(separator: ", ")) (got '\(word)'\(suggestion)).")
      }
      if let other = fixed.updateValue(value, forKey: name) {
        throw OptionError("--fix gives \(name) of \(family.name) twice, as \(other.short) and as \(value.short): give it once.")
      }
    }
    return fixed
  }

  /// The most rows that weights make.
  private static let mostRows = 10_000_000.0

  /// The numbers of a column, each so often as another column says.
  private static func repeated(_ column: ColumnReference, by weights: String) throws -> [Double] {
    let (numbers, counts) = try column.numbers(beside: weights)
    for count in counts where !(count >= 0 && count.rounded() == count) {
      throw OptionError("--weights \(weights) must be a column of whole numbers of at least 0, how often each value occurs (got \(count)).")
    }
    let sum = counts.reduce(0, +)
    try require(
      sum > 0 && sum <= mostRows, else: "--weights \(weights) must have a sum from 1 to \(Int(mostRows)) (got \(Float(sum))).")
    return zip(numbers, counts).flatMap { [Double](repeating: $0, count: Int($1)) }
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
  let value: Double?
  var error: Double? = 0
  var standardError: Double?
  /// What a reader must know about this row alone.
  var remark = ""
  /// The best member in the grammar's text.
  var density = ""

  static var columns: [Column<Self>] {
    [
      Column("objective", \.fit.objective), Column("parameter", \.name), Column("value", \.value), Column("error", \.error),
      Column("standard_error", \.standardError), Column("family", \.fit.family), Column("status", \.fit.outcome.status.description),
      Column("reason") { row in
        [row.remark, row.fit.outcome.reason, row.fit.note].first { !$0.isEmpty } ?? ""
      },
      Column("density", \.density),
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

  /// Adds a row for each parameter, and one for what the fit reached.
  mutating func append(_ fit: Fit, goal: String) {
    fits.append(fit)
    rows += fit.parameters.map { FitRow(fit: fit, name: $0.name, value: $0.value, error: $0.error, standardError: $0.standardError) }
    var reached = FitRow(fit: fit, name: goal, value: fit.outcome.value, error: fit.outcome.error)
    reached.density = fit.density?.description ?? ""
    rows.append(reached)
  }

  /// The same for a fit to data, with their number, the information criteria and how well the member fits.
  mutating func append(_ fit: Fit, of data: [Double], fixed: Int) {
    append(fit, goal: "log_likelihood")
    rows.append(FitRow(fit: fit, name: "n", value: Double(data.count)))
    guard let density = fit.density, fit.outcome.value.isFinite else { return }
    let (free, twice) = (Double(fit.parameters.count - fixed), -2 * fit.outcome.value)
    for (name, penalty) in [("aic", 2 * free), ("bic", free * .log(Double(data.count)))] {
      rows.append(FitRow(fit: fit, name: name, value: penalty + twice, error: 2 * fit.outcome.error))
    }
    let goodness = GoodnessOfFit(of: density, to: data)
    let remark = "no p-value: the parameters are from the same data"
    rows.append(FitRow(fit: fit, name: "ks", value: goodness.kolmogorovSmirnov, error: nil, remark: remark))
    let far = goodness.andersonDarling == nil ? "the probability beyond a value is below all doubles" : remark
    rows.append(FitRow(fit: fit, name: "anderson_darling", value: goodness.andersonDarling, error: nil, remark: far))
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
