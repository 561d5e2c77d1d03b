import Densities
import RealModule
import Scalars
import Testing

/// The formal sums that decide convergence, held to the log densities that they are said to describe.
@Suite struct AsymptoteTests {
  private func value(_ asymptote: Asymptote, _ t: Double, logT: Double) -> Double {
    asymptote.terms.reduce(0) { sum, term in
      let growth =
        switch term.growth {
        case .exponential(let rate): Double.exp(rate * t)
        case .power(let exponent): Double.exp(exponent * logT)
        case .logSquared: logT * logT
        case .log: logT
        case .constant: 1.0
        }
      return sum + term.coefficient * growth
    }
  }

  @Test(arguments: Specimens.all) func tailsAreReached(_ text: String) throws {
    let density = try Specimens.density(text)
    let landmark = try #require(density.landmarks.max { $0.scale < $1.scale })
    let (origin, unit) = (landmark.location + 0.5 * landmark.scale, 2 * landmark.scale)
    for direction in [-1.0, 1] {
      let asymptote = density.asymptote(.tail(direction: direction, origin: origin, unit: unit))
      let isUnbounded = direction < 0 ? density.hull.lower == -.infinity : density.hull.upper == .infinity
      #expect(asymptote.isZero == !isUnbounded)
      #expect(asymptote.isIntegrable(.tail(direction: direction, origin: origin, unit: unit)))
      if asymptote.isZero { continue }
      // Far out, and beyond the doubles where the density allows it, but not so far that a double exponential overflows.
      let logT =
        switch asymptote.leading?.growth {
        case .exponential: Double.log(8)
        case .log, .logSquared: 1000.0
        case .power(let exponent) where exponent > 1.4: 10.0
        default: 25.0
        }
      let t = Double.exp(logT)
      let place = Place(anchor: origin, direction: direction, t: logT + Double.log(unit))
      let (expected, exact) = (value(asymptote, t, logT: logT), density.logDensity(at: place) - logT - Double.log(unit))
      if exact == -.infinity { continue }
      #expect(abs(expected - exact) <= (logT > 25 ? 0 : 1e-2) + 1e-12 * max(1, abs(exact)), "\(direction): \(expected), not \(exact)")
    }
  }

  @Test(arguments: Specimens.all) func pointsAreReached(_ text: String) throws {
    let density = try Specimens.density(text)
    let inside = density.quantile(0.37)
    for point in density.breakpoints + [inside] where abs(point) < 1e250 && (point != inside || abs(point) > 1e-10) {
      for side in [-1.0, 1] {
        let unit = 0.3 * (density.landmarks.first?.scale ?? 1) * (point == inside ? 1e-3 : 1)
        let asymptote = density.asymptote(.point(point, from: side, unit: unit))
        let logT = point == inside ? 80.0 : 500
        let exact = density.logDensity(at: Place(anchor: point, direction: side, t: Double.log(unit) - logT)) + logT - Double.log(unit)
        #expect(asymptote.isIntegrable(.point(point, from: side, unit: unit)))
        if asymptote.isZero {
          #expect(exact == -.infinity, "\(point) from \(side)")
        } else {
          let expected = value(asymptote, Double.exp(logT), logT: logT)
          #expect(abs(expected - exact) <= 1e-9 * max(1, abs(exact)), "\(point) from \(side): \(expected), not \(exact)")
        }
      }
    }
  }
}
