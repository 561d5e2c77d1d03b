import RealModule

/// The rows of the table that are distances of empirical distributions, with their intervals.
///
/// Where the samples are far apart the linear term of a distance decides, and the normal law holds with its variance.
/// The law fails where P and Q are so close that the quadratic term is as large. There the triangle inequality
/// |N(F̂ − Ĝ) − N(F − G)| ≤ N((F̂ − F) − (Ĝ − G)) of the norm N gives the interval: its right side has nearly the
/// distribution of the distance of permuted samples.
struct EmpiricalRows {
  let settings: SampleSettings
  let counts: (first: Int, second: Int?)
  /// What lengths are multiples of.
  var unit = 1.0
  /// A bound on the error of the value by quadrature, which the intervals contain.
  var error = 0.0
  /// What else is to be said in each row.
  var remark = ""

  /// Samples are close below so many times the mean distance of permuted ones.
  private static let nearness = 2.0
  private static let squareNote = "mass that is too rare to be among the rows counts by the square of its distance and is not seen"

  func wasserstein1(_ value: Double, _ influence: InfluenceVariance, _ null: NullDistribution) -> SampleEstimate {
    let note = "mass that is too rare to be among the rows counts by its distance and is not seen"
    if value < Self.nearness * null.mean {
      return close("w1", value, radius: null.upperQuantile(settings.alpha), influence, null.pValue(value), note) { $0 * unit }
    }
    return far("w1", value, around: value, influence, null: 0, null.pValue(value), note) { $0 * unit }
  }

  func wasserstein2(_ square: Double, _ influence: InfluenceVariance, _ null: NullDistribution) -> SampleEstimate {
    let note = Self.squareNote
    if square < Self.nearness * Self.nearness * null.mean {
      let radius = Double.sqrt(null.upperQuantile(settings.alpha))
      return close("w2", .sqrt(square), radius: radius, influence, null.pValue(square), note) { $0 * unit }
    }
    return far("w2", square, around: square, influence, null: null.variance, null.pValue(square), note) { .sqrt($0) * unit }
  }

  /// The same against a density, where nothing is simulated: for a sample that is close to it by W1 the law fails.
  func wasserstein2(_ square: Double, _ influence: InfluenceVariance, isClose: Bool) -> SampleEstimate {
    let radius = settings.normalQuantile * influence.standardError + error
    return row(
      "w2", square, (max(0, square - radius), square + radius), by: .influence, isClose ? .doubtful : .asymptotic, influence, nil,
      Self.squareNote + (isClose ? "; the sample is so close to the density that the normal law fails" : "")
    ) { .sqrt($0) }
  }

  /// The bias of 2 ∫ (F̂ − Ĝ)² is known, so that the interval is around the value without it, which may be negative.
  func energy(_ value: Double, bias: Double, _ influence: InfluenceVariance, _ null: NullDistribution) -> SampleEstimate {
    let note = "sees shifts better than tails"
    if value < Self.nearness * Self.nearness * null.mean {
      let radius = Double.sqrt(null.upperQuantile(settings.alpha))
      return close("energy", .sqrt(value), radius: radius, influence, null.pValue(value), note) { $0 * $0 * unit }
    }
    return far("energy", value, around: value - bias, influence, null: null.variance, null.pValue(value), note) { $0 * unit }
  }

  /// With P(sup |F̂ − F| > ε) ≤ α for ε = √(log(2/α)/(2n)), whatever the distribution (Massart 1990).
  func kolmogorov(_ value: Double, _ null: NullDistribution) -> SampleEstimate {
    let sizes = [counts.first] + (counts.second.map { [$0] } ?? [])
    let missed = settings.alpha / Double(sizes.count)
    let radius = sizes.reduce(0) { $0 + .sqrt(.log(2 / missed) / (2 * Double($1))) }
    return SampleEstimate(
      "ks", .empirical, value: value, lower: max(0, value - radius), upper: min(1, value + radius), by: .dkw, pValue: null.pValue(value),
      .guaranteed, counts: counts, note: "sees the largest difference of the distribution functions, and tails hardly")
  }

  /// The interval of samples that are close, in the norm.
  private func close(
    _ measure: String, _ norm: Double, radius: Double, _ influence: InfluenceVariance, _ pValue: Double, _ note: String,
    _ scaled: (Double) -> Double
  ) -> SampleEstimate {
    // Of a square by `error` the root is off by at most the root of it.
    let radius = radius + max(error, .sqrt(error))
    return row(
      measure, norm, (max(0, norm - radius), norm + radius), by: .triangle, .conservative, influence, pValue,
      note + "; the samples are so close that much of the estimate is sampling, which makes distances larger", scaled)
  }

  /// The interval of samples that are far apart; the quadratic term is uncorrelated with the linear one.
  private func far(
    _ measure: String, _ value: Double, around center: Double, _ influence: InfluenceVariance, null variance: Double, _ pValue: Double,
    _ note: String, _ scaled: (Double) -> Double
  ) -> SampleEstimate {
    let radius = settings.normalQuantile * .sqrt(influence.value + variance) + error
    // At a low level the interval around the center may end short of the value, which is then its end.
    return row(
      measure, value, (max(0, center - radius), max(value, center + radius)), by: .influence, .asymptotic, influence, pValue, note, scaled)
  }

  private func row(
    _ measure: String, _ value: Double, _ interval: (lower: Double, upper: Double), by method: SampleEstimate.Method,
    _ coverage: SampleEstimate.Coverage, _ influence: InfluenceVariance, _ pValue: Double?, _ note: String, _ scaled: (Double) -> Double
  ) -> SampleEstimate {
    let (number, lower, upper) = (scaled(value), scaled(interval.lower), scaled(interval.upper))
    guard number.isFinite, lower.isFinite, upper.isFinite else {
      return SampleEstimate(
        measure, .empirical, value: number.isFinite ? number : nil, counts: counts, note: "the interval is beyond the largest double")
    }
    return SampleEstimate(
      measure, .empirical, value: number, lower: lower, upper: upper, by: method, pValue: pValue,
      influence.doubt == nil ? coverage : .doubtful, counts: counts,
      note: [note, influence.doubt ?? "", remark].filter { !$0.isEmpty }.joined(separator: "; "))
  }
}
