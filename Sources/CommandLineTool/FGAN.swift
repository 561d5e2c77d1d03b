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
struct FGAN: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "fgan",
    abstract: "The f-GAN paper's toy experiment: a normal learns the closest one to a mixture by each of five divergences.",
    discussion: """
      Examples:
        divergences fgan
        divergences fgan --objective f-js --seeds 5 --settings brief
        divergences fgan --settings paper --output paper.csv
        divergences fgan --cross
        divergences fgan --settings brief --seeds 3 --plot learned.svg
        divergences fgan "0.5*laplace(-3,1)+0.5*normal(2,1)" --objective f-kl --objective f-pearson

      A generator mu + sigma z and a critic of two hidden layers play the f-GAN game (Nowozin, Cseke and Tomioka 2016, \
      section 3). Without P the data are the mixture recovered from the paper's table; the paper does not state it, as \
      far as is known. Settings: settled, with Adam, falling rates, and the networks and the batch of the paper; \
      paper, with plain gradient steps of 0.01, here 4000, since the paper does not say how many; brief, with a critic \
      of 16 units a layer.

      Columns: objective; seed; mu and sigma, as learned; divergence, D_f(P||Q) there by quadrature, with its error; \
      bound, E_P T - E_Q f*(T) of the learned critic, at most the divergence, with its error; gap, their difference; \
      mu_exact, sigma_exact and divergence_exact, the closest normal (empty where none has a finite divergence); \
      mu_paper, sigma_paper and divergence_paper, the same as printed; mu_paper_learned, sigma_paper_learned and \
      bound_paper, what the paper's network learned (its figures from memory; empty for another P); status of the \
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
  @OptionGroup var output: OutputOptions

  func validate() throws {
    let isBelow = seed <= UInt64.max - UInt64(seeds)
    try require(isBelow, else: "--seed plus --seeds must be below 2^64 (got \(seed) plus \(seeds)).")
  }

  func report() throws -> Report {
    let settings = settings.with(steps: steps)
    let forms = VariationalGame.toyExperiment.filter { form in
      objective.isEmpty || objective.contains { $0.gameName == form.gameName }
    }
    let density = try p.map { try parseDensity($0) } ?? FGANTable.mixture
    try output.plotting.requireGnuplot()
    let results = FGANResults(p: density, isPaper: p == nil, forms: forms)
    var (bar, done) = (ProgressBar.onStandardError(), 0)
    let all = forms.count * seeds * settings.training.steps
    var outcomes: [FGANResults.Outcome] = []
    for seed in seed..<seed + UInt64(seeds) {
      for form in forms {
        let game = VariationalGame(density, form, settings: settings, seed: seed)
        let outcome = try results.outcome(of: game) { step in
          if step.isMultiple(of: 16) { bar?.show(done + step, of: all) { _ in form.gameName } }
        }
        outcomes.append(outcome)
        done += settings.training.steps
      }
    }
    bar?.erase()
    var report = Report(
      table: cross ? results.crossTable(outcomes) : results.table(outcomes),
      picture: cross ? results.crossPicture(outcomes) : results.picture(outcomes), isAsExpected: outcomes.allSatisfy(\.isResolved))
    try report.noteTraining(seed: seed)
    return report
  }
}

/// The tables of `fgan`.
private struct FGANResults {
  let p: any AnalyticDensity
  let isPaper: Bool
  /// The closest normal by each divergence, by the name of its game, where one was found.
  private let optima: [String: Normal]

  init(p: any AnalyticDensity, isPaper: Bool, forms: [any VariationalForm]) {
    self.p = p
    self.isPaper = isPaper
    let found = forms.compactMap { form -> (String, Normal)? in
      let fit = minimumDivergenceFit(of: Normal.self, to: p, minimizing: form.measure)
      return fit.outcome.status == .finite ? (fit.density as? Normal).map { (form.gameName, $0) } : nil
    }
    optima = Dictionary(uniqueKeysWithValues: found)
  }

  /// What one game has learned, or why it has not.
  struct Outcome {
    let form: any VariationalForm
    let seed: UInt64
    let learned: LearnedNormal?
    let isResolved: Bool
    /// Why it is not, or why the divergence is infinite.
    let reason: String

    var status: String { isResolved ? (learned?.divergence.value == .infinity ? "infinite" : "finite") : "unresolved" }
  }

  /// Plays a game; one that diverges is an outcome too.
  func outcome(of game: VariationalGame, progress: (Int) -> Void) throws -> Outcome {
    do {
      let learned = try game.run(progress: progress)
      let isKnown = learned.divergence.error < .infinity && learned.bound.error < .infinity
      return Outcome(
        form: game.form, seed: game.seed, learned: learned, isResolved: isKnown,
        reason: isKnown ? learned.reason : "quadrature did not converge")
    } catch let error as TrainingError {
      return Outcome(form: game.form, seed: game.seed, learned: nil, isResolved: false, reason: error.description)
    }
  }

  func table(_ outcomes: [Outcome]) -> Table {
    Table(
      of: outcomes,
      [
        Column("objective", \.form.gameName), Column("seed", \.seed), Column("mu") { $0.learned?.density.mean ?? .nan },
        Column("sigma") { $0.learned?.density.sd ?? .nan }, Column("divergence") { $0.learned?.divergence.value ?? .nan },
        Column("divergence_error") { $0.learned?.divergence.error ?? .nan }, Column("bound") { $0.learned?.bound.value ?? .nan },
        Column("bound_error") { $0.learned?.bound.error ?? .nan }, Column("gap") { $0.learned?.gap ?? .nan },
        Column("mu_exact") { optimum($0)?.mean }, Column("sigma_exact") { optimum($0)?.sd },
        Column("divergence_exact") { outcome in optimum(outcome).map { outcome.form.supremum(p, $0).value } },
        Column("mu_paper") { printed($0)?.printed[1] }, Column("sigma_paper") { printed($0)?.printed[2] },
        Column("divergence_paper") { printed($0)?.printed[0] }, Column("mu_paper_learned") { printed($0)?.learned[1] },
        Column("sigma_paper_learned") { printed($0)?.learned[2] }, Column("bound_paper") { printed($0)?.learned[0] },
        Column("status", \.status), Column("reason", \.reason),
      ])
  }

  /// A divergence at what the game of another has learned.
  private struct Cross {
    let outcome: Outcome
    let measure: String
    let learned: Estimate?
    let exact: Double?
    /// The same at what the paper's network learned, and what its critic estimated there.
    let paper: Double?
    let estimate: Double?
  }

  private func crosses(_ outcomes: [Outcome]) -> [Cross] {
    outcomes.flatMap { outcome in
      VariationalGame.toyExperiment.enumerated().map { column, form in
        let paper = printed(outcome)
        return Cross(
          outcome: outcome, measure: form.measure.name, learned: outcome.learned.map { form.supremum(p, $0.density) },
          exact: optimum(outcome).map { form.supremum(p, $0).value },
          paper: paper.map { form.supremum(p, Normal(mean: $0.learned[1], sd: $0.learned[2])).value }, estimate: paper?.cross[column])
      }
    }
  }

  func crossTable(_ outcomes: [Outcome]) -> Table {
    Table(
      of: crosses(outcomes),
      [
        Column("fitted_by", \.outcome.form.gameName), Column("seed", \.outcome.seed), Column("measure", \.measure),
        Column("divergence") { $0.learned?.value ?? .nan }, Column("error") { $0.learned?.error ?? .nan },
        Column("divergence_exact", \.exact), Column("divergence_paper", \.paper), Column("estimate_paper", \.estimate),
      ])
  }

  /// P and the learned normals; those of one divergence have one ink, and its name stands once.
  func picture(_ outcomes: [Outcome]) -> Picture {
    let names = VariationalGame.toyExperiment.map(\.gameName)
    var named: Set<String> = []
    let curves = outcomes.compactMap { outcome -> DensityCurve? in
      let name = outcome.form.gameName
      guard let density = outcome.learned?.density, let place = names.firstIndex(of: name) else { return nil }
      let isFirst = named.insert(name).inserted
      return DensityCurve(
        column: "\(name.replacing("-", with: "_"))_seed_\(outcome.seed)", label: isFirst ? name : "",
        ink: place == 0 ? .q : .other(place - 1), density: density)
    }
    return Picture("Learned from P = \(p)", of: DensityCurve(column: "p", label: "p", ink: .p, density: p), beside: curves)
  }

  /// The divergences at what was learned, and at the exact optimum.
  func crossPicture(_ outcomes: [Outcome]) -> Picture {
    let hasSeeds = Set(outcomes.map(\.seed)).count > 1
    let rows = Table(
      of: crosses(outcomes),
      [
        Column("name") { "\($0.measure) by \($0.outcome.form.gameName)" + (hasSeeds ? ", seed \($0.outcome.seed)" : "") },
        Column("divergence") { $0.learned?.value ?? .nan }, Column("divergence_exact", \.exact),
      ])
    return Picture(
      "P = \(p)", of: rows,
      .rows(
        named: "name", Axis("divergence (nats; without a unit for chi2_pq)", isLogarithmic: true),
        [Series("divergence_exact", "at the exact optimum", .optimal, .points), Series("divergence", "as learned", .learned, .points)]))
  }

  private func optimum(_ outcome: Outcome) -> Normal? { optima[outcome.form.gameName] }

  private func printed(_ outcome: Outcome) -> FGANTable.Row? {
    isPaper ? FGANTable.rows.first { $0.form?.gameName == outcome.form.gameName } : nil
  }
}
