import Calculus
import Densities
import RealModule
import Scalars

/// A local maximum of the likelihood of a mixture of normals.
struct MixtureMaximum {
  let mixture: NormalComponents
  /// The mean log-likelihood.
  let value: Double
  private let valueError: Double
  private let solution: LikelihoodEquations.Solution

  /// The zero of the likelihood equations near a mixture; nil where there is none that is a maximum, as where two
  /// components are the same.
  ///
  /// The coordinates are log weightᵢ − log weight of the last, for all others, and for each component the step of its
  /// mean in units of its deviation and the logarithm of the growth of its deviation.
  init?(near start: NormalComponents, on values: [Double]) {
    let count = start.count
    func mixture(_ point: [Double]) -> NormalComponents {
      var mixture = start
      for i in start.means.indices {
        let place = count - 1 + 2 * i
        mixture.weights[i] *= i < count - 1 ? .exp(point[i]) : 1
        mixture.means[i] += start.deviations[i] * point[place]
        mixture.deviations[i] *= .exp(point[place + 1])
      }
      let total = mixture.weights.reduce(0, +)
      mixture.weights = mixture.weights.map { $0 / total }
      return mixture
    }
    let zeros = [Double](repeating: 0, count: 3 * count - 1)
    let solution = LikelihoodEquations.solve(from: zeros) { Self.equations(values, mixture($0), start) }
    guard let solution, solution.errors.allSatisfy({ $0 < 1e-3 }), solution.point.allSatisfy({ abs($0) < 1 }) else { return nil }
    let best = mixture(solution.point)
    self.mixture = best
    self.solution = solution
    var shares = best.weights
    let mean = values.mean { best.shares($0, into: &shares) }
    let spread = values.mean { x in best.means.indices.map { abs(x - best.means[$0]) / best.deviations[$0] }.min() ?? 0 }.value
    let place = best.means.indices.map { abs(best.means[$0]) / best.deviations[$0] }.max() ?? 0
    let logWeight = best.weights.map { abs(Double.log($0)) }.max() ?? 0
    value = mean.value
    valueError = 8 * .ulpOfOne * (mean.size + logWeight + 2 + spread * (spread + place)) + solution.curvature
  }

  /// The scores, by the responsibilities, and the information, that of the complete data less what is missing (Louis
  /// 1982).
  private static func equations(_ values: [Double], _ mixture: NormalComponents, _ start: NormalComponents) -> LikelihoodEquations {
    let (count, components) = (Double(values.count), mixture.count)
    let size = 3 * components - 1
    let ratios = mixture.means.indices.map { start.deviations[$0] / mixture.deviations[$0] }
    let logs = mixture.means.indices.map { abs(Double.log(mixture.weights[$0])) + abs(Double.log(mixture.deviations[$0])) + 1 }
    /// The component that a coordinate belongs to.
    let owners = (0..<components - 1) + (0..<components).flatMap { [$0, $0] }
    var scores = [CompensatedSum](repeating: CompensatedSum(), count: size)
    var errors = [Double](repeating: 0, count: size)
    var information = [Double](repeating: 0, count: size * size)
    var (shares, rests, parts) = (mixture.weights, mixture.weights, errors)
    var (z, roundings, logErrors) = (mixture.weights, mixture.weights, mixture.weights)
    for x in values {
      _ = mixture.shares(x, into: &shares)
      var meanError = 0.0
      for i in shares.indices {
        z[i] = (x - mixture.means[i]) / mixture.deviations[i]
        roundings[i] = 2 * (abs(x) + abs(mixture.means[i])) / mixture.deviations[i] + abs(z[i])
        logErrors[i] = 4 * (logs[i] + 0.5 * z[i] * z[i]) + abs(z[i]) * roundings[i]
        rests[i] = 0
        for j in shares.indices where j != i { rests[i] += shares[j] }
        meanError += shares[i] * logErrors[i]
        if i < components - 1 { parts[i] = 1 }
        parts[components - 1 + 2 * i] = ratios[i] * z[i]
        parts[components + 2 * i] = z[i] * z[i] - 1
      }
      for i in shares.indices {
        let share = shares[i]
        let shareError = share * (max(meanError - share * logErrors[i], 0) + rests[i] * logErrors[i])
        if i < components - 1 {
          scores[i].add(share - mixture.weights[i])
          errors[i] += shareError + 2 * share + 2 * mixture.weights[i]
        }
        let place = components - 1 + 2 * i
        scores[place].add(share * parts[place])
        scores[place + 1].add(share * parts[place + 1])
        errors[place] += share * (ratios[i] * roundings[i] + 4 * abs(parts[place]) + 1) + shareError * abs(parts[place])
        errors[place + 1] += share * (2 * abs(z[i]) * roundings[i] + 4 * abs(parts[place + 1]) + 1) + shareError * abs(parts[place + 1])
        information[place * size + place] += share * ratios[i] * ratios[i]
        information[(place + 1) * size + place] += share * 2 * ratios[i] * z[i]
        information[(place + 1) * size + place + 1] += share * 2 * z[i] * z[i]
      }
      // What the unknown component takes: the covariance of the scores of the components.
      for a in 0..<size {
        let (i, part) = (owners[a], parts[a])
        for b in 0...a {
          let j = owners[b]
          information[a * size + b] -= (i == j ? shares[i] * rests[i] : -shares[i] * shares[j]) * part * parts[b]
        }
      }
    }
    for a in 0..<components - 1 {
      for b in 0...a { information[a * size + b] += count * mixture.weights[a] * ((a == b ? 1 : 0) - mixture.weights[b]) }
    }
    return LikelihoodEquations(
      scores: scores.map { $0.value / count }, errors: errors.map { .ulpOfOne * $0 / count },
      information: (0..<size).map { a in (0...a).map { information[a * size + $0] / count } })
  }

  /// The fit in the units of the data.
  func fit(_ standard: Standardized, note: String) -> Fit {
    let (components, count) = (mixture.count, Double(standard.values.count))
    let coordinateErrors = solution.standardErrors(count)
    var parameters: [FittedParameter] = []
    func add(_ name: String, _ known: (value: Double, error: Double), rounding: Double, _ standardError: Double?) {
      parameters.append(
        FittedParameter(
          name: name, value: known.value, error: known.error + 4 * .ulpOfOne * rounding, standardError: standardError))
    }
    var places: [(mean: Double, deviation: Double)] = []
    for i in 0..<components {
      let (weight, width, place) = (mixture.weights[i], mixture.deviations[i], components - 1 + 2 * i)
      if i < components - 1 {
        // The slopes of the weight by the coordinates.
        let slopes = (0..<3 * components - 1).map { $0 < components - 1 ? weight * (($0 == i ? 1 : 0) - mixture.weights[$0]) : 0 }
        let variance = solution.information.solve(slopes).map { zip($0, slopes).map { $0 * $1 }.reduce(0, +) / count }
        let error = zip(slopes, solution.errors).map { abs($0) * $1 }.reduce(0, +)
        add("weight_\(i + 1)", (weight, error), rounding: weight, variance.map { .sqrt(max($0, 0)) })
      }
      let mean = standard.place(mixture.means[i], error: width * solution.errors[place])
      let deviation = standard.length(width, error: width * solution.errors[place + 1])
      places.append((mean.value, deviation.value))
      add("mean_\(i + 1)", mean, rounding: standard.unit * width, standard.unit * width * coordinateErrors[place])
      add("sd_\(i + 1)", deviation, rounding: deviation.value, standard.unit * width * coordinateErrors[place + 1])
    }
    let normals = places.compactMap { try? Normal(validating: [$0.mean, $0.deviation]) }
    let logUnit = Double.log(standard.unit)
    let logLikelihood = count * (value - logUnit)
    return Fit(
      objective: "maximum_likelihood", family: "normal_mixture", parameters: parameters,
      density: normals.count == components ? try? Mixture(normals, weights: mixture.weights) : nil,
      outcome: .finite(value: logLikelihood, error: count * (valueError + 4 * .ulpOfOne * abs(logUnit)) + .ulpOfOne * abs(logLikelihood)),
      note: note)
  }
}
