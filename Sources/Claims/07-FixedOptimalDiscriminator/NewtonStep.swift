import Calculus
import Densities
import Divergences

/// Newton's step towards a stationary point of a function of a pair, in the two parameters of the generator's family.
///
/// Gradients and second derivatives by differences. From a point that is right to d decimals the step lands on the
/// stationary point to about 2d.
struct NewtonStep {
  /// What to subtract from each parameter.
  let step: [Estimate]
  /// Whether the second derivatives are those of a minimum.
  let isMinimum: Bool

  /// The step at the pair; nil where the gradient is not defined.
  init?(_ pair: Pair, of f: @escaping @Sendable (DensityPair) -> Estimate) {
    guard let normal = pair.q as? Normal, let gradient = pair.gradient(of: f) else { return nil }
    let columns = [0, 1].map { k -> [Double]? in
      let ends = [-1.0, 1].map { side in
        var values = normal.values
        values[k] += side * 1e-3 * normal.sd
        return Pair(pair.p, Normal(values)).gradient(of: f)
      }
      guard let low = ends[0], let high = ends[1] else { return nil }
      return zip(low, high).map { ($1.value - $0.value) / (2e-3 * normal.sd) }
    }
    guard let first = columns[0], let second = columns[1] else { return nil }
    let mixed = 0.5 * (first[1] + second[0])
    let determinant = first[0] * second[1] - mixed * mixed
    isMinimum = first[0] > 0 && determinant > 0
    let inverse = [[second[1] / determinant, -mixed / determinant], [-mixed / determinant, first[0] / determinant]]
    step = inverse.map { row in Estimate(row[0]) * gradient[0] + Estimate(row[1]) * gradient[1] }
  }
}
