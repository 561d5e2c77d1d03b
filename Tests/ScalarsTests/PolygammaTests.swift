import RealModule
import Scalars
import Testing

@Suite struct PolygammaTests {
  private static let gamma = 0.57721566490153286061
  private static let zeta3 = 1.2020569031595942854

  @Test func knownValues() {
    // Abramowitz & Stegun 1964, 6.3.2–6.3.3 and 6.4.2–6.4.4.
    let expected: [(order: Int, x: Double, value: Double)] = [
      (0, 1, -Self.gamma), (0, 0.5, -Self.gamma - 2 * .log(2)), (0, 1e-10, -1e10 - Self.gamma),
      (1, 1, .pi * .pi / 6), (1, 0.5, .pi * .pi / 2), (2, 1, -2 * Self.zeta3), (2, 0.5, -14 * Self.zeta3),
      (3, 1, .pi * .pi * .pi * .pi / 15),
    ]
    for (order, x, value) in expected {
      #expect(abs(Double.polygamma(order, x) - value) <= 4e-15 * abs(value), "ψ⁽\(order)⁾(\(x))")
    }
  }

  @Test(arguments: [0, 1, 2, 3], [0.03, 0.9, 4.2, 19.9, 150, 1e6])
  func recurrence(order: Int, x: Double) {
    let factorial = (1...max(order, 1)).reduce(1.0) { $0 * Double($1) }
    let step = (order.isMultiple(of: 2) ? 1 : -1) * factorial / Double.pow(x, order + 1)
    let (low, high) = (Double.polygamma(order, x), Double.polygamma(order, x + 1))
    #expect(abs(high - low - step) <= 1e-14 * (abs(low) + abs(high)))
  }

  @Test func outsideTheDomainThereIsNoNumber() { #expect(Double.polygamma(0, -1).isNaN) }
}
