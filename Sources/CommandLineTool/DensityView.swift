import Densities
import Scalars
import Tabulation

/// What of some densities a picture shows where nothing else is asked for: their central parts, and as much of their
/// heights as lets the rest be seen.
struct DensityView {
  /// From where to where along x; nil for all.
  private(set) var x: ClosedRange<Double>?
  /// From 0 to the greatest height that is shown; nil for all.
  private(set) var y: ClosedRange<Double>?
  /// What is not shown, in one sentence; empty where all is.
  private(set) var caption = ""

  /// The view of densities with their names.
  ///
  /// - Parameters:
  ///   - densities: what is drawn.
  ///   - names: what the caption calls each.
  ///   - points: where they are drawn.
  ///   - isBounded: whether a user has chosen the ends of the points, all of which are then shown.
  init(of densities: [any AnalyticDensity], named names: [String], at points: [Double], isBounded: Bool = false) {
    let parts = isBounded ? [] : densities.compactMap(\.centralPart)
    if let lower = parts.map(\.interval.lower).min(), let upper = parts.map(\.interval.upper).max(), parts.count == densities.count {
      // The ends of a support are seen as ends.
      let margin = parts.contains { $0.mass == 1 } ? 0.03 * (upper - lower) : 0
      x = (lower - margin)...(upper + margin)
    }
    let shown = points.filter { point in x.map { $0.contains(point) } ?? true }
    let heights = densities.map { density in Self.heights(of: density, at: shown) }
    let limit = 1.05 * (heights.map(\.shown).max() ?? 0)
    if limit > 0, limit.isFinite, x != nil || isBounded { y = 0...limit }
    let isCut = y != nil && heights.contains { $0.peak > limit }
    let central = x == nil ? "" : Self.sentence(about: Array(zip(parts.map(\.mass), names)))
    let cut = isCut ? "densities are cut at \(significant(limit, digits: 3))" : ""
    let sentences = [central.isEmpty ? "" : "Shown: " + central, cut].filter { !$0.isEmpty }
    caption = sentences.joined(separator: "; ")
  }

  /// The greatest height, and the height up to which a density is shown: 2.5 times the one that nine tenths of its mass
  /// do not exceed, where it rises above that.
  private static func heights(of density: any AnalyticDensity, at points: [Double]) -> (peak: Double, shown: Double) {
    let peak = points.map { density.density(at: $0) }.max() ?? 0
    let levels = (0..<100).map { density.density(at: density.quantile((Double($0) + 0.5) / 100)) }.filter { !$0.isNaN }.sorted()
    guard levels.count == 100, levels[90].isFinite, levels[90] > 0 else { return (peak, peak) }
    return (peak, min(peak, 2.5 * levels[90]))
  }

  /// The central 95 % of P and 99.8 % of Q; empty where the whole of each is shown.
  private static func sentence(about parts: [(mass: Double, name: String)]) -> String {
    let inner = parts.filter { $0.mass < 1 }
    func percent(_ mass: Double) -> String { significant(100 * mass, digits: 4) + " %" }
    guard let first = inner.first else { return "" }
    if inner.allSatisfy({ $0.mass == first.mass }) {
      return "the central \(percent(first.mass)) of " + inner.map(\.name).joined(separator: " and ")
    }
    return "the central " + inner.map { "\(percent($0.mass)) of \($0.name)" }.joined(separator: " and ")
  }
}
