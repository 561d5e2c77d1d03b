import RealModule
import Scalars

extension CustomDensity {
  /// The density proportional to a formula in x between two finite ends; throws one sentence where it is negative, not a
  /// number, infinite or zero inside, or where it is not a power of the distance close to an end.
  package init(formula text: String, lower: Double, upper: Double) throws(DensityError) {
    let formula = try Formula(text)
    guard lower.isFinite, upper.isFinite else {
      throw DensityError("formula: lower and upper must be finite, not \(lower) and \(upper): what a formula does at infinity is not known")
    }
    guard lower < upper, (upper - lower).isFinite else {
      throw DensityError("formula: lower must be below upper, not lower = \(lower) and upper = \(upper)")
    }
    guard upper - lower > 1e-6 * max(abs(lower), abs(upper)), upper - lower > 1e-250 else {
      throw DensityError("formula: lower and upper must differ in more than their last digits, not \(lower) and \(upper)")
    }
    let features = try FormulaFeatures(formula, text, lower: lower, upper: upper)
    let ends = [
      try PowerEnd(of: formula, text, at: lower, inward: 1, width: upper - lower),
      try PowerEnd(of: formula, text, at: upper, inward: -1, width: upper - lower),
    ]
    do throws(DensityError) {
      try self.init(
        on: Interval(lower, upper), ends: ends.map(\.end), breakpoints: features.kinks, landmarks: features.landmarks,
        name: "formula(\"\(text)\",\(lower.short),\(upper.short))"
      ) { place in
        let value = formula(at: place)
        return (value.log, value.error)
      }
    } catch {
      throw DensityError("formula: '\(Scanner.shortened(text))' cannot be a density from \(lower) to \(upper): \(error.description)")
    }
  }
}

/// The power of the distance that a formula is like close to an end, f ~ c |x − end|ᵏ with k > −1.
///
/// It is read off the slopes of log f by the logarithm of the distance, from decade to decade: as deep as the formula
/// has digits, which is some 300 decades where its distances do not cancel.
private struct PowerEnd {
  let end: CustomDensity.End

  private struct Sample {
    let distance, log, error: Double
  }

  init(of formula: Formula, _ text: String, at point: Double, inward: Double, width: Double) throws(DensityError) {
    var samples: [Sample] = []
    var distance = 0.1 * width
    while distance > 1e-290 {
      let value = formula(at: Place(anchor: point, offset: inward * distance))
      guard value.log.isFinite, value.error < 1e-5 else { break }
      samples.append(Sample(distance: distance, log: value.log, error: value.error))
      distance *= 0.1
    }
    // An end that is rounded, such as that of sin(x) at pi, lies within a rounding of the zero or the pole that is meant.
    let ulp = point.ulp
    let (far, farther) = (samples.prefix { $0.distance > 1000 * ulp }, samples.prefix { $0.distance > 1e6 * ulp })
    let deep = Self.power(samples[...])
    let strict = Self.power(far)
    let (shallow, above) = strict == nil ? (Self.power(farther, shift: ulp), farther) : (strict, far)
    var (power, known) = (deep, samples[...])
    if let shallow, let last = above.last, let deepest = samples.last, abs((deep ?? .infinity) - shallow) > 1e-3 {
      let atRounding = last.log + shallow * .log(8 * ulp / last.distance)
      if deep == nil || (deepest.log - atRounding) * shallow < 0 { (power, known) = (shallow, above) }
    }
    let shown = "formula: '\(Scanner.shortened(text))' must be like a power of the distance"
    guard let power, let last = known.last, let before = known.dropLast().last else {
      throw DensityError(
        "\(shown) close to \(point), and no such power is seen: move the end inside, or use a family or points(FILE:X,Y)")
    }
    guard power > -1 + 1e-6 else {
      throw DensityError("\(shown) with an exponent above -1 close to \(point), not \(power.short): its integral is infinite")
    }
    // What is left of a correction such as 1 + dᵃ is some times what it has changed in the last decade.
    let change = before.log - last.log - power * .log(before.distance / last.distance)
    end = CustomDensity.End(
      point: point, inward: inward, depth: last.distance, error: 10 * abs(change) + last.error,
      law: .power(power, logValue: last.log))
  }

  /// The exponent, where the last decades agree on one: a fraction or a decimal where it is as near to one as they tell.
  /// The zero or pole may be so much beside the end.
  private static func power(_ samples: ArraySlice<Sample>, shift: Double = 0) -> Double? {
    let last = Array(samples.suffix(5))
    guard last.count == 5, let first = samples.first, last[4].distance < 2e-4 * first.distance else { return nil }
    let slopes = zip(last, last.dropFirst()).map { ($0.log - $1.log) / .log($0.distance / $1.distance) }
    let rounding = 2 * last.map { $0.error + .ulpOfOne * abs($0.log) + shift / $0.distance }.reduce(0, +)
    // The corrections of a series fall from decade to decade; those of a logarithm do not.
    let changes = zip(slopes, slopes.dropFirst()).map { abs($0 - $1) }
    guard changes[2] <= 0.6 * changes[1] + rounding, changes[1] <= 0.6 * changes[0] + rounding, changes[2] < 1e-4 else { return nil }
    let tolerance = max(1e-9, 3 * changes[2], rounding)
    let candidates = (1...12).map { (slopes[3] * Double($0)).rounded() / Double($0) } + [(slopes[3] * 1e4).rounded() / 1e4]
    return candidates.first { abs($0 - slopes[3]) <= tolerance } ?? slopes[3]
  }
}
