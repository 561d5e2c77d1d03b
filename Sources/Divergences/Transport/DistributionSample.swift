import Calculus
import Densities
import RealModule
import Scalars

/// Both distribution functions at one node, with x in units of a length.
struct DistributionSample {
  /// |F − G| dx/dt with a bound on its rounding.
  let deviation: Double
  let deviationNoise: Double
  /// (F − G)² dx/dt with a bound on its rounding.
  let square: Double
  let squareNoise: Double
  /// F − G, or its sign where it is lost in rounding.
  let kink: Double
  /// p dx/dt and q dx/dt, whose integrals tell whether the mesh has seen everything, and their relative rounding.
  let p: Double
  let q: Double
  let roundingP: Double
  let roundingQ: Double

  /// e^logScale · (difference ± noise) at a node with this log dx/dt; it is scaled so that neither it nor its square overflows on the way.
  init(
    difference: Double, noise: Double, logScale: Double, logWeight: Double, kink: Double, logP: Double, logQ: Double, logJacobian: Double
  ) {
    let root = logScale == -.infinity ? 0 : Double.exp(logScale + 0.5 * logWeight)
    let weight = logScale == -.infinity ? 0 : Double.exp(logScale + logWeight)
    deviation = difference == 0 ? 0 : abs(difference) * weight
    deviationNoise = noise == 0 ? 0 : noise * weight
    square = difference == 0 ? 0 : (difference * root) * (difference * root)
    squareNoise = noise == 0 ? 0 : (2 * abs(difference) + noise) * root * (noise * root)
    self.kink = kink
    p = .exp(logP)
    q = .exp(logQ)
    roundingP = Double.ulpOfOne * (2 + abs(logP - logJacobian))
    roundingQ = Double.ulpOfOne * (2 + abs(logQ - logJacobian))
  }
}

/// Samples both distribution functions at the nodes of a panel.
struct DistributionSampler: Sampler {
  private let p: TailMass
  private let q: TailMass
  private let logUnit: Double
  /// Beyond these points F − G is nothing but rounding.
  private var window = Interval.line
  /// The signs of F − G at the ends of the window.
  private var signs = (lower: 0.0, upper: 0.0)
  private var logP: [Double] = []
  private var logQ: [Double] = []
  let cost: Int

  init(_ p: any Density, _ q: any Density, unit: Double) {
    cost = 20 + 15 * (p.termCount + q.termCount)
    self.p = TailMass(p)
    self.q = TailMass(q)
    logUnit = .log(unit)
  }

  mutating func sample(_ places: [Place], into samples: inout [DistributionSample], at start: Int) {
    if logP.count != places.count {
      logP = [Double](repeating: 0, count: places.count)
      logQ = logP
    }
    p.density.logDensities(at: places, into: &logP)
    q.density.logDensities(at: places, into: &logQ)
    for i in places.indices {
      let sample = sample(at: places[i], logP: logP[i], logQ: logQ[i])
      if start + i < samples.count { samples[start + i] = sample } else { samples.append(sample) }
    }
  }

  func kink(at place: Place) -> Double { sample(at: place).kink }
  func kink(_ sample: DistributionSample) -> Double { sample.kink }

  func sample(at place: Place) -> DistributionSample {
    sample(at: place, logP: p.density.logDensity(at: place), logQ: q.density.logDensity(at: place))
  }

  private func sample(at place: Place, logP: Double, logQ: Double) -> DistributionSample {
    let x = place.x
    let logWeight = place.logJacobian - logUnit
    var (difference, noise, kink, logScale) = (0.0, 0.0, 0.0, 0.0)
    if !window.contains(x) {
      kink = x < window.lower ? signs.lower : signs.upper
    } else {
      let isFar = abs(x) > TailMass.far
      logScale = isFar ? max(logP, logQ) : 0
      let a = isFar ? p.farValue(at: place, logDensity: logP, scale: logScale) : p.value(at: place)
      let b = isFar ? q.farValue(at: place, logDensity: logQ, scale: logScale) : q.value(at: place)
      noise = a.noise + b.noise
      difference =
        switch (a.isUpper, b.isUpper) {
        case (false, false): a.mass - b.mass
        case (true, true): b.mass - a.mass
        case (true, false): 1 - a.mass - b.mass
        case (false, true): a.mass + b.mass - 1
        }
      // A few roundings more come with the weights and widths of the panels, and those of the logarithms that make the weight.
      noise += (4 + abs(place.logJacobian) + abs(logUnit)) * .ulpOfOne * abs(difference)
      kink = difference
      if a.isUpper != b.isUpper {
        noise += .ulpOfOne
      } else if abs(difference) <= noise {
        // In a tail the density that is larger has more mass beyond; this sign survives underflow.
        kink = logP == logQ ? 0 : (logP > logQ) != a.isUpper ? 1 : -1
      }
    }
    return DistributionSample(
      difference: difference, noise: noise, logScale: logScale, logWeight: logWeight, kink: kink, logP: logP, logQ: logQ,
      logJacobian: place.logJacobian)
  }
}

extension DistributionSampler {
  /// What a tail holds beyond the point where F − G drowns in rounding, as the integrals of |F − G| and (F − G)².
  struct Rest {
    var deviation = 0.0
    var square = 0.0
  }

  /// Walks a ray to where F − G drowns in rounding and closes the window there; says what is left beyond by the power law of what
  /// the cancelled tails leave.
  mutating func closeWindow(on ray: Ray, _ tail: TailComparison) -> Rest {
    var rest = Rest()
    var last = ray.front
    var sign = 0.0
    var t = ray.front
    var lost = 0
    while lost < 4, t < 600 {
      let sample = sample(at: ray.chart.place(at: t))
      if sample.deviation > 30 * sample.deviationNoise {
        (last, lost, sign) = (t, 0, sample.kink)
        rest.deviation = sample.deviation / (tail.remainingExponent - 1)
        rest.square = sample.square / (2 * tail.remainingExponent - 1)
      } else {
        lost += 1
      }
      t += 0.5
    }
    if lost < 4 { return Rest() }
    let end = ray.chart.place(at: last).x
    window = tail.direction < 0 ? Interval(min(end, window.upper), window.upper) : Interval(window.lower, max(end, window.lower))
    if tail.direction < 0 { signs.lower = sign } else { signs.upper = sign }
    return rest
  }
}

/// |F − G|, which has a kink wherever F − G changes sign.
struct DeviationIntegrand: Integrand {
  var hasKink: Bool { true }
  func value(_ s: DistributionSample, shift: Double) -> Double { s.deviation }
  func rounding(_ s: DistributionSample, value: Double) -> Double { s.deviationNoise }
}

/// (F − G)².
struct SquaredDeviationIntegrand: Integrand {
  func value(_ s: DistributionSample, shift: Double) -> Double { s.square }
  func rounding(_ s: DistributionSample, value: Double) -> Double { s.squareNoise }
}

/// The mass of one of the densities on the mesh of their distribution functions.
struct DistributionMassIntegrand: Integrand {
  let isP: Bool

  func value(_ s: DistributionSample, shift: Double) -> Double { isP ? s.p : s.q }
  func rounding(_ s: DistributionSample, value: Double) -> Double { value == 0 ? 0 : value * (isP ? s.roundingP : s.roundingQ) }
}
