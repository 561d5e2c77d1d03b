import Autodiff
import Calculus
package import Densities
import Divergences
import Foundation
import RealModule
import Scalars
package import Tabulation

/// A training run with its folder: what `divergences train` does.
///
/// The settings and the vector width determine every byte of the folder at the end of the run; the number of threads
/// and interruptions do not change it. Records are examined, and checkpoints written, on a second thread from copies of
/// the players. A folder has one writer at a time, until its training ends.
package final class Run {
  /// The settings of the run.
  package let settings: RunSettings
  /// How the run ended, or `running`.
  package private(set) var status = Status.running
  /// Why the run ended early, or why its last record is unresolved, in one sentence; else empty.
  package private(set) var reason = ""
  /// Where its numbers come from.
  package let provenance: Provenance
  /// The records of the run as `history.csv` has them, once its training has ended.
  package private(set) var history = Table(columns: [])
  /// The densities and discriminators of a dozen records as `frames.csv` has them, once its training has ended.
  package private(set) var frames = Table(columns: [])

  private let folder: OutputFolder
  private let lock: FolderLock
  /// The vector widths of its steps.
  private let vectorWidth: String
  private let gan: GAN
  private let trainer: Trainer<Float>
  private let records: TrainingRecords<Float>
  private let recorder: Recorder
  private let examiner: Examiner

  /// How a run stands.
  package enum Status: String, Codable, Sendable {
    /// It has steps left.
    case running
    /// All steps are done.
    case finished
    /// It was stopped between two steps and can be resumed.
    case interrupted
    /// A loss or a weight became too large or not a number, or the generator ended without a density.
    case diverged
  }

  /// A new run in a folder, or with `resume` the one that is there; settings, if given, must then be its own. Throws
  /// one sentence.
  ///
  /// - Parameters:
  ///   - settings: what to compute; nil for what the run in the folder computes.
  ///   - path: the folder, made if it is not there.
  ///   - resume: whether to go on with the run in the folder.
  ///   - force: whether a new run may replace files of its names that are there; those that it reads it never replaces.
  ///   - steps: to how many steps a run that has ended is extended; nil to go on with the steps that it has.
  ///   - allowOtherWidth: whether a run may go on on another vector width, to bytes that neither width alone gives.
  ///   - threads: how many may share a step.
  ///   - command: what command line asks for these settings; it stands beside the CSV files.
  package init(
    _ settings: RunSettings?, folder path: String, resume: Bool, force: Bool = false, steps: Int? = nil, allowOtherWidth: Bool = false,
    threads: Int = 1,
    command: (RunSettings) -> [String] = { _ in [] }
  ) throws {
    guard (1...1024).contains(threads) else { throw RunError("threads must be from 1 to 1024, not \(threads)") }
    let width = try VectorWidth.chosen()
    // Before a folder is made, so that a mistake leaves nothing behind.
    let given = try settings.map { try Self.gan(of: $0, folder: path) }
    folder = .ofRun(path)
    lock = try Self.opened(folder, resume: resume, force: force)
    let known = resume ? try folder.read(TrainedRun.Description.self, "run.json").settings : nil
    let extended = if let known, let steps { try Self.extended(known, to: steps, in: folder) } else { RunSettings?.none }
    guard let settings = settings ?? extended ?? known else { throw RunError("a density P is missing: write one such as normal(0,1)") }
    if extended == nil, let known, let difference = settings.difference(from: known) {
      throw RunError(
        "'\(path)' holds a run of another configuration: its \(difference.setting) is \(difference.other), not \(difference.mine)")
    }
    self.settings = settings
    gan = try given ?? Self.gan(of: settings, folder: path)
    let checkpoint = resume ? try Self.checkpoint(in: folder, of: settings, width, allowOtherWidth: allowOtherWidth) : nil
    vectorWidth = VectorWidth.joined(checkpoint?.vectorWidth ?? width.bytes, width.bytes)
    var provenance = Provenance(command: command(settings), seed: settings.training.seed)
    provenance.vectorWidth = vectorWidth
    self.provenance = provenance
    trainer = try gan.trainer(threads: threads)
    examiner = Examiner(gan)
    var history: [HistoryRow] = []
    var frames: [FramePoint] = []
    if let checkpoint {
      trainer.state = try checkpoint.state(like: trainer.state)
      let table = try Table(parsingCSV: Array(checkpoint.history.utf8), name: "the checkpoint's history")
      guard let known = table.records(examiner.columns, from: examiner.blank) else {
        throw RunError("the checkpoint is damaged: its history is not that of a run; train anew with --force")
      }
      history = known
      let points = try checkpoint.frames.map { try Table(parsingCSV: Array($0.utf8), name: "the checkpoint's frames") }
      frames = points?.records(FramePoint.columns, from: FramePoint()) ?? []
    }
    let choice = FrameChoice(settings.training)
    let recordEvery = settings.training.recordEvery
    if let before = checkpoint?.settings.training.steps, before != settings.training.steps {
      // The record of the earlier end, unless it falls on one of the longer run.
      history.removeAll { !$0.step.isMultiple(of: max(recordEvery, 1)) }
      frames.removeAll { !choice.contains($0.step) || !$0.step.isMultiple(of: max(recordEvery, 1)) }
    }
    recorder = Recorder(examiner, history: history, frames: frames) { choice.contains($0) }
    // The record of the step at which a run is resumed has been made.
    let first = trainer.step > 0 || !history.isEmpty ? trainer.step + 1 : 0
    let (every, last) = (settings.training.recordEvery, settings.training.steps)
    records = TrainingRecords(
      gan, .success(trainer), last: last, at: { every > 0 && $0 >= first && ($0.isMultiple(of: every) || $0 == last) })
    // Nothing is touched before all that could be refused has been looked at.
    folder.removeLeftovers()
    if checkpoint == nil {
      // A run that is killed in its first second is there to be resumed too.
      let first = try checkpointFile(trainer.state, [], [])
      try folder.write([("run.json", try description()), first])
      folder.remove(allBut: ["checkpoint.json", "run.json"])
    } else {
      try folder.write([("run.json", try description())])
    }
  }

  /// Everything that a run in a folder writes.
  package static func files(in folder: String) -> [String] { OutputFolder.ofRun(folder).files }

  /// The right to write to a folder, which is made if it is not there. Throws one sentence where it cannot be written
  /// to or somebody else writes to it, and, unless a run is continued or what is there may be replaced, where it holds
  /// files of a run's names.
  private static func opened(_ folder: OutputFolder, resume: Bool, force: Bool) throws -> FolderLock {
    if resume, try !folder.exists { throw RunError("'\(folder.path)' holds no run to resume") }
    try folder.make()
    guard FileManager.default.isWritableFile(atPath: folder.path) else { throw folder.failure("the folder is closed to writing") }
    let lock = try folder.locked(orElse: "wait until that ends, or name another folder")
    guard !resume, !force, let found = folder.found else { return lock }
    let isRun = (try? folder.read(TrainedRun.Description.self, "run.json")) != nil
    throw RunError(
      isRun
        ? "'\(folder.path)' holds a run: continue it with --resume, name another folder, or replace it with --force"
        : "'\(folder.path)' holds '\(found)' but no run: name another folder, or replace what a run writes with --force")
  }

  /// Why the steps of an extended run are not those of a run of so many steps from the start; nil where they are.
  package var noteOnExtension: String? {
    settings.training.extendedFrom.map { ends in
      let end = ends.last ?? 0
      let again = significant(settings.training.rate(atStep: end), digits: 3)
      return "The learning rates had fallen to 0 at step \(end), and fall again, from \(again) of those at the start to 0 at step "
        + "\(settings.training.steps): this is not the run of so many steps from the start, and run.json says so"
    }
  }

  /// The density P, and the mass of P on each of its modes.
  package var target: (density: any AnalyticDensity, modes: [Double]) { (gan.p, examiner.modes.masses) }

  /// The settings of a run in a folder with more steps; throws one sentence where it has not ended, or there are not
  /// more.
  private static func extended(_ known: RunSettings, to steps: Int, in folder: OutputFolder) throws -> RunSettings {
    let made = known.training.steps
    if steps == made { return known }
    guard steps > made else { throw RunError("steps must be above \(made), as many as the run in '\(folder.path)' has, not \(steps)") }
    let step = try folder.read(Checkpoint.self, "checkpoint.json").step
    guard step == made else {
      throw RunError(
        "'\(folder.path)' holds a run that has made \(step) of its \(made) steps: finish it with --resume alone, and then extend it")
    }
    return known.extended(to: steps)
  }

  /// The game of these settings, checked; a run must not read a file of its own folder.
  private static func gan(of settings: RunSettings, folder path: String) throws -> GAN {
    try settings.training.check()
    let gan = try WholeFile.withOutputs(files(in: path)) { try settings.gan() }
    try gan.check()
    return gan
  }

  /// The checkpoint of a run with these settings, if there is one; throws one sentence where it is another's, or
  /// damaged, or of another vector width.
  private static func checkpoint(
    in folder: OutputFolder, of settings: RunSettings, _ width: VectorWidth, allowOtherWidth: Bool
  ) throws -> Checkpoint? {
    guard FileManager.default.fileExists(atPath: folder.file("checkpoint.json")) else { return nil }
    let checkpoint = try folder.checkpoint(of: settings)
    guard allowOtherWidth || checkpoint.vectorWidth == width.bytes else {
      throw RunError(
        "'\(folder.path)' was trained on the vector width \(checkpoint.vectorWidth), and on \(width.bytes) it would end "
          + "in bytes of neither: "
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
  package func train(
    checkpointSeconds: Double = 10, shouldStop: () -> Bool = { false }, progress: (Trainer<Float>) -> Void = { _ in }
  ) throws {
    defer { lock.release() }
    var clock = CheckpointClock(seconds: checkpointSeconds, step: trainer.step)
    let start = trainer.step
    func mayContinue(_ trainer: Trainer<Float>) throws -> Bool {
      if trainer.step > start { progress(trainer) }
      // On a disk that is slower than the pause checkpoints would queue up.
      if clock.isDue(atStep: trainer.step), recorder.isIdle {
        try recorder.check()
        checkpoint()
        clock.restart()
      }
      if shouldStop() { status = .interrupted }
      return status == .running
    }
    do {
      while let record = try records.next(while: mayContinue) { recorder.record(record) }
      if status == .running, settings.training.steps > start { progress(trainer) }
    } catch let error as TrainingError {
      status = .diverged
      reason = error.description
      recorder.record(try records.record())
    }
    let players = try records.record().average
    var q: (any AnalyticDensity)?
    do throws(GeneratorDensityError) { q = try players.density() } catch {
      if status == .running {
        status = .diverged
        reason = "Training diverged by step \(trainer.step): \(error.description.prefix(1).lowercased() + error.description.dropFirst())"
      }
    }
    if status == .running { status = .finished }
    if status != .diverged { checkpoint() }
    try finish(players, q)
  }

  /// Queues a checkpoint of the players as they are, behind the records made so far.
  private func checkpoint() {
    let (state, folder, provenance, file, examiner) = (trainer.state, folder, provenance, checkpointFile, examiner)
    recorder.perform { history, frames in
      let table = Table(of: history, examiner.columns)
      try folder.write(provenance.files(of: table, named: "history.csv") + [file(state, history, frames)])
    }
  }

  /// A checkpoint as it is written; a function of its arguments alone, for any thread.
  private var checkpointFile:
    @Sendable (
      TrainingState<Float>, [HistoryRow], [FramePoint]
    ) throws -> (name: String, contents: String)
  {
    { [settings, units = gan.units, vectorWidth, examiner] state, history, frames in
      let checkpoint = Checkpoint(
        settings, units, vectorWidth: vectorWidth, state, history: Table(of: history, examiner.columns).csv,
        frames: Table(of: frames, FramePoint.columns).csv)
      return ("checkpoint.json", try ChecksummedJSON.encode(checkpoint))
    }
  }

  private func finish(_ players: TrainedPlayers, _ q: (any AnalyticDensity)?) throws {
    let (rows, points) = try recorder.finish()
    history = Table(of: rows, examiner.columns)
    frames = Table(of: points, FramePoint.columns)
    if status == .finished, q != nil, let last = rows.last, last.status == Estimate.Status.unresolved.description {
      reason = "The record of step \(last.step) is unresolved: \(last.reason)"
    }
    var files =
      try provenance.files(of: history, named: "history.csv") + provenance.files(of: frames, named: "frames.csv") + [
        ("run.json", try description())
      ]
    if status != .diverged {
      files += try provenance.files(of: curves(players, q), named: "discriminator.csv")
      files += try provenance.files(of: samples(players), named: "samples.csv")
    }
    try folder.write(files)
  }

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
        settings: settings, standardization: gan.units, vectorWidth: vectorWidth, subject: settings.reading(of: gan), status: status,
        step: trainer.step, reason: reason))
  }
}

extension Run {
  /// D and D* along the line: even points and, for two thirds, quantiles of P and of Q.
  private func curves(_ players: TrainedPlayers, _ q: (any AnalyticDensity)?) -> Table {
    let (p, densities) = (gan.p, [gan.p] + (q.map { [$0] } ?? []))
    let (lower, upper) = (densities.map { $0.quantile(1e-5) }.min() ?? 0, densities.map { $0.upperQuantile(1e-5) }.max() ?? 0)
    let quantiles = densities.flatMap { density in Diagnosis.levels.map { density.quantile($0) } }
    let points = (grid(from: lower, to: upper, count: 401) + quantiles).sorted()
    let learned = players.discriminator?.values(at: points)
    return Table(
      of: points.indices,
      [
        Column("x") { points[$0] }, Column("p") { p.density(at: points[$0]) }, Column("q") { q?.density(at: points[$0]) ?? .nan },
        Column("d_learned") { learned?[$0] ?? .nan },
        Column("d_star") { index in q.map { OptimalDiscriminator(p, $0).value(at: points[index]) } ?? .nan },
      ])
  }

  /// Samples of the generator, or of the fixed Q.
  private func samples(_ players: TrainedPlayers) -> Table {
    var random = CounterRandom(seed: settings.training.seed, stream: RandomStream.samples.number)
    let samples = (0..<10_000).compactMap { _ -> Double? in
      if let q = gan.q { return q.sample(using: &random) }
      return players.generatorParameters.map { parameters in
        let z = (0..<settings.training.noiseDimension).map { _ in settings.training.noise.sample(using: &random) }
        return gan.units.original(settings.training.generator(z, parameters)[0])
      }
    }
    return Table(of: samples, [Column("x") { $0 }])
  }
}
