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
    var pieces: [MassPiece] = []
    for part in support {
      guard let piece = part.intersection(interval) else { continue }
      let cuts = self.cuts(within: piece)
      guard let first = cuts.first, let last = cuts.last else { continue }
      if piece.lower < first { pieces += between(piece.lower, cut: first, supportEnd: part.lower) }
      pieces += zip(cuts, cuts.dropFirst()).map { a, b in self.piece(over: Interval(0, b - a)) { Place(anchor: a, offset: $0) } }
      if last < piece.upper { pieces += between(piece.upper, cut: last, supportEnd: part.upper) }
    }
    // Where most is comes first: the digits of a piece that hardly counts would be sought in vain among its roundings.
    var total = CompensatedSum()
    for piece in pieces.sorted(by: { $0.size > $1.size }) { total.add(integral(over: piece, besides: total.value)) }
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
  private func between(_ end: Double, cut: Double, supportEnd: Double) -> [MassPiece] {
    let direction: Double = end < cut ? -1 : 1
    let length = abs(end - cut)
    if supportEnd.isFinite {
      let (near, far) = (abs(end - supportEnd), abs(cut - supportEnd))
      if near < 0.1 * far {
        return [piece(over: Interval(.log(near), .log(far))) { Place(anchor: supportEnd, direction: -direction, t: $0) }]
      }
    }
    let reach = min(length, (landmarks.map(\.scale).min() ?? 1) * 1e-3)
    if supportEnd.isFinite || length <= 1e4 * reach {
      return [piece(over: Interval(0, length)) { Place(anchor: cut, offset: direction * $0) }]
    }
    return [
      piece(over: Interval(0, reach)) { Place(anchor: cut, offset: direction * $0) },
      piece(over: Interval(.log(reach), .log(length))) { Place(anchor: cut, direction: direction, t: $0) },
    ]
  }

  private func piece(over interval: Interval, _ place: @escaping (Double) -> Place) -> MassPiece {
    let probes = [interval.lower, 0.5 * interval.lower + 0.5 * interval.upper, interval.upper].map { logDensity(at: place($0)) }
    return MassPiece(interval: interval, place: place, size: probes.filter(\.isFinite).max() ?? 0)
  }

  /// ∫ p over a piece, to rounding of itself or of what is known already.
  private func integral(over piece: MassPiece, besides known: Double) -> Double {
    // Numbers as small as a far tail's would end the routine early; over a long stretch they are no small mass.
    let length = piece.interval.length
    let unit = piece.size < -500 ? piece.size + (length.isFinite ? .log(length) : 0) : 0
    let place = piece.place
    var evaluations = 0
    defer { WorkLimit.inForce?.spend(10 * evaluations * (1 + termCount)) }
    let integrand = { (t: Double) -> Double in
      evaluations += 1
      let value = Double.exp(logDensity(at: place(t)) - unit)
      return value.isFinite ? value : 0
    }
    do throws(IntegrationError) {
      let negligible = min(max(0x1p-60 * known * .exp(-unit), 1e-300), 1e300)
      return try .exp(unit) * integrate(over: piece.interval, tolerance: 1e-13, absoluteTolerance: negligible, integrand).value
    } catch .unresolved(let best, _) {
      // The tolerance asks for the last digits, which an estimate within rounding of them may miss.
      return .exp(unit) * best.value
    } catch {
      return 0
    }
  }
}

/// A stretch of a chart over which a density is integrated.
private struct MassPiece {
  let interval: Interval
  let place: (Double) -> Place
  /// The largest log density at an end or the middle.
  let size: Double
}
