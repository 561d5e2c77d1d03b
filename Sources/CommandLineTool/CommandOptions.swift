import Foundation

/// The options of a subcommand, as the argument parser describes them.
struct CommandOptions {
  /// Those that take one value, and those that take none, with their dashes: each may be given once.
  let takingOneValue, flags: Set<String>
  /// All of them, with their dashes.
  let all: Set<String>

  /// Reads them from the parser's description of the whole tool, which is JSON.
  init(of subcommand: String, describedBy description: String) throws {
    let tool = try JSONDecoder().decode(Description.self, from: Data(description.utf8))
    let own = tool.command.subcommands?.first { $0.commandName == subcommand }
    let arguments = own?.arguments ?? []
    func names(of kind: String) -> Set<String> {
      Set(
        arguments.filter { $0.kind == kind && !$0.isRepeating }
          .flatMap { ($0.names ?? []).filter { $0.kind == "long" }.map { "--" + $0.name } })
    }
    (takingOneValue, flags) = (names(of: "option"), names(of: "flag"))
    all = Set(arguments.flatMap { $0.names ?? [] }.map { ($0.kind == "long" ? "--" : "-") + $0.name })
  }

  private struct Description: Decodable {
    let command: Command
  }
  private struct Command: Decodable {
    let commandName: String
    let subcommands: [Command]?
    let arguments: [Argument]?
  }
  private struct Argument: Decodable {
    let kind: String
    let isRepeating: Bool
    let names: [Name]?
  }
  private struct Name: Decodable {
    let kind: String
    let name: String
  }
}
