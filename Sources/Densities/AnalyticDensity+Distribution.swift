import Calculus
import RealModule
import Scalars

/// Distribution functions by calculus: what a density has that gives no more than its logarithm and its landmarks.
extension AnalyticDensity {
  /// F(x), by quadrature of the density.
  package func cumulative(_ x: Double) -> Double { min(mass(in: .init(-.infinity, max(x, -.greatestFiniteMagnitude))), 1) }

  /// 1 − F(x), by quadrature of the density.
  package func survival(_ x: Double) -> Double { min(mass(in: .init(min(x, .greatestFiniteMagnitude), .infinity)), 1) }

  /// The x with F(x) = p, from the tail that is near.
  package func quantile(_ p: Double) -> Double { p > 0.5 ? tailQuantile(1 - p, isUpper: true) : tailQuantile(p, isUpper: false) }

  package func upperQuantile(_ p: Double) -> Double { p > 0.5 ? tailQuantile(1 - p, isUpper: false) : tailQuantile(p, isUpper: true) }

  package func tailQuantile(_ p: Double, isUpper: Bool) -> Double {
    if p <= 0 { return isUpper ? hull.upper : hull.lower }
    let inversion = Inversion(of: self, isUpper: isUpper)
    return inversion.solve(level: p, from: hull.lower, to: hull.upper)
  }

  /// ∫ p over an interval.
  func mass(in interval: Interval) -> Double { massEstimate(in: interval).value }

  /// ∫ p over an interval, or ∫ w p with a weight, in linear charts between landmarks and logarithmic ones towards ends of
  /// the support and in tails; with GSL's error bound.
  func massEstimate(in interval: Interval, tolerance: Double = 1e-13, weight: ((Place) -> Double)? = nil) -> Estimate {
    let integral = MassIntegral(tolerance: tolerance, termCount: termCount) { place in
      (logDensity(at: place), weight?(place) ?? 1)
    }
    var pieces: [MassPiece] = []
    for part in support {
      guard let piece = part.intersection(interval) else { continue }
      let cuts = self.cuts(within: piece)
      guard let first = cuts.first, let last = cuts.last else { continue }
      if piece.lower < first { pieces += between(piece.lower, cut: first, supportEnd: part.lower) }
      for (a, b) in zip(cuts, cuts.dropFirst()) { pieces += inner(a, b, part) }
      if last < piece.upper { pieces += between(piece.upper, cut: last, supportEnd: part.upper) }
    }
    // Where most is comes first: the digits of a piece that hardly counts would be sought in vain among its roundings.
    var (total, error) = (CompensatedSum(), 0.0)
    for (piece, size) in pieces.map({ ($0, integral.size(of: $0)) }).sorted(by: { $0.1 > $1.1 }) {
      let found = integral.over(piece, of: size, besides: total.value)
      total.add(found.value)
      error += found.error
    }
    return Estimate(total.value, error: error)
  }

  /// ∫ p over the coordinates of one chart, to rounding.
  func massEstimate(fromLog lower: Double, to upper: Double, _ place: @escaping (Double) -> Place) -> Estimate {
    let integral = MassIntegral(tolerance: 1e-13, termCount: termCount) { (logDensity(at: $0), 1) }
    let piece = MassPiece(lower, upper, place)
    return integral.over(piece, of: integral.size(of: piece), besides: 0)
  }

  /// Between two cuts; in a logarithmic chart around an end of the support that is much nearer to one of them.
  private func inner(_ a: Double, _ b: Double, _ part: Interval) -> [MassPiece] {
    let (fromLower, fromUpper) = (a - part.lower, part.upper - b)
    let isNearLower = b - a > 8 * fromLower
    if b - a > 8 * fromUpper {
      let middle = 0.5 * a + 0.5 * b
      if isNearLower, a < middle, middle < b { return inner(a, middle, part) + inner(middle, b, part) }
      return [MassPiece(.log(fromUpper), .log(part.upper - a)) { place(from: part.upper, direction: -1, t: $0) }]
    }
    return isNearLower
      ? [MassPiece(.log(fromLower), .log(b - part.lower)) { place(from: part.lower, direction: 1, t: $0) }]
      : [MassPiece(0, b - a) { Place(anchor: a, offset: $0) }]
  }

  /// The place end + direction · eᵗ beside an end of the support.
  private func place(from end: Double, direction: Double, t: Double) -> Place {
    Place(anchor: end, direction: direction, t: t).measured(fromAnchorPlus: rest(ofBreakpoint: end))
  }

  /// The break points and the points around the landmarks that lie inside a piece of the support; at least one.
  private func cuts(within piece: Interval) -> [Double] {
    var cuts = Set(breakpoints)
    // Of both ends of a piece neither is measured from the other.
    if piece.length.isFinite { cuts.insert(piece.lower + 0.5 * piece.length) }
    for landmark in landmarks {
      for steps in [0, 2.5, 6, 13] + (landmark.isHeavy ? [50, 500, 1e4, 1e6, 1e9] : []) {
        cuts.insert(landmark.location + steps * landmark.scale)
        cuts.insert(landmark.location - steps * landmark.scale)
      }
    }
    let inside = cuts.filter { piece.lower < $0 && $0 < piece.upper && $0.isFinite }.sorted()
    if !inside.isEmpty { return inside }
    return [piece.lower.isFinite ? piece.lower.nextUp : piece.upper.isFinite ? piece.upper.nextDown : 0]
  }

  /// From an outermost cut to the end of the piece, in a logarithmic chart where that is a tail or a singular end.
  private func between(_ end: Double, cut: Double, supportEnd: Double) -> [MassPiece] {
    let direction: Double = end < cut ? -1 : 1
    let length = abs(end - cut)
    if supportEnd.isFinite {
      let (near, far) = (abs(end - supportEnd), abs(cut - supportEnd))
      if near < 0.1 * far { return [MassPiece(.log(near), .log(far)) { place(from: supportEnd, direction: -direction, t: $0) }] }
    }
    let reach = min(length, (landmarks.map(\.scale).min() ?? 1) * 1e-3)
    if supportEnd.isFinite || length <= 1e4 * reach { return [MassPiece(0, length) { Place(anchor: cut, offset: direction * $0) }] }
    return [
      MassPiece(0, reach) { Place(anchor: cut, offset: direction * $0) },
      MassPiece(.log(reach), .log(length)) { Place(anchor: cut, direction: direction, t: $0) },
    ]
  }
}

/// A stretch of a chart.
private struct MassPiece {
  let interval: Interval
  let place: (Double) -> Place

  init(_ lower: Double, _ upper: Double, _ place: @escaping (Double) -> Place) {
    interval = Interval(lower, upper)
    self.place = place
  }
}

/// Integrals of a density over the coordinates of charts.
private struct MassIntegral {
  let tolerance: Double
  let termCount: Int
  let terms: (Place) -> (log: Double, weight: Double)

  /// The largest log density at an end or the middle.
  func size(of piece: MassPiece) -> Double {
    let ends = piece.interval
    return [ends.lower, 0.5 * ends.lower + 0.5 * ends.upper, ends.upper].map { terms(piece.place($0)).log }.filter(\.isFinite).max() ?? 0
  }

  /// The integral over a piece, to rounding of itself or of what is known already.
  func over(_ piece: MassPiece, of size: Double, besides known: Double) -> Estimate {
    // Numbers as small as a far tail's would end the routine early; over a long stretch they are no small mass.
    let length = piece.interval.length
    let unit = size < -500 ? size + (length.isFinite ? .log(length) : 0) : 0
    var (evaluations, isBounded) = (0, true)
    defer { WorkLimit.inForce?.spend(10 * evaluations * (1 + termCount)) }
    let integrand = { (t: Double) -> Double in
      evaluations += 1
      let (log, weight) = terms(piece.place(t))
      let value = Double.exp(log - unit) * weight
      if value.isNaN { return 0 }
      isBounded = isBounded && value < .infinity
      return value < .infinity ? value : 0
    }
    let factor = Double.exp(unit)
    do throws(IntegrationError) {
      let negligible = known > 0 ? min(max(0x1p-60 * known * .exp(-unit), 1e-300), 1e300) : 1e-300
      let found = try integrate(over: piece.interval, tolerance: tolerance, absoluteTolerance: negligible, integrand)
      return Estimate(factor * found.value, error: isBounded ? factor * found.error : .infinity)
    } catch .unresolved(let best, _) {
      // The tolerance asks for the last digits, which an estimate within rounding of them may miss.
      return Estimate(factor * best.value, error: factor * best.error)
    } catch {
      return Estimate(0, error: .infinity)
    }
  }
}
