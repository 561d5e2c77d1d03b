extension StringProtocol {
  /// The text on lines of at most so many characters, the later ones indented; it is cut at spaces, never within a word,
  /// which may be longer than a line.
  package func lines(ofAtMost width: Int, indent: Int = 0) -> [String] {
    var lines: [String] = []
    // Empty words are further spaces, such as those that a line begins with.
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      if let last = lines.last, last.count + 1 + word.count <= width || last.allSatisfy({ $0 == " " }) {
        lines[lines.count - 1] += " " + word
      } else if lines.isEmpty || !word.isEmpty {
        lines.append(lines.isEmpty ? String(word) : String(repeating: " ", count: indent) + word)
      }
    }
    return lines.map { line in
      String(line.prefix(line.lastIndex { $0 != " " }.map { line.distance(from: line.startIndex, to: $0) + 1 } ?? 0))
    }
  }

  /// A paragraph of Markdown on lines of at most so many characters, the later ones indented. None begins with a mark that
  /// would make it a list, a heading or a quotation: the word before comes with it.
  package func paragraph(ofAtMost width: Int, indent: Int = 0) -> String {
    let marks = ["+", "-", "*", "#", ">", "="]
    // A character that no text has holds such words together.
    let text = split(separator: " ").reduce(into: "") { text, word in
      text += (text.isEmpty ? "" : marks.contains(String(word)) ? "\u{1}" : " ") + word
    }
    return text.lines(ofAtMost: width, indent: indent).joined(separator: "\n").replacing("\u{1}", with: " ")
  }
}

extension String {
  /// The same lines, each that is too long cut at spaces; its rest stands below it, two characters farther in.
  package func wrapped(to width: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      line.count <= width ? [String(line)] : line.lines(ofAtMost: width, indent: line.prefix { $0 == " " }.count + 2)
    }.joined(separator: "\n")
  }
}
