import Densities
import RealModule
import Scalars

/// A density's F or 1 − F, whichever is small, at the nodes of a chart, with a bound on its error.
struct TailMass {
  let density: any AnalyticDensity
  /// F(x) is small below it, 1 − F(x) above.
  let median: Double
  private let form: Form

  /// How the distribution function is made: parts are asked at the place itself, not at a rounded x.
  private indirect enum Form {
    case formula(StandardForm)
    case affine(Affine, TailMass)
    case mixture([(weight: Double, part: TailMass)])
    case truncated(TruncatedMass)
  }

  /// A probability with a bound on its error.
  struct Mass {
    var mass: Double
    var noise: Double
  }

  /// The distribution function of a density; a point that lies about in the middle does for the median.
  init(_ density: any AnalyticDensity, median: Double? = nil) {
    self.density = density
    self.median = median ?? density.quantile(0.5)
    // A cast that fails takes longer than to look at the type.
    if density.isMember, type(of: density) != Affine.self {
      form = .formula(StandardForm(density))
      return
    }
    form =
      switch density {
      case let density as Affine: .affine(density, TailMass(density.base))
      case let density as Mixture: .mixture(zip(density.weights, density.components).map { ($0, TailMass($1)) })
      case let density as Truncated: .truncated(TruncatedMass(density))
      default: .formula(StandardForm(density))
      }
  }

  /// F(x) below the median or 1 − F(x) above it, with a bound on its error.
  struct Value {
    let isUpper: Bool
    let mass: Double
    let noise: Double
  }

  /// How much work a value is, without integrals and searches, in the units of `WorkLimit`.
  var cost: Int {
    switch form {
    case .formula: 20 * density.termCount
    case .affine(_, let base): base.cost
    case .mixture(let parts): parts.reduce(0) { $0 + $1.part.cost }
    case .truncated(let truncated): truncated.cost
    }
  }

  /// What the distribution functions may be off beside the smaller tail, and beside its logarithm.
  private static let relativeNoise = (tail: 100 * Double.ulpOfOne, logarithm: 8 * Double.ulpOfOne)

  /// The tail at a place.
  func value(at place: Place) -> Value {
    let isUpper = place.x > median
    let mass = mass(at: place, isUpper: isUpper)
    return Value(isUpper: isUpper, mass: mass.mass, noise: mass.noise)
  }

  /// 1 − F or F at a place.
  func mass(at place: Place, isUpper: Bool) -> Mass {
    switch form {
    case .formula(let standard): return mass(at: place, isUpper, standard)
    case .affine(let affine, let base): return base.mass(at: affine.preimage(place), isUpper: isUpper == (affine.scale > 0))
    case .mixture(let parts):
      return parts.reduce(into: Mass(mass: 0, noise: 0)) { sum, part in
        let mass = part.part.mass(at: place, isUpper: isUpper)
        sum.mass += part.weight * mass.mass
        sum.noise += part.weight * (mass.noise + 2 * .ulpOfOne * mass.mass)
      }
    case .truncated(let truncated): return truncated.mass(at: place, isUpper: isUpper)
    }
  }

  private func mass(at place: Place, _ isUpper: Bool, _ standard: StandardForm) -> Mass {
    let y = standard.image(of: place)
    let density = standard.density
    var mass = isUpper ? density.survival(y.rounded) : density.cumulative(y.rounded)
    let height = Double.exp(density.logDensity(at: Place(anchor: y.rounded, offset: 0)))
    var curvature = 0.0
    // The rounding of y is put right to first order, for locations far larger than the scale.
    if y.rest != 0 {
      if standard.isAtEnd(y) || !height.isFinite {
        // Next to an end the density may be one-sided: what lies between y and its rounding is at most its larger height there times
        // their distance, and at a pole all that is sure is that a probability is at most 1.
        let largest = max(height, .exp(density.logDensity(at: Place(anchor: y.rounded, offset: y.rest))))
        return Mass(mass: mass, noise: Self.rounding(mass) + (largest.isFinite ? min(1, 2 * largest * abs(y.rest)) : 1))
      }
      // What second order would add, for a density that changes over the length of its own tail.
      if mass > 0 { curvature = min((height * y.rest) * (height * y.rest) / mass, 1) }
      mass = min(max(mass + (isUpper ? -1 : 1) * height * y.rest, 0), 1)
    }
    // At a pole of the density this is infinity times zero, where x p(x) is still at most 1.
    let product = height * standard.displacement(at: y.rounded)
    let displacement = product.isNaN ? 2 * .ulpOfOne : min(product, 1)
    return Mass(mass: mass, noise: Self.rounding(mass) + displacement + curvature)
  }

  private static func rounding(_ mass: Double) -> Double {
    mass == 0 ? 0 : mass * (relativeNoise.tail + relativeNoise.logarithm * abs(.log(mass)))
  }

  /// The quantile of a level up to ½, with a bound on its error.
  func quantile(_ level: Double, isUpper: Bool) -> (x: SplitNumber, noise: Double) {
    switch form {
    case .formula(let standard):
      let y = isUpper ? standard.density.upperQuantile(level) : standard.density.quantile(level)
      return polished(standard.preimage(of: SplitNumber(y)), level, isUpper)
    case .affine(let affine, let base):
      let (y, noise) = base.quantile(level, isUpper: isUpper == (affine.scale > 0))
      return (y.multiplied(by: affine.scale).adding(affine.shift), noise * abs(affine.scale))
    case .mixture, .truncated:
      return polished(SplitNumber(isUpper ? density.upperQuantile(level) : density.quantile(level)), level, isUpper)
    }
  }

  /// A quantile after steps of Newton's method, as far as the distribution function is known.
  private func polished(_ start: SplitNumber, _ level: Double, _ isUpper: Bool) -> (x: SplitNumber, noise: Double) {
    if start.rounded.isInfinite { return (start, 0) }
    var (x, noise) = (start, 0.0)
    for _ in 0..<4 {
      let place = Place(anchor: x.rounded, offset: x.rest)
      let tail = mass(at: place, isUpper: isUpper)
      let length = Double.exp(-density.logDensity(at: place))
      let step = (isUpper ? tail.mass - level : level - tail.mass) * length
      // Over this length the tail falls by about a factor e.
      let decay = level * length
      // In a gap, at a pole, or where doubles are far apart in level, the levels around say how far off x may be.
      guard abs(step) <= 0.1 * decay, decay > 0, decay < .infinity else {
        let margin = min(0.5, 2 * max(tail.noise, abs(tail.mass - level)) / level)
        let around = [1 - margin, 1 + margin].map { isUpper ? density.upperQuantile($0 * level) : density.quantile($0 * level) }
        return (x, around.reduce(0) { max($0, abs($1 - x.rounded)) } + 2 * x.rounded.ulp)
      }
      x = x.adding(step)
      noise = tail.noise * length
      if abs(step) <= 2 * noise + 4 * x.rounded.ulp { return (x, noise + min(step * step / decay, abs(step))) }
      noise += abs(step)
    }
    return (x, noise)
  }
}
