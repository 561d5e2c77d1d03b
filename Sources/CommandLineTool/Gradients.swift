import ArgumentParser
import Autodiff
import Plotting
import Studies
import Tabulation

/// The study that is made without options.
private let standard = GradientStudy()

/// `gradients`: what a generator learns from a nearly perfect discriminator, from one that sees noise, and from one in
/// training.
struct Gradients: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "The gradients of a generator whose samples do not overlap the data: they vanish, grow, or are restored by noise.",
    discussion: """
      Examples:
        divergences gradients
        divergences gradients --gap 0.5 --by noise
        divergences gradients --by training --seed 3 --steps 1000
        divergences gradients --by noise --plot noise.svg

      Data are uniform on (0, 1). The generator is location + width z with z uniform on (0, 1), and its samples begin \
      at 1 + --gap. Gradients are by location and width with the discriminator frozen: saturating, of E log(1 - \
      D(g(z))), and non_saturating, of E[-log D(g(z))]. Bounds and settings are those of Arjovsky and Bottou (2017).

      --by epsilon: a smooth D, sigmoid(steepness (c - x)), within epsilon of the perfect one in value and slope \
      together. Columns: epsilon, steepness, saturating, bound (theorem 2.4: M epsilon/(1 - epsilon) with M the norm \
      of the Jacobian), non_saturating, error (the larger of both).
      --by noise: the optimal D for normal noise on both samples, of standard deviations from a twentieth of the gap \
      to ten times it. Columns: noise_sd, js (of the noisy densities), saturating, non_saturating, error, js_gradient \
      (2 grad JS by differences, which saturating should equal), js_gradient_error.
      --by training: a network trained alone, with two hidden layers of 32 tanh units. Columns: step, epsilon, \
      saturating, bound (empty where epsilon is at least 1), non_saturating, error.

      --plot draws the norms, and below them JS of the noisy densities or the epsilon of the network.
      """)

  @Option(.one(), help: "What changes from row to row") var by = standard.variable
  @Option(.from(0.001, to: 1000), help: "The distance between the data and the samples") var gap = standard.gap
  @Option(.from(0.001, to: 1000), help: "The width of the generator's samples") var width = standard.width
  @Option(.from(1, to: 100_000), help: "How many steps of training") var steps = standard.looks.last ?? 1
  @Option(.any, help: "The seed of the training") var seed = standard.seed
  @OptionGroup var output: ResultOptions<OtherWidth>

  var withoutEffect: [OptionsWithoutEffect] {
    by == .training ? [] : [(["--steps", "--seed"], "without --by training")]
  }

  func report() throws -> Report {
    try output.plotting.requireGnuplot()
    let study = GradientStudy(by: by, gap: gap, width: width, looks: GradientStudy.looks(upTo: steps), seed: seed)
    let table = Table(of: try study.run(), study.columns)
    var report = Report(table: table, picture: picture(of: table))
    if by == .training { try report.noteTraining(seed: seed) }
    return report
  }

  private func picture(of table: Table) -> Picture {
    let norm = Axis("norm of gradient (nats / unit of x)", isLogarithmic: true)
    let (saturating, nonSaturating) = (
      Series("saturating", "saturating", .other(0), .markedLine), Series("non_saturating", "non-saturating", .other(1), .markedLine)
    )
    let bound = Series("bound", "bound on the saturating (theorem 2.4)", .other(3))
    let chart: Picture.Chart =
      switch by {
      case .epsilon:
        .curves(
          against: "epsilon", Axis("ε, distance of D to the perfect one", isLogarithmic: true),
          [Panel(norm, [saturating, nonSaturating, bound])])
      case .noise:
        .curves(
          against: "noise_sd", Axis("standard deviation of the noise (unit of x)", isLogarithmic: true),
          [
            Panel(norm, [saturating, nonSaturating, Series("js_gradient", "2 grad JS", .optimal, .points)]),
            Panel(Axis("JS of the noisy densities (nats)", range: 0...0.7), [Series("js", "JS", .q, .markedLine)]),
          ])
      case .training:
        .curves(
          against: "step", Axis("step (the start, 0, is left out)", isLogarithmic: true),
          [
            Panel(norm, [saturating, nonSaturating, bound]),
            Panel(
              Axis("distance to the perfect one", isLogarithmic: true), [Series("epsilon", "ε of the learned D", .learned, .markedLine)]),
          ])
      }
    return Picture(
      "Data on (0, 1), samples on (\(significant(1 + gap, digits: 6)), \(significant(1 + gap + width, digits: 6)))", of: table, chart)
  }
}
