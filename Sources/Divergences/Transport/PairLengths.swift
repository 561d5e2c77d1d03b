import Densities
import RealModule
import Scalars

/// The lengths by which the distances between two distributions are measured.
struct PairLengths {
  /// Of the order of the widths and separations of both: in this unit their distances are neither huge nor tiny.
  let unit: Double
  /// The width of the narrower one between its quartiles: a distance that is small beside it is known to the rounding
  /// of its share.
  let width: Double

  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity) {
    var (centres, scales, widths): ([Double], [Double], [Double]) = ([], [], [])
    for density in [p, q] {
      // A cut or a centre where there is no mass, such as the end of a truncation at 1e200, is no length of the
      // distribution. Nor is one that hardly any mass reaches: beside a unit of 1e30 widths what counts as zero in an
      // integral would be a whole width.
      let (low, high) = (density.quantile(1e-15), density.upperQuantile(1e-15))
      let points = density.landmarks.map(\.location) + density.breakpoints
      centres += low <= high ? points.map { min(max($0, low), high) } : points
      scales += density.landmarks.map { low < high ? min($0.scale, high - low) : $0.scale }
      widths.append(density.upperQuantile(0.25) - density.quantile(0.25))
    }
    let spread = (centres.max() ?? 0) - (centres.min() ?? 0)
    let length = max(scales.max() ?? 1, spread)
    let unit = length > 0 && length.isFinite ? length : 1
    self.unit = unit
    width = widths.reduce(unit) { $1 > 0 ? min($0, $1) : $0 }
  }
}
