package import Calculus
package import Densities
package import Divergences
import RealModule
import Scalars

/// The output of a network of one input as a function of x, of which it is given the standardized value.
///
/// It is the network itself that is evaluated, at all nodes of a panel together, so that nothing stands in for it: what an output leaves unknown is rounding, of
/// which it has a bound.
package struct StandardizedNetwork: Sendable {
  private let map: NetworkMap
  private let units: Standardization

  package init(_ map: NetworkMap, _ units: Standardization) {
    self.map = map
    self.units = units
  }

  /// v at places of the line.
  package func outputs(at places: [Place]) -> [Estimate] {
    // Of so many points a layer's numbers stay in the cache.
    stride(from: 0, to: places.count, by: 64).flatMap { start in
      map.bounded(at: places[start..<min(start + 64, places.count)].map { input(at: $0) })
    }
  }

  /// v as what integrals are taken of.
  package var output: CriticOutput { CriticOutput(marks: marks) { outputs(at: $0) } }

  /// Where v has kinks, or may change within a short way, in x; and steps of a unit about the middle, so that no panel of a mesh is much longer than what a
  /// unit of the network turns on.
  var marks: [Double] { (map.kinks + map.transitions + (-8...8).map { Double($0) }).map { units.original($0) } }

  /// Which way v goes without bound towards an end of the line, as a straight line does; 0 where it has a limit, nil where neither is known.
  func heading(_ direction: Double) -> Double? {
    switch map.end(direction) {
    case .limit: 0
    case .power(let exponent, let coefficient, _) where exponent == 1: coefficient < 0 ? -1 : 1
    case .power, .exponential, .unknown: nil
    }
  }

  /// The standardized place, without the rounding of x.
  private func input(at place: Place) -> Estimate {
    let y = place.distance(from: units.shift) / units.scale
    let rounding = 3 * Double.ulpOfOne * (abs(place.anchor - units.shift) + abs(place.offset)) / units.scale
    // Beyond the doubles units that saturate have long done so; a line is not to be had there.
    if abs(y) < Self.reach { return Estimate(value: y, error: rounding) }
    return Estimate(value: y < 0 ? -Self.reach : Self.reach, error: map.isBounded ? 0 : .infinity)
  }

  private static var reach: Double { 1e300 }
}
