import Calculus
import Densities
import Divergences
import RealModule
import Scalars

/// A member of a family beside its neighbours along one parameter.
struct Neighbourhood {
  /// The member.
  let family: any Family
  /// The Fisher information I(θ) = E[(∂ log p/∂θ)²].
  let information: Estimate
  private let index: Int

  /// The generator's member along each of its parameters; none unless its density is smooth in them: support fixed and
  /// no corner inside it.
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
