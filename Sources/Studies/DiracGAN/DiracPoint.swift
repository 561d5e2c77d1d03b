import RealModule
package import Scalars

/// The parameters of the two players of a Dirac-GAN, or a direction in which they move.
package struct DiracPoint<Value: Scalar>: Equatable, Sendable {
  /// The generator: where its point mass sits.
  package var theta: Value
  /// The slope of the critic D(x) = ψx.
  package var psi: Value

  /// A point of the plane.
  package init(theta: Value, psi: Value) {
    self.theta = theta
    self.psi = psi
  }

  /// The two players' parameters, exchanged for their images under one map.
  func map(_ transform: (Value) -> Value) -> DiracPoint { DiracPoint(theta: transform(theta), psi: transform(psi)) }

  static func + (a: DiracPoint, b: DiracPoint) -> DiracPoint { DiracPoint(theta: a.theta + b.theta, psi: a.psi + b.psi) }
  static func - (a: DiracPoint, b: DiracPoint) -> DiracPoint { DiracPoint(theta: a.theta - b.theta, psi: a.psi - b.psi) }
  static func * (factor: Value, a: DiracPoint) -> DiracPoint { a.map { factor * $0 } }
}

extension DiracPoint<Double> {
  /// √(θ² + ψ²), the distance to the equilibrium, also where the squares underflow or overflow.
  package var distance: Double { .hypot(theta, psi) }
}

/// What a step starts from: the point, and the field of the step before for a method that remembers it.
package struct DiracState<Value: Scalar>: Equatable, Sendable {
  /// Where the players are.
  package var point: DiracPoint<Value>
  /// The field that the last step used.
  package var lastField: DiracPoint<Value>

  /// A point with the field of the step before.
  package init(point: DiracPoint<Value>, lastField: DiracPoint<Value>) {
    self.point = point
    self.lastField = lastField
  }
}

/// In which order the players move.
package enum DiracUpdates: String, CaseIterable, Sendable {
  /// Both from the same point.
  case simultaneous
  /// The generator first; the critic answers to where it has gone.
  case alternating
}
