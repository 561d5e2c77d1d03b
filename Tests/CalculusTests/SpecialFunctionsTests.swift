import Calculus
import Testing

@Suite struct SpecialFunctionsTests {
  @Test func lambertSolvesItsEquation() {
    #expect(abs(SpecialFunctions.lambertW(exp: 1) - 1) < 1e-15)
  }
}
