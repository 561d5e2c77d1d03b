import Foundation
import TestSupport
import Testing

/// The tables of the page on remedies are those of the results in `Examples/remedies`, and the plans those of the script.
@Suite(.waitsForPrograms, .enabled(if: hasPython, "python3 is not installed")) struct RemediesTests {
  private func script(_ arguments: String...) throws -> String {
    let outcome = try runProcess(named: "python3", [packagePath("Scripts/remedies")] + arguments)
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
    return outcome.output
  }

  private func text(_ path: String) throws -> String { try String(contentsOfFile: packagePath(path), encoding: .utf8) }

  @Test(arguments: ["equal-steps", "equal-time"]) func theTableIsThatOfTheResults(name: String) throws {
    let table = try script("table", "Examples/remedies/" + name)
    #expect(table.split(separator: "\n").count == 15)
    #expect(try text("Documentation/Remedies.md").contains("\n\n" + table + "\n"))
  }

  @Test func thePlansFollowFromTheTrials() throws {
    let results = "Examples/remedies/"
    #expect(try script("tuning") == text("Examples/plans/tuning.json"))
    #expect(try script("equal-steps", results + "tuning") == text("Examples/plans/equal-steps.json"))
    #expect(try script("equal-time", results + "tuning", results + "equal-steps") == text("Examples/plans/equal-time.json"))
  }
}

private let hasPython = (try? runProcess(named: "python3", ["--version"]))?.status == 0
