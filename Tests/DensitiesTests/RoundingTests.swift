import Densities
import RealModule
import TestSupport
import Testing

/// What a density states as the rounding of its logarithm, held to values of 25 digits by mpmath;
/// `Tests/References/log-densities.py` writes them.
@Suite struct RoundingTests {
  struct Row: Sendable {
    let density, exact: String
    let place: Place
  }

  static let rows: [Row] = {
    let cells = (try? references("log-densities.csv")) ?? []
    return cells.map { cells in
      let (text, numbers) = (cells[0], Array(cells.suffix(4)))
      let (anchor, offset) = (Double(numbers[0]) ?? .nan, Double(numbers[1]) ?? .nan)
      let place = Double(numbers[2]).map { Place(anchor: anchor, direction: offset, t: $0) } ?? Place(anchor: anchor, offset: offset)
      return Row(density: text, exact: numbers[3], place: place)
    }
  }()

  @Test func errorsAreWithinTheRoundingStated() throws {
    #expect(Self.rows.count == 1500)
    for row in Self.rows {
      let (value, rounding) = try result(row)
      let exact = try #require(Double(row.exact))
      #expect(abs(value - exact) <= rounding, "\(row.density) at \(row.place): \(value) ± \(rounding), not \(row.exact)")
    }
  }

  /// Of the locations here many are far from 0 in scales, and of the exponents many are large.
  @Test func roundingsAreOfUse() throws {
    let shares = try Self.rows.map { row in
      let (value, rounding) = try result(row)
      return rounding / (Double.ulpOfOne * (1 + abs(value - row.place.logJacobian)))
    }.sorted()
    #expect(shares[shares.count / 2] < 20)
    #expect(shares[shares.count * 9 / 10] < 200)
  }

  private func result(_ row: Row) throws -> (value: Double, rounding: Double) {
    let density = try parseDensity(row.density)
    var (values, roundings) = ([0.0], [0.0])
    density.logDensities(at: Places(row.place), into: &values, roundings: &roundings)
    return (values[0], roundings[0])
  }
}
