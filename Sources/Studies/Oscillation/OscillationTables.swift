import Calculus
import RealModule
package import Tabulation

extension Linearization {
  /// An eigenvalue of the flow or of a step, with what it means.
  package struct Row: TableRow {
    let map: String
    let index: Int
    let value: Eigenvalue
    let decay: Double
    let frequency: Double
    let note: String

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
        map: "flow", index: index + 1, value: value, decay: -value.real, frequency: abs(value.imaginary) / (2 * .pi),
        note: Self.isNeutral(flow: value) ? "neutral" : "")
    }
    let ofStep = step.enumerated().map { index, value in
      Row(
        map: "step", index: index + 1, value: value, decay: decay(value), frequency: frequency(value),
        note: isNeutral(step: value) ? "neutral" : value.modulus == leading?.modulus ? "leading" : "")
    }
    return ofFlow + ofStep
  }
}

extension SmallGameTrajectory {
  /// A row a quantity: as measured, and as the slowest mode predicts it.
  package func spectrum(beside linearization: Linearization) -> Table {
    let leading = linearization.leading
    let (frequency, decay) = (leading.map(linearization.frequency) ?? .nan, leading.map(linearization.decay) ?? .nan)
    return Table(
      of: quantities,
      [
        Column("quantity", \.name), Column("frequency", \.frequency), Column("frequency_predicted") { $0.order * frequency },
        Column("decay", \.decay), Column("decay_predicted") { $0.order * decay }, Column("periods", \.periods),
        Column("note") { note($0, frequency, decay) },
      ])
  }

  private func note(_ quantity: Quantity, _ frequency: Double, _ decay: Double) -> String {
    if isStochastic { return quantity.frequency == nil ? "no line stands out of the noise" : "kept up by the noise of minibatches" }
    if decay < 0 { return "steps of this size lead away from the equilibrium" }
    if frequency == 0 { return "the slowest mode does not turn" }
    return quantity.frequency == nil ? "fewer than two whole periods: take more --steps" : ""
  }
}
