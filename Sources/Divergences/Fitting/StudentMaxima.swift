import Calculus
import Densities
import RealModule
import Scalars

extension StudentT: HasLikelihoodMaximum {
  /// The highest local maximum that is found.
  ///
  /// There is no other: with m equal values among n the likelihood grows without bound for every dof below m/(n − m),
  /// as the scale shrinks onto them (Fernández & Steel 1999). And where the data have a lighter tail than the normal it
  /// may rise with the dof for ever. Maxima are sought along the dof, at each of which location and scale are had by
  /// expectation and maximisation (Liu & Rubin 1995).
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    try sample.checkNotConstant()
    let data = Standardized(sample.sorted)
    let (normal, kurtosis) = (try Normal.likelihoodMaximum(sample), StudentPair.kurtosis(data.values))
    let bound = Double(sample.greatestTie) / (sample.count - Double(sample.greatestTie))
    let unbounded =
      "for a dof below \(Float(bound)) it grows without end as the scale shrinks onto "
      + (sample.greatestTie == 1 ? "a value" : "equal values")
    let starts = StudentSearch(data.values).starts(kurtosis: kurtosis)
    let maxima = starts.compactMap { StudentEquations.solve(data.values, from: $0) }
      .map { solution in (solution: solution, value: StudentEquations.logLikelihood(data.values, solution)) }
    let best = maxima.max { $0.value.value < $1.value.value }
    let (count, logUnit) = (sample.count, Double.log(data.unit))
    if let best, kurtosis > 3 || count * (best.value.value - logUnit) > normal.outcome.value {
      let (dof, location, scale) = (best.solution.dof, best.solution.location, best.solution.scale)
      let standard = best.solution.standardErrors(count)
      return LikelihoodMaximum(
        [
          .init((dof, dof * best.solution.errors[0]), standardError: dof * standard[0]),
          .init(data.place(location, error: scale * best.solution.errors[1]), standardError: data.unit * scale * standard[1]),
          .init(data.length(scale, error: scale * best.solution.errors[2]), standardError: data.unit * scale * standard[2]),
        ], logLikelihood: count * (best.value.value - logUnit), error: count * (best.value.error + 2 * .ulpOfOne * abs(logUnit)),
        note: "the likelihood is unbounded: \(unbounded); this is the best local maximum found")
    }
    guard kurtosis <= 3 else { return .unbounded("\(unbounded), and no local maximum was found beside that") }
    var limit = LikelihoodMaximum.limit(
      normal.outcome.value, error: normal.outcome.error,
      reason: "the likelihood rises with dof towards that of this normal, and no higher local maximum was found; \(unbounded)")
    limit.parameters = [.init((.infinity, 0))] + normal.parameters
    return limit
  }
}

/// A location and a scale.
struct StudentPair {
  var location: Double
  var scale: Double

  /// One step of expectation and maximisation for so many degrees of freedom, in its fast form, which divides by the
  /// weights (Kent, Tyler & Vardi 1994); it never lowers the likelihood.
  func improved(on values: [Double], dof: Double) -> StudentPair {
    var (weights, first, second) = (0.0, 0.0, 0.0)
    for value in values {
      let z = (value - location) / scale
      let square = min(z * z, .greatestFiniteMagnitude)
      let weight = (dof + 1) / (dof + square)
      weights += weight
      first += weight * (value - location)
      second += (dof + 1) * (square / (dof + square))
    }
    let shift = first / weights
    let square = second / weights - (shift / scale) * (shift / scale)
    return StudentPair(location: location + shift, scale: scale * .sqrt(max(square, 0)))
  }

  /// The fourth moment about the mean over the square of the second; 3 for a normal.
  static func kurtosis(_ values: [Double]) -> Double {
    let mean = values.mean { $0 }.value
    let largest = values.lazy.map { abs($0 - mean) }.max() ?? 1
    let second = values.mean { (($0 - mean) / largest) * (($0 - mean) / largest) }.value
    let fourth = values.mean { .pow(($0 - mean) / largest, 4) }.value
    return fourth / (second * second)
  }
}

/// Places near local maxima of the likelihood along the degrees of freedom.
private struct StudentSearch {
  /// The data, or of very many every so-many-th.
  private let values: [Double]

  init(_ values: [Double]) {
    let stride = max(1, values.count / 10_000)
    self.values = stride == 1 ? values : Swift.stride(from: stride / 2, to: values.count, by: stride).map { values[$0] }
  }

  func starts(kurtosis: Double) -> [(dof: Double, pair: StudentPair)] {
    let grid = (0...40).map { Double.exp(13.8 - 0.42 * Double($0)) }
    let (mean, size) = (values.mean { $0 }.value, values.mean { abs($0) }.size)
    let broad = StudentPair(location: mean, scale: max(size, .leastNormalMagnitude))
    var starts = maxima(along: grid, from: broad)
    for share in [2, 5] {
      let narrow = shortest(values.count / share + 1)
      starts += maxima(along: grid.reversed(), from: narrow)
    }
    // The dof that has this kurtosis, which is beyond the grid for a small excess.
    if kurtosis > 3 {
      let dof = 4 + 6 / (kurtosis - 3)
      starts.append((dof, settled(broad, dof: dof)))
    }
    return starts
  }

  /// Between which points of a grid, each reached from the one before, the slope in the dof changes its sign at a
  /// maximum.
  private func maxima(along grid: [Double], from start: StudentPair) -> [(dof: Double, pair: StudentPair)] {
    var found: [(dof: Double, pair: StudentPair)] = []
    var last: (dof: Double, pair: StudentPair, slope: Double)?
    var pair = start
    for dof in grid {
      pair = settled(pair, dof: dof)
      guard pair.scale > 1e-12, pair.scale.isFinite else { break }
      let slope = StudentEquations.slope(values, dof: dof, pair)
      if let last, (dof - last.dof) * last.slope > 0, (dof - last.dof) * slope <= 0 {
        var (from, to, middle) = (last.dof, dof, pair)
        for _ in 0..<12 {
          let half = Double.sqrt(from * to)
          middle = settled(middle, dof: half)
          if (dof - last.dof) * StudentEquations.slope(values, dof: half, middle) > 0 { from = half } else { to = half }
        }
        found.append((.sqrt(from * to), middle))
      }
      last = (dof, pair, slope)
    }
    return found
  }

  private func settled(_ start: StudentPair, dof: Double) -> StudentPair {
    var pair = start
    for _ in 0..<200 {
      let next = pair.improved(on: values, dof: dof)
      let moved = abs(next.location - pair.location) + abs(next.scale - pair.scale)
      pair = next
      if !(moved > 1e-7 * pair.scale) || !(pair.scale > 1e-12) { break }
    }
    return pair
  }

  /// About the shortest interval that holds so many of the data.
  private func shortest(_ count: Int) -> StudentPair {
    let size = min(max(count, 2), values.count)
    let index = (0...(values.count - size)).min { values[$0 + size - 1] - values[$0] < values[$1 + size - 1] - values[$1] } ?? 0
    let (low, high) = (values[index], values[index + size - 1])
    return StudentPair(location: 0.5 * (low + high), scale: high > low ? 0.5 * (high - low) : 0.01 * values.mean { $0 }.size)
  }
}

/// The likelihood equations of Student's t in log dof, location/scale and log scale.
private enum StudentEquations {
  struct Solution {
    let dof, location, scale: Double
    /// Relative errors of dof and scale, and that of the location in units of the scale.
    let errors: [Double]
    let information: SymmetricMatrix

    func standardErrors(_ count: Double) -> [Double] { information.inverseDiagonal.map { .sqrt($0 / count) } }
  }

  /// The zero of the scores near a start, nil where there is none that is a maximum.
  static func solve(_ values: [Double], from start: (dof: Double, pair: StudentPair)) -> Solution? {
    var (dof, location, scale) = (start.dof, start.pair.location, start.pair.scale)
    for _ in 0..<4 {
      let (center, unit, base) = (location, scale, dof)
      let next = LikelihoodEquations.solve(from: [0, 0, 0]) { point in
        equations(values, dof: base * .exp(point[0]), StudentPair(location: center + unit * point[1], scale: unit * .exp(point[2])), unit)
      }
      guard let next, next.point.allSatisfy({ abs($0) < 30 }) else { return nil }
      (dof, location, scale) = (base * .exp(next.point[0]), center + unit * next.point[1], unit * .exp(next.point[2]))
      guard dof > 1e-6, dof < 1e9, scale > 1e-12 else { return nil }
      if next.point.dropFirst().allSatisfy({ abs($0) < 1e-3 }) {
        let rounding = 4 * Double.ulpOfOne
        let errors = [
          next.errors[0] + rounding, next.errors[1] + rounding * abs(location) / scale, next.errors[2] + rounding,
        ]
        guard next.errors.allSatisfy({ $0 < 1e-4 }) else { return nil }
        return Solution(dof: dof, location: location, scale: scale, errors: errors, information: next.information)
      }
    }
    return nil
  }

  /// The slope of the mean log-likelihood in log dof.
  static func slope(_ values: [Double], dof: Double, _ pair: StudentPair) -> Double {
    equations(values, dof: dof, pair, pair.scale).scores[0]
  }

  private static func equations(_ values: [Double], dof: Double, _ pair: StudentPair, _ unit: Double) -> LikelihoodEquations {
    var sums = [CompensatedSum(), CompensatedSum(), CompensatedSum()]
    var errors = [0.0, 0, 0]
    var information = [[0.0], [0, 0], [0, 0, 0]]
    for value in values {
      let z = (value - pair.location) / pair.scale
      let square = min(z * z, 1e300)
      let total = dof + square
      let (share, rest) = (square / total, dof / total)
      // log(1 + y) − y/(1+y) with y = z²/dof, which keeps its digits for a large dof.
      let remainder = share < 0.5 ? logRemainder(-share) : .log(onePlus: square / dof) - share
      let byDof = (0.5 * share - 0.5 * dof * remainder, 0.5 * share + 0.5 * dof * remainder)
      let pull = (dof + 1) * z / total
      sums[0].add(byDof.0)
      sums[1].add(pull)
      sums[2].add((dof + 1) * share - 1)
      let rounding = 2 * (abs(value) + abs(pair.location)) / pair.scale + abs(z)
      // d/dz of the three scores.
      errors[0] += 8 * byDof.1 + rounding * abs(z) * abs(1 - square) * dof / total / total
      errors[1] += 4 * abs(pull) + rounding * (dof + 1) * abs(rest - share) / total
      errors[2] += 4 * (dof + 1) * share + 1 + rounding * 2 * abs(pull) * rest
      // ν² ∂²/∂ν² of the part that depends on z, and the mixed second derivatives.
      information[0][0] -= 0.5 * share * (dof * square - 2 * dof - square) / total
      information[1][0] -= dof * z * (square - 1) / total / total
      information[2][0] -= dof * share * (square - 1) / total
      information[1][1] += (dof + 1) * (rest - share) / total
      information[2][1] += 2 * (dof + 1) * z * rest / total
      information[2][2] += 2 * (dof + 1) * share * rest
    }
    let (count, ratio, half) = (Double(values.count), unit / pair.scale, 0.5 * dof)
    // ν/2 (ψ((ν+1)/2) − ψ(ν/2) − 1/ν).
    let parts = (digammaDeficit(half), digammaDeficit(half + 0.5), logRemainder(0.5 / half))
    let normalizer = half * (parts.0 - parts.1 - parts.2)
    let bend = 0.25 * dof * dof * (trigammaExcess(half + 0.5) - trigammaExcess(half) + 1 / (half + 0.5) - 1 / half) + 0.5
    let scales = [1, ratio, 1]
    let scores = [normalizer + sums[0].value / count, ratio * sums[1].value / count, sums[2].value / count]
    let normalizerError = 8 * half * (parts.0 + parts.1 + parts.2)
    let rounding = zip([errors[0] / count + normalizerError, errors[1] / count, errors[2] / count], scales).map { .ulpOfOne * $0 * $1 }
    var rows = information.enumerated().map { i, row in row.enumerated().map { j, sum in scales[i] * scales[j] * sum / count } }
    rows[0][0] -= bend
    return LikelihoodEquations(scores: scores, errors: rounding, information: rows)
  }

  /// The mean log-likelihood, with a bound on its distance from that at the exact maximum.
  static func logLikelihood(_ values: [Double], _ solution: Solution) -> (value: Double, error: Double) {
    let (dof, location, scale) = (solution.dof, solution.location, solution.scale)
    let terms = values.mean { value in
      let z = (value - location) / scale
      return 0.5 * (dof + 1) * .log(onePlus: z / dof * z)
    }
    let normalizer = SpecialFunctions.studentLogNormalizer(dof)
    let exposed = values.mean { value in
      let z = (value - location) / scale
      return (dof + 1) * abs(z) / (dof + min(z * z, 1e300)) * ((abs(value) + abs(location)) / scale + abs(z))
    }
    let size = terms.size + abs(normalizer) + abs(.log(scale)) + exposed.value + 1
    let curvature = zip(solution.errors, solution.information.diagonal).map { 3 * $0 * $0 * $1 }.reduce(0, +)
    return (normalizer - .log(scale) - terms.value, 8 * .ulpOfOne * size + curvature)
  }
}
