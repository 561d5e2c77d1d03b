import CommandLineTool
import Foundation

/// A command as the tool itself describes it, by `--experimental-dump-help`.
struct CommandDescription: Decodable {
  let commandName: String
  let arguments: [Argument]?
  let subcommands: [CommandDescription]?

  /// Its name and what it needs to be understood, whatever it would do.
  var withNeeds: [String] {
    let needs = (arguments ?? []).filter { !$0.isOptional }
    return [commandName] + needs.flatMap { $0.kind == "positional" ? ["normal(0,1)"] : [$0.option ?? "", "normal(0,1)"] }
  }

  struct Argument: Decodable {
    let kind: String
    let names: [Name]?
    let valueName: String?
    let abstract: String?
    let isOptional: Bool
    let allValues: [String]?

    /// The longest name with its dashes.
    var option: String? {
      names.flatMap { $0.max { $0.name.count < $1.name.count } }.map { ($0.name.count == 1 ? "-" : "--") + $0.name }
    }
  }

  struct Name: Decodable { let name: String }

  /// The commands of the tool.
  static func all() throws -> [CommandDescription] {
    var text = ""
    let status = Tool.run(["--experimental-dump-help"], on: Console(isTerminal: false, output: { text += $0 }, errors: { text += $0 }))
    struct Description: Decodable { let command: CommandDescription }
    let commands = try JSONDecoder().decode(Description.self, from: Data(text.utf8)).command.subcommands ?? []
    guard status == 0, !commands.isEmpty else { throw NoCommands(text: text) }
    return commands.filter { $0.commandName != "help" }
  }

  struct NoCommands: Error { let text: String }
}
