package import Autodiff

/// A rule that moves parameters against a gradient: a value without state, which lives in vectors beside the
/// parameters.
package protocol Optimizer: Sendable {
  /// How many vectors of state, each as long as the parameters and zero at the start.
  var stateCount: Int { get }

  /// Moves the parameters one step; `step` counts from 1, and `rate` multiplies the learning rate.
  func apply<Number: KernelNumber>(
    _ parameters: Storage<Number>, gradient: Storage<Number>, state: [Storage<Number>], step: Int, rate: Double)
}
