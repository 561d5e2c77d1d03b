import Densities
import Testing

@Suite struct GrammarTests {
  @Test(arguments: ["0.3*normal(-2,0.5)+0.7*normal(2,1)", "studentT(3,0,1)", "gamma(0.01,3)"])
  func descriptionsRoundTrip(_ text: String) throws {
    #expect(try parseDensity(text).description == text)
  }
}
