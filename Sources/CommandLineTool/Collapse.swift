import ArgumentParser
import Autodiff
import Densities
import Plotting
import Studies
import Tabulation
import Training

/// `collapse`: mode collapse as it happens, by exact mode masses.
struct Collapse: ReportingCommand, ReadingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Mode collapse during training: a GAN that moves from mode to mode, by the mass of each mode and by counting.",
    discussion: """
      Examples:
        divergences collapse --output cycle.csv
        divergences collapse --settings cured
        divergences collapse --plot cycle.svg
        divergences collapse --settings without-momentum --seed 7
        divergences collapse "0.2*normal(-6,1)+0.5*normal(0,1)+0.3*normal(6,1)" \\
          --settings cured

      Without P the data are two climates, South Pole and Australia, \(CollapseGame.climates), with made-up figures. \
      With the settings cycling the generator sits on one mode, the discriminator learns to reject it, the generator \
      moves to the other mode, and so on. With all samples on one of two equal modes D* is 1/3 there and 1 on the \
      other.
      Settings: \
      \(CollapseGame.allSettings.map { "\($0.name) (\($0.remark); \($0.training.steps) steps)" }.joined(separator: "; ")). \
      They were found on the two climates: cured may lose modes that are many or very narrow.

      Columns, with k the number of a mode of P from left to right: step; mass_k, the mass of the generator's exact \
      density Q on mode k, between the points where neighbouring components are equally likely; js and kl_qp by \
      quadrature, with errors; d_k, the learned discriminator at the centre of mode k; counted_modes, the modes with a \
      sample within 3 standard deviations among --samples samples, and counted_high_quality, the share of such \
      samples; counted_k, the share counted for mode k, with its exact expectation counted_expected_k and standard \
      deviation counted_error_k; captured_probability_k, the probability that mode k counts as captured; status, \
      unresolved where Q has no density; reason. With cured Q is that of the averaged weights.

      On a terminal a last line says how often the mode with at least 90 % of Q changed. --plot draws the masses, the \
      discriminator at the centres, and the divergences.
      """)

  @Argument(help: "The density P, a mixture.") var p = CollapseGame.climates

  @Option(.one(of: CollapseGame.allSettings, \.name), help: "How the players are trained")
  var settings = NamedSettings.cycling

  @Option(.from(1, to: 1_000_000), help: "How many steps", default: "those of the settings") var steps: Int?
  @Option(.atLeast(1), help: "Every how many steps a row is made") var recordEvery = CollapseGame.usualRecordEvery
  @Option(.from(1, to: 100_000), help: "How many samples the modes are counted in") var samples = ModeCount.usualSamples
  @Option(.any, help: "The seed: the same one gives the same bytes") var seed: UInt64 = 1
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    let rows = settings.with(steps: steps).training.steps / recordEvery
    // More would take minutes.
    try require(rows <= 20_000, else: "--record-every must give at most 20000 rows (got \(recordEvery), which gives \(rows)).")
  }

  var densities: [String] { [p] }

  func report() throws -> Report {
    let settings = settings.with(steps: steps)
    let density = try parseDensity(p)
    try output.plotting.requireGnuplot()
    let game = CollapseGame(density, settings, recordEvery: recordEvery, seed: seed, samples: samples)
    var bar = ProgressBar.onStandardError()
    let rows = try game.run { step in
      if step.isMultiple(of: 16) { bar?.show(step, of: settings.training.steps) { _ in settings.name } }
    }
    bar?.erase()
    var report = Report(table: rows.table, remark: summary(of: rows), picture: picture(of: rows), isAsExpected: rows.isResolved)
    try report.noteTraining(seed: seed)
    report.provenance.tolerances["share of Q from which a mode holds it"] = CollapseRow.holdingShare
    return report
  }

  /// The modes have their inks in both panels.
  private func picture(of rows: [CollapseRow]) -> Picture {
    func modes(_ column: String, _ label: String) -> [Series] {
      (rows.first?.modes.indices ?? 0..<0).map { Series("\(column)_\($0 + 1)", "\(label) \($0 + 1)", .other($0)) }
    }
    return Picture(
      "P = \(p), \(settings.name), seed \(seed)", of: rows.table,
      .curves(
        against: "step", Axis("step"),
        [
          Panel(Axis("mass under Q", range: 0...1), modes("mass", "mode")),
          Panel(Axis("learned D", range: 0...1, mark: 0.5), modes("d", "at the centre of mode")),
          Panel(Axis("divergence (nats)", isLogarithmic: true), [Series("js", "JS(P,Q)", .q), Series("kl_qp", "KL(Q|P)", .other(2))]),
        ]))
  }

  private func summary(of rows: [CollapseRow]) -> String {
    let apart = rows.stepsBetweenSwitches.map { ", \(Int($0.rounded())) steps apart" } ?? ""
    let changes = rows.switches.count == 1 ? "once" : "\(rows.switches.count) times"
    return "\nThe mode that has at least 90 % of Q changed \(changes)\(apart).\n"
  }
}

extension NamedSettings {
  /// The same with so many steps, where a number is given.
  func with(steps: Int?) -> NamedSettings {
    var settings = self
    settings.training.steps = steps ?? training.steps
    return settings
  }
}
