import Calculus
import Densities
import RealModule
import Scalars

/// The mixture of two normals under which the data are most likely, by expectation and maximisation (Dempster, Laird and Rubin 1977).
///
/// The likelihood has no maximum: it grows without bound as a component shrinks onto one datum (Kiefer & Wolfowitz 1956). What is sought is a high
/// local maximum, at which both deviations are above a thousandth of the data's own; where the search finds none, the outcome is +∞ with that reason. It
/// starts from the data cut at the median and from random pairs of data; the start that is likeliest after some steps is followed to its end, and sharpened by
/// Newton's method. The component with the lower mean
/// comes first. Throws as `maximumLikelihoodFit` does.
public func normalMixtureFit(to data: [Double], using generator: inout some RandomNumberGenerator) throws(FitError) -> Fit {
  try FitError.check(data)
  let standard = Standardized(data)
  let starts =
    [NormalPair.cut(standard.data)]
    + (0..<10).map { _ in
      .around(standard.data.randomElement(using: &generator) ?? 0, standard.data.randomElement(using: &generator) ?? 0)
    }
  let candidates = starts.map { $0.improved(on: standard.data, iterations: 30) }
    .map { (pair: $0, likelihood: $0.logLikelihood(of: standard.data)) }.sorted { $0.likelihood > $1.likelihood }
  // Most that shrink show it only after many more steps.
  let settled = candidates.lazy.map { $0.pair.improved(on: standard.data, iterations: 2000) }.filter { !$0.isCollapsed }
  let optima = settled.map { standard.optimum(near: $0.ordered) }
  guard let optimum = optima.first(where: { $0.hessian != nil }) else {
    let reason =
      "the likelihood grows without bound as a component shrinks onto one value of the data, and no local maximum was found beside that"
    return Fit(
      objective: "maximum_likelihood", family: "normal_mixture", parameters: [], density: nil, outcome: .infinite(reason: reason))
  }
  return standard.fit(NormalPair(coordinates: optimum.point), optimum)
}

/// The data less their mean, over their standard deviation: then one set of tolerances serves all data.
private struct Standardized {
  let data: [Double]
  let mean: Double
  let deviation: Double

  init(_ raw: [Double]) {
    let (mean, deviation) = moments(raw)
    (self.mean, self.deviation) = (mean, deviation)
    data = raw.map { ($0 - mean) / deviation }
  }

  /// The maximum near a mixture; without second derivatives where it is none, as where both components are the same.
  func optimum(near pair: NormalPair) -> Optimum {
    Optimum(near: pair.coordinates) { point in
      let mean = NormalPair(coordinates: point).logLikelihood(of: data) / Double(data.count)
      return Estimate(value: -mean, error: 4 * .ulpOfOne * (1 + abs(mean)))
    }
  }

  func fit(_ pair: NormalPair, _ optimum: Optimum) -> Fit {
    let first = Normal(mean: mean + deviation * pair.means[0], sd: deviation * pair.deviations[0])
    let second = Normal(mean: mean + deviation * pair.means[1], sd: deviation * pair.deviations[1])
    let count = Double(data.count)
    let variances = optimum.hessian?.inverseDiagonal
    // From the coordinates, logit weight, means and log deviations, to the parameters.
    let weight = pair.weight
    let slopes = [weight * (1 - weight), deviation, first.sd, deviation, second.sd]
    let values = [weight, first.mean, first.sd, second.mean, second.sd]
    let parameters = zip(["weight_1", "mean_1", "sd_1", "mean_2", "sd_2"], values).enumerated().map { index, named in
      FittedParameter(
        name: named.0, value: named.1, error: slopes[index] * optimum.errors[index] + .ulpOfOne * abs(named.1),
        standardError: variances.map { slopes[index] * .sqrt($0[index] / count) })
    }
    let logLikelihood = pair.logLikelihood(of: data) - count * .log(deviation)
    return Fit(
      objective: "maximum_likelihood", family: "normal_mixture", parameters: parameters,
      density: try? Mixture([first, second], weights: [weight, 1 - weight]),
      outcome: .finite(value: logLikelihood, error: 8 * .ulpOfOne * (abs(logLikelihood) + count)))
  }
}

/// weight · N(mean₁, deviation₁) + (1 − weight) · N(mean₂, deviation₂).
private struct NormalPair {
  var weight: Double
  var means: [Double]
  var deviations: [Double]

  /// The narrowest component, in units of the data's own deviation.
  static let narrowest = 1e-3

  /// Whether a component has shrunk as far as it may.
  var isCollapsed: Bool { deviations.contains { $0 <= 1.001 * Self.narrowest } }

  static func cut(_ data: [Double]) -> NormalPair {
    let sorted = data.sorted()
    let halves = [moments(Array(sorted.prefix((sorted.count + 1) / 2))), moments(Array(sorted.suffix((sorted.count + 1) / 2)))]
    return NormalPair(weight: 0.5, means: halves.map(\.mean), deviations: halves.map { max($0.deviation, 0.1) })
  }

  static func around(_ first: Double, _ second: Double) -> NormalPair {
    NormalPair(weight: 0.5, means: [first, second], deviations: [0.5, 0.5])
  }

  /// The mixture with the components in the order of their means.
  var ordered: NormalPair {
    means[0] <= means[1] ? self : NormalPair(weight: 1 - weight, means: means.reversed(), deviations: deviations.reversed())
  }

  func logLikelihood(of data: [Double]) -> Double {
    data.lazy.map { logAddExp(terms($0).0, terms($0).1) }.compensatedSum()
  }

  /// The logarithms of the weighted densities.
  private func terms(_ x: Double) -> (Double, Double) {
    func term(_ i: Int, _ logWeight: Double) -> Double {
      let z = (x - means[i]) / deviations[i]
      return logWeight - .log(deviations[i]) - 0.5 * z * z - 0.5 * .log(2 * .pi)
    }
    return (term(0, .log(weight)), term(1, .log(onePlus: -weight)))
  }

  /// So many steps of expectation and maximisation, or until they stand still; none of them lowers the likelihood.
  func improved(on data: [Double], iterations: Int) -> NormalPair {
    var pair = self
    for _ in 0..<iterations {
      let next = pair.step(on: data)
      let moved = zip(next.coordinates, pair.coordinates).contains { abs($0 - $1) > 1e-9 }
      pair = next
      if !moved { break }
    }
    return pair
  }

  private func step(on data: [Double]) -> NormalPair {
    let shares = data.map { x in
      let (first, second) = terms(x)
      return logistic(first - second)
    }
    func component(_ shares: [Double]) -> (count: Double, mean: Double, deviation: Double) {
      let count = max(shares.compensatedSum(), .leastNormalMagnitude)
      let mean = zip(shares, data).lazy.map { $0 * $1 }.compensatedSum() / count
      let variance = zip(shares, data).lazy.map { $0 * ($1 - mean) * ($1 - mean) }.compensatedSum() / count
      return (count, mean, max(.sqrt(variance), Self.narrowest))
    }
    let (first, second) = (component(shares), component(shares.map { 1 - $0 }))
    // Never quite 0 or 1, so that the coordinates stay finite.
    let weight = min(max(first.count / (first.count + second.count), 1e-12), 1 - 1e-12)
    return NormalPair(weight: weight, means: [first.mean, second.mean], deviations: [first.deviation, second.deviation])
  }

  /// logit weight, mean₁, log deviation₁, mean₂, log deviation₂: any five numbers are a mixture.
  var coordinates: [Double] {
    [.log(weight) - .log(onePlus: -weight), means[0], .log(deviations[0]), means[1], .log(deviations[1])]
  }

  init(coordinates: [Double]) {
    weight = logistic(coordinates[0])
    means = [coordinates[1], coordinates[3]]
    deviations = [.exp(coordinates[2]), .exp(coordinates[4])]
  }

  private init(weight: Double, means: [Double], deviations: [Double]) {
    self.weight = weight
    self.means = means
    self.deviations = deviations
  }
}
