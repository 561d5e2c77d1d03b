import Tabulation
import TestSupport
import Testing

@Suite struct LandscapeCommandTests {
  @Test(arguments: [[], ["--grid"]]) func aNameGivenTwiceIsOne(_ options: [String]) throws {
    let arguments = ["landscape", "normal(0,1)", "--objective", "js", "--sd-from", "0.5", "--sd-to", "2"] + options
    #expect(try typed(arguments + ["--objective", "js"]).output == typed(arguments).output)
  }

  @Test func theLiteralFormulaCollapses() throws {
    let table = try typedTable(
      "landscape", "0.33*normal(-1,0.255)+0.67*normal(2,1.415)", "--objective", "lecture_literal", "--objective", "kl_pq")
    #expect(
      table.columns == [
        "objective", "minimum", "mean", "mean_error", "sd", "sd_error", "value", "error", "is_global", "mode", "mode_share", "status",
        "reason",
      ])
    let rows = table.texts
    #expect(rows.map { $0[0] + $0[1] } == ["lecture_literal1", "lecture_literal2", "kl_pq1"])
    #expect(
      rows.map { $0[8] } == ["true", "false", "true"] && rows.map { $0[9] } == ["1", "2", "2"] && rows.allSatisfy { $0[11] == "finite" })
    #expect(try abs(table.numbers(inColumn: "mean")[0] + 0.98466) < 1e-5)
  }

  @Test func theGridHasAColumnForEachObjective() throws {
    let table = try typedTable(
      "landscape",
      "normal(0,1)", "--objective", "js", "--objective", "tv", "--grid", "--mean-from", "-1", "--mean-to", "1", "--sd-from", "0.5",
      "--sd-to", "2")
    #expect(table.columns == ["mean", "sd", "js", "tv"])
    let (means, deviations, js) = (
      try table.numbers(inColumn: "mean"), try table.numbers(inColumn: "sd"), try table.numbers(inColumn: "js")
    )
    #expect(means.first == -1 && means.last == 1 && deviations.min() == 0.5 && deviations.max() == 2)
    #expect(table.rowCount == Set(means).count * Set(deviations).count && js.allSatisfy { $0 >= 0 && $0 < 0.7 })
  }

  @Test func noMinimumIsARow() throws {
    let table = try typedTable("landscape", "cauchy(0,1)", "--objective", "kl_pq")
    let row = table[row: 0].map(\.text)
    #expect(table.rowCount == 1 && row[1] == "0" && row[6] == "inf" && row[11] == "infinite" && !row[12].isEmpty)
  }
}
