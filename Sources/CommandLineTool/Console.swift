import Foundation
import Tabulation

/// Where a run of the tool writes: standard output and standard error, or two closures in a test.
package struct Console {
  /// Whether the output is read by a person at a terminal.
  package let isTerminal: Bool
  /// How many characters fit into a line of it; 80 where that is not known.
  package let width: Int
  /// Whether verdicts are coloured: on a terminal that has colours, unless NO_COLOR is set (no-color.org).
  private let hasColours: Bool
  private let output: (String) throws -> Void
  private let errors: (String) -> Void

  package init(
    isTerminal: Bool, width: Int = 80, hasColours: Bool = false, output: @escaping (String) throws -> Void,
    errors: @escaping (String) -> Void
  ) {
    self.isTerminal = isTerminal
    self.width = width
    self.hasColours = hasColours
    self.output = output
    self.errors = errors
  }

  /// Standard output and standard error of this process.
  package static var standard: Console {
    // With the signal off, a reader that has gone away (`| head`) is an ordinary error of `write`.
    signal(SIGPIPE, SIG_IGN)
    // So is a file that grows beyond what this user may write.
    signal(SIGXFSZ, SIG_IGN)
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let environment = ProcessInfo.processInfo.environment
    return Console(
      isTerminal: isTerminal, width: terminalWidth(of: STDOUT_FILENO) ?? 80,
      hasColours: isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb",
      output: { text in
        guard let code = writeAll(Array(text.utf8), to: STDOUT_FILENO), code != EPIPE else { return }
        throw FileError(action: .write, path: "standard output", condition: String(cString: strerror(code)))
      },
      errors: { _ = writeAll(Array($0.utf8), to: STDERR_FILENO) })
  }

  package func write(_ text: String) throws { try output(text) }

  /// A text with the verdicts `holds`, `fails` and `undecided` in green, red and yellow, where there are colours.
  ///
  /// A verdict stands in a column, or after a colon or a comma; the same words of a sentence stay as they are.
  func coloured(_ text: String) -> String {
    guard hasColours else { return text }
    let verdict = /(?<before>(^|: |, |  ))(?<word>holds|fails|undecided)(?= on [0-9]|,|  |$)/.anchorsMatchLineEndings()
    return text.replacing(verdict) { match in
      let colour = match.word == "holds" ? 32 : match.word == "fails" ? 31 : 33
      return "\(match.before)\u{1B}[\(colour)m\(match.word)\u{1B}[0m"
    }
  }

  /// Writes one sentence to standard error: an error, or a note on what was written.
  package func fail(_ sentence: String) {
    let line = sentence.split(whereSeparator: \.isNewline).joined(separator: " ")
    errors(line + (line.hasSuffix(".") || line.hasSuffix("?") ? "\n" : ".\n"))
  }
}

/// How many characters fit into a line of the terminal on this file; nil where it is none, or does not say.
func terminalWidth(of file: Int32) -> Int? {
  var size = winsize()
  guard ioctl(file, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
  return Int(size.ws_col)
}
