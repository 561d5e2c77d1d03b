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

  /// ∫ p over an interval, in linear charts between landmarks and logarithmic ones at ends of the support and in tails.
  func mass(in interval: Interval) -> Double {
    var total = CompensatedSum()
    for part in support {
      guard let piece = part.intersection(interval) else { continue }
      let cuts = self.cuts(within: piece)
      guard let first = cuts.first, let last = cuts.last else { continue }
      if piece.lower < first { total.add(between(piece.lower, cut: first, supportEnd: part.lower)) }
      for (a, b) in zip(cuts, cuts.dropFirst()) { total.add(integral(over: Interval(0, b - a)) { Place(anchor: a, offset: $0) }) }
      if last < piece.upper { total.add(between(piece.upper, cut: last, supportEnd: part.upper)) }
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

  /// From an outermost cut to the end of the piece, in a logarithmic chart where that is a tail or a singular end.
  private func between(_ end: Double, cut: Double, supportEnd: Double) -> Double {
    let direction: Double = end < cut ? -1 : 1
    let length = abs(end - cut)
    if supportEnd.isFinite {
      let (near, far) = (abs(end - supportEnd), abs(cut - supportEnd))
      if near < 0.1 * far {
        return integral(over: Interval(.log(near), .log(far))) { Place(anchor: supportEnd, direction: -direction, t: $0) }
      }
    }
    let reach = min(length, (landmarks.map(\.scale).min() ?? 1) * 1e-3)
    if supportEnd.isFinite || length <= 1e4 * reach {
      return integral(over: Interval(0, length)) { Place(anchor: cut, offset: direction * $0) }
    }
    return integral(over: Interval(0, reach)) { Place(anchor: cut, offset: direction * $0) }
      + integral(over: Interval(.log(reach), .log(length))) { Place(anchor: cut, direction: direction, t: $0) }
  }

  private func integral(over interval: Interval, _ place: (Double) -> Place) -> Double {
    // Numbers as small as a far tail's would end the routine early.
    let probes = [interval.lower, 0.5 * interval.lower + 0.5 * interval.upper, interval.upper].map { logDensity(at: place($0)) }
    let size = probes.filter(\.isFinite).max() ?? 0
    let unit = size < -500 ? size : 0
    var evaluations = 0
    defer { WorkLimit.inForce?.spend(10 * evaluations * (1 + termCount)) }
    let integrand = { (t: Double) -> Double in
      evaluations += 1
      let value = Double.exp(logDensity(at: place(t)) - unit)
      return value.isFinite ? value : 0
    }
    do throws(IntegrationError) {
      return try .exp(unit) * integrate(over: interval, tolerance: 1e-13, integrand).value
    } catch .unresolved(let best, _) {
      // The tolerance asks for the last digits, which an estimate within rounding of them may miss.
      return .exp(unit) * best.value
    } catch {
      return 0
    }
  }
}
