import Calculus
import RealModule
import TestSupport
import Testing

/// The functions of arrays, held to values by mpmath with what a double leaves of them;
/// `Tests/References/elementary-functions.py` writes them.
@Suite struct VectorFunctionsTests {
  struct Row: Sendable {
    let function: String
    let x, m, high, low: Double
  }

  static let rows: [Row] = ((try? references("elementary-functions.csv")) ?? []).map { cells in
    let numbers = cells.dropFirst().map { Double($0) ?? .nan }
    return Row(function: cells[0], x: numbers[0], m: numbers[1], high: numbers[2], low: numbers[3])
  }

  /// In units in the last place; that of a difference of logarithms counts a rounding of log 2 besides.
  static let bounds = ["exp": 1.0, "expm1": 1.2, "log": 1.0, "log1p": 1.0, "logRemainder": 7.0, "expRemainder": 7.0]

  @Test func errorsAreWithinTheirBounds() throws {
    #expect(Self.rows.count > 1300)
    for row in Self.rows {
      let value = try #require(apply(row.function, [row.x], minus: row.m).first)
      let bound = try #require(Self.bounds[row.function])
      let error = abs((value - row.high) - row.low)
      let allowed = bound * max(row.high.ulp, .leastNonzeroMagnitude) + (row.m == 0 ? 0 : 0.5 * .ulpOfOne)
      #expect(error <= allowed, "\(row.function) of \(row.x), \(row.m): \(value), not \(row.high)")
    }
  }

  @Test func aNumberIsTheSameWhereverItStands() {
    let x = Self.rows.prefix(300).map(\.x)
    for name in Self.bounds.keys {
      let alone = x.map { apply(name, [$0], minus: 0)[0].bitPattern }
      for count in [0, 1, 7, 8, 9, 21, 64, 300] {
        #expect(apply(name, Array(x.prefix(count)), minus: 0).map(\.bitPattern) == Array(alone.prefix(count)))
      }
    }
  }

  /// Zeros with their signs, infinities, NaN and the ends of the domains, as the functions of one number have them.
  @Test func specialNumbersAreTreatedAsByTheCLibrary() {
    let special: [Double] = [
      0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 1, -1, (-1.0).nextDown, 709.7827128933841, 710,
      1e300, -746, -1e300, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    ]
    let single: [(String, (Double) -> Double)] = [
      ("exp", { .exp($0) }), ("expm1", { .expMinusOne($0) }), ("log", { .log($0) }), ("log1p", { .log(onePlus: $0) }),
    ]
    for (name, function) in single {
      for (x, value) in zip(special, apply(name, special, minus: 0)) {
        let expected = function(x)
        let isSame = value == expected && value.sign == expected.sign
        let isClose = expected.isNormal && abs(value - expected) <= 2 * expected.ulp
        #expect(isSame || isClose || (value.isNaN && expected.isNaN), "\(name) of \(x): \(value), not \(expected)")
      }
    }
  }

  private func apply(_ name: String, _ x: [Double], minus m: Double) -> [Double] {
    var values = x
    switch name {
    case "exp": VectorFunctions.exp(&values)
    case "expm1": VectorFunctions.expMinusOne(&values)
    case "log": VectorFunctions.log(&values, minus: m)
    case "log1p": VectorFunctions.log(onePlus: &values)
    case "logRemainder": VectorFunctions.logRemainder(&values)
    default: VectorFunctions.expRemainder(&values)
    }
    return values
  }
}

/// Sums of bells, held to their formula.
@Suite struct GaussianSumTests {
  @Test(arguments: [1, GaussianSum.terms]) func sumsAreThoseOfTheFormula(terms: Int) {
    let centers = (0..<37).map { 0.25 * Double($0) - 3 }
    let moments = (0..<(terms * centers.count)).map { 0.5 + Double(($0 * 37) % 11) / 11 / Double(1 + $0 % terms) }
    let sum = GaussianSum(centers: centers, moments: moments, scale: 0.7)
    let offsets = (0..<21).map { 0.31 * Double($0) - 2 }
    var sums = [Double](repeating: 1, count: 21)
    sum.add(3..<30, to: &sums, at: 2..<19, anchor: 0.5, rest: 1e-3, offsets: offsets)
    for (index, offset) in offsets.enumerated() {
      let bells = (3..<30).map { center in
        let d = (0.501 + offset - centers[center]) / 0.7
        return .exp(-0.5 * d * d) * (0..<terms).reversed().reduce(0.0) { $0 * d + moments[center * terms + $1] }
      }
      let expected = (2..<19).contains(index) ? 1 + bells.reduce(0, +) : 1
      #expect(abs(sums[index] - expected) <= 1e-13 * (1 + bells.map { abs($0) }.reduce(0, +)))
    }
  }
}
