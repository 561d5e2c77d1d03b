import RealModule
import Scalars
import Testing

@Suite struct LogDomainTests {
  @Test(arguments: [1e-300, 1e-20, 1e-8, 1e-3, 0.1, 0.2499, 0.2501, 1, 10, 700])
  func remaindersKeepTheirDigits(size: Double) {
    for x in [size, -size] {
      // Where x is small the series decides, x²/2 (1 ∓ x/3 …); where it is large the plain formula.
      let exp = abs(x) < 1e-3 ? 0.5 * x * x * (1 - x / 3 + x * x / 12) : x + .expMinusOne(-x)
      let accuracy = abs(x) < 1e-3 ? 1e-11 : abs(x) < 0.3 ? 1e-12 : 1e-14
      #expect(abs(expRemainder(x) - exp) <= accuracy * exp)
      guard x > -1 else { continue }
      let log = abs(x) < 1e-3 ? 0.5 * x * x * (1 - 2 * x / 3 + x * x / 2) : x - .log(onePlus: x)
      #expect(abs(logRemainder(x) - log) <= (abs(x) < 1e-3 ? 1e-9 : accuracy) * log)
    }
  }

  /// Against their own series to the end, Σ (−x)ᵏ/k! and Σ (−x)ᵏ/k from k = 2, where the plain formulas cancel.
  @Test(arguments: [1e-4, 1e-3, 0.003, 0.01, 0.03, 0.1, 0.2, 0.2499, 0.2501])
  func remaindersAreTheirSeries(size: Double) {
    for x in [size, -size] {
      var (power, factorial) = (-x, 1.0)
      var terms: [(exp: Double, log: Double)] = []
      for k in 2...60 {
        (power, factorial) = (power * -x, factorial * Double(k))
        terms.append((power / factorial, power / Double(k)))
      }
      let (exp, log) = (terms.map(\.exp).compensatedSum(), terms.map(\.log).compensatedSum())
      #expect(abs(expRemainder(x) - exp) <= 4e-15 * exp, "\(x): \(expRemainder(x)), not \(exp)")
      #expect(abs(logRemainder(x) - log) <= 4e-15 * log, "\(x): \(logRemainder(x)), not \(log)")
    }
  }

  /// The branches of each remainder meet: a jump at 1/4 would show.
  @Test func remaindersAreContinuousWhereTheyChangeForm() {
    for x in [0.25, -0.25] {
      #expect(abs(expRemainder(x.nextUp) - expRemainder(x.nextDown)) < 1e-16)
      #expect(abs(logRemainder(x.nextUp) - logRemainder(x.nextDown)) < 1e-16)
    }
  }

  @Test func sumsOfExponentials() {
    #expect(logSumExp([]) == -.infinity)
    #expect(logSumExp([-.infinity, 3]) == 3)
    #expect(abs(logSumExp([-1000, -1000]) - (-1000 + .log(2))) < 1e-12)
    #expect(abs(logSumExp([1, 2, 3]) - .log(.exp(1) + .exp(2) + .exp(3))) < 1e-15)
    #expect(logAddExp(-Double.infinity, 2) == 2)
    #expect(logAddExp(-Double.infinity, -.infinity) == -.infinity)
    #expect(abs(logAddExp(700.0, 700.0) - (700 + .log(2))) < 1e-12)
    // Beyond what an exponential can hold, either way.
    for x in [1000.0, -1000, 1e300, -1e300] {
      #expect(abs(logAddExp(x, x) - (x + .log(2))) <= x.magnitude.ulp, "\(x)")
      #expect(abs(logSumExp([x, x]) - (x + .log(2))) <= x.magnitude.ulp, "\(x)")
      #expect(logAddExp(x, x - 1e6) == x && logAddExp(Double.infinity, x) == .infinity)
    }
  }

  @Test(arguments: [0.0, 1e-12, 1, 30, 700, -1e-12, -1, -30, -700])
  func logisticAndSoftplusBelongTogether(x: Double) {
    #expect(abs(logistic(x) + logistic(-x) - 1) < 1e-15)
    #expect(abs(softplus(x) - softplus(-x) - x) <= 1e-15 * max(1, abs(x)))
    #expect(abs(derivative(at: x) { softplus($0) } - logistic(x)) < 1e-15)
    #expect(logistic(x) > 0)
  }

  @Test func complementOfAnExponential() {
    #expect(abs(log1mExp(1e-20) - .log(1e-20)) < 1e-13)
    #expect(abs(log1mExp(1) - .log(1 - .exp(-1))) < 1e-15)
    #expect(log1mExp(800) == -.exp(-800))
  }

  @Test func compensatedSumLosesNothing() {
    #expect([1e100, 1, -1e100].compensatedSum() == 1)
    #expect([1, .infinity].compensatedSum() == .infinity)
    #expect((0..<1_000_000).map { _ in 0.1 }.compensatedSum() == 100_000)
  }
}
