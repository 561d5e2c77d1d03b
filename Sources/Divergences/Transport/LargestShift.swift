package import Calculus
import Densities
import RealModule
import Scalars

// The Wasserstein distance of order ∞: how far mass has to be moved at most.
extension DensityPair {
  /// W∞(P, Q) = sup |F⁻¹(u) − G⁻¹(u)| over 0 < u < 1, in the units of x (Givens & Shortt 1984).
  ///
  /// Of translates it is the shift. Otherwise supports and tails decide whether it is +∞, as it is for normals of
  /// different widths. Between finite ends it is found by branch and bound: quantiles rise, so that between two levels
  /// their difference is at most what it is crosswise at the ends. In tails whose difference stays finite its limit is
  /// known, but not how it is approached: there the result is unresolved, with the best value.
  package func wassersteinInfinity() -> Estimate { withinLimit { $0.largestShift() } }

  private func largestShift() -> Estimate {
    let name = "w_inf"
    if p.isIdentical(to: q) { return Estimate.finite(value: 0, error: 0).named(name, by: .closedForm) }
    if let shift = Self.shift(p, q) {
      return Estimate.finite(value: abs(shift.value), error: shift.error).named(name, by: .closedForm)
    }
    let tails = [-1.0, 1].map { QuantileTail(p, q, direction: $0) }
    if let reason = tails.lazy.compactMap(\.reasonForInfinity).first {
      return Estimate.infinite(reason: reason).named(name, by: .asymptotics)
    }
    var search = LevelSearch(p, q)
    let (value, error) = search.run()
    let limit = tails.compactMap(\.limit).max() ?? 0
    if tails.allSatisfy(\.isBounded) {
      let given = "the search for the level with the largest difference was given up"
      return Estimate.judged(value: value, error: error, floor: 1e-3 * value, zero: 1e-13 * search.width, otherwise: given).named(
        name, by: .transport, evaluations: search.evaluations)
    }
    return Estimate.unresolved(
      max(value, limit), reason: "the tails of both are without end, and their difference is known at some levels only"
    )
    .named(name, by: .transport, evaluations: search.evaluations)
  }

  /// The shift of one of two translates of one density from the other, if they are known to be.
  private static func shift(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> (value: Double, error: Double)? {
    func result(_ a: Double, _ b: Double) -> (Double, Double) { (a - b, .ulpOfOne * abs(a - b)) }
    if let p = p as? Affine, let q = q as? Affine, p.scale == q.scale, p.base.isIdentical(to: q.base) { return result(p.shift, q.shift) }
    if let p = p as? Affine, p.scale == 1, p.base.isIdentical(to: q) { return result(p.shift, 0) }
    if let q = q as? Affine, q.scale == 1, q.base.isIdentical(to: p) { return result(0, q.shift) }
    guard let p = p as? any Family, let q = q as? any Family, type(of: p) == type(of: q) else { return nil }
    let different = p.values.indices.filter { p.values[$0] != q.values[$0] }
    guard different.count == 1, let index = different.first else { return nil }
    let parameter = type(of: p).parameters[index]
    return ["location", "mean"].contains(parameter.name) && parameter.domain == .real ? result(p.values[index], q.values[index]) : nil
  }
}

/// How far apart the quantiles of two densities are on the way to one end.
private struct QuantileTail {
  /// Whether both supports end there.
  let isBounded: Bool
  /// Why the difference grows without bound; nil where it does not, or where that is not known.
  let reasonForInfinity: String?
  /// The limit of the difference, where it is known.
  let limit: Double?

  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity, direction: Double) {
    let side = direction < 0 ? "lower" : "upper"
    let ends = [p, q].map { direction < 0 ? $0.hull.lower : $0.hull.upper }
    isBounded = ends.allSatisfy(\.isFinite)
    if isBounded || ends.contains(where: \.isFinite) {
      reasonForInfinity =
        isBounded ? nil : "the support of \(ends[0].isFinite ? "P" : "Q") has an end in the \(side) tail, and the other has none"
      limit = isBounded ? abs(ends[0] - ends[1]) : nil
      return
    }
    let unit = max(p.landmarks.map(\.scale).max() ?? 1, q.landmarks.map(\.scale).max() ?? 1)
    let approach = Approach.tail(direction: direction, origin: p.landmarks.first?.location ?? 0, unit: unit)
    let (a, b) = (p.asymptote(approach), q.asymptote(approach))
    let difference = Asymptote.combine(a, 1, b, -1)
    // With −log p ~ s(t), quantiles differ by (log p − log q)/s′(t) where that is bounded.
    guard let (reason, limit) = Self.decide(a.leading, b.leading, difference) else {
      (reasonForInfinity, limit) = (nil, nil)
      return
    }
    reasonForInfinity = reason ? "the quantiles differ by ever more in the \(side) tail" : nil
    self.limit = reason ? nil : limit * unit
  }

  /// Whether the difference is infinite, and else its limit in units of t; nil where the terms do not decide.
  private static func decide(_ p: Asymptote.Term?, _ q: Asymptote.Term?, _ difference: Asymptote) -> (isInfinite: Bool, limit: Double)? {
    guard let p, let q else { return nil }
    if p.growth != q.growth { return (true, .infinity) }
    let first = difference.terms.first
    switch p.growth {
    case .exponential(let rate):
      guard first?.growth == p.growth else { return (false, 0) }
      return (false, abs(.log(p.coefficient / q.coefficient)) / rate)
    case .power(let exponent):
      guard let first else { return exponent >= 1 ? (false, 0) : nil }
      let order: Double? = if case .power(let order) = first.growth { order } else { first.growth == .constant ? 0 : nil }
      // A logarithm is beyond every constant and below every power.
      guard let order else { return exponent > 1 ? (false, 0) : (true, .infinity) }
      if order == exponent || order > exponent - 1 { return (true, .infinity) }
      return (false, order < exponent - 1 ? 0 : abs(first.coefficient / (exponent * p.coefficient)))
    case .logSquared, .log: return first == nil ? nil : (true, .infinity)
    case .constant: return nil
    }
  }
}

/// The search for the level at which two quantiles differ most.
private struct LevelSearch {
  /// A part of the levels: from below for levels up to ½, from above for the others, with the quantiles at its ends.
  private struct Part {
    let isUpper: Bool
    let low, high: Double
    let atLow, atHigh: (p: Double, q: Double)

    /// The most that the difference can be inside.
    var bound: Double {
      let (left, right) = isUpper ? (atHigh, atLow) : (atLow, atHigh)
      return max(right.p - left.q, right.q - left.p)
    }
  }

  private let p, q: any AnalyticDensity
  private var best = 0.0
  private(set) var evaluations = 0
  private(set) var width = 0.0
  private var size = 0.0
  private static let most = 6000

  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity) { (self.p, self.q) = (p, q) }

  /// The largest difference, with what it may be short of it; where a support has no end, as far as levels go.
  mutating func run() -> (value: Double, error: Double) {
    var parts: [Part] = []
    for isUpper in [false, true] {
      let ends = [p, q].map { isUpper ? $0.hull.upper : $0.hull.lower }
      let first = ends.allSatisfy(\.isFinite) ? 0 : 1e-300
      let levels = [first, 1e-200, 1e-100, 1e-50, 1e-20, 1e-10, 1e-6, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5]
      let points = levels.map { quantiles($0, isUpper) }
      width = max(width, abs(points[15].p - points[0].p), abs(points[15].q - points[0].q))
      for index in 1..<levels.count {
        parts.append(Part(isUpper: isUpper, low: levels[index - 1], high: levels[index], atLow: points[index - 1], atHigh: points[index]))
      }
    }
    while evaluations < Self.most, !(WorkLimit.inForce?.isExhausted ?? false) {
      guard let index = parts.indices.max(by: { parts[$0].bound < parts[$1].bound }), parts[index].bound > best * (1 + 1e-8) else { break }
      // All of the highest at once, so that a search of the largest is made seldom.
      let level = max(best * (1 + 1e-8), 0.5 * best + 0.5 * parts[index].bound)
      let high = parts.filter { $0.bound >= level }
      parts.removeAll { $0.bound >= level || $0.bound <= best }
      for part in high { parts += halves(of: part) }
      if high.allSatisfy({ $0.high <= $0.low.nextUp }) { break }
    }
    let bound = parts.map(\.bound).max() ?? best
    let rounding = 1e-11 * best + 256 * Double.ulpOfOne * size
    return (best, max(bound - best, 0) + rounding)
  }

  private mutating func halves(of part: Part) -> [Part] {
    let isWide = part.low > 0 && part.high > 4 * part.low
    let middle = part.low == 0 ? 1e-3 * part.high : isWide ? .sqrt(part.low) * .sqrt(part.high) : 0.5 * part.low + 0.5 * part.high
    guard part.low < middle, middle < part.high else { return [part] }
    let point = quantiles(middle, part.isUpper)
    return [
      Part(isUpper: part.isUpper, low: part.low, high: middle, atLow: part.atLow, atHigh: point),
      Part(isUpper: part.isUpper, low: middle, high: part.high, atLow: point, atHigh: part.atHigh),
    ]
  }

  private mutating func quantiles(_ level: Double, _ isUpper: Bool) -> (p: Double, q: Double) {
    evaluations += 1
    WorkLimit.inForce?.spend(40 * (p.termCount + q.termCount))
    let point = isUpper ? (p.upperQuantile(level), q.upperQuantile(level)) : (p.quantile(level), q.quantile(level))
    for number in [point.0, point.1] where number.isFinite { size = max(size, abs(number)) }
    let difference = abs(point.0 - point.1)
    if difference < .infinity { best = max(best, difference) }
    return point
  }
}
