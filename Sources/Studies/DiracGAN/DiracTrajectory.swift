import Scalars
package import Tabulation

/// Where a game goes from a point, step by step.
package struct DiracTrajectory: Sendable {
  /// The points, the start first.
  package let points: [DiracPoint<Double>]
  private let conserved: [Double?]

  /// A step: where it leads to, and what continuous time keeps constant, nil where nothing is known to be.
  package struct Row: TableRow {
    let step: Int
    let point: DiracPoint<Double>
    let conserved: Double?

    package static var columns: [Column<Row>] {
      [
        Column("step", \.step), Column("theta", \.point.theta), Column("psi", \.point.psi), Column("distance", \.point.distance),
        Column("conserved", \.conserved),
      ]
    }
  }

  /// This many steps of size `rate`; nil if they leave the range in which θ² + ψ² is a double.
  package init?(of game: some DiracGame, from start: DiracPoint<Double>, rate: Double, steps: Int, updates: DiracUpdates) {
    var state = game.start(at: start)
    var points = [start]
    points.reserveCapacity(steps + 1)
    for _ in 0..<steps where points[points.count - 1].hasSquare {
      state = game.step(from: state, rate: rate, updates: updates)
      points.append(state.point)
    }
    guard points[points.count - 1].hasSquare else { return nil }
    self.points = points
    conserved = points.map(game.conserved)
  }

  /// A row a step, the start first.
  package var rows: [Row] { points.indices.map { Row(step: $0, point: points[$0], conserved: conserved[$0]) } }
}

extension DiracPoint<Double> {
  /// Whether θ² + ψ² is a double.
  fileprivate var hasSquare: Bool { (theta * theta + psi * psi).isFinite }
}
