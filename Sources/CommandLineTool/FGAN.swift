import ArgumentParser
import Autodiff
import Calculus
import Claims
import Densities
import Divergences
import Foundation
import Plotting
import Studies
import Tabulation
import Training

/// `fgan`: the toy experiment of the f-GAN paper, trained and held against the exact optimum.
struct FGAN: ReportingCommand, ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "fgan",
    abstract: "The f-GAN paper's toy experiment: a normal is fitted to a mixture by each of five divergences.",
    discussion: """
      Examples:
        divergences fgan
        divergences fgan --objective f-js --seeds 5 --settings brief
        divergences fgan --settings paper --output paper.csv
        divergences fgan --cross
        divergences fgan --settings brief --seeds 3 --plot learned.svg
        divergences fgan "0.5*laplace(-3,1)+0.5*normal(2,1)" --objective f-kl \\
          --objective f-pearson

      A generator mu + sigma z and a critic of two hidden layers play the f-GAN game (Nowozin, Cseke and Tomioka 2016, \
      section 3). What is said of the paper, figures and settings, is from memory. Without P the data are the mixture \
      recovered from the paper's table; as far as is known, the paper does not state it. Settings: settled, with Adam, \
      falling rates, and the networks and the batch of the paper; paper, with plain gradient steps of 0.01, here 4000, \
      since their number in the paper is not known; brief, with a critic of 16 units a layer.

      Columns: objective; seed; mu and sigma, as learned; divergence, D_f(P||Q) there by quadrature, with its error; \
      bound, E_P T - E_Q f*(T) of the learned critic, at most the divergence, with its error; gap, their difference; \
      mu_exact, sigma_exact and divergence_exact, the closest normal (empty where none has a finite divergence); \
      mu_paper, sigma_paper and divergence_paper, the same as printed; mu_paper_learned, sigma_paper_learned and \
      bound_paper, what the paper's network learned (empty for another P); status of the \
      divergence; reason. The Jensen-Shannon divergence is the one without halves.

      Columns with --cross: fitted_by; seed; measure; divergence at the learned parameters, with its error; \
      divergence_exact, at the exact optimum of fitted_by; divergence_paper, at what the paper's network learned; \
      estimate_paper, what its critic estimated there.

      --plot draws P and what each game has learned, with --cross the divergences.
      """)

  @Argument(help: "The density P (default: the mixture recovered from the paper's table).") var p: String?

  @Option(.one(of: VariationalGame.toyExperiment, \.gameName), help: "What is minimised", default: "all five")
  var objective: [any VariationalForm] = []

  @Option(.one(of: VariationalGame.allSettings, \.name), help: "How the players are trained")
  var settings = NamedSettings.settled

  @Option(.from(1, to: 1_000_000), help: "How many steps", default: "those of the settings") var steps: Int?
  @Option(.any, help: "The first seed") var seed: UInt64 = 1
  @Option(.from(1, to: 1000), help: "How many seeds, one after the other") var seeds = 1
  @Flag(help: "All five divergences at what each of them has learned.") var cross = false
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    let isBelow = seed <= UInt64.max - UInt64(seeds)
    try require(isBelow, else: "--seed plus --seeds must be below 2^64 (got \(seed) plus \(seeds)).")
  }

  var densities: [String] { p.map { [$0] } ?? [] }

  func report() throws -> Report {
    let settings = settings.with(steps: steps)
    let forms = VariationalGame.toyExperiment.filter { form in
      objective.isEmpty || objective.contains { $0.gameName == form.gameName }
    }
    let density = try p.map { try parseDensity($0) } ?? FGANTable.mixture
    try output.plotting.requireGnuplot()
    let optima = forms.map { form -> Normal? in
      let fit = minimumDivergenceFit(of: Normal.self, to: density, minimizing: form.measure)
      return fit.outcome.status == .finite ? fit.density as? Normal : nil
    }
    var (bar, done) = (ProgressBar.onStandardError(), 0)
    let all = forms.count * seeds * settings.training.steps
    var rows: [FGANRow] = []
    for seed in seed..<seed + UInt64(seeds) {
      for (form, optimum) in zip(forms, optima) {
        let printed = p == nil ? FGANTable.rows.first { $0.form?.gameName == form.gameName } : nil
        var row = FGANRow(p: density, form: form, seed: seed, optimum: optimum, printed: printed)
        try row.play(settings) { step in
          if step.isMultiple(of: 16) { bar?.show(done + step, of: all) { _ in form.gameName } }
        }
        rows.append(row)
        done += settings.training.steps
      }
    }
    bar?.erase()
    let crosses = cross ? rows.flatMap(\.crosses) : []
    var report = Report(
      table: cross ? Table(of: crosses) : Table(of: rows), picture: cross ? picture(of: crosses, density) : picture(of: rows, density),
      isAsExpected: rows.allSatisfy(\.isResolved))
    try report.noteTraining(seed: seed)
    return report
  }

  /// P and the learned normals; those of one divergence have one ink, and its name stands once.
  private func picture(of rows: [FGANRow], _ p: any AnalyticDensity) -> Picture {
    let names = VariationalGame.toyExperiment.map(\.gameName)
    var named: Set<String> = []
    let curves = rows.compactMap { row -> DensityCurve? in
      let name = row.form.gameName
      guard let density = row.learned?.density, let place = names.firstIndex(of: name) else { return nil }
      let isFirst = named.insert(name).inserted
      return DensityCurve(
        column: "\(name.replacing("-", with: "_"))_seed_\(row.seed)", label: isFirst ? name : "",
        ink: place == 0 ? .q : .other(place - 1), density: density)
    }
    return Picture("Learned from P = \(p)", of: DensityCurve(column: "p", label: "p", ink: .p, density: p), named: "P", beside: curves)
  }

  /// The divergences at what was learned, and at the exact optimum.
  private func picture(of crosses: [FGANCross], _ p: any AnalyticDensity) -> Picture {
    let table = Table(
      of: crosses,
      [
        Column("name") { "\($0.measure) by \($0.game.form.gameName)" + (seeds > 1 ? ", seed \($0.game.seed)" : "") },
        Column("divergence") { $0.learned?.value ?? .nan }, Column("divergence_exact", \.exact),
      ])
    return Picture(
      "P = \(p)", of: table,
      .rows(
        named: "name", Axis("divergence (nats; without a unit for chi2_pq)", isLogarithmic: true),
        [Series("divergence_exact", "at the exact optimum", .optimal, .points), Series("divergence", "as learned", .learned, .points)]))
  }
}

/// What one game has learned, or why it has not, beside the exact optimum and what the paper prints.
private struct FGANRow: TableRow {
  let p: any AnalyticDensity
  let form: any VariationalForm
  let seed: UInt64
  /// The closest normal, where one was found.
  let optimum: Normal?
  let printed: FGANTable.Row?
  private(set) var learned: LearnedNormal?
  private(set) var isResolved = false
  /// Why it is not, or why the divergence is infinite.
  private var reason = ""

  init(p: any AnalyticDensity, form: any VariationalForm, seed: UInt64, optimum: Normal?, printed: FGANTable.Row?) {
    (self.p, self.form, self.seed, self.optimum, self.printed) = (p, form, seed, optimum, printed)
  }

  /// Plays the game; one that diverges is a row too.
  mutating func play(_ settings: NamedSettings, progress: (Int) -> Void) throws {
    do {
      let learned = try VariationalGame(p, form, settings: settings, seed: seed).run(progress: progress)
      isResolved = learned.divergence.error < .infinity && learned.bound.error < .infinity
      (self.learned, reason) = (learned, isResolved ? learned.reason : "quadrature did not converge")
    } catch let error as TrainingError { reason = error.description }
  }

  static var columns: [Column<Self>] {
    let learned: [Column<Self>] = [
      Column("objective", \.form.gameName), Column("seed", \.seed), Column("mu") { $0.learned?.density.mean ?? .nan },
      Column("sigma") { $0.learned?.density.sd ?? .nan }, Column("divergence") { $0.learned?.divergence.value ?? .nan },
      Column("divergence_error") { $0.learned?.divergence.error ?? .nan }, Column("bound") { $0.learned?.bound.value ?? .nan },
      Column("bound_error") { $0.learned?.bound.error ?? .nan }, Column("gap") { $0.learned?.gap ?? .nan },
    ]
    return learned + [
      Column("mu_exact", \.optimum?.mean), Column("sigma_exact", \.optimum?.sd),
      Column("divergence_exact") { row in row.optimum.map { row.form.supremum(row.p, $0).value } },
      Column("mu_paper", \.printed?.printed?.normal.mean), Column("sigma_paper", \.printed?.printed?.normal.sd),
      Column("divergence_paper", \.printed?.printed?.divergence), Column("mu_paper_learned", \.printed?.learned?.normal.mean),
      Column("sigma_paper_learned", \.printed?.learned?.normal.sd), Column("bound_paper", \.printed?.learned?.divergence),
      Column("status") { $0.isResolved ? ($0.learned?.divergence.value == .infinity ? "infinite" : "finite") : "unresolved" },
      Column("reason", \.reason),
    ]
  }

  /// Every divergence of the experiment at what this game has learned.
  var crosses: [FGANCross] {
    VariationalGame.toyExperiment.enumerated().map { place, form in
      FGANCross(
        game: self, measure: form.measure.name, learned: learned.map { form.supremum(p, $0.density) },
        exact: optimum.map { form.supremum(p, $0).value }, paper: printed?.learned.map { form.supremum(p, $0.normal).value },
        estimate: printed?.cross[place])
    }
  }
}

/// A divergence at what the game of another has learned.
private struct FGANCross: TableRow {
  let game: FGANRow
  let measure: String
  let learned: Estimate?
  let exact: Double?
  /// The same at what the paper's network learned, and what its critic estimated there.
  let paper: Double?
  let estimate: Double?

  static var columns: [Column<Self>] {
    [
      Column("fitted_by", \.game.form.gameName), Column("seed", \.game.seed), Column("measure", \.measure),
      Column("divergence") { $0.learned?.value ?? .nan }, Column("error") { $0.learned?.error ?? .nan },
      Column("divergence_exact", \.exact), Column("divergence_paper", \.paper), Column("estimate_paper", \.estimate),
    ]
  }
}
