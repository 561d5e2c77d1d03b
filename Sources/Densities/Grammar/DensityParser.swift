import Tabulation

/// The same for the package's own use, with a reader of columns; see `DensityParser` for the grammar.
package func parseDensity(_ text: String, columns: @escaping ColumnReader = DensityParser.readColumn) throws(DensityError)
  -> any AnalyticDensity
{
  var parser = DensityParser(text, columns: columns)
  return try parser.parse()
}

/// Reads a density from text, such as `normal(0,1)` or `0.3*normal(-2,0.5)+0.7*normal(mean=2,sd=1)`.
///
/// Throws one sentence with the value, the condition and the remedy. Columns, as in `kde(FILE:COLUMN)`, are read as
/// CSV.
@_disfavoredOverload public func parseDensity(_ text: String) throws(DensityError) -> any Density {
  let density: any AnalyticDensity = try parseDensity(text)
  return density
}

/// Reads the numbers of a column of a file; the grammar's only contact with the outside.
package typealias ColumnReader = @Sendable (_ file: String, _ column: String) throws(DensityError) -> [Double]

/// A recursive-descent reader of the density grammar.
///
/// ```
/// density   = term { "+" term }
/// term      = [ value "*" ] primary
/// primary   = "(" density ")" | family "(" arguments ")" | "truncated(" density "," lower "," upper ")"
///           | "affine(" density "," shift "," scale ")" | "kde(" FILE:COLUMN [ ",bandwidth=" number ] ")"
///           | "histogram(" FILE:COLUMN [ ",bins=" number ] ")"
/// arguments = [ name "=" ] value { "," [ name "=" ] value }
/// ```
/// White space may stand between any two symbols. A value is a number or arithmetic as in `Arithmetic.swift`: `1/3`,
/// `sqrt(2)`, `-pi/2`; `inf` is allowed as an end of a truncation alone. Families and parameters also go by the names in
/// `Alias`; of a family with a shape the location 0 and the scale 1 may be left out, as in `studentT(3)`.
package struct DensityParser {
  private var scanner: Scanner
  private let columns: ColumnReader
  private var depth = 0

  /// How deeply combinators and parentheses may be nested.
  package static let deepestNesting = 64

  init(_ text: String, columns: @escaping ColumnReader) {
    scanner = Scanner(text)
    self.columns = columns
  }

  mutating func parse() throws(DensityError) -> any AnalyticDensity {
    if scanner.isAtEnd { throw DensityError("a density is missing: write one such as normal(0,1)") }
    let density = try parseSum()
    if !scanner.isAtEnd { throw scanner.unexpected("the end of the density") }
    return density
  }

  private mutating func parseSum() throws(DensityError) -> any AnalyticDensity {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepestNesting { throw DensityError("a density may be nested \(Self.deepestNesting) levels deep, not more") }
    var components: [any AnalyticDensity] = []
    var weights: [Double?] = []
    repeat {
      weights.append(try parseWeight())
      components.append(try parsePrimary())
    } while scanner.take("+")
    if components.count == 1, weights[0] == nil { return components[0] }
    var known: [Double] = []
    for (weight, component) in zip(weights, components) {
      guard let weight else {
        throw DensityError("every component of a mixture needs a weight: write 0.5*\(Scanner.shortened("\(component)")) or the like")
      }
      known.append(weight)
    }
    return try Mixture(components, weights: known)
  }

  /// The value before a component and its `*`, nil if the component has none.
  private mutating func parseWeight() throws(DensityError) -> Double? {
    let isNumber = scanner.startsNumber || scanner.nameOfValue.map { !Self.isDensity($0) } ?? false
    guard isNumber || scanner.next == "(" else { return nil }
    var ahead = scanner
    if !ahead.takeMinus() { _ = ahead.take("+") }
    if !ahead.startsValue || ahead.startsSign { throw scanner.unexpected("a density or its weight, a number above 0") }
    ahead = scanner
    do throws(DensityError) {
      let weight = try ahead.weight(isDensity: Self.isDensity)
      try ahead.expect("*", after: "the weight \(weight)")
      scanner = ahead
      return weight
    } catch {
      // A parenthesis may hold a density.
      if isNumber { throw error }
      return nil
    }
  }

  /// Every name that a density may begin with.
  private static let names = Catalogue.families.map { $0.name } + ["truncated", "affine", "kde", "histogram"]

  private static func isDensity(_ word: String) -> Bool { Alias.family(word, among: names) != nil }

  private mutating func parsePrimary() throws(DensityError) -> any AnalyticDensity {
    if scanner.take("(") {
      let density = try parseSum()
      try scanner.expect(")", after: "the density in parentheses")
      return density
    }
    let word = scanner.word()
    if word.isEmpty { throw scanner.unexpected("the name of a density") }
    guard let name = Alias.family(word, among: Self.names) else { throw DensityError(Self.unknown(word)) }
    if let family = Catalogue.families.first(where: { $0.name == name }) {
      try scanner.expect("(", after: name)
      return try family.init(validating: try parseArguments(of: name, names: family.parameters.map(\.name)))
    }
    try scanner.expect("(", after: name)
    switch name {
    case "truncated":
      let (base, ends) = try parseTransformed(name, names: ["lower", "upper"])
      return try Truncated(base, lower: ends[0], upper: ends[1])
    case "affine":
      let (base, values) = try parseTransformed(name, names: ["shift", "scale"])
      return try Affine(base, shift: values[0], scale: values[1])
    case "kde":
      let (source, data, bandwidth) = try parseData(name, option: "bandwidth")
      return try KernelDensity(data, bandwidth: bandwidth, source: source)
    default:
      let (source, data, bins) = try parseData(name, option: "bins")
      return try Histogram(data, bins: try bins.map(Self.wholeNumber), source: source)
    }
  }

  /// A density and the numbers after it.
  private mutating func parseTransformed(_ name: String, names: [String]) throws(DensityError) -> (any AnalyticDensity, [Double]) {
    let base = try parseSum()
    try scanner.expect(",", after: "the density in \(name)")
    return (base, try parseArguments(of: name, names: names))
  }

  /// The data of `FILE:COLUMN`, with the option that may follow.
  private mutating func parseData(_ name: String, option: String) throws(DensityError) -> (String, [Double], Double?) {
    let source = try scanner.rawTextToClosingParenthesis().trimmed
    var reference = source
    var value: Double?
    if let comma = source.lastIndex(of: ","), let equals = source[comma...].firstIndex(of: "="),
      String(source[source.index(after: comma)..<equals]).trimmed == option
    {
      let text = String(source[source.index(after: equals)...]).trimmed
      guard let number = Double(text) else { throw DensityError("\(name): \(option) must be a number, not '\(Scanner.shortened(text))'") }
      value = number
      reference = String(source[..<comma]).trimmed
    }
    guard let parsed = try? ColumnReference(parsing: reference) else {
      throw DensityError("\(name) takes FILE:COLUMN, not '\(Scanner.shortened(reference))'")
    }
    let column = parsed.column
    do throws(DensityError) {
      return (source, try columns(parsed.file, column), value)
    } catch {
      // The name of a column may have a comma; without such a column, what follows was meant for something else.
      guard let comma = column.lastIndex(of: ","), error.description.contains("has no column") else { throw error }
      let rest = String(column[column.index(after: comma)...]).trimmed
      throw DensityError("\(name) takes nothing like '\(Scanner.shortened(rest))' after FILE:COLUMN: write \(option)=NUMBER or nothing")
    }
  }

  private static func wholeNumber(_ value: Double) throws(DensityError) -> Int {
    guard let whole = Int(exactly: value) else { throw DensityError("histogram: bins must be a whole number, not \(value)") }
    return whole
  }

  /// The numbers up to the closing parenthesis, positional ones first, in the order of the names.
  private mutating func parseArguments(of owner: String, names: [String]) throws(DensityError) -> [Double] {
    var values: [String: Double] = [:]
    var positional = 0
    var named = false
    let signature = "\(owner)(\(names.joined(separator: ",")))"
    if !scanner.take(")") {
      repeat {
        if scanner.startsValue {
          if named { throw DensityError("\(signature): a number without a name cannot follow one with a name") }
          let value = try scanner.value()
          if positional < names.count { values[names[positional]] = value }
          positional += 1
        } else {
          let word = scanner.word()
          guard let name = Alias.parameter(word, among: names) else {
            throw word.isEmpty
              ? scanner.unexpected("a number for \(signature)")
              : DensityError("\(signature) has no parameter '\(Scanner.shortened(word))'\(Spelling.suggestion(for: word, among: names))")
          }
          try scanner.expect("=", after: word)
          let value = try scanner.value()
          if values.updateValue(value, forKey: name) != nil { throw DensityError("\(signature): \(name) is given twice") }
          named = true
        }
      } while scanner.take(",")
      try scanner.expect(")", after: "the parameters of \(owner)")
    }
    if names.count > 2, names.suffix(2) == ["location", "scale"], values[names[0]] != nil,
      names.suffix(2).allSatisfy({ values[$0] == nil })
    {
      // The standard member, as in t(3).
      (values["location"], values["scale"]) = (0, 1)
      positional += 2
    }
    let count = named ? values.count : positional
    guard count == names.count else {
      if named, let missing = names.first(where: { values[$0] == nil }) { throw DensityError("\(signature): \(missing) is missing") }
      throw DensityError("\(signature) takes \(names.count == 1 ? "1 number" : "\(names.count) numbers"), not \(count)")
    }
    return names.map { values[$0] ?? .nan }
  }

  private static func unknown(_ name: String) -> String {
    let suggestion = Spelling.suggestion(for: name, among: Alias.families(among: names))
    let known = suggestion.isEmpty ? ": there are \(names.joined(separator: ", "))" : suggestion
    return "unknown family '\(Scanner.shortened(name))'\(known)"
  }

  /// The column of a CSV file.
  package static let readColumn: ColumnReader = { (file, column) throws(DensityError) in
    do { return try Table.numbers(inColumn: column, ofCSV: file) } catch { throw DensityError("\(error)") }
  }
}

extension String {
  /// Without the white space at its ends.
  fileprivate var trimmed: String {
    let start = firstIndex { !$0.isWhitespace } ?? endIndex
    let end = lastIndex { !$0.isWhitespace }.map(index(after:)) ?? start
    return String(self[start..<end])
  }
}
