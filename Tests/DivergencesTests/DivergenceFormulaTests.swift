import Calculus
import Densities
import Divergences
import RealModule
import TestSupport
import Testing

/// The integrands on the processor's vectors are those of one node in the divergences' own files, and so are their sums.
@Suite struct DivergenceFormulaTests {
  /// Every divergence of the tables and of their parts, with further weights.
  static let divergences: [any FDivergence] =
    Catalogue.fDivergences + Catalogue.fDivergences.flatMap { $0.parts.map(\.divergence) }
    + [0.01, 0.9].flatMap { [SkewKullbackLeibler(weight: $0), SkewKullbackLeibler(weight: $0, .reverse)] }

  /// Logarithms of two densities at nodes: near each other, far apart, equal, vanishing, and beyond the doubles.
  static let logs: [(p: Double, q: Double)] =
    [
      (-1, -1.0000001), (-1, -1), (0.3, -0.2), (-2, 3), (-700, -720), (-800, -801), (-3, -900), (-.infinity, -4), (-5, -.infinity),
      (-.infinity, -.infinity), (2, 2 + 1e-15), (-0.1, -0.5), (-0.5, -0.1), (-1, -41), (700, 3), (1e-300, 0), (-1e6, -1e6 - 0.01),
      (-2, -662), (-662, -2),
    ]
    + (0..<200).map { index in
      let (a, b) = (Double(index), 0.37 * Double(index % 50))
      return (-0.1 * a + .sin(a), -0.1 * a + .sin(a) + (index % 2 == 0 ? 1 : -1) * .exp(4 - b))
    }

  private static let stride = (logs.count + 7) / 8 * 8
  private static let columns: [Double] = {
    let errors = logs.map { 1e-16 * (1 + min(abs($0.p), 1e6)) }
    var columns = [Double](repeating: 0, count: VectorFunctions.pairColumns * stride)
    _ = VectorFunctions.pair(
      logs.map(\.p), logs.map(\.q), errors: (errors, errors), known: nil, into: &columns, stride: stride)
    return columns
  }()

  private func column(_ index: Int, _ node: Int) -> Double { Self.columns[index * Self.stride + node] }

  private func integrand(_ formula: DivergenceFormula, shift: Double) -> (values: [Double], roundings: [Double]) {
    var (values, roundings) = ([Double](repeating: .nan, count: Self.logs.count), [Double](repeating: .nan, count: Self.logs.count))
    formula.evaluate(
      Self.columns, stride: Self.stride, count: Self.logs.count, shift: shift, into: &values, roundings: &roundings)
    return (values, roundings)
  }

  @Test(arguments: [0.0, 40, -3]) func theyAreThoseOfOneNode(shift: Double) throws {
    let formulas = Self.divergences.compactMap { divergence in divergence.formula.map { (divergence, $0) } }
    #expect(formulas.count >= 15)
    for (divergence, formula) in formulas {
      let hasPower = divergence.growthAtZero.power != 0 || divergence.growthAtInfinity.power != 0
      let (values, roundings) = integrand(formula, shift: shift)
      for (node, (p, q)) in Self.logs.enumerated() {
        let ratio = p == q ? 0 : p - q
        let growth = ratio > 0 ? divergence.growthAtInfinity : divergence.growthAtZero
        let w = LogRatio(log: -abs(ratio))
        let shape = ratio > 0 ? divergence.dualAtRatio(w) : divergence.atRatio(w)
        let log = max(p, q) - (growth.power == 0 ? 0 : growth.power * abs(ratio)) - (hasPower ? shift : 0)
        let value = log == -.infinity || max(p, q) == -.infinity ? 0 : shape * .exp(log)
        // Some logarithms are large, and their rounding is seen in the exponential.
        let (allowed, about) = (20 + 2 * abs(log), "\(divergence.name) at \(p), \(q): \(values[node]), not \(value)")
        let isUnderflow = abs(value) < 0x1p-1000 && abs(values[node]) < 0x1p-1000
        #expect(values[node] == value || isUnderflow || abs(values[node] - value) <= allowed * .ulpOfOne * abs(value), "\(about)")
        let isBlurred = abs(ratio) < 4 * column(5, node)
        let sensitivity = column(10, node) - growth.power * column(5, node)
        let rounding = isBlurred || values[node] == 0 ? 0 : abs(values[node]) * sensitivity
        #expect(roundings[node] == rounding || abs(roundings[node] - rounding) <= 1e-12 * rounding, "\(about)")
      }
    }
  }

  @Test func massesAreThoseOfTheDensities() {
    for isP in [true, false] {
      let (values, roundings) = integrand(.mass(ofP: isP), shift: 0)
      for node in Self.logs.indices {
        let mass = column(isP ? 11 : 12, node)
        #expect(values[node] == mass && roundings[node] == (mass == 0 ? 0 : mass * column(isP ? 2 : 3, node)))
      }
    }
  }

  /// To sum integrands at once is to sum their values.
  @Test(arguments: [8, 24, 104]) func sumsAreThoseOfTheValues(count: Int) {
    let formulas = Self.divergences.compactMap(\.formula) + [.mass(ofP: true), .mass(ofP: false)]
    let weights = (0..<count).map { 1 / Double(1 + $0 % 7) }
    var sums: [WeightedSums] = []
    WeightedSums.integrals(of: formulas, Self.columns, stride: Self.stride, weights: weights, into: &sums)
    for (formula, sum) in zip(formulas, sums) {
      let (values, roundings) = integrand(formula, shift: 0)
      let other = WeightedSums(values, errors: roundings, weights: weights)
      #expect("\(sum)" == "\(other)")
    }
  }

  @Test func sumsOfAPanelAreThoseOfTheValues() {
    let rule = GaussKronrod.points21
    let formulas = Self.divergences.compactMap(\.formula)
    let shifts = formulas.indices.map { Double($0 % 3) }
    var sums: [PanelSums] = []
    PanelSums.integrals(of: formulas, shifts: shifts, Self.columns, stride: Self.stride, rule, into: &sums)
    for (index, formula) in formulas.enumerated() {
      let (values, roundings) = integrand(formula, shift: shifts[index])
      #expect("\(sums[index])" == "\(PanelSums(values, errors: roundings, rule))")
    }
  }
}
