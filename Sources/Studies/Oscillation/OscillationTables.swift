import Calculus
import RealModule
package import Tabulation

extension Linearization {
  /// The rows `map,eigenvalue,real,imaginary,decay,frequency,note`: the eigenvalues of the flow and of a step.
  package var table: Table {
    var table = Table(columns: ["map", "eigenvalue", "real", "imaginary", "decay", "frequency", "note"])
    func append(
      _ map: String, _ values: [Eigenvalue], _ decay: (Eigenvalue) -> Double, _ frequency: (Eigenvalue) -> Double,
      _ note: (Eigenvalue) -> String
    ) {
      for (index, value) in values.enumerated() {
        table.append(
          [.text(map), .integer(index + 1)] + [value.real, value.imaginary, decay(value), frequency(value)].map(Cell.number)
            + [.text(note(value))])
      }
    }
    append("flow", flow, { -$0.real }, { abs($0.imaginary) / (2 * .pi) }) {
      Self.isNeutral(flow: $0) ? "neutral" : ""
    }
    append("step", step, decay, frequency) { value in
      if isNeutral(step: value) { return "neutral" }
      return value.modulus == leading?.modulus ? "leading" : ""
    }
    return table
  }
}

extension SmallGameTrajectory {
  /// The rows `quantity,frequency,frequency_predicted,decay,decay_predicted,periods,note`: measured, and as predicted by
  /// the slowest mode.
  package func spectrum(beside linearization: Linearization) -> Table {
    var table = Table(columns: ["quantity", "frequency", "frequency_predicted", "decay", "decay_predicted", "periods", "note"])
    let leading = linearization.leading
    let (frequency, decay) = (leading.map(linearization.frequency) ?? .nan, leading.map(linearization.decay) ?? .nan)
    for quantity in quantities {
      table.append(
        [.text(quantity.name), quantity.frequency.map(Cell.number) ?? "", .number(quantity.order * frequency)]
          + [
            quantity.decay.map(Cell.number) ?? "", .number(quantity.order * decay), .number(quantity.periods),
            .text(note(quantity, frequency, decay)),
          ])
    }
    return table
  }

  private func note(_ quantity: Quantity, _ frequency: Double, _ decay: Double) -> String {
    if isStochastic { return quantity.frequency == nil ? "no line stands out of the noise" : "kept up by the noise of minibatches" }
    if decay < 0 { return "steps of this size lead away from the equilibrium" }
    if frequency == 0 { return "the slowest mode does not turn" }
    return quantity.frequency == nil ? "fewer than two whole periods: take more --steps" : ""
  }
}
