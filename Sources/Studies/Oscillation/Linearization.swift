package import Autodiff
package import Calculus
import RealModule
package import Tabulation

/// A small game near its equilibrium: one step of gradient descent takes the distance x to it to Ux, to first order.
///
/// Time is h a step. An eigenvalue u of U is a decay e^(−t·decay) and a frequency: decay = −log|u|/h and frequency =
/// |arg u|/(2πh). In the limit of small steps these are −Re λ and |Im λ|/2π for the eigenvalues λ of the field's
/// Jacobian. What is of second order in the parameters near the equilibrium, such as JS(P, Q) and V(D) + log 4, has
/// twice both.
package struct Linearization: Sendable {
  /// The Jacobian of the field, −(gradient of the generator's loss, gradient of the discriminator's loss), at the
  /// equilibrium, by differentiating the trace twice.
  package let jacobian: [[Double]]
  /// The size h of a step.
  package let rate: Double
  /// The eigenvalues λ of the field's Jacobian.
  package let flow: [Eigenvalue]
  /// The eigenvalues u of a step.
  package let step: [Eigenvalue]

  /// The linearisation of a game under steps of this size.
  package init(of game: SmallGame, rate: Double, updates: DiracUpdates) throws(PlanError) {
    let jacobian = try gradientJacobian(of: game, at: game.equilibrium).map { $0.map { -$0 } }
    self.jacobian = jacobian
    self.rate = rate
    flow = eigenvalues(of: jacobian)
    let size = jacobian.count
    // The rows of the players who move: 1 + hJ on them, and the others stay.
    func moved(_ players: Range<Int>) -> [[Double]] {
      (0..<size).map { row in (0..<size).map { ($0 == row ? 1 : 0) + (players.contains(row) ? rate * jacobian[row][$0] : 0) } }
    }
    switch updates {
    case .simultaneous: step = eigenvalues(of: moved(0..<size))
    case .alternating:
      let (first, second) = (moved(0..<SmallGame.generatorCount), moved(SmallGame.generatorCount..<size))
      step = eigenvalues(
        of: (0..<size).map { row in (0..<size).map { column in (0..<size).reduce(0) { $0 + second[row][$1] * first[$1][column] } } })
    }
  }

  /// Whether a direction leads along a line of equilibria, to first order: nothing pulls there, and what is measured
  /// does not see it.
  package static func isNeutral(flow value: Eigenvalue) -> Bool { value.modulus < 1e-7 }

  /// The same for an eigenvalue of a step.
  package func isNeutral(step value: Eigenvalue) -> Bool {
    Self.isNeutral(flow: Eigenvalue(real: (value.real - 1) / rate, imaginary: value.imaginary / rate))
  }

  /// The eigenvalue of a step that is left in the end: the largest but for the neutral ones.
  package var leading: Eigenvalue? { step.filter { !isNeutral(step: $0) }.max { $0.modulus < $1.modulus } }

  /// How fast what belongs to an eigenvalue of a step falls, per unit of time; negative if it grows.
  package func decay(_ value: Eigenvalue) -> Double { -.log(value.modulus) / rate }

  /// How often it turns in a unit of time; 0 if it does not.
  package func frequency(_ value: Eigenvalue) -> Double { abs(value.argument) / (2 * .pi * rate) }
}

extension Linearization {
  /// An eigenvalue of the flow or of a step, with what it means.
  package struct Row: TableRow {
    /// Whose it is.
    package let map: Map
    /// Its number, from 1.
    package let index: Int
    /// The eigenvalue.
    package let value: Eigenvalue
    let decay: Double
    let frequency: Double
    /// Whether it is neutral, or of a step the leading one.
    package let note: String

    /// The two maps that have eigenvalues.
    package enum Map: String, CellValue, Sendable { case flow, step }

    package static var columns: [Column<Row>] {
      [
        Column("map", \.map), Column("eigenvalue", \.index), Column("real", \.value.real), Column("imaginary", \.value.imaginary),
        Column("decay", \.decay), Column("frequency", \.frequency), Column("note", \.note),
      ]
    }
  }

  /// A row an eigenvalue: those of the flow, then those of a step.
  package var rows: [Row] {
    let ofFlow = flow.enumerated().map { index, value in
      Row(
        map: .flow, index: index + 1, value: value, decay: -value.real, frequency: abs(value.imaginary) / (2 * .pi),
        note: Self.isNeutral(flow: value) ? "neutral" : "")
    }
    let ofStep = step.enumerated().map { index, value in
      Row(
        map: .step, index: index + 1, value: value, decay: decay(value), frequency: frequency(value),
        note: isNeutral(step: value) ? "neutral" : value.modulus == leading?.modulus ? "leading" : "")
    }
    return ofFlow + ofStep
  }
}
