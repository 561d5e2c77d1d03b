package import Tabulation

/// Something that a script shows, and the line that shows it.
package struct Output {
  /// The line of the script that made it.
  package let line: Int
  /// What it shows.
  package let content: Content

  /// What an output shows.
  package enum Content {
    /// Printed text.
    case text(String)
    /// A table, its CSV file, and the digits of its numbers.
    case table(Table, file: String, digits: Int)
    /// A picture, what to see in it, and its file; of one that plays, also the file of its last frame, for paper.
    case picture(title: String, caption: String, file: String, still: String? = nil)
    /// An exercise, the numbers that answer it, and why they do.
    case exercise(number: Int, question: String, answer: String, reason: String)
  }

  /// An output of a line of the script.
  package init(line: Int, content: Content) {
    self.line = line
    self.content = content
  }

  /// The output for the eye.
  var terminalText: String {
    switch content {
    case .text(let text): text
    case .table(let table, _, let digits): table.aligned(digits: digits)
    case .picture(let title, let caption, let file, _): "[\(file): \(title)]\n\(caption)"
    case .exercise(let number, let question, let answer, let reason): "Exercise \(number). \(question)\n\(answer)\n\(reason)"
    }
  }
}
