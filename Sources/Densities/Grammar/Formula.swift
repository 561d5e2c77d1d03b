import Calculus
import RealModule

/// A formula in x, such as `exp(-x^2) * (1 + sin(3*x)^2)`, read once and evaluated by a stack, without recursion.
///
/// Precedence is that of `Arithmetic.swift`: a sign stands before a power, and powers group from the right.
struct Formula: Sendable {
  /// What a step does to the stack.
  private enum Step: Sendable {
    case constant(Double)
    case variable
    case negate, add, subtract, multiply, divide, power
    case function(@Sendable (Double) -> Double)
    case exponential
  }

  private var steps: [Step] = []
  private let text: String

  private static let deepestNesting = 64
  private static let mostSteps = 10_000
  private static let constants: [String: Double] = ["pi": .pi, "π": .pi, "e": .exp(1)]
  private static let functions: [String: @Sendable (Double) -> Double] = [
    "log": { .log($0) }, "ln": { .log($0) }, "log10": { .log10($0) }, "log2": { .log2($0) }, "sqrt": { .sqrt($0) }, "abs": { abs($0) },
    "sin": { .sin($0) }, "cos": { .cos($0) }, "tan": { .tan($0) }, "asin": { .asin($0) }, "acos": { .acos($0) }, "atan": { .atan($0) },
    "sinh": { .sinh($0) }, "cosh": { .cosh($0) }, "tanh": { .tanh($0) }, "erf": { .erf($0) }, "erfc": { .erfc($0) },
    "gamma": { .gamma($0) }, "lgamma": { .logGamma($0) },
  ]

  /// Every name that a formula may have, for suggestions.
  private static let names = constants.keys.sorted() + functions.keys.sorted() + ["exp", "pow", "x"]

  /// Reads a formula; throws one sentence that names what cannot be read.
  init(_ text: String) throws(DensityError) {
    self.text = text
    var scanner = Scanner(text)
    if scanner.isAtEnd { throw DensityError("formula: an expression in x is missing, such as formula(\"exp(-x^2)\", -3, 3)") }
    try sum(&scanner, 0)
    if !scanner.isAtEnd { throw scanner.unexpected("an operator or the end of the formula") }
  }

  private mutating func append(_ step: Step) throws(DensityError) {
    guard steps.count < Self.mostSteps else { throw DensityError("formula: an expression may have \(Self.mostSteps) terms, not more") }
    steps.append(step)
  }

  private mutating func sum(_ scanner: inout Scanner, _ depth: Int) throws(DensityError) {
    try product(&scanner, depth)
    while true {
      if scanner.take("+") {
        try product(&scanner, depth)
        try append(.add)
      } else if scanner.takeMinus() {
        try product(&scanner, depth)
        try append(.subtract)
      } else {
        return
      }
    }
  }

  private mutating func product(_ scanner: inout Scanner, _ depth: Int) throws(DensityError) {
    try signed(&scanner, depth)
    while true {
      if scanner.takePower() { throw scanner.unexpected("a factor") }
      if scanner.take("*") {
        try signed(&scanner, depth)
        try append(.multiply)
      } else if scanner.take("/") {
        try signed(&scanner, depth)
        try append(.divide)
      } else {
        return
      }
    }
  }

  private mutating func signed(_ scanner: inout Scanner, _ depth: Int) throws(DensityError) {
    if depth > Self.deepestNesting {
      throw DensityError("formula: an expression may be nested \(Self.deepestNesting) levels deep, not more")
    }
    let isNegative = scanner.takeMinus()
    if !isNegative { _ = scanner.take("+") }
    try atom(&scanner, depth)
    if scanner.take("^") || scanner.takePower() {
      try signed(&scanner, depth + 1)
      try append(.power)
    }
    if isNegative { try append(.negate) }
  }

  private mutating func atom(_ scanner: inout Scanner, _ depth: Int) throws(DensityError) {
    if scanner.take("(") {
      try sum(&scanner, depth + 1)
      return try scanner.expect(")", after: "an expression in parentheses")
    }
    if scanner.startsNumber { return try append(.constant(try scanner.number())) }
    let word = scanner.word()
    if word.isEmpty { throw scanner.unexpected("a number, x, or a function in the formula") }
    let name = word.lowercased()
    if name == "x" { return try append(.variable) }
    if let constant = Self.constants[name] { return try append(.constant(constant)) }
    let function = Self.functions[name]
    guard function != nil || name == "exp" || name == "pow" else {
      throw DensityError("formula: unknown name '\(Scanner.shortened(word))'\(Spelling.suggestion(for: word, among: Self.names))")
    }
    try scanner.expect("(", after: word)
    try sum(&scanner, depth + 1)
    if name == "pow" {
      try scanner.expect(",", after: "the base in pow")
      try sum(&scanner, depth + 1)
    }
    try scanner.expect(")", after: "the argument of \(word)")
    try append(function.map { .function($0) } ?? (name == "exp" ? .exponential : .power))
  }

  /// A number with the logarithm of its size, where that is known without it: of a product of exponentials it is, also
  /// where the number underflows or overflows.
  private struct Term {
    var value: Double
    var knownLog: Double?
    var log: Double { knownLog ?? .log(abs(value)) }
  }

  /// The value at x and its logarithm; NaN where there is none.
  func callAsFunction(_ x: Double) -> (value: Double, log: Double) {
    var stack: [Term] = []
    stack.reserveCapacity(16)
    for step in steps {
      switch step {
      case .constant(let value): stack.append(Term(value: value))
      case .variable: stack.append(Term(value: x))
      case .negate: stack[stack.count - 1].value.negate()
      case .exponential:
        let exponent = stack[stack.count - 1].value
        stack[stack.count - 1] = Term(value: .exp(exponent), knownLog: exponent)
      case .function(let function): stack[stack.count - 1] = Term(value: function(stack[stack.count - 1].value))
      default:
        let right = stack.removeLast()
        stack[stack.count - 1] = Self.combine(stack[stack.count - 1], right, step)
      }
    }
    guard let result = stack.first else { return (.nan, .nan) }
    return (result.value, result.value < 0 ? .nan : result.log)
  }

  private static func combine(_ a: Term, _ b: Term, _ step: Step) -> Term {
    let hasLogs = a.knownLog != nil || b.knownLog != nil
    switch step {
    case .add, .subtract:
      let other = if case .add = step { b.value } else { -b.value }
      let sum = a.value + other
      // Of two numbers that have left the doubles the larger stands for the sum, to within the other.
      if hasLogs, a.value >= 0, other >= 0, !sum.isNormal, sum != 0 || a.log > -.infinity || b.log > -.infinity {
        let (high, low) = (max(a.log, b.log), min(a.log, b.log))
        return Term(value: sum, knownLog: high + (low - high > -50 ? .log(onePlus: .exp(low - high)) : 0))
      }
      return Term(value: sum)
    case .multiply:
      let product = a.value * b.value
      let isKnown = hasLogs && !(a.value == 0 && a.knownLog == nil) && !(b.value == 0 && b.knownLog == nil)
      let value = product.isNaN && isKnown ? (a.log + b.log > 0 ? Double.infinity : 0) : product
      return Term(value: value, knownLog: isKnown ? a.log + b.log : nil)
    case .divide:
      let isKnown = hasLogs && !(b.value == 0 && b.knownLog == nil)
      let quotient = a.value / b.value
      let value = quotient.isNaN && isKnown ? (a.log - b.log > 0 ? Double.infinity : 0) : quotient
      return Term(value: value, knownLog: isKnown ? a.log - b.log : nil)
    default:
      let power = Int(exactly: b.value).map { Double.pow(a.value, $0) } ?? .pow(a.value, b.value)
      return Term(value: power, knownLog: a.knownLog.map { $0 * b.value })
    }
  }
}

extension CustomDensity {
  /// The density proportional to a formula in x between two finite ends; throws one sentence where it is negative, not a
  /// number, infinite or zero inside, or where it is not a power of the distance close to an end.
  package init(formula text: String, lower: Double, upper: Double) throws(DensityError) {
    let formula = try Formula(text)
    guard lower.isFinite, upper.isFinite else {
      throw DensityError("formula: lower and upper must be finite, not \(lower) and \(upper): what a formula does at infinity is not known")
    }
    guard lower < upper, (upper - lower).isFinite else {
      throw DensityError("formula: lower must be below upper, not lower = \(lower) and upper = \(upper)")
    }
    try Self.scan(formula, text, lower, upper)
    let powers = (
      lower: try Self.power(of: formula, text, at: lower, inward: upper - lower),
      upper: try Self.power(of: formula, text, at: upper, inward: lower - upper)
    )
    var like: (any Density)?
    if powers.lower != 0 || powers.upper != 0 {
      like = try Affine(Beta(alpha: 1 + powers.lower, beta: 1 + powers.upper), shift: lower, scale: upper - lower)
    }
    do throws(DensityError) {
      try self.init(on: lower...upper, endsLike: like, name: "formula(\"\(text)\",\(lower.short),\(upper.short))") { formula($0).log }
    } catch {
      throw DensityError("formula: '\(Scanner.shortened(text))' cannot be a density from \(lower) to \(upper): \(error.description)")
    }
  }

  /// Looks at a formula inside its ends.
  private static func scan(_ formula: Formula, _ text: String, _ lower: Double, _ upper: Double) throws(DensityError) {
    let shown = Scanner.shortened(text)
    func value(_ x: Double) throws(DensityError) -> Double {
      let (value, log) = formula(x)
      if value < 0 { throw DensityError("formula: '\(shown)' must be 0 or more, and is \(value) at x = \(x)") }
      if value.isNaN || log.isNaN { throw DensityError("formula: '\(shown)' is not a number at x = \(x)") }
      if log == .infinity { throw DensityError("formula: '\(shown)' is infinite at x = \(x)") }
      if log == -.infinity {
        throw DensityError("formula: '\(shown)' is 0 at x = \(x): end there, and mix the formulas of the two sides")
      }
      return log
    }
    let count = 4096
    // Between the points of a grid that a formula is likely to have features at.
    let points = (0..<count).map { lower + (upper - lower) * ((Double($0) + 0.5) / Double(count)) }
    var logs: [Double] = []
    for x in points { logs.append(try value(x)) }
    // A zero or a pole between two points, by the golden section around every extremum that stands out.
    let reach = (upper - lower) / Double(count)
    for index in 1..<(count - 1) {
      let (before, here, after) = (logs[index - 1], logs[index], logs[index + 1])
      let isLow = here < before && here <= after && max(before, after) - here > 0.1
      let isHigh = here > before && here >= after && here - min(before, after) > 0.1
      guard isLow || isHigh else { continue }
      let sign: Double = isLow ? 1 : -1
      var (a, b) = (points[index] - reach, points[index] + reach)
      for _ in 0..<90 {
        let (c, d) = (a + 0.381966 * (b - a), b - 0.381966 * (b - a))
        if !(a < c && c < d && d < b) { break }
        if try sign * value(c) < sign * value(d) { b = d } else { a = c }
      }
      let extremum = try value(0.5 * a + 0.5 * b)
      if sign * (here - extremum) > 12 {
        throw DensityError(
          "formula: '\(shown)' \(isLow ? "falls to 0" : "is infinite") near x = \(0.5 * a + 0.5 * b): end there, and mix the formulas of the two sides"
        )
      }
    }
  }

  /// The exponent k of f ~ c |x − end|ᵏ, a multiple of ½ above −1, read off three decades so close to the end that nothing else is
  /// seen, and as far as the rounding of x allows.
  private static func power(of formula: Formula, _ text: String, at end: Double, inward: Double) throws(DensityError) -> Double {
    let distance = 1e-7 * max(1, 0.1 * abs(end / inward))
    let logs = [1, 0.1, 0.01, 0.001].map { formula(end + inward * (distance * $0)).log }
    let slopes = zip(logs, logs.dropFirst()).map { ($0 - $1) / Double.log(10) }
    let power = (2 * slopes[1]).rounded() / 2
    // The mass that a pole has within the rounding of an end other than 0 would be lost.
    let least = end == 0 ? -0.75 : 0
    guard slopes.allSatisfy({ abs($0 - power) < 5e-3 }), power >= least else {
      throw DensityError(
        "formula: '\(Scanner.shortened(text))' must be like a power of the distance close to \(end), and no such power is seen: "
          + "move the end inside, or use a family or points(FILE:X,Y)")
    }
    return power
  }
}
