import Densities
import RealModule
import Scalars
import TestSupport
import Testing

/// Held to 50-digit values at extreme parameters; `Tests/References/extreme_distributions.py` writes them by ball
/// arithmetic.
@Suite struct ExtremeReferenceTests {
  struct Row: Sendable {
    let density: any Family
    let isUpper: Bool
    /// x is the last double before the quantile of the level.
    let level, x, logDensity, cumulative, survival: Double

    init(_ cells: [String]) throws {
      let family = try #require(Catalogue.families.first { $0.name == cells[0] })
      density = try family.init(validating: cells[1].split(separator: " ").map { Double($0) ?? .nan })
      isUpper = cells[2] == "upper"
      let values = cells[3...].map { Double($0) ?? .nan }
      (level, x, logDensity, cumulative, survival) = (values[0], values[1], values[2], values[3], values[4])
    }

    /// What x may be off: some units in the last place of x and of what it is measured from.
    var rounding: Double {
      let origin =
        switch density {
        case is Uniform, is Triangular: max(abs(density.hull.lower), abs(density.hull.upper))
        default: density.hull == .line ? density.landmarks.map { abs($0.location) }.max() ?? 0 : 0
        }
      return 4 * Double.ulpOfOne * (abs(x) + origin)
    }
  }

  /// The rounding of a probability and of its logarithm.
  static func rounding(_ probability: Double) -> Double { Double.ulpOfOne * (100 + 8 * abs(.log(probability))) }

  static func rows(of name: String) throws -> [Row] {
    // Members whose landmarks lie beyond the doubles are refused.
    try references("extreme-distributions.csv").filter { $0[0] == name }.compactMap { try? Row($0) }
  }

  @Test(arguments: Catalogue.families.map { $0.name }) func tailsAgree(_ name: String) throws {
    let rows = try Self.rows(of: name)
    #expect(rows.count >= 10)
    for row in rows {
      for (value, exact) in [(row.density.cumulative(row.x), row.cumulative), (row.density.survival(row.x), row.survival)]
      where exact > 1e-305 {
        // The density alone may underflow, or overflow.
        let moved = Double.exp(.log(row.rounding) + row.logDensity)
        let tolerance = Self.rounding(exact) * exact + moved
        #expect(abs(value - exact) <= tolerance, "\(row.density) at \(row.x): \(value), not \(exact)")
      }
    }
  }

  @Test(arguments: Catalogue.families.map { $0.name }) func logDensitiesAgree(_ name: String) throws {
    for row in try Self.rows(of: name) where row.logDensity.isFinite {
      // Every logarithm in the sum is rounded, and x moves the density by its score.
      let sizes = row.density.values.filter { $0 != 0 }.map { abs(.log(abs($0))) } + [row.x == 0 ? 0 : abs(.log(abs(row.x)))]
      let slope = [row.x - row.rounding, row.x + row.rounding].map {
        abs(row.density.logDensity(at: $0) - row.density.logDensity(at: row.x))
      }
      let tolerance = Double.ulpOfOne * (30 + 8 * (abs(row.logDensity) + sizes.reduce(0, +)))
      for value in [row.density.logDensity(at: row.x), row.density.logDensity(at: Place(anchor: row.x, offset: 0))] {
        #expect(
          abs(value - row.logDensity) <= tolerance + (slope.max() ?? 0), "\(row.density) at \(row.x): \(value), not \(row.logDensity)")
      }
    }
  }

  @Test(arguments: Catalogue.families.map { $0.name }) func quantilesAgree(_ name: String) throws {
    for row in try Self.rows(of: name) {
      let quantile = row.isUpper ? row.density.upperQuantile(row.level) : row.density.quantile(row.level)
      let tolerance = row.rounding + row.x.ulp + Self.rounding(row.level) * row.level * .exp(-row.logDensity)
      #expect(abs(quantile - row.x) <= tolerance, "\(row.density): \(quantile) of \(row.level), not \(row.x)")
    }
  }

  @Test(arguments: Catalogue.families.map { $0.name }) func samplesFollowTheDistribution(_ name: String) throws {
    var last = ""
    for row in try Self.rows(of: name) where row.density.description != last {
      last = row.density.description
      var generator = CounterRandom(seed: 31)
      let samples = (0..<1000).map { _ in row.density.sample(using: &generator) }
      #expect(samples.allSatisfy(row.density.hull.contains), "\(row.density)")
      // A sample is rounded, by more than the width of a narrow density: it stands for the levels between its
      // neighbours.
      let levels = samples.sorted().map { (row.density.cumulative($0.nextDown), row.density.cumulative($0.nextUp)) }
      let n = Double(levels.count)
      let distance = levels.indices.map { max(Double($0) / n - levels[$0].1, levels[$0].0 - Double($0 + 1) / n) }.max() ?? 1
      // Kolmogorov's limit law: P(√n D > z) ≈ 2 exp(−2z²), here 1e-8 for one member.
      #expect(n.squareRoot() * distance < (Double.log(2e8) / 2).squareRoot(), "\(row.density)")
    }
  }
}
