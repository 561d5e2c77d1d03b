package import Densities
import RealModule
package import Scalars

/// A box of normals, by their means and standard deviations, with the grid on which a landscape is seen.
package struct NormalBox: Sendable {
  /// The means.
  package let means: Interval
  /// The standard deviations, above 0.
  package let deviations: Interval

  /// A box; the deviations must be finite numbers above 0, the means finite, and both intervals longer than a point.
  package init(means: Interval, deviations: Interval) {
    precondition(
      deviations.lower > 0 && deviations.length.isFinite && means.length.isFinite, "a box needs finite means and deviations above 0")
    self.means = means
    self.deviations = deviations
  }

  /// The means between the 1/200 quantiles of P, or out to its outermost landmarks, and deviations from a tenth of the
  /// narrowest landmark's scale to that width. Nil where these are beyond 1e±290, or nothing is left between them.
  package init?(around p: any AnalyticDensity) {
    let marks = componentLandmarks(of: p)
    let lower = marks.map(\.location).reduce(p.quantile(0.005), Swift.min)
    let upper = marks.map(\.location).reduce(p.upperQuantile(0.005), Swift.max)
    let narrowest = marks.map(\.scale).reduce(upper - lower, Swift.min)
    guard abs(lower) < 1e290, abs(upper) < 1e290, narrowest > 1e-290 else { return nil }
    self.init(means: Interval(lower, upper), deviations: Interval(0.1 * narrowest, upper - lower))
  }

  /// Means to look at: around every landmark in steps of a share of its scale, and evenly in between.
  func meanGrid(for p: any AnalyticDensity, density: Double = 1) -> [Double] {
    let even = means.length / (40 * density)
    var candidates = (0...Int(40 * density)).map { (mean: means.lower + even * Double($0), spacing: even) }
    for mark in componentLandmarks(of: p) {
      let spacing = 0.5 * mark.scale / density
      candidates += (-Int(12 * density)...Int(12 * density)).map { (mean: mark.location + spacing * Double($0), spacing: spacing) }
    }
    // Points of two landmarks may nearly coincide.
    let inside = candidates.filter { means.lower < $0.mean && $0.mean < means.upper }.sorted { $0.mean < $1.mean }
    return inside.reduce(into: [means.lower]) { if $1.mean - $0[$0.count - 1] > 0.4 * $1.spacing { $0.append($1.mean) } } + [means.upper]
  }

  /// Deviations in equal ratios of at most 1.25, the ends included.
  func deviationGrid(density: Double = 1) -> [Double] {
    let (low, high) = (Double.log(deviations.lower), Double.log(deviations.upper))
    let count = Swift.max(2, Int((density * (high - low) / .log(1.25)).rounded(.up)))
    return (0...count).map { $0 == count ? deviations.upper : .exp(low + (high - low) * Double($0) / Double(count)) }
  }
}

/// Where P changes: of a mixture the landmarks of its components, without the corners between them.
func componentLandmarks(of p: any AnalyticDensity) -> [Landmark] {
  (p as? Mixture)?.components.flatMap { componentLandmarks(of: $0) } ?? p.landmarks
}

extension NormalBox {
  func contains(_ q: Normal) -> Bool { means.contains(q.mean) && deviations.contains(q.sd) }

  /// Whether a normal is within a thousandth of its deviation of the edge.
  func hasOnEdge(_ q: Normal) -> Bool {
    let margin = 1e-3 * q.sd
    return q.mean - means.lower < margin || means.upper - q.mean < margin || q.sd - deviations.lower < margin
      || deviations.upper - q.sd < margin
  }
}
