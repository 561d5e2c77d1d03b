import Tabulation

/// A script woven with its outputs: prose as it stands, code in fences, folded, and after each piece of code what it
/// showed.
///
/// The page is Markdown with the elements of HTML that fold and that keep a picture with its caption: GitHub and pandoc
/// read both.
package struct Weave {
  let script: String
  /// What it showed, in the order of showing.
  let outputs: [Output]

  /// How long the lines of a page are at most, where they are not code or a table.
  private static let width = 120

  /// A script with its outputs.
  package init(script: String, outputs: [Output]) {
    self.script = script
    self.outputs = outputs
  }

  /// The Markdown.
  package var markdown: String {
    var text = ""
    for cell in cells {
      if cell.isCode {
        text += folded("Code", "```swift\n" + cell.lines.joined(separator: "\n") + "\n```", as: "code")
        text += shown(from: cell.first, to: cell.last)
      } else {
        text += cell.lines.joined(separator: "\n") + "\n\n"
      }
    }
    return text
  }

  /// Lines of one kind, without empty ones at their ends.
  private struct Cell {
    let isCode: Bool
    /// The numbers of the first and of the last line.
    let first: Int
    var last: Int
    var lines: [String]
  }

  private var cells: [Cell] {
    var cells: [Cell] = []
    for (index, line) in script.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let isProse = line.hasPrefix("//:")
      let isEmpty = line.allSatisfy(\.isWhitespace)
      if let last = cells.indices.last, isEmpty || cells[last].isCode != isProse {
        cells[last].lines.append(isProse ? prose(line) : String(line))
        cells[last].last = index + 1
      } else if !isEmpty {
        cells.append(Cell(isCode: !isProse, first: index + 1, last: index + 1, lines: [isProse ? prose(line) : String(line)]))
      }
    }
    for index in cells.indices {
      while cells[index].lines.last?.allSatisfy(\.isWhitespace) == true { cells[index].lines.removeLast() }
    }
    return cells
  }

  private func prose(_ line: Substring) -> String { String(line.dropFirst(line.hasPrefix("//: ") ? 4 : 3)) }

  /// The outputs of these lines; texts that follow each other share a fence.
  private func shown(from first: Int, to last: Int) -> String {
    var (text, open) = ("", false)
    for output in outputs where (first...last).contains(output.line) {
      if case .text(let words) = output.content {
        text += (open ? "" : "```text\n") + words + "\n"
        open = true
        continue
      }
      if open { text += "```\n\n" }
      open = false
      switch output.content {
      case .table(let table, let file, let digits): text += table.markdown(digits: digits) + "\n[\(file)](\(file))\n\n"
      case .picture(let title, let caption, let file, let still):
        let sources = "[data](\(file).csv), " + (still.map { "[last frame](\($0))" } ?? "[script](\(file).gp)")
        let words = "\(caption) (\(sources))".paragraph(ofAtMost: Self.width)
        // By this name Scripts/notebooks.lua knows what to print the last frame of.
        let image = "![\(alternative(title))](\(file)\(still == nil ? "" : " \"animation\""))"
        text += "<figure>\n\n\(image)\n\n<figcaption>\n\n\(words)\n\n</figcaption>\n</figure>\n\n"
      case .exercise(let number, let question, let answer, let reason):
        text += "<div class=\"exercise\">\n\n" + "**Exercise \(number).** \(question)".paragraph(ofAtMost: Self.width) + "\n\n"
        text += folded("Answer", "```text\n\(answer)\n```\n\n\(reason.paragraph(ofAtMost: Self.width))", as: "answer") + "</div>\n\n"
      case .text: break
      }
    }
    return text + (open ? "```\n\n" : "")
  }

  private func folded(_ summary: String, _ content: String, as kind: String) -> String {
    "<details class=\"\(kind)\">\n<summary>\(summary)</summary>\n\n\(content)\n\n</details>\n\n"
  }

  /// A title without what ends an alternative text or starts an emphasis.
  private func alternative(_ title: String) -> String { title.map { "[]\\*_`$<>".contains($0) ? "\\\($0)" : String($0) }.joined() }
}
