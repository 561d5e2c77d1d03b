import Adversarial
package import ArgumentParser
import Autodiff
import Calculus
import Claims
import Densities
import Divergences
import Foundation
import Plotting
import Tabulation

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
    let (rows, settings) = (try chosenRows(), try chosenSettings())
    guard (1...Self.mostSeeds).contains(seeds) else { throw OptionError("--seeds must be from 1 to \(Self.mostSeeds), and is \(seeds).") }
    guard seed <= UInt64.max - UInt64(seeds) else { throw OptionError("--seed plus --seeds must be below 2^64, and --seed is \(seed).") }
    let density = try p.map { try parseDensity($0) } ?? FGANTable.mixture
    try output.plotting.requireGnuplot()
    let table = FGANReport(p: density, isPaper: p == nil, rows: rows)
    var (bar, done) = (ProgressBar.onStandardError(), 0)
    let all = rows.count * seeds * settings.steps
    var outcomes: [FGANReport.Outcome] = []
    for seed in seed..<seed + UInt64(seeds) {
      for row in rows {
        let game = VariationalGame(density, row, settings: settings, seed: seed)
        let outcome = try table.outcome(of: game) { step in
          if step.isMultiple(of: 16) { bar?.show(done + step, of: all) { _ in VariationalDivergence(row).name } }
        }
        outcomes.append(outcome)
        done += settings.steps
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

  private func chosenRows() throws(OptionError) -> [VariationalDivergence.Row] {
    let all = VariationalDivergence.Row.toyExperiment
    let names = all.map { VariationalDivergence($0).name }
    if let unknown = objective.first(where: { !names.contains($0) }) {
      throw OptionError("--objective must be one of \(names.joined(separator: ", ")), and is '\(unknown)'.")
    }
    return objective.isEmpty ? all : zip(names, all).filter { objective.contains($0.0) }.map(\.1)
  }

  private func chosenSettings() throws(OptionError) -> VariationalSettings {
    guard var chosen = VariationalSettings.catalogue.first(where: { $0.name == settings }) else {
      let names = VariationalSettings.catalogue.map(\.name).joined(separator: ", ")
      throw OptionError("--settings must be one of \(names), and is '\(settings)'.")
    }
    if let steps {
      guard (1...Self.mostSteps).contains(steps) else { throw OptionError("--steps must be from 1 to \(Self.mostSteps), and is \(steps).") }
      chosen.steps = steps
    }
    return chosen
  }
}

/// The tables of `fgan`.
private struct FGANReport {
  let p: any Density
  let isPaper: Bool
  /// The closest normal by each divergence, where one was found.
  private let optima: [VariationalDivergence.Row: Normal]

  init(p: any Density, isPaper: Bool, rows: [VariationalDivergence.Row]) {
    self.p = p
    self.isPaper = isPaper
    let found = rows.compactMap { row -> (VariationalDivergence.Row, Normal)? in
      let fit = minimumDivergenceFit(of: Normal.self, to: p, minimizing: row.conjugates.measure)
      return fit.outcome.status == "finite" ? (fit.density as? Normal).map { (row, $0) } : nil
    }
    optima = Dictionary(uniqueKeysWithValues: found)
  }

  /// What one game has learned, or why it has not.
  struct Outcome {
    let row: VariationalDivergence.Row
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
      let learned = try game.train(progress: progress)
      let isKnown = learned.divergence.error < .infinity && learned.bound.error < .infinity
      return Outcome(
        row: game.row, seed: game.seed, learned: learned, isResolved: isKnown,
        reason: isKnown ? learned.reason : "quadrature did not converge")
    } catch let error as TrainingError {
      return Outcome(row: game.row, seed: game.seed, learned: nil, isResolved: false, reason: error.description)
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
      let exact = optima[outcome.row].map { [$0.mean, $0.sd, outcome.row.divergence(p, $0).value] }
      let paper = printed(outcome.row).map { [$0.printed[1], $0.printed[2], $0.printed[0], $0.learned[1], $0.learned[2], $0.learned[0]] }
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
      let paper = printed(outcome.row)
      for (column, row) in VariationalDivergence.Row.toyExperiment.enumerated() {
        let learned = outcome.learned.map { row.divergence(p, $0.density) }
        let exact = optima[outcome.row].map { row.divergence(p, $0).value }
        let there = paper.map { row.divergence(p, Normal(mean: $0.learned[1], sd: $0.learned[2])).value }
        table.append(
          head(outcome) + [.text(row.conjugates.measure.name), .number(learned?.value ?? .nan), .number(learned?.error ?? .nan)]
            + [exact, there, paper?.cross[column]].map { $0.map(Cell.number) ?? "" })
      }
    }
    return table
  }

  /// P and the learned normals; those of one divergence have one ink, and its name stands once.
  func picture(_ outcomes: [Outcome]) -> Picture {
    let names = VariationalDivergence.Row.toyExperiment.map { VariationalDivergence($0).name }
    var named: Set<String> = []
    let curves = outcomes.compactMap { outcome -> DensityCurve? in
      let name = VariationalDivergence(outcome.row).name
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

  private func head(_ outcome: Outcome) -> [Cell] { [.text(VariationalDivergence(outcome.row).name), .text("\(outcome.seed)")] }

  private func printed(_ row: VariationalDivergence.Row) -> FGANTable.Row? {
    isPaper ? FGANTable.rows.first { $0.objective == row } : nil
  }

  /// Numbers, or as many empty cells where there are none.
  private func cells(_ values: [Double]?, _ count: Int) -> [Cell] {
    guard let values, values.count == count else { return [Cell](repeating: "", count: count) }
    return values.map(Cell.number)
  }
}
