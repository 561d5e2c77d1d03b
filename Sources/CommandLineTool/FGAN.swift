package import ArgumentParser
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
package struct FGAN: ReportingCommand {
  package static let configuration = CommandConfiguration(
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

      A generator mu + sigma z and a critic of two hidden layers play the f-GAN game (Nowozin, Cseke and Tomioka 2016, section 3). Without P the data \
      are the mixture that was recovered from the paper's table; as far as is known the paper does not state it. Settings: settled (Adam, falling rates, the networks and the batch of the paper), \
      paper (plain gradient steps of 0.01; how many it made is not known, here 4000), brief (a critic of 16 units a layer, within a second).

      Columns: objective; seed; mu and sigma, as learned; divergence, D_f(P||Q) at them by quadrature, with its error; bound, E_P T - E_Q f*(T) of \
      the learned critic by quadrature, which is at most the divergence, with its error; gap, what the critic has not learned; mu_exact, sigma_exact and \
      divergence_exact, the closest normal (empty where none has a finite divergence); mu_paper, sigma_paper and divergence_paper, the same as printed; mu_paper_learned, sigma_paper_learned and \
      bound_paper, what the paper's network learned (its figures from memory; empty for another P); status (of the divergence); reason. Jensen-Shannon is the un-halved one.

      Columns with --cross: fitted_by; seed; measure; divergence, at the learned parameters, with its error; divergence_exact, at the exact optimum of \
      fitted_by; divergence_paper, at what the paper's network learned; estimate_paper, what its critic estimated there.

      --plot draws P and what each game has learned, with --cross the divergences.
      """)

  /// Minutes of training.
  private static let (mostSteps, mostSeeds) = (1_000_000, 1000)

  @Argument(help: "The density P (default: the mixture recovered from the paper's table).")
  var p: String?

  @Option(help: "What is minimised: f-kl, f-reverse-kl, f-js, f-jeffreys or f-pearson; may be repeated (default: all five).")
  var objective: [String] = []

  @Option(help: "How the players are trained: settled, paper or brief.")
  var settings = "settled"

  @Option(parsing: .unconditional, help: "How many steps (default: those of the settings).")
  var steps: Int?

  @Option(parsing: .unconditional, help: "The first seed.")
  var seed: UInt64 = 1

  @Option(parsing: .unconditional, help: "How many seeds, one after the other.")
  var seeds = 1

  @Flag(help: "All five divergences at what each of them has learned.")
  var cross = false

  @OptionGroup package var output: OutputOptions

  package init() {}

  package func report() throws -> Report {
    let (forms, settings) = (try chosenForms(), try chosenSettings())
    guard (1...Self.mostSeeds).contains(seeds) else { throw OptionError("--seeds must be from 1 to \(Self.mostSeeds), and is \(seeds).") }
    guard seed <= UInt64.max - UInt64(seeds) else { throw OptionError("--seed plus --seeds must be below 2^64, and --seed is \(seed).") }
    let density = try p.map { try parseDensity($0) } ?? FGANTable.mixture
    try output.plotting.requireGnuplot()
    let table = FGANReport(p: density, isPaper: p == nil, forms: forms)
    var (bar, done) = (ProgressBar.onStandardError(), 0)
    let all = forms.count * seeds * settings.training.steps
    var outcomes: [FGANReport.Outcome] = []
    for seed in seed..<seed + UInt64(seeds) {
      for form in forms {
        let game = VariationalGame(density, form, settings: settings, seed: seed)
        let outcome = try table.outcome(of: game) { step in
          if step.isMultiple(of: 16) { bar?.show(done + step, of: all) { _ in form.gameName } }
        }
        outcomes.append(outcome)
        done += settings.training.steps
      }
    }
    bar?.erase()
    var report = Report(table: cross ? table.crossTable(outcomes) : table.table(outcomes))
    report.picture = cross ? table.crossPicture(outcomes) : table.picture(outcomes)
    report.isAsExpected = outcomes.allSatisfy(\.isResolved)
    report.provenance.seed = seed
    report.provenance.vectorWidth = try VectorWidth.chosen().bytes
    return report
  }

  private func chosenForms() throws(OptionError) -> [any VariationalForm] {
    let all = VariationalGame.toyExperiment
    if let unknown = objective.first(where: { name in !all.contains { $0.gameName == name } }) {
      throw OptionError("--objective must be one of \(all.map(\.gameName).joined(separator: ", ")), and is '\(unknown)'.")
    }
    return objective.isEmpty ? all : all.filter { objective.contains($0.gameName) }
  }

  private func chosenSettings() throws(OptionError) -> NamedSettings {
    guard var chosen = NamedSettings.ofFGAN.first(where: { $0.name == settings }) else {
      let names = NamedSettings.ofFGAN.map(\.name).joined(separator: ", ")
      throw OptionError("--settings must be one of \(names), and is '\(settings)'.")
    }
    if let steps {
      guard (1...Self.mostSteps).contains(steps) else { throw OptionError("--steps must be from 1 to \(Self.mostSteps), and is \(steps).") }
      chosen.training.steps = steps
    }
    return chosen
  }
}

/// The tables of `fgan`.
private struct FGANReport {
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
    var table = Table(columns: [
      "objective", "seed", "mu", "sigma", "divergence", "divergence_error", "bound", "bound_error", "gap", "mu_exact", "sigma_exact",
      "divergence_exact", "mu_paper", "sigma_paper", "divergence_paper", "mu_paper_learned", "sigma_paper_learned", "bound_paper", "status",
      "reason",
    ])
    for outcome in outcomes {
      let learned = outcome.learned.map {
        [$0.density.mean, $0.density.sd, $0.divergence.value, $0.divergence.error, $0.bound.value, $0.bound.error, $0.gap]
      }
      let exact = optima[outcome.form.gameName].map { [$0.mean, $0.sd, outcome.form.supremum(p, $0).value] }
      let paper = printed(outcome.form).map { [$0.printed[1], $0.printed[2], $0.printed[0], $0.learned[1], $0.learned[2], $0.learned[0]] }
      table.append(
        head(outcome) + cells(learned ?? [Double](repeating: .nan, count: 7), 7) + cells(exact, 3) + cells(paper, 6)
          + [.text(outcome.status), .text(outcome.reason)])
    }
    return table
  }

  func crossTable(_ outcomes: [Outcome]) -> Table {
    var table = Table(columns: [
      "fitted_by", "seed", "measure", "divergence", "error", "divergence_exact", "divergence_paper", "estimate_paper",
    ])
    for outcome in outcomes {
      let paper = printed(outcome.form)
      for (column, form) in VariationalGame.toyExperiment.enumerated() {
        let learned = outcome.learned.map { form.supremum(p, $0.density) }
        let exact = optima[outcome.form.gameName].map { form.supremum(p, $0).value }
        let there = paper.map { form.supremum(p, Normal(mean: $0.learned[1], sd: $0.learned[2])).value }
        table.append(
          head(outcome) + [.text(form.measure.name), .number(learned?.value ?? .nan), .number(learned?.error ?? .nan)]
            + [exact, there, paper?.cross[column]].map { $0.map(Cell.number) ?? "" })
      }
    }
    return table
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
    var rows = Table(columns: ["name", "divergence", "divergence_exact"])
    let (cross, hasSeeds) = (crossTable(outcomes), Set(outcomes.map(\.seed)).count > 1)
    for index in 0..<cross.rowCount {
      let cells = Array(cross[row: index])
      let seed = hasSeeds ? ", seed \(cells[1].text)" : ""
      rows.append([.text("\(cells[2].text) by \(cells[0].text)\(seed)"), cells[3], cells[5]])
    }
    return Picture(
      "P = \(p)", of: rows,
      .rows(
        named: "name", Axis("divergence (nats; without a unit for chi2_pq)", isLogarithmic: true),
        [Series("divergence_exact", "at the exact optimum", .optimal, .points), Series("divergence", "as learned", .learned, .points)]))
  }

  private func head(_ outcome: Outcome) -> [Cell] { [.text(outcome.form.gameName), .text("\(outcome.seed)")] }

  private func printed(_ form: any VariationalForm) -> FGANTable.Row? {
    isPaper ? FGANTable.rows.first { $0.form?.gameName == form.gameName } : nil
  }

  /// Numbers, or as many empty cells where there are none.
  private func cells(_ values: [Double]?, _ count: Int) -> [Cell] {
    guard let values, values.count == count else { return [Cell](repeating: "", count: count) }
    return values.map(Cell.number)
  }
}
