import Densities
import Divergences
import RealModule
import Scalars
import Testing

/// The f-GAN table against numerical suprema, and the identities that make its bound a bound.
@Suite struct ConjugateTests {
  static let pairs: [any ConjugatePair] =
    conjugateTable + [
      AlphaConjugate(order: -1), AlphaConjugate(order: 0.25), AlphaConjugate(order: 1.5), AlphaConjugate(order: 3),
      WeightedJensenShannonConjugate(weight: 0.5), WeightedJensenShannonConjugate(weight: 0.9),
    ]
  private static let logRatios: [Double] = stride(from: -6, through: 6, by: 0.25).map { $0 }

  @Test func theTableHasElevenRows() {
    #expect(conjugateTable.count == 11)
    #expect(Set(conjugateTable.map(\.name)).count == 11)
  }

  @Test(arguments: pairs.indices)
  func conjugateIsTheSupremum(_ index: Int) {
    let pair = Self.pairs[index]
    for t in values(in: pair.domain) {
      let supremum = maximum(from: -60, to: 60) { logU in Double.exp(logU) * t - pair.f(Double.exp(logU)) }
      let atZero = -pair.f(1e-300)
      let expected = max(supremum.value, atZero)
      #expect(abs(pair.conjugate(t) - expected) <= 1e-12 * (1 + abs(expected) + abs(t)), "\(pair.name) at t = \(t)")
    }
  }

  @Test(arguments: pairs.indices)
  func conjugateOutsideTheDomain(_ index: Int) {
    let pair = Self.pairs[index]
    if pair.domain.upper < .infinity { #expect(pair.conjugate(pair.domain.upper + 0.1) == .infinity) }
    if pair.domain.lower > -.infinity {
      let expected = -pair.f(0.0)
      #expect(abs(pair.conjugate(pair.domain.lower - 0.1) - expected) <= 1e-15)
      #expect(abs(pair.conjugate(pair.domain.lower - 10) - expected) <= 1e-15)
    }
  }

  @Test(arguments: pairs.indices)
  func fenchelYoung(_ index: Int) {
    let pair = Self.pairs[index]
    for logU in Self.logRatios {
      let u = Double.exp(logU)
      let t = pair.critic(logRatio: logU)
      #expect(pair.domain.contains(t), "\(pair.name)")
      let size = 1 + abs(u * t) + abs(pair.f(u))
      let gap: Double = pair.f(u) + pair.conjugate(t) - u * t
      #expect(abs(gap) <= 1e-14 * size * (1 + u), "\(pair.name): equality at u = \(u)")
      for shift in [-0.5, -0.01, 0.01, 0.5] {
        let other: Double = t + shift
        let excess: Double = pair.f(u) + pair.conjugate(other) - u * other
        #expect(excess >= -1e-14 * size * (1 + u), "\(pair.name): inequality at u = \(u)")
      }
    }
  }

  @Test(arguments: pairs.indices)
  func conjugateOfTheConjugateIsF(_ index: Int) {
    let pair = Self.pairs[index]
    for logU in Self.logRatios {
      let u = Double.exp(logU)
      // Over the values of f′: elsewhere f* is constant or infinite.
      let supremum = maximum(from: -15, to: 15) { v in
        let t = pair.critic(logRatio: v)
        return u * t - pair.conjugate(t)
      }
      let ends = [pair.domain.lower, pair.domain.upper].filter(\.isFinite).map { u * $0 - pair.conjugate($0) }
      let value = max(supremum.value, ends.max() ?? -.infinity)
      #expect(abs(value - pair.f(u)) <= 1e-9 * (1 + u), "\(pair.name) at u = \(u): \(value), not \(pair.f(u))")
    }
  }

  @Test(arguments: pairs.indices)
  func activationStaysInTheDomain(_ index: Int) {
    let pair = Self.pairs[index]
    var previous = -Double.infinity
    for v in [-1e300, -1000, -700, -40, -3, -1e-3, 0, 1e-3, 3, 40, 700, 1000, 1e300] {
      let t = pair.activation(v)
      #expect(t <= pair.domain.upper && t >= previous, "\(pair.name) at v = \(v): \(t)")
      #expect(!pair.conjugateOfActivation(v).isNaN)
      previous = t
    }
    for v in stride(from: -8.0, through: 8, by: 0.5) {
      let (direct, composed) = (pair.conjugateOfActivation(v), pair.conjugate(pair.activation(v)))
      let size: Double = 1 + abs(direct)
      #expect(abs(direct - composed) <= 1e-11 * size * size, "\(pair.name) at v = \(v): \(direct), not \(composed)")
    }
  }

  @Test(arguments: pairs.indices)
  func criticIsTheSlope(_ index: Int) {
    let pair = Self.pairs[index]
    #expect(abs(pair.critic(logRatio: 0.0) - pair.slopeAtOne) <= 1e-15)
    #expect(abs(pair.f(1.0) - pair.valueAtOne) <= 1e-15)
    for logU in Self.logRatios where logU != 0 {
      let u = Double.exp(logU)
      let t = pair.critic(logRatio: logU)
      let slope = derivative(at: u) { pair.f($0) }
      #expect(abs(slope - t) <= 1e-12 * (1 + abs(t)), "\(pair.name): f′ at u = \(u)")
      // f*′ is the inverse of f′, and steepens near the end of the domain.
      if pair is TotalVariationConjugate { continue }
      let inverse = derivative(at: t) { pair.conjugate($0) }
      #expect(abs(inverse - u) <= 1e-10 * u * (1 + u), "\(pair.name): f*′ at t = \(t)")
      let second = derivative(at: u) { x in derivative(at: x) { pair.f($0) } }
      let dual = derivative(at: t) { x in derivative(at: x) { pair.conjugate($0) } }
      #expect(abs(second * dual - 1) <= 1e-7 * (1 + u), "\(pair.name): f″ f*″ at u = \(u)")
    }
  }

  @Test(arguments: pairs.indices)
  func measureHasTheSameGenerator(_ index: Int) {
    let pair = Self.pairs[index]
    for logU in Self.logRatios {
      let u = Double.exp(logU)
      let bregman = pair.f(u) - pair.valueAtOne - pair.slopeAtOne * (u - 1)
      let expected = pair.scale * pair.measure.value(logRatio: logU)
      #expect(abs(bregman - expected) <= 1e-13 * (1 + u + abs(pair.f(u))), "\(pair.name) at u = \(u): \(bregman), not \(expected)")
    }
  }

  /// E_P T − E_Q f*(T) at the optimal critic and at others, for two normal densities.
  @Test(arguments: pairs.indices)
  func variationalBound(_ index: Int) {
    let pair = Self.pairs[index]
    let (p, q) = (Normal(mean: 0.5, sd: 1), Normal(mean: 0, sd: 1.2))
    let truth = pair.scale * Comparison(p, q).measure(pair.measure).value + pair.valueAtOne
    // A critic that is not optimal still may not leave the domain.
    for (distortion, isOptimal) in [(1.0, true), (0.5, false), (1.5, false)] {
      var bound = 0.0
      let step = 1.0 / 64
      for x in stride(from: -20.0, through: 20, by: step) {
        let logRatio = p.logDensity(at: x) - q.logDensity(at: x)
        let t = pair.critic(logRatio: distortion * logRatio)
        let (gain, loss): (Double, Double) = (p.density(at: x) * t, q.density(at: x) * pair.conjugate(t))
        bound += step * (gain - loss)
      }
      // The trapezoidal rule is exact to rounding but for the kink of the total variation.
      let tolerance = pair is TotalVariationConjugate ? 1e-3 : 1e-12
      if isOptimal || pair is TotalVariationConjugate {
        #expect(abs(bound - truth) <= tolerance, "\(pair.name): \(bound), not \(truth)")
      } else {
        #expect(bound < truth - 1e-4, "\(pair.name): \(bound) is not below \(truth)")
      }
    }
  }

  @Test func pearsonBelowMinusTwo() {
    #expect(PearsonConjugate().conjugate(-5.0) == -1)
  }

  @Test func jeffreysFarOut() {
    let pair = JeffreysConjugate()
    // u − 1 + log u at the root of 1 + log u − 1/u = t.
    #expect(abs(pair.conjugate(700.0) / Double.exp(699) - 1) < 1e-13)
    #expect(pair.conjugate(1e4) == .infinity)
    let t = -1e6
    let w = 1 - t - Double.log(1 - t)
    #expect(abs(pair.conjugate(t) + Double.log(w) + 1) < 1e-4)
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
