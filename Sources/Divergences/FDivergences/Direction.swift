/// Which of two densities a divergence that is not symmetric is taken from.
package enum Direction: String, CaseIterable, Hashable, Sendable {
  /// D(P‖Q): P is the data, Q the model.
  case forward = "pq"
  /// D(Q‖P).
  case reverse = "qp"

  /// The name of a measure in this direction, such as `kl_pq`.
  func named(_ measure: String) -> String { measure + "_" + rawValue }
}
