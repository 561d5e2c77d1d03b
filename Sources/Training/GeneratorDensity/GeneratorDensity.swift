package import Densities
import RealModule
package import Scalars

/// The exact density of x = G(z) for one-dimensional noise z with density φ: q(x) = Σ φ(z)/|G′(z)| over the roots of
/// G(z) = x.
///
/// The noise is cut at the turning points and kinks of G. Between them G′ is represented by polynomials to some 10⁻¹³,
/// relative to itself also on the way to a turning point or to a limit at infinity, and x is measured from there: q is
/// exact on both sides of its inverse square roots, however close. Distribution functions are sums of probabilities of
/// the noise, and so the mass is 1 by construction.
///
/// Throws where G is constant, exactly or to working precision, on a set of positive probability: then x has no
/// density.
package struct GeneratorDensity: AnalyticDensity {
  package let text: String
  package let support: [Interval]
  package let breakpoints: [Double]
  package let landmarks: [Landmark]
  /// The probability on branches of the map that were left out because their values agree to within rounding; at most
  /// some 10⁻¹⁰.
  package let lostMass: Double
  /// A bound on the mean relative error of the density over the noise, from the polynomials and rounding.
  package let relativeError: Double
  /// The intervals of the noise on which the map is monotone.
  var branches: [Branch]
  private let noise: Noise
  private let map: @Sendable (Double) -> Double
  private let ends: [MapEnd]

  /// The density of map(z); throws where there is none.
  package init(
    _ map: some SmoothMap, noise: Noise = .normal, description: String = "generator"
  ) throws(GeneratorDensityError) {
    let builder = try BranchBuilder(map, noise)
    guard let first = builder.branches.first else { throw .narrow(value: map(0.0), mass: 1) }
    self.noise = noise
    self.map = { map($0) }
    self.text = description
    branches = builder.branches
    lostMass = builder.lostMass
    breakpoints = builder.breaks.sorted()
    support = [
      Interval(
        branches.reduce(first.values.lower) { min($0, $1.values.lower) }, branches.reduce(first.values.upper) { max($0, $1.values.upper) })
    ]
    ends = [map.end(-1), map.end(1)]
    let core = noise.core
    let stretches = branches.flatMap { branch in
      branch.anchoredPieces.flatMap { anchoredPiece in anchoredPiece.stretches.map { (anchoredPiece, $0) } }
    }
    .filter { $0.1.length < .infinity && core.contains($0.1.noise(0.5 * $0.1.length)) }
    relativeError = stretches.reduce(0) { sum, entry in
      let middle = entry.1.noise(0.5 * entry.1.length)
      let weight = noise.mass(from: middle - 0.5 * entry.1.length, length: entry.1.length)
      return sum + weight * min(entry.1.relativeError, 1)
    }
    // Each stretch is smooth: its ends are where quadrature may cut, three scales apart.
    let ends: [(Double, Double)] = stretches.flatMap { anchoredPiece, stretch in
      [stretch.start, stretch.start + stretch.width].map { (anchoredPiece.anchor + anchoredPiece.side * $0, stretch.width / 3) }
    }.sorted { $0.0 < $1.0 }
    var joints: [Landmark] = []
    for (location, scale) in ends where scale > 4 * Double.ulpOfOne * abs(location) {
      if let last = joints.last, abs(last.location - location) < 1e-6 * scale {
        joints[joints.count - 1] = Landmark(location: last.location, scale: min(scale, last.scale))
      } else {
        joints.append(Landmark(location: location, scale: scale))
      }
    }
    landmarks = joints
  }

  // Density
  @_specialize(where S == Dual<Double>)
  package func logDensity<S: Scalar>(at x: S) -> S {
    let place = Place(anchor: x.primal, offset: 0)
    var sum = S(-.infinity)
    for branch in branches {
      guard let (anchoredPiece, root) = branch.root(at: place) else { continue }
      sum = logAddExp(sum, anchoredPiece.logDensity(at: x, root, noise))
    }
    return sum
  }

  package func logDensity(at place: Place) -> Double {
    branches.reduce(-.infinity) { logAddExp($0, $1.logDensity(at: place, noise)) } + place.logJacobian
  }

  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    for index in places.indices { results[index] = -.infinity }
    for branch in branches { branch.addLogDensities(at: places, noise, to: &results) }
    for index in places.indices {
      let value = results[index] + places[index].logJacobian
      results[index] = value
      roundings[index] = value.isFinite ? rounding(ofLogDensity: value, at: places[index]) + .ulpOfOne * abs(value) : 0
    }
  }

  package func asymptote(_ approach: Approach) -> Asymptote {
    switch approach {
    case .tail(let direction, let origin, let unit):
      return .sum(
        zip(ends, [(branches.first, -1.0), (branches.last, 1)]).compactMap { end, outermost in
          guard let branch = outermost.0 else { return nil }
          let heading = branch.isRising ? outermost.1 : -outermost.1
          let value = heading > 0 ? branch.values.upper : branch.values.lower
          return heading == direction && value.isInfinite ? (0, end.asymptote(direction, origin, unit)) : nil
        })
    case .point(let point, let side, let unit):
      return .sum(branches.map { (0, $0.asymptote(at: point, from: side, unit: unit, noise)) })
    }
  }

  // Distribution
  /// A bound on the error of the mass of a set of intervals: the density's own error, what was left out, and rounding.
  var massError: Double { relativeError + lostMass + 32 * Double(branches.count) * .ulpOfOne }

  package func cumulative(_ x: Double) -> Double { min(branches.reduce(0) { $0 + $1.masses(at: x, noise).below }, 1) }
  package func survival(_ x: Double) -> Double { min(branches.reduce(0) { $0 + $1.masses(at: x, noise).above }, 1) }
  package func sample(using generator: inout some RandomNumberGenerator) -> Double { map(noise.sample(using: &generator)) }
}

extension MapEnd {
  /// log q in a tail that the map reaches at infinity, for normal noise.
  fileprivate func asymptote(_ direction: Double, _ origin: Double, _ unit: Double) -> Asymptote {
    let constant = -0.5 * Double.log(2 * .pi)
    switch self {
    case .power(let exponent, let coefficient, let offset):
      // z = ((x − offset)/c)^{1/r} and G′ = r c z^{r−1}.
      let scale = Double.log(unit / abs(coefficient)) / exponent
      let slope = Double.log(exponent * abs(coefficient)) + (exponent - 1) * scale
      return .power(2 / exponent, coefficient: -0.5 * .exp(2 * scale), shift: direction * (origin - offset) / unit)
        + Asymptote([.log: -(exponent - 1) / exponent, .constant: constant - slope])
    case .exponential(let rate, let coefficient):
      // z = (log t + b)/rate with b = log(unit/c), and G′ = rate · x.
      let (shift, precision) = (Double.log(unit / abs(coefficient)), 1 / (rate * rate))
      return Asymptote([
        .logSquared: -0.5 * precision, .log: -1 - shift * precision,
        .constant: constant - 0.5 * shift * shift * precision - .log(rate * unit),
      ])
    case .limit, .unknown: return .zero
    }
  }
}

/// Why a map of the noise has no density that can be computed; the description is one sentence.
public enum GeneratorDensityError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The map takes one value on a set of noise of this probability: its distribution has an atom there.
  case atom(value: Double, mass: Double)
  /// The map moves over so short a way that doubles cannot tell its values apart: to working precision an atom.
  case narrow(value: Double, mass: Double)
  /// The map is infinite or not a number here.
  case notFinite(z: Double)
  /// The map changes faster than could be followed near here.
  case unresolved(z: Double)

  public var description: String {
    switch self {
    case .atom(let value, let mass): "The generator has no density: it gives \(value) with probability \(mass)."
    case .narrow(let value, let mass):
      "The generator's density is too narrow for double precision: probability \(mass) lies within rounding of \(value)."
    case .notFinite(let z): "The generator is not a finite number at the noise z = \(z)."
    case .unresolved(let z): "The generator changes too fast to be followed near the noise z = \(z)."
    }
  }
}
