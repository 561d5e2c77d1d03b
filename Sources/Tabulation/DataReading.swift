import Synchronization

/// The data that a piece of work reads: how its user says they are written, and what was noticed in reading them.
///
/// Like the outputs of `WholeFile`, it is known to the thread that carries out the work, and to those that are handed
/// it.
package final class DataReading: Sendable {
  /// That of the work under way.
  @TaskLocal package static var current: DataReading?

  /// What was noticed.
  package struct Note: Hashable, Sendable {
    /// One sentence without its full stop.
    package let text: String
    /// Whether it is said besides being written down: something was left out, or may be meant otherwise.
    package let isSaid: Bool
  }

  /// How data are written; nil where nobody can say so.
  let dialect: Dialect?
  private let noticed = Mutex<[Note]>([])

  /// Reads in a dialect.
  package init(_ dialect: Dialect?) { self.dialect = dialect }

  /// What was noticed up to now, each once.
  package var notes: [Note] { noticed.withLock { $0 } }

  /// What is to be said of it.
  package var said: [String] { notes.filter(\.isSaid).map(\.text) }

  /// Takes down what was noticed, one sentence without its full stop.
  package static func note(_ text: String, isSaid: Bool) {
    let note = Note(text: text, isSaid: isSaid)
    current?.noticed.withLock { if !$0.contains(note) { $0.append(note) } }
  }

  /// The end of a sentence that proposes an option, where there are options.
  static func remedy(_ text: String) -> String { current?.dialect == nil ? "" : ": " + text }
}
