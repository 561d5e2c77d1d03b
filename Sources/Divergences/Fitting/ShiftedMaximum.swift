import Calculus
package import Densities
import RealModule
import Scalars

/// The member of gamma, weibull, logNormal or exponential with a location, X = location + Y, under which the data are
/// most likely.
///
/// Of an exponential the location is the least value, exactly. Of the others the likelihood has no maximum: it grows
/// without bound as the location approaches the least value (Hill 1963 for the log-normal; for the others with a shape
/// below 1). What is sought is the highest local maximum of the profile, the likelihood at the best member for each
/// location; its errors are estimates, and the note says so. Where the profile has none, the outcome is +∞ or, where
/// the likelihood rises as the location runs to −∞, unresolved. Throws for other families.
package func shiftedMaximumLikelihoodFit(
  of family: any Family.Type, to data: [Double], progress: (Double) -> Void = { _ in }
) throws(FitError) -> Fit {
  let shiftable: [any HasLikelihoodMaximum.Type] = [Gamma.self, Weibull.self, LogNormal.self, Exponential.self]
  guard let solvable = shiftable.first(where: { $0 == family }) else {
    let names = shiftable.map { $0.name }.joined(separator: ", ")
    throw FitError(description: "a location is fitted beside the parameters of \(names), and \(family.name) is none of them")
  }
  try FitError.check(data)
  let sample = Sample(data)
  try sample.checkNotConstant()
  if family == Exponential.self {
    let moved = ShiftedProfile(solvable, sample.sorted).member(at: sample.lowest)
    return moved.map { $0.fit(family, location: (sample.lowest, 0), errors: [0], note: "") } ?? ShiftedProfile.refusal(family)
  }
  return ShiftedProfile(solvable, sample.sorted).fit(progress: progress)
}

/// The likelihood at the best member for each location below the data.
private struct ShiftedProfile {
  private let family: any HasLikelihoodMaximum.Type
  private let sorted: [Double]
  /// The distance of the location from the least value is this times a power of e.
  private let unit: Double

  init(_ family: any HasLikelihoodMaximum.Type, _ sorted: [Double]) {
    (self.family, self.sorted) = (family, sorted)
    let middle = sorted[sorted.count / 2] - sorted[0]
    unit = middle > 0 ? middle : sorted[sorted.count - 1] - sorted[0]
  }

  /// The best member with a location.
  struct Member {
    let maximum: LikelihoodMaximum
    let location: Double

    func fit(_ family: any Family.Type, location: (value: Double, error: Double), errors: [Double], note: String) -> Fit {
      var parameters = zip(zip(family.parameters, maximum.parameters), errors + maximum.parameters.map { _ in 0 }).map {
        FittedParameter(name: $0.0.name, value: $0.1.value, error: $0.1.error + $1, standardError: nil)
      }
      let member = try? family.init(validating: parameters.map(\.value))
      parameters.append(FittedParameter(name: "location", value: location.value, error: location.error, standardError: nil))
      return Fit(
        objective: "maximum_likelihood", family: family.name, parameters: parameters,
        density: member.flatMap { try? Affine($0, shift: location.value, scale: 1) }, outcome: maximum.outcome, note: note)
    }
  }

  func member(at location: Double) -> Member? {
    guard let maximum = try? family.likelihoodMaximum(Sample(sorted.map { $0 - location })), maximum.outcome.status == .finite else {
      return nil
    }
    return Member(maximum: maximum, location: location)
  }

  private func location(_ step: Double) -> Double { sorted[0] - unit * .exp(step) }
  private func value(_ step: Double) -> Double { member(at: location(step))?.maximum.outcome.value ?? -.infinity }

  private static let unbounded = "with a location the likelihood grows without bound as the location approaches the least value"

  static func refusal(_ family: any Family.Type, _ outcome: Estimate? = nil) -> Fit {
    Fit(
      objective: "maximum_likelihood", family: family.name, parameters: [], density: nil,
      outcome: outcome ?? .infinite(reason: "the likelihood is unbounded: \(unbounded), and no local maximum was found beside that"))
  }

  /// The highest local maximum.
  func fit(progress: (Double) -> Void) -> Fit {
    // On a part of very many data, which keeps the least value.
    let stride = max(1, sorted.count / 2000)
    let few = ShiftedProfile(family, Swift.stride(from: 0, to: sorted.count, by: stride).map { sorted[$0] })
    let steps = (0...56).map { -14 + 0.4 * Double($0) }
    let values = steps.map { step in few.value(step) }
    let peaks = steps.indices.dropFirst().dropLast().filter { values[$0] > values[$0 - 1] && values[$0] >= values[$0 + 1] }
    guard let peak = peaks.max(by: { values[$0] < values[$1] }), let top = top(near: steps[peak], width: 0.4, progress: progress) else {
      guard let last = values.last, let before = values.dropLast().last, last > before else { return Self.refusal(family) }
      let reason = "the likelihood rises as the location runs to −∞, where \(family.name) with a location becomes another family"
      return Self.refusal(family, .unresolved(reason: reason))
    }
    guard let best = member(at: location(top.step)), let beside = member(at: location(top.step + 1e-3)) else { return Self.refusal(family) }
    let drift = zip(best.maximum.parameters, beside.maximum.parameters).map { abs($1.value - $0.value) / 1e-3 * top.error }
    let error = unit * .exp(top.step) * top.error + 2 * location(top.step).ulp
    return best.fit(
      family, location: (best.location, error), errors: drift, note: "\(Self.unbounded); this is the best local maximum that a search found"
    )
  }

  /// The top of the profile near a step, by golden sections and then Newton's method; nil where it has none there.
  private func top(near start: Double, width: Double, progress: (Double) -> Void) -> (step: Double, error: Double)? {
    var (middle, height) = (start, value(start))
    // All data may have their top a little aside.
    for _ in 0..<20 {
      let (left, right) = (value(middle - width), value(middle + width))
      if height >= left, height >= right { break }
      (middle, height) = left > right ? (middle - width, left) : (middle + width, right)
    }
    var (lower, upper) = (middle - width, middle + width)
    let golden = 0.5 * (.sqrt(5) - 1)
    var places = [upper - golden * (upper - lower), lower + golden * (upper - lower)]
    var heights = places.map(value)
    while upper - lower > 4e-3 {
      progress(1 - (upper - lower) / (2 * width))
      if heights[0] > heights[1] {
        upper = places[1]
        (places[1], heights[1]) = (places[0], heights[0])
        places[0] = upper - golden * (upper - lower)
        heights[0] = value(places[0])
      } else {
        lower = places[0]
        (places[0], heights[0]) = (places[1], heights[1])
        places[1] = lower + golden * (upper - lower)
        heights[1] = value(places[1])
      }
    }
    var (step, error) = (0.5 * (lower + upper), Double.infinity)
    let h = 4e-3
    for _ in 0..<3 {
      let (left, here, right) = (value(step - h), value(step), value(step + h))
      let (farLeft, farRight) = (value(step - 2 * h), value(step + 2 * h))
      let curvature = (left - 2 * here + right) / (h * h)
      guard curvature < 0 else { return nil }
      let move = -(8 * (right - left) - (farRight - farLeft)) / (12 * h) / curvature
      guard abs(move) < 2 * h else { return nil }
      // The quotient leaves a part of the fourth order, and the rounding of the values.
      error = abs(move) + 10 * h * h * h * h + 16 * .ulpOfOne * abs(here) / (h * -curvature)
      step += move
    }
    return (step, error)
  }
}
