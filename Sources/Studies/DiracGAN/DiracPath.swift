import RealModule
package import Scalars
package import Tabulation

/// The study of a Dirac-GAN: where a game goes from a point, step by step.
package struct DiracPath: Sendable {
  /// The game.
  package var game: DiracGame
  /// Where the players start.
  package var start: DiracPoint<Double>
  /// The size of a step.
  package var rate: Double
  /// The number of steps.
  package var steps: Int
  /// In which order the players move.
  package var updates: DiracUpdates

  /// A path, by default one of the plots of Mescheder, Geiger & Nowozin (2018).
  package init(
    _ game: DiracGame = .minimax, from start: DiracPoint<Double> = DiracPoint(theta: 1, psi: 1), rate: Double = 0.2, steps: Int = 500,
    updates: DiracUpdates = .simultaneous
  ) {
    (self.game, self.start, self.rate, self.steps, self.updates) = (game, start, rate, steps, updates)
  }

  /// A step: where it leads to, and what continuous time keeps constant, nil where nothing is known to be.
  package struct Row: TableRow {
    let step: Int
    /// The players after it.
    package let point: DiracPoint<Double>
    let conserved: Double?

    package static var columns: [Column<Row>] {
      [
        Column("step", \.step), Column("theta", \.point.theta), Column("psi", \.point.psi), Column("distance", \.point.distance),
        Column("conserved", \.conserved),
      ]
    }
  }

  /// A row a step, the start first; nil if the steps leave the range in which θ² + ψ² is a double.
  package func run() -> [Row]? {
    // The step before the first is taken to have used the field of the start.
    var state = DiracState(point: start, lastField: game.field(at: start))
    var rows: [Row] = []
    rows.reserveCapacity(steps + 1)
    for step in 0...steps {
      if step > 0 { state = game.step(from: state, rate: rate, updates: updates) }
      guard (state.point.theta * state.point.theta + state.point.psi * state.point.psi).isFinite else { return nil }
      rows.append(Row(step: step, point: state.point, conserved: game.conserved(at: state.point)))
    }
    return rows
  }
}

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

  static func + (a: DiracPoint, b: DiracPoint) -> DiracPoint { DiracPoint(theta: a.theta + b.theta, psi: a.psi + b.psi) }
  static func - (a: DiracPoint, b: DiracPoint) -> DiracPoint { DiracPoint(theta: a.theta - b.theta, psi: a.psi - b.psi) }
  static func * (factor: Value, a: DiracPoint) -> DiracPoint { DiracPoint(theta: factor * a.theta, psi: factor * a.psi) }
}

extension DiracPoint<Double> {
  /// √(θ² + ψ²), the distance to the equilibrium, also where the squares underflow or overflow.
  package var distance: Double { .hypot(theta, psi) }
}

/// What a step starts from: the point, and the field that the step before used, for a method that remembers it.
package struct DiracState<Value: Scalar>: Equatable, Sendable {
  var point: DiracPoint<Value>
  var lastField: DiracPoint<Value>
}

/// In which order the players move.
package enum DiracUpdates: String, CaseIterable, Sendable {
  /// Both from the same point.
  case simultaneous
  /// The generator first; the critic answers to where it has gone.
  case alternating
}
