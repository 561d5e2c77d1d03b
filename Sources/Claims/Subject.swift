import Calculus
package import Densities
package import Divergences

/// A pair of densities that claims are checked on, with its divergences computed once.
package struct Subject: Sendable {
  /// The data density P.
  package let p: any AnalyticDensity
  /// The generator's density Q.
  package let q: any AnalyticDensity
  private let measures: [String: Estimate]

  /// A pair with all its f-divergences.
  package init(_ p: any AnalyticDensity, _ q: any AnalyticDensity) {
    self.p = p
    self.q = q
    let table = Comparison(p, q).measure(fDivergences + [MeanToFirst()])
    measures = Dictionary(uniqueKeysWithValues: table.map { ($0.measure, $0) })
  }

  /// The pair with P and Q exchanged.
  package var exchanged: Subject { Subject(q, p) }

  /// A measure of the table.
  package subscript(_ divergence: any FDivergence) -> Estimate { self[divergence.name] }

  /// A measure of the table by its name; of one that is not there nothing is known, and the reason names it.
  package subscript(_ measure: String) -> Estimate {
    measures[measure]?.operand ?? Estimate(0, error: .infinity, reason: Estimate.noMeasure + measure)
  }

  /// KL(P‖Q).
  package var klPQ: Estimate { self[KullbackLeibler()] }
  /// KL(Q‖P).
  package var klQP: Estimate { self[KullbackLeibler(.reverse)] }
  /// KL(P‖M), with M = (P+Q)/2.
  package var klPM: Estimate { self[SkewKullbackLeibler(weight: 0.5)] }
  /// KL(Q‖M).
  package var klQM: Estimate { self[SkewKullbackLeibler(weight: 0.5, .reverse)] }
  /// KL(M‖P).
  package var klMP: Estimate { self[MeanToFirst()] }
  /// The halved Jensen–Shannon divergence.
  package var js: Estimate { self[JensenShannon()] }
  /// The lecture's un-halved Jensen–Shannon divergence.
  package var jsLecture: Estimate { self[JensenShannon(isHalved: false)] }
  /// Total variation, at most 1.
  package var tv: Estimate { self[TotalVariation()] }
  /// Squared Hellinger, at most 1.
  package var hellinger2: Estimate { self[SquaredHellinger()] }
  /// χ²(P‖Q) of Pearson.
  package var chi2PQ: Estimate { self[PearsonChiSquared()] }
  /// χ²(Q‖P), of Neyman.
  package var chi2QP: Estimate { self[PearsonChiSquared(.reverse)] }
  /// Jeffreys' divergence.
  package var jeffreys: Estimate { self[Jeffreys()] }
  /// Triangular discrimination.
  package var triangular: Estimate { self[TriangularDiscrimination()] }

  /// Any f-divergence of the pair.
  package func measure(_ divergence: any FDivergence) -> Estimate { Comparison(p, q).measure([divergence])[0].operand }

  /// A generator's loss at the optimal discriminator.
  package func loss(_ loss: GeneratorLoss) -> Estimate { loss.value(p, q).operand }
}

/// Gradients with respect to the generator's parameters, where Q is a member of a parametric family.
extension Subject {
  /// The gradient of a generator's loss with D* frozen; nil where Q has no parameters, its support moves with them, or the loss is not finite.
  package func frozenGradient(_ loss: GeneratorLoss) -> [Estimate]? {
    let value = self.loss(loss)
    guard let family = movableGenerator, value.hasBound else { return nil }
    // The mean of h(D*) times a score of the order of 1/width.
    return loss.frozenGradient(p, family).map {
      $0.widened(by: 4 * blur * value.scale / width).onScale(value.scale / width)
    }
  }

  /// The gradient of any function of the pair by differences in Q's parameters, an independent route; nil as for `frozenGradient`.
  ///
  /// A component is NaN, not defined, where the function is +∞ however little the parameter changes.
  package func gradient(of f: @escaping (Comparison) -> Estimate) -> [Estimate]? {
    let here = f(Comparison(p, q))
    guard let family = movableGenerator, here.hasBound else { return nil }
    var largest = here.scale
    var infinite: Set<Int> = []
    // A difference quotient is judged against the values that it is made of.
    let gradient = differences(at: family) { member in
      let side = f(Comparison(p, member))
      if side.hasBound { largest = Swift.max(largest, side.scale) }
      if side.value == .infinity { infinite.formUnion(family.values.indices.filter { family.values[$0] != member.values[$0] }) }
      return side
    }
    return gradient.indices.map { k in
      if infinite.contains(k), gradient[k].error == .infinity { return Estimate(.nan) }
      return gradient[k].onScale(largest / width)
    }
  }

  /// The names of Q's parameters.
  package var parameterNames: [String] { (q as? any Family).map { type(of: $0).parameters.map(\.name) } ?? [] }

  private var movableGenerator: (any Family)? {
    guard let family = q as? any Family, type(of: family).parameters.allSatisfy({ !$0.movesSupport }) else { return nil }
    return family
  }

  /// V(D) for a discriminator by its logit: that of D*, by places, and a function of x that changes over lengths of 1 and not far out.
  func value(logit: @escaping @Sendable (Place) -> Double) -> Estimate {
    valueFunction(p, q, .ofPlaces(logit)).widened(by: 64 * .ulpOfOne)
  }

  /// The rounding of x in units of the distance over which the densities change: what functions of x, rather than of their ratio, lose far from the origin.
  private var blur: Double { (p.landmarks + q.landmarks).map { $0.location.ulp / $0.scale }.max() ?? 0 }

  /// The distance over which q changes.
  private var width: Double { q.landmarks.map(\.scale).min() ?? 1 }

  private func differences(at family: some Family, of f: @escaping (any Family) -> Estimate) -> [Estimate] {
    gradientByDifferences(at: family) { f($0) }
  }

  /// The two sides of an identity between gradients, a component a parameter that both are defined for; empty where either is missing. All components
  /// share one scale.
  package func components(_ lhs: [Estimate]?, _ rhs: [Estimate]?) -> [Sides] {
    guard let lhs, let rhs else { return [] }
    let scale = (lhs + rhs).filter { $0.status != .undefined }.reduce(0) { Swift.max($0, $1.scale) }
    func scaled(_ side: Estimate) -> Estimate { Estimate(side.value, error: side.error, scale: scale) }
    return zip(zip(lhs, rhs), parameterNames).filter { $0.0.0.status != .undefined && $0.0.1.status != .undefined }
      .map { Sides(scaled($0.0), scaled($0.1), component: "∂/∂\($1)") }
  }
}

extension [Sides] {
  /// The sides that are finite: an equation between infinities says nothing.
  var finite: [Sides] { filter { $0.lhs.value.isFinite && $0.rhs.value.isFinite } }

  /// The components of an identity that is false in general; none where the two sides happen to be the same up to their errors, as at a critical point.
  var distinct: [Sides] { contains { $0.isMisnamed || abs($0.lhs.value - $0.rhs.value) > 1000 * $0.tolerance } ? self : [] }
}

extension Comparison {
  /// A measure of the pair as a number with its error.
  func bounded(_ divergence: any FDivergence) -> Estimate { measure([divergence])[0].operand }
}
