import Densities
import RealModule
import TestSupport
import Testing

/// Held to values of 22 digits by mpmath; `Tests/References/densities.py` writes them.
@Suite struct ReferenceTests {
  struct Row: Sendable {
    let density: any Family
    let x, logDensity, cumulative, survival: Double
  }

  static func rows(of name: String) throws -> [Row] {
    let family = try #require(Catalogue.families.first { $0.name == name })
    return try references("densities.csv").filter { $0[0] == name }.map { cells in
      let values = cells[2...].map { Double($0) ?? .nan }
      let parameters = cells[1].split(separator: " ").map { Double($0) ?? .nan }
      return Row(
        density: family.init(parameters), x: values[0], logDensity: values[1], cumulative: values[2], survival: values[3])
    }
  }

  @Test(arguments: Catalogue.families.map { $0.name }) func agrees(_ name: String) throws {
    let rows = try Self.rows(of: name)
    #expect(rows.count > 6)
    for row in rows {
      let (density, x) = (row.density, row.x)
      let logDensity = density.logDensity(at: x)
      // x and the quotients made of it are rounded, which moves the density by its score.
      let rounding = 4 * Double.ulpOfOne * (abs(x * density.score(at: x)) + abs(row.logDensity) + abs(Double.log(abs(x))) + 1)
      #expect(abs(logDensity - row.logDensity) <= 5e-14 + rounding, "\(density) at \(x): \(logDensity), not \(row.logDensity)")
      for (value, exact) in [(density.cumulative(x), row.cumulative), (density.survival(x), row.survival)] where exact > 1e-300 {
        let slope = min(abs(x), 1e300) * Double.exp(row.logDensity - Double.log(exact))
        let tolerance = 1e-13 + 4 * Double.ulpOfOne * (slope + abs(Double.log(exact)))
        #expect(abs(value / exact - 1) <= tolerance, "\(density) at \(x): \(value), not \(exact)")
      }
      for (quantile, level) in [(density.quantile(row.cumulative), row.cumulative), (density.upperQuantile(row.survival), row.survival)]
      where level > 1e-300 && level < 0.9 {
        // The level is rounded to a double, and its quantile by as much as the density is flat there.
        let tolerance = 4 * Double.ulpOfOne * (abs(x) + (1 + abs(Double.log(level))) * Double.exp(Double.log(level) - row.logDensity))
        #expect(abs(quantile - x) <= 1e-14 * abs(x) + 2 * tolerance, "\(density): quantile of \(level) is \(quantile), not \(x)")
      }
    }
  }
}
