import Calculus
import RealModule
import Testing

/// Nodes of the trapezoidal rule under a change of variable, held to the formulas for one number.
@Suite struct NodeMapTests {
  private static let (center, scale, step) = (0.3, 1.7, 0.21)

  private func check(
    _ coordinate: NodeMap.Coordinate, bends: (lower: Double, upper: Double),
    _ formula: (_ u: Double, _ slope: Double) -> (coordinate: Double, slope: Double)
  ) {
    let map = NodeMap(coordinate, center: Self.center, scale: Self.scale, bends: bends)
    for (first, count) in [(-9.5, 21), (-8, 8), (3, 1)] {
      var (coordinates, slopes) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
      let displacement = map.nodes(from: first, step: Self.step, into: &coordinates, slopes: &slopes)
      for index in 0..<count {
        let t = (first + Double(index)) * Self.step
        let u = Self.center + Self.scale * (t + bends.upper * .expMinusOne(t) - bends.lower * .expMinusOne(-t))
        let expected = formula(u, Self.scale * (1 + bends.upper * .exp(t) + bends.lower * .exp(-t)))
        let errors = (abs(coordinates[index] - expected.coordinate), abs(slopes[index] - expected.slope))
        let allowed = 4e-15 * (1 + abs(u))
        #expect(errors.0 <= allowed * (1 + abs(expected.coordinate)) && errors.1 <= allowed * expected.slope)
      }
      let lost = displacement ?? .infinity
      #expect(lost < 1e-14)
    }
  }

  @Test(arguments: [0.0, 0.5], [0.0, 0.5]) func nodesAreThoseOfTheFormulas(lower: Double, upper: Double) {
    let bends = (lower, upper)
    check(.distance, bends: bends) { ($0 - Self.center, $1) }
    check(.wide(unit: 0.6), bends: bends) { (0.6 * .sinh($0), $1 * 0.6 * .cosh($0)) }
    check(.logarithm, bends: bends) { ($0, $1) }
    // x of the length σ(u), and dx/du without the distance itself.
    check(.fromLower(logLength: 0.2), bends: bends) { (0.2 - .log(onePlus: .exp(-$0)), $1 / (1 + .exp($0))) }
    check(.fromUpper(logLength: 0.2), bends: bends) { (0.2 - .log(onePlus: .exp($0)), $1 / (1 + .exp(-$0))) }
  }

  @Test func nodesBeyondTheDoublesAreNotReached() {
    var (coordinates, slopes) = ([0.0, 0], [0.0, 0])
    let map = NodeMap(.wide(unit: 1), center: 0, scale: 1, bends: (0.5, 0.5))
    #expect(map.nodes(from: 7, step: 1, into: &coordinates, slopes: &slopes) == nil)
    #expect(map.nodes(from: 3, step: 1, into: &coordinates, slopes: &slopes) != nil)
  }
}
