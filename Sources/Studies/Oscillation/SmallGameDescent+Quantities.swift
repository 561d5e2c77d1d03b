import Densities
import RealModule
package import Tabulation

/// How the series of a descent oscillate.
extension SmallGameDescent {
  /// A series that is measured.
  package struct Quantity: Sendable {
    /// The name.
    package let name: String
    /// How often what the linearisation says of a parameter: once, or twice for what is of second order in the
    /// parameters.
    package let order: Double
    /// The frequency; nil where none was found.
    package let frequency: Double?
    /// The decay; nil where the series vanishes.
    package let decay: Double?
    /// How many periods were seen.
    let periods: Double
  }

  /// The oscillation of the generator's parameters, of JS and of V, without the first third of the run, in which faster
  /// modes die, and without an end at which the generator is nearer to its equilibrium than 10⁻¹¹ deviations of P,
  /// where JS is rounding.
  ///
  /// Of μ and σ only the one that is farther from its equilibrium in the end: the other may not see the slowest mode.
  /// With minibatches, whose noise excites every mode, both, and the frequency is that of the highest line of the
  /// spectrum; zero crossings would count the noise.
  package func quantities(of rows: [Row]) -> [Quantity] {
    let end = rows.lastIndex { max(abs($0.mean - game.p.mean), abs(abs($0.deviation) - game.p.sd)) > 1e-11 * game.p.sd } ?? 0
    let late = Array(rows[...end].dropFirst(end / 3))
    let (means, deviations) = (late.map { $0.mean - game.p.mean }, late.map { abs($0.deviation) - game.p.sd })
    let (mean, deviation) = (quantity("mean", 1, means), quantity("deviation", 1, deviations))
    let losses = [quantity("js", 2, late.map(\.js)), quantity("value", 2, late.map(\.excess))]
    if batch != nil { return [mean, deviation] + losses }
    func farthest(_ series: [Double]) -> Double { series.suffix(series.count / 2).reduce(0) { max($0, abs($1)) } }
    return [farthest(means) > farthest(deviations) ? mean : deviation] + losses
  }

  private func quantity(_ name: String, _ order: Double, _ series: [Double]) -> Quantity {
    let interval = rate * Double(recordEvery)
    let oscillation = Oscillation(of: series, interval: interval)
    var (frequency, periods) = (oscillation?.frequency, oscillation?.periods ?? 0)
    if batch != nil {
      frequency = Periodogram(of: series, interval: interval)?.peak
      periods = frequency.map { $0 * interval * Double(series.count - 1) } ?? 0
    }
    return Quantity(name: name, order: order, frequency: frequency, decay: oscillation?.decay, periods: periods)
  }

  /// A row a quantity: as measured, and as the slowest mode predicts it.
  package func spectrum(of rows: [Row], beside linearization: Linearization) -> Table {
    let leading = linearization.leading
    let (frequency, decay) = (leading.map(linearization.frequency) ?? .nan, leading.map(linearization.decay) ?? .nan)
    return Table(
      of: quantities(of: rows),
      [
        Column("quantity", \.name), Column("frequency", \.frequency), Column("frequency_predicted") { $0.order * frequency },
        Column("decay", \.decay), Column("decay_predicted") { $0.order * decay }, Column("periods", \.periods),
        Column("note") { note($0, frequency, decay) },
      ])
  }

  private func note(_ quantity: Quantity, _ frequency: Double, _ decay: Double) -> String {
    if batch != nil { return quantity.frequency == nil ? "no line stands out of the noise" : "kept up by the noise of minibatches" }
    if decay < 0 { return "steps of this size lead away from the equilibrium" }
    if frequency == 0 { return "the slowest mode does not turn" }
    return quantity.frequency == nil ? "fewer than two whole periods: take more --steps" : ""
  }
}
