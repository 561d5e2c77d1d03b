import Densities
import RealModule
import Scalars
import Testing

/// The slope at a place is the derivative of the log density along the chart, however near an end, far out or far from 0.
@Suite struct SlopeTests {
  @Test(arguments: Specimens.all) func isTheScore(_ text: String) throws {
    let density = try Specimens.density(text)
    for x in Specimens.points(density) where !density.breakpoints.contains(x) {
      let (slope, score) = (density.slope(at: Place(anchor: x, offset: 0)), density.score(at: x))
      let scale = density.landmarks.map(\.scale).min() ?? 1
      // The score at a double cancels powers of the distance from an end.
      let nearest = density.breakpoints.map { abs(x - $0) }.min() ?? .infinity
      let rounding = 1e-12 * (abs(score) + 1 / scale) + 1e-12 * abs(x) / scale / scale + 1e-14 * max(1, abs(x) / nearest) / nearest
      #expect(slope.pole == 0 && abs(slope.value - score) <= rounding, "at \(x): \(slope), score \(score)")
    }
  }

  /// By difference quotients of sixth order in t, around every break point and out into the tails.
  @Test(arguments: Specimens.all) func isTheDerivativeAlongCharts(_ text: String) throws {
    let density = try Specimens.density(text)
    let scale = density.landmarks.map(\.scale).min() ?? 1
    let anchors = density.breakpoints + density.landmarks.prefix(2).map(\.location)
    for (anchor, direction) in anchors.flatMap({ [($0, -1.0), ($0, 1.0)] }) {
      for t in [-900, -300, -60, -20, -5, -1, 0.5, 2, 5, 20, 60, 300] {
        let t = t + .log(scale)
        func value(_ t: Double) -> Double {
          let place = Place(anchor: anchor, direction: direction, t: t)
          return density.logDensity(at: place) - place.logJacobian
        }
        let h = 1e-2
        let near = [-3.0, -2, -1, 1, 2, 3].map { value(t + $0 * h) }
        // Where an exponential of t falls steeply, a difference says nothing.
        guard near.allSatisfy(\.isFinite), abs(near[5] - near[0]) < 3, t < 700 else { continue }
        let reach = Double.exp(t + 3 * h)
        if density.breakpoints.contains(where: { $0 != anchor && abs(abs($0 - anchor) - reach) < 0.2 * reach }) { continue }
        let quotient = (45 * (near[3] - near[2]) - 9 * (near[4] - near[1]) + (near[5] - near[0])) / (60 * h)
        let place = Place(anchor: anchor, direction: direction, t: t)
        let slope = density.slope(at: place).value * .exp(t - place.logYardstick) * (place.logYardstick < 0 ? 1 : direction)
        let rounding = 1e-12 * (1 + abs(near[0]) + abs(t)) / h + 1e-5 * (1 + abs(quotient))
        #expect(abs(slope - quotient) <= rounding, "at \(anchor), \(direction), \(t): \(slope), difference quotient \(quotient)")
      }
    }
  }

  private static let powers: [(text: String, point: Double, direction: Double, exponent: Double)] = [
    ("gamma(0.3,2)", 0, 1, 0.3), ("beta(0.3,2)", 0, 1, 0.3), ("beta(3,0.2)", 1, -1, 0.2), ("triangular(0,1,3)", 3, -1, 2),
    ("weibull(0.3,5)", 0, 1, 0.3), ("affine(gamma(0.3,2),4,-3)", 4, -1, 0.3), ("0.5*gamma(0.3,2)+0.5*normal(0,1)", 0, 1, 0.3),
    ("truncated(gamma(0.3,2),0,1)", 0, 1, 0.3), ("laplace(0,1)", 0, 1, 1),
  ]

  /// Equal powers towards an end are equal to the last bit.
  @Test(arguments: powers)
  func poleOfAPower(_ text: String, _ point: Double, _ direction: Double, _ exponent: Double) throws {
    let slope = try Specimens.density(text).slope(at: Place(anchor: point, direction: direction, t: -500))
    #expect(slope.pole == exponent - 1 && abs(slope.rest) < 1e-60, "\(slope)")
  }
}
