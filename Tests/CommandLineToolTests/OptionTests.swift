import CommandLineTool
import Foundation
import TestSupport
import Testing

/// What an option says in its help is what it takes, and what is said of another value.
@Suite struct OptionTests {
  /// An option that takes numbers from a range, and its command with all that it needs.
  private struct RangedOption {
    let command: [String]
    let name: String
    /// What follows “must be”, such as `a whole number from 1 to 10`.
    let condition: String
    let accepted: [String]
    let refused: [String]

    init?(_ argument: CommandDescription.Argument, of command: [String]) {
      let ranges =
        /: (?<condition>a (?<whole>whole )?number (?<bound>from|above) (?<least>\S+) (?:to|and at most) (?<most>[0-9.e+]*[0-9]))/
      guard let name = argument.option, let match = argument.abstract?.firstMatch(of: ranges), let least = Double(match.least),
        let most = Double(match.most)
      else { return nil }
      let isWhole = match.whole != nil
      func text(_ value: Double) -> String { isWhole ? "\(Int(value))" : "\(value)" }
      let isOpen = match.bound == "above"
      self.command = command
      self.name = name
      condition = String(match.condition)
      accepted = (isOpen ? [] : [text(least)]) + [text(most)]
      refused =
        (isWhole ? [] : ["nan", "inf", "1e400"])
        + [text(isWhole ? least - 1 : isOpen ? least : least - 1e-3 * max(abs(least), 1)), text(isWhole ? most + 1 : 1.001 * most)]
    }
  }

  private func ranged() throws -> [RangedOption] {
    try CommandDescription.all().flatMap { command in
      (command.arguments ?? []).compactMap { RangedOption($0, of: command.withNeeds) }
    }
  }

  private func run(_ arguments: [String]) -> (status: Int32, errors: [String]) {
    var errors: [String] = []
    let status = Tool.run(arguments, on: Console(isTerminal: false, output: { _ in }, errors: { errors.append($0) }))
    return (status, errors)
  }

  @Test func aValueOutOfItsRangeIsRefusedInTheWordsOfTheHelp() throws {
    let options = try ranged()
    #expect(options.count >= 20)
    for option in options {
      for value in option.refused {
        let outcome = run(option.command + [option.name, value])
        // Or its option has no effect, whatever its value.
        let starts = ["\(option.name) must be \(option.condition)", "\(option.name) has no effect "]
        #expect(outcome.status == 2 && outcome.errors.count == 1, "\(option.command) \(option.name) \(value): \(outcome)")
        #expect(
          starts.contains { outcome.errors.first?.hasPrefix($0) == true }, "\(option.command) \(value): \(outcome.errors), not \(starts)")
      }
    }
  }

  /// With an option that there is not nothing is run, and the values before it are still looked at.
  @Test func theEndsOfTheRangeAreTaken() throws {
    for option in try ranged() {
      for value in option.accepted {
        let outcome = run(option.command + [option.name, value, "--no-such-option"])
        #expect(outcome.errors.first?.hasPrefix("\(option.name) must be") == false, "\(option) \(value): \(outcome)")
      }
    }
  }

  @Test func aWordForANumberIsBadUsage() throws {
    for option in try ranged() {
      for value in ["many", "", "1,5", "0.5.1"] {
        let outcome = run(option.command + [option.name + "=" + value])
        #expect(outcome.status == 64 && outcome.errors.count == 1, "\(option) \(value): \(outcome)")
        // The parser takes an option with nothing behind “=” for one without a value.
        #expect(value.isEmpty || outcome.errors.first?.contains("it takes \(option.condition)") == true, "\(outcome)")
      }
    }
  }

  @Test func aMisspeltCommandIsNamed() {
    let outcome = run(["comapre", "normal(0,1)", "normal(1,2)"])
    #expect(outcome.status == 64 && outcome.errors == ["'comapre' is no command: did you mean compare?\n"], "\(outcome)")
    let option = run(["compare", "--pair", "pairs.csv"])
    #expect(option.status == 64 && option.errors == ["Unknown option '--pair': did you mean --pairs?\n"], "\(option)")
    let help = run(["help", "comapre"])
    #expect(help.status == 64 && help.errors == outcome.errors, "\(help)")
    #expect(run(["help", "compare"]).status == 0 && run(["help", "help"]).status == 0)
  }

  @Test func aWordOutOfACatalogueIsRefusedWithAllOfIt() throws {
    var count = 0
    for command in try CommandDescription.all() {
      for argument in command.arguments ?? [] {
        let catalogue = /: (one of [^;]*?)(?:;.*)? \(default:/
        guard let name = argument.option, let match = argument.abstract?.firstMatch(of: catalogue) else { continue }
        count += 1
        let outcome = run(command.withNeeds + [name, "no-such-word"])
        #expect(outcome.status == 2 && outcome.errors == ["\(name) must be \(match.1) (got 'no-such-word').\n"], "\(outcome)")
      }
    }
    #expect(count >= 8)
  }

  @Test(arguments: [
    (["fit", "a.csv:x", "--family", "skewnormal"], "did you mean skewNormal?"),
    (["compare", "normal(0,1)", "normal(1,1)", "--measure", "kl_pg"], "did you mean kl_pq?"),
    (["compare", "normal(0,1)", "normal(1,1)", "--measure", "KL"], "did you mean kl_pq, kl_qp, kl_pm or kl_qm?"),
    (["compare", "normal(0,1)", "normal(1,1)", "--measure", "JS"], "did you mean js?"),
    (["compare", "normal(0,1)", "normal(1,1)", "--format", "tabel"], "did you mean table?"),
    (["compare", "normal(0,1)", "normal(1,1)", "--route", "gls"], "did you mean gsl?"),
    (["dirac", "--updates", "alternate"], "did you mean alternating?"),
  ])
  func aMisspeltWordOfACatalogueIsNamed(_ arguments: [String], _ suggestion: String) {
    let outcome = run(arguments)
    #expect(outcome.status == 2 && outcome.errors.count == 1, "\(outcome)")
    #expect(outcome.errors.first?.hasSuffix("(got '\(arguments.last ?? "")': \(suggestion)).\n") ?? false, "\(outcome)")
  }

  /// A shell offers the words that an option takes, and files where it takes one.
  @Test func completionsHaveTheWordsOfCatalogues() throws {
    for shell in ["bash", "zsh", "fish"] {
      let script = try runTool(["--generate-completion-script", shell]).output
      for word in ["skewNormal", "inverseGaussian", "gev", "normal_mixture", "sqrt_js", "w_inf"] {
        #expect(script.contains(word), "\(shell): \(word)")
      }
    }
    let bash = try runTool(["--generate-completion-script", "bash"]).output
    let values = bash.components(separatedBy: "'--plot')\n")
    #expect(values.count > 5 && values.dropFirst().allSatisfy { $0.prefix(200).contains("-f") }, "\(values.last?.prefix(200) ?? "")")
  }

  @Test func commandsAreListedInGroups() throws {
    let help = try runTool(["--help"]).output
    var groups: [String: Set<String>] = [:]
    var group = ""
    for line in help.split(separator: "\n") {
      if let heading = line.wholeMatch(of: /([A-Z]+) SUBCOMMANDS:/) { group = String(heading.1) }
      if let command = line.firstMatch(of: /^ {2}([a-z]+)\s/), !group.isEmpty { groups[group, default: []].insert(String(command.1)) }
    }
    #expect(Set(groups.keys) == ["DIVERGENCES", "CLAIMS", "TRAINING", "STUDIES", "PAGE"], "\(help)")
    #expect(
      groups["CLAIMS"] == ["verify"] && groups["TRAINING"] == ["train", "sweep", "explain"]
        && groups["DIVERGENCES"]?.contains("compare") == true)
    #expect(try groups.values.map(\.count).reduce(0, +) == CommandDescription.all().count, "\(groups)")
  }
}
