import Foundation
import Tabulation
import TestSupport
import Testing

@Suite struct DiracTests {
  @Test func aPathStartsAtOneOneAndHasEveryStep() throws {
    let path = try typedTable("dirac", ["--game", "wasserstein", "--rate", "0.5", "--steps", "3"])
    #expect(path.columns == ["step", "theta", "psi", "distance", "conserved"])
    #expect(try path.numbers(inColumn: "step") == [0, 1, 2, 3])
    // θ ← θ − ψ/2 and ψ ← ψ + θ/2 from the same point.
    #expect(try path.numbers(inColumn: "theta") == [1, 0.5, -0.25, -1.125])
    #expect(try path.numbers(inColumn: "psi") == [1, 1.5, 1.75, 1.625])
    #expect(try path.numbers(inColumn: "conserved") == [2, 2.5, 3.125, 3.90625])
  }

  @Test func alternatingAnswersToTheNewGenerator() throws {
    let path = try typedTable(
      "dirac",
      [
        "--game", "wasserstein", "--rate", "0.5", "--steps", "1", "--updates", "alternating", "--theta", "-1", "--psi", "2",
      ])
    #expect(try path.numbers(inColumn: "theta") == [-1, -2] && path.numbers(inColumn: "psi") == [2, 1])
  }

  @Test func whatHasNoConservedQuantityLeavesTheColumnEmpty() throws {
    let path = try typedTable("dirac", ["--game", "r1(0.3)", "--steps", "2"])
    #expect((0..<path.rowCount).allSatisfy { path[row: $0].last?.text == "" })
  }

  @Test func eigenvaluesOfEveryGameMeetTheirClosedForms() throws {
    let values = try typedTable("dirac", ["--eigenvalues", "--rate", "0.2"])
    let rows = (0..<values.rowCount).map { values[row: $0].map(\.text) }
    #expect(Set(rows.map { $0[0] }).count == 12)
    for row in rows where row[1] != "" {
      let numbers = try row[2...7].map { try #require(Double($0)) }
      #expect(abs(numbers[0] - numbers[2]) < 1e-12 && abs(numbers[1] - numbers[3]) < 1e-12, "\(row)")
    }
    // The penalty towards slope 1 has no derivative at the equilibrium, and says so.
    #expect(rows.filter { $0[1] == "" }.map { $0[0] } == ["wgan-gp(0.7,1.0)"])
    #expect(rows.allSatisfy { ($0[1] == "") == !$0[8].isEmpty })
    #expect(try typedTable("dirac", ["--eigenvalues", "--game", "r1(1)"]).numbers(inColumn: "real") == [-0.5, -0.5])
  }
}
