package import ArgumentParser
import Autodiff
import Calculus
import Densities
import Foundation
import Tabulation
import Training

/// The command `divergences`.
package struct Tool: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "divergences",
    abstract: "Divergences between one-dimensional densities, with error bounds, and the claims of GAN theory checked on them.",
    discussion: """
      Densities are written as text: normal(0,1), 0.3*normal(-2,0.5)+0.7*normal(2,1), truncated(cauchy(0,1),-3,3), \
      kde(FILE:COLUMN).
      Every number comes with a bound on its error, and an infinite one with the reason. Values are in nats.

      Results are CSV, or a readable table when standard output is a terminal; --format chooses.
      Exit status: 0 success; 1 a verdict that was not expected, a value that stayed unresolved or a training that \
      diverged; 2 bad input, a value that is refused; 64 bad usage, a command line that has not the form that --help \
      gives, such as an unknown option, one given twice or a word for a number; 130 after Ctrl-C, 143 after SIGTERM \
      and 129 after SIGHUP, when train and sweep leave a complete folder, from which they continue.

      Networks are trained on the widest vectors that the processor has. The environment variable \
      \(VectorWidth.variable) names another width (here: \
      \(VectorWidth.available.map(\.name).joined(separator: ", "))); avx2 and avx512 give the same bytes, every other \
      one its own, and the width stands in run.json, plan.json, checkpoints and NAME.csv.json.
      """,
    version: Version.package,
    groupedSubcommands: [
      CommandGroup(
        name: "Divergences",
        subcommands: [Compare.self, Samples.self, Curves.self, FitTool.self, LandscapeTool.self, WassersteinTool.self]),
      CommandGroup(name: "Claims", subcommands: [Verify.self]),
      CommandGroup(name: "Training", subcommands: [Train.self, Sweep.self, Explain.self]),
      CommandGroup(
        name: "Studies",
        subcommands: [
          Dirac.self, OscillationTool.self, Descend.self, Gradients.self, Collapse.self, FGAN.self, Support.self,
        ]),
      CommandGroup(name: "Page", subcommands: [SandboxTool.self]),
    ])

  package init() {}

  /// Runs the tool on its arguments and returns the exit status.
  ///
  /// - Parameter serve: what `sandbox` does in the program that can serve the page; nil in the other, which becomes that one.
  package static func run(_ typed: [String], on console: Console, serve: ((SandboxTool) throws -> Int32)? = nil) -> Int32 {
    // The parser takes a word that begins with a dash for an option; this one is a column of standard input.
    let arguments = typed.map { $0.hasPrefix("-:") ? "/dev/stdin" + $0.dropFirst() : $0 }
    return run(arguments, on: console) { command in
      if let serve, let sandbox = command as? SandboxTool { return try serve(sandbox) }
      return try command.execute(arguments, on: console)
    }
  }

  /// The table of a subcommand that has one, as the page shows it, and what is said on standard error.
  package static func report(_ arguments: [String]) -> CommandReport {
    var (sentence, table, remark) = ("", Table?.none, "")
    let console = Console(isTerminal: false, output: { _ in }, errors: { sentence = $0 })
    let status = ProgressBar.$isHidden.withValue(true) {
      run(arguments, on: console) { command in
        guard let report = try (command as? any ReportingCommand)?.report() else { return 2 }
        let notes = (DataReading.current?.said ?? []).map { "Note: \($0)." }
        (table, remark) = (report.table, ([report.remark] + notes).filter { !$0.isEmpty }.joined(separator: "\n"))
        return report.isAsExpected ? 0 : 1
      }
    }
    return CommandReport(table: table, status: Int(status), sentence: sentence, remark: remark)
  }

  private static func run(
    _ arguments: [String], on console: Console, carryingOut execute: (any ToolCommand) throws -> Int32
  ) -> Int32 {
    do { if let status = try Sweep.printTemplate(arguments, on: console) { return status } } catch {
      console.fail("\(error)")
      return 2
    }
    // The parser prints the help of the whole tool for any word.
    if arguments.first == "help", let word = arguments.dropFirst().first, let sentence = reasonAgainstCommand(word) {
      console.fail(sentence)
      return ExitCode.validationFailure.rawValue
    }
    var command: any ParsableCommand
    do { command = try parse(arguments) } catch { return usage(error, of: arguments, on: console) }
    do {
      guard let command = command as? any ToolCommand else {
        do { try command.run() } catch { return usage(error, of: arguments, on: console) }
        return 0
      }
      _ = try VectorWidth.chosen()
      if let sentence = try repeatedOption(in: arguments) {
        console.fail(sentence)
        return ExitCode.validationFailure.rawValue
      }
      try command.rejectWithoutEffect(among: arguments)
      try (command as? any ReadingCommand)?.rejectWithoutData(among: arguments)
      let reading = DataReading(command.dialect)
      let status = try DataReading.$current.withValue(reading) { try execute(command) }
      for note in reading.said { console.fail("Note: " + note) }
      return status
    } catch let error as any InputError {
      console.fail(error.description)
      return 2
    } catch let error as TrainingError {
      // What was typed may well be right: it is the result that there is none of.
      console.fail(error.description)
      return 1
    } catch {
      console.fail("\(error)")
      return 2
    }
  }

  /// The command that was typed. An option whose value may be left out has none before a word that cannot be its value.
  private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
    var parsed = arguments
    // At the end there is no word that the parser could take for the value.
    if arguments.first == "compare", let place = arguments.firstIndex(of: "--certificate"), place + 1 < arguments.count,
      !Compare.isCertificate(arguments[place + 1])
    {
      parsed.append(parsed.remove(at: place))
    }
    return try parseAsRoot(parsed)
  }

  /// What the parser ends with: help and version go to standard output, and an error is one sentence.
  private static func usage(_ error: any Error, of arguments: [String], on console: Console) -> Int32 {
    let message = message(for: error)
    switch exitCode(for: error) {
    case .success:
      do { try console.write(fullMessage(for: error) + "\n") } catch {
        console.fail("\(error)")
        return 2
      }
      return 0
    case .validationFailure:
      if let refusal = Refusal.read(fromMessage: message) {
        console.fail(sentence(about: refusal, in: arguments))
        return 2
      }
      console.fail(reasonAgainstMinus(arguments) ?? usageSentence(message, arguments))
      return ExitCode.validationFailure.rawValue
    default:
      // What `validate()` says of options that do not go together.
      console.fail(message)
      return 2
    }
  }
}

extension Tool {
  /// What is said of a flag that is given twice, or of an option that takes one value, of which the last would win in
  /// silence; nil where there is none.
  private static func repeatedOption(in arguments: [String]) throws -> String? {
    let options = arguments.indices.filter { arguments[$0].hasPrefix("--") && arguments[$0].count > 2 || arguments[$0] == "-o" }
      .map { (name: arguments[$0] == "-o" ? "--output" : String(arguments[$0].prefix { $0 != "=" }), place: $0) }
    let twice = Dictionary(grouping: options, by: \.name).filter { $0.value.count > 1 }
    guard !twice.isEmpty, let name = arguments.first else { return nil }
    let known = try CommandOptions(of: name, describedBy: _dumpHelp())
    let single = known.takingOneValue.union(known.flags)
    guard let option = twice.keys.sorted().first(where: single.contains), let places = twice[option]?.map(\.place) else { return nil }
    let sentence = "\(option) is given \(places.count == 2 ? "twice" : "\(places.count) times")"
    let values = places.compactMap { place -> String? in
      if arguments[place].contains("=") { return String(arguments[place].drop { $0 != "=" }.dropFirst()) }
      // A value may be left out, as that of --certificate.
      return arguments.dropFirst(place + 1).first.flatMap { $0.hasPrefix("--") ? nil : $0 }
    }
    guard known.takingOneValue.contains(option), values.count == places.count else { return sentence + ": give it once." }
    return sentence + ", with " + values.map { "'\($0)'" }.joined(separator: " and ") + ": give it once."
  }

  /// Why a value is refused, or that its option has no effect, which is then what is to be said.
  private static func sentence(about refusal: (option: String, sentence: String), in arguments: [String]) -> String {
    let place = arguments.firstIndex { $0 == refusal.option || $0.hasPrefix(refusal.option + "=") } ?? arguments.endIndex
    var others = arguments
    others.removeSubrange(place..<min(place + (arguments[place...].first == refusal.option ? 2 : 1), arguments.count))
    let command = try? parse(others) as? any ToolCommand
    do throws(OptionError) { try command?.rejectWithoutEffect(among: [refusal.option]) } catch { return error.description }
    return refusal.sentence
  }

  /// Why a density that begins with a minus is none; nil where there is no such argument. It was taken for an option.
  private static func reasonAgainstMinus(_ arguments: [String]) -> String? {
    // No option has a parenthesis in its name.
    let density = arguments.first { $0.hasPrefix("-") && $0.prefix { $0 != "=" }.contains("(") }
    guard let density else { return nil }
    do { _ = try parseDensity(density) } catch { return "'\(density)' is no density: \(error.description)" }
    return nil
  }

  /// That a word is no command; nil where it is one, or an option.
  private static func reasonAgainstCommand(_ word: String) -> String? {
    let commands = configuration.groupedSubcommands.flatMap(\.subcommands).map { $0._commandName } + ["help"]
    if word.hasPrefix("-") || commands.contains(word) { return nil }
    let suggestion = Spelling.suggestion(for: word, among: commands)
    return "'\(word)' is no command" + (suggestion.isEmpty ? ": see divergences --help" : suggestion)
  }

  /// That a command has no such option, of the first that it has not; nil where it has them all.
  private static func reasonAgainstOption(_ arguments: [String]) -> String? {
    guard let name = arguments.first, let known = try? CommandOptions(of: name, describedBy: _dumpHelp()).all, !known.isEmpty else {
      return nil
    }
    let typed = arguments.filter { $0.hasPrefix("--") && $0.count > 2 }.map { String($0.prefix { $0 != "=" }) }
    guard let unknown = typed.first(where: { !known.contains($0) }) else { return nil }
    let suggestion = Spelling.suggestion(for: unknown, among: known.filter { $0.hasPrefix("--") }.sorted())
    return "Unknown option '\(unknown)'" + (suggestion.isEmpty ? ": see divergences \(name) --help" : suggestion)
  }

  /// A message of the argument parser as one sentence with a remedy.
  private static func usageSentence(_ message: String, _ arguments: [String]) -> String {
    if let sentence = arguments.first.flatMap(reasonAgainstCommand) { return sentence }
    // What is missing may be the value of an option that is misspelt.
    if message.hasPrefix("Missing expected argument"), let sentence = reasonAgainstOption(arguments) { return sentence }
    let sentence = message.replacingOccurrences(of: ". Please provide", with: ": please provide")
      .replacingOccurrences(of: ". Did you mean", with: ": did you mean")
    if sentence.contains(": ") { return sentence }
    let start = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    let command = configuration.subcommands.map { $0._commandName }.first { $0 == arguments.first }
    return "\(start): see divergences \(command.map { $0 + " " } ?? "")--help"
  }
}
