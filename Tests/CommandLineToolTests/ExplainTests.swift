import Foundation
import Tabulation
import TestSupport
import Testing

/// What `explain` says of the numbers that a training prints.
@Suite struct ExplainTests {
  private func rows(_ arguments: String...) throws -> [[String: String]] { try typedTable("explain", arguments).rowsByColumn }

  private func value(_ rows: [[String: String]], _ quantity: String) throws -> Double {
    try #require(rows.first { $0["quantity"] == quantity }, "\(quantity)").number("value")
  }

  /// A discriminator with the loss 1.129944 is the optimal one of normal(0,1) and normal(1,2): JS is 0.128175.
  @Test func theLossBoundsTheDivergence() throws {
    let rows = try rows("--d-loss", "1.1299444150110944")
    #expect(abs(try value(rows, "js_at_least") - 0.128174973054398) < 1e-12)
    #expect(abs(try value(rows, "tv_at_least") - 0.128174973054398 / log(2)) < 1e-12)
    let distance = try value(rows, "normals_distance_at_least")
    let measured = try typed(["compare", "normal(0,1)", "normal(\(distance),1)", "--measure", "js"]).output
    let js = try #require(Double(measured.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(abs(js - 0.128174973054398) < 1e-8)
  }

  @Test func anAveragedLossIsHalfOfTheSum() throws {
    let (summed, averaged) = (try rows("--d-loss", "0.5"), try rows("--d-loss", "0.25", "--reduction", "averaged"))
    for quantity in ["js_at_least", "tv_at_least", "normals_distance_at_least"] {
      #expect(try value(summed, quantity) == value(averaged, quantity))
    }
  }

  /// log 4, which users of every library ask about; a discriminator that is worse; and one that is too strong.
  @Test func theUsualQuestionsAreAnswered() throws {
    let coin = try rows("--d-loss", "1.39")
    #expect(coin[0]["statement"]?.contains("log 4 = 1.38629 is the loss of D = 1/2 everywhere") == true)
    #expect(try value(coin, "js_at_least") == 0 && coin.contains { $0["kind"] == "next" && $0["command"]?.contains("train") == true })
    let worse = try rows("--d-loss", "3")
    #expect(abs(try value(worse, "gap_at_least") - (3 - 2 * log(2))) < 1e-12)
    let strong = try rows("--d-loss", "0.02")
    #expect(strong[0]["statement"]?.contains("no success") == true && strong.contains { $0["claims"] == "H2" })
    let critic = try rows("--critic-loss", "-0.8", "--slope", "2")
    #expect(try value(critic, "w1_at_least") == 0.4 && value(critic, "difference_of_means") == 0.8)
    #expect(try value(rows("--critic-loss", "-0.8", "--critic-sign", "real-minus-fake"), "w1_at_least") == 0)
    #expect(abs(try value(rows("--g-loss", "5.3"), "geometric_mean") - exp(-5.3)) < 1e-15)
    for rows in [coin, worse, strong, critic] {
      #expect(Set(rows.compactMap { $0["kind"] }).isSuperset(of: ["means", "proves", "leaves_open"]))
    }
  }

  /// The limits of an accuracy that was counted: 510 of 1000 are no proof, 600 are.
  @Test func anAccuracyHasLimits() throws {
    #expect(try value(rows("--d-accuracy", "0.51", "--samples", "1000"), "tv_at_least_95") == 0)
    let counted = try rows("--d-accuracy", "0.6", "--samples", "1000")
    let sure = try value(counted, "tv_at_least_95")
    // Clopper and Pearson: 0.56888 to 0.63052.
    #expect(abs(sure - 2 * 0.068_880) < 1e-4, "\(sure)")
    #expect(abs(try value(counted, "tv_at_least") - 0.2) < 1e-12)
    // Wrong more often than not is as good, turned round.
    #expect(abs(try value(rows("--d-accuracy", "0.4", "--samples", "1000"), "tv_at_least_95") - sure) < 1e-12)
  }

  @Test func claimsAndCommandsThatItNamesAreThere() throws {
    let known = Set(try typedTable("verify", "--list").texts(inColumn: "claim"))
    let every = [
      ["--d-loss", "1.39", "--d-accuracy", "0.5"], ["--d-loss", "0.01", "--d-accuracy", "0.99"], ["--d-loss", "9", "--d-accuracy", "0.1"],
      ["--d-loss", "0.9", "--g-loss", "0.3"], ["--g-loss", "-0.1", "--g-form", "saturating"], ["--g-loss", "3"],
      ["--critic-loss", "1"], ["--d-loss", "0.9", "--d-accuracy", "0.8", "--samples", "100", "--g-loss", "1", "--critic-loss", "-1"],
    ]
    for arguments in every {
      for row in try typedTable("explain", arguments).rowsByColumn {
        let claims = row["claims"]?.split(separator: " ").map(String.init) ?? []
        #expect(Set(claims).isSubset(of: known), "\(claims)")
        #expect(row["statement"]?.hasSuffix(".") == true)
        let command = row["command"] ?? ""
        #expect(command.isEmpty || command.hasPrefix("divergences "))
        if command.contains(" compare ") { #expect(try runShell(command).status == 0, "\(command)") }
      }
    }
  }

  /// The methods that are recommended are those of the first table that never lose the smaller of two far modes.
  @Test func theTableSupportsTheRemedy() throws {
    let page = try String(contentsOf: packageFolder.appending(path: "Documentation/Remedies.md"), encoding: .utf8)
    let table = try #require(page.components(separatedBy: "| method |").dropFirst().first).components(separatedBy: "\n\n")[0]
    let rows = table.split(separator: "\n").dropFirst(2).map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    let keepers = rows.filter { $0[1].hasSuffix(", 0 %") }.map { $0[0] }
    let share = rows.filter { !keepers.contains($0[0]) }.map { Int($0[1].split(separator: " ").dropLast().last ?? "") ?? 0 }
    #expect(rows.count >= 13 && share.allSatisfy { $0 > 50 })
    let named = try self.rows("--d-loss", "0.01").compactMap { $0["statement"] }.filter { $0.contains("Remedies.md") }
    let names = keepers.dropLast().joined(separator: ", ") + " and " + (keepers.last ?? "")
    #expect(named.count == 1 && named[0].contains(", " + names + " keep the smaller of two far modes"), "\(names)")
  }

  @Test func theTextFitsATerminal() throws {
    let outcome = try typed(["explain", "--d-loss", "0.02", "--g-loss", "4", "--format", "table"])
    #expect(outcome.status == 0 && outcome.output.hasPrefix("--d-loss 0.02, summed over real and fake\n  means        D tells"))
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 || $0.contains("divergences ") }, "\(lines.filter { $0.count > 80 })")
  }
}
