import ArgumentParser
import Calculus
import Densities
import Foundation
import Plotting
import Tabulation
import Training

/// `train P`: a GAN on P, or the discriminator alone on P and Q, held against the exact D* at every record.
struct Train: ToolCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains a GAN on P, or its discriminator alone against Q, and compares what it learns with the exact optimum.",
    discussion: """
      Examples:
        divergences train "normal(0,1)" --q "normal(1,2)" --output alone
        divergences train "0.5*normal(-2,0.5)+0.5*normal(2,0.5)" --output modes
        divergences train Examples/data/old-faithful.csv:eruptions --steps 20000 \\
          --output faithful
        divergences train --resume --output modes
        divergences train "normal(0,1)" --q "normal(1,2)" --output again \\
          --plot history.svg
        divergences train "normal(0,1)" --steps 4000 --output again --force
        divergences train --resume --steps 8000 --output again
        divergences train "normal(3,0.5)" --steps 4000 --output film \\
          --animate film.svg

      P is a density or a column of data, FILE:COLUMN. The folder receives history.csv, with a row every \
      --record-every steps, frames.csv, with the densities and discriminators at a dozen of these, \
      discriminator.csv, samples.csv, run.json with everything to repeat the run, and \
      checkpoint.json, from which --resume continues bit for bit. Beside each NAME.csv stands NAME.csv.json with the \
      arguments that repeat the run, versions, units, tolerances and the vector width. One process at a time writes to \
      a folder. Files of these names in the folder are replaced with --force alone, and never where the run reads \
      them.

      Columns of history.csv: step; discriminator_loss and generator_loss; discriminator_gradient and \
      generator_gradient, their norms; js with its error, kl_pq and kl_qp, between P and the generator's exact density \
      Q; value V(D), value_optimal V(D*), gap V(D*) - V(D) with its error; sup_distance and l2_distance of D to D*, \
      over P and Q; js_current and gap_current, of the current weights, where the others are of running averages; \
      mode_1, …, the mass of Q on each mode of P, between the points where neighbouring components are equally likely; \
      status; reason, the column and why its number is infinite or unresolved.
      Columns of discriminator.csv: x, p, q, d_learned, d_star, which is NaN where p = q = 0 and D* is undefined. \
      Columns of frames.csv: the same after step. Column of samples.csv: x.

      The gap is an integral over the network itself, with a bound on its rounding. It is infinite where D is wrong on \
      a tail too heavy for its logit. Each record also compares the exact loss with its mean over 2048 samples that no \
      player has seen. Where they contradict each other, the status is unresolved.

      Ctrl-C, SIGTERM and SIGHUP end the run after the current step, with all files. A run diverges where a loss is \
      not finite, a weight exceeds 1e6, or its generator ends without a density. It then keeps its history and exits \
      with status 1. A run continues on the vector width on which it began. With --allow-other-width it continues on \
      another, and run.json records both.

      --resume with --steps alone extends a run that has ended. With --keep-rates the result has the bytes of a run of \
      so many steps from the start with the same --record-every. Otherwise the learning rates, which had fallen to 0, fall \
      again from what they would be there: another run, which run.json records, and which --extended-from repeats.

      A closing line gives JS, the gap and the modes of the last record. --plot draws JS(P,Q) and the gap V(D*) - V(D) \
      against the step, and below them q against p and D against D* over time. --animate writes the same densities and \
      discriminators, frame after frame, as an animated SVG for a browser. Both need gnuplot.
      """)

  @Argument(help: "The density or data P; with --resume it may be left out.") var p: String?
  @OptionGroup var options: TrainingOptions
  @Option(.any, help: "How many threads may share a step; the bytes do not depend on it") var threads = 1

  // At most some thirty years.
  @Option(.from(0, to: 1e9), help: "Seconds between checkpoints") var checkpointSeconds = 10.0
  @Flag(help: "Continue the run that is in the folder, or with --steps extend it.") var resume = false

  @Option(animation, help: "Draw p, q, D and D* over the run as an animated picture, for which gnuplot is needed") var animate: String?
  @OptionGroup var folder: FolderOptions<OtherWidth>

  private static let animation = Accepted<String>("a file that ends in .svg", takesDash: true) { path in
    path.lowercased().hasSuffix(".svg") ? path : nil
  }.ofFiles

  var withoutEffect: [OptionsWithoutEffect] {
    let starting =
      resume ? [(["--force"], "with --resume")] : [(["--allow-other-width"], "without --resume")]
    if options.q != nil {
      return starting + [
        (["--learning-rate", "--noise", "--noise-dimension", "--unrolled-steps", "--unrolled-rate"], "with --q, where no generator learns")
      ]
    }
    // A run that is resumed may have unrolled steps of its own.
    let isPlain = p != nil && options.unrolledSteps ?? 0 == 0
    return starting + (isPlain ? [(["--unrolled-rate"], "without --unrolled-steps above 0")] : [])
  }

  func validate() throws {
    guard p == nil else { return }
    try require(resume, else: "A density P is missing: write one such as normal(0,1).")
    // A run that is resumed by its folder alone keeps its settings; one given beside it would have no effect.
    if let option = options.given.first(where: { $0 != "steps" }) {
      throw OptionError(
        "--\(option) cannot be given with --resume alone, which keeps the run's settings but --steps: leave it out, or write P "
          + "and all settings.")
    }
  }

  /// Trains, and returns the exit status: 1 where training diverged or its last record is unresolved.
  func execute(_ arguments: [String], on console: Console) throws -> Int32 {
    let plotting = folder.plotting
    let settings = try p.map { try options.settings(p: $0) }
    if let picture = plotting.plot.map({ "--plot " + $0 }) ?? animate.map({ "--animate " + $0 }), let settings {
      try require(
        settings.training.recordEvery > 0 && (settings.q != nil || settings.training.noiseDimension == 1),
        else: "\(picture) draws the records of the generator's exact density, and there are none: give a --record-every "
          + "above 0 and one-dimensional noise.")
      for text in [settings.p, settings.q].compactMap({ $0 }) where !ColumnReference.isMeant(by: text) { _ = try parseDensity(text) }
    }
    let films = animate.map { [$0] } ?? []
    for film in films { try WholeFile.checkWritable(film) }
    try plotting.check(besides: Run.files(in: folder.output) + films)
    try plotting.requireGnuplot()
    if animate != nil, !Gnuplot.isInstalled { throw PictureError.noGnuplot }
    let run = try WholeFile.withOutputs(plotting.paths + films) {
      try Run(
        settings, folder: folder.output, resume: resume, force: folder.force, steps: p == nil ? options.steps : nil,
        allowOtherWidth: folder.allowOtherWidth, threads: threads,
        command: options.arguments)
    }
    if p == nil, options.steps != nil, !folder.quiet, let note = run.noteOnExtension { console.fail("Note: " + note) }
    let interrupt = Interrupt()
    var bar = folder.quiet ? nil : ProgressBar.onStandardError()
    try run.train(checkpointSeconds: checkpointSeconds, shouldStop: { interrupt.isRequested }) { trainer in
      // Reading the clock at every step would cost more than the bar.
      guard trainer.step.isMultiple(of: 16) || trainer.step == trainer.settings.steps else { return }
      bar?.show(trainer.step, of: trainer.settings.steps) { Self.detail(trainer, rate: $0) }
    }
    bar?.finish()
    if run.status != .diverged { try draw(run, on: console) }
    if run.status == .finished { try console.write(run.closing(folder: folder.output)) }
    switch run.status {
    case .diverged:
      console.fail(run.reason)
      return 1
    case .interrupted: return interrupt.status
    case .finished, .running:
      guard !run.reason.isEmpty else { return 0 }
      console.fail(run.reason)
      return 1
    }
  }

  private static func detail(_ trainer: Trainer<Float>, rate: Double) -> String {
    String(format: "%.0f steps/s  D %.4f", rate, trainer.discriminatorLoss)
      + (trainer.generatorLoss.isNaN ? "" : String(format: "  G %.4f", trainer.generatorLoss))
  }

  /// Draws what the run has recorded, if that was asked for.
  private func draw(_ run: Run, on console: Console) throws {
    let pictures = RunPictures(run)
    if folder.plotting.plot != nil { try folder.plotting.deliver(pictures.overview, run.provenance, on: console) }
    if let animate { try WholeFile.write([(animate, try pictures.animation.svg(folder.plotting.look.style))]) }
  }
}
