import Calculus
import RealModule
import Scalars

/// Distribution functions by calculus: what a density has that gives no more than its logarithm and its landmarks.
extension Density {
  public func cumulative(_ x: Double) -> Double { min(mass(in: .init(-.infinity, max(x, -.greatestFiniteMagnitude))), 1) }

  public func survival(_ x: Double) -> Double { min(mass(in: .init(min(x, .greatestFiniteMagnitude), .infinity)), 1) }

  public func quantile(_ p: Double) -> Double { p > 0.5 ? inverse(1 - p, isUpper: true) : inverse(p, isUpper: false) }

  public func upperQuantile(_ p: Double) -> Double { p > 0.5 ? inverse(1 - p, isUpper: false) : inverse(p, isUpper: true) }

  private func inverse(_ p: Double, isUpper: Bool) -> Double {
    if p <= 0 { return isUpper ? hull.upper : hull.lower }
    let inversion = Inversion(
      isIncreasing: !isUpper, tail: { isUpper ? survival($0) : cumulative($0) }, logDensity: { (x: Double) in logDensity(at: x) })
    return inversion.solve(level: p, from: hull.lower, to: hull.upper)
  }

  /// ∫ p over an interval by quadrature, in a linear chart between landmarks and in logarithmic ones at the ends of the support and in tails.
  func mass(in interval: Interval) -> Double {
    var total = CompensatedSum()
    for part in support {
      guard let piece = part.intersection(interval) else { continue }
      let cuts = self.cuts(within: piece)
      guard let first = cuts.first, let last = cuts.last else { continue }
      if piece.lower < first { total.add(end(piece.lower, cut: first, isSupportEnd: piece.lower == part.lower)) }
      for (a, b) in zip(cuts, cuts.dropFirst()) { total.add(between(a, b)) }
      if last < piece.upper { total.add(end(piece.upper, cut: last, isSupportEnd: piece.upper == part.upper)) }
    }
    return total.value
  }

  /// The break points and the points around the landmarks that lie inside a piece of the support; at least one.
  private func cuts(within piece: Interval) -> [Double] {
    var cuts = Set(breakpoints)
    for landmark in landmarks {
      for steps in [0, 2.5, 6, 13] + (landmark.isHeavy ? [50, 500, 1e4, 1e6, 1e9] : []) {
        cuts.insert(landmark.location + steps * landmark.scale)
        cuts.insert(landmark.location - steps * landmark.scale)
      }
    }
    let inside = cuts.filter { piece.lower < $0 && $0 < piece.upper && $0.isFinite }.sorted()
    if !inside.isEmpty { return inside }
    if piece.length.isFinite { return [piece.lower + 0.5 * piece.length] }
    return [piece.lower.isFinite ? piece.lower.nextUp : piece.upper.isFinite ? piece.upper.nextDown : 0]
  }

  private func between(_ a: Double, _ b: Double) -> Double {
    integral(over: Interval(0, b - a)) { Place(anchor: a, offset: $0) }
  }

  /// From a cut to an end: in a logarithmic chart where the end is infinite or may be singular.
  private func end(_ end: Double, cut: Double, isSupportEnd: Bool) -> Double {
    let direction: Double = end < cut ? -1 : 1
    if end.isInfinite {
      let scale = landmarks.map(\.scale).min() ?? 1
      let near = scale * 1e-3
      let start = integral(over: Interval(0, near)) { Place(anchor: cut, offset: direction * $0) }
      return start + integral(over: Interval(.log(near), .infinity)) { Place(anchor: cut, direction: direction, t: $0) }
    }
    if !isSupportEnd { return between(min(end, cut), max(end, cut)) }
    return integral(over: Interval(-.infinity, .log(abs(cut - end)))) { Place(anchor: end, direction: -direction, t: $0) }
  }

  private func integral(over interval: Interval, _ place: (Double) -> Place) -> Double {
    let integrand = { (t: Double) -> Double in
      let value = Double.exp(logDensity(at: place(t)))
      return value.isFinite ? value : 0
    }
    do throws(IntegrationError) {
      return try integrate(over: interval, tolerance: 1e-13, integrand).value
    } catch .unresolved(let best, _) {
      // The tolerance asks for the last digits, which an estimate within rounding of them may miss.
      return best.value
    } catch {
      return 0
    }
  }
}
