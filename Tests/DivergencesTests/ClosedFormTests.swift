import Densities
import Divergences
import RealModule
import Scalars
import TestSupport
import Testing

/// KL within a family by its formula and by quadrature.
@Suite struct ClosedFormTests {
  /// A family with a closed form, and how to draw its parameters.
  struct Subject: Sendable, CustomTestStringConvertible {
    let family: any Family.Type
    let draw: @Sendable (inout CounterRandom) -> [Double]

    var testDescription: String { family.name }
  }

  static let subjects: [Subject] = [
    Subject(family: Normal.self) { [$0.uniform(-5, 5), $0.logUniform(0.01, 100)] },
    Subject(family: Laplace.self) { [$0.uniform(-5, 5), $0.logUniform(0.01, 100)] },
    Subject(family: Cauchy.self) { [$0.uniform(-5, 5), $0.logUniform(1e-3, 1e3)] },
    Subject(family: Gumbel.self) { [$0.uniform(-2, 2), $0.logUniform(0.1, 10)] },
    Subject(family: Exponential.self) { [$0.logUniform(1e-5, 1e5)] },
    Subject(family: Gamma.self) { [$0.logUniform(0.02, 1000), $0.logUniform(0.01, 100)] },
    Subject(family: Beta.self) { [$0.logUniform(0.05, 100), $0.logUniform(0.05, 100)] },
    Subject(family: LogNormal.self) { [$0.uniform(-3, 3), $0.logUniform(0.1, 10)] },
    Subject(family: Weibull.self) { [$0.logUniform(0.3, 10), $0.logUniform(0.1, 10)] },
    Subject(family: Pareto.self) { [$0.logUniform(0.1, 20), $0.logUniform(0.01, 100)] },
    Subject(family: Uniform.self) {
      let lower = $0.uniform(-5, 5); return [lower, lower + $0.logUniform(1e-3, 1e3)]
    },
  ]

  @Test(arguments: subjects)
  func formulaAgreesWithQuadrature(_ subject: Subject) throws {
    var random = CounterRandom(seed: 2, stream: 7)
    var used = 0
    for trial in 0..<60 {
      let first = subject.draw(&random)
      // Every third pair is a near one, where formulas cancel.
      let closeness = random.logUniform(1e-9, 0.3)
      let second = trial % 3 == 0 ? first.map { $0 + closeness * random.uniform(-1, 1) * abs($0) } : subject.draw(&random)
      let (p, q) = (try subject.family.init(validating: first), try subject.family.init(validating: second))
      used += try check(p, q) ? 1 : 0
    }
    for a in subject.family.specimens {
      for b in subject.family.specimens {
        used += try check(try subject.family.init(validating: a), try subject.family.init(validating: b)) ? 1 : 0
      }
    }
    // A pair whose second support misses a part of the first has no formula to check.
    #expect(used >= 20)
  }

  /// Returns whether both routes gave a number.
  private func check(_ p: any AnalyticDensity, _ q: any AnalyticDensity) throws -> Bool {
    let pair = DensityPair(p, q)
    let formula = pair.measure(KullbackLeibler())
    let quadrature = pair.measure(Unrecognized(base: KullbackLeibler()))
    guard formula.route == .closedForm, formula.status == .finite, quadrature.status == .finite else { return false }
    let (exact, error, value, bound) = (formula.value, formula.error, quadrature.value, quadrature.error)
    let distance = abs(exact - value)
    #expect(distance <= error + bound, "\(p) \(q): formula \(exact) ± \(error), quadrature \(value) ± \(bound)")
    #expect(
      distance <= max(1e-10 * exact, 1e-19),
      "\(p) \(q): formula \(exact) ± \(error), quadrature \(value) ± \(bound)")
    return true
  }

  @Test func jeffreysIsTheSumOfBoth() {
    let (p, q) = (Gamma(shape: 2, rate: 1), Gamma(shape: 3, rate: 0.5))
    let pair = DensityPair(p, q)
    let sum = pair.measure(Jeffreys())
    #expect(sum.route == .closedForm)
    let parts = pair.measure([KullbackLeibler(), KullbackLeibler(.reverse)])
    #expect(abs(sum.value - parts[0].value - parts[1].value) <= 1e-15)
  }

  @Test func infinityAndOverflowAreToldApart() {
    #expect(kl(Uniform(lower: 0, upper: 2), Uniform(lower: 0, upper: 1)).status == .infinite)
    guard case .overflow(let logValue) = kl(Normal(mean: 0, sd: 1e200), Normal(mean: 0, sd: 1e-200)).status else {
      Issue.record("½ · 10⁸⁰⁰ is beyond the doubles")
      return
    }
    let expected: Double = 800 * .log(10) - .log(2)
    #expect(abs(logValue - expected) <= 1e-12 * expected)
    #expect(kl(Weibull(shape: 0.5, scale: 1), Weibull(shape: 500, scale: 1)).status.description == "overflow")
    #expect(kl(Gumbel(location: 0, scale: 1), Gumbel(location: 0, scale: 1e-3)).status.description == "overflow")
  }
}
