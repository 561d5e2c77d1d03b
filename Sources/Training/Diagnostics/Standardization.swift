import Calculus
package import Densities
import Divergences
import RealModule
import Scalars

/// The units a run trains in: x = shift + scale · y, with y of about unit size.
///
/// Good settings depend on location and scale, so that the trainer works in y; densities, samples and curves are in x.
package struct Standardization: Hashable, Sendable, Codable {
  /// The x of y = 0.
  package var shift: Double
  /// The length in x of a unit of y, above 0.
  package var scale: Double

  /// These units.
  package init(shift: Double, scale: Double) {
    self.shift = shift
    self.scale = scale
  }

  /// The mean and the standard deviation; where the second moment is infinite or unresolved, the median and the
  /// distance of the quartiles in units of that of the standard normal distribution.
  package init(of density: any AnalyticDensity) {
    let median = density.quantile(0.5)
    let spread = (density.upperQuantile(0.25) - density.quantile(0.25)) / 1.3489795003921634
    shift = median
    scale = spread > 0 && spread.isFinite ? spread : 1
    let unit = scale
    let hasVariance = [-1.0, 1].allSatisfy { direction in
      let approach = Approach.tail(direction: direction, origin: median, unit: unit)
      return (density.asymptote(approach) + Asymptote([.log: 2])).isIntegrable(approach)
    }
    guard hasVariance else { return }
    let moments = expectations(
      under: density, of: [LineFunction { ($0 - median) / unit }, LineFunction { (($0 - median) / unit).squared }])
    let variance = moments[1].value - moments[0].value.squared
    guard variance > 0, moments.allSatisfy({ $0.error < 1e-6 }) else { return }
    shift = median + unit * moments[0].value
    scale = unit * .sqrt(variance)
  }

  /// The mean and the standard deviation of data.
  package init(of data: [Double]) {
    let mean = data.compensatedSum() / Double(data.count)
    let variance = data.lazy.map { ($0 - mean).squared }.compensatedSum() / Double(data.count)
    shift = mean
    scale = variance > 0 ? .sqrt(variance) : 1
  }

  /// y for x.
  package func standardized(_ x: Double) -> Double { (x - shift) / scale }
  /// x for y.
  package func original(_ y: Double) -> Double { shift + scale * y }
}
