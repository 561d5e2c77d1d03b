import Foundation
import Tabulation
import TestSupport
import Testing

@Suite struct CollapseCommandTests {
  @Test func everyRecordHasExactMassesBesideCounts() throws {
    let table = try typedTable("collapse", ["--steps", "110", "--record-every", "25"])
    let modes = [1, 2].flatMap { ["counted_\($0)", "counted_expected_\($0)", "counted_error_\($0)", "captured_probability_\($0)"] }
    #expect(
      table.columns == ["step", "mass_1", "mass_2", "js", "js_error", "kl_qp", "kl_qp_error", "d_1", "d_2"]
        + ["counted_modes", "counted_high_quality"] + modes + ["status", "reason"])
    #expect(try table.numbers(inColumn: "step") == [25, 50, 75, 100, 110])
    let (first, second) = try (table.numbers(inColumn: "mass_1"), table.numbers(inColumn: "mass_2"))
    #expect(zip(first, second).allSatisfy { abs($0 + $1 - 1) < 1e-9 })
    let (js, d) = try (table.numbers(inColumn: "js"), table.numbers(inColumn: "d_1"))
    #expect(js.allSatisfy { $0 > 0 && $0 <= 0.6931471805599454 } && d.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test func aMixtureOfThreeHasThreeModesAndTheSeedDecides() throws {
    let arguments = ["0.2*normal(-6,1)+0.5*normal(0,1)+0.3*normal(6,1)", "--steps", "60", "--record-every", "60", "--settings", "cured"]
    let first = try typedTable("collapse", arguments)
    #expect(first.columns.contains("mass_3") && first.rowCount == 1)
    #expect(try typedTable("collapse", arguments).csv == first.csv)
    #expect(try typedTable("collapse", arguments + ["--seed", "2"]).csv != first.csv)
  }

  @Test func aPersonIsToldHowOftenTheModeChanged() throws {
    let outcome = try typed(["collapse", "--steps", "40", "--format", "table"])
    #expect(outcome.status == 0 && outcome.output.hasSuffix("The mode that has at least 90 % of Q changed 0 times.\n"), "\(outcome.output)")
  }
}
