import Tabulation
import TestSupport
import Testing

@Suite struct DescendTests {
  @Test func everyColumnFallsToItsEnd() throws {
    let table = try typedTable("descend", "0.5*normal(-2,0.5)+0.5*normal(2,0.5)", "--from", "normal(2,0.5)", "--steps", "30")
    #expect(table.columns == ["step", "js", "kl_pq", "kl_qp", "tv", "value", "objective", "bound", "d_star_min", "d_star_max"])
    #expect(try table.numbers(inColumn: "step") == (0...30).map(Double.init))
    for column in ["js", "kl_pq", "kl_qp", "tv", "value", "objective"] {
      let values = try table.numbers(inColumn: column)
      #expect(zip(values, values.dropFirst()).allSatisfy { $1 <= $0 }, "\(column)")
    }
    // The step at rate 1 halves the distance to P.
    let tv = try table.numbers(inColumn: "tv")
    for (before, after) in zip(tv, tv.dropFirst()) { #expect(abs(after / before - 0.5) < 1e-6) }
    #expect(table[row: 0].map(\.text)[7] == "inf")
  }

  @Test func exactAddsTheDensities() throws {
    let table = try typedTable(
      "descend", "laplace(0,1)", "--from", "normal(1,2)", "--steps", "5", "--exact", "--loss", "non-saturating", "--rate", "0.5")
    let (cells, densities) = (try table.numbers(inColumn: "js"), try table.numbers(inColumn: "js_density"))
    let errors = try table.numbers(inColumn: "js_density_error")
    for index in cells.indices {
      #expect(abs(densities[index] - cells[index]) < 0.05 * cells[index] && errors[index] < 1e-10)
    }
    #expect(cells[0] < densities[0])
  }

  @Test func aboveRateOneThereIsNoBound() throws {
    let table = try typedTable("descend", "normal(0,1)", "--from", "normal(1,1)", "--rate", "1.5", "--steps", "2")
    #expect((0...2).allSatisfy { table[row: $0].map(\.text)[7] == "" })
  }
}
