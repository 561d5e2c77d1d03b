import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Testing

/// The f-GAN table against numerical suprema, and the identities that make its bound a bound.
@Suite struct VariationalFormTests {
  static let forms = Catalogue.variationalForms(weights: [0.25, 0.5, 0.9], orders: [0.5, -1, 0.25, 1.5, 3])
  private static let logRatios: [Double] = stride(from: -6, through: 6, by: 0.25).map { $0 }

  @Test func theTableHasElevenRows() {
    #expect(Catalogue.variationalForms().count == 11)
    #expect(Set(Catalogue.variationalForms().map(\.title)).count == 11 && Set(Catalogue.variationalForms().map(\.gameName)).count == 11)
  }

  @Test func everyListedDivergenceThatHasAFormIsInTheTable() {
    for case let form as any VariationalForm in Catalogue.fDivergences {
      #expect(Catalogue.variationalForms().contains { $0.gameName == form.gameName }, "\(form.title)")
    }
  }

  /// g_f at the optimal output is the optimal critic.
  @Test(arguments: forms.indices)
  func optimalOutputIsThatOfTheCritic(_ index: Int) {
    let form = Self.forms[index]
    for logU in Self.logRatios {
      let (t, best) = (form.activation(form.optimalOutput(logRatio: logU)), form.critic(logRatio: logU))
      #expect(abs(t - best) <= 1e-13 * (1 + abs(best)), "\(form.title) at log u = \(logU): \(t), not \(best)")
    }
  }

  @Test(arguments: forms.indices)
  func conjugateIsTheSupremum(_ index: Int) {
    let form = Self.forms[index]
    for t in values(in: form.domain) {
      let supremum = maximum(from: -60, to: 60) { logU in Double.exp(logU) * t - form.f(Double.exp(logU)) }
      let atZero = -form.f(1e-300)
      let expected = max(supremum.value, atZero)
      #expect(abs(form.conjugate(t) - expected) <= 1e-12 * (1 + abs(expected) + abs(t)), "\(form.title) at t = \(t)")
    }
  }

  @Test(arguments: forms.indices)
  func conjugateOutsideTheDomain(_ index: Int) {
    let form = Self.forms[index]
    if form.domain.upper < .infinity { #expect(form.conjugate(form.domain.upper + 0.1) == .infinity) }
    if form.domain.lower > -.infinity {
      let expected = -form.f(0.0)
      #expect(abs(form.conjugate(form.domain.lower - 0.1) - expected) <= 1e-15)
      #expect(abs(form.conjugate(form.domain.lower - 10) - expected) <= 1e-15)
    }
  }

  @Test(arguments: forms.indices)
  func fenchelYoung(_ index: Int) {
    let form = Self.forms[index]
    for logU in Self.logRatios {
      let u = Double.exp(logU)
      let t = form.critic(logRatio: logU)
      #expect(form.domain.contains(t), "\(form.title)")
      let size = 1 + abs(u * t) + abs(form.f(u))
      let gap: Double = form.f(u) + form.conjugate(t) - u * t
      #expect(abs(gap) <= 1e-14 * size * (1 + u), "\(form.title): equality at u = \(u)")
      for shift in [-0.5, -0.01, 0.01, 0.5] {
        let other: Double = t + shift
        let excess: Double = form.f(u) + form.conjugate(other) - u * other
        #expect(excess >= -1e-14 * size * (1 + u), "\(form.title): inequality at u = \(u)")
      }
    }
  }

  @Test(arguments: forms.indices)
  func conjugateOfTheConjugateIsF(_ index: Int) {
    let form = Self.forms[index]
    for logU in Self.logRatios {
      let u = Double.exp(logU)
      // Over the values of f′: elsewhere f* is constant or infinite.
      let supremum = maximum(from: -15, to: 15) { v in
        let t = form.critic(logRatio: v)
        return u * t - form.conjugate(t)
      }
      let ends = [form.domain.lower, form.domain.upper].filter(\.isFinite).map { u * $0 - form.conjugate($0) }
      let value = max(supremum.value, ends.max() ?? -.infinity)
      #expect(abs(value - form.f(u)) <= 1e-9 * (1 + u), "\(form.title) at u = \(u): \(value), not \(form.f(u))")
    }
  }

  @Test(arguments: forms.indices)
  func activationStaysInTheDomain(_ index: Int) {
    let form = Self.forms[index]
    var previous = -Double.infinity
    for v in [-1e300, -1000, -700, -40, -3, -1e-3, 0, 1e-3, 3, 40, 700, 1000, 1e300] {
      let t = form.activation(v)
      #expect(t <= form.domain.upper && t >= previous, "\(form.title) at v = \(v): \(t)")
      #expect(!form.conjugateOfActivation(v).isNaN)
      previous = t
    }
    for v in stride(from: -8.0, through: 8, by: 0.5) {
      let (direct, composed) = (form.conjugateOfActivation(v), form.conjugate(form.activation(v)))
      let size: Double = 1 + abs(direct)
      #expect(abs(direct - composed) <= 1e-11 * size * size, "\(form.title) at v = \(v): \(direct), not \(composed)")
    }
  }

  @Test(arguments: forms.indices)
  func criticIsTheSlope(_ index: Int) {
    let form = Self.forms[index]
    #expect(abs(form.f(1.0) - form.valueAtOne) <= 1e-15)
    for logU in Self.logRatios where logU != 0 {
      let u = Double.exp(logU)
      let t = form.critic(logRatio: logU)
      let slope = derivative(at: u) { form.f($0) }
      #expect(abs(slope - t) <= 1e-12 * (1 + abs(t)), "\(form.title): f′ at u = \(u)")
      // f*′ is the inverse of f′, and steepens near the end of the domain.
      if form is TotalVariation { continue }
      let inverse = derivative(at: t) { form.conjugate($0) }
      #expect(abs(inverse - u) <= 1e-10 * u * (1 + u), "\(form.title): f*′ at t = \(t)")
      let second = derivative(at: u) { x in derivative(at: x) { form.f($0) } }
      let dual = derivative(at: t) { x in derivative(at: x) { form.conjugate($0) } }
      #expect(abs(second * dual - 1) <= 1e-7 * (1 + u), "\(form.title): f″ f*″ at u = \(u)")
    }
  }

  @Test(arguments: forms.indices)
  func measureHasTheSameF(_ index: Int) {
    let form = Self.forms[index]
    for logU in Self.logRatios {
      let u = Double.exp(logU)
      let bregman = form.f(u) - form.valueAtOne - form.critic(logRatio: 0.0) * (u - 1)
      let expected = form.scale * form.measure.value(logRatio: logU)
      #expect(abs(bregman - expected) <= 1e-13 * (1 + u + abs(form.f(u))), "\(form.title) at u = \(u): \(bregman), not \(expected)")
    }
  }

  /// E_P T − E_Q f*(T) at the optimal critic and at others, for two normal densities.
  @Test(arguments: forms.indices)
  func variationalBound(_ index: Int) {
    let form = Self.forms[index]
    let (p, q) = (Normal(mean: 0.5, sd: 1), Normal(mean: 0, sd: 1.2))
    let truth = form.supremum(p, q).value
    // A critic that is not optimal still may not leave the domain.
    for (distortion, isOptimal) in [(1.0, true), (0.5, false), (1.5, false)] {
      var bound = 0.0
      let step = 1.0 / 64
      for x in stride(from: -20.0, through: 20, by: step) {
        let logRatio = p.logDensity(at: x) - q.logDensity(at: x)
        let t = form.critic(logRatio: distortion * logRatio)
        let (gain, loss): (Double, Double) = (p.density(at: x) * t, q.density(at: x) * form.conjugate(t))
        bound += step * (gain - loss)
      }
      // The trapezoidal rule is exact to rounding but for the kink of the total variation.
      let tolerance = form is TotalVariation ? 1e-3 : 1e-12
      if isOptimal || form is TotalVariation {
        #expect(abs(bound - truth) <= tolerance, "\(form.title): \(bound), not \(truth)")
      } else {
        #expect(bound < truth - 1e-4, "\(form.title): \(bound) is not below \(truth)")
      }
    }
  }

  @Test func pearsonBelowMinusTwo() {
    #expect(PearsonChiSquared().conjugate(-5.0) == -1)
  }

  @Test func jeffreysFarOut() {
    let form = Jeffreys()
    // u − 1 + log u at the root of 1 + log u − 1/u = t.
    #expect(abs(form.conjugate(700.0) / Double.exp(699) - 1) < 1e-13)
    #expect(form.conjugate(1e4) == .infinity)
    let t = -1e6
    let w = 1 - t - Double.log(1 - t)
    #expect(abs(form.conjugate(t) + Double.log(w) + 1) < 1e-4)
  }

  private func values(in domain: Interval) -> [Double] {
    let width = 4.0
    let lower = domain.lower > -.infinity ? domain.lower : min(domain.upper, width) - 2 * width
    let upper = domain.upper < .infinity ? domain.upper : lower + 2 * width
    return (1..<80).map { lower + (upper - lower) * Double($0) / 80 }
  }

  /// The largest value of a concave or unimodal function by golden sections.
  private func maximum(from lower: Double, to upper: Double, of f: (Double) -> Double) -> (x: Double, value: Double) {
    let ratio = 0.6180339887498949
    var (a, b) = (lower, upper)
    var (x, y) = (b - ratio * (b - a), a + ratio * (b - a))
    var (fx, fy) = (f(x), f(y))
    for _ in 0..<120 {
      if fx > fy {
        (b, y, fy) = (y, x, fx)
        x = b - ratio * (b - a)
        fx = f(x)
      } else {
        (a, x, fx) = (x, y, fy)
        y = a + ratio * (b - a)
        fy = f(y)
      }
    }
    return (x, max(fx, fy))
  }
}

extension FDivergence {
  /// f(u) from log u, put together from the two halves.
  func value(logRatio: Double) -> Double {
    let w = LogRatio(log: -abs(logRatio))
    return logRatio <= 0
      ? atRatio(w) * .exp(growthAtZero.power * w.log) : .exp(logRatio) * dualAtRatio(w) * .exp(growthAtInfinity.power * w.log)
  }
}
