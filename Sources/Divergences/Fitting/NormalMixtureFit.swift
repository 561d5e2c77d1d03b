import Calculus
import Densities
import RealModule
import Scalars

/// The mixture of two normals under which the data are most likely, by expectation and maximisation (Dempster, Laird
/// and Rubin 1977).
///
/// The likelihood has no maximum: it grows without bound as a component shrinks onto one value of the data (Kiefer &
/// Wolfowitz 1956). What is sought is the highest local maximum of those in which both components hold a few of the
/// data. Starts are the data cut in two at quantiles, at their widest gaps and around their densest parts, and random
/// pairs of data; from each some steps are made, and the likeliest are followed to their ends and sharpened by Newton's
/// method. The note says that there may be a higher one. Where no local maximum is found, the outcome is +∞ with that
/// reason. The component with the lower mean comes first. Throws as `maximumLikelihoodFit` does.
package func normalMixtureFit(to data: [Double], using generator: inout some RandomNumberGenerator) throws(FitError) -> Fit {
  try FitError.check(data)
  let sample = Sample(data)
  try sample.checkNotConstant()
  let standard = Standardized(sample.sorted)
  let search = MixtureSearch(standard.values)
  let starts = search.starts(using: &generator)
  let unbounded = "the likelihood grows without bound as a component shrinks onto one value of the data"
  guard let best = search.best(from: starts) else {
    return Fit(
      objective: "maximum_likelihood", family: "normal_mixture", parameters: [], density: nil,
      outcome: .infinite(reason: "\(unbounded), and no local maximum was found beside that"))
  }
  return best.fit(standard, note: "\(unbounded); this is the best local maximum found from \(starts.count) starts")
}

/// The search for local maxima of the likelihood of two normals.
private struct MixtureSearch {
  /// All data, and of very many every so-many-th, on which the starts are tried.
  private let values: [Double]
  private let few: [Double]
  /// A deviation below this is that of a component on one value: a part of the least distance between two different
  /// ones.
  private let narrowest: Double
  /// How many data the last steps of expectation and maximisation may look at from one end: half a second.
  private static let mostSteps = 20_000_000

  init(_ sorted: [Double]) {
    values = sorted
    let stride = max(1, sorted.count / 2000)
    few = stride == 1 ? sorted : Swift.stride(from: stride / 2, to: sorted.count, by: stride).map { sorted[$0] }
    let gaps = zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
    narrowest = 0.1 * (gaps.min() ?? 1) / .sqrt(Double(sorted.count))
  }

  func starts(using generator: inout some RandomNumberGenerator) -> [NormalPair] {
    let count = few.count
    var starts: [NormalPair] = []
    let middles = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95].map { Int($0 * Double(count)) }
    let gaps = zip(few, few.dropFirst()).map { $1 - $0 }
    let widest = gaps.indices.sorted { gaps[$0] > gaps[$1] }.prefix(4).map { $0 + 1 }
    for index in middles + widest where index > 0 && index < count {
      starts.append(.cut(Array(few[..<index]), Array(few[index...])))
    }
    // The densest part of some size, and the rest around it.
    for share in [0.05, 0.15, 0.3, 0.5] {
      let size = max(2, Int(share * Double(count)))
      guard size < count - 1 else { continue }
      let widths = (0...(count - size)).map { first in few[first + size - 1] - few[first] }
      let first = widths.indices.min { widths[$0] < widths[$1] } ?? 0
      let rest = Array(few[..<first]) + Array(few[(first + size)...])
      starts.append(.cut(Array(few[first..<first + size]), rest))
    }
    let deviation = moments(few).deviation
    for _ in 0..<20 {
      let pair = (few.randomElement(using: &generator) ?? 0, few.randomElement(using: &generator) ?? 0)
      starts.append(NormalPair(weight: 0.5, means: [pair.0, pair.1], deviations: [0.5 * deviation, 0.5 * deviation]))
    }
    return starts
  }

  /// The highest local maximum that the likeliest starts lead to.
  func best(from starts: [NormalPair]) -> MixtureMaximum? {
    let tried = starts.map { improved($0, on: few, iterations: 60) }.filter { !isCollapsed($0) }
      .map { (pair: $0, value: $0.meanLogLikelihood(of: few)) }.sorted { $0.value > $1.value }
    var ends: [NormalPair] = []
    for start in tried where !ends.contains(where: { $0.isNear(start.pair) }) {
      let end = improved(start.pair, on: few, iterations: 2000)
      if !isCollapsed(end), !ends.contains(where: { $0.isNear(end) }) { ends.append(end) }
      if ends.count == 8 { break }
    }
    let maxima = ends.compactMap { end -> MixtureMaximum? in
      if let maximum = MixtureMaximum(near: end.ordered, on: values) { return maximum }
      // On the slow way from few of the data to all, which of very many is cut short.
      let iterations = min(300, Self.mostSteps / values.count)
      return MixtureMaximum(near: improved(end, on: values, iterations: iterations).ordered, on: values)
    }
    // A component on two or three close values is a maximum too, of which every sample has many.
    let least = min(5, Double(values.count) / 3)
    let broad = maxima.filter { min($0.pair.weight, 1 - $0.pair.weight) * Double(values.count) >= least }
    return (broad.isEmpty ? maxima : broad).max { $0.value < $1.value }
  }

  private func isCollapsed(_ pair: NormalPair) -> Bool { pair.deviations.contains { !($0 > 1.001 * narrowest) } }

  /// So many steps of expectation and maximisation, or until they stand still; none of them lowers the likelihood.
  private func improved(_ start: NormalPair, on data: [Double], iterations: Int) -> NormalPair {
    var pair = start
    for _ in 0..<iterations {
      let next = pair.step(on: data, narrowest: narrowest)
      let isStill = next.isNear(pair, within: 1e-9)
      pair = next
      if isStill || isCollapsed(pair) { break }
    }
    return pair
  }
}

/// weight · N(mean₁, deviation₁) + (1 − weight) · N(mean₂, deviation₂).
private struct NormalPair {
  var weight: Double
  var means: [Double]
  var deviations: [Double]

  /// The moments of two parts of the data, of which a constant one has some width.
  static func cut(_ one: [Double], _ other: [Double]) -> NormalPair {
    let parts = [moments(one), moments(other)]
    let width = 0.1 * max(parts[0].deviation, parts[1].deviation, abs(parts[0].mean - parts[1].mean))
    return NormalPair(
      weight: Double(one.count) / Double(one.count + other.count), means: parts.map(\.mean),
      deviations: parts.map { $0.deviation > 0 ? $0.deviation : width })
  }

  /// The mixture with the components in the order of their means.
  var ordered: NormalPair {
    means[0] <= means[1] ? self : NormalPair(weight: 1 - weight, means: means.reversed(), deviations: deviations.reversed())
  }

  /// Whether another mixture is nearly the same, the components in the same order.
  func isNear(_ other: NormalPair, within tolerance: Double = 1e-4) -> Bool {
    let (one, two) = (ordered, other.ordered)
    return abs(one.weight - two.weight) <= tolerance
      && [0, 1].allSatisfy {
        let width = one.deviations[$0]
        return abs(one.means[$0] - two.means[$0]) <= tolerance * width && abs(width - two.deviations[$0]) <= tolerance * width
      }
  }

  func meanLogLikelihood(of data: [Double]) -> Double { data.mean { logAddExp(terms($0).0, terms($0).1) }.value }

  /// The logarithms of the weighted densities.
  func terms(_ x: Double) -> (Double, Double) {
    let (z, w) = ((x - means[0]) / deviations[0], (x - means[1]) / deviations[1])
    let constant = -0.5 * Double.log(2 * .pi)
    return (
      .log(weight) - .log(deviations[0]) - 0.5 * z * z + constant, .log(onePlus: -weight) - .log(deviations[1]) - 0.5 * w * w + constant
    )
  }

  func step(on data: [Double], narrowest: Double) -> NormalPair {
    let logs = (
      Double.log(weight) - .log(deviations[0]), Double.log(onePlus: -weight) - .log(deviations[1])
    )
    // Moments about the present means, which do not cancel.
    var (counts, first, second) = ([0.0, 0.0], [0.0, 0.0], [0.0, 0.0])
    for x in data {
      let distances = (x - means[0], x - means[1])
      let (z, w) = (distances.0 / deviations[0], distances.1 / deviations[1])
      let share = logistic(logs.0 - logs.1 - 0.5 * (z * z - w * w))
      let rest = 1 - share
      counts[0] += share
      counts[1] += rest
      first[0] += share * distances.0
      first[1] += rest * distances.1
      second[0] += share * distances.0 * distances.0
      second[1] += rest * distances.1 * distances.1
    }
    var next = self
    for i in [0, 1] {
      let count = max(counts[i], .leastNormalMagnitude)
      let shift = first[i] / count
      next.means[i] = means[i] + shift
      next.deviations[i] = max(.sqrt(max(second[i] / count - shift * shift, 0)), narrowest)
    }
    // Never quite 0 or 1, so that the logarithms stay finite.
    next.weight = min(max(counts[0] / Double(data.count), 1e-12), 1 - 1e-12)
    return next
  }
}

/// A local maximum of the likelihood of two normals.
private struct MixtureMaximum {
  let pair: NormalPair
  /// The mean log-likelihood.
  let value: Double
  private let valueError: Double
  /// Of logit weight, mean₁ and log deviation₁, mean₂ and log deviation₂; of the means in units of their deviations.
  private let errors: [Double]
  private let standardErrors: [Double]

  /// The zero of the likelihood equations near a mixture; nil where there is none that is a maximum, as where both
  /// components are the same.
  init?(near start: NormalPair, on values: [Double]) {
    func pair(_ point: [Double]) -> NormalPair {
      let logit = Double.log(start.weight) - .log(onePlus: -start.weight)
      var pair = NormalPair(weight: logistic(logit + point[0]), means: start.means, deviations: start.deviations)
      for i in [0, 1] {
        pair.means[i] += start.deviations[i] * point[1 + 2 * i]
        pair.deviations[i] *= .exp(point[2 + 2 * i])
      }
      return pair
    }
    let solution = LikelihoodEquations.solve(from: [0, 0, 0, 0, 0]) { Self.equations(values, pair($0), start) }
    guard let solution, solution.errors.allSatisfy({ $0 < 1e-3 }), solution.point.allSatisfy({ abs($0) < 1 }) else { return nil }
    let best = pair(solution.point)
    self.pair = best
    errors = solution.errors
    standardErrors = solution.standardErrors(Double(values.count))
    let mean = values.mean { logAddExp(best.terms($0).0, best.terms($0).1) }
    let (first, second) = (best.deviations[0], best.deviations[1])
    let spread = values.mean { min(abs($0 - best.means[0]) / first, abs($0 - best.means[1]) / second) }.value
    let place = max(abs(best.means[0]) / first, abs(best.means[1]) / second)
    value = mean.value
    valueError = 8 * .ulpOfOne * (mean.size + abs(.log(best.weight)) + 2 + spread * (spread + place)) + solution.curvature
  }

  /// The scores, by the responsibilities, and the information, that of the complete data less what is missing (Louis
  /// 1982).
  private static func equations(_ values: [Double], _ pair: NormalPair, _ start: NormalPair) -> LikelihoodEquations {
    let count = Double(values.count)
    let ratios = [0, 1].map { start.deviations[$0] / pair.deviations[$0] }
    let weight = pair.weight
    var (scores, errors) = (Array(repeating: CompensatedSum(), count: 5), [0.0, 0, 0, 0, 0])
    var information = (0..<5).map { Array(repeating: 0.0, count: $0 + 1) }
    for x in values {
      let terms = pair.terms(x)
      let share = logistic(terms.0 - terms.1)
      let z = [0, 1].map { (x - pair.means[$0]) / pair.deviations[$0] }
      let roundings = [0, 1].map { i -> Double in
        let size = abs(x) + abs(pair.means[i])
        return 2 * size / pair.deviations[i] + abs(z[i])
      }
      let shares = [share, 1 - share]
      // The scores of each component, whose difference is what the unknown component takes from the information.
      let parts = [[ratios[0] * z[0], z[0] * z[0] - 1], [ratios[1] * z[1], z[1] * z[1] - 1]]
      let difference = [1, parts[0][0], parts[0][1], -parts[1][0], -parts[1][1]]
      let byShare = share * (1 - share)
      let logError = 4 * (abs(terms.0) + abs(terms.1))
      let shareError = byShare * (logError + abs(z[0]) * roundings[0] + abs(z[1]) * roundings[1])
      scores[0].add(share - weight)
      errors[0] += shareError + 2 * share + 2 * weight
      for i in [0, 1] {
        for (j, slope) in [(0, ratios[i]), (1, 2 * abs(z[i]))] {
          scores[1 + 2 * i + j].add(shares[i] * parts[i][j])
          errors[1 + 2 * i + j] += shares[i] * (slope * roundings[i] + 4 * abs(parts[i][j]) + 1) + shareError * abs(parts[i][j])
        }
        information[1 + 2 * i][1 + 2 * i] += shares[i] * ratios[i] * ratios[i]
        information[2 + 2 * i][1 + 2 * i] += shares[i] * 2 * ratios[i] * z[i]
        information[2 + 2 * i][2 + 2 * i] += shares[i] * 2 * z[i] * z[i]
      }
      for a in 0..<5 { for b in 0...a { information[a][b] -= byShare * difference[a] * difference[b] } }
    }
    information[0][0] += count * weight * (1 - weight)
    return LikelihoodEquations(
      scores: scores.map { $0.value / count }, errors: errors.map { .ulpOfOne * $0 / count },
      information: information.map { row in row.map { $0 / count } })
  }

  func fit(_ standard: Standardized, note: String) -> Fit {
    let weight = pair.weight
    // From the coordinates to the parameters.
    let slopes = [weight * (1 - weight)] + pair.deviations.flatMap { [$0, $0] }
    var known = [(value: weight, error: slopes[0] * errors[0])]
    for i in [0, 1] {
      let width = pair.deviations[i]
      known.append(standard.place(pair.means[i], error: width * errors[1 + 2 * i]))
      known.append(standard.length(width, error: width * errors[2 + 2 * i]))
    }
    let units = [1] + Array(repeating: standard.unit, count: 4)
    let parameters = zip(["weight_1", "mean_1", "sd_1", "mean_2", "sd_2"], known).enumerated().map { index, named in
      FittedParameter(
        name: named.0, value: named.1.value, error: named.1.error + 4 * .ulpOfOne * abs(index.isMultiple(of: 2) ? named.1.value : weight),
        standardError: units[index] * slopes[index] * standardErrors[index])
    }
    let count = Double(standard.values.count)
    let components = [0, 1].compactMap { try? Normal(validating: [known[1 + 2 * $0].value, known[2 + 2 * $0].value]) }
    let logUnit = Double.log(standard.unit)
    let logLikelihood = count * (value - logUnit)
    return Fit(
      objective: "maximum_likelihood", family: "normal_mixture", parameters: parameters,
      density: components.count == 2 ? try? Mixture(components, weights: [weight, 1 - weight]) : nil,
      outcome: .finite(value: logLikelihood, error: count * (valueError + 4 * .ulpOfOne * abs(logUnit)) + .ulpOfOne * abs(logLikelihood)),
      note: note)
  }
}
