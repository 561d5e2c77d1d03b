import Calculus
import Divergences

/// Gradients by the generator's parameters, where Q is in a family whose support does not move with them.
extension Pair {
  /// The gradient of a generator's loss with D* frozen; nil where Q has no such parameters or the loss is not finite.
  func frozenGradient(_ loss: GeneratorLoss) -> [Estimate]? {
    let value = self.loss(loss)
    guard let family = movableGenerator, value.hasBound else { return nil }
    // The mean of h(D*) times a score of the order of 1/width.
    return loss.frozenGradient(p, family).map {
      $0.widened(by: 4 * blur * value.scale / width).onScale(value.scale / width)
    }
  }

  /// The gradient of any function of the pair by differences, an independent route; nil as for `frozenGradient`.
  ///
  /// A component is NaN, not defined, where the function is +∞ however little the parameter changes.
  func gradient(of f: @escaping (DensityPair) -> Estimate) -> [Estimate]? {
    let here = f(DensityPair(p, q))
    guard let family = movableGenerator, here.hasBound else { return nil }
    var largest = here.scale
    var infinite: Set<Int> = []
    // A difference quotient is judged against the values that it is made of.
    let gradient = differences(at: family) { member in
      let side = f(DensityPair(p, member))
      if side.hasBound { largest = Swift.max(largest, side.scale) }
      if side.value == .infinity { infinite.formUnion(family.values.indices.filter { family.values[$0] != member.values[$0] }) }
      return side
    }
    return gradient.indices.map { k in
      if infinite.contains(k), gradient[k].error == .infinity { return Estimate(.nan) }
      return gradient[k].onScale(largest / width)
    }
  }

  /// The sides of an identity between gradients, a row a parameter that both have, on one scale; empty without either.
  func components(_ lhs: [Estimate]?, _ rhs: [Estimate]?) -> [Sides] {
    guard let lhs, let rhs, let family = q as? any Family else { return [] }
    return gradientSides(lhs, rhs, names: type(of: family).parameters.map(\.name))
  }

  /// The sides of the statement that a gradient is 0.
  func vanishing(_ gradient: [Estimate]?) -> [Sides] { components(gradient, gradient.map { $0.map { _ in 0 } }) }

  private var movableGenerator: (any Family)? {
    guard let family = q as? any Family, type(of: family).parameters.allSatisfy({ !$0.movesSupport }) else { return nil }
    return family
  }

  /// The rounding of x in the distances over which the densities change: what functions of x lose far from 0.
  private var blur: Double { (p.landmarks + q.landmarks).map { $0.location.ulp / $0.scale }.max() ?? 0 }

  /// The distance over which q changes.
  private var width: Double { q.landmarks.map(\.scale).min() ?? 1 }

  private func differences(at family: some Family, of f: @escaping (any Family) -> Estimate) -> [Estimate] {
    gradientByDifferences(at: family) { f($0) }
  }
}

/// Two gradients, a row a parameter, judged on one scale: that of one component may be far smaller.
func gradientSides(_ lhs: [Estimate], _ rhs: [Estimate], names: [String], component: String = "") -> [Sides] {
  let rows = zip(zip(lhs, rhs), names).filter { $0.0.0.status != .undefined && $0.0.1.status != .undefined }
  let scale = rows.reduce(0) { Swift.max($0, $1.0.0.scale, $1.0.1.scale) }
  return rows.map { Sides($0.0.0.onScale(scale), $0.0.1.onScale(scale), label: "∂/∂\($0.1)", component: component) }
}

/// Functions of a pair that gradients are taken of.
extension DensityPair {
  /// A generator's loss at the optimal discriminator.
  func loss(_ loss: GeneratorLoss) -> Estimate { loss.value(p, q) }

  /// KL(Q‖P) minus a multiple of JS(P,Q), the halved one or the lecture's own.
  func klQP(minus factor: Double, _ js: JensenShannon = JensenShannon()) -> Estimate {
    let parts = measure([KullbackLeibler(.reverse), js])
    return parts[0] - Estimate(factor) * parts[1]
  }
}
