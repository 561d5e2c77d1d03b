import RealModule

/// The power spectrum of a long, noisy series: the mean over overlapping segments of the squared Fourier transform
/// (Welch 1967), each without its mean and under a Hann window.
///
/// A single transform of noise has lines as high as their mean and no peak to speak of; the mean over fifteen segments
/// of an eighth of the series errs by a quarter of itself, and resolves frequencies sixteen lines of the whole series
/// apart.
package struct Periodogram: Sendable {
  /// The frequency of a line is its index times this.
  package let resolution: Double
  /// The power at the multiples of the resolution, from 0.
  package let power: [Double]

  /// The spectrum of values `interval` apart; nil for fewer than 64, or where they are not finite.
  package init?(of series: [Double], interval: Double) {
    guard series.count >= 64, series.allSatisfy(\.isFinite) else { return nil }
    // Eight segments, and seven half-way between them.
    let length = 2 * (series.count / 16)
    let circle = (0..<length).map { 2 * Double.pi * Double($0) / Double(length) }
    let (cosines, sines) = (circle.map { Double.cos($0) }, circle.map { Double.sin($0) })
    var power = [Double](repeating: 0, count: length / 2)
    for start in stride(from: 0, through: series.count - length, by: length / 2) {
      let segment = series[start..<start + length]
      let mean = segment.reduce(0, +) / Double(length)
      let windowed = segment.enumerated().map { ($0.element - mean) * 0.5 * (1 - cosines[$0.offset]) }
      for line in power.indices {
        var (real, imaginary, place) = (0.0, 0.0, 0)
        for value in windowed {
          real += value * cosines[place]
          imaginary += value * sines[place]
          place += line
          if place >= length { place -= length }
        }
        power[line] += real * real + imaginary * imaginary
      }
    }
    self.power = power
    resolution = 1 / (Double(length) * interval)
  }

  /// The frequency of the highest line, moved to the top of the parabola through the logarithms of it and its
  /// neighbours; nil where it is the lowest that the window tells from 0.
  ///
  /// Noise that wanders off has its power at the lowest lines, and no frequency.
  package var peak: Double? {
    guard let top = power.indices.dropFirst(2).dropLast().max(by: { power[$0] < power[$1] }), top > 2, power[top] > 0 else { return nil }
    let (left, here, right) = (Double.log(power[top - 1]), Double.log(power[top]), Double.log(power[top + 1]))
    let curvature = left - 2 * here + right
    let offset = curvature < 0 ? 0.5 * (left - right) / curvature : 0
    return (Double(top) + offset) * resolution
  }
}
