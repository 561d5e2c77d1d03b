import Calculus
import Densities
import Foundation
import RealModule
import Scalars
import Testing

/// Densities from points and from formulas.
@Suite struct PointsAndFormulaTests {
  private static let tables: [String: [String: [Double]]] = [
    "triangle.csv": ["x": [3, 0, 1], "y": [0, 0, 7]],
    "flat.csv": ["x": [0, 1, 1.5, 2, 4], "y": [2, 2, 1, 0, 0]],
    "gap.csv": ["x": [0, 1, 2, 3, 4, 5], "y": [1, 0, 0, 0, 1, 2]],
    "bad.csv": ["x": [0, 1, 1], "y": [1, 1, 2], "negative": [1, -1, 1], "zero": [0, 0, 0]],
  ]
  private static let column: ColumnReader = { (file, columns) throws(DensityError) in
    try columns.map { column throws(DensityError) in
      guard let numbers = tables[file]?[column] else { throw DensityError("'\(file)' has no column '\(column)'") }
      return numbers
    }
  }
  private func density(_ text: String) throws -> any AnalyticDensity { try parseDensity(text, columns: Self.column) }

  @Test func threePointsAreATriangle() throws {
    let own = try density("points(triangle.csv:x,y)")
    let triangle = Triangular(lower: 0, mode: 1, upper: 3)
    #expect(own.support == [Interval(0, 3)] && own.breakpoints == [0, 1, 3] && own.description == "points(triangle.csv:x,y)")
    for x in [-1, 0, 1e-300, 1e-9, 0.3, 1, 2, 2.9999, 3, 4] {
      let (a, b) = (own.logDensity(at: x), triangle.logDensity(at: x))
      #expect(a == b || abs(a - b) <= 1e-14 * max(1, abs(b)), "at \(x): \(a), \(b)")
      #expect(abs(own.cumulative(x) - triangle.cumulative(x)) <= 1e-15 && abs(own.survival(x) - triangle.survival(x)) <= 1e-15)
    }
    for p in [0, 1e-12, 0.2, 0.5, 0.9, 1] {
      #expect(abs(own.quantile(p) - triangle.quantile(p)) <= 1e-14 && abs(own.upperQuantile(p) - triangle.upperQuantile(p)) <= 1e-14)
    }
    for (point, side) in [(0.0, 1.0), (3, -1), (1, 1), (1, -1), (0, -1)] {
      let approach = Approach.point(point, from: side, unit: 0.1)
      let (a, b) = (own.asymptote(approach), triangle.asymptote(approach))
      #expect(a.isZero == b.isZero && a.terms.map(\.growth) == b.terms.map(\.growth))
      #expect(zip(a.terms, b.terms).allSatisfy { abs($0.coefficient - $1.coefficient) <= 1e-14 * max(1, abs($1.coefficient)) })
    }
    // Close to an end the distance from it counts.
    let place = Place(anchor: 0, direction: 1, t: -700)
    #expect(abs(own.logDensity(at: place) - triangle.logDensity(at: place)) < 1e-12)
  }

  @Test func aGapIsOutsideTheSupport() throws {
    let own = try density("points(gap.csv:x,y)")
    #expect(own.support == [Interval(0, 1), Interval(3, 5)])
    #expect(own.logDensity(at: 2) == -.infinity && own.cumulative(1) == own.cumulative(2.5))
    // Areas ½, ½ and 1½ of 2½.
    #expect(abs(own.cumulative(2) - 0.2) < 1e-15 && abs(own.survival(4) - 0.6) < 1e-15)
    #expect(abs(own.quantile(0.1) - (1 - 0.5.squareRoot())) < 1e-14)
    let flat = try density("points(flat.csv:x,y)")
    #expect(flat.support == [Interval(0, 2)] && abs(flat.density(at: 0.5) - 0.6666666666666666) < 1e-15)
  }

  @Test(arguments: [
    ("points(triangle.csv:x)", "points takes two columns"), ("points(triangle.csv)", "points takes FILE:X,Y"),
    ("points(bad.csv:x,y)", "one height a place, and has two at 1.0"), ("points(bad.csv:x,negative)", "not (1.0, -1.0)"),
    ("points(bad.csv:x,z)", "has no column 'z'"),
    ("formula(x)", "formula takes an expression in x and its two ends"), ("formula(x,0,inf)", "lower and upper must be finite"),
    ("formula(x,2,1)", "lower must be below upper"), ("formula(sinn(x),0,1)", "did you mean sin?"),
    ("formula(x-0.5,0,1)", "must be 0 or more, and is -0."), ("formula(sqrt(x-0.5),0,1)", "is not a number at x"),
    ("formula((x-0.3)^2,0,1)", "end there, and mix the formulas of the two sides"), ("formula(1/(x-0.3)^2,0,1)", "is infinite "),
    ("formula(abs(x-0.3)^-0.5,0,1)", "is infinite "), ("formula(1/x,0,1)", "power of the distance"),
    ("formula((1-x)^-1.5,0,1)", "an exponent above -1 close to 1.0, not -1.5"), ("formula(1e999*x,0,1)", "a number must be finite"),
    ("formula(sin(100000*x)+2,0,1)", "rises and falls more than 400 times"), ("formula(sin(x)^2,0,10)", "end there, and mix"),
    ("formula(x^2-x+0.25,0,1)", "end there, and mix"), ("formula(2x,0,1)", "'2x' is not a number"), ("formula(sin(x,2),0,1)", "')' after"),
    ("formula(pow(x),0,1)", "',' after the base"), ("formula(y,0,1)", "unknown name 'y'"), ("formula(1,1e9,1e9+1)", "last digits"),
    ("formula(-log(x),0,1)", "power of the distance"), ("formula(exp(-1/x),0,1)", "power of the distance"),
    ("formula(0*x,0,1)", "is 0 at x"), ("formula(x+,0,1)", "expected"), ("formula(\"\",0,1)", "an expression in x is missing"),
    ("formula(2 3,0,1)", "an operator"), ("formula(tan(x),0,pi/2)", "an exponent above -1 close to 1.57"),
    ("formula(tan(x),-pi/2,0)", "must be 0 or more"), ("formula(-tan(x),-pi/2,0)", "an exponent above -1 close to -1.57"),
  ])
  func refusalsNameThePlace(_ text: String, _ sentence: String) throws {
    let error = #expect(throws: DensityError.self) { try density(text) }
    #expect(error?.description.contains(sentence) ?? false, "\(text): \(error?.description ?? "")")
  }

  /// Formulas whose densities are known otherwise, ends with zeros and poles among them.
  @Test(arguments: [
    ("formula(\"exp(-x^2/2)\",-1,2)", "truncated(normal(0,1),-1,2)"), ("formula('x*(1-x)',0,1)", "beta(2,2)"),
    ("formula(6*x^2*(1-x), 0, 1)", "beta(3,2)"), ("formula(1/sqrt(x),0,1)", "beta(0.5,1)"),
    ("formula(1/(1+(x-1)**2),-3,8)", "truncated(cauchy(1,1),-3,8)"), ("formula(exp(-x^2/2)/sqrt(2*pi), -60, 60)", "normal(0,1)"),
    ("formula(1-abs(x-2)/2,0,4)", "triangular(0,2,4)"), ("formula(pow(x,2)*exp(-x),0,900)", "gamma(3,1)"),
    ("formula(1e300*exp(1000*x),-1,1)", "truncated(affine(exponential(1000),1,-1),-1,1)"),
    ("formula(1,2,pi+2)", "uniform(2,5.141592653589793)"),
    // Poles and zeros at either end, by whatever expression they are made.
    ("formula(x^-0.9,0,1)", "beta(0.1,1)"), ("formula((1-x)^-0.9,0,1)", "beta(1,0.1)"), ("formula(1/sqrt(1-x),0,1)", "beta(1,0.5)"),
    ("formula(X^-0.3*(1\u{2212}x)^-0.6,0,1)", "beta(0.7,0.4)"), ("formula(1/sqrt(1-x^2),-1,1)", "affine(beta(0.5,0.5),-1,2)"),
    ("formula(sqrt(1-x^2),-1,1)", "affine(beta(1.5,1.5),-1,2)"), ("formula(exp(-log(x)/3),0,8)", "affine(beta(2/3,1),0,8)"),
    ("formula(sqrt(x)*exp(-1e6*x),0,1)", "gamma(1.5,1e6)"), ("formula(1/sqrt(x-5),5,6)", "affine(beta(0.5,1),5,1)"),
    // Peaks between the points of every grid.
    ("formula(exp(-((x-0.3)/1e-6)^2/2),0,1)", "normal(0.3,1e-6)"),
    ("formula(1/(1+((x-0.3)/1e-8)^2),0,1)", "truncated(cauchy(0.3,1e-8),0,1)"),
  ])
  func formulasAreTheDensitiesThatTheyAreOf(_ text: String, _ known: String) throws {
    let (own, other) = (try density(text), try parseDensity(known))
    #expect(try density(own.description).isIdentical(to: own))
    for p in [1e-6, 0.01, 0.3, 0.5, 0.8, 0.999] {
      let x = other.quantile(p)
      // A quantile within a rounding of the end has lost its level.
      if x == own.hull.upper { continue }
      let bound = own.evaluated(at: x).rounding + other.evaluated(at: x).rounding
      let difference = abs(own.logDensity(at: x) - other.logDensity(at: x))
      #expect(difference <= bound && bound <= 1e-7, "\(text) at \(x): \(difference), \(bound)")
      #expect(abs(own.cumulative(x) - p) <= 1e-9, "\(text) at \(x)")
    }
  }

  /// Formulas that cancel say how far, and what an end leaves is in the bound: integrals by mpmath.
  @Test(arguments: [
    ("(1-cos(x))/x^2", 0, 1, 0.4863853762353227), ("sin(x)/x", 0, 3, 1.8486525279994683),
    ("(exp(x)-1)/x", 0, 1, 1.3179021514544039), ("-log(x)", 0.1, 1, 0.6697414907005954), ("sin(pi*x)", 0, 1, 0.6366197723675814),
    ("sin(x)", 0, 3.141592653589793, 2), ("abs(x-0.3)+1", 0, 1, 1.29), ("gamma(x)", 1, 5, 18.57957617482794),
    ("2+tanh(1e6*(x-0.3))", 0, 1, 2.4),
  ])
  func theIntegralIsWithinItsBound(_ expression: String, _ lower: Double, _ upper: Double, _ integral: Double) throws {
    let own = try density("formula(\(expression),\(lower),\(upper))")
    let x = lower + 0.7 * (upper - lower)
    let values: [String: Double] = [
      "(1-cos(x))/x^2": 2 * (.sin(x / 2) / x) * .sin(x / 2) / x, "sin(x)/x": .sin(x) / x, "(exp(x)-1)/x": .expMinusOne(x) / x,
      "-log(x)": -.log(x), "sin(pi*x)": .sin(.pi * x), "sin(x)": .sin(x), "abs(x-0.3)+1": abs(x - 0.3) + 1, "gamma(x)": .gamma(x),
      "2+tanh(1e6*(x-0.3))": 3,
    ]
    let value = try #require(values[expression])
    let (found, bound) = own.evaluated(at: x)
    #expect(abs(found - Double.log(value / integral)) <= bound + 1e-15 && bound < 1e-9, "\(expression): \(found), \(bound)")
  }

  /// Points in any order, of any size.
  @Test(arguments: [
    ([-1e300, 1e300], [1e-300, 1e-300], "uniform(-1e300,1e300)"),
    ([0, 1e-300, 2e-300], [1e300, 1e300, 1e300], "uniform(0,2e-300)"), ([2, 1, 0], [0, 1, 0], "triangular(0,1,2)"),
    ([0, 1], [1e-307, 1e-307], "uniform(0,1)"),
  ])
  func pointsOfAnySizeAreDensities(_ x: [Double], _ y: [Double], _ known: String) throws {
    let (own, other) = (try PiecewiseLinear(points: x, heights: y), try parseDensity(known))
    for p in [1e-6, 0.25, 0.5, 0.9] {
      let place = other.quantile(p)
      #expect(abs(own.cumulative(place) - p) <= 1e-14 && abs(own.quantile(p) - place) <= 1e-13 * max(abs(place), own.hull.upper))
      #expect(abs(own.logDensity(at: place) - other.logDensity(at: place)) <= 1e-11, "\(known)")
    }
  }

  /// Whatever is typed is read or refused.
  @Test func anyTextEnds() {
    var random = CounterRandom(seed: 5)
    let words = [
      "x", "1", "e", "pi", "+", "-", "*", "/", "^", "**", "(", ")", ",", "sin(", "exp(", "log(", "pow(", "gamma(", "0.5", " ", "\"", "é",
      "1e400",
    ]
    for _ in 0..<4000 {
      let text = (0..<(1 + Int(random.uniform() * 12))).map { _ in words[Int(random.uniform() * Double(words.count))] }.joined()
      _ = try? parseDensity("formula(\(text),-1,2)", columns: Self.column)
      _ = try? DiscreteDistribution(parsing: "discrete(\(text))")
    }
    for deep in [
      String(repeating: "(", count: 100_000), String(repeating: "-", count: 100_000), String(repeating: "sin(", count: 100_000),
      String(repeating: "2^", count: 100_000), Array(repeating: "x", count: 50_000).joined(separator: "+"),
    ] {
      #expect(throws: DensityError.self) { try parseDensity("formula(\(deep),0,1)", columns: Self.column) }
    }
  }
}

extension AnalyticDensity {
  /// The log density with the bound on its error.
  fileprivate func evaluated(at x: Double) -> (value: Double, rounding: Double) {
    var (values, roundings) = ([0.0], [0.0])
    logDensities(at: Places(Place(anchor: x, offset: 0)), into: &values, roundings: &roundings)
    return (values[0], roundings[0])
  }
}

extension CounterRandom {
  fileprivate mutating func uniform() -> Double { openUniform() }
}
