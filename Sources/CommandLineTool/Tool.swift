package import ArgumentParser
import Autodiff
import Calculus
import Densities
import Foundation
import Tabulation
import Training

/// The command `divergences`.
@main
package struct Tool: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "divergences",
    abstract: "Divergences between one-dimensional densities, with error bounds, and the claims of GAN theory checked on them.",
    discussion: """
      Densities are written as text: normal(0,1), 0.3*normal(-2,0.5)+0.7*normal(2,1), truncated(cauchy(0,1),-3,3), kde(FILE:COLUMN).
      Every number comes with a bound on its error, and an infinite one with the reason. Values are in nats.

      Results are CSV, or a table for the eye when standard output is a terminal; --format chooses.
      Exit status: 0 success; 1 a verdict that was not expected, a value that stayed unresolved or a training that diverged; 2 bad input; 64 bad usage; \
      130 after Ctrl-C, 143 after SIGTERM and 129 after SIGHUP, when train and sweep leave a whole folder.

      Networks are trained on the widest vectors that the processor has. The environment variable \(VectorWidth.variable) names another \
      width (here: \(VectorWidth.available.map(\.name).joined(separator: ", "))); avx2 and avx512 give the same bytes, every other \
      one its own, and the width stands in run.json, plan.json, checkpoints and NAME.csv.json.
      """,
    version: Version.package,
    subcommands: [
      Compare.self, Curves.self, Verify.self, Fit.self, Train.self, Sweep.self, Support.self, Dirac.self, OscillationTool.self,
      Descend.self, Landscape.self, Gradients.self, FGAN.self, WassersteinTool.self, Collapse.self,
    ])

  package init() {}

  static func main() {
    exit(withError: ExitCode(run(Array(CommandLine.arguments.dropFirst()), on: .standard)))
  }

  /// Runs the tool on its arguments and returns the exit status.
  package static func run(_ arguments: [String], on console: Console) -> Int32 {
    var command: any ParsableCommand
    do { command = try parseAsRoot(arguments) } catch { return usage(error, of: arguments, on: console) }
    do {
      if let command = command as? any CommandWithIdleOptions {
        _ = try VectorWidth.chosen()
        try refuse(command.idle, among: arguments)
      }
      if let training = command as? Train { return try training.train(on: console) }
      if let sweep = command as? Sweep { return try sweep.sweep(on: console) }
      guard let reporting = command as? any ReportingCommand else {
        do { try command.run() } catch { return usage(error, of: arguments, on: console) }
        return 0
      }
      try reporting.output.check()
      let report = try WholeFile.withOutputs(reporting.output.paths) { try reporting.report() }
      try reporting.output.deliver(report, arguments: arguments, on: console)
      return report.isAsExpected ? 0 : 1
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

  /// What has no effect must not be passed over in silence: whoever gave it expects one.
  private static func refuse(_ idle: [IdleOptions], among arguments: [String]) throws(OptionError) {
    for (name, reason) in idle.flatMap({ group in group.names.map { ($0, group.reason) } }) {
      if arguments.contains(where: { $0 == name || $0.hasPrefix(name + "=") }) {
        throw OptionError("\(name) has no effect \(reason): leave it out.")
      }
    }
  }

  /// Help and version go to standard output; a usage error is one sentence.
  private static func usage(_ error: any Error, of arguments: [String], on console: Console) -> Int32 {
    guard exitCode(for: error) == .success else {
      console.fail(reasonAgainstMinus(arguments) ?? usageSentence(message(for: error), arguments))
      return ExitCode.validationFailure.rawValue
    }
    do {
      try console.write(fullMessage(for: error) + "\n")
      return 0
    } catch {
      console.fail("\(error)")
      return 2
    }
  }
}

extension Tool {
  /// Why a density that begins with a minus is none; nil where there is no such argument. It was taken for an option.
  private static func reasonAgainstMinus(_ arguments: [String]) -> String? {
    // No option has a parenthesis in its name.
    let density = arguments.first { $0.hasPrefix("-") && $0.prefix { $0 != "=" }.contains("(") }
    guard let density else { return nil }
    do { _ = try parseDensity(density) } catch { return "'\(density)' is no density: \(error.description)" }
    return nil
  }

  /// A message of the argument parser as one sentence with a remedy.
  private static func usageSentence(_ message: String, _ arguments: [String]) -> String {
    let sentence = message.replacingOccurrences(of: ". Please provide", with: ": please provide")
      .replacingOccurrences(of: ". Did you mean", with: ": did you mean")
    if sentence.contains(": ") { return sentence }
    let start = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    if let value = sentence.firstMatch(of: /^The value '(.*)' is invalid/)?.1 {
      // Options that take words say which; these take numbers.
      let isNumber = Double(value) != nil
      let kind = !isNumber ? "a number" : value.hasPrefix("-") ? "a whole number of at least 0" : "a whole number below 2^63, in digits"
      return "\(start): it takes \(kind)"
    }
    let command = configuration.subcommands.map { $0._commandName }.first { $0 == arguments.first }
    return "\(start): see divergences \(command.map { $0 + " " } ?? "")--help"
  }
}

/// A subcommand whose result is a table.
package protocol ReportingCommand: CommandWithIdleOptions {
  /// Where the result goes.
  var output: OutputOptions { get }
  /// Computes the result.
  func report() throws -> Report
}

/// A subcommand some of whose options leave others without effect.
package protocol CommandWithIdleOptions: ParsableCommand {
  /// What has no effect beside the options that were given, by default nothing.
  var idle: [IdleOptions] { get }
}

extension CommandWithIdleOptions {
  package var idle: [IdleOptions] { [] }
}

/// Options that another one leaves without effect.
package struct IdleOptions {
  /// With their dashes.
  let names: [String]
  /// What follows “has no effect”.
  let reason: String

  init(_ names: String..., reason: String) { (self.names, self.reason) = (names, reason) }
}
