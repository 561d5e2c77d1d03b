import Scalars
package import Tabulation

/// Where a game goes from a point, step by step.
package struct DiracTrajectory: Sendable {
  /// The points, the start first.
  package let points: [DiracPoint<Double>]
  private let conserved: [Double?]

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

  /// The rows `step,theta,psi,distance,conserved`; the last is what continuous time keeps constant, and empty where
  /// nothing is known to be.
  package var table: Table {
    var table = Table(columns: ["step", "theta", "psi", "distance", "conserved"])
    for (step, point) in points.enumerated() {
      table.append([
        .integer(step), .number(point.theta), .number(point.psi), .number(point.distance), conserved[step].map(Cell.number) ?? "",
      ])
    }
    return table
  }
}

extension DiracPoint<Double> {
  /// Whether θ² + ψ² is a double.
  fileprivate var hasSquare: Bool { (theta * theta + psi * psi).isFinite }
}
