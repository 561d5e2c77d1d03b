import Scalars
import Studies
import Tabulation

/// Scene 6: the smallest GAN, its path, its eigenvalues and its field.
extension Route {
  static let dirac = Route(
    "dirac",
    CommandForm(command: ["dirac"], options: ["game", "rate", "steps", "updates", "theta", "psi"], limits: ["steps": 20_000]), isDrawn: true
  )

  static let eigenvalues = Route("eigenvalues", CommandForm(command: ["dirac", "--eigenvalues"], options: ["game", "rate"]))

  /// Where the players move in continuous time, on a grid.
  static let field = Route("field", ["game", "range", "points"]) { question in
    let parameters = question.parameters
    let game: DiracGame
    do { game = try DiracGame(parsing: parameters["game"] ?? "minimax") } catch { throw Refusal(error, parameter: "game") }
    let range = try parameters.number("range", default: 2, 1e-6...1e6)
    let axis = grid(from: -range, to: range, count: try parameters.whole("points", default: 15, 2...61))
    let points = axis.flatMap { theta in axis.map { DiracPoint(theta: theta, psi: $0) } }
    let arrows = Table(
      of: points.map { (point: $0, field: game.field(at: $0)) },
      [
        Column("theta", \.point.theta), Column("psi", \.point.psi), Column("theta_slope", \.field.theta), Column("psi_slope", \.field.psi),
      ])
    return Answer(curves: [("field", arrows)])
  }
}
