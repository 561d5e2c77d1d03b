package import ArgumentParser
import Foundation

/// `sandbox`: the page to play with the theory.
///
/// A server's libraries take longer to load than a comparison takes, so that the page is served by a program of its own, which this command
/// becomes.
package struct SandboxTool: ReadingCommand {
  package static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "A page to play with the theory, served on this machine alone: every number on it is one of these commands'.",
    discussion: """
      Examples:
        divergences sandbox
        divergences sandbox --data Examples/data/old-faithful.csv:waiting
        divergences sandbox --port 0 --no-open
        divergences sandbox --export page

      It prints the address of the page, opens it in a browser where there is one, and serves it until Ctrl-C, with exit status 130. \
      The page is answered to this machine alone, and loads nothing from elsewhere. It reads no files but the columns that --data \
      names, or without it Examples/data/old-faithful.csv where that is there; what is dropped on it stays in memory.

      --export writes a copy of the page that needs no server: the scenes whose states can be listed, with their numbers \
      computed beforehand, and a recorded training. It opens from disk, or from any server of files.

      The page is drawn with D3, and its formulas with KaTeX. make sandbox installs them where it can.
      """)

  /// The port that is bookmarked.
  static let usualPort: UInt16 = 8017

  @Option(.from(0, to: 65535), help: "The port; 0 for a free one") package var port = Int(usualPort)
  @Option(help: "A column that the page may use, FILE:COLUMN; may be repeated.") package var data: [String] = []
  @OptionGroup var reading: ReadingOptions
  @Flag(help: "Open no browser.") package var noOpen = false

  @Option(help: "Write a copy of the page to this folder, which must be new or empty, and serve nothing.") package var export: String?

  package init() {}

  var withoutEffect: [OptionsWithoutEffect] { export == nil ? [] : [(["--port", "--no-open"], "with --export")] }

  /// The program that serves the page, beside the one that runs.
  private static let program = "divergences-sandbox"

  func execute(_ arguments: [String], on console: Console) throws -> Int32 {
    let own = Bundle.main.executableURL?.resolvingSymlinksInPath()
    let path = own?.deletingLastPathComponent().appending(path: Self.program).path(percentEncoded: false) ?? Self.program
    try require(
      own?.lastPathComponent != Self.program,
      else: "'\(path)' does not serve the page: it is a copy of divergences under the name of the program that does.")
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    execv(path, words)
    // It comes back only where there is no such program.
    throw OptionError(
      "The page is served by the program '\(path)', which is missing or cannot be run: build it with 'swift build -c release --product "
        + "\(Self.program)', or run make sandbox."
    )
  }
}
