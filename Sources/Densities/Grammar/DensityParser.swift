import Tabulation

/// The same for the package's own use, with a reader of columns; see `DensityParser` for the grammar.
///
/// With `decimals` every number must be a decimal that its double tells apart from all others of as many digits, and no
/// arithmetic: then what was typed can be had back from the doubles, as the decimal of fewest digits that rounds to each.
package func parseDensity(
  _ text: String, decimals: Bool = false, columns: @escaping ColumnReader = DensityParser.readColumns
) throws(DensityError) -> any AnalyticDensity {
  var parser = DensityParser(text, decimals: decimals, columns: columns)
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

/// Reads a number, or arithmetic as in a density: `1/3`, `sqrt(2)`, `-pi/2`.
package func parseNumber(_ text: String) throws(DensityError) -> Double {
  var scanner = Scanner(text)
  let value = try scanner.value()
  if !scanner.isAtEnd { throw scanner.unexpected("the end of the number") }
  return value
}

/// Reads columns of a file, row by row: a row in which one has no number is in none. The grammar's only contact with the
/// outside.
package typealias ColumnReader = @Sendable (_ file: String, _ columns: [String]) throws(DensityError) -> [[Double]]

/// A recursive-descent reader of the density grammar.
///
/// ```
/// density   = term { "+" term }
/// term      = [ value "*" ] primary
/// primary   = "(" density ")" | family "(" arguments ")" | "truncated(" density "," lower "," upper ")"
///           | "affine(" density "," shift "," scale ")" | "histogram(" FILE:COLUMN [ ",bins=" number ] ")"
///           | "kde(" FILE:COLUMN { "," option } ")" | "points(" FILE:X,Y ")"
///           | "formula(" expression "," lower "," upper ")"
/// option    = "bandwidth=" ( number | "silverman" | "scott" | "isj" ) | "weights=" COLUMN
///           | "boundary=" ( number | [ number ] ":" [ number ] )
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

  init(_ text: String, decimals: Bool = false, columns: @escaping ColumnReader) {
    scanner = Scanner(text, decimals: decimals)
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
  private static let names = Catalogue.families.map { $0.name } + ["truncated", "affine", "kde", "histogram", "points", "formula"]

  private static func isDensity(_ word: String) -> Bool { Alias.family(word, among: names) != nil }

  private mutating func parsePrimary() throws(DensityError) -> any AnalyticDensity {
    if scanner.take("(") {
      let density = try parseSum()
      try scanner.expect(")", after: "the density in parentheses")
      return density
    }
    let word = scanner.word()
    if word.isEmpty { throw scanner.unexpected("the name of a density") }
    guard let name = Alias.family(word, among: Self.names) else {
      guard word.lowercased() == DiscreteDistribution.name else { throw DensityError(Self.unknown(word)) }
      throw DensityError("a discrete law has no density: compare takes it, alone and not in a mixture or another combination")
    }
    if let family = Catalogue.families.first(where: { $0.name == name }) {
      try scanner.expect("(", after: name)
      return try family.init(validating: try parseArguments(of: name, names: family.parameters.map(\.name)))
    }
    if scanner.readsDecimals, name != "truncated", name != "affine" {
      throw DensityError("exact decimals are numbers that are typed, and \(name) computes its own: leave --exact-decimals out")
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
      return try parseKernelDensity()
    case "points":
      return try parsePoints()
    case "formula":
      return try parseFormula()
    default:
      let data = try parseData(name, options: ["bins"])
      return try Histogram(data.numbers, bins: try data.options["bins"].map(Self.wholeNumber), source: data.source)
    }
  }

  /// A density and the numbers after it.
  private mutating func parseTransformed(_ name: String, names: [String]) throws(DensityError) -> (any AnalyticDensity, [Double]) {
    let base = try parseSum()
    try scanner.expect(",", after: "the density in \(name)")
    return (base, try parseArguments(of: name, names: names))
  }

  /// The data of `FILE:COLUMN`, with the options that may follow.
  private struct Data {
    let source: String
    let numbers: [Double]
    let weights: [Double]?
    let options: [String: String]
  }

  private mutating func parseData(_ name: String, options known: [String]) throws(DensityError) -> Data {
    let source = try scanner.rawTextToClosingParenthesis().trimmed
    var (reference, options) = (source, [String: String]())
    while let comma = reference.lastIndex(of: ","), let equals = reference[comma...].firstIndex(of: "=") {
      let option = String(reference[reference.index(after: comma)..<equals]).trimmed
      guard known.contains(option) else { break }
      let value = String(reference[reference.index(after: equals)...]).trimmed
      if options.updateValue(value, forKey: option) != nil { throw DensityError("\(name): \(option) is given twice") }
      reference = String(reference[..<comma]).trimmed
    }
    let parsed = try Self.reference(reference, in: name, form: "FILE:COLUMN")
    let column = parsed.column
    do throws(DensityError) {
      let read = try columns(parsed.file, [column] + [options["weights"]].compactMap(\.self))
      return Data(source: source, numbers: read[0], weights: read.count > 1 ? read[1] : nil, options: options)
    } catch {
      // The name of a column may have a comma; without such a column, what follows was meant for something else.
      guard let comma = column.lastIndex(of: ","), error.description.contains("has no column") else { throw error }
      let rest = String(column[column.index(after: comma)...]).trimmed
      let word = String(rest.prefix { $0 != "=" }).trimmed
      let forms = known.map { "\($0)=\($0 == "weights" ? "COLUMN" : "NUMBER")" }.joined(separator: ", ")
      let suggestion = Spelling.suggestion(for: word, among: known).dropFirst(2)
      throw DensityError(
        "\(name) takes nothing like '\(Scanner.shortened(rest))' after FILE:COLUMN"
          + (suggestion.isEmpty ? "" : " (\(suggestion))") + ": write \(forms) or nothing")
    }
  }

  private static func reference(_ text: String, in name: String, form: String) throws(DensityError) -> ColumnReference {
    guard let parsed = try? ColumnReference(parsing: text) else {
      throw DensityError("\(name) takes \(form), not '\(Scanner.shortened(text))'")
    }
    return parsed
  }

  /// `kde(FILE:COLUMN, …)`.
  private mutating func parseKernelDensity() throws(DensityError) -> any AnalyticDensity {
    let data = try parseData("kde", options: ["bandwidth", "boundary", "weights"])
    var bandwidth = Bandwidth.silverman
    if let text = data.options["bandwidth"] {
      if let rule = Bandwidth.rules.first(where: { $0.name == text.lowercased() })?.rule {
        bandwidth = rule
      } else {
        let names = Bandwidth.rules.map(\.name)
        guard let number = try? parseNumber(text) else {
          throw DensityError(
            "kde: bandwidth must be a number, \(names.dropLast().joined(separator: ", ")) or \(names[names.count - 1]), "
              + "not '\(Scanner.shortened(text))'\(Spelling.suggestion(for: text, among: names))")
        }
        bandwidth = .fixed(number)
      }
    }
    guard let text = data.options["boundary"] else {
      return try KernelDensity(data.numbers, bandwidth: bandwidth, weights: data.weights, source: data.source)
    }
    let ends = text.split(separator: ":", omittingEmptySubsequences: false).map { String($0).trimmed }
    let numbers = try ends.map { end throws(DensityError) in end.isEmpty ? nil : try parseNumber(end) }
    guard ends.count <= 2, numbers.contains(where: { $0 != nil }) else {
      throw DensityError("kde: boundary must be a number, LOWER:UPPER, LOWER: or :UPPER, not '\(Scanner.shortened(text))'")
    }
    // One number is the end that the data lie on one side of.
    let isUpper = numbers.count == 1 && !data.numbers.contains { $0 > numbers[0] ?? 0 }
    let (lower, upper) = numbers.count == 2 ? (numbers[0], numbers[1]) : isUpper ? (nil, numbers[0]) : (numbers[0], nil)
    return try KernelDensity.reflected(
      data.numbers, bandwidth: bandwidth, weights: data.weights, lower: lower, upper: upper, source: data.source)
  }

  /// `points(FILE:X,Y)`, with the last comma between the names of the columns.
  private mutating func parsePoints() throws(DensityError) -> any AnalyticDensity {
    let source = try scanner.rawTextToClosingParenthesis().trimmed
    let parsed = try Self.reference(source, in: "points", form: "FILE:X,Y")
    let both = parsed.column
    guard let comma = both.lastIndex(of: ",") else {
      throw DensityError("points takes two columns, FILE:X,Y with the places and the heights, not '\(Scanner.shortened(source))'")
    }
    let (x, y) = (String(both[..<comma]).trimmed, String(both[both.index(after: comma)...]).trimmed)
    let read = try columns(parsed.file, [x, y])
    return try PiecewiseLinear(points: read[0], heights: read[1], source: source)
  }

  /// `formula("EXPRESSION", lower, upper)`, with the last two commas before the ends; quotes may be left out.
  private mutating func parseFormula() throws(DensityError) -> any AnalyticDensity {
    let text = try scanner.rawTextToClosingParenthesis().trimmed
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }
    guard parts.count > 2 else {
      throw DensityError(
        "formula takes an expression in x and its two ends, as in formula(\"exp(-x^2)\", -3, 3), not '\(Scanner.shortened(text))'")
    }
    var expression = parts.dropLast(2).joined(separator: ",").trimmed
    for quote in ["\"", "'"] where expression.count > 1 && expression.hasPrefix(quote) && expression.hasSuffix(quote) {
      expression = String(expression.dropFirst().dropLast())
    }
    return try CustomDensity(
      formula: expression, lower: try parseNumber(parts[parts.count - 2]), upper: try parseNumber(parts[parts.count - 1]))
  }

  private static func wholeNumber(_ text: String) throws(DensityError) -> Int {
    guard let value = try? parseNumber(text) else {
      throw DensityError("histogram: bins must be a number, not '\(Scanner.shortened(text))'")
    }
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
          guard let name = Alias.parameter(word, of: owner, among: names) else {
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
    let suggestion = Spelling.suggestion(for: name, among: Alias.families(among: names) + [DiscreteDistribution.name])
    let known = suggestion.isEmpty ? ": there are \(names.joined(separator: ", "))" : suggestion
    return "unknown family '\(Scanner.shortened(name))'\(known)"
  }

  /// Columns of a CSV file.
  package static let readColumns: ColumnReader = { (file, columns) throws(DensityError) in
    do { return try Table.numbers(inColumns: columns, ofCSV: file) } catch { throw DensityError("\(error)") }
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
