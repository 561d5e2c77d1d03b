import Densities
import RealModule
import Scalars

extension Logistic: HasLikelihoodMaximum {
  /// Σ tanh(z/2) = 0 and Σ z tanh(z/2) = n; the likelihood is log-concave in location/scale and 1/scale, so that its
  /// maximum is the only one.
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    try sample.checkNotConstant()
    let data = Standardized(sample.sorted)
    let start = [0, Double.log(max(data.values.mean { $0 }.size / 1.4, .leastNormalMagnitude))]
    guard let solution = LocationScale.solve(data.values, from: start, Self.term) else { return .notFound }
    return LocationScale.maximum(data, solution, Self.term) { size in -size - 2 * Double.log(onePlus: .exp(-size)) }
  }

  /// Of −log p as a function of z: its slope, its second derivative.
  private static func term(_ z: Double) -> (slope: Double, curvature: Double) {
    let (half, e) = (Double.tanh(0.5 * z), Double.exp(-abs(z)))
    return (half, 2 * e / ((1 + e) * (1 + e)))
  }
}

extension Cauchy: HasLikelihoodMaximum {
  /// Σ 2z/(1+z²) = 0 and Σ 2z²/(1+z²) = n; unless half of the data are the same the maximum is the only one (Copas
  /// 1975).
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    try sample.checkNotConstant()
    let (tie, count) = (sample.greatestTie, sample.sorted.count)
    if 2 * tie > count {
      return .unbounded("more than half of the values are the same, and it grows without end as the scale shrinks onto them")
    }
    let data = Standardized(sample.sorted)
    if 2 * tie == count { return atHalf(sample, data) }
    var pair = StudentPair(location: 0, scale: data.values.mean { min(abs($0), 2) }.size)
    for _ in 0..<100 { pair = pair.improved(on: data.values, dof: 1) }
    guard let solution = LocationScale.solve(data.values, from: [pair.location, .log(pair.scale)], Self.term) else { return .notFound }
    return LocationScale.maximum(data, solution, Self.term) { size in -.log(.pi) - 2 * .log(.hypot(1, size)) }
  }

  private static func term(_ z: Double) -> (slope: Double, curvature: Double) {
    // Beyond the square's range the slope is 2/z, and what follows is nothing.
    let square = z * z
    return square < 1e300 ? (2 * z / (1 + square), 2 * (1 - square) / (1 + square) / (1 + square)) : (2 / z, 0)
  }

  /// Where just half of the data are one value c, the likelihood rises as the scale shrinks onto it, to 1/Π π (x − c)²
  /// over the others; and if the others are one value too, all members with (location − c)² + scale² = the square of
  /// half the distance about the middle have that likelihood.
  private static func atHalf(_ sample: Sample, _ data: Standardized) -> LikelihoodMaximum {
    let tied = zip(sample.sorted, sample.sorted.dropFirst()).filter { $0 == $1 }.map(\.0)
    let center = sample.sorted.count == 2 ? sample.lowest : tied[tied.count / 2]
    let terms = sample.sorted.filter { $0 != center }.map { -2 * Double.log(abs($0 - center)) }
    let supremum = terms.compensatedSum() - sample.count * .log(.pi)
    let error = 4 * .ulpOfOne * (terms.reduce(0) { $0 + abs($1) } + 2 * sample.count)
    if sample.sorted.allSatisfy({ $0 == sample.lowest || $0 == sample.highest }) {
      let half = 0.5 * (sample.highest - sample.lowest)
      let middle = sample.lowest + half
      return LikelihoodMaximum(
        [.init((middle, middle.ulp)), .init((half, half.ulp))], logLikelihood: supremum, error: error,
        note:
          "the data are two values equally often, so that every location between them, with its own scale, is a maximum; "
          + "this is their middle"
      )
    }
    return .limit(
      supremum, error: error,
      reason: "half of the values are \(center), so that the likelihood rises to its supremum only as the scale shrinks onto them")
  }
}

/// The equations of a family p(x) = e^(−h(z))/scale with z = (x − location)/scale, in location/scale and log scale of
/// standardised data.
private enum LocationScale {
  typealias Term = (_ z: Double) -> (slope: Double, curvature: Double)

  /// The zero of the scores: location and log scale, with errors in units of the scale.
  static func solve(_ values: [Double], from start: [Double], _ term: Term) -> LikelihoodEquations.Solution? {
    var (location, scale) = (start[0], Double.exp(start[1]))
    // Steps of the location are in units of the scale, which changes; a restart takes the new one.
    var solution: LikelihoodEquations.Solution?
    for _ in 0..<4 {
      let (center, unit) = (location, scale)
      let next = LikelihoodEquations.solve(from: [0, 0]) { equations(values, center + unit * $0[0], unit * .exp($0[1]), unit, term) }
      guard let next else { return solution }
      location = center + unit * next.point[0]
      scale = unit * .exp(next.point[1])
      solution = LikelihoodEquations.Solution(
        point: [location, scale],
        errors: [unit * next.errors[0] + 2 * .ulpOfOne * abs(location), scale * (next.errors[1] + 4 * .ulpOfOne)],
        information: next.information)
      if abs(next.point[0]) < 1e-3, abs(next.point[1]) < 1e-3, next.isSharp { return solution }
    }
    return solution.flatMap { $0.errors[1] < 1e-6 * $0.point[1] && $0.errors[0] < 1e-6 * $0.point[1] ? $0 : nil }
  }

  private static func equations(
    _ values: [Double], _ location: Double, _ scale: Double, _ unit: Double, _ term: Term
  ) -> LikelihoodEquations {
    var (first, second) = (CompensatedSum(), CompensatedSum())
    var errors = (0.0, 0.0)
    var information = (0.0, 0.0, 0.0)
    for value in values {
      let z = (value - location) / scale
      let (slope, curvature) = term(z)
      first.add(slope)
      second.add(z * slope - 1)
      let rounding = 2 * (abs(value) + abs(location)) / scale + abs(z)
      errors.0 += abs(curvature) * rounding + 4 * abs(slope)
      errors.1 += (abs(slope) + abs(z * curvature)) * rounding + 4 * abs(z * slope) + 1
      // z h′ is 1 on average at the zero, and h′ 0, which makes this the information there.
      information.0 += curvature
      information.1 += z * curvature
      information.2 += 1 + z * z * curvature
    }
    let (count, ratio) = (Double(values.count), unit / scale)
    return LikelihoodEquations(
      scores: [ratio * first.value / count, second.value / count],
      errors: [ratio * .ulpOfOne * errors.0 / count, .ulpOfOne * errors.1 / count],
      information: [[ratio * ratio * information.0 / count], [ratio * information.1 / count, information.2 / count]])
  }

  static func maximum(
    _ data: Standardized, _ solution: LikelihoodEquations.Solution, _ term: Term, _ logShape: (Double) -> Double
  ) -> LikelihoodMaximum {
    let (location, scale, count) = (solution.point[0], solution.point[1], Double(data.values.count))
    let terms = data.values.mean { logShape(abs(($0 - location) / scale)) }
    let (logUnit, logScale) = (Double.log(data.unit), Double.log(scale))
    let standard = solution.standardErrors(count)
    // The place at which the terms were summed is off by no more than the errors, which counts twice over at a maximum;
    // z itself is rounded.
    let off = [solution.errors[0] / scale, solution.errors[1] / scale]
    let exposed = data.values.mean { value in
      let z = (value - location) / scale
      return abs(term(z).slope) * ((abs(value) + abs(location)) / scale + abs(z))
    }
    let rounding = 4 * .ulpOfOne * (terms.size + abs(logUnit) + abs(logScale) + exposed.value)
    let curvature = zip(off, solution.information.diagonal).map { 2 * $0 * $0 * $1 }.reduce(0, +)
    return LikelihoodMaximum(
      [
        .init(data.place(location, error: solution.errors[0]), standardError: data.unit * scale * standard[0]),
        .init(data.length(scale, error: solution.errors[1]), standardError: data.unit * scale * standard[1]),
      ], logLikelihood: count * (terms.value - logScale - logUnit), error: count * (rounding + curvature))
  }
}
