import Densities

/// What a trajectory's series do.
extension SmallGameTrajectory {
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
    package let periods: Double
  }

  /// The oscillation of the generator's parameters, of JS and of V, without the first third of the run, in which faster
  /// modes die, and without an end at which the generator is nearer to its equilibrium than 10⁻¹¹ deviations of P,
  /// where JS is rounding.
  ///
  /// Of μ and σ only the one that is farther from its equilibrium in the end: the other may not see the slowest mode.
  /// With minibatches, whose noise excites every mode, both, and the frequency is that of the highest line of the
  /// spectrum; zero crossings would count the noise.
  package var quantities: [Quantity] {
    let end = records.lastIndex { max(abs($0.mean - game.p.mean), abs(abs($0.deviation) - game.p.sd)) > 1e-11 * game.p.sd } ?? 0
    let late = Array(records[...end].dropFirst(end / 3))
    let mean = quantity("mean", 1, late) { $0.mean - game.p.mean }
    let deviation = quantity("deviation", 1, late) { abs($0.deviation) - game.p.sd }
    let losses = [quantity("js", 2, late) { $0.js }, quantity("value", 2, late) { $0.excess }]
    if isStochastic { return [mean, deviation] + losses }
    func farthest(_ value: (Record) -> Double) -> Double { late.suffix(late.count / 2).reduce(0) { max($0, abs(value($1))) } }
    return [farthest { $0.mean - game.p.mean } > farthest { abs($0.deviation) - game.p.sd } ? mean : deviation] + losses
  }

  private func quantity(_ name: String, _ order: Double, _ late: [Record], _ value: (Record) -> Double) -> Quantity {
    let series = late.map(value)
    let oscillation = Oscillation(of: series, interval: interval)
    guard isStochastic else {
      return Quantity(
        name: name, order: order, frequency: oscillation?.frequency, decay: oscillation?.decay, periods: oscillation?.periods ?? 0)
    }
    let frequency = Periodogram(of: series, interval: interval)?.peak
    let periods = frequency.map { $0 * interval * Double(series.count - 1) } ?? 0
    return Quantity(name: name, order: order, frequency: frequency, decay: oscillation?.decay, periods: periods)
  }
}
