import RealModule

/// The way to an end: into a tail, or up to a point.
///
/// The unit is a length of the order of the density's scale: coefficients for a width of 1e200 would underflow.
package enum Approach: Hashable, Sendable {
  /// x → ±∞, in terms of t = |x − origin| / unit → ∞; direction is −1 or +1.
  case tail(direction: Double, origin: Double, unit: Double = 1)
  /// x → point, coming from below (−1) or above (+1), in terms of t = unit / |x − point| → ∞.
  case point(Double, from: Double, unit: Double = 1)
}

/// What log p(x) is on the way to an end, as a sum of ever slower growing functions of t → ∞, down to a constant.
///
/// Written p ~ exp(Σ cᵢ gᵢ(t)), with t the distance in a tail and its reciprocal at a point. Products, quotients and
/// powers of densities are sums here, so whether ∫ p^a q^b converges is read off the leading terms.
package struct Asymptote: Equatable, Sendable {
  /// The scale of growth, fastest first: e^{rt}, t^r, log² t, log t, 1.
  package enum Growth: Hashable, Sendable {
    /// e^{rt}; the rate r is above 0.
    case exponential(rate: Double)
    /// t^r; the exponent r is above 0.
    case power(Double)
    /// log² t.
    case logSquared
    /// log t.
    case log
    /// 1.
    case constant
  }

  /// The sum cᵢ gᵢ(t), fastest growth first; empty for a density that tends to 1.
  package private(set) var terms: [Term]
  /// Whether the density vanishes altogether near the end.
  package let isZero: Bool

  /// One term c g(t).
  package struct Term: Equatable, Sendable {
    /// How g grows.
    package let growth: Growth
    /// The factor c.
    package let coefficient: Double
  }

  /// A sum of terms, in any order.
  package init(_ terms: KeyValuePairs<Growth, Double>) {
    var sorted: [Term] = []
    sorted.reserveCapacity(terms.count)
    for (growth, coefficient) in terms {
      let index = sorted.firstIndex { $0.growth <= growth } ?? sorted.count
      if index < sorted.count, sorted[index].growth == growth {
        sorted[index] = Term(growth: growth, coefficient: sorted[index].coefficient + coefficient)
      } else {
        sorted.insert(Term(growth: growth, coefficient: coefficient), at: index)
      }
    }
    self.init(sorted: sorted)
  }

  private init(sorted: [Term]) {
    isZero = false
    terms = sorted
    // Most are as they should be; zeros are left out, and an overflow keeps its sign and stays a number.
    if sorted.contains(where: { $0.coefficient == 0 || !$0.coefficient.isFinite }) {
      terms = sorted.filter { $0.coefficient != 0 }.map {
        Term(growth: $0.growth, coefficient: min(max($0.coefficient, -.greatestFiniteMagnitude), .greatestFiniteMagnitude))
      }
    }
  }

  private init(zero: Void) {
    terms = []
    isZero = true
  }

  /// A density that is zero near the end.
  package static let zero = Asymptote(zero: ())

  /// A density with a finite, positive limit, given by its logarithm.
  package static func constant(_ logDensity: Double) -> Asymptote { Asymptote(sorted: [Term(growth: .constant, coefficient: logDensity)]) }

  /// c (t + shift)^r, expanded down to a constant, or to its first 32 terms, plus a constant.
  ///
  /// Two expansions of one exponent that agree in two terms agree in all; a shape of 1e8 would have as many.
  package static func power(_ exponent: Double, coefficient: Double, shift: Double = 0, plus constant: Double = 0) -> Asymptote {
    var terms: [Term] = []
    terms.reserveCapacity(4)
    var binomial = coefficient
    var order = 0.0
    while exponent - order >= 0, binomial != 0, terms.count < 32 {
      terms.append(Term(growth: exponent == order ? .constant : .power(exponent - order), coefficient: binomial))
      binomial *= (exponent - order) / (order + 1) * shift
      order += 1
    }
    if constant != 0 {
      let expanded = terms.last.map { $0.growth == .constant ? $0.coefficient : 0 } ?? 0
      if terms.last?.growth == .constant { terms.removeLast() }
      terms.append(Term(growth: .constant, coefficient: expanded + constant))
    }
    return Asymptote(sorted: terms)
  }

  /// Minus a rate of decay, as a coefficient: one so small that it underflows still decays.
  static func decay(_ rate: Double) -> Double { -max(rate, .leastNormalMagnitude) }

  /// The coefficient of a growth, 0 if it does not appear.
  package func coefficient(_ growth: Growth) -> Double { terms.first { $0.growth == growth }?.coefficient ?? 0 }

  /// The fastest term that is not constant; nil where the density has a finite positive limit.
  package var leading: Term? { terms.first { $0.growth != .constant } }

  /// The asymptote of the product of two densities.
  package static func + (a: consuming Asymptote, b: Asymptote) -> Asymptote {
    // A constant is the last term, and most sums are with one.
    if !a.isZero, b.terms.count == 1, b.terms[0].growth == .constant, a.terms.last?.growth != .constant {
      a.terms.append(b.terms[0])
      return a
    }
    return combine(a, 1, b, 1)
  }

  /// The asymptote of pᵃ qᵇ. Coefficients cancel to within rounding; a zero density with a zero exponent is absent.
  package static func combine(_ p: Asymptote, _ a: Double, _ q: Asymptote, _ b: Double) -> Asymptote {
    if (p.isZero && a != 0) || (q.isZero && b != 0) { return .zero }
    if a == 1, b == 0 { return p }
    if a == 0, b == 1 { return q }
    var sum: [Term] = []
    sum.reserveCapacity(p.terms.count + q.terms.count)
    var (i, j) = (0, 0)
    while i < p.terms.count || j < q.terms.count {
      let takesP = j == q.terms.count || (i < p.terms.count && p.terms[i].growth >= q.terms[j].growth)
      let takesQ = i == p.terms.count || (j < q.terms.count && q.terms[j].growth >= p.terms[i].growth)
      let growth = takesP ? p.terms[i].growth : q.terms[j].growth
      let (first, second) = (takesP ? a * p.terms[i].coefficient : 0, takesQ ? b * q.terms[j].coefficient : 0)
      if abs(first + second) > 4 * Double.ulpOfOne * (abs(first) + abs(second)) {
        sum.append(Term(growth: growth, coefficient: first + second))
      }
      if takesP { i += 1 }
      if takesQ { j += 1 }
    }
    return Asymptote(sorted: sum)
  }

  /// The leading term of the asymptote of pᵃ qᵇ, without the others; nil where it is zero or has a limit.
  package static func leading(_ p: Asymptote, _ a: Double, _ q: Asymptote, _ b: Double) -> Term? {
    if (p.isZero && a != 0) || (q.isZero && b != 0) { return nil }
    var (i, j) = (0, 0)
    while i < p.terms.count || j < q.terms.count {
      let takesP = j == q.terms.count || (i < p.terms.count && p.terms[i].growth >= q.terms[j].growth)
      let takesQ = i == p.terms.count || (j < q.terms.count && q.terms[j].growth >= p.terms[i].growth)
      let growth = takesP ? p.terms[i].growth : q.terms[j].growth
      if growth == .constant { return nil }
      let (first, second) = (takesP ? a * p.terms[i].coefficient : 0, takesQ ? b * q.terms[j].coefficient : 0)
      if abs(first + second) > 4 * Double.ulpOfOne * (abs(first) + abs(second)) { return Term(growth: growth, coefficient: first + second) }
      if takesP { i += 1 }
      if takesQ { j += 1 }
    }
    return nil
  }

  /// The asymptote of a weighted sum: the largest, with the weights of all that equal it up to a constant.
  package static func sum(_ parts: [(logWeight: Double, part: Asymptote)]) -> Asymptote {
    var best = Asymptote.zero
    for (logWeight, part) in parts where !part.isZero && logWeight > -.infinity {
      let weighted = part + .constant(logWeight)
      if best.isZero {
        best = weighted
        continue
      }
      let difference = combine(weighted, 1, best, -1)
      if let leading = difference.leading {
        if leading.coefficient > 0 { best = weighted }
      } else {
        let (high, low) = (max(weighted.limit, best.limit), min(weighted.limit, best.limit))
        best = best + .constant(high + Double.log(onePlus: .exp(low - high)) - best.limit)
      }
    }
    return best
  }

  /// The constant term.
  package var limit: Double { coefficient(.constant) }

  /// Whether ∫ exp(Σ cᵢ gᵢ) dx converges at the end.
  package func isIntegrable(_ approach: Approach) -> Bool { isZero || Self.isIntegrable(leading, approach) }

  /// The same by the leading term.
  package static func isIntegrable(_ leading: Term?, _ approach: Approach) -> Bool {
    // Below log t only a constant is left; in a tail dx = dt, at a point dx = dt/t².
    let critical: Double = if case .tail = approach { -1 } else { 1 }
    guard let leading else { return critical > 0 }
    return leading.growth == .log ? leading.coefficient < critical : leading.coefficient < 0
  }
}

extension Asymptote.Growth: Comparable {
  private var rank: (Int, Double) {
    switch self {
    case .exponential(let rate): (4, rate)
    case .power(let exponent): (3, exponent)
    case .logSquared: (2, 0)
    case .log: (1, 0)
    case .constant: (0, 0)
    }
  }

  package static func < (a: Asymptote.Growth, b: Asymptote.Growth) -> Bool { a.rank < b.rank }
}
