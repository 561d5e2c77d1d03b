import Plotting
import Tabulation

/// A number that a training shows, with what can be said of it.
struct TrainingSign {
  /// The option with its value, and how it is read.
  let given: String
  /// What is said, in the order in which it is read.
  let findings: [Finding]
  /// The curve that it is held against, marked at its value.
  let panel: Panel

  init(_ given: String, panel: Panel, _ findings: [Finding]) {
    (self.given, self.panel) = (given, panel)
    self.findings = findings.map { $0.about(given) }
  }

  /// One statement about the number.
  struct Finding: TableRow {
    /// What kind of statement it is.
    enum Kind: String {
      case means
      case proves
      case leavesOpen = "leaves_open"
      case next
    }

    private var given = ""
    let kind: Kind
    let statement: String
    var quantity = ""
    var value: Double?
    var claims: [String] = []
    var command = ""

    init(
      _ kind: Kind, _ statement: String, _ quantity: String = "", _ value: Double? = nil, claims: [String] = [], command: String = ""
    ) {
      (self.kind, self.statement, self.quantity, self.value) = (kind, statement, quantity, value)
      (self.claims, self.command) = (claims, command)
    }

    fileprivate func about(_ given: String) -> Self {
      var finding = self
      finding.given = given
      return finding
    }

    static var columns: [Column<Self>] {
      [
        Column("given", \.given), Column("kind", \.kind.rawValue), Column("statement", \.statement), Column("quantity", \.quantity),
        Column("value", \.value), Column("claims") { $0.claims.joined(separator: " ") }, Column("command", \.command),
      ]
    }
  }

  /// For the eye: each statement under what it is about, in lines of a terminal.
  var text: String {
    let words: [Finding.Kind: String] = [.means: "means", .proves: "proves", .leavesOpen: "leaves open", .next: "next"]
    var lines = [given]
    for (index, finding) in findings.enumerated() {
      let isFirst = index == 0 || findings[index - 1].kind != finding.kind
      let head = "  " + (isFirst ? words[finding.kind] ?? "" : "").padded(to: 13)
      let claims = finding.claims.isEmpty ? "" : " (claim\(finding.claims.count == 1 ? "" : "s") \(finding.claims.joined(separator: ", ")))"
      lines += (finding.statement + claims).lines(after: head, width: 80)
      if !finding.command.isEmpty { lines.append(String(repeating: " ", count: head.count) + finding.command) }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  /// The text with spaces up to so many characters.
  fileprivate func padded(to count: Int) -> String { self + String(repeating: " ", count: Swift.max(0, count - self.count)) }

  /// The words in lines of at most so many characters, the first after a heading and the others below its end.
  fileprivate func lines(after head: String, width: Int) -> [String] {
    let margin = String(repeating: " ", count: head.count)
    var lines = [head]
    var isEmpty = true
    for word in split(separator: " ") {
      let last = lines[lines.count - 1]
      if isEmpty || last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + (isEmpty ? "" : " ") + word
      } else {
        lines.append(margin + word)
      }
      isEmpty = false
    }
    return lines
  }
}
