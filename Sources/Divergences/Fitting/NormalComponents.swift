import RealModule
import Scalars

/// Σ weightᵢ · N(meanᵢ, deviationᵢ), while its likelihood is searched for a maximum.
struct NormalComponents {
  var weights: [Double]
  var means: [Double]
  var deviations: [Double]

  var count: Int { weights.count }

  /// The moments of parts of the data, of which a constant one has some width.
  static func cut(_ parts: [[Double]]) -> NormalComponents {
    let known = parts.map { moments($0) }
    let (least, greatest) = (known.map(\.mean).min() ?? 0, known.map(\.mean).max() ?? 0)
    let width = 0.1 * max(known.map(\.deviation).max() ?? 0, greatest - least)
    let total = Double(parts.map(\.count).reduce(0, +))
    return NormalComponents(
      weights: parts.map { Double($0.count) / total }, means: known.map(\.mean),
      deviations: known.map { $0.deviation > 0 ? $0.deviation : width })
  }

  /// The mixture with a component cut in two halves beside each other.
  func split(_ index: Int) -> NormalComponents {
    var mixture = self
    let step = 0.7 * deviations[index]
    mixture.weights[index] *= 0.5
    mixture.means[index] -= step
    mixture.deviations[index] = step
    mixture.weights.append(mixture.weights[index])
    mixture.means.append(means[index] + step)
    mixture.deviations.append(step)
    return mixture
  }

  /// The mixture with the components in the order of their means.
  var ordered: NormalComponents {
    let order = means.indices.sorted { (means[$0], $0) < (means[$1], $1) }
    return NormalComponents(weights: order.map { weights[$0] }, means: order.map { means[$0] }, deviations: order.map { deviations[$0] })
  }

  /// Whether another mixture is nearly the same, whatever the order of the components.
  func isNear(_ other: NormalComponents, within tolerance: Double = 1e-4) -> Bool {
    let (one, two) = (ordered, other.ordered)
    return one.means.indices.allSatisfy {
      let width = one.deviations[$0]
      return abs(one.weights[$0] - two.weights[$0]) <= tolerance && abs(one.means[$0] - two.means[$0]) <= tolerance * width
        && abs(width - two.deviations[$0]) <= tolerance * width
    }
  }

  func meanLogLikelihood(of data: [Double]) -> Double {
    var terms = weights
    return data.mean { shares($0, into: &terms) }.value
  }

  /// The log density at x, and the share of each component in the density.
  func shares(_ x: Double, into shares: inout [Double]) -> Double {
    var top = -Double.infinity
    for i in shares.indices {
      let z = (x - means[i]) / deviations[i]
      shares[i] = .log(weights[i]) - .log(deviations[i]) - 0.5 * z * z - 0.5 * .log(2 * .pi)
      top = max(top, shares[i])
    }
    return Self.normalize(&shares, top)
  }

  /// Turns logarithms into shares of their sum, whose logarithm is returned; the first has all where each is 0.
  private static func normalize(_ terms: inout [Double], _ top: Double) -> Double {
    guard top > -.infinity else {
      for i in terms.indices { terms[i] = i == 0 ? 1 : 0 }
      return top
    }
    var sum = 0.0
    for i in terms.indices {
      terms[i] = .exp(terms[i] - top)
      sum += terms[i]
    }
    for i in terms.indices { terms[i] /= sum }
    return top + .log(sum)
  }

  /// A step of expectation and maximisation.
  func step(on data: [Double], narrowest: Double) -> NormalComponents {
    let logs = means.indices.map { Double.log(weights[$0]) - .log(deviations[$0]) }
    // Moments about the present means, which do not cancel.
    let zeros = means.map { _ in 0.0 }
    var (counts, first, second, shares) = (zeros, zeros, zeros, zeros)
    for x in data {
      var top = -Double.infinity
      for i in shares.indices {
        let z = (x - means[i]) / deviations[i]
        shares[i] = logs[i] - 0.5 * z * z
        top = max(top, shares[i])
      }
      _ = Self.normalize(&shares, top)
      for i in shares.indices {
        let distance = x - means[i]
        counts[i] += shares[i]
        first[i] += shares[i] * distance
        second[i] += shares[i] * distance * distance
      }
    }
    var next = self
    for i in means.indices {
      let count = max(counts[i], .leastNormalMagnitude)
      let shift = first[i] / count
      next.means[i] = means[i] + shift
      next.deviations[i] = max(.sqrt(max(second[i] / count - shift * shift, 0)), narrowest)
    }
    // Never quite 0, so that the logarithms stay finite.
    let parts = counts.map { max($0 / Double(data.count), 1e-12) }
    let total = parts.reduce(0, +)
    next.weights = parts.map { $0 / total }
    return next
  }
}
