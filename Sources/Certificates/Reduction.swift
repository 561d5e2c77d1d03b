/// Where an integral does without summands that are negligible: beyond an input the integrand is that of what is kept.
///
/// Beside one that reaches far a density that falls doubly exponentially, as a Gumbel density does, is soon without any weight, and
/// yet its exponential turns about so fast on every complex neighbourhood that a panel could not be longer than a few of its scales.
struct Reduction {
  /// The summands of p and of q that are kept, by their places.
  struct Kept: Hashable {
    let p: [Int]
    let q: [Int]
  }

  let isUpper: Bool
  let input: Double
  let kept: Kept
  /// The integral over everything beyond the input differs by no more than this.
  let loss: Ball
}

extension Integral {
  /// The same with p and q exchanged, of which it is stated; nil for the others.
  var mirrored: Integral? {
    switch self {
    case .reverseKL: .kl
    case .reverseChi2: .chi2
    case .entropyQ: .entropyP
    case .massQ: .massP
    default: nil
    }
  }

  /// The summands that are kept at an input where log₂ of each times |dx/d input| is about this, without a proof, or nil where it is
  /// zero; nil for all of them.
  func kept(_ p: [Double?], _ q: [Double?], input: Double, limit: Double) -> Reduction.Kept? {
    if let mirrored { return mirrored.kept(q, p, input: input, limit: limit).map { Reduction.Kept(p: $0.q, q: $0.p) } }
    let (sizeP, sizeQ) = (p.compactMap(\.self).max() ?? -.infinity, q.compactMap(\.self).max() ?? -.infinity)
    // The loss is a sum with factors of a few units.
    let most = limit - 8
    func lost(_ sizes: [Double?], _ loss: (Double) -> Double) -> [Int] {
      sizes.indices.filter { sizes[$0].map { loss($0) <= most } ?? false }
    }
    var lostP = lost(p) { lossSize(ofP: $0, sizeP, sizeQ, input: input) }
    var lostQ = lost(q) { lossSize(ofQ: $0, sizeP, sizeQ, input: input) }
    // Something must be left of both, or of one where the integral is of one alone.
    let isAllOf = (p: lostP.count == p.compactMap(\.self).count, q: lostQ.count == q.compactMap(\.self).count)
    if isAllOf.p && (isAllOf.q || needsP) { lostP = [] }
    if isAllOf.q && needsQ { lostQ = [] }
    if lostP.isEmpty && lostQ.isEmpty { return nil }
    return Reduction.Kept(p: p.indices.filter { !lostP.contains($0) }, q: q.indices.filter { !lostQ.contains($0) })
  }

  private var needsP: Bool { [.kl, .entropyP, .crossEntropy, .affinity, .massP].contains(self) }
  private var needsQ: Bool { [.kl, .crossEntropy, .affinity, .chi2].contains(self) }

  /// About log₂ of what the integrand loses with a summand of p.
  private func lossSize(ofP a: Double, _ p: Double, _ q: Double, input: Double) -> Double {
    switch self {
    case .massP, .entropyP, .kl, .crossEntropy: a
    case .affinity: 0.5 * (a + q)
    case .chi2: max(a, a + p - q)
    case .wasserstein: a + input * 1.442695
    default: max(a, 0.5 * (a + q))
    }
  }

  /// The same with a summand of q; those that q is not in lose nothing, and gain nothing either.
  private func lossSize(ofQ a: Double, _ p: Double, _ q: Double, input: Double) -> Double {
    switch self {
    case .massP, .entropyP: .infinity
    case .kl, .crossEntropy: p + a - q
    case .affinity: 0.5 * (a + p)
    case .chi2: max(a, 2 * p + a - 2 * q)
    case .wasserstein: a + input * 1.442695
    default: max(a, 0.5 * (a + p))
    }
  }
}

extension TailBound {
  /// What an integral beyond W changes by where p and q are replaced by what is kept of them, at most; nil where that is not known.
  ///
  /// Let δp = p − p̃ ≥ 0 and δq = q − q̃ ≥ 0. First p changes, then q. For s between p̃ and p:
  /// - The slopes in s of ½|s − q|, ½(√s − √q)², (s − q)²/(s + q), of s log(s/m) with m = (1 − a)s + a q and a ≤ ½, and of q log(q/m) are
  ///   at most 3 + √(q/s) in size, since |log(s/m)| ≤ log 2 + log(1 + q/s) and log(1 + y) ≤ √y; and ∫ √(q/s) ds ≤ 2√(q δp). Half the
  ///   sum of the last two is the integrand of JS. So all of these lose at most 3(δp + δq) + 2√(q δp) + 2√(p δq).
  /// - √(s q) loses at most √(q δp), as √p − √p̃ ≤ √δp.
  /// - (s − q)²/q = s²/q − 2s + q loses at most 2δp + 2p δp/q, and p²/q by the change of q at most p² δq/q̃², beside δq.
  /// - s log(s/r) has the slope 1 + log(s/r), where r is q, 1 or constant: at most 1 + |log p/r| + |log p̃/r| in size.
  ///   p log q loses at most |log q| δp + p δq/q̃.
  /// - |F − G| loses at most what is beyond of δp and of δq.
  func loss(_ integral: Integral, kept: (p: One?, q: One?), lost: (p: One?, q: One?)) -> Ball? {
    if let mirrored = integral.mirrored {
      return TailBound(end: end, p: q, q: p).loss(mirrored, kept: (kept.q, kept.p), lost: (lost.q, lost.p))
    }
    func sum(_ terms: Ball?...) -> Ball? {
      terms.reduce(Ball(0)) { sum, term in sum.flatMap { a in term.map { (a + $0).upperEnd } } }
    }
    /// ∫ Π of powers; 0 where one of the functions is 0.
    func product(_ factors: (power: Double, one: One?)...) -> Ball? {
      let known = factors.compactMap { factor in factor.one.map { (factor.power, $0) } }
      if known.count < factors.count { return Ball(0) }
      let growth = known.dropFirst().reduce(known[0].0 * known[0].1.growth) { $0 + $1.0 * $1.1.growth }
      return self.integral(growth, known.reduce(Ball(0)) { $0 + Ball($1.0) * $1.1.log })
    }
    /// ∫ δp |log a/b|, with b = 1 where there is none.
    func logarithm(_ a: One, over b: One? = nil) -> Ball? {
      guard let delta = lost.p else { return Ball(0) }
      let ratio = b.map { (a.growth + -1 * $0.growth, a.log - $0.log) } ?? a
      guard case .enclosed(let ball) = logarithmic(delta, ratio, isKL: false, ("", "")) else { return nil }
      return ball.magnitude
    }
    // What is divided by is still there.
    if [.kl, .crossEntropy, .chi2].contains(integral), kept.q == nil { return nil }
    let masses = sum(mass(lost.p), mass(lost.q))
    switch integral {
    case .totalVariation, .hellinger, .jensenShannon, .triangular, .skewP, .skewQ, .skewQuarter:
      let roots = sum(product((0.5, q), (0.5, lost.p)), product((0.5, p), (0.5, lost.q)))
      return sum(masses.map { Ball(3) * $0 }, roots.map { Ball(2) * $0 })
    case .affinity: return sum(product((0.5, q), (0.5, lost.p)), product((0.5, p), (0.5, lost.q)))
    case .massP: return mass(lost.p)
    case .chi2:
      let cross = product((1, p), (1, lost.p), (-1, q))
      return sum(masses.map { Ball(2) * $0 }, cross.map { Ball(2) * $0 }, product((2, p), (1, lost.q), (-2, kept.q)))
    case .kl:
      guard let p, let q, let rest = kept.p else { return nil }
      return sum(masses, logarithm(p, over: q), logarithm(rest, over: q), product((1, p), (1, lost.q), (-1, kept.q)))
    case .entropyP:
      guard let p, let rest = kept.p else { return nil }
      return sum(masses, logarithm(p), logarithm(rest))
    case .crossEntropy:
      guard let p, let q else { return nil }
      return sum(logarithm(q), product((1, p), (1, lost.q), (-1, kept.q)))
    case .wasserstein: return end.isTail ? sum(moment(lost.p), moment(lost.q)) : nil
    case .reverseKL, .reverseChi2, .entropyQ, .massQ: return nil
    }
  }
}
