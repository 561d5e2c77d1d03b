import Autodiff
import Foundation

/// A run between two steps, as it is written to `checkpoint.json`: the parameters bit for bit, and the history so far.
struct Checkpoint: Codable {
  let settings: RunSettings
  let standardization: Standardization
  /// The vector widths that the steps were made on, in their order.
  let vectorWidth: String
  let step: Int
  let generator: PackedPlayer?
  let discriminator: PackedPlayer
  /// `history.csv`.
  let history: String
  /// `frames.csv`; nil in a checkpoint of an earlier version.
  let frames: String?

  init(
    _ settings: RunSettings, _ standardization: Standardization, vectorWidth: String, _ state: TrainingState<Float>, history: String,
    frames: String
  ) {
    self.settings = settings
    self.standardization = standardization
    self.vectorWidth = vectorWidth
    step = state.step
    generator = state.generator.map { PackedPlayer($0) }
    discriminator = PackedPlayer(state.discriminator)
    self.history = history
    self.frames = frames
  }

  /// The state, held to that of a fresh run of the same settings; throws where the numbers are not as many.
  func state(like fresh: TrainingState<Float>) throws(RunError) -> TrainingState<Float> {
    let state = TrainingState(step: step, generator: generator?.state, discriminator: discriminator.state)
    func shape(_ player: PlayerState<Float>?) -> [Int] {
      player.map { [$0.parameters.count, $0.average.count] + $0.optimizer.map(\.count) } ?? []
    }
    guard shape(state.generator) == shape(fresh.generator), shape(state.discriminator) == shape(fresh.discriminator) else {
      throw RunError("the checkpoint is damaged: its parameters are not as many as its settings ask for; train anew with --force")
    }
    return state
  }
}

extension OutputFolder {
  /// The checkpoint that is there, of these settings or of a run that has ended and which these extend; throws one
  /// sentence where it is damaged, or another's.
  func checkpoint(of settings: RunSettings) throws -> Checkpoint {
    let checkpoint = try read(Checkpoint.self, "checkpoint.json")
    let known = checkpoint.settings
    if checkpoint.step == known.training.steps, known.extended(to: settings.training.steps) == settings { return checkpoint }
    if let difference = settings.difference(from: checkpoint.settings) {
      throw RunError(
        "'\(path)' has a checkpoint of another configuration: its \(difference.setting) is \(difference.other), not \(difference.mine)")
    }
    return checkpoint
  }
}

/// A player's numbers as bytes, so that they come back bit for bit.
struct PackedPlayer: Codable {
  let updates: Int
  let parameters: Data
  let average: Data
  let optimizer: [Data]

  init(_ state: PlayerState<Float>) {
    updates = state.updates
    (parameters, average) = (Self.packed(state.parameters), Self.packed(state.average))
    optimizer = state.optimizer.map(Self.packed)
  }

  var state: PlayerState<Float> {
    PlayerState(
      parameters: Self.numbers(parameters), average: Self.numbers(average), optimizer: optimizer.map(Self.numbers), updates: updates)
  }

  private static func packed(_ numbers: [Float]) -> Data {
    Data(numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt32($0))) } })
  }

  private static func numbers(_ data: Data) -> [Float] {
    let bytes = [UInt8](data)
    return stride(from: 0, to: bytes.count - bytes.count % 4, by: 4).map { start in
      Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) })
    }
  }
}
