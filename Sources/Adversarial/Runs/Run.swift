import Autodiff
import Densities
import Divergences
import Foundation
import RealModule
import Scalars
public import Tabulation

/// A training run with its folder: what `divergences train` does.
///
/// The settings alone decide every byte of the folder at the end of the run: not the number of threads, and not whether the run was interrupted. Records and checkpoints are made on a second thread from copies of the players.
public final class Run {
  /// What the run computes.
  public let settings: RunSettings
  /// How it ended, or `running`.
  public private(set) var status = Status.running
  /// Why it ended early, one sentence; empty where it did not.
  public private(set) var reason = ""
  /// Where its numbers come from.
  public let provenance: Provenance

  private let folder: RunFolder
  private let subject: RunSubject
  private let trainer: Trainer<Float>
  private let recorder: Recorder
  private let examiner: Examiner

  /// How a run stands.
  public enum Status: String, Codable, Sendable {
    /// It has steps left.
    case running
    /// All steps are done.
    case finished
    /// It was stopped between two steps and can be resumed.
    case interrupted
    /// A loss or a weight became too large or not a number.
    case diverged
  }

  /// How far a run has come.
  public struct Progress: Sendable {
    /// The steps done.
    public let step: Int
    /// The steps to do.
    public let steps: Int
    /// The discriminator's last loss.
    public let discriminatorLoss: Float
    /// The generator's last loss, NaN where there is none.
    public let generatorLoss: Float
  }

  /// A new run in a folder, or with `resume` the one that is there; settings, if given, must then be its own. `command` says
  /// what command line asks for these settings; it stands beside the CSV files. Throws one sentence.
  public init(
    _ settings: RunSettings?, folder path: String, resume: Bool, threads: Int = 1, command: (RunSettings) -> [String] = { _ in [] }
  ) throws {
    guard (1...1024).contains(threads) else { throw RunError("threads must be from 1 to 1024, not \(threads)") }
    // Before a folder is made, so that a mistake leaves nothing behind.
    if let settings { _ = (try settings.configuration(), try RunSubject(settings)) }
    folder = try RunFolder(path, resume: resume)
    let known = resume ? try folder.read(Description.self, "run.json").settings : nil
    guard let settings = settings ?? known else { throw RunError("a density P is missing: write one such as normal(0,1)") }
    if let known, let difference = settings.difference(from: known) {
      throw RunError(
        "'\(path)' holds a run of another configuration: its \(difference.setting) is \(difference.other), not \(difference.mine)")
    }
    self.settings = settings
    provenance = Provenance(command: command(settings), seed: settings.seed)
    let configuration = try settings.configuration(threads: threads)
    subject = try RunSubject(settings)
    trainer =
      try subject.fixed.map { [subject] in try Trainer(configuration, data: subject.data, against: $0) }
      ?? Trainer(configuration, data: subject.data)
    examiner = Examiner(configuration, p: subject.p, q: subject.q, units: subject.units)
    var history: Table?
    if resume, FileManager.default.fileExists(atPath: folder.file("checkpoint.json")) {
      let checkpoint = try folder.read(Checkpoint.self, "checkpoint.json")
      if let difference = settings.difference(from: checkpoint.settings) {
        throw RunError(
          "'\(path)' has a checkpoint of another configuration: its \(difference.setting) is \(difference.other), not \(difference.mine)")
      }
      trainer.state = try checkpoint.state(like: trainer.state)
      history = try Table(parsingCSV: Array(checkpoint.history.utf8), name: "the checkpoint's history")
    }
    recorder = Recorder(examiner, history: history)
    try folder.write([("run.json", try description())])
    if history == nil, settings.recordEvery > 0 { recorder.record(Snapshot(trainer)) }
  }

  /// Trains to the end, or until `shouldStop` is true between two steps, and writes the folder.
  ///
  /// - Parameters:
  ///   - checkpointSeconds: how much time passes between checkpoints.
  ///   - shouldStop: asked between steps.
  ///   - progress: told after every step.
  public func train(
    checkpointSeconds: Double = 10, shouldStop: () -> Bool = { false }, progress: (Progress) -> Void = { _ in }
  ) throws {
    let clock = ContinuousClock()
    // A clock has no room for more than some hundred years.
    let pause = Duration.seconds(min(max(checkpointSeconds, 0), 1e9))
    var nextCheckpoint = clock.now + pause
    while trainer.step < settings.steps {
      if shouldStop() {
        status = .interrupted
        break
      }
      do throws(TrainingError) { try trainer.advance() } catch {
        status = .diverged
        reason = error.description
        recorder.record(Snapshot(trainer))
        break
      }
      let step = trainer.step
      if settings.recordEvery > 0, step % settings.recordEvery == 0 || step == settings.steps { recorder.record(Snapshot(trainer)) }
      progress(
        Progress(step: step, steps: settings.steps, discriminatorLoss: trainer.discriminatorLoss, generatorLoss: trainer.generatorLoss))
      if step % 16 == 0, clock.now >= nextCheckpoint {
        try recorder.check()
        checkpoint()
        nextCheckpoint = clock.now + pause
      }
    }
    if status == .running { status = .finished }
    if status != .diverged { checkpoint() }
    try finish()
  }

  /// Queues a checkpoint of the players as they are, behind the records made so far.
  private func checkpoint() {
    let (settings, state, folder, provenance) = (settings, trainer.state, folder, provenance)
    recorder.perform { history in
      let checkpoint = Checkpoint(settings, state, history: history.csv)
      try folder.write(provenance.files(of: history, named: "history.csv") + [("checkpoint.json", try StableJSON.encode(checkpoint))])
    }
  }

  private func finish() throws {
    let history = try recorder.finish()
    var files = try provenance.files(of: history, named: "history.csv") + [("run.json", try description())]
    if status != .diverged {
      files += try provenance.files(of: curves(), named: "discriminator.csv") + provenance.files(of: samples(), named: "samples.csv")
    }
    try folder.write(files)
  }

  /// What `run.json` holds.
  private struct Description: Codable {
    let settings: RunSettings
    let standardization: Standardization
    let subject: String
    let status: Status
    let step: Int
    let reason: String
  }

  private func description() throws -> String {
    try StableJSON.encode(
      Description(
        settings: settings, standardization: subject.units, subject: subject.reading, status: status, step: trainer.step, reason: reason))
  }
}

extension Run {
  /// D and D* along the line: even points and, for two thirds, quantiles of P and of Q.
  private func curves() -> Table {
    var table = Table(columns: ["x", "p", "q", "d_learned", "d_star"])
    let parameters = Snapshot(trainer).average
    let q = (try? examiner.density(parameters)).flatMap { $0 }
    let discriminator = examiner.discriminator(parameters.discriminator)
    let densities = [subject.p] + (q.map { [$0] } ?? [])
    let (lower, upper) = (densities.map { $0.quantile(1e-5) }.min() ?? 0, densities.map { $0.upperQuantile(1e-5) }.max() ?? 0)
    let levels = (0..<200).map { (Double($0) + 0.5) / 200 }
    let points = (grid(from: lower, to: upper, count: 401) + densities.flatMap { density in levels.map { density.quantile($0) } }).sorted()
    let learned = discriminator?.values(at: points)
    for (index, x) in points.enumerated() {
      let densityOfQ = q.map { $0.density(at: x) } ?? .nan
      let optimal = q.map { OptimalDiscriminator(subject.p, $0).value(at: x) } ?? .nan
      table.append([x, subject.p.density(at: x), densityOfQ, learned?[index] ?? .nan, optimal].map(Cell.number))
    }
    return table
  }

  /// Samples of the generator, or of the fixed Q.
  private func samples() -> Table {
    var table = Table(columns: ["x"])
    var random = CounterRandom(seed: settings.seed, stream: 32)
    let parameters = Snapshot(trainer).average
    for _ in 0..<10_000 {
      if let q = subject.q {
        table.append([.number(q.sample(using: &random))])
      } else if let generator = parameters.generator {
        let noise = trainer.configuration.noise
        let z = (0..<settings.noiseDimension).map { _ in noise.sample(using: &random) }
        table.append([.number(subject.units.original(trainer.configuration.generator(z, generator)[0]))])
      }
    }
    return table
  }
}
