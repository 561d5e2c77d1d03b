/// What is proved of integrals over a way to an end, w ≥ W: see `Growth` for the two lemmas.
struct TailBound {
  /// The end, as the line has it.
  let end: End
  /// d log p/d log w and log p(W); nil where p = 0.
  let p: One?
  let q: One?

  /// d log h/d log w of a function h, and log h(W).
  typealias One = (growth: Growth, log: Ball)

  /// 1 on the way to infinity, −1 to a point: dx = ± w^side d log w.
  private var side: Ball { Ball(end.isTail ? 1 : -1) }

  /// What an integral is beyond W.
  enum Result {
    /// Between these ends.
    case enclosed(Ball)
    /// +∞, with the reason.
    case infinite(String)
    /// Not known from this W on.
    case unknown(String)
  }

  func bound(_ integral: Integral) -> Result {
    switch integral {
    case .kl: logarithmic(p, p.flatMap { p in q.map { (p.growth + -1 * $0.growth, p.log - $0.log) } }, isKL: true, ("P", "Q"))
    case .reverseKL: logarithmic(q, q.flatMap { q in p.map { (q.growth + -1 * $0.growth, q.log - $0.log) } }, isKL: true, ("Q", "P"))
    case .entropyP: logarithmic(p, p.map { (-1 * $0.growth, -$0.log) }, isKL: false, ("P", "P"))
    case .entropyQ: logarithmic(q, q.map { (-1 * $0.growth, -$0.log) }, isKL: false, ("Q", "Q"))
    case .crossEntropy: logarithmic(p, q.map { (-1 * $0.growth, -$0.log) }, isKL: false, ("P", "Q"))
    // 0 ≤ f ≤ ½(p + q), ½ log 2 (p + q), p + q.
    case .totalVariation, .hellinger: masses(factor: Ball(0.5), isSigned: false)
    case .jensenShannon: masses(factor: .log(Ball(2)) / Ball(2), isSigned: false)
    case .triangular: masses(factor: Ball(1), isSigned: false)
    case .skewP: skew(p, q, weight: 0.5)
    case .skewQ: skew(q, p, weight: 0.5)
    case .skewQuarter: skew(p, q, weight: 0.25)
    case .affinity:
      if let p, let q { power(0.5 * p.growth + 0.5 * q.growth, (p.log + q.log) / Ball(2)) } else { .enclosed(Ball(0)) }
    case .massP: if let p { power(p.growth, p.log) } else { .enclosed(Ball(0)) }
    case .massQ: if let q { power(q.growth, q.log) } else { .enclosed(Ball(0)) }
    case .chi2: chi2(p, q, ("P", "Q"))
    case .reverseChi2: chi2(q, p, ("Q", "P"))
    case .wasserstein: distance
    }
  }

  /// ∫ h beyond W, for a positive h; nil where it is not known to be finite.
  func integral(_ growth: Growth, _ log: Ball) -> Ball? {
    guard let bound = growth.plus(side).upperBound, bound.isNegative else { return nil }
    return (Ball.exp(log) * start / -bound).upperEnd
  }

  /// W^side.
  private var start: Ball { end.isTail ? end.start : Ball(1) / end.start }

  private func power(_ growth: Growth, _ log: Ball) -> Result {
    integral(growth, log).map { .enclosed(.hull(Ball(0), $0)) } ?? .unknown("the integrand was not proved to fall")
  }

  func mass(_ one: One?) -> Ball? { one.map { integral($0.growth, $0.log) } ?? Ball(0) }

  private func masses(factor: Ball, isSigned: Bool) -> Result {
    guard let a = mass(p), let b = mass(q) else { return .unknown("a density was not proved to fall") }
    let most = factor * (a + b)
    return .enclosed(.hull(isSigned ? -most : Ball(0), most))
  }

  /// ∫ p log(p/n) with n = (1 − a)p + a q, by the first of two bounds that holds.
  ///
  /// n/p is between 1 and q/p where q ≥ p, and between 1 − a and 1 elsewhere: |p log(p/n)| ≤ p |log p/q| + p log(1/(1 − a)). And with
  /// u = p/n ≤ 1/(1 − a) ≤ 2: p log u ≤ p log 2, and where u < 1, |p log u| = n u |log u| ≤ n/e, so that it is at most p + q.
  private func skew(_ p: One?, _ q: One?, weight: Double) -> Result {
    guard let p else { return .enclosed(Ball(0)) }
    if let q, let mass = mass(p),
      case .enclosed(let ball) = logarithmic(p, (p.growth + -1 * q.growth, p.log - q.log), isKL: false, ("P", "Q"))
    {
      let most = ball.magnitude - mass * .log(Ball(1) - Ball(weight))
      return .enclosed(.hull(-most, most))
    }
    return masses(factor: Ball(1), isSigned: true)
  }

  /// ∫ h L beyond W, where L is known at W and |d L/d log w| ≤ D(w).
  ///
  /// |∫ h L| ≤ |L(W)| S(W) + ∫ D(w) S(w) d log w, with S(w) = ∫ h beyond w ≤ H(w)/c; and H D falls like w^(−c′) if
  /// d log H/d log w + d log D/d log w ≤ −c′. So the second part is at most H(W) D(W)/(c c′).
  func logarithmic(
    _ one: One?, _ ratio: (growth: Growth, value: Ball)?, isKL: Bool, _ names: (String, String)
  ) -> Result {
    guard let one else { return .enclosed(Ball(0)) }
    guard let ratio else { return .infinite("\(names.0) has mass where \(names.1) has none") }
    if ratio.growth.terms.isEmpty, ratio.value.isZero { return .enclosed(Ball(0)) }
    let slope = ratio.growth.magnitude
    if !slope.hasLogarithm || Ball.log(end.start).isPositive, let bound = one.growth.plus(side).upperBound, bound.isNegative,
      let second = (one.growth + slope.elasticityBound).plus(side).upperBound, second.isNegative
    {
      let height = Ball.exp(one.log) * start
      let most = height / -bound * (ratio.value.magnitude + slope.valueAtStart / -second)
      if most.isFinite { return .enclosed(.hull(-most, most)) }
    }
    guard let term = divergentTerm(one, ratio) else { return .unknown("the tail was neither bounded nor proved to diverge") }
    let (a, b) = (names.0.lowercased(), names.1.lowercased())
    let growing = isKL ? "log \(a)/\(b)" : "−log \(b)"
    return .infinite(
      "\(growing) grows at least like \(term), and w·\(a)·\(term) stays above a positive number: comparison with ∫ dw/w")
  }

  /// A function f of w such that L ≥ κ f for a κ > 0 and all w ≥ W, and ∫ h f = ∞; then ∫ h L is +∞, its negative part being
  /// finite.
  ///
  /// If dL/d log w ≥ d w^a with d > 0 and L(W) > 0, then L(w) ≥ L(W) + (d/a)(w^a − W^a) ≥ min(d/a, L(W)/W^a) w^a. If it is at
  /// least d w e^(w/s), then L(w) ≥ min(d s, L(W) e^(−W/s)) e^(w/s) likewise.
  private func divergentTerm(_ one: One, _ ratio: (growth: Growth, value: Ball)) -> String? {
    guard ratio.value.isPositive else { return nil }
    let part = ratio.growth.terms.map { 0.5 * Swift.max($0.coefficient.lower, 0) }.max() ?? 0
    guard part > 0, part.isFinite else { return nil }
    // The growth of L less a small multiple of a function is never below 0, whose greatest value of the negative shows it.
    func grows(like term: Growth.Term) -> Bool {
      [part, 1e-3 * part, 1e-6 * part].contains { factor in
        let rest = -1 * ratio.growth + Growth(from: end.start, [(term, Ball(factor))])
        return rest.upperBound?.isNonpositive ?? false
      }
    }
    for (term, _) in ratio.growth.terms {
      guard case .exponential(let scale) = term, grows(like: term) else { continue }
      let product = one.growth.plus(side) + Growth(from: end.start, [(.power(1), Ball(1) / scale)])
      if product.staysAboveFallingPowers { return "exp(w/\(Float(scale.approximate)))" }
    }
    var exponents = [1.0, 2, 4, 8].map { Rational($0) }
    for (term, _) in ratio.growth.terms { if case .power(let exponent) = term, exponent.isPositive { exponents.append(exponent) } }
    return exponents.sorted { $1.isBelow($0) }.first { exponent in
      one.growth.plus(side + exponent.ball).staysAboveFallingPowers && grows(like: .power(exponent))
    }.map { "w^\($0.double ?? $0.approximate)" }
  }

  /// ∫ (p − q)²/q ≤ ∫ p²/q + ∫ q.
  private func chi2(_ p: One?, _ q: One?, _ names: (String, String)) -> Result {
    guard let p else { return mass(q).map { .enclosed(.hull(Ball(0), $0)) } ?? .unknown("a density was not proved to fall") }
    guard let q else { return .infinite("\(names.0) has mass where \(names.1) has none") }
    let growth = 2 * p.growth + -1 * q.growth
    if let square = integral(growth, Ball(2) * p.log - q.log), let rest = mass(q) {
      return .enclosed(.hull(Ball(0), square + rest))
    }
    // Where ∫ p²/q = ∞, so is ∫ (p − q)²/q = ∫ p²/q − 2p + q.
    if growth.plus(side).staysAboveFallingPowers {
      let (a, b) = (names.0.lowercased(), names.1.lowercased())
      return .infinite("w·\(a)²/\(b) stays above a positive number: comparison with ∫ dw/w")
    }
    return .unknown("the tail was neither bounded nor proved to diverge")
  }

  /// ∫ S_h beyond W in a tail; nil where it is not known to be finite.
  func moment(_ one: One?) -> Ball? {
    guard let one else { return Ball(0) }
    guard let mass = integral(one.growth, one.log), let bound = one.growth.plus(Ball(2)).upperBound, bound.isNegative else { return nil }
    return mass * end.start / -bound
  }

  /// ∫ |F − G| ≤ ∫ S_p + S_q in a tail, with ∫ S ≤ H(W) W/(c c′) where d log H/d log w + 1 ≤ −c′; at most 1/W at a point.
  private var distance: Result {
    if !end.isTail { return .enclosed(.hull(Ball(0), Ball(1) / end.start)) }
    func diverges(_ one: One?) -> Bool { one?.growth.plus(Ball(2)).staysAboveFallingPowers ?? false }
    let moments = (moment(p), moment(q))
    if let a = moments.0, let b = moments.1 { return .enclosed(.hull(Ball(0), a + b)) }
    if moments.0 != nil && diverges(q) || moments.1 != nil && diverges(p) {
      return .infinite("one of the two has an infinite mean and the other has not: w²·p or w²·q stays above a positive number")
    }
    // Where p ≥ (1 + ε) q from W on, |F − G| is at least ε/(1 + ε) of the larger tail.
    func outweighs(_ a: One?, _ b: One?) -> Bool {
      guard let a, let b else { return false }
      let ratio = a.growth + -1 * b.growth
      return ratio.staysAboveFallingPowers && (a.log - b.log - ratio.loss).isPositive
    }
    if diverges(p) && outweighs(p, q) || diverges(q) && outweighs(q, p) {
      let (a, b) = diverges(p) && outweighs(p, q) ? ("p", "q") : ("q", "p")
      return .infinite("\(a)/\(b) stays above a number greater than 1, and w²·\(a) above a positive number: comparison with ∫ dw/w")
    }
    if !diverges(p) && !diverges(q) { return .unknown("a mean was neither bounded nor proved to be infinite") }
    return .unknown("both means are infinite, and their difference is not known")
  }
}
