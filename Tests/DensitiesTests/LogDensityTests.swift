import Densities
import RealModule
import Scalars
import Testing

/// The log density in all the ways in which it is asked for.
@Suite struct LogDensityTests {
  /// A length on which the density changes at x: from the landmarks, the break points and the score.
  private func scale(_ density: any AnalyticDensity, _ x: Double) -> Double {
    let landmark = density.landmarks.map { max($0.scale, 0) }.min() ?? 1
    let distance = density.breakpoints.map { abs($0 - x) }.filter { $0 > 0 }.min() ?? .infinity
    return min(landmark, distance)
  }

  @Test(arguments: Specimens.all) func chartsAgree(_ text: String) throws {
    let density = try Specimens.density(text)
    for x in Specimens.points(density) {
      let exact = density.logDensity(at: x)
      let anchors = density.landmarks.map(\.location) + density.breakpoints
      for anchor in Set(anchors).prefix(12) where (x - anchor).isFinite && x != anchor {
        // Not where the rounding of the place is felt.
        let offset = abs(x - anchor)
        let error = Double.ulpOfOne * max(abs(x), abs(anchor), offset * abs(Double.log(offset)))
        if error > 1e-8 * min(scale(density, x), abs(x)) { continue }
        let linear = density.logDensity(at: Place(anchor: anchor, offset: x - anchor))
        let t = Double.log(abs(x - anchor))
        let logarithmic = density.logDensity(at: Place(anchor: anchor, direction: x < anchor ? -1 : 1, t: t)) - t
        // The offset is rounded, by more where it comes from eᵗ, and the density moves by its score.
        let rounding = 8 * Double.ulpOfOne * (1 + abs(density.score(at: x)) * max(abs(x), abs(anchor)) * max(1, abs(t)))
        #expect(abs(linear - exact) <= 1e-12 * max(1, abs(exact)) + rounding, "at \(x) from \(anchor)")
        #expect(abs(logarithmic - exact) <= 1e-12 * max(1, abs(exact)) + rounding, "at \(x) from \(anchor), logarithmically")
      }
    }
  }

  @Test(arguments: Specimens.all) func batchesAgree(_ text: String) throws {
    let density = try Specimens.density(text)
    var places = Specimens.points(density).map { Place(anchor: $0, offset: 0) }
    places += [-1e300, -3, 0, 0.5, 3, 1e300].map { Place(anchor: $0, offset: 0) }
    places += density.breakpoints.flatMap { point in
      [-1.0, 1.0].flatMap { side in [-800, -30, -1, 2.0].map { Place(anchor: point, direction: side, t: $0) } }
    }
    for place in places { check(density, Places(place)) }
    // Whole panels, inside the support, across its ends and far outside.
    let nodes = stride(from: -1.0, through: 1, by: 0.1).map { $0 }
    var panel = Places(count: nodes.count)
    let lengths = Set(density.landmarks.map(\.scale)).sorted().prefix(3).flatMap { [0.1 * $0, $0, 30 * $0, 1e9 * $0] }
    for anchor in Set(density.landmarks.map(\.location) + density.breakpoints + [0]) {
      for length in lengths where length < 1e300 {
        panel.move(to: nodes, middle: 0.3 * length, half: length, anchor: anchor)
        check(density, panel)
      }
      for (direction, middle, half) in [(1.0, 0.0, 3.0), (-1, -1, 2), (1, -30, 10), (-1, -30, 10), (1, -800, 100), (1, 300, 500)] {
        panel.move(to: nodes, middle: middle, half: half, anchor: anchor, direction: direction)
        check(density, panel)
      }
    }
  }
  private func check(_ density: any AnalyticDensity, _ places: Places) {
    var results = [Double](repeating: .nan, count: places.count)
    var roundings = results
    density.logDensities(at: places, into: &results, roundings: &roundings)
    for (index, place) in places.enumerated() {
      let (single, result) = (density.logDensity(at: place), results[index])
      let difference = single == result ? 0 : abs(single - result)
      #expect(difference <= 1e-13 * max(1, abs(single)) || difference <= 2 * roundings[index], "at \(place): \(single), \(result)")
      #expect(!result.isNaN && (result < .infinity || single == .infinity), "at \(place)")
      #expect(roundings[index] >= 0 && roundings[index] < .infinity, "at \(place)")
      // The bound is not smaller than that of the place alone.
      let bound = single.isFinite && result.isFinite ? min(density.rounding(ofLogDensity: single, at: place), 1e300) : 0
      #expect(roundings[index] >= 0.9 * bound, "at \(place): \(roundings[index]), \(bound)")
    }
  }

  @Test(arguments: Specimens.all) func nothingIsOutsideTheSupport(_ text: String) throws {
    let density = try Specimens.density(text)
    for x in [-1e300, -1e5, -1, -1e-300, 0, 1e-300, 0.5, 1, 2, 3.5, 1e5, 1e300] where !density.support.contains(where: { $0.contains(x) }) {
      #expect(density.logDensity(at: x) == -.infinity)
      #expect(density.logDensity(at: Place(anchor: x, offset: 0)) == -.infinity)
    }
    if let end = density.support.first?.lower, end.isFinite {
      #expect(density.logDensity(at: Place(anchor: end, direction: -1, t: -800)) == -.infinity)
    }
    if let end = density.support.last?.upper, end.isFinite {
      #expect(density.logDensity(at: Place(anchor: end, direction: 1, t: -800)) == -.infinity)
    }
  }

  @Test(arguments: Specimens.all) func theScoreIsADifferenceQuotient(_ text: String) throws {
    let density = try Specimens.density(text)
    for x in Specimens.points(density).dropFirst(2).dropLast(2) {
      let h = 1e-3 * scale(density, x)
      guard h > 1e-290, h < 1e290, !density.breakpoints.contains(x) else { continue }
      func value(_ steps: Double) -> Double { density.logDensity(at: Place(anchor: x, offset: steps * h)) }
      let (far, near) = (value(2) - value(-2), value(1) - value(-1))
      let quotient = (8 * near - far) / 12
      let score = density.score(at: x) * h
      // Rounding of the values, and of x where the generic formula takes it whole.
      let size = [-2.0, -1, 1, 2].map { abs(value($0)) }.max() ?? 0
      #expect(abs(quotient - score) <= 1e-8 * (abs(score) + 1e-3) + 1e-14 * (1 + size), "at \(x), h = \(h)")
      // A second derivative is a square of the scale.
      guard h > 1e-140, h < 1e140 else { continue }
      let second: Double = derivative(at: x) { y in derivative(at: y) { z in density.logDensity(at: z) } } * h * h
      let curvature = (16 * (value(1) + value(-1)) - (value(2) + value(-2)) - 30 * value(0)) / 12
      #expect(abs(curvature - second) <= 1e-6 * (abs(second) + 1e-6) + 1e-13 * (1 + size), "second derivative at \(x), h = \(h)")
    }
  }

  @Test(arguments: Catalogue.families.map { $0.name }) func theFormulaInTheParametersIsTheSame(_ name: String) throws {
    let family = try #require(Catalogue.families.first { $0.name == name })
    check(family)
  }
  private func check<F: Family>(_ family: F.Type) {
    for density in F.specimens.map(F.init) { check(density) }
  }
  private func check<F: Family>(_ density: F) {
    for x in Specimens.points(density) {
      let (instance, formula) = (density.logDensity(at: x), F.logDensity(at: x, parameters: density.values))
      let rounding = 8 * Double.ulpOfOne * abs(density.score(at: x) * x)
      #expect(abs(instance - formula) <= 1e-13 * max(1, abs(instance)) + rounding, "\(density) at \(x)")
    }
    #expect(F.logDensity(at: -.infinity, parameters: density.values) == density.logDensity(at: -.infinity))
    // Charts around landmarks and ends keep their digits where x has lost them: near an end at 1, or far from the
    // origin.
    if F.parameters.contains(where: \.movesSupport) { return }
    for anchor in density.landmarks.map(\.location) + density.breakpoints {
      for (side, t) in [(-1.0, -800.0), (1, -800), (-1, -50), (1, -50), (-1, -3), (1, -3), (1, 2)] {
        let place = Place(anchor: anchor, direction: side, t: t)
        let instance = density.logDensity(at: place) - place.logJacobian
        let formula = F.logDensity(at: place, parameters: density.values)
        let rounding = 1e-13 * max(1, abs(instance), abs(t))
        #expect(instance == formula || abs(instance - formula) <= rounding, "\(density) at \(place)")
      }
    }
  }

  @Test(arguments: Catalogue.families.map { $0.name }) func nestedDerivativesByDifferentVariablesAreNotConfused(_ name: String) throws {
    let family = try #require(Catalogue.families.first { $0.name == name })
    checkMixed(family)
  }
  private func checkMixed<F: Family>(_ family: F.Type) {
    let values = F.specimens[0]
    let density = F(values)
    for x in [0.31, 0.63].map(density.quantile) where !density.breakpoints.contains(where: { abs($0 - x) < 1e-3 }) {
      for index in values.indices {
        func score<S: Scalar>(_ parameter: S) -> S {
          derivative(at: S(x)) { y in
            F.logDensity(at: y, parameters: values.indices.map { Dual(constant: $0 == index ? parameter : S(values[$0])) })
          }
        }
        let mixed = derivative(at: values[index]) { score($0) }
        let h = 1e-4
        let quotient =
          (8 * (score(values[index] + h) - score(values[index] - h)) - (score(values[index] + 2 * h) - score(values[index] - 2 * h)))
          / (12 * h)
        #expect(abs(mixed - quotient) <= 1e-7 * (1 + abs(quotient)), "\(density) at \(x), \(F.parameters[index].name)")
      }
    }
  }

  @Test(arguments: Catalogue.families.map { $0.name }) func gradientsByParametersAreDifferenceQuotients(_ name: String) throws {
    let family = try #require(Catalogue.families.first { $0.name == name })
    checkGradients(family)
  }
  private func checkGradients<F: Family>(_ family: F.Type) {
    for density in F.specimens.prefix(2).map(F.init) { checkGradient(density) }
  }
  private func checkGradient<F: Family>(_ density: F) {
    for x in Specimens.points(density).dropFirst(2).dropLast(2)
    where !density.breakpoints.contains(where: { abs($0 - x) < 1e-3 }) {
      let exact = gradient(at: density.values) { F.logDensity(at: Dual(constant: x), parameters: $0) }
      for index in density.values.indices {
        let h = 1e-5 * max(abs(density.values[index]), 0.1)
        func value(_ steps: Double) -> Double {
          var moved = density.values
          moved[index] += steps * h
          return F.logDensity(at: x, parameters: moved)
        }
        let quotient = (8 * (value(1) - value(-1)) - (value(2) - value(-2))) / (12 * h)
        guard quotient.isFinite else { continue }
        #expect(abs(exact[index] - quotient) <= 1e-6 * (1 + abs(quotient)), "\(density) at \(x), \(F.parameters[index].name)")
      }
    }
  }
}
