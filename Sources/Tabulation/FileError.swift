/// Why a file cannot be read or written; the description is one sentence.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was tried.
  package enum Action: String, Hashable, Sendable {
    /// Reading the file.
    case read
    /// Writing the file.
    case write
  }

  /// What was tried.
  package let action: Action
  /// The path as the caller gave it.
  package let path: String
  /// The condition, as the end of a sentence.
  package let condition: String

  /// An error that reads "Cannot read 'path': condition."
  package init(action: Action, path: String, condition: String) {
    self.action = action
    self.path = path
    self.condition = condition
  }

  package var description: String { "Cannot \(action.rawValue) \(shown(path)): \(condition)." }
}
