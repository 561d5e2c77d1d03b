/// Why a run cannot be started or continued; the description is one sentence.
public struct RunError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  /// An error with this sentence, without its full stop.
  public init(_ sentence: String) { description = sentence }
}
