import Calculus
public import Densities
import Divergences
import RealModule
import Scalars

/// The units a run trains in: x = shift + scale · y, with y of about unit size.
///
/// Settings do not transfer across location and scale, so the trainer sees y alone; densities, samples and curves are reported in x.
public struct Standardization: Hashable, Sendable, Codable {
  /// What y = 0 is.
  public var shift: Double
  /// What a unit of y is, above 0.
  public var scale: Double

  /// These units.
  public init(shift: Double, scale: Double) {
    self.shift = shift
    self.scale = scale
  }

  /// The mean and the standard deviation, or the median and the quartiles' distance over that of a normal distribution where the second moment
  /// is infinite or does not come out.
  public init(of density: any Density) {
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
    let moments = expectations(under: density, of: [{ ($0 - median) / unit }, { (($0 - median) / unit).squared }])
    let variance = moments[1].value - moments[0].value.squared
    guard variance > 0, moments.allSatisfy({ $0.error < 1e-6 }) else { return }
    shift = median + unit * moments[0].value
    scale = unit * .sqrt(variance)
  }

  /// The mean and the standard deviation of data.
  public init(of data: [Double]) {
    let mean = data.compensatedSum() / Double(data.count)
    let variance = data.lazy.map { ($0 - mean).squared }.compensatedSum() / Double(data.count)
    shift = mean
    scale = variance > 0 ? .sqrt(variance) : 1
  }

  /// y for x.
  public func standardized(_ x: Double) -> Double { (x - shift) / scale }
  /// x for y.
  public func original(_ y: Double) -> Double { shift + scale * y }
}
