import Calculus
import Divergences
import RealModule
import Scalars

/// What divergences are between a member of a family and its neighbours.
enum LocalClaims {
  static let claims: [Claim] = [limits]

  private static let limits = Claim(
    "E1", "Close by, every smooth f-divergence is a multiple of the Fisher information: D_f(p_θ‖p_θ+δ) ≈ ½ f″(1) I(θ) δ².",
    source: "Kullback & Leibler 1951; Csiszár & Shields 2004",
    readings: [
      Reading("f-divergences, ½ f″(1) I", precision: 1e-6) { pair in
        limits(pair, curvatures.map { ($0.divergence.name, $0.coefficient) }) { pair in
          pair.measure(curvatures.map(\.divergence))
        }
      }
      .noting("the limit of D/δ² by extrapolation, I(θ) from the score by forward mode"),
      Reading("KL(Q‖P) − 2 JS, halved JS: ¼ I", precision: 1e-6) { limits($0, [("kl_qp − 2 js", 0.25)]) { [$0.klQP(minus: 2)] } }
        .noting("what the non-saturating loss descends is as steep as half a KL"),
      Reading("E[−log D*] − log 2: ⅜ I", precision: 1e-6) { limits($0, [("loss", 0.375)]) { [$0.loss(.nonSaturating) - .log2] } }
        .noting("the value of the loss, with D* solved anew"),
      Reading("KL(Q‖P) − 2 JS, the lecture's JS: 0", precision: 1e-6) { limits($0, [("kl_qp − 4 js", 0)]) { [$0.klQP(minus: 4)] } }
        .noting("taken literally the lecture's objective has no second order at its own solution"),
      Reading("KL(Q‖P) − 2 JS, the lecture's JS: ¼ I", precision: 1e-6) { limits($0, [("kl_qp − 4 js", 0.25)]) { [$0.klQP(minus: 4)] } }
        .refuted("with the un-halved JS the coefficient must be 1; with 2 the second order cancels"),
      Reading("total variation is linear: ½ E|score| |δ|", precision: 1e-6) { variation($0) }
        .noting("its f has a kink at 1, so theorem and information do not apply"),
      Reading("total variation is quadratic too") { doubled($0) }
        .refuted("twice the step gives twice the total variation, not four times"),
    ])

  /// Divergences with ½ f″(1).
  private static let curvatures: [(coefficient: Double, divergence: any FDivergence)] = [
    (0.5, KullbackLeibler()), (0.125, JensenShannon()), (0.125, SquaredHellinger()), (0.125, MeanToFirst()), (1, PearsonChiSquared()),
    (0.5, TriangularDiscrimination()), (0.5, AlphaDivergence(order: 0.5)),
  ]
}

/// Limits at a member of a family.
extension LocalClaims {
  /// lim D(δ)/δ² beside so many times the information I(θ), a component a quantity and parameter.
  private static func limits(
    _ pair: Pair, _ quantities: [(name: String, share: Double)], of f: (DensityPair) -> [Estimate]
  ) -> [Sides] {
    Neighbourhood.all(of: pair).flatMap { neighbourhood in
      // All quantities are differenced over the same steps.
      var known: [Double: [Estimate]] = [:]
      func quotient(_ index: Int, at step: Double) -> Estimate {
        let moved = neighbourhood.moved(by: step)
        let values = known[step] ?? f(DensityPair(neighbourhood.family, moved.density))
        known[step] = values
        return values[index] * Estimate(step / (moved.step * moved.step))
      }
      return quantities.enumerated().compactMap { index, quantity -> Sides? in
        // Where a divergence is infinite however near, as χ² between Gumbel densities of two scales, there is no limit.
        let nearest = [-0.01, 0.01].map { quotient(index, at: $0 * neighbourhood.step).value }
        guard nearest.allSatisfy(\.isFinite) else { return nil }
        // D(δ)/δ is 0 at 0, and its slope there is the limit.
        let limit = Estimate.derivative(at: 0, step: neighbourhood.step, scale: neighbourhood.information.value) { quotient(index, at: $0) }
        return Sides(limit, Estimate(quantity.share) * neighbourhood.information, label: neighbourhood.name, component: quantity.name)
      }
    }
  }

  /// lim TV(δ)/|δ| beside ½ E|∂ log p/∂θ|.
  private static func variation(_ pair: Pair) -> [Sides] {
    Neighbourhood.all(of: pair).map { neighbourhood in
      let limit = Estimate.derivative(at: 0, step: neighbourhood.step) { step in
        let moved = neighbourhood.moved(by: step)
        return DensityPair(neighbourhood.family, moved.density).measure(TotalVariation()) * Estimate(step / abs(moved.step))
      }
      return Sides(limit, 0.5 * neighbourhood.meanAbsoluteScore, label: neighbourhood.name)
    }
  }

  /// TV of two steps beside four times that of one.
  private static func doubled(_ pair: Pair) -> [Sides] {
    Neighbourhood.all(of: pair).map { neighbourhood in
      func variation(_ steps: Double) -> Estimate {
        let moved = neighbourhood.moved(by: steps * neighbourhood.step)
        return DensityPair(neighbourhood.family, moved.density).measure(TotalVariation())
      }
      return Sides(variation(0.2), 4 * variation(0.1), label: neighbourhood.name)
    }
  }
}

/// A member of a family beside its neighbours along one parameter.
struct Neighbourhood {
  /// The member.
  let family: any Family
  /// The Fisher information I(θ) = E[(∂ log p/∂θ)²].
  let information: Estimate
  private let index: Int

  /// The generator's member along each parameter; none unless its support is fixed and no corner is inside it.
  static func all(of pair: Pair) -> [Neighbourhood] {
    guard let family = pair.q as? any Family, type(of: family).parameters.allSatisfy({ !$0.movesSupport }) else { return [] }
    let ends = Set(family.support.flatMap { [$0.lower, $0.upper] })
    guard family.breakpoints.allSatisfy(ends.contains) else { return [] }
    return family.values.indices.map { Neighbourhood(family, $0) }.filter { $0.information.value > 0 && $0.information.error.isFinite }
  }

  private init(_ family: any Family, _ index: Int) {
    self.family = family
    self.index = index
    information = Estimate.expectation(under: family, .ofPlaces { score(family, index, at: $0).squared })
  }

  /// The name of the parameter.
  var name: String { type(of: family).parameters[index].name }

  /// A step that changes the density by about a tenth, and leaves a positive parameter positive.
  var step: Double {
    let natural: Double = 0.1 / .sqrt(information.value)
    return type(of: family).parameters[index].domain == .positive ? min(natural, 0.1 * family.values[index]) : natural
  }

  /// E|∂ log p/∂θ|, with break points where the score changes sign.
  var meanAbsoluteScore: Estimate {
    let (family, index) = (family, index)
    let zeros = signChanges(of: { score(family, index, at: Place(anchor: $0, offset: 0)) }, along: family.levels)
    return Estimate.expectation(under: family, alongside: kinkMarks(zeros), .ofPlaces { abs(score(family, index, at: $0)) })
  }

  /// The neighbour, and the step that the rounding of its parameter left.
  func moved(by step: Double) -> (density: any AnalyticDensity, step: Double) {
    var values = family.values
    values[index] += step
    return (type(of: family).init(values), values[index] - family.values[index])
  }
}

/// ∂ log p/∂θ for one parameter, by forward mode.
private func score(_ family: some Family, _ index: Int, at place: Place) -> Double {
  let parameters = family.values.enumerated().map { Dual(value: $0.element, tangent: $0.offset == index ? 1 : 0) }
  return type(of: family).logDensity(at: place, parameters: parameters).tangent
}
