import Calculus
import Densities
import RealModule

/// The search for the best member of a family, in coordinates in which everything changes over a distance of about 1.
struct FamilySearch {
  let family: any Family.Type
  /// Values that a parameter on the whole line may start from.
  let places: [Double]
  /// The width of what is fitted.
  let spread: Double

  /// The best member by values that an objective gives to members; +∞ where it is not defined. Nil if it is so wherever the search starts.
  func minimum(of objective: (any Family) -> Estimate) -> Optimum? {
    func f(_ point: [Double]) -> Estimate {
      member(at: point).map(objective) ?? Estimate(value: .infinity, error: 0)
    }
    let starts = starts.map { (point: $0, value: f($0).value) }.filter { $0.value < .infinity }.sorted { $0.value < $1.value }
    // Several starts, since a divergence to a mixture may have a minimum at each mode.
    let minima = starts.prefix(3).map { start in
      Calculus.minimum(from: start.point, steps: start.point.map { _ in 0.2 }, tolerance: 1e-5) { f($0).value }
    }
    guard let best = minima.min(by: { $0.value < $1.value }) else { return nil }
    return Optimum(near: best.point, of: f)
  }

  /// The members that the search starts from.
  var members: [any Family] { starts.compactMap { member(at: $0) } }

  /// The member at these coordinates, nil if its parameters are not valid.
  func member(at point: [Double]) -> (any Family)? { try? family.init(validating: values(at: point)) }

  /// The parameters of the member at an optimum; standard errors come from the information in so many data.
  func parameters(at optimum: Optimum, sampleSize: Int? = nil) -> [FittedParameter] {
    let slopes = zip(family.parameters, optimum.point).map { $0.domain == .positive ? Double.exp($1) : spread }
    let variances = optimum.hessian?.inverseDiagonal
    return zip(family.parameters, values(at: optimum.point)).enumerated().map { index, pair in
      let variance = variances.flatMap { variances in sampleSize.map { variances[index] / Double($0) } }
      return FittedParameter(
        name: pair.0.name, value: pair.1, error: slopes[index] * optimum.errors[index],
        standardError: variance.map { slopes[index] * .sqrt($0) })
    }
  }

  private func values(at point: [Double]) -> [Double] {
    zip(family.parameters, point).map { $0.domain == .positive ? Double.exp($1) : places[0] + spread * $1 }
  }

  /// Every combination of a few values of each parameter.
  private var starts: [[Double]] {
    let widths = Set([spread, spread / 4, 1, 4, 1 / spread]).sorted()
    return family.parameters.reduce([[]]) { points, parameter in
      let choices = parameter.domain == .positive ? widths.map { Double.log($0) } : places.map { ($0 - places[0]) / spread }
      return points.flatMap { point in choices.map { point + [$0] } }
    }
  }
}
