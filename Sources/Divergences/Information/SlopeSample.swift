import Calculus
import Densities
import RealModule
import Scalars

/// Both log densities at one node with their slopes: the scores times the place's yardstick.
struct SlopeSample: MassSample {
  struct Mass: MassIntegrand {
    typealias Sample = SlopeSample
    let isP: Bool
  }

  let p: SlopeSide.Value
  let q: SlopeSide.Value
  let logYardstick: Double

  func density(isP: Bool) -> (value: Double, rounding: Double) {
    isP ? (.exp(p.logDensity), p.rounding) : (.exp(q.logDensity), q.rounding)
  }

  /// log p′ − log q′, with a bound on its error: powers towards an end that are equal cancel exactly.
  var difference: (slope: Double, noise: Double) {
    let poles = p.slope.pole - q.slope.pole
    let rounding = poles == 0 ? 0 : Double.ulpOfOne * (abs(p.slope.pole) + abs(q.slope.pole))
    return (poles + (p.slope.rest - q.slope.rest), p.noise + q.noise + rounding)
  }

  /// e^logWeight (unit · slope / yardstick)², without overflow on the way.
  func square(_ slope: Double, logWeight: Double, logUnit: Double) -> Double {
    let weight = Double.exp(0.5 * logWeight - logYardstick + logUnit)
    if weight == 0 || slope == 0 { return 0 }
    return (slope * weight) * (slope * weight)
  }
}

/// Samples the scores of both densities, or of one that stands for both.
struct SlopeSampler: Sampler {
  private var p: SlopeSide
  private var q: SlopeSide?
  let cost: Int

  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity) {
    let isOne = p.isIdentical(to: q)
    cost = 30 + 12 * (p.termCount + (isOne ? 0 : q.termCount))
    self.p = SlopeSide(p)
    self.q = isOne ? nil : SlopeSide(q)
  }

  mutating func sample(_ places: Places, into samples: inout [SlopeSample]) {
    p.sample(places)
    q?.sample(places)
    samples = places.indices.map { i in
      SlopeSample(p: p.values[i], q: q?.values[i] ?? p.values[i], logYardstick: places[i].logYardstick)
    }
  }

  func kink(at place: Place) -> Double { 0 }
  func kink(_ sample: SlopeSample) -> Double { 0 }
}

/// The slope of one log density at the nodes of a chart.
struct SlopeSide {
  private let density: any AnalyticDensity
  private(set) var values: [Value] = []
  /// The points from which the score's formula measures: ends of the support, or centres without them; for gamma and
  /// Weibull both.
  private let references: [Double]
  /// The components of a mixture, with the logarithms of their weights.
  private var parts: [(logWeight: Double, side: SlopeSide)] = []
  private var logs: [Double] = []
  private var roundings: [Double] = []

  struct Value {
    /// log (p dx/dt).
    let logDensity: Double
    let slope: Slope
    /// A bound on the error of `slope.rest`.
    var noise: Double
    /// A bound on the relative error of p.
    let rounding: Double
  }

  /// What the last operations of a score leave of error beside it.
  private static let relativeNoise = 32 * Double.ulpOfOne

  init(_ density: any AnalyticDensity) {
    self.density = density
    let ends = [density.hull.lower, density.hull.upper].filter(\.isFinite)
    let cancels = density is Gamma || density is Weibull || density is GeneralizedExtremeValue || density is InverseGaussian
    parts = (density as? Mixture).map { zip($0.weights, $0.components).map { (.log($0), SlopeSide($1)) } } ?? []
    references = (ends + (ends.isEmpty || cancels ? density.landmarks.map(\.location) : [])).sorted()
  }

  mutating func sample(_ places: Places) {
    if logs.count != places.count {
      logs = [Double](repeating: 0, count: places.count)
      roundings = logs
    }
    density.logDensities(at: places, into: &logs, roundings: &roundings)
    if !parts.isEmpty {
      for index in parts.indices { parts[index].side.sample(places) }
      values = places.indices.map(mixed)
      return
    }
    values = places.indices.map { i in
      // Also where log p is beyond the doubles: a score that is, too, must not pass for 0 in a relative information.
      let slope = density.slope(at: places[i])
      return Value(
        logDensity: logs[i], slope: slope, noise: Self.relativeNoise * abs(slope.rest),
        rounding: roundings[i] + 2 * .ulpOfOne)
    }
    for i in places.indices where values[i].slope.rest != 0 { values[i].noise += displacement(i, places) }
  }

  /// The score of a mixture, Σ rᵢ sᵢ with rᵢ the share of component i in the density. It measures from the references of
  /// all: an error of sᵢ counts by rᵢ, and one of log pᵢ by rᵢ |sᵢ − s|.
  private func mixed(_ i: Int) -> Value {
    let terms = parts.compactMap { part -> (share: Double, value: Value)? in
      let value = part.side.values[i]
      let share = Double.exp(part.logWeight + value.logDensity - logs[i])
      return share > 0 ? (share, value) : nil
    }
    // Towards an end the smallest power is the largest term.
    let pole = terms.map(\.value.slope.pole).min() ?? 0
    func rest(_ value: Value) -> Double { (value.slope.pole - pole) + value.slope.rest }
    let sum = terms.reduce(0) { $0 + $1.share * rest($1.value) }
    let noise = terms.reduce(0) { noise, term in
      let own = rest(term.value)
      let shift = abs(own - sum) * (term.value.rounding + roundings[i])
      return noise + term.share * (term.value.noise + shift + Self.relativeNoise * abs(own))
    }
    return Value(
      logDensity: logs[i], slope: Slope(pole: pole, rest: sum), noise: noise.isFinite ? noise : 0,
      rounding: roundings[i] + 2 * .ulpOfOne)
  }

  /// What the rounding of the distances does to a score; how fast that changes is read off neighbouring nodes, the
  /// nearest beyond the rounding.
  private func displacement(_ i: Int, _ places: Places) -> Double {
    let place = places[i]
    let distance = abs(place.offset) + distanceToReference(from: place.anchor)
    // Where a formula takes the logarithm of a distance, that is rounded to its own size.
    let rounding = 4 * Double.ulpOfOne * distance * (1 + abs(.log(distance)))
    func score(_ index: Int) -> Double { values[index].slope.rest * .exp(-places[index].logYardstick) }
    let own = score(i)
    var drift = 0.0
    for direction in [-1, 1] {
      var (other, gap) = (i, 0.0)
      while gap < rounding, places.indices.contains(other + direction) {
        other += direction
        gap = abs(places.offsets[other] - place.offset)
      }
      // A change within the rounding of the scores themselves is none.
      let change = abs(score(other) - own) - Self.relativeNoise * abs(own)
      if change > 0, gap > 0 { drift = max(drift, change / gap * rounding) }
    }
    let noise = drift * .exp(place.logYardstick)
    return noise.isFinite ? noise : 0
  }

  /// The distance to the nearest of the references, of which a kernel density has thousands.
  private func distanceToReference(from x: Double) -> Double {
    var (low, high) = (0, references.count)
    while low < high {
      let middle = (low + high) / 2
      if references[middle] < x { low = middle + 1 } else { high = middle }
    }
    return references[max(0, low - 1)..<min(low + 1, references.count)].reduce(.infinity) { min($0, abs(x - $1)) }
  }
}
