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
