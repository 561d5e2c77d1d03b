import Autodiff
import Densities
import Divergences
import Foundation
import RealModule
import Scalars
public import Tabulation

/// A training run with its folder: what `divergences train` does.
///
/// The settings and the vector width decide every byte of the folder at the end of the run: not the number of threads, and not whether the run was interrupted. Records and checkpoints
/// are made on a second thread from copies of the players. A folder has one writer at a time, until its training ends.
public final class Run {
  /// What the run computes.
  public let settings: RunSettings
  /// How it ended, or `running`.
  public private(set) var status = Status.running
  /// Why it ended early, or what of its end is unresolved, one sentence; else empty.
  public private(set) var reason = ""
  /// Where its numbers come from.
  public let provenance: Provenance

  private let folder: RunFolder
  /// The vector widths of its steps.
  private let vectorWidth: String
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
    /// A loss or a weight became too large or not a number, or what came of it has no density.
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

  /// A new run in a folder, or with `resume` the one that is there; settings, if given, must then be its own. Throws one sentence.
  ///
  /// - Parameters:
  ///   - settings: what to compute; nil for what the run in the folder computes.
  ///   - path: the folder, made if it is not there.
  ///   - resume: whether to go on with the run in the folder.
  ///   - force: whether a new run may replace files of its names that are there; those that it reads it never replaces.
  ///   - allowOtherWidth: whether a run may go on on another vector width, to bytes that neither width alone gives.
  ///   - threads: how many may share a step.
  ///   - command: what command line asks for these settings; it stands beside the CSV files.
  public init(
    _ settings: RunSettings?, folder path: String, resume: Bool, force: Bool = false, allowOtherWidth: Bool = false, threads: Int = 1,
    command: (RunSettings) -> [String] = { _ in [] }
  ) throws {
    guard (1...1024).contains(threads) else { throw RunError("threads must be from 1 to 1024, not \(threads)") }
    let width = try VectorWidth.chosen()
    // Before a folder is made, so that a mistake leaves nothing behind.
    let given = try settings.map { settings in
      _ = try settings.configuration()
      return try Self.subject(of: settings, folder: path)
    }
    folder = try RunFolder(path, resume: resume, force: force)
    let known = resume ? try folder.read(TrainedRun.Description.self, "run.json").settings : nil
    guard let settings = settings ?? known else { throw RunError("a density P is missing: write one such as normal(0,1)") }
    if let known, let difference = settings.difference(from: known) {
      throw RunError(
        "'\(path)' holds a run of another configuration: its \(difference.setting) is \(difference.other), not \(difference.mine)")
    }
    self.settings = settings
    subject = try given ?? Self.subject(of: settings, folder: path)
    let checkpoint = resume ? try Self.checkpoint(in: folder, of: settings, width, allowOtherWidth: allowOtherWidth) : nil
    vectorWidth = VectorWidth.joined(checkpoint?.vectorWidth ?? width.bytes, width.bytes)
    var provenance = Provenance(command: command(settings), seed: settings.seed)
    provenance.vectorWidth = vectorWidth
    self.provenance = provenance
    let configuration = try settings.configuration(threads: threads)
    trainer =
      try subject.fixed.map { [subject] in try Trainer(configuration, data: subject.data, against: $0) }
      ?? Trainer(configuration, data: subject.data)
    examiner = Examiner(configuration, p: subject.p, q: subject.q, units: subject.units)
    var history: Table?
    if let checkpoint {
      trainer.state = try checkpoint.state(like: trainer.state)
      history = try Table(parsingCSV: Array(checkpoint.history.utf8), name: "the checkpoint's history")
    }
    recorder = Recorder(examiner, history: history)
    // Nothing is touched before all that could be refused has been looked at.
    folder.removeLeftovers()
    if checkpoint == nil {
      // A run that is killed in its first second is there to be resumed too.
      let first = try checkpointFile(trainer.state, Table(columns: examiner.columns))
      try folder.write([("run.json", try description()), first])
      folder.remove(RunFolder.names.filter { !["checkpoint.json", "run.json"].contains($0) })
    } else {
      try folder.write([("run.json", try description())])
    }
    if trainer.step == 0, history?.rowCount ?? 0 == 0, settings.recordEvery > 0 { recorder.record(Snapshot(trainer)) }
  }

  /// Everything that a run in a folder writes.
  public static func files(in folder: String) -> [String] { RunFolder.files(in: folder) }

  /// What the run is about; no file of its folder may be among what it reads.
  private static func subject(of settings: RunSettings, folder path: String) throws -> RunSubject {
    try WholeFile.withOutputs(RunFolder.files(in: path)) { try RunSubject(settings) }
  }

  /// The checkpoint of a run with these settings, if there is one; throws one sentence where it is another's, or damaged, or of another vector width.
  private static func checkpoint(
    in folder: RunFolder, of settings: RunSettings, _ width: VectorWidth, allowOtherWidth: Bool
  ) throws -> Checkpoint? {
    guard FileManager.default.fileExists(atPath: folder.file("checkpoint.json")) else { return nil }
    let checkpoint = try folder.read(Checkpoint.self, "checkpoint.json")
    if let difference = settings.difference(from: checkpoint.settings) {
      throw RunError(
        "'\(folder.path)' has a checkpoint of another configuration: its \(difference.setting) is \(difference.other), not \(difference.mine)"
      )
    }
    guard allowOtherWidth || checkpoint.vectorWidth == width.bytes else {
      throw RunError(
        "'\(folder.path)' was trained on the vector width \(checkpoint.vectorWidth), and on \(width.bytes) it would end in bytes of neither: "
          + VectorWidth.remedy(for: checkpoint.vectorWidth))
    }
    return checkpoint
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
    defer { folder.release() }
    let clock = ContinuousClock()
    // A clock has no room for more than some hundred years.
    let pause = Duration.seconds(min(max(checkpointSeconds, 0), 1e9))
    var nextCheckpoint = clock.now + min(pause, .seconds(1))
    // Reading the clock at every step would slow down the shortest ones; long ones may take all of a pause.
    var (lastLook, nextLook) = (clock.now, trainer.step + 1)
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
      guard step >= nextLook else { continue }
      let now = clock.now
      // On a disk that is slower than the pause they would queue up.
      if now >= nextCheckpoint, recorder.isIdle {
        try recorder.check()
        checkpoint()
        nextCheckpoint = now + pause
      }
      nextLook = step + (now - lastLook < .milliseconds(10) ? 16 : 1)
      lastLook = now
    }
    let parameters = Snapshot(trainer).average
    var q: (any Density)?
    do throws(GeneratorDensityError) { q = try examiner.density(parameters) } catch {
      if status == .running {
        status = .diverged
        reason = "Training diverged by step \(trainer.step): \(error.description.prefix(1).lowercased() + error.description.dropFirst())"
      }
    }
    if status == .running { status = .finished }
    if status != .diverged { checkpoint() }
    try finish(parameters, q)
  }

  /// Queues a checkpoint of the players as they are, behind the records made so far.
  private func checkpoint() {
    let (state, folder, provenance, file) = (trainer.state, folder, provenance, checkpointFile)
    recorder.perform { history in
      try folder.write(provenance.files(of: history, named: "history.csv") + [file(state, history)])
    }
  }

  /// A checkpoint as it is written; a function of its arguments alone, for any thread.
  private var checkpointFile: @Sendable (TrainingState<Float>, Table) throws -> (name: String, contents: String) {
    { [settings, units = subject.units, vectorWidth] state, history in
      let checkpoint = Checkpoint(settings, units, vectorWidth: vectorWidth, state, history: history.csv)
      return ("checkpoint.json", try ChecksummedJSON.encode(checkpoint))
    }
  }

  private func finish(_ parameters: Snapshot.Parameters, _ q: (any Density)?) throws {
    let history = try recorder.finish()
    if status == .finished, q != nil, let failure = history.unresolvedEnd { reason = failure }
    var files = try provenance.files(of: history, named: "history.csv") + [("run.json", try description())]
    if status != .diverged {
      files += try provenance.files(of: curves(parameters, q), named: "discriminator.csv")
      files += try provenance.files(of: samples(parameters), named: "samples.csv")
    }
    try folder.write(files)
  }

  /// What `run.json` holds.
  private struct Description: Encodable {
    let settings: RunSettings
    let standardization: Standardization
    let vectorWidth: String
    let subject: String
    let status: Status
    let step: Int
    let reason: String
  }

  private func description() throws -> String {
    try ChecksummedJSON.encode(
      Description(
        settings: settings, standardization: subject.units, vectorWidth: vectorWidth, subject: subject.reading, status: status,
        step: trainer.step, reason: reason))
  }
}

extension Run {
  /// D and D* along the line: even points and, for two thirds, quantiles of P and of Q.
  private func curves(_ parameters: Snapshot.Parameters, _ q: (any Density)?) -> Table {
    var table = Table(columns: ["x", "p", "q", "d_learned", "d_star"])
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
  private func samples(_ parameters: Snapshot.Parameters) -> Table {
    var table = Table(columns: ["x"])
    var random = CounterRandom(seed: settings.seed, stream: 32)
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

extension Table {
  /// What is unresolved in the last row of a history, one sentence; nil where nothing is.
  fileprivate var unresolvedEnd: String? {
    guard rowCount > 0, let status = columns.firstIndex(of: "status"), let reason = columns.firstIndex(of: "reason") else { return nil }
    let row = Array(self[row: rowCount - 1]).map(\.text)
    return row[status] == "unresolved" ? "The record of step \(row[0]) is unresolved: \(row[reason])" : nil
  }
}
