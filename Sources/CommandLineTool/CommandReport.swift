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
}
