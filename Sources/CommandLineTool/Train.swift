import Adversarial
package import ArgumentParser
import Dispatch
import Foundation
import Plotting
import Tabulation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// `train P`: a GAN on P, or the discriminator alone on P and Q, held against the exact D* at every record.
package struct Train: ParsableCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Trains a GAN on P, or its discriminator alone against Q, and holds what it learns against the exact optimum.",
    discussion: """
      Examples:
        divergences train "normal(0,1)" --q "normal(1,2)" --output alone
        divergences train "0.5*normal(-2,0.5)+0.5*normal(2,0.5)" --output modes
        divergences train Examples/data/old-faithful.csv:eruptions --steps 20000 --output faithful
        divergences train --resume --output modes
        divergences train "normal(0,1)" --q "normal(1,2)" --output again --plot history.svg

      P is a density or a column of data, FILE:COLUMN. The folder receives history.csv (a row every --record-every steps: losses, JS and KL between P
      and the generator's exact density, V(D), V(D*) and their gap, distances of D to D*, the mass of each mode), discriminator.csv, samples.csv,
      run.json with everything to repeat the run, and checkpoint.json, from which --resume continues bit for bit.
      Ctrl-C ends the run after the step and leaves all of them. --plot draws JS(P,Q) and the gap V(D*) - V(D) of history.csv against the step.
      """)

  @Argument(help: "The density or data P; with --resume it may be left out.")
  var p: String?

  @Option(name: .shortAndLong, help: "The folder of the run.")
  var output: String

  @Option(help: "A fixed density Q: only the discriminator learns.")
  var q: String?

  @Option(help: "What the players minimise: \(objectives.map(\.name).joined(separator: ", ")).")
  var objective: String?

  @Option(parsing: .unconditional, help: "The width of the hidden layers.")
  var width: Int?

  @Option(parsing: .unconditional, help: "How many hidden layers.")
  var depth: Int?

  @Option(help: "The activation: tanh, relu, leaky-relu(0.2), softplus or sigmoid.")
  var activation: String?

  @Option(parsing: .unconditional, help: "The minibatch size.")
  var batch: Int?

  @Option(parsing: .unconditional, help: "How many steps.")
  var steps: Int?

  @Option(parsing: .unconditional, help: "Discriminator steps for one of the generator, k.")
  var discriminatorSteps: Int?

  @Option(help: "The optimiser: adam, sgd, momentum, rmsprop, optimistic-sgd or optimistic-adam.")
  var optimizer: String?

  @Option(parsing: .unconditional, help: "The generator's learning rate at the start; it falls linearly to 0.")
  var learningRate: Double?

  @Option(parsing: .unconditional, help: "The discriminator's learning rate at the start.")
  var discriminatorLearningRate: Double?

  @Option(help: "The noise: normal or uniform.")
  var noise: String?

  @Option(parsing: .unconditional, help: "The dimension of the noise; only one-dimensional noise has an exact density.")
  var noiseDimension: Int?

  @Option(help: "What restrains the discriminator: none, r1(X), gradient(X) or clipping(X).")
  var penalty: String?

  @Option(parsing: .unconditional, help: "The seed: the same one gives the same bytes.")
  var seed: UInt64?

  @Option(parsing: .unconditional, help: "How many threads may share a step; the bytes do not depend on it.")
  var threads = 1

  @Option(parsing: .unconditional, help: "Every how many steps a record is made; 0 for none.")
  var recordEvery: Int?

  @Option(parsing: .unconditional, help: "Seconds between checkpoints.")
  var checkpointSeconds = 10.0

  @Flag(help: "Continue the run that is in the folder.")
  var resume = false

  @Flag(help: "No progress bar.")
  var quiet = false

  @OptionGroup var plotting: PlotOption

  package init() {}

  /// Trains, and returns the exit status: 1 where training diverged.
  func train(on console: Console) throws -> Int32 {
    guard checkpointSeconds >= 0 else { throw OptionError("--checkpoint-seconds must be at least 0, and is \(checkpointSeconds).") }
    try plotting.check()
    let settings = try settings()
    if let plot = plotting.plot, let settings, settings.recordEvery == 0 || settings.noiseDimension > 1 {
      throw OptionError(
        "--plot \(plot) draws the records of the generator's exact density, and there are none: give a --record-every above 0 and one-dimensional "
          + "noise.")
    }
    let run = try Run(settings, folder: output, resume: resume, threads: threads)
    let interrupt = Interrupt()
    var bar = quiet ? nil : ProgressBar.onStandardError()
    try run.train(checkpointSeconds: checkpointSeconds, shouldStop: { interrupt.isRequested }) { progress in
      // Reading the clock at every step would cost more than the bar.
      guard progress.step.isMultiple(of: 16) || progress.step == progress.steps else { return }
      bar?.show(progress.step, of: progress.steps) { Self.detail(progress, rate: $0) }
    }
    bar?.finish()
    if run.status != .diverged { try plotHistory(of: run, on: console) }
    switch run.status {
    case .diverged:
      console.fail(run.reason)
      return 1
    case .interrupted: return 130
    case .finished, .running: return 0
    }
  }

  /// The rate and the losses, for the progress bar.
  private static func detail(_ progress: Run.Progress, rate: Double) -> String {
    String(format: "%.0f steps/s  D %.4f", rate, progress.discriminatorLoss)
      + (progress.generatorLoss.isNaN ? "" : String(format: "  G %.4f", progress.generatorLoss))
  }

  /// Draws what the run has recorded, if that was asked for.
  private func plotHistory(of run: Run, on console: Console) throws {
    guard plotting.plot != nil else { return }
    let history = try Table(readingCSV: output + (output.hasSuffix("/") ? "" : "/") + "history.csv")
    let picture = Picture(
      "P = \(run.settings.p)" + (run.settings.q.map { ", Q = " + $0 } ?? ""), of: history,
      .curves(
        against: "step", Axis("step"),
        [
          Panel(
            Axis("JS(P,Q) (nats)", isLogarithmic: true),
            [Series("js", "of averaged weights", .q, .markedLine), Series("js_current", "as they are", .other(0), .markedLine)]),
          Panel(
            Axis("V(D*) − V(D) (nats)", isLogarithmic: true),
            [Series("gap", "of averaged weights", .learned, .markedLine), Series("gap_current", "as they are", .other(0), .markedLine)]),
        ]))
    try WholeFile.write(plotting.files(for: picture))
    if plotting.isText { try console.write(picture.text()) }
  }

  /// The settings asked for; nil where the folder's own are to be continued.
  private func settings() throws -> RunSettings? {
    guard let p else {
      if resume {
        try refuseSettings()
        return nil
      }
      throw OptionError("A density P is missing: write one such as normal(0,1).")
    }
    var settings = RunSettings(p: p, q: q)
    func set<Value>(_ path: WritableKeyPath<RunSettings, Value>, _ value: Value?) { if let value { settings[keyPath: path] = value } }
    set(\.objective, objective)
    set(\.width, width)
    set(\.depth, depth)
    set(\.activation, activation)
    set(\.batch, batch)
    set(\.steps, steps)
    set(\.discriminatorSteps, discriminatorSteps)
    set(\.optimizer, optimizer)
    set(\.learningRate, learningRate)
    set(\.discriminatorLearningRate, discriminatorLearningRate)
    set(\.noise, noise)
    set(\.noiseDimension, noiseDimension)
    set(\.penalty, penalty)
    set(\.seed, seed)
    set(\.recordEvery, recordEvery)
    return settings
  }
}

extension Train {
  /// A run that is resumed by its folder alone keeps its settings; one given beside it must not be passed over in silence.
  private func refuseSettings() throws(OptionError) {
    let given: [(name: String, isGiven: Bool)] = [
      ("q", q != nil), ("objective", objective != nil), ("width", width != nil), ("depth", depth != nil), ("activation", activation != nil),
      ("batch", batch != nil), ("steps", steps != nil), ("discriminator-steps", discriminatorSteps != nil), ("optimizer", optimizer != nil),
      ("learning-rate", learningRate != nil), ("discriminator-learning-rate", discriminatorLearningRate != nil), ("noise", noise != nil),
      ("noise-dimension", noiseDimension != nil), ("penalty", penalty != nil), ("seed", seed != nil), ("record-every", recordEvery != nil),
    ]
    if let setting = given.first(where: \.isGiven) {
      throw OptionError(
        "--\(setting.name) cannot be given with --resume alone, which keeps the run's settings: leave it out, or write P and all settings.")
    }
  }
}

/// Whether the user has asked to stop, by Ctrl-C or a request to terminate.
private final class Interrupt: @unchecked Sendable {
  // Guarded by the lock.
  private var requested = false
  private let lock = NSLock()
  private var sources: [any DispatchSourceSignal] = []

  var isRequested: Bool { lock.withLock { requested } }

  init() {
    for code in [SIGINT, SIGTERM] {
      // The default action would end the process before the folder is whole.
      signal(code, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: code, queue: .global())
      source.setEventHandler { [weak self] in self?.request() }
      source.activate()
      sources.append(source)
    }
  }

  private func request() { lock.withLock { requested = true } }
}
