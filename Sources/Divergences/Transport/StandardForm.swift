import Densities
import RealModule
import Scalars

/// A density as an image, x = shift + y · divisor / multiplier, of one whose distribution function loses no digits.
///
/// A location is taken off, and a scale divided out where the distribution is narrow, with what rounding leaves of y.
struct StandardForm {
  /// The density of y.
  let density: any AnalyticDensity
  /// The points of y that the formulas of its distribution function measure from, and round the distance to.
  private let references: [Double]
  /// The ends of y's support, which are asked for at every node.
  private let hull: Interval
  private let shift: Double
  private let multiplier: Double
  private let divisor: Double

  /// The standard form of a family's member; any other density is its own.
  init(_ density: any AnalyticDensity) {
    switch density {
    case let d as Normal: self.init(Normal(mean: 0, sd: d.sd), shift: d.mean)
    case let d as Laplace: self.init(Laplace(location: 0, scale: d.scale), shift: d.location)
    case let d as Logistic: self.init(Logistic(location: 0, scale: d.scale), shift: d.location)
    case let d as Cauchy: self.init(Cauchy(location: 0, scale: d.scale), shift: d.location)
    case let d as StudentT: self.init(StudentT(dof: d.dof, location: 0, scale: d.scale), shift: d.location)
    case let d as Gumbel: self.init(Gumbel(location: 0, scale: d.scale), shift: d.location)
    case let d as SkewNormal: self.init(SkewNormal(location: 0, scale: d.scale, shape: d.shape), shift: d.location)
    case let d as GeneralizedExtremeValue:
      let standard = GeneralizedExtremeValue(location: 0, scale: d.scale, shape: d.shape)
      self.init(standard, shift: d.location, references: [0, standard.hull.lower, standard.hull.upper].filter(\.isFinite))
    case let d as InverseGaussian: self.init(d, references: [0, d.mean])
    case let d as Gamma: self.init(Gamma(shape: d.shape, rate: 1), multiplier: d.rate, references: [0, d.shape])
    case let d as Uniform where Self.isExact(d.upper, minus: d.lower):
      self.init(Uniform(lower: 0, upper: d.upper - d.lower), shift: d.lower, references: [0, d.upper - d.lower])
    case let d as Triangular where Self.isExact(d.upper, minus: d.lower) && Self.isExact(d.mode, minus: d.lower):
      let (mode, upper) = (d.mode - d.lower, d.upper - d.lower)
      self.init(Triangular(lower: 0, mode: mode, upper: upper), shift: d.lower, references: [0, upper])
    case let d as Weibull: self.init(Weibull(shape: d.shape, scale: 1), divisor: d.scale, references: [0, 1])
    default:
      let ends = [density.hull.lower, density.hull.upper].filter(\.isFinite)
      self.init(density, references: ends.isEmpty ? [density.quantile(0.5)] : ends)
    }
  }

  private init(_ density: any AnalyticDensity, shift: Double = 0, multiplier: Double = 1, divisor: Double = 1, references: [Double] = [0]) {
    (self.density, self.references, hull) = (density, references, density.hull)
    (self.shift, self.multiplier, self.divisor) = (shift, multiplier, divisor)
  }

  /// Whether a difference of two doubles is a double.
  private static func isExact(_ a: Double, minus b: Double) -> Bool {
    let difference = a - b
    // Knuth's two-sum.
    let part = difference - a
    return difference.isFinite && (a - (difference - part)) + (-b - part) == 0
  }

  /// y at a place, with what its rounding leaves.
  func image(of place: Place) -> SplitNumber {
    SplitNumber(place.anchor).adding(-shift).adding(place.rest).adding(place.offset).multiplied(by: multiplier).divided(by: divisor)
  }

  /// x at a y.
  func preimage(of y: SplitNumber) -> SplitNumber { y.multiplied(by: divisor).divided(by: multiplier).adding(shift) }

  /// Whether y is so close to an end of the support that its rounding may be seen in the distance.
  func isAtEnd(_ y: SplitNumber) -> Bool {
    let reach = 64 * abs(y.rest)
    return abs(y.rounded - hull.lower) < reach || abs(y.rounded - hull.upper) < reach
  }

  /// How far off the formulas of the distribution function may take a double y to be.
  func displacement(at y: Double) -> Double {
    let distance = references.reduce(Double.infinity) { min($0, abs(y - $1)) }
    return 4 * Double.ulpOfOne * distance
  }
}

/// A number as a double with what its rounding left.
struct SplitNumber {
  let rounded: Double
  let rest: Double

  init(_ rounded: Double, rest: Double = 0) {
    self.rounded = rounded
    self.rest = rest.isFinite ? rest : 0
  }

  /// Knuth's two-sum.
  func adding(_ other: Double) -> SplitNumber {
    let sum = rounded + other
    let part = sum - rounded
    return SplitNumber(sum, rest: rest + ((rounded - (sum - part)) + (other - part))).normalized
  }

  func multiplied(by factor: Double) -> SplitNumber {
    if factor == 1 { return self }
    let product = rounded * factor
    return SplitNumber(product, rest: rest * factor + (-product).addingProduct(rounded, factor)).normalized
  }

  func divided(by divisor: Double) -> SplitNumber {
    if divisor == 1 { return self }
    let quotient = rounded / divisor
    return SplitNumber(quotient, rest: (rest + rounded.addingProduct(-quotient, divisor)) / divisor).normalized
  }

  /// The same number with a rest below half a unit in the last place.
  private var normalized: SplitNumber {
    let sum = rounded + rest
    return sum.isFinite ? SplitNumber(sum, rest: (rounded - sum) + rest) : self
  }
}
