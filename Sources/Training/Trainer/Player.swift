public import Autodiff

/// One network in training: its parameters, the optimiser's state, and the running average of the parameters.
public final class Player<Number: KernelNumber> {
  /// The network's shape.
  public let network: MultilayerPerceptron
  /// The parameters as they are.
  public let parameters: Storage<Number>
  /// The exponential average of the parameters, corrected for its start at nothing.
  public let average: Storage<Number>
  let optimizer: any Optimizer
  let optimizerState: [Storage<Number>]
  private(set) var updates = 0
  private let averaging: Double

  init(_ network: MultilayerPerceptron, parameters: [Double], optimizer: any Optimizer, averaging: Double) {
    self.network = network
    self.optimizer = optimizer
    self.averaging = averaging
    self.parameters = Storage(parameters.map { Number($0) })
    average = Storage(parameters.map { Number($0) })
    optimizerState = (0..<optimizer.stateCount).map { _ in Storage(count: parameters.count) }
  }

  func update(gradient: Storage<Number>, rate: Double, clip: Double?) {
    updates += 1
    optimizer.apply(parameters, gradient: gradient, state: optimizerState, step: updates, rate: rate)
    if let clip { Number.clip(parameters, to: Number(clip)) }
    // An average over fewer than 1/(1 − decay) steps weighs them evenly, so that it does not remember the start.
    let weight = max(1 - averaging, 1 / Double(updates))
    Number.combine(parameters, times: Number(weight), into: average, times: Number(1 - weight))
  }

  /// Beyond this size a parameter has diverged: data and noise are of unit size, and single precision resolves nothing there any more.
  public static var bound: Number { 1e6 }

  /// Whether every parameter is a number of usable size.
  var isBounded: Bool { parameters.values.allSatisfy { abs($0) <= Self.bound } }

  /// All that training changes, as numbers that can be written to a file and put back bit for bit.
  public var state: PlayerState<Number> {
    get {
      PlayerState(
        parameters: parameters.values, average: average.values, optimizer: optimizerState.map(\.values), updates: updates)
    }
    set {
      parameters.values = newValue.parameters
      average.values = newValue.average
      for (storage, values) in zip(optimizerState, newValue.optimizer) { storage.values = values }
      updates = newValue.updates
    }
  }
}

/// The state of a player in training.
public struct PlayerState<Number: KernelNumber>: Codable, Equatable, Sendable {
  /// The parameters.
  public var parameters: [Number]
  /// Their running average.
  public var average: [Number]
  /// The optimiser's vectors.
  public var optimizer: [[Number]]
  /// How many updates have been made.
  public var updates: Int
}
