import Calculus
import Densities
import RealModule
import Scalars

/// Both distribution functions at one node, with x in units of a length.
struct DistributionSample: MassSample {
  struct Mass: MassIntegrand {
    typealias Sample = DistributionSample
    let isP: Bool
  }

  /// |F − G| dx/dt with a bound on its rounding.
  let deviation: Double
  let deviationNoise: Double
  /// (F − G)² dx/dt with a bound on its rounding.
  let square: Double
  let squareNoise: Double
  /// F − G beside the sum of the smaller tails, or its sign where it is lost in rounding.
  let kink: Double
  /// p dx/dt and q dx/dt, whose integrals tell whether the mesh has seen everything, and their relative rounding.
  let p: Double
  let q: Double
  let roundingP: Double
  let roundingQ: Double

  func density(isP: Bool) -> (value: Double, rounding: Double) { isP ? (p, roundingP) : (q, roundingQ) }

  /// The logarithm of a factor with a bound on its error.
  typealias Weight = (log: Double, noise: Double)

  /// The difference ± noise at a node, times a weight, and times a root of it before it is squared: nothing overflows.
  init(
    difference: Double, noise: Double, weight: Weight, root: Weight, kink: Double, logP: Double, logQ: Double, logJacobian: Double
  ) {
    let size = abs(difference)
    let (whole, half) = (Double.exp(weight.log), Double.exp(root.log))
    func times(_ weight: Double, _ x: Double) -> Double { x == 0 ? 0 : x * weight }
    deviation = times(whole, size)
    deviationNoise = times(whole, noise + weight.noise * size)
    square = times(half, size) * times(half, size)
    squareNoise = times(half, 2 * size + noise + root.noise * size) * times(half, noise + root.noise * size)
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
  private let tails: (lower: FarTails, upper: FarTails)
  /// Beyond these points F − G is nothing but rounding.
  private var window = Interval.line
  /// The signs of F − G at the ends of the window.
  private var signs = (lower: 0.0, upper: 0.0)
  private var logP: [Double] = []
  private var logQ: [Double] = []
  private var roundings: [Double] = []
  let cost: Int

  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity, unit: Double) {
    self.p = TailMass(p)
    self.q = TailMass(q)
    cost = 20 + self.p.cost + self.q.cost
    logUnit = .log(unit)
    tails = (FarTails(p, q, direction: -1), FarTails(p, q, direction: 1))
  }

  mutating func sample(_ places: Places, into samples: inout [DistributionSample]) {
    if logP.count != places.count {
      logP = [Double](repeating: 0, count: places.count)
      (logQ, roundings) = (logP, logP)
    }
    p.density.logDensities(at: places, into: &logP, roundings: &roundings)
    q.density.logDensities(at: places, into: &logQ, roundings: &roundings)
    samples = places.indices.map { sample(at: places[$0], logP: logP[$0], logQ: logQ[$0]) }
  }

  func kink(at place: Place) -> Double { sample(at: place).kink }
  func kink(_ sample: DistributionSample) -> Double { sample.kink }

  func sample(at place: Place) -> DistributionSample {
    return sample(at: place, logP: p.density.logDensity(at: place), logQ: q.density.logDensity(at: place))
  }

  private func sample(at place: Place, logP: Double, logQ: Double) -> DistributionSample {
    let x = place.x
    let logWeight = place.logJacobian - logUnit
    // A few roundings more come with the widths of the panels, and those of the logarithms that make the weight.
    let rounding = Double.ulpOfOne * (4 + abs(place.logJacobian) + abs(logUnit))
    var weights = (whole: (log: logWeight, noise: rounding), root: (log: 0.5 * logWeight, noise: rounding))
    var (difference, noise, kink) = (0.0, 0.0, 0.0)
    if !window.contains(x) {
      kink = x < window.lower ? signs.lower : signs.upper
    } else if case let tails = x < 0 ? tails.lower : tails.upper, tails.contains(place) {
      (difference, noise) = tails.difference(at: place, logP: logP, logQ: logQ)
      if x > 0 { difference = -difference }
      weights = (tails.weight(at: place, power: 1, logUnit: logUnit), tails.weight(at: place, power: 0.5, logUnit: logUnit))
      kink = abs(difference) > noise ? difference : sign(logP, logQ, isUpper: x > 0)
    } else {
      let (a, b) = (p.value(at: place), q.value(at: place))
      noise = a.noise + b.noise
      difference =
        switch (a.isUpper, b.isUpper) {
        case (false, false): a.mass - b.mass
        case (true, true): b.mass - a.mass
        case (true, false): 1 - a.mass - b.mass
        case (false, true): a.mass + b.mass - 1
        }
      // In a tail the difference itself falls to 0, which a search for crossings between the nodes takes for one.
      kink = difference / (a.isUpper == b.isUpper ? a.mass + b.mass : max(a.mass + b.mass, 0.5))
      if a.isUpper != b.isUpper {
        noise += .ulpOfOne
      } else if abs(difference) <= noise + rounding * abs(difference) {
        kink = sign(logP, logQ, isUpper: a.isUpper)
      }
    }
    return DistributionSample(
      difference: difference, noise: noise, weight: weights.whole, root: weights.root, kink: kink, logP: logP, logQ: logQ,
      logJacobian: place.logJacobian)
  }

  /// The sign of F − G in a tail, where the density that is larger has more mass beyond; it survives underflow.
  private func sign(_ logP: Double, _ logQ: Double, isUpper: Bool) -> Double { logP == logQ ? 0 : (logP > logQ) != isUpper ? 1 : -1 }
}

extension DistributionSampler {
  /// What a tail holds beyond the point where F − G drowns in rounding, as the integrals of |F − G| and (F − G)².
  struct Rest {
    var deviation = 0.0
    var square = 0.0
  }

  /// Walks a ray to where F − G drowns in rounding, closes the window there, and says what power law is left beyond.
  mutating func closeWindow(on ray: Ray, _ tail: TailComparison) -> Rest {
    var rest = Rest()
    var last = ray.front
    var sign = 0.0
    var t = ray.front
    var lost = 0
    while lost < 4, t < 600, WorkLimit.inForce?.isExhausted != true {
      WorkLimit.inForce?.spend(cost)
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
