package import Tabulation

/// What a subcommand of the command line gives: the scenes show its numbers, so that they are the same to the last digit.
package struct CommandReport: Sendable {
  /// The result; nil where there is none.
  package let table: Table?
  /// The exit status.
  package let status: Int
  /// What is said on standard error.
  package let sentence: String
  /// What is said below the table, for the eye.
  package let remark: String

  /// A report of a command that has run.
  package init(table: Table?, status: Int, sentence: String, remark: String) {
    (self.table, self.status, self.sentence, self.remark) = (table, status, sentence, remark)
  }
}

/// Runs a subcommand: its arguments, the name first.
package typealias CommandRunner = @Sendable (_ arguments: [String]) -> CommandReport

/// The line that a shell reads as this command.
func commandLine(_ arguments: [String]) -> String { (["divergences"] + arguments).map(shellWord).joined(separator: " ") }

/// A word as a shell reads it: between apostrophes where it has any sign that a shell reads otherwise.
private func shellWord(_ word: String) -> String {
  let plain =
    !word.isEmpty
    && word.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || "-_./:,=+%@".utf8.contains(byte)
    }
  return plain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
}
