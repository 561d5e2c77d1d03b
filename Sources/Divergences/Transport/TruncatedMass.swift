import Densities
import RealModule
import Scalars

/// The distribution function of a truncated density, as differences of its base's.
struct TruncatedMass {
  private let density: Truncated
  private let base: TailMass
  /// F and 1 − F of the base at both ends of the interval.
  private let lower: Cut
  private let upper: Cut
  /// The base's mass on the interval with its relative error.
  private let whole: Double
  private let wholeNoise: Double

  private struct Cut {
    let below: TailMass.Mass
    let above: TailMass.Mass

    init(_ base: TailMass, at x: Double) {
      let (none, all) = (TailMass.Mass(mass: 0, noise: 0), TailMass.Mass(mass: 1, noise: 0))
      let place = Place(anchor: x, offset: 0)
      below = x.isInfinite ? (x < 0 ? none : all) : base.mass(at: place, isUpper: false)
      above = x.isInfinite ? (x < 0 ? all : none) : base.mass(at: place, isUpper: true)
    }
  }

  /// The relative error of a mass by quadrature.
  private static let quadratureNoise = 1e-12
  /// A difference below this share of its terms is not taken.
  private static let leastShare = 0.01

  init(_ density: Truncated) {
    self.density = density
    base = TailMass(density.base)
    lower = Cut(base, at: density.interval.lower)
    upper = Cut(base, at: density.interval.upper)
    whole = density.base.probability(of: density.interval)
    let (near, far) = lower.below.mass < 0.5 ? (lower.below, upper.below) : (upper.above, lower.above)
    wholeNoise = whole < Self.leastShare * far.mass ? Self.quadratureNoise : (near.noise + far.noise) / whole
  }

  /// How much work a value is, as the difference of two of the base's.
  var cost: Int { 2 * base.cost }

  /// 1 − F or F at a place.
  func mass(at place: Place, isUpper: Bool) -> TailMass.Mass {
    let interval = density.interval
    if place.isAbove(interval.upper) { return TailMass.Mass(mass: isUpper ? 0 : 1, noise: 0) }
    if place.isBelow(interval.lower) { return TailMass.Mass(mass: isUpper ? 1 : 0, noise: 0) }
    // What lies between the place and an end, both counted from the side on which the end has little beyond it.
    let (near, far) =
      isUpper
      ? (upper.above.mass < 0.5 ? (upper.above, base.mass(at: place, isUpper: true)) : (base.mass(at: place, isUpper: false), upper.below))
      : (lower.below.mass < 0.5 ? (lower.below, base.mass(at: place, isUpper: false)) : (base.mass(at: place, isUpper: true), lower.above))
    let difference = far.mass - near.mass
    if difference >= Self.leastShare * far.mass {
      let share = min(difference / whole, 1)
      return TailMass.Mass(mass: share, noise: (far.noise + near.noise) / whole + share * wholeNoise)
    }
    let x = place.x
    let share = isUpper ? density.survival(x) : density.cumulative(x)
    let rounding = abs(place.distance(from: x)) * density.density(at: x)
    return TailMass.Mass(mass: share, noise: Self.quadratureNoise * share + (rounding.isNaN ? 1 : min(rounding, 1)))
  }
}
