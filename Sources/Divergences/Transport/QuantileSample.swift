import Calculus
import Densities
import RealModule
import Scalars

/// The difference of both quantiles at a level, in units of a length, and its square, each times du/dt.
struct QuantileSample: Sampled {
  let square: Double
  let noise: Double
  let deviation: Double
  let deviationNoise: Double

  /// A difference times √(du/dt) and times du/dt, with bounds on the errors: neither follows from the other far out.
  init(root: (difference: Double, noise: Double), whole: (difference: Double, noise: Double)) {
    square = root.difference * root.difference
    noise = (2 * abs(root.difference) + root.noise) * root.noise
    deviation = whole.difference
    deviationNoise = whole.noise
  }
}

/// Samples the quantiles of both densities in charts of u around 0, and of 1 − u around 1.
///
/// The charts are logarithmic, t = log u and t = log(1 − u): each tail is resolved down to its last double, or further.
struct QuantileSampler: Sampler {
  private let p: QuantileSide
  private let q: QuantileSide
  private let unit: Double
  /// Below these t the difference of the quantiles is nothing but rounding.
  private var floors = (lower: -Double.infinity, upper: -Double.infinity)
  let cost: Int

  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity, unit: Double) {
    self.p = QuantileSide(p)
    self.q = QuantileSide(q)
    // A quantile and its steps of Newton's method; searches and integrals are counted where they are.
    cost = 100 + 2 * (self.p.mass.cost + self.q.mass.cost)
    self.unit = unit
  }

  mutating func sample(_ places: Places, into samples: inout [QuantileSample]) {
    samples = places.map { sample(at: $0) }
  }

  // The square of a difference is smooth where the difference changes sign, its size is not.
  func kink(at place: Place) -> Double { sample(at: place).deviation }
  func kink(_ sample: QuantileSample) -> Double { sample.deviation }

  private func sample(at place: Place) -> QuantileSample {
    let isUpper = place.anchor == 1
    if place.logOffset < (isUpper ? floors.upper : floors.lower) { return QuantileSample(root: (0, 0), whole: (0, 0)) }
    if place.logOffset < QuantileSide.far {
      // The weight is shared out, so that a quantile beyond the doubles meets its small weight before it is squared.
      func difference(_ power: Double) -> (difference: Double, noise: Double) {
        let (a, b) = (p.farQuantile(place, times: power, unit: unit), q.farQuantile(place, times: power, unit: unit))
        return (a.value - b.value, a.noise + b.noise)
      }
      return QuantileSample(root: difference(0.5), whole: difference(1))
    }
    let level = Double.exp(place.logOffset)
    let (a, b) = (p.mass.quantile(level, isUpper: isUpper), q.mass.quantile(level, isUpper: isUpper))
    func difference(_ logWeight: Double) -> (difference: Double, noise: Double) {
      let weight = Double.exp(logWeight)
      let difference = ((a.x.rounded - b.x.rounded) + (a.x.rest - b.x.rest)) * weight
      return (difference, (a.noise + b.noise) * weight + (4 + 0.5 * abs(place.logOffset) + abs(.log(unit))) * .ulpOfOne * abs(difference))
    }
    return QuantileSample(root: difference(0.5 * place.logOffset - .log(unit)), whole: difference(place.logOffset - .log(unit)))
  }
}

extension QuantileSampler {
  /// The chart of the levels below a half, or of those above.
  static func chart(isUpper: Bool) -> Chart { .logarithmic(anchor: isUpper ? 1 : 0, direction: isUpper ? -1 : 1) }

  /// The integrals of the square and of the size of the difference beyond the last of its digits.
  typealias Rest = (square: Double, deviation: Double)

  /// Walks to where the difference drowns in rounding, ignores what is beyond, and returns what the cancelled tails
  /// leave.
  mutating func closeFloor(from front: Double, _ tail: TailComparison) -> Rest {
    let isUpper = tail.direction > 0
    let chart = Self.chart(isUpper: isUpper)
    // With tails c x^−a that cancel and x^−b that do not, the quantiles at u differ by about u^−κ.
    let kappa = max(0, (1 + tail.dominant - tail.remainingExponent) / tail.dominant)
    var rest = (square: 0.0, deviation: 0.0)
    var (last, t, lost) = (front, front, 0)
    while lost < 4, t > -600, WorkLimit.inForce?.isExhausted != true {
      WorkLimit.inForce?.spend(cost)
      let sample = sample(at: chart.place(at: t))
      if sample.square > 30 * sample.noise {
        (last, lost) = (t, 0)
        rest = (sample.square / (1 - 2 * kappa), abs(sample.deviation) / (1 - kappa))
      } else {
        lost += 1
      }
      t -= 0.5
    }
    if lost < 4 { return (0, 0) }
    if isUpper { floors.upper = last } else { floors.lower = last }
    return rest
  }
}

/// The quantiles of one density, from the end that is near.
private struct QuantileSide {
  let mass: TailMass
  private let scale: Double
  private let lower: PowerTail?
  private let upper: PowerTail?

  /// Below this log level a power tail is one to the last digit, and the level itself may be below the smallest double.
  static let far = -600.0

  init(_ density: any AnalyticDensity) {
    mass = TailMass(density)
    let landmark = density.landmarks.first ?? Landmark(location: 0, scale: 1)
    scale = landmark.scale
    func tail(_ direction: Double) -> PowerTail? {
      PowerTail(density, .tail(direction: direction, origin: landmark.location, unit: landmark.scale))
    }
    (lower, upper) = (tail(-1), tail(1))
  }

  /// The quantile of a level u in a unit, times uᵏ, with a bound on its error, also beyond the largest double.
  func farQuantile(_ place: Place, times power: Double, unit: Double) -> (value: Double, noise: Double) {
    let isUpper = place.anchor == 1
    guard let tail = isUpper ? upper : lower else {
      let level = Double.exp(Self.far)
      let quantile = isUpper ? mass.density.upperQuantile(level) : mass.density.quantile(level)
      let end = isUpper ? mass.density.hull.upper : mass.density.hull.lower
      let weight = Double.exp(power * place.logOffset)
      // A tail that is lighter than any power has a quantile that is not much farther out; one that is cut off may go on
      // to the cut.
      let reach = end.isFinite ? max(abs(quantile), abs(end)) : abs(quantile)
      return (quantile / unit * weight, reach / unit * weight)
    }
    let (log, noise) = tail.logQuantile(place.logOffset, times: power)
    let distance = Double.exp(log + (.log(scale) - .log(unit)))
    let share = noise + .ulpOfOne * (4 + 4 * abs(.log(scale)) + 4 * abs(.log(unit)))
    return (isUpper ? distance : -distance, distance * min(share, 1))
  }
}
