import Calculus
import RealModule
package import Scalars

/// Student's t distribution, p(x) ∝ (1 + z²/ν)^(−(ν+1)/2) with z = (x − location)/scale and ν the degrees of freedom.
public struct StudentT: Family {
  /// The degrees of freedom ν > 0; moments of order ν and above are infinite.
  public let dof: Double
  /// The centre.
  public let location: Double
  /// The scale, > 0; the standard deviation is scale·√(ν/(ν−2)) for ν > 2.
  public let scale: Double
  private let logNormalizer: Double
  private let normalizerRounding: Double
  private let tail: StudentTail

  /// Student's t distribution with these degrees of freedom, location and scale.
  public init(dof: Double, location: Double, scale: Double) {
    Self.check([dof, location, scale])
    self.dof = dof
    self.location = location
    self.scale = scale
    let (unit, logScale) = (SpecialFunctions.studentLogNormalizer(dof), Double.log(scale))
    logNormalizer = unit - logScale
    normalizerRounding = .ulpOfOne * (8 + 4 * abs(unit) + 2 * abs(logScale))
    tail = StudentTail(dof: dof)
  }

  package static let name = "studentT"
  package static let parameters: [Parameter] = [.positive("dof"), .real("location"), .positive("scale")]
  package static let specimens: [[Double]] = [[3, 0, 1], [1, 0, 1], [2.1, -1, 0.5], [0.1, 0, 1], [30, 1e5, 2], [1e8, 0, 1]]
  package var termCount: Int { 3 }
  package init(_ values: [Double]) { self.init(dof: values[0], location: values[1], scale: values[2]) }
  package var values: [Double] { [dof, location, scale] }

  /// Beyond z = 1e100 √ν the square would overflow, and the unit beside it has long been rounded away.
  private static func formula<S: Scalar>(_ distance: S, scale: S, dof: S, logNormalizer: S) -> S {
    let root: S = distance / scale / .sqrt(dof)
    let growth: S =
      abs(root.primal) < 1e100 ? .log(onePlus: root.squared) : 2 * (.log(distance.magnitude) - .log(scale)) - .log(dof)
    return logNormalizer - 0.5 * (dof + 1) * growth
  }
  package static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    let dof = parameters[0]
    let logNormalizer: S = SpecialFunctions.studentLogNormalizer(dof) - .log(parameters[2])
    return formula(x - parameters[1], scale: parameters[2], dof: dof, logNormalizer: logNormalizer)
  }
  package static func logDensity<S: Scalar>(at place: Place, parameters: [S]) -> S {
    let logNormalizer: S = SpecialFunctions.studentLogNormalizer(parameters[0]) - .log(parameters[2])
    return formula(place.distance(from: parameters[1]), scale: parameters[2], dof: parameters[0], logNormalizer: logNormalizer)
  }

  package var support: [Interval] { .wholeLine }
  package func logDensity<S: Scalar>(at x: S) -> S {
    Self.formula(x - S(location), scale: S(scale), dof: S(dof), logNormalizer: S(logNormalizer))
  }
  package func logDensity(at place: Place) -> Double {
    let distance = place.distance(from: location)
    if abs(distance / scale / .sqrt(dof)) < 1e100 {
      return Self.formula(distance, scale: scale, dof: dof, logNormalizer: logNormalizer) + place.logJacobian
    }
    // Beyond the doubles the Jacobian nearly cancels one power of the distance, so it is taken off first.
    let (logDistance, logScale) = (place.logDistance(from: location), .log(scale) + 0.5 * .log(dof))
    return logNormalizer - dof * (logDistance - logScale) + ((place.logJacobian - logDistance) + logScale)
  }
  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    let root = Double.sqrt(dof)
    places.update(&results, &roundings) { place, _, _ in
      let square = (place.distance(from: location) / scale / root).squared
      return (square, square)
    }
    VectorFunctions.log(onePlus: &roundings)
    let farthest = dof > 1e100 ? 1e200 : min(1e200, 1e200 / dof)
    evaluate(places, &results, &roundings) { place, square, growth in
      let fall = 0.5 * (dof + 1) * growth
      return (square < farthest ? logNormalizer - fall + place.logJacobian : .nan, rounding(share: square / (1 + square), fall: fall))
    }
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    let z = place.distance(from: location) / scale
    if abs(z) < 1e100 || dof > 1e100 {
      return rounding(share: 1 / (1 + dof / (z * z)), fall: abs(value - place.logJacobian - logNormalizer))
    }
    let logDistance = place.logDistance(from: location)
    let size = 2 * abs(logDistance) + 3 * abs(.log(scale)) + 2 * abs(.log(dof))
    return normalizerRounding + (dof + 1) * (place.logDistanceError(logDistance, from: location) + .ulpOfOne * size)
  }
  /// An error of z moves log (1 + z²/ν) by as much as z²/ν counts beside the unit.
  @inline(__always)
  private func rounding(share: Double, fall: Double) -> Double {
    normalizerRounding + .ulpOfOne * (3 * (dof + 1) * share + 3 * fall)
  }
  package var landmarks: [Landmark] { [Landmark(location: location, scale: scale, isHeavy: dof < 200)] }
  package func slope(at place: Place) -> Slope {
    let z = place.distance(from: location) / scale
    let root = Double.sqrt(dof)
    // Of −(ν + 1)z/(ν + z²) the form that neither overflows nor divides zero by zero.
    if abs(z) < root { return Slope(rest: -((dof + 1) / dof) * z / (1 + (z / root).squared) * (place.yardstick / scale)) }
    return Slope(rest: -(dof + 1) * place.quotient(from: location) / (1 + (root / z).squared))
  }
  package func asymptote(_ approach: Approach) -> Asymptote {
    guard case .tail(_, _, let unit) = approach else { return regularAsymptote(approach) }
    return Asymptote([
      .log: -(dof + 1), .constant: logNormalizer + (dof + 1) * (.log(scale) - .log(unit) + 0.5 * .log(dof)),
    ])
  }

  package func cumulative(_ x: Double) -> Double { tail.upper(location - x, scale: scale) }
  package func survival(_ x: Double) -> Double { tail.upper(x - location, scale: scale) }
  package func quantile(_ p: Double) -> Double { location - tail.upperInverse(p, scale: scale) }
  package func upperQuantile(_ p: Double) -> Double { location + tail.upperInverse(p, scale: scale) }
}
