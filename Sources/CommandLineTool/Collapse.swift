package import ArgumentParser
import Autodiff
import Densities
import Plotting
import Studies
import Tabulation
import Training

/// `collapse`: mode collapse as it happens, by exact mode masses.
package struct Collapse: ReportingCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Mode collapse as it happens: a GAN that chases from mode to mode, by exact mode masses beside counted ones.",
    discussion: """
      Examples:
        divergences collapse --output cycle.csv
        divergences collapse --settings cured
        divergences collapse --plot cycle.svg
        divergences collapse --settings without-momentum --seed 7
        divergences collapse "0.2*normal(-6,1)+0.5*normal(0,1)+0.3*normal(6,1)" --settings cured

      Without P the data are two climates, South Pole and Australia, \(CollapseGame.climates), with figures made up \
      for illustration. In the cycle the generator sits on one mode, the discriminator learns to reject it, the \
      generator flees to the other, and so on round. In the lecture's story the discriminator flips a coin where the \
      samples are; with all of them on one of two equal modes the optimal one is 1/3 there and 1 on the other.
      Settings: \
      \(NamedSettings.ofCollapse.map { "\($0.name) (\($0.remark); \($0.training.steps) steps)" }.joined(separator: "; ")). \
      They were found on the two climates: modes that are many or far narrower than they are apart may be lost with \
      cured too.

      Columns, with a number k for the modes of P from left to right: step; mass_k, what the generator's exact density \
      Q puts on mode k, that is between the points where neighbouring components are equally likely; js and kl_qp, \
      JS(P,Q) and KL(Q||P) in nats by quadrature, with their errors; d_k, the learned discriminator at the mode's \
      centre; counted_modes and counted_high_quality, what the literature counts in --samples samples: the modes \
      nearest to a sample within 3 standard deviations, and the share of such samples; counted_k, the share that is \
      counted for mode k, beside counted_expected_k, what it estimates, by the exact density; counted_error_k, the \
      standard deviation of the share; captured_probability_k, the chance that mode k is called captured; status \
      (unresolved where Q has no density); reason. Q is that of the generator as it is, with cured that of its running \
      average.

      On a terminal a line at the end says how often the mode that has at least 90 % of Q changed. --plot draws the \
      masses of the modes, the discriminator at their centres, and the divergences.
      """)

  /// Minutes of records.
  private static let mostRecords = 20_000

  @Argument(help: "The density P, a mixture (default: \(CollapseGame.climates)).")
  var p = CollapseGame.climates

  @Option(.one(of: NamedSettings.ofCollapse, \.name), help: "How the players are trained")
  var settings = NamedSettings.cycling

  @Option(.from(1, to: 1_000_000), help: "How many steps", default: "those of the settings")
  var steps: Int?

  @Option(.atLeast(1), help: "Every how many steps a row is made")
  var recordEvery = 20

  @Option(.from(1, to: 100_000), help: "How many samples the modes are counted in")
  var samples = ModeCount.usualSamples

  @Option(.any, help: "The seed: the same one gives the same bytes")
  var seed: UInt64 = 1

  @OptionGroup package var output: OutputOptions

  package init() {}

  package func validate() throws {
    guard settings.with(steps: steps).training.steps / recordEvery <= Self.mostRecords else {
      throw OptionError("--record-every must give at most \(Self.mostRecords) rows, and is \(recordEvery): take a larger one.")
    }
  }

  package func report() throws -> Report {
    let settings = settings.with(steps: steps)
    let density = try parseDensity(p)
    try output.plotting.requireGnuplot()
    let game = CollapseGame(density, settings, recordEvery: recordEvery, seed: seed, samples: samples)
    var bar = ProgressBar.onStandardError()
    let series = try game.run { step in
      if step.isMultiple(of: 16) { bar?.show(step, of: settings.training.steps) { _ in settings.name } }
    }
    bar?.erase()
    var report = Report(
      table: series.table, remark: summary(of: series), picture: picture(of: series), isAsExpected: series.isResolved)
    try report.noteTraining(seed: seed)
    report.provenance.tolerances["share of Q from which a mode holds it"] = CollapseRecord.holdingShare
    return report
  }

  /// The modes have their inks in both panels.
  private func picture(of series: CollapseSeries) -> Picture {
    func modes(_ column: String, _ label: String) -> [Series] {
      series.masses.indices.map { Series("\(column)_\($0 + 1)", "\(label) \($0 + 1)", .other($0)) }
    }
    return Picture(
      "P = \(p), \(settings.name), seed \(seed)", of: series.table,
      .curves(
        against: "step", Axis("step"),
        [
          Panel(Axis("mass under Q", range: 0...1), modes("mass", "mode")),
          Panel(Axis("learned D", range: 0...1, mark: 0.5), modes("d", "at the centre of mode")),
          Panel(Axis("divergence (nats)", isLogarithmic: true), [Series("js", "JS(P,Q)", .q), Series("kl_qp", "KL(Q|P)", .other(2))]),
        ]))
  }

  private func summary(of series: CollapseSeries) -> String {
    let apart = series.stepsBetweenSwitches.map { ", \(Int($0.rounded())) steps apart" } ?? ""
    return "\nThe mode that has at least 90 % of Q changed \(series.switches.count) times\(apart).\n"
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
