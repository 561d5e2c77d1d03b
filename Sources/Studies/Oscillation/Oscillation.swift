import RealModule

/// The frequency and the decay of a series y(t) = e^(−κt)(a + b cos(2πνt + φ)), such as a parameter (a = 0) or a loss
/// of second order near an equilibrium.
///
/// The frequency comes from zero crossings with linear interpolation: once the decay is undone and the mean subtracted,
/// upward crossings are one period apart, whatever the phase. A Fourier transform would see a line as wide as the
/// decay, which for a game that settles within a few turns hides the frequency. The decay comes from the energies of
/// two stretches of the series, a whole number of periods long and apart, which differ by the decay that is not undone
/// yet; both are found in turns.
///
/// A second mode that has not died yet, or rounding, shows as an error of its own size: leave out the start, and end
/// before rounding.
package struct Oscillation: Hashable, Sendable {
  /// ν, in turns a unit of time; nil where there are not two whole periods.
  package let frequency: Double?
  /// κ, per unit of time; negative where the series grows.
  package let decay: Double
  /// How many periods were seen.
  package let periods: Double

  /// Measures a series of values `interval` apart; nil where it is too short or vanishes.
  package init?(of series: [Double], interval: Double) {
    guard series.count >= 8, series.allSatisfy(\.isFinite) else { return nil }
    guard var decay = Self.decay(series, undone: 0, shift: series.count / 2, interval: interval) else { return nil }
    var period: Double?
    for _ in 0..<8 {
      period = Self.period(series, decay: decay, interval: interval)
      guard let period else { break }
      let turns = (0.5 * Double(series.count - 1) * interval / period).rounded(.down)
      let shift = turns >= 1 ? Int((turns * period / interval).rounded()) : series.count / 2
      guard let refined = Self.decay(series, undone: decay, shift: shift, interval: interval) else { break }
      decay = refined
    }
    self.decay = decay
    frequency = period.map { 1 / $0 }
    periods = period.map { Double(series.count - 1) * interval / $0 } ?? 0
  }

  /// From the energies of the first `shift` values and of the next as many, once a decay is undone: nearly flat, they
  /// do not depend on where in a turn the series begins.
  private static func decay(_ series: [Double], undone decay: Double, shift: Int, interval: Double) -> Double? {
    guard shift > 0, 2 * shift <= series.count else { return nil }
    // In units of the largest value squares do not underflow.
    let unit = series.reduce(0) { max($0, abs($1)) }
    func energy(_ range: Range<Int>) -> Double {
      range.reduce(0) { sum, index in
        let value = series[index] / unit * .exp(decay * Double(index) * interval)
        return sum + value * value
      }
    }
    let ratio = energy(shift..<2 * shift) / energy(0..<shift)
    return unit > 0 && ratio > 0 && ratio.isFinite ? decay - 0.5 * .log(ratio) / (Double(shift) * interval) : nil
  }

  /// From the upward crossings of the series without its decay and mean; nil for fewer than three.
  private static func period(_ series: [Double], decay: Double, interval: Double) -> Double? {
    let plain = series.enumerated().map { $0.element * .exp(decay * Double($0.offset) * interval) }
    let mean = plain.reduce(0, +) / Double(plain.count)
    // What is constant but for rounding does not turn.
    guard plain.contains(where: { abs($0 - mean) > 1e-3 * abs($0) }) else { return nil }
    let crossings = plain.indices.dropLast().compactMap { index -> Double? in
      let (here, next) = (plain[index] - mean, plain[index + 1] - mean)
      return here <= 0 && next > 0 ? Double(index) - here / (next - here) : nil
    }
    guard let first = crossings.first, let last = crossings.last, crossings.count >= 3 else { return nil }
    return (last - first) / Double(crossings.count - 1) * interval
  }
}
