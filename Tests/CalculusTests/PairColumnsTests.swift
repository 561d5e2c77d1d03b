import Calculus
import RealModule
import Scalars
import Testing

/// What two densities are to each other, in columns, held to the formulas for one number.
@Suite struct PairColumnsTests {
  /// Logarithms of two densities: near each other, far apart, equal, vanishing, and beyond the doubles.
  static let logs: [(Double, Double)] = [
    (-1, -1.0000001), (-1, -1), (0.3, -0.2), (-2, 3), (-700, -720), (-800, -801), (-3, -900), (-.infinity, -4), (-5, -.infinity),
    (-.infinity, -.infinity), (2, 2 + 1e-15), (-0.1, -0.5), (-0.5, -0.1), (-1, -41), (720, 3), (1e-300, 0), (-1e6, -1e6 - 0.01),
  ]

  private func columns(_ pairs: [(Double, Double)], known: (value: Double, error: Double)?) -> [[Double]] {
    let count = pairs.count
    var numbers = [Double](repeating: .nan, count: VectorFunctions.pairColumns * (count + 3) + 8)
    let errors = ((0..<count).map { 1e-16 * Double($0) }, (0..<count).map { 2e-16 * Double($0) })
    let stride = count + 3
    let blurred = VectorFunctions.pair(pairs.map(\.0), pairs.map(\.1), errors: errors, known: known, into: &numbers, stride: stride)
    let columns = (0..<VectorFunctions.pairColumns).map { Array(numbers[($0 * stride)..<($0 * stride + count)]) }
    let expected = zip(columns[4], columns[5]).count { abs($0) < 4 * $1 }
    #expect(blurred == expected)
    // What is beyond the columns is left alone.
    let isLeftAlone = numbers[(VectorFunctions.pairColumns * stride)...].allSatisfy { $0.isNaN }
    #expect(isLeftAlone)
    return columns
  }

  @Test(arguments: [1, 7, 8, 9, 17]) func theColumnsAreThoseOfTheFormulas(count: Int) {
    let pairs = Array(Self.logs.prefix(count))
    let columns = columns(pairs, known: nil)
    func expect(_ column: Int, _ index: Int, _ value: Double, ulps: Double) {
      let given = columns[column][index]
      #expect(given == value || abs(given - value) <= ulps * value.ulp, "\(pairs[index]): \(column) is \(given), not \(value)")
    }
    for (index, (p, q)) in pairs.enumerated() {
      expect(0, index, p, ulps: 0)
      expect(1, index, q, ulps: 0)
      expect(2, index, 1e-16 * Double(index), ulps: 0)
      expect(3, index, 2e-16 * Double(index), ulps: 0)
      let ratio = p == q ? 0 : p - q
      let log = -abs(ratio)
      expect(4, index, ratio, ulps: 0)
      expect(5, index, 1e-16 * Double(index) + 2e-16 * Double(index), ulps: 0)
      expect(6, index, .exp(max(p, q)), ulps: 2)
      expect(7, index, .exp(log), ulps: 2)
      expect(8, index, .expMinusOne(log), ulps: 2.2)
      expect(9, index, expRemainder(-log), ulps: 12)
      let ofRatio = ratio == 0 ? 0 : 2.5 * columns[5][index] / abs(ratio)
      expect(10, index, (ratio > 0 ? 1e-16 : 2e-16) * Double(index) + ofRatio + 3 * .ulpOfOne, ulps: 0)
      expect(11, index, columns[6][index] * (ratio > 0 ? 1 : columns[7][index]), ulps: 0)
      expect(12, index, columns[6][index] * (ratio > 0 ? columns[7][index] : 1), ulps: 0)
    }
  }

  @Test func aKnownRatioHoldsWhereBothDensitiesArePositive() {
    let columns = columns(Self.logs, known: (-0.125, 1e-20))
    for (index, (p, q)) in Self.logs.enumerated() {
      let isKnown = p.isFinite && q.isFinite
      #expect(columns[4][index] == (isKnown ? -0.125 : p == q ? 0 : p - q))
      #expect(columns[5][index] == (isKnown ? 1e-20 : columns[2][index] + columns[3][index]))
      if isKnown { #expect(abs(columns[7][index] - .exp(-0.125)) < 1e-15) }
    }
  }
}

/// Sums over nodes, held to those of single terms.
@Suite struct WeightedSumsTests {
  @Test(arguments: [0, 1, 3, 8, 24, 61]) func theSumsAreThoseOfTheTerms(count: Int) {
    // Terms that cancel: what rounding loses must be there.
    let values = (0..<count).map { index -> Double in
      let size = 1e10 + 10 * Double(index)
      return index % 8 < 4 ? size : .sqrt(Double(index)) - size
    }
    let weights = (0..<count).map { 1 / Double(3 + $0 % 4) }
    let errors = (0..<count).map { 1e-3 * Double($0) }
    let sums = WeightedSums(values, errors: errors, weights: weights)
    let terms = zip(values, weights).map { $0 * $1 }
    for (part, sum) in [sums.fourths.0, sums.fourths.1, sums.fourths.2, sums.fourths.3].enumerated() {
      var exact = CompensatedSum()
      for index in stride(from: part, to: count, by: 4) { exact.add(terms[index]) }
      #expect(abs(sum.value - exact.value) <= 2 * exact.value.ulp)
    }
    let size = terms.map { abs($0) }.reduce(0, +)
    #expect(abs(sums.size - size) <= 1e-14 * size)
    let error = zip(errors, weights).map { $0 * $1 }.reduce(0, +)
    #expect(abs(sums.error - error) <= 1e-14 * error)
    let fours = stride(from: 0, to: count, by: 4).map { start -> Double in
      terms[start..<min(start + 4, count)].map { abs($0) }.reduce(0, +)
    }
    let largest = fours.max() ?? 0
    #expect(abs(sums.largest - largest) <= 1e-15 * largest)
    if count % 8 == 0, count > 0 {
      #expect(sums.lowerEnd == (abs(terms[1]), abs(terms[0])))
      #expect(sums.upperEnd == (abs(terms[count - 2]), abs(terms[count - 1])))
    }
  }

  @Test func thoseOfAPanelAreByBothRules() {
    let rule = GaussKronrod.points21
    let values = rule.nodes.map { .exp($0) - 2 }
    let sums = PanelSums(values, errors: values.map { 1e-3 * $0 * $0 }, rule)
    let exact = Double.exp(1) - .exp(-1) - 4
    #expect(abs(sums.kronrod - exact) < 1e-14 && abs(sums.gauss - exact) < 1e-14)
    // ∫ (eˣ − 2)² = (e² − e⁻²)/2 − 4 (e − e⁻¹) + 8.
    let squares = 0.5 * (Double.exp(2) - .exp(-2)) - 4 * (Double.exp(1) - .exp(-1)) + 8
    #expect(abs(sums.squares - squares) < 1e-13)
    let sizes = zip(rule.weights, values).reduce(0) { $0 + $1.0 * abs($1.1) }
    #expect(abs(sums.rounding - (1e-3 * squares + .ulpOfOne * sizes)) < 1e-16)
  }
}
