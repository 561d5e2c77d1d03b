import Calculus
import RealModule

/// A formula in x, such as `exp(-x^2) * (1 + sin(3*x)^2)`, read once and evaluated by a stack, without recursion.
///
/// Precedence is that of `Arithmetic.swift`: a sign stands before a power, and powers group from the right.
struct Formula: Sendable {
  /// What a step does to the stack.
  private enum Step: Sendable {
    case constant(FormulaTerm)
    case variable
    case negate, add, subtract, multiply, divide, power, exponential, magnitude
    case function(Function)
  }

  /// A function of one number with its derivative, and how far its value may be off.
  struct Function: Sendable {
    let value: @Sendable (Double) -> Double
    let derivative: @Sendable (Double) -> Double
    /// The roundings, of half a unit in the last place each, that a value may be off by.
    var roundings = 3.0
    /// Whether they are of 1 where the value is smaller: close to a zero of the function that is not one of its formula.
    var isAbsolute = false
    /// log |f(x)| where f(x) itself overflows.
    var log: (@Sendable (Double) -> Double)?
    /// Of a logarithm the value at e, for arguments that have left the doubles; else nil.
    var unitOfLog: Double?

    init(_ value: @escaping @Sendable (Double) -> Double, _ derivative: @escaping @Sendable (Double) -> Double) {
      (self.value, self.derivative) = (value, derivative)
    }

    /// About |f″|, by the derivatives at the next doubles: close to a pole it counts.
    func bend(_ x: Double) -> Double {
      let slope = derivative(x)
      return [x.nextDown, x.nextUp].map { abs(derivative($0) - slope) }.filter(\.isFinite).max().map { $0 / x.ulp } ?? .infinity
    }
  }

  private var steps: [Step] = []
  private let text: String

  private static let deepestNesting = 64
  private static let mostSteps = 1000
  // What is left of π and e beyond a double.
  private static let constants: [String: FormulaTerm] = [
    "pi": FormulaTerm(.pi, plus: 1.2246467991473532e-16, error: 1e-32), "π": FormulaTerm(.pi, plus: 1.2246467991473532e-16, error: 1e-32),
    "e": FormulaTerm(2.718281828459045, plus: 1.4456468917292502e-16, error: 1e-32),
  ]
  private static let functions: [String: Function] = {
    let logarithms: [String: Function] = [
      "log": Function({ .log($0) }, { 1 / $0 }), "ln": Function({ .log($0) }, { 1 / $0 }),
      "log10": Function({ .log10($0) }, { 1 / ($0 * .log(10)) }), "log2": Function({ .log2($0) }, { 1 / ($0 * .log(2)) }),
    ]
    var all: [String: Function] = [
      "sin": Function({ .sin($0) }, { .cos($0) }), "cos": Function({ .cos($0) }, { -.sin($0) }),
      "tan": Function({ .tan($0) }, { 1 + .tan($0) * .tan($0) }), "asin": Function({ .asin($0) }, { 1 / .sqrt((1 - $0) * (1 + $0)) }),
      "acos": Function({ .acos($0) }, { -1 / .sqrt((1 - $0) * (1 + $0)) }), "atan": Function({ .atan($0) }, { 1 / (1 + $0 * $0) }),
      "sinh": Function({ .sinh($0) }, { .cosh($0) }), "cosh": Function({ .cosh($0) }, { .sinh($0) }),
      "tanh": Function({ .tanh($0) }, { 1 / .cosh($0) / .cosh($0) }),
      "erf": Function({ .erf($0) }, { 2 / .sqrt(.pi) * .exp(-$0 * $0) }),
      "erfc": Function({ .erfc($0) }, { -2 / .sqrt(.pi) * .exp(-$0 * $0) }),
      "gamma": Function({ .gamma($0) }, { .gamma($0) * digamma($0) }), "lgamma": Function({ .logGamma($0) }, { digamma($0) }),
    ]
    for (name, function) in logarithms {
      all[name] = function
      all[name]?.unitOfLog = function.value(.exp(1))
    }
    for name in ["sinh", "cosh"] { all[name]?.log = { abs($0) - .log(2) } }
    all["gamma"]?.log = { .logGamma($0) }
    for name in ["gamma", "lgamma", "erfc"] { all[name]?.roundings = 20 }
    all["lgamma"]?.isAbsolute = true
    return all
  }()

  /// Γ′/Γ by a central difference of log Γ: what multiplies an error needs few digits.
  private static func digamma(_ x: Double) -> Double {
    let h = 1e-5 * max(1, abs(x))
    return (Double.logGamma(x + h) - Double.logGamma(x - h)) / (2 * h)
  }

  /// Every name that a formula may have, for suggestions.
  private static let names = constants.keys.sorted() + functions.keys.sorted() + ["abs", "exp", "pow", "sqrt", "x"]

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
    if scanner.startsNumber {
      let number = try scanner.number()
      guard number.isFinite else { throw DensityError("formula: a number must be finite, not \(number)") }
      return try append(.constant(FormulaTerm(number)))
    }
    let word = scanner.word()
    if word.isEmpty { throw scanner.unexpected("a number, x, or a function in the formula") }
    let name = word.lowercased()
    if name == "x" { return try append(.variable) }
    if let constant = Self.constants[name] { return try append(.constant(constant)) }
    let step: Step? =
      switch name {
      case "exp": .exponential
      case "abs": .magnitude
      case "pow", "sqrt": .power
      default: Self.functions[name].map { .function($0) }
      }
    guard let step else {
      throw DensityError("formula: unknown name '\(Scanner.shortened(word))'\(Spelling.suggestion(for: word, among: Self.names))")
    }
    try scanner.expect("(", after: word)
    try sum(&scanner, depth + 1)
    if name == "pow" {
      try scanner.expect(",", after: "the base in pow")
      try sum(&scanner, depth + 1)
    }
    try scanner.expect(")", after: "the argument of \(word)")
    if name == "sqrt" { try append(.constant(FormulaTerm(0.5))) }
    try append(step)
  }

  /// The formula's value, or NaN, and its logarithm with a bound on the error of that.
  typealias Value = (value: Double, log: Double, error: Double)

  /// The value at x.
  func callAsFunction(_ x: Double) -> Value { self(FormulaTerm(x)) }

  /// The value at a place, whose distance from the place's anchor keeps its digits.
  func callAsFunction(at place: Place) -> Value {
    let distance = place.rest + place.offset
    let share = place.offsetError + (place.logOffset.isNaN && place.rest == 0 ? 0 : .ulpOfOne)
    return self(FormulaTerm(place.anchor, plus: distance, error: share * abs(distance)))
  }

  private func callAsFunction(_ x: FormulaTerm) -> Value {
    let result = evaluated(at: x) { _, _ in }
    let log = result.log
    if result.value < 0 || result.value.isNaN || log.value.isNaN { return (result.value, .nan, .infinity) }
    return (result.value, log.value, log.error)
  }

  /// The number of steps, each of which has a value.
  var stepCount: Int { steps.count }

  /// Whether a step takes the absolute value of the one before.
  func isMagnitude(_ step: Int) -> Bool { if case .magnitude = steps[step] { true } else { false } }

  /// The values of all steps at x, that of the last one by its logarithm.
  func trace(_ x: Double, into values: inout [Double]) {
    let result = evaluated(at: FormulaTerm(x)) { values[$0] = $1.value }
    values[steps.count - 1] = result.value < 0 ? .nan : result.log.value
  }

  @inline(__always)
  private func evaluated(at x: FormulaTerm, _ record: (Int, FormulaTerm) -> Void) -> FormulaTerm {
    // A step adds one number at most; an array of them would be allocated anew at every place.
    withUnsafeTemporaryAllocation(of: FormulaTerm.self, capacity: steps.count + 1) { stack in
      stack.initialize(repeating: FormulaTerm(.nan))
      var count = 0
      for index in steps.indices {
        let top = count - 1
        switch steps[index] {
        case .constant(let value): (stack[count], count) = (value, count + 1)
        case .variable: (stack[count], count) = (x, count + 1)
        case .negate: stack[top] = -stack[top]
        case .exponential: stack[top] = stack[top].exponential()
        case .magnitude: stack[top] = stack[top].magnitude()
        case .function(let function): stack[top] = stack[top].mapped(function)
        case .add: (stack[top - 1], count) = (stack[top - 1] + stack[top], top)
        case .subtract: (stack[top - 1], count) = (stack[top - 1] + -stack[top], top)
        case .multiply: (stack[top - 1], count) = (stack[top - 1] * stack[top], top)
        case .divide: (stack[top - 1], count) = (stack[top - 1] / stack[top], top)
        case .power: (stack[top - 1], count) = (stack[top - 1].power(stack[top]), top)
        }
        record(index, stack[count - 1])
      }
      return stack[0]
    }
  }
}
