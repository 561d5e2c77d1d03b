import RealModule
package import Scalars

/// A family of densities f(z)/scale on the line, with z = (x − location)/scale, in which a member is its formula.
package protocol LocationScaleFamily: Family {
  /// A centre: what x is measured from.
  var location: Double { get }

  /// The unit of the distance from the centre.
  var scale: Double { get }

  /// `logNormalizer(scale)` of the member.
  var logNormalizer: Double { get }

  /// The part of −log p that depends on the scale alone, by default log scale.
  static func logNormalizer<S: Scalar>(_ scale: S) -> S

  /// log p from the distance to the location.
  static func formula<S: Scalar>(_ distance: S, scale: S, logNormalizer: S) -> S

  /// The member with this location and scale.
  init(location: Double, scale: Double)
}

extension LocationScaleFamily {
  package static var parameters: [Parameter] { [.real("location"), .positive("scale")] }
  package init(_ values: [Double]) { self.init(location: values[0], scale: values[1]) }
  package var values: [Double] { [location, scale] }
  package var support: [Interval] { .wholeLine }
  package var breakpoints: [Double] { [] }
  package var landmarks: [Landmark] { [Landmark(location: location, scale: scale)] }

  package static func logNormalizer<S: Scalar>(_ scale: S) -> S { .log(scale) }
  /// By the formula, from the distance to the location.
  package static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    formula(x - parameters[0], scale: parameters[1], logNormalizer: logNormalizer(parameters[1]))
  }
  /// The same, without the rounding of x.
  package static func logDensity<S: Scalar>(at place: Place, parameters: [S]) -> S {
    formula(place.distance(from: parameters[0]), scale: parameters[1], logNormalizer: logNormalizer(parameters[1]))
  }
  @_specialize(kind:partial,where S == Dual<Double>)
  package func logDensity<S: Scalar>(at x: S) -> S {
    Self.formula(x - S(location), scale: S(scale), logNormalizer: S(logNormalizer))
  }
  package func logDensity(at place: Place) -> Double {
    Self.formula(place.distance(from: location), scale: scale, logNormalizer: logNormalizer) + place.logJacobian
  }
}

/// The supports of many families, which are asked for at every comparison.
extension [Interval] {
  static let wholeLine = [Interval.line]
  static let positiveRay = [Interval(0, .infinity)]
  static let unitInterval = [Interval(0, 1)]
}

/// Their break points.
extension [Double] {
  static let zero = [0.0]
  static let zeroAndOne = [0.0, 1]
}
