import Calculus
package import Densities
package import Divergences
import RealModule
import Scalars

/// The output of a network with one input as a function of x; the input is the standardized x.
///
/// The network itself is evaluated, at all nodes of a panel together, so that only rounding errors remain, which are
/// bounded.
package struct StandardizedNetwork: Sendable {
  private let map: NetworkMap
  private let units: Standardization

  /// A network with its units.
  package init(_ map: NetworkMap, _ units: Standardization) {
    self.map = map
    self.units = units
  }

  /// v at points of the line.
  package func outputs(at places: [Place]) -> [LineFunction.Value] {
    map.bounded(at: places.map { input(at: $0) })
  }

  /// dv/dx at points of the line, by forward mode.
  func slopes(at points: [Double]) -> [Double] {
    map.evaluated(at: points.map { units.standardized($0) }).slopes.map { $0 / units.scale }
  }

  /// v as an integrand.
  package var output: LineFunction { LineFunction(marks: marks) { outputs(at: $0) } }

  /// The x at which v has kinks or may change quickly, and unit steps about the middle, so that no panel of a mesh is
  /// much longer than the scale of the network's units.
  var marks: [Double] { (map.kinks + map.transitions + (-8...8).map { Double($0) }).map { units.original($0) } }

  /// The sign of v towards an end of the line where v grows linearly; 0 where it has a limit, nil where neither is
  /// known.
  func heading(_ direction: Double) -> Double? {
    switch map.end(direction) {
    case .limit: 0
    case .power(let exponent, let coefficient, _) where exponent == 1: coefficient < 0 ? -1 : 1
    case .power, .exponential, .unknown: nil
    }
  }

  /// The standardized point, without the rounding of x.
  private func input(at place: Place) -> LineFunction.Value {
    let y = place.distance(from: units.shift) / units.scale
    let rounding = 3 * Double.ulpOfOne * (abs(place.anchor - units.shift) + abs(place.offset)) / units.scale
    // Here saturating units have saturated; the value of a linear one overflows.
    if abs(y) < Self.reach { return (y, rounding) }
    return (y < 0 ? -Self.reach : Self.reach, map.isBounded ? 0 : .infinity)
  }

  private static var reach: Double { 1e300 }
}
