/// An integral over the line from which measures are made.
enum Integral: Int, CaseIterable {
  case kl, reverseKL, skewP, skewQ, jensenShannon, totalVariation, hellinger, affinity, chi2, reverseChi2, triangular, skewQuarter
  case entropyP, entropyQ, crossEntropy, massP, massQ, wasserstein

  /// What is integrated over a part of the line.
  enum Integrand {
    /// A function that is holomorphic on the part.
    case smooth(Node)
    /// The magnitude of one that changes its sign where log p/q does.
    case magnitude(Node)
    /// |F − G|, by parts: (x − anchor)(F − G) at the ends less the integral of this.
    case distance(moment: Node)
    /// The density that it divides by is zero where the other is not.
    case infinite(reason: String)
  }

  /// The integrand on a part, with the factor dx/dt; nil where it is zero.
  func integrand(_ pair: PairFormula) -> Integrand? {
    switch self {
    case .kl: pair.kl(reversed: false)
    case .reverseKL: pair.kl(reversed: true)
    // p log(p/m) = p (log 2 − log(1 + q/p)).
    case .skewP: pair.skew(.p, weight: 0.5)
    case .skewQ: pair.skew(.q, weight: 0.5)
    case .jensenShannon: pair.jensenShannon
    case .skewQuarter: pair.skew(.p, weight: 0.25)
    case .totalVariation: pair.totalVariation
    case .hellinger: pair.hellinger
    case .affinity: pair.affinity
    case .chi2: pair.chi2(reversed: false)
    case .reverseChi2: pair.chi2(reversed: true)
    case .triangular: pair.triangular
    case .entropyP: pair.p.map { .smooth(-($0.density * $0.log)) }
    case .entropyQ: pair.q.map { .smooth(-($0.density * $0.log)) }
    case .crossEntropy:
      pair.p.map { p in pair.q.map { .smooth(-(p.density * $0.log)) } ?? .infinite(reason: "P has mass where q = 0") }
    case .massP: pair.p.map { .smooth($0.density) }
    case .massQ: pair.q.map { .smooth($0.density) }
    case .wasserstein: pair.wasserstein
    }
  }
}

/// The formulas of a pair on a part of the line.
struct PairFormula {
  /// One density: its logarithm, and its value times dx/dt.
  struct One {
    let log: Node
    let logWithJacobian: Node
    let density: Node
  }
  enum Which { case p, q }

  let program: Program
  let p: One?
  let q: One?
  /// x − anchor in the chart.
  let offset: Node
  /// log p/q, where both are positive.
  let ratio: Node?

  init(_ p: any Formulas, _ q: any Formulas, at x: Position) {
    (program, offset) = (x.program, x.offset)
    func one(_ density: any Formulas) -> One? {
      let log = (density as? any Enclosable).map { x.program.logDensity(of: $0, at: x) } ?? density.logDensity(at: x)
      return log.map { log in
        let whole = x.logOffset.map { log + $0 } ?? log
        return One(log: log, logWithJacobian: whole, density: .exp(whole))
      }
    }
    (self.p, self.q) = (one(p), one(q))
    ratio = if let a = self.p?.log, let b = self.q?.log { Self.ratio(p, a, over: q, b, at: x) } else { nil }
  }

  /// log p/q. Of a density and a mixture with it the logarithm of a sum of quotients, of which one is a constant.
  private static func ratio(_ p: any Formulas, _ logP: Node, over q: any Formulas, _ logQ: Node, at x: Position) -> Node {
    func quotients(_ mixture: any Formulas, over density: any Formulas, _ log: Node) -> Node? {
      guard let summands = mixture as? Summands ?? (mixture as? any Composed)?.summands(x.reading),
        let density = density as? any Enclosable,
        summands.contains(density)
      else { return nil }
      let terms = summands.logTerms(at: x).map { Node.difference($0, log) }
      return terms.dropFirst().reduce(terms[0]) { .logSum($0, $1) }
    }
    if let inverse = quotients(q, over: p, logP) { return -inverse }
    return quotients(p, over: q, logQ) ?? .difference(logP, logQ)
  }

  func kl(reversed: Bool) -> Integral.Integrand? {
    let (p, q, names) = reversed ? (q, p, ("Q", "p")) : (p, q, ("P", "q"))
    guard let p else { return nil }
    guard q != nil, let ratio else { return .infinite(reason: "\(names.0) has mass where \(names.1) = 0") }
    return .smooth(p.density * (reversed ? -ratio : ratio))
  }

  /// p log(p/((1 − a)p + a q)) = −p log(1 − a + a q/p).
  func skew(_ which: Which, weight a: Double) -> Integral.Integrand? {
    guard let first = which == .p ? p : q else { return nil }
    guard let ratio else { return .smooth(-(.log(Ball(1) - Ball(a)) * first.density)) }
    let rest = Ball(1) - Ball(a)
    return .smooth(-(first.density * (.softplus((which == .p ? -ratio : ratio) + .log(Ball(a) / rest)) + .log(rest))))
  }

  /// ½(p log(p/m) + q log(q/m)).
  var jensenShannon: Integral.Integrand? {
    guard let ratio, let p, let q else { return (p ?? q).map { .smooth(.log(Ball(2)) / Ball(2) * $0.density) } }
    let two = Ball.log(Ball(2))
    return .smooth(Ball(0.5) * (p.density * (two - .softplus(-ratio)) + q.density * (two - .softplus(ratio))))
  }

  var totalVariation: Integral.Integrand? {
    guard let p, let q else { return (p ?? q).map { .smooth(Ball(0.5) * $0.density) } }
    return .magnitude(Ball(0.5) * (p.density - q.density))
  }

  /// ½(√p − √q)².
  var hellinger: Integral.Integrand? {
    guard let p, let q else { return (p ?? q).map { .smooth(Ball(0.5) * $0.density) } }
    let half = Ball(0.5)
    return .smooth(half * (.exp(half * p.logWithJacobian) - .exp(half * q.logWithJacobian)).squared)
  }

  /// √(pq).
  var affinity: Integral.Integrand? {
    guard let p, let q else { return nil }
    return .smooth(.exp(Ball(0.5) * (p.logWithJacobian + q.logWithJacobian)))
  }

  /// (p − q)²/q.
  func chi2(reversed: Bool) -> Integral.Integrand? {
    let (p, q, names) = reversed ? (q, p, ("Q", "p")) : (p, q, ("P", "q"))
    guard let p else { return q.map { .smooth($0.density) } }
    guard let q else { return .infinite(reason: "\(names.0) has mass where \(names.1) = 0") }
    return .smooth((p.density - q.density).squared * .exp(-q.logWithJacobian))
  }

  /// (p − q)²/(p + q) = (p − q) tanh(½ log p/q), with tanh(y/2) = 1 − 2/(1 + e^y).
  var triangular: Integral.Integrand? {
    guard let ratio, let p, let q else { return (p ?? q).map { .smooth($0.density) } }
    return .smooth((p.density - q.density) * (Ball(1) - Ball(2) * .exp(-.softplus(ratio))))
  }

  /// The slope of F − G in the chart's input, up to the direction of the chart.
  var slope: Node {
    if let p, let q { return p.density - q.density }
    return p?.density ?? q.map { -$0.density } ?? program.constant(Ball(0))
  }

  var wasserstein: Integral.Integrand? { .distance(moment: offset * slope) }
}
