/// Why a file cannot be read or written; the description is one sentence.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was tried.
  public enum Action: String, Hashable, Sendable {
    /// Reading the file.
    case read
    /// Writing the file.
    case write
  }

  /// What was tried.
  public let action: Action
  /// The path as the caller gave it.
  public let path: String
  /// The condition, as the end of a sentence.
  public let condition: String

  /// An error that reads "Cannot read 'path': condition."
  public init(action: Action, path: String, condition: String) {
    self.action = action
    self.path = path
    self.condition = condition
  }

  public var description: String { "Cannot \(action.rawValue) \(shown(path)): \(condition)." }
}
