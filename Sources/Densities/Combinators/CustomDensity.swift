import Calculus
import RealModule
package import Scalars

/// A density from a formula of your own: p(x) = e^ℓ(x) / ∫ e^ℓ on an interval, where ℓ need not be normalised.
///
/// ```swift
/// let bump = try CustomDensity(on: -1...1) { x in -3 * x * x }
/// let tilted = try CustomDensity(on: -.infinity ... .infinity, endsLike: Normal(mean: 0, sd: 1)) { x in -x * x / 2 + .tanh(x) }
/// ```
/// What a formula does at infinity, or at an end where it is singular, cannot be found out by evaluating it. So it is
/// stated: `endsLike` names a density such that the difference of the two log densities tends to a constant there. The
/// statement is checked at a few far points, and a formula that visibly contradicts it is refused.
///
/// Guaranteed: the normalising constant is computed by quadrature, and what it misses enters the bound of every
/// divergence. Not guaranteed: that a peak much narrower than a thousandth of the interval (or of the scale of
/// `endsLike`) is found; name such a peak in `breakpoints`. The formula is taken to be accurate to a few units in its
/// last place. Its derivative is not known, so Fisher informations are unresolved.
public struct CustomDensity: AnalyticDensity {
  package let support: [Interval]
  package let breakpoints: [Double]
  package private(set) var landmarks: [Landmark]
  private let interval: Interval
  private let name: String?
  /// ℓ at a place, with a bound on its rounding.
  private let formula: @Sendable (Place) -> (log: Double, error: Double)
  private let reference: (any AnalyticDensity)?
  /// The ends so close to which another law stands in for the formula.
  private var ends: [End] = []
  /// log ∫ e^ℓ, in two parts: the largest ℓ seen, and the logarithm of the integral of e^(ℓ − largest).
  private let largest: Double
  private var logMass = 0.0
  /// A bound on the relative error of the integral.
  private var massError = 0.0

  /// What ℓ is closer to an end than its digits reach.
  struct End: Sendable {
    let point: Double
    /// +1 at a lower end, −1 at an upper one.
    let inward: Double
    /// The distance within which the law holds.
    let depth: Double
    /// A bound on the error of the law, which is absolute.
    let error: Double
    let law: Law

    enum Law: Sendable {
      /// `logValue` + k log (distance/depth).
      case power(Double, logValue: Double)
      /// The log density that is named, plus this.
      case reference(offset: Double)
    }
  }

  /// The density proportional to e^ℓ on an interval; throws one sentence where ℓ contradicts what is stated of it.
  ///
  /// - Parameters:
  ///   - range: where the density is positive; the ends may be infinite.
  ///   - reference: a density that behaves alike at both ends. Required where an end is infinite or ℓ has no finite
  ///     limit.
  ///   - points: where ℓ has a kink, a jump or a very narrow peak.
  ///   - logDensity: ℓ(x), finite inside the interval.
  public init(
    on range: ClosedRange<Double>, endsLike reference: (any Density)? = nil, breakpoints points: [Double] = [],
    _ logDensity: @escaping @Sendable (Double) -> Double
  ) throws(DensityError) {
    let interval = Interval(range.lowerBound, range.upperBound)
    guard interval.lower < interval.upper else { throw DensityError("a density needs an interval with lower < upper, not \(interval)") }
    if let outside = points.first(where: { !(interval.lower < $0 && $0 < interval.upper) }) {
      throw DensityError("a break point must lie inside \(interval), not at \(outside)")
    }
    if reference == nil, !interval.length.isFinite {
      throw DensityError("on \(interval) the tails must be stated: name a density with such tails in endsLike")
    }
    // Just inside at an end, where the formula may not be defined.
    let raw = { @Sendable (x: Double) -> Double in
      let value = logDensity(min(max(x, interval.lower.nextUp), interval.upper.nextDown))
      return value.isNaN ? -.infinity : value
    }
    try self.init(on: interval, like: reference?.model.analytic, breakpoints: points, landmarks: [], name: nil) { place in
      let (x, here) = (place.x, raw(place.x))
      // What an error of one unit in the last place of x does to the formula, seen at its neighbours.
      let moved = max(abs(raw(x.nextUp) - here), abs(raw(x.nextDown) - here))
      return (here, 4 * .ulpOfOne * abs(here) + (moved.isFinite ? moved : 0))
    }
    for end in [(interval.lower, 1.0), (interval.upper, -1.0)] {
      try checkEnd(end.0, inward: end.1)
      if let end = statedEnd(end.0, inward: end.1) { ends.append(end) }
    }
    (logMass, massError) = try normalization()
  }

  /// The density of a formula whose ends are known, with the text that the grammar reads back.
  init(
    on interval: Interval, ends: [End], breakpoints points: [Double], landmarks: [Landmark], name: String,
    _ formula: @escaping @Sendable (Place) -> (log: Double, error: Double)
  ) throws(DensityError) {
    try self.init(on: interval, like: nil, breakpoints: points, landmarks: landmarks, name: name, formula)
    self.ends = ends
    (logMass, massError) = try normalization()
  }

  private init(
    on interval: Interval, like reference: (any AnalyticDensity)?, breakpoints points: [Double], landmarks narrow: [Landmark],
    name: String?, _ formula: @escaping @Sendable (Place) -> (log: Double, error: Double)
  ) throws(DensityError) {
    (self.interval, self.name, self.formula, self.reference) = (interval, name, formula, reference)
    support = [interval]
    breakpoints = Set([interval.lower, interval.upper].filter(\.isFinite) + points).sorted()
    let scan = try FormulaScan({ formula(Place(anchor: $0, offset: 0)).log }, on: interval, like: reference, breakpoints: points)
    landmarks = scan.landmarks + narrow
    largest = landmarks.map { formula(Place(anchor: $0.location, offset: 0)).log }.filter(\.isFinite).reduce(scan.largest) { max($0, $1) }
  }

  /// Divides by the integral, of which GSL's error, the error close to an end and that of the formula are bounds.
  private func normalization() throws(DensityError) -> (logMass: Double, error: Double) {
    let mass = massEstimate(in: interval)
    guard mass.value > 0, mass.value.isFinite else {
      throw DensityError("∫ e^ℓ over \(interval) must be positive and finite, not \(mass.value)")
    }
    // A bound needs few digits.
    let lost = massEstimate(in: interval, tolerance: 0.01) { place in min(evaluate(place).rounding, 1) }
    let error = (mass.error + lost.value) / mass.value
    guard error < 1e-6 else { throw DensityError("its integral over \(interval) is found to a relative error of \(Float(error)) only") }
    return (.log(mass.value), error)
  }

  /// Where the density that is named is singular at an end, it stands in for the formula close to it.
  private func statedEnd(_ point: Double, inward: Double) -> End? {
    guard point.isFinite, let reference, reference.breakpoints.contains(point) else { return nil }
    // As near as the distance has digits.
    let depth = max(1e7 * point.ulp, 1e-290)
    guard depth < 1e-3 * min(interval.length, landmarks.map(\.scale).max() ?? 1) else { return nil }
    func offset(_ distance: Double) -> Double {
      let place = Place(anchor: point, offset: inward * distance)
      return formula(place).log - reference.logDensity(at: place)
    }
    let (near, far) = (offset(depth), offset(10 * depth))
    guard near.isFinite, far.isFinite else { return nil }
    let rounding = formula(Place(anchor: point, offset: inward * depth)).error
    return End(point: point, inward: inward, depth: depth, error: 10 * abs(near - far) + rounding, law: .reference(offset: near))
  }

  /// Holds the formula to what is stated of it at an end, at points ever nearer to it.
  private func checkEnd(_ end: Double, inward: Double) throws(DensityError) {
    let unit = landmarks.map(\.scale).max() ?? 1
    let distances = end.isFinite ? [1e-6, 1e-9, 1e-12].map { $0 * min(interval.length, unit) } : [1e3, 1e4, 1e5].map { $0 * unit }
    let points = distances.map { end.isFinite ? end + inward * $0 : center - inward * $0 }
    let values = points.map { x in raw(x) - (reference.map { $0.logDensity(at: x) } ?? 0) }
    // Where both are −∞ by overflow nothing can be said, and nothing needs to be: neither has any mass left.
    let finite = values.filter(\.isFinite)
    if finite.isEmpty, reference != nil { return }
    let change = finite.count == 3 ? abs(finite[2] - finite[1]) : .infinity
    if finite.count == 3, change <= max(0.5 * abs(finite[1] - finite[0]), 1e-6 * abs(raw(points[2])) + 1e-3) { return }
    if finite.count < 3, !end.isFinite { return }
    throw DensityError(
      reference.map { "near \(end) the log density must differ from that of \($0) by what tends to a constant: name another in endsLike" }
        ?? "near \(end) the log density must have a finite limit, or endsLike must name a density that behaves like it")
  }

  private var center: Double { landmarks.max { raw($0.location) < raw($1.location) }?.location ?? 0 }

  private func raw(_ x: Double) -> Double { formula(Place(anchor: x, offset: 0)).log }

  package var text: String { name ?? "custom density on \(interval)" }
  /// Of two formulas that are written alike.
  package func isIdentical(to other: any AnalyticDensity) -> Bool { name != nil && (other as? CustomDensity)?.name == name }

  /// The end that a place is so close to that the formula has no digits there.
  private func end(at place: Place) -> End? {
    ends.first { end in
      let distance = place.distance(from: end.point) * end.inward
      return distance < end.depth && distance >= 0
    }
  }

  /// log (e^ℓ dx/dt), and a bound on its error.
  private func unnormalized(at place: Place) -> (log: Double, error: Double) {
    if place.isBelow(interval.lower) || place.isAbove(interval.upper) { return (-.infinity, 0) }
    guard let end = end(at: place) else {
      let (log, error) = formula(place)
      return (log.isNaN ? -.infinity : log + place.logJacobian, error)
    }
    switch end.law {
    case .power(let power, let logValue):
      let way = power == 0 ? 0 : power * (place.logDistance(from: end.point) - .log(end.depth))
      return (logValue + way + place.logJacobian, end.error + 4 * .ulpOfOne * abs(way))
    case .reference(let offset):
      guard let reference else { return (-.infinity, 0) }
      let value = reference.logDensity(at: place)
      return (value + offset, end.error + reference.rounding(ofLogDensity: value, at: place))
    }
  }

  private func normalized(at place: Place) -> (value: Double, rounding: Double) {
    let (log, error) = unnormalized(at: place)
    let sizes = 4 + abs(log - place.logJacobian) + 2 * abs(largest) + abs(logMass)
    return (log - largest - logMass, error + massError + .ulpOfOne * sizes)
  }

  package func logDensity<S: Scalar>(at x: S) -> S {
    let value = S(normalized(at: Place(anchor: x.primal, offset: 0)).value)
    // On plain numbers there is no derivative to carry.
    return S.self == Double.self ? value : value + S(difference(at: x.primal)) * (x - S(x.primal))
  }
  package func logDensity(at place: Place) -> Double { normalized(at: place).value }
  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    places.update(&results, &roundings) { place, _, _ in
      let (value, rounding) = normalized(at: place)
      return (value, value.isFinite ? min(rounding + .ulpOfOne * abs(value), .greatestFiniteMagnitude) : 0)
    }
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double { normalized(at: place).rounding }
  package var hasExactSlope: Bool { false }
  package func slope(at place: Place) -> Slope { Slope(rest: difference(at: place.x) * place.yardstick) }
  package func asymptote(_ approach: Approach) -> Asymptote {
    let logFactor = -largest - logMass
    switch approach {
    case .tail(let direction, _, let unit):
      let end = direction < 0 ? interval.lower : interval.upper
      guard !end.isFinite, let reference else { return .zero }
      let far = center + direction * 1e4 * max(unit, landmarks.map(\.scale).max() ?? 1)
      let offset = logDensity(at: far) - reference.logDensity(at: far)
      return reference.asymptote(approach) + .constant(offset.isFinite ? offset : 0)
    case .point(let point, let side, let unit):
      let isOutside =
        point < interval.lower || point > interval.upper || point == interval.lower && side < 0 || point == interval.upper && side > 0
      if isOutside { return .zero }
      guard let end = ends.first(where: { $0.point == point }) else { return .constant(raw(point) + logFactor) }
      switch end.law {
      case .power(let power, let logValue):
        return Asymptote([.log: -power, .constant: logValue + power * .log(unit / end.depth) + logFactor])
      case .reference(let offset):
        return (reference?.asymptote(approach) ?? .zero) + .constant(offset + logFactor)
      }
    }
  }

  /// ℓ′(x) by differences of fourth order, for pictures and searches only.
  private func difference(at x: Double) -> Double {
    let h = 1e-3 * min(landmarks.map(\.scale).min() ?? 1, 0.25 * abs(x - interval.lower), 0.25 * abs(interval.upper - x))
    guard h > 0 else { return 0 }
    let slope = (8 * (raw(x + h) - raw(x - h)) - (raw(x + 2 * h) - raw(x - 2 * h))) / (12 * h)
    return slope.isFinite ? slope : 0
  }
}
