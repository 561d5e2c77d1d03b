/// Which of two densities a divergence that is not symmetric is taken from.
package enum Direction: String, CaseIterable, Hashable, Sendable {
  /// D(P‖Q): P is the data, Q the model.
  case forward = "pq"
  /// D(Q‖P).
  case reverse = "qp"

  /// The name of a measure in this direction, such as `kl_pq`.
  func named(_ measure: String) -> String { measure + "_" + rawValue }
}

/// A divergence that is not symmetric, in either direction: its file has one of them, and the other exchanges P and Q.
package protocol DirectedDivergence: FDivergence {
  /// Which of the two.
  var direction: Direction { get }

  /// The name without a direction.
  static var measure: String { get }

  /// How the integrand grows where the second density vanishes beside the first; where the first does it is bounded.
  static var growth: GrowthOrder { get }

  /// The integrand where the first density is w times the second, in units of the second.
  func fromSmaller(_ w: LogRatio) -> Double

  /// The integrand times w^(−growth.power) where the second density is w times the first, in units of the first.
  func fromLarger(_ w: LogRatio) -> Double
}

extension DirectedDivergence {
  package var name: String { direction.named(Self.measure) }
  package var growthAtZero: GrowthOrder { isForward ? .bounded : Self.growth }
  package var growthAtInfinity: GrowthOrder { isForward ? Self.growth : .bounded }
  @inline(__always)
  package func atRatio(_ w: LogRatio) -> Double { isForward ? fromSmaller(w) : fromLarger(w) }
  @inline(__always)
  package func dualAtRatio(_ w: LogRatio) -> Double { isForward ? fromLarger(w) : fromSmaller(w) }

  var isForward: Bool { direction == .forward }
}
