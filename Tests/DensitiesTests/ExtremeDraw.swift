import Densities
import Foundation
import RealModule
import Scalars

/// Seeded draws of parameters, levels and points, log-uniform over the doubles and near the values at which formulas
/// change.
struct ExtremeDraw {
  private var generator: CounterRandom

  init(seed: UInt64) { generator = CounterRandom(seed: seed) }

  /// How many members of a family are drawn.
  static let count = ProcessInfo.processInfo.environment["DISTRIBUTION_DRAWS"].flatMap(Int.init) ?? 400

  /// Where something changes: the families' own special members, and the crossovers of the incomplete functions.
  private static let special: [Double] = [
    0.25, 0.5, 1, 2, 3, 4, 5, 10, 12, 15, 50, 60, 100, 130, 200, 1e8, 3e13, 1e14, 1e15, 1e16, 1e18, 1e20, 1e100, 1e150, 1e154, 1e300, 1e-5,
    1e-8, 1e-16, 1e-100, 1e-154, 1e-290, 1e-300,
  ]

  mutating func bits() -> UInt64 { generator.next() }

  mutating func uniform(_ lower: Double, _ upper: Double) -> Double { lower + (upper - lower) * generator.openUniform() }

  mutating func positive() -> Double {
    let kind = generator.openUniform()
    if kind < 0.4 { return .exp10(uniform(-300, 300)) }
    if kind < 0.6 { return .exp10(uniform(-3, 5)) }
    let value = Self.special[Int(uniform(0, Double(Self.special.count)))]
    let near = value * (1 + sign() * .exp10(uniform(-17, -1)))
    return min(max(kind < 0.75 ? value : near, 1e-300), 1e300)
  }

  mutating func real() -> Double { generator.openUniform() < 0.3 ? 0 : sign() * positive() }

  mutating func sign() -> Double { generator.openUniform() < 0.5 ? -1 : 1 }

  /// A probability, small, near a quarter, a half or 1, or anything.
  mutating func level() -> Double {
    let kind = generator.openUniform()
    if kind < 0.3 { return generator.openUniform() }
    if kind < 0.5 { return .exp10(uniform(-300, 0)) }
    if kind < 0.6 { return [0.5, 0.25, 0.75, 0.5.nextDown, 0.5.nextUp, 1.0.nextDown, .leastNonzeroMagnitude][Int(uniform(0, 7))] }
    let center = [0.25, 0.5, 0.75, 1][Int(uniform(0, 4))]
    return min(max(center + sign() * .exp10(uniform(-17, -1)), 1e-300), 1.0.nextDown)
  }

  /// A member of a family; nil if no draw is one that can be made.
  mutating func member(of family: any Family.Type) -> (any Family)? {
    // This one takes a ratio of its parameters in a range only, and few draws are in it.
    for _ in 0..<(family.name == InverseGaussian.name ? 100 : 1) {
      if let member = drawn(from: family) { return member }
    }
    return nil
  }

  private mutating func drawn(from family: any Family.Type) -> (any Family)? {
    var values = family.parameters.map { $0.domain == .positive ? positive() : real() }
    // Ends must be in order.
    if family.parameters.contains(where: \.movesSupport), !family.parameters.contains(where: { $0.domain == .positive }) { values.sort() }
    return try? family.init(validating: values)
  }

  /// A truncation, an affine image or a mixture of a density.
  mutating func combinator(_ index: Int, of base: any AnalyticDensity) throws -> any AnalyticDensity {
    switch index % 3 {
    case 0:
      let ends = [base.quantile(level()), generator.openUniform() < 0.2 ? .infinity : base.quantile(level())].sorted()
      return try Truncated(base, lower: ends[0], upper: ends[1])
    case 1: return try Affine(base, shift: real(), scale: sign() * positive())
    default:
      let weight = max(generator.openUniform() < 0.3 ? Double.exp10(uniform(-290, 0)) : generator.openUniform(), 1e-13)
      let other = Catalogue.families[Int(uniform(0, Double(Catalogue.families.count)))]
      guard weight < 1, let second = member(of: other) else { return base }
      return try Mixture([base, second], weights: [weight, 1 - weight])
    }
  }
}
