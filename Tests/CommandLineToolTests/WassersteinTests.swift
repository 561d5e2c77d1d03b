import Foundation
import Tabulation
import TestSupport
import Testing

@Suite struct WassersteinTests {
  private func values(_ table: Table) throws -> [String: Double] {
    let rows = (0..<table.rowCount).map { Array(table[row: $0]) }
    return Dictionary(uniqueKeysWithValues: try rows.map { ($0[0].text, try #require(Double($0[1].text))) })
  }

  @Test func curvesOfTwoNormals() throws {
    let curves = try typedTable("wasserstein", ["normal(0,1)", "normal(4,1)", "--points", "5", "--from", "-2", "--to", "6"])
    #expect(
      curves.columns == [
        "x", "p", "q", "d_star", "d_star_slope", "critic", "critic_slope", "gradient_saturating", "gradient_non_saturating",
        "gradient_wasserstein",
      ])
    #expect(
      try curves.numbers(inColumn: "critic") == [2, 0, -2, -4, -6] && curves.numbers(inColumn: "critic_slope").allSatisfy { $0 == -1 })
    #expect(try curves.numbers(inColumn: "gradient_wasserstein").allSatisfy { $0 == 1 })
    // Half-way D* = 1/2, and the logit falls by 4.
    #expect(try curves.numbers(inColumn: "gradient_saturating")[2] == 2 && curves.numbers(inColumn: "d_star_slope")[2] == -1)
  }

  @Test func theParallelLines() throws {
    let summary = try values(typedTable("wasserstein", ["uniform(0,0.01)", "uniform(1,1.01)", "--summary"]))
    #expect(abs((summary["w1"] ?? 0) - 1) < 1e-12 && abs((summary["js"] ?? 0) - 0.693_147_180_559_945_3) < 1e-12)
    #expect(summary["kl_pq"] == .infinity && summary["gradient_saturating"] == 0 && abs((summary["gradient_wasserstein"] ?? 0) - 1) < 1e-12)
  }

  @Test func aTrainedCriticStaysBelowW1() throws {
    let line = ["normal(0,1)", "normal(2,1)", "--critic", "clipping(0.01)", "--steps", "500"]
    let summary = try values(typedTable("wasserstein", line + ["--summary"]))
    let (bound, difference) = (try #require(summary["learned_bound"]), try #require(summary["learned_difference"]))
    #expect(bound > 1 && bound <= 2 && difference > 0 && difference < 0.1, "\(summary)")
    #expect(try typedTable("wasserstein", line + ["--points", "9"]).columns.suffix(2) == ["learned", "learned_slope"])
  }

  @Test func aGameHasARowEverySoManySteps() throws {
    let line = ["normal(1,0.5)", "--steps", "30", "--record-every", "20", "--width", "8"]
    let game = try typedTable("wasserstein", line)
    #expect(try game.numbers(inColumn: "step") == [0, 20, 30] && game.numbers(inColumn: "critic_steps") == [0, 2000, 2525])
    #expect(try typed(["wasserstein"] + line).output == typed(["wasserstein"] + line).output)
  }
}
