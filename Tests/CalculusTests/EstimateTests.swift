import Calculus
import RealModule
import Scalars
import Testing

/// Arithmetic with error bounds against samples of the intervals that it stands for.
@Suite struct EstimateTests {
  private static let operations: [@Sendable (Estimate, Estimate) -> Estimate] = [{ $0 + $1 }, { $0 - $1 }, { $0 * $1 }, { $0 / $1 }]
  private static let exactOperations: [@Sendable (Double, Double) -> Double] = [{ $0 + $1 }, { $0 - $1 }, { $0 * $1 }, { $0 / $1 }]

  /// Whether a value is within the bound, up to its own rounding here.
  private func contains(_ bounded: Estimate, _ value: Double) -> Bool {
    abs(value - bounded.value) <= bounded.error + 4 * Double.ulpOfOne * abs(value)
  }

  @Test(arguments: operations.indices)
  func arithmeticContainsWhatItStandsFor(_ index: Int) {
    var random = CounterRandom(seed: 11, stream: UInt32(index))
    for _ in 0..<2000 {
      // From errors of a few roundings to such as are larger than the number.
      let relative = Double.exp(-30 * random.openUniform()) * 4
      let (a, b) = (draw(&random, relative), draw(&random, relative))
      let result = Self.operations[index](a, b)
      for _ in 0..<8 {
        let exact = Self.exactOperations[index](point(in: a, &random), point(in: b, &random))
        #expect(contains(result, exact), "\(a) and \(b): \(exact) is not in \(result)")
      }
    }
  }

  private static let functions: [(name: String, bounded: @Sendable (Estimate) -> Estimate, exact: @Sendable (Double) -> Double)] = [
    ("exp", { exp($0) }, { .exp($0) }), ("log", { log($0 * $0) }, { .log($0 * $0) }),
    ("log1p", { log1p($0 * $0) }, { .log(onePlus: $0 * $0) }),
    ("expm1", { expm1($0) }, { .expMinusOne($0) }), ("sqrt", { sqrt($0 * $0) }, { .sqrt($0 * $0) }), ("negation", { -$0 }, { -$0 }),
  ]

  @Test(arguments: functions.indices)
  func functionsContainWhatTheyStandFor(_ index: Int) {
    var random = CounterRandom(seed: 12, stream: UInt32(index))
    for _ in 0..<2000 {
      let relative = Double.exp(-30 * random.openUniform()) * 2
      let x = draw(&random, relative)
      let result = Self.functions[index].bounded(x)
      for _ in 0..<8 {
        let exact = Self.functions[index].exact(point(in: x, &random))
        #expect(contains(result, exact), "\(Self.functions[index].name) of \(x): \(exact) is not in \(result)")
      }
    }
  }

  @Test func rootOfAnUncertainZero() {
    let root = sqrt(Estimate(-1e-18, error: 1e-16))
    #expect(root.value == 0)
    #expect(root.error >= 1e-8)
  }

  /// What is beyond the largest double is finite, and nothing else is known of it.
  @Test func overflowIsUnknown() {
    let huge = Estimate(1e200, error: 1e180)
    for result in [huge * huge, huge / 1e-200, exp(Estimate(1000)), huge * huge * -1, expm1(huge), Estimate(1.7e308) + 1.7e308] {
      #expect(result.value.isFinite && result.error == .infinity && !result.reason.isEmpty)
    }
    let measurement = Estimate.overflow(logValue: 900).named("chi2_pq", by: .quadrature)
    let square = measurement * measurement
    #expect(square.error == .infinity && square.value.isFinite && square.reason.contains("chi2_pq"))
    #expect((square - square).error == .infinity && (1 / square).error == .infinity && log1p(square).error == .infinity)
    #expect((0 * measurement).error == 0)
  }

  @Test func whatMayBeZeroDividesNothing() {
    #expect((1 / Estimate(1e-9, error: 1e-8)).error == .infinity)
    #expect(log(Estimate(1e-9, error: 1e-8)).error == .infinity && log1p(Estimate(-1, error: 1e-8)).error == .infinity)
    #expect((Estimate(.infinity) * Estimate(0, error: 1)).error == .infinity)
    // Exact zeros are another matter.
    #expect((1 / Estimate(0)).value == .infinity && log(Estimate(0)).value == -.infinity)
    #expect((1 / Estimate(.infinity)).value == 0)
  }

  /// Products that underflow are not 0.
  @Test func underflowIsNotZero() {
    #expect((Estimate(1e-200) * 1e-200).error > 0 && (Estimate(1e-200) / 1e200).error > 0 && exp(Estimate(-800)).error > 0)
    #expect(exp(-Estimate(.infinity)).error == 0)
  }

  @Test func theSmallerOfTwoMayBeEither() {
    let smaller = min(Estimate(1, error: 0.01), Estimate(1.1, error: 0.5))
    #expect(smaller.value == 1 && smaller.error >= 0.5)
    #expect(min(Estimate(1, error: 0.01), Estimate(2, error: 0.5)).error < 0.02)
  }

  @Test func infinityIsExact() {
    #expect((Estimate(.infinity, error: 1) + 1).error == 0)
    #expect(exp(-Estimate(.infinity)).value == 0)
    #expect(log1p(Estimate(.infinity)).value == .infinity)
    #expect(sqrt(0.5 * Estimate(.infinity)).value == .infinity)
  }

  @Test func cancellationKeepsTheScale() {
    #expect((Estimate(3) - Estimate(3)).scale == 3)
    #expect(log(Estimate(1, error: 1e-14)).scale == 1)
    #expect(log(Estimate(1, error: 1e-14)).error >= 1e-14)
  }

  /// A number of either sign and of many sizes, with an error of about this relative size.
  private func draw(_ random: inout CounterRandom, _ relative: Double) -> Estimate {
    let size = Double.exp(4 * random.openUniform() - 2)
    let value = random.openUniform() < 0.5 ? -size : size
    return Estimate(value, error: relative * size * random.openUniform())
  }

  private func point(in x: Estimate, _ random: inout CounterRandom) -> Double { x.value + x.error * (2 * random.openUniform() - 1) }
}
