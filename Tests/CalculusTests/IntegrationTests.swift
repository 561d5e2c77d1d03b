import Calculus
import RealModule
import Scalars
import Testing

@Suite struct IntegrationTests {
  @Test func closedForms() throws {
    let gaussian = try integrate(over: .line, breakpoints: [-8, 0, 8]) { .exp(-0.5 * $0 * $0) }
    #expect(abs(gaussian.value - .sqrt(2 * .pi)) <= gaussian.error)
    #expect(gaussian.error < 1e-9)
    let kinked = try integrate(over: Interval(-1, 2), breakpoints: [0]) { abs($0) }
    #expect(abs(kinked.value - 2.5) < 1e-14)
    let tail = try integrate(over: Interval(1, .infinity)) { 1 / ($0 * $0) }
    #expect(abs(tail.value - 1) <= max(tail.error, 1e-15))
    let below = try integrate(over: Interval(-.infinity, 0)) { .exp($0) }
    #expect(abs(below.value - 1) < 1e-10)
  }

  @Test func zeroEndsWithoutAComplaint() throws {
    #expect(try integrate(over: Interval(0, 1)) { _ in 0 }.value == 0)
  }

  @Test func aBadValueIsAnErrorWithItsPlace() {
    let error = #expect(throws: IntegrationError.self) { try integrate(over: Interval(0, 1)) { $0 > 0.5 ? .nan : 1 } }
    guard case .notFinite(let x)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(x > 0.5)
  }

  @Test func aDivergentIntegralIsNotANumber() {
    #expect(throws: IntegrationError.self) { try integrate(over: Interval(0, 1)) { 1 / $0 } }
  }
}

@Suite struct ClenshawCurtisTests {
  @Test func closedForms() throws {
    let exponential = try integrateByClenshawCurtis(over: Interval(0, 1)) { .exp($0) }
    #expect(abs(exponential.value - .expMinusOne(1)) <= max(exponential.error, 4e-16))
    let root = try integrateByClenshawCurtis(over: Interval(0, 1)) { .sqrt($0) }
    #expect(abs(root.value - 2.0 / 3) <= root.error && root.error < 1e-9 && root.evaluations >= 33)
    #expect(try integrateByClenshawCurtis(over: Interval(-1, 1)) { _ in 0 }.value == 0)
  }

  @Test func aBadValueIsAnErrorWithItsPlace() {
    let error = #expect(throws: IntegrationError.self) { try integrateByClenshawCurtis(over: Interval(0, 1)) { $0 > 0.5 ? .nan : 1 } }
    guard case .notFinite(let x)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(x > 0.5)
  }
}

@Suite struct GaussKronrodTests {
  @Test func exactForTheDegreesThatTheTheoryGives() {
    let (rule, gaussPoints) = (GaussKronrod.points21, 10)
    #expect(rule.nodes.count == 2 * gaussPoints + 1)
    #expect(rule.gaussWeights.filter { $0 > 0 }.count == gaussPoints)
    for degree in stride(from: 0, through: 3 * gaussPoints + 1, by: 2) {
      let exact = 2 / Double(degree + 1)
      let kronrod = zip(rule.nodes, rule.weights).map { Double.pow($0, degree) * $1 }.reduce(0, +)
      #expect(abs(kronrod - exact) < 1e-14, "degree \(degree)")
      let gauss = zip(rule.nodes, rule.gaussWeights).map { Double.pow($0, degree) * $1 }.reduce(0, +)
      if degree < 2 * gaussPoints { #expect(abs(gauss - exact) < 1e-14, "degree \(degree)") }
    }
  }
}
