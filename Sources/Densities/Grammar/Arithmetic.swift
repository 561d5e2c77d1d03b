import RealModule

/// Numbers written as arithmetic, such as `1/3`, `sqrt(2)` or `-pi/2`, by the usual precedence.
///
/// ```
/// value   = product { ( "+" | "-" ) product }
/// product = signed { ( "*" | "/" ) signed }
/// signed  = [ "+" | "-" ] atom [ "^" signed ]
/// atom    = number | "pi" | "inf" | "nan" | function "(" value ")" | "(" value ")"
/// ```
extension Scanner {
  /// What a number may be made of beside digits.
  private static let constants: [String: Double] = ["pi": .pi, "π": .pi, "inf": .infinity, "infinity": .infinity, "nan": .nan]
  private static let functions: [String: @Sendable (Double) -> Double] = ["sqrt": { .sqrt($0) }, "exp": { .exp($0) }, "log": { .log($0) }]
  private static let deepestNesting = 64

  /// Whether a value follows: a number, a sign, a constant, a function or a parenthesis.
  var startsValue: Bool { startsNumber || next == "(" || nameOfValue != nil }

  /// The constant or function that follows.
  var nameOfValue: String? {
    var copy = self
    let name = copy.word()
    return Self.constants[name.lowercased()] != nil || Self.functions[name.lowercased()] != nil ? name.lowercased() : nil
  }

  /// The next value; infinite and NaN ones are for the caller to judge.
  mutating func value() throws(DensityError) -> Double {
    if readsDecimals {
      let value = try decimal()
      try requireNoArithmetic()
      return value
    }
    let value = try sum(0)
    // Without the sign of one that arithmetic made.
    return value.isNaN ? .nan : value
  }

  /// A product that ends before a `*` without a value after it: the one between a weight and its density.
  mutating func weight(isDensity: (String) -> Bool) throws(DensityError) -> Double {
    if readsDecimals {
      let value = try decimal()
      if next != "*" { try requireNoArithmetic() }
      return value
    }
    var product = try signed(0)
    while true {
      if take("/") {
        product /= try signed(0)
        continue
      }
      var ahead = self
      guard ahead.take("*"), ahead.startsValue, !(ahead.nameOfValue.map(isDensity) ?? false), let factor = try? ahead.signed(0) else {
        return product
      }
      product *= factor
      self = ahead
    }
  }

  /// A sign and a number, or an infinite end; that NaN is no parameter is said where it is looked at.
  private mutating func decimal() throws(DensityError) -> Double {
    let isNegative = takeMinus()
    if !isNegative { _ = take("+") }
    guard let name = nameOfValue else {
      if next == "(" { throw Self.arithmetic }
      let value = try number()
      return isNegative ? -value : value
    }
    guard let value = Self.constants[name], !value.isFinite else { throw Self.arithmetic }
    _ = word()
    return isNegative && !value.isNaN ? -value : value
  }

  private mutating func sum(_ depth: Int) throws(DensityError) -> Double {
    if depth > Self.deepestNesting { throw DensityError("a number may be nested \(Self.deepestNesting) levels deep, not more") }
    var sum = try product(depth)
    while true {
      if take("+") {
        sum += try product(depth)
      } else if takeMinus() {
        sum -= try product(depth)
      } else {
        return sum
      }
    }
  }

  private mutating func product(_ depth: Int) throws(DensityError) -> Double {
    var product = try signed(depth)
    while true {
      if take("*") {
        product *= try signed(depth)
      } else if take("/") {
        product /= try signed(depth)
      } else {
        return product
      }
    }
  }

  /// A sign stands before a power: −2² is −4.
  private mutating func signed(_ depth: Int) throws(DensityError) -> Double {
    if depth > Self.deepestNesting { throw DensityError("a number may be nested \(Self.deepestNesting) levels deep, not more") }
    let isNegative = takeMinus()
    if !isNegative { _ = take("+") }
    let sign = isNegative ? -1.0 : 1
    let base = try atom(depth)
    guard take("^") else { return sign * base }
    let exponent = try signed(depth + 1)
    return sign * (Int(exactly: exponent).map { .pow(base, $0) } ?? .pow(base, exponent))
  }

  private mutating func atom(_ depth: Int) throws(DensityError) -> Double {
    if take("(") {
      let value = try sum(depth + 1)
      try expect(")", after: "a number in parentheses")
      return value
    }
    guard let name = nameOfValue else { return try number() }
    _ = word()
    guard let function = Self.functions[name] else { return Self.constants[name] ?? .nan }
    try expect("(", after: name)
    let value = try sum(depth + 1)
    try expect(")", after: "the number in \(name)")
    return function(value)
  }
}
