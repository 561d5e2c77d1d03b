package import Autodiff

/// One network in training: its parameters, the optimiser's state, and the running average of the parameters.
package final class Player<Number: KernelNumber> {
  /// The network's shape.
  package let network: MultilayerPerceptron
  /// The parameters as they are.
  package let parameters: Storage<Number>
  /// The exponential average of the parameters, without bias from its start.
  package let average: Storage<Number>
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

  /// A larger parameter has diverged: data and noise are of unit size, which single precision no longer resolves beside
  /// it.
  package static var bound: Number { 1e6 }

  /// Whether every parameter is a number of usable size.
  var isBounded: Bool { parameters.values.allSatisfy { abs($0) <= Self.bound } }

  /// The state that training changes; writing it to a file and restoring it is exact.
  package var state: PlayerState<Number> {
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
package struct PlayerState<Number: KernelNumber>: Codable, Equatable, Sendable {
  /// The parameters.
  package var parameters: [Number]
  /// Their running average.
  package var average: [Number]
  /// The optimiser's vectors.
  package var optimizer: [[Number]]
  /// How many updates have been made.
  package var updates: Int
}
