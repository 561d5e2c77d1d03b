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
  /// A bound on the rounding of log p and log q.
  let rounding: Double

  /// e^logWeight (slope / (dx/dt))², without overflow on the way.
  func square(_ slope: Double, logWeight: Double) -> Double {
    if logWeight == -.infinity || slope == 0 { return 0 }
    let root = slope * .exp(0.5 * logWeight - logJacobian)
    return root * root
  }
}

/// Samples the scores of both densities, or of one.
struct SlopeSampler: Sampler {
  private let p: SlopeSide
  private let q: SlopeSide?
  private var logP: [Double] = []
  private var logQ: [Double] = []

  init(_ p: any Density, _ q: (any Density)?) {
    self.p = SlopeSide(p)
    self.q = q.map { SlopeSide($0) }
  }

  mutating func sample(_ places: [Place], into samples: inout [SlopeSample], at start: Int) {
    if logP.count != places.count {
      logP = [Double](repeating: 0, count: places.count)
      logQ = [Double](repeating: -.infinity, count: places.count)
    }
    p.density.logDensities(at: places, into: &logP)
    q?.density.logDensities(at: places, into: &logQ)
    for i in places.indices {
      let place = places[i]
      let (a, b) = (p.slope(at: place, logDensity: logP[i]), q?.slope(at: place, logDensity: logQ[i]) ?? (slope: 0, noise: 0))
      let sizes = [logP[i], logQ[i]].map { $0 > -.infinity ? abs($0 - place.logJacobian) : 0 }
      let sample = SlopeSample(
        logP: logP[i], logQ: logQ[i], slopeP: a.slope, slopeQ: b.slope, noiseP: a.noise, noiseQ: b.noise,
        logJacobian: place.logJacobian, rounding: Double.ulpOfOne * (4 + 2 * sizes[0] + 2 * sizes[1]))
      if start + i < samples.count { samples[start + i] = sample } else { samples.append(sample) }
    }
  }

  func kink(at place: Place) -> Double { 0 }
  func kink(_ sample: SlopeSample) -> Double { 0 }
}

/// The slope of one log density at the nodes of a chart.
private struct SlopeSide {
  let density: any Density
  private let scale: Double
  private let references: [Double]

  init(_ density: any Density) {
    self.density = density
    scale = density.landmarks.map(\.scale).min() ?? 1
    let ends = [density.hull.lower, density.hull.upper].filter(\.isFinite)
    references = ends.isEmpty ? density.landmarks.map(\.location) : ends
  }

  func slope(at place: Place, logDensity: Double) -> (slope: Double, noise: Double) {
    if logDensity == -.infinity { return (0, 0) }
    let isLogarithmic = !place.logOffset.isNaN
    let isNearEnd = isLogarithmic && abs(place.offset) < 1e-8 * abs(place.anchor)
    if isLogarithmic, isNearEnd || abs(place.logOffset) > 600 {
      let slope = endSlope(place)
      return (slope, abs(slope) * (4 * .ulpOfOne + (isNearEnd ? abs(place.offset) / scale : 0)))
    }
    let x = place.x
    var score = density.score(at: x)
    if abs(place.anchor) > 64 * abs(place.offset) {
      // The rounding of x is put right to first order.
      score += density.curvature(at: x) * ((place.anchor - x) + place.offset)
    }
    let jacobian = isLogarithmic ? place.offset : 1
    let distance = references.reduce(Double.infinity) { min($0, abs(place.distance(from: $1))) }
    let noise = 4 * Double.ulpOfOne * (abs(score) + distance / scale / scale)
    return (score * jacobian, noise * abs(jacobian))
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
