import ArgumentParser
import Densities
import Tabulation

/// The points at which a subcommand draws curves of two densities.
struct CurvePoints: ParsableArguments {
  /// Some seconds, and gigabytes of memory; no plot is served by more.
  static let mostPoints = 1_000_000
  /// The same for densities that sum many terms: values of a term.
  static let mostTerms = 10_000_000
  /// The mass that lies beyond each end of the points by default.
  static let tail = 1e-5

  /// Whole numbers, also with an exponent: 1e9 and 1000000000 are one mistake, and get one sentence.
  private static let count = Accepted<Int>("a whole number from 2 to \(mostPoints)", takesDash: true, text: { "\($0)" }) {
    typed throws(Refusal) in
    guard let number = Double(typed) else { throw .kind("it takes a whole number from 2 to \(mostPoints)") }
    guard number == number.rounded(), (2...Double(mostPoints)).contains(number) else {
      throw .value("must be a whole number from 2 to \(mostPoints) (got '\(typed)')")
    }
    return Int(number)
  }

  @Option(count, help: "How many points") var points = 501
  @Option(.finite, help: "The first point") var from: Double?
  @Option(.finite, help: "The last point") var to: Double?

  /// Whether an end was chosen.
  var isBounded: Bool { from != nil || to != nil }

  /// The points in increasing order; throws one sentence where the options make none.
  func abscissae(_ p: any AnalyticDensity, _ q: any AnalyticDensity) throws(OptionError) -> [Double] {
    let most = max(Self.mostTerms / (p.termCount + q.termCount), 1000)
    try require(points <= most, else: "--points must be at most \(most) for densities of so many parts as these (got \(points)).")
    let lower = from ?? min(p.quantile(Self.tail), q.quantile(Self.tail))
    let upper = to ?? max(p.upperQuantile(Self.tail), q.upperQuantile(Self.tail))
    try require(lower < upper, else: "--from must be less than --to (got \(lower) and \(upper)).")
    return isBounded || points < 9 ? grid(from: lower, to: upper, count: points) : spread(p, q, from: lower, to: upper, count: points)
  }
}

/// Points of which a third are evenly spaced and the others lie where P and Q have their mass.
private func spread(_ p: any AnalyticDensity, _ q: any AnalyticDensity, from lower: Double, to upper: Double, count: Int) -> [Double] {
  let third = count / 3
  let even = grid(from: lower, to: upper, count: count - 2 * third)
  let tail = CurvePoints.tail
  // Shifted levels: where P = Q the two sets interleave.
  func levels(shift: Double) -> [Double] { (0..<third).map { tail + (1 - 2 * tail) * (Double($0) + shift) / Double(third) } }
  let massive = levels(shift: 1 / 3).map { p.quantile($0) } + levels(shift: 2 / 3).map { q.quantile($0) }
  return (even + massive.map { min(max($0, lower), upper) }).sorted()
}
