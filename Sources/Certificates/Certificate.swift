package import Densities

/// Proved enclosures of the measures of a pair: every step from the parameters, which are exact doubles or exact decimals, to the
/// doubles that are printed is taken in balls, rounded outwards.
///
/// The line is cut where a density is not holomorphic. On panels between the cuts Gauss–Legendre rules have errors that are
/// proved by a bound on an ellipse (`GaussLegendre`); beyond the last panel the integrals are bounded by how fast each
/// density is proved to fall (`Growth`, `TailBound`). What is said to be infinite is so by a comparison that is named.
/// A measure that cannot be enclosed is refused with the reason.
package struct Certificate {
  /// One enclosure a measure, in the order asked for.
  package let enclosures: [Enclosure]
  let p: any AnalyticDensity
  let q: any AnalyticDensity
  let reading: Reading
  /// What the enclosures were made of.
  private(set) var runs: [PairIntegrals] = []

  /// The measures of which there are enclosures. The masses `mass_p` and `mass_q` are 1: that their enclosures hold it shows
  /// that no piece of the line is missing.
  package static var measures: Set<String> { Set(parts.keys) }

  /// Encloses measures of a pair by their names; of those that have no enclosures there are none.
  ///
  /// As decimals only densities may be read whose numbers were typed as such: those of `parseDensity` with `decimals`.
  /// With `largestTail`, log₂ of what the bound of a tail may be, tails begin so early that they are seen in the enclosures.
  package init(
    _ p: any AnalyticDensity, _ q: any AnalyticDensity, measures: [String], reading: Reading = .doubles, largestTail: Double? = nil
  ) {
    (self.p, self.q, self.reading) = (p, q, reading)
    let known = measures.filter { Self.parts[$0] != nil }
    func refused(_ reason: String) -> [Enclosure] { known.map { Enclosure(measure: $0, verdict: .refused(reason: reason)) } }
    if let fault = Library.fault {
      enclosures = refused("it needs \(fault)")
      return
    }
    guard let first = p as? any Enclosable, first.hasFormulas(reading), let second = q as? any Enclosable, second.hasFormulas(reading)
    else {
      enclosures = refused("a density has no formula in balls")
      return
    }
    let isSame = p.isIdentical(to: q)
    let needed = Set(known.filter { !(isSame && Self.isDivergence($0)) }.flatMap { Self.parts[$0] ?? [] })
    let densities = Integral.allCases.filter { needed.contains($0) && $0 != .wasserstein }
    if !densities.isEmpty { runs.append(PairIntegrals(first, second, densities, reading, largestTail: largestTail)) }
    if needed.contains(.wasserstein) { runs.append(PairIntegrals(first, second, [.wasserstein], reading, largestTail: largestTail)) }
    let results = runs.reduce(into: [Integral: PairIntegrals.Result]()) { $0.merge($1.results) { $1 } }
    enclosures = known.map { name in
      if isSame && Self.isDivergence(name) { return Enclosure(measure: name, verdict: .enclosed(Ball(0))) }
      return Enclosure(measure: name, verdict: Self.verdict(name, (Self.parts[name] ?? []).map { results[$0] ?? .enclosed(Ball(0)) }))
    }
  }

  /// Whether a measure is 0 for equal densities.
  private static func isDivergence(_ name: String) -> Bool { !name.contains("entropy") && !name.hasPrefix("mass") }

  /// The integrals that a measure is made of.
  static let parts: [String: [Integral]] = [
    "kl_pq": [.kl], "kl_qp": [.reverseKL], "kl_pm": [.skewP], "kl_qm": [.skewQ], "jeffreys": [.kl, .reverseKL], "js": [.jensenShannon],
    "js_lecture": [.jensenShannon], "sqrt_js": [.jensenShannon], "tv": [.totalVariation], "hellinger2": [.hellinger], "chi2_pq": [.chi2],
    "chi2_qp": [.reverseChi2],
    "w1": [.wasserstein], "triangular": [.triangular], "skew_kl_0.25": [.skewQuarter], "alpha_0.5": [.hellinger], "renyi_0.5": [.affinity],
    "renyi_2": [.chi2], "entropy_p": [.entropyP], "entropy_q": [.entropyQ], "cross_entropy_pq": [.crossEntropy],
    "mass_p": [.massP], "mass_q": [.massQ],
  ]

  private static func verdict(_ name: String, _ parts: [PairIntegrals.Result]) -> Enclosure.Verdict {
    var balls: [Ball] = []
    var refusal: String?
    for part in parts {
      switch part {
      // All parts are bounded below.
      case .infinite(let reason): return .infinite(reason: reason)
      case .refused(let reason): refusal = reason
      case .enclosed(let ball): balls.append(ball)
      }
    }
    if let refusal { return .refused(reason: refusal) }
    let value = balls.dropFirst().reduce(balls[0]) { $0 + $1 }
    switch name {
    case "js_lecture": return .enclosed(Self.within(Ball(2) * value, isBounded: false))
    case "sqrt_js":
      let square = Self.within(value, isBounded: false)
      return .enclosed(.hull(Self.root(of: square.lowerEnd), Self.root(of: square.upperEnd)))
    case "alpha_0.5": return .enclosed(Self.within(Ball(4) * value, isBounded: false))
    case "tv", "hellinger2": return .enclosed(Self.within(value, isBounded: true))
    case "renyi_0.5":
      if value.isZero { return .infinite(reason: "p and q are nowhere positive together") }
      guard value.isPositive else { return .refused(reason: "the overlap was not proved to be above 0") }
      return .enclosed(Self.within(Ball(-2) * .log(value), isBounded: false))
    case "renyi_2": return .enclosed(.log(Ball(1) + Self.within(value, isBounded: false)))
    case "entropy_p", "entropy_q", "cross_entropy_pq", "mass_p", "mass_q": return .enclosed(value)
    default: return .enclosed(Self.within(value, isBounded: false))
    }
  }

  /// What a measure cannot leave.
  static func range(of measure: String) -> ClosedRange<Double> {
    if !isDivergence(measure) { return -.infinity ... .infinity }
    return 0...(measure == "tv" || measure == "hellinger2" ? 1 : .infinity)
  }

  /// √x of an exact number, 0 where that is below 0.
  private static func root(of number: Ball) -> Ball { number.isPositive ? .pow(number, 0.5) : Ball(0) }

  /// The part of a ball that is at least 0, as every divergence is, and at most 1.
  private static func within(_ value: Ball, isBounded: Bool) -> Ball {
    if value.lowerEnd.isNonnegative, !isBounded { return value }
    let upper = isBounded ? Ball.min(value.upperEnd, Ball(1)) : value.upperEnd
    return .hull(.max(value.lowerEnd, Ball(0)), .max(upper, Ball(0)))
  }
}
