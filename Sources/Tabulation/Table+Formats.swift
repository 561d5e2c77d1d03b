import Foundation

/// The same table for other readers than those of CSV.
extension Table {
  /// The table in Markdown, aligned: numbers to the right.
  package func markdown(digits: Int) -> String {
    let shown = shown(digits: digits, least: 3) { text in text.map { "\\`*_|<>$[]~^".contains($0) ? "\\\($0)" : String($0) }.joined() }
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    let rule = zip(shown.widths, shown.isNumeric).map { width, isNumeric in
      isNumeric ? String(repeating: "-", count: width - 1) + ":" : String(repeating: "-", count: width)
    }
    return line(shown.lines[0]) + line(rule) + shown.lines.dropFirst().map(line).joined()
  }

  /// The table as a LaTeX `tabular`: numbers to the right, infinities and powers of ten in mathematics.
  package func latex(digits: Int) -> String {
    let special: [Character: String] = [
      "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "‖": "$\\Vert$", "∞": "$\\infty$",
      "→": "$\\to$", "−": "$-$",
    ]
    let shown = shown(digits: digits) { text in
      text.map { special[$0] ?? ("&%$#_{}".contains($0) ? "\\\($0)" : String($0)) }.joined()
    }
    let columns = shown.isNumeric.map { $0 ? "r" : "l" }.joined()
    let rows = shown.lines.map { cells in
      zip(cells, shown.isNumeric).map { $1 ? Self.inMathematics($0) : $0 }.joined(separator: " & ") + " \\\\\n"
    }
    return "\\begin{tabular}{\(columns)}\n\\hline\n" + rows[0] + "\\hline\n" + rows.dropFirst().joined()
      + "\\hline\n\\end{tabular}\n"
  }

  /// A number that ordinary text would misspell.
  private static func inMathematics(_ cell: String) -> String {
    let text = cell.trimmingCharacters(in: .whitespaces)
    if text == "inf" || text == "-inf" { return text == "inf" ? "$\\infty$" : "$-\\infty$" }
    guard Double(text) != nil, let mark = text.firstIndex(of: "e") else { return text.hasPrefix("-") ? "$\(text)$" : cell }
    let exponent = Int(text[text.index(after: mark)...]).map { "\($0)" } ?? ""
    return "$\(text[..<mark])\\times10^{\(exponent)}$"
  }

  /// The table as JSON, a row an object with its keys in the order of the columns; what is no finite number is a word, as
  /// in the CSV, and an empty cell is null.
  package var json: String {
    let rows = (0..<rowCount).map { row in
      "  " + String(decoding: JSON.object(zip(columns, self[row: row]).map { ($0, Self.value($1)) }).bytes, as: UTF8.self)
    }
    return rows.isEmpty ? "[]\n" : "[\n" + rows.joined(separator: ",\n") + "\n]\n"
  }

  private static func value(_ cell: Cell) -> JSON {
    switch cell {
    case .integer(let value): .whole(value)
    case .number(let value): .number(value)
    case .text(""): .null
    case .text("true"), .text("false"): .flag(cell.text == "true")
    case .text(let text): .text(text)
    }
  }
}
