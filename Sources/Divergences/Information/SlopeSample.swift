import Calculus
import Densities
import RealModule
import Scalars

/// Both log densities at one node with their slopes d/dt in the chart x(t): the score times dx/dt.
///
/// In a logarithmic chart the slope of a power is its exponent, however near the end or far out in the tail the node is.
struct SlopeSample {
  /// log (p dx/dt) and log (q dx/dt).
  let logP: Double
  let logQ: Double
  let slopeP: Double
  let slopeQ: Double
  let noiseP: Double
  let noiseQ: Double
  let logJacobian: Double
  /// Bounds on the rounding of log p and log q, twice over.
  let roundingP: Double
  let roundingQ: Double

  /// e^logWeight (unit · slope / (dx/dt))², without overflow on the way.
  func square(_ slope: Double, logWeight: Double, logUnit: Double) -> Double {
    let weight = Double.exp(0.5 * logWeight - logJacobian + logUnit)
    if weight == 0 || slope == 0 { return 0 }
    return (slope * weight) * (slope * weight)
  }
}

/// Samples the scores of both densities, or of one.
struct SlopeSampler: Sampler {
  private var p: SlopeSide
  private var q: SlopeSide?

  init(_ p: any Density, _ q: (any Density)?) {
    self.p = SlopeSide(p)
    self.q = q.map { SlopeSide($0) }
  }

  mutating func sample(_ places: [Place], into samples: inout [SlopeSample], at start: Int) {
    p.sample(places)
    q?.sample(places)
    for i in places.indices {
      let logJacobian = places[i].logJacobian
      let a = p.values[i]
      let b = q?.values[i] ?? SlopeSide.Value(logDensity: -.infinity, slope: 0, noise: 0)
      let sample = SlopeSample(
        logP: a.logDensity, logQ: b.logDensity, slopeP: a.slope, slopeQ: b.slope, noiseP: a.noise, noiseQ: b.noise,
        logJacobian: logJacobian,
        roundingP: Double.ulpOfOne * (4 + 2 * abs(a.logDensity - logJacobian)),
        roundingQ: Double.ulpOfOne * (4 + 2 * abs(b.logDensity - logJacobian)))
      if start + i < samples.count { samples[start + i] = sample } else { samples.append(sample) }
    }
  }

  func kink(at place: Place) -> Double { 0 }
  func kink(_ sample: SlopeSample) -> Double { 0 }
}

/// The slope of one log density at the nodes of a chart.
private struct SlopeSide {
  let density: any Density
  private(set) var values: [Value] = []
  private let scale: Double
  private let references: [Double]
  private var logs: [Double] = []

  struct Value {
    let logDensity: Double
    let slope: Double
    var noise: Double
  }

  init(_ density: any Density) {
    self.density = density
    scale = density.landmarks.map(\.scale).min() ?? 1
    let ends = [density.hull.lower, density.hull.upper].filter(\.isFinite)
    references = ends.isEmpty ? density.landmarks.map(\.location) : ends
  }

  mutating func sample(_ places: [Place]) {
    if logs.count != places.count { logs = [Double](repeating: 0, count: places.count) }
    density.logDensities(at: places, into: &logs)
    values = places.indices.map { value(at: places[$0], logDensity: logs[$0]) }
    // A score is as wrong as the rounding of x makes it; how fast it changes is read off the neighbouring nodes.
    for i in places.indices where values[i].slope != 0 {
      let (before, after) = (max(i - 1, 0), min(i + 1, places.count - 1))
      let width = abs(places[after].x - places[before].x)
      let change = abs(values[after].slope * .exp(-places[after].logJacobian) - values[before].slope * .exp(-places[before].logJacobian))
      let distance = references.reduce(Double.infinity) { min($0, abs(places[i].distance(from: $1))) }
      let displacement = change / width * distance * .exp(places[i].logJacobian)
      values[i].noise += 4 * Double.ulpOfOne * (abs(values[i].slope) + (displacement.isFinite ? displacement : 0))
    }
  }

  private func value(at place: Place, logDensity: Double) -> Value {
    if logDensity == -.infinity { return Value(logDensity: logDensity, slope: 0, noise: 0) }
    let isLogarithmic = !place.logOffset.isNaN
    let isNearEnd = isLogarithmic && abs(place.offset) < 1e-8 * abs(place.anchor)
    if isLogarithmic, isNearEnd || abs(place.logOffset) > 600 {
      let slope = endSlope(place)
      return Value(logDensity: logDensity, slope: slope, noise: isNearEnd ? abs(slope) * abs(place.offset) / scale : 0)
    }
    let x = place.x
    var score = density.score(at: x)
    if abs(place.anchor) > 64 * abs(place.offset) {
      // The rounding of x is put right to first order.
      let correction = density.curvature(at: x) * ((place.anchor - x) + place.offset)
      if correction.isFinite { score += correction }
    }
    return Value(logDensity: logDensity, slope: score * (isLogarithmic ? place.offset : 1), noise: 0)
  }

  /// The slope in the logarithmic chart by the asymptote: exact to the last digit close enough to an end.
  private func endSlope(_ place: Place) -> Double {
    let direction: Double = place.offset.sign == .minus ? -1 : 1
    if place.logOffset < 0 {
      return -density.asymptote(.point(place.anchor, from: direction, unit: scale)).elasticity(logT: .log(scale) - place.logOffset)
    }
    let tail = Approach.tail(direction: direction, origin: place.anchor, unit: scale)
    return density.asymptote(tail).elasticity(logT: place.logOffset - .log(scale))
  }
}

extension Density {
  /// (log p)″(x), by differentiating forwards twice.
  fileprivate func curvature(at x: Double) -> Double {
    derivative(at: x) { outer in derivative(at: outer) { logDensity(at: $0) } }
  }
}

extension Asymptote {
  /// d log p / d log t, the exponent of the power that p looks like at this t.
  func elasticity(logT: Double) -> Double {
    terms.reduce(0) { sum, term in
      switch term.growth {
      case .exponential(let rate): sum + term.coefficient * rate * .exp(logT + rate * .exp(logT))
      case .power(let exponent): sum + term.coefficient * exponent * .exp(exponent * logT)
      case .logSquared: sum + 2 * term.coefficient * logT
      case .log: sum + term.coefficient
      case .constant: sum
      }
    }
  }
}
