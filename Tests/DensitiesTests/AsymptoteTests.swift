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

  /// What a density is on the way to an end, beside its asymptote there.
  private struct Path {
    let density: any AnalyticDensity
    let approach: Approach

    /// The place at this log t, and log dx/dt there.
    private func place(_ logT: Double) -> Place {
      switch approach {
      case .tail(let direction, let origin, let unit): Place(anchor: origin, direction: direction, t: Double.log(unit) + logT)
      case .point(let point, let side, let unit):
        Place(anchor: point, direction: side, t: Double.log(unit) - logT).measured(fromAnchorPlus: density.rest(ofBreakpoint: point))
      }
    }

    /// log p with a bound on its rounding.
    func logDensity(_ logT: Double) -> (value: Double, rounding: Double) {
      let place = place(logT)
      let value = density.logDensity(at: place)
      return (value - place.logJacobian, density.rounding(ofLogDensity: value, at: place) + .ulpOfOne * abs(place.logJacobian))
    }
  }

  /// From far to near.
  private static let ladder = Array(sequence(first: 1000.0) { $0 > 1.2 ? 0.93 * $0 : nil })

  /// What is left of a sum of log densities, each times a factor, when every term of its asymptote is subtracted: at
  /// the farthest t at which rounding leaves four decimals, and nearer by a third in log t. There a term of slower
  /// growth is not yet hidden by the rounding of the faster ones, be they e^t.
  private func rests(_ parts: [(factor: Double, path: Path)], _ asymptote: Asymptote, upTo limit: Double) -> [(logT: Double, rest: Double)]
  {
    var rests: [(logT: Double, rest: Double)] = []
    for logT in Self.ladder where logT <= limit && logT <= 0.67 * (rests.last?.logT ?? .infinity) {
      let t = Double.exp(logT)
      var (sum, size) = (0.0, 0.0)
      for term in asymptote.terms {
        let part = value(Asymptote([term.growth: term.coefficient]), t, logT: logT)
        (sum, size) = (sum - part, size + abs(part))
      }
      for (factor, path) in parts {
        let (value, rounding) = path.logDensity(logT)
        (sum, size) = (sum + factor * value, size + abs(factor) * (abs(value) + rounding / .ulpOfOne))
      }
      if 4 * size * .ulpOfOne > 1e-4 || !sum.isFinite { continue }
      rests.append((logT, sum))
      if rests.count == 2 { break }
    }
    return rests
  }

  /// Whether an asymptote is reached: a term that is wrong or missing leaves more the farther one goes. Nil where what
  /// is left still falls, or the doubles end, before it can be told.
  private func isReached(_ rests: [(logT: Double, rest: Double)]) -> Bool? {
    guard rests.count == 2, rests[0].logT > 2.5 else { return nil }
    if abs(rests[0].rest) <= 1e-2 { return abs(rests[1].rest) <= 0.2 }
    return abs(rests[0].rest) < 0.67 * abs(rests[1].rest) ? nil : false
  }

  /// The ends of a density, each from several origins, or with several units.
  private func tails(_ density: any AnalyticDensity, direction: Double) throws -> [Approach] {
    let landmark = try #require(density.landmarks.max { $0.scale < $1.scale })
    let ends = [density.hull.lower, density.hull.upper].filter(\.isFinite)
    return [(landmark.location + 0.5 * landmark.scale, 2 * landmark.scale), (ends.first ?? landmark.location, landmark.scale)].map {
      .tail(direction: direction, origin: $0, unit: $1)
    }
  }

  @Test(arguments: Specimens.all) func tailsAreReached(_ text: String) throws {
    let density = try Specimens.density(text)
    for direction in [-1.0, 1] {
      let isUnbounded = direction < 0 ? density.hull.lower == -.infinity : density.hull.upper == .infinity
      var reached = 0
      for approach in try tails(density, direction: direction) {
        let asymptote = density.asymptote(approach)
        #expect(asymptote.isZero == !isUnbounded)
        #expect(asymptote.isIntegrable(approach))
        if asymptote.isZero { continue }
        let rests = rests([(1, Path(density: density, approach: approach))], asymptote, upTo: 1000)
        guard let isReached = isReached(rests) else { continue }
        reached += 1
        #expect(isReached, "\(approach): \(asymptote.terms) leaves \(rests)")
      }
      #expect(reached > 0 || !isUnbounded, "\(text) towards \(direction)")
    }
  }

  @Test(arguments: Specimens.all) func pointsAreReached(_ text: String) throws {
    let density = try Specimens.density(text)
    let inside = density.quantile(0.37)
    for point in density.breakpoints + [inside] where abs(point) < 1e250 && (point != inside || abs(point) > 1e-10) {
      for side in [-1.0, 1] {
        let approach = Approach.point(
          point, from: side, unit: 0.3 * (density.landmarks.first?.scale ?? 1) * (point == inside ? 1e-3 : 1))
        let (asymptote, path) = (density.asymptote(approach), Path(density: density, approach: approach))
        #expect(asymptote.isIntegrable(approach))
        // Nearer than the rounding of a point inside it is the point.
        let limit = point == inside ? 80.0 : 500
        if asymptote.isZero {
          #expect(path.logDensity(limit).value == -.infinity, "\(point) from \(side)")
        } else {
          let rests = rests([(1, path)], asymptote, upTo: limit)
          #expect(isReached(rests) == true, "\(approach): \(asymptote.terms) leaves \(rests)")
          // Where log p is itself infinite there, its rounding is left.
          let isPower = if case .power = asymptote.leading?.growth { true } else { false }
          #expect(
            rests.allSatisfy { abs($0.rest) <= (isPower ? 1e-4 : 1e-6) || $0.logT < 10 }, "\(approach): \(asymptote.terms) leaves \(rests)")
        }
      }
    }
  }

  /// Two members that differ in one parameter: where their fastest terms cancel, what is left decides what is infinite,
  /// such as χ² = ∫ p²/q − 1, and must be right to its slowest term.
  @Test(arguments: Catalogue.families.map { $0.name }) func whatDoesNotCancelIsRight(_ name: String) throws {
    let family = try #require(Catalogue.families.first { $0.name == name })
    var (reached, cancelled, canCancel) = (0, 0, false)
    for values in family.specimens {
      for (index, parameter) in family.parameters.enumerated() {
        var others = values
        others[index] = parameter.domain == .positive ? 1.25 * values[index] : values[index] + 0.5 * max(1, abs(values[index])) / 1024
        guard let p = try? family.init(validating: values), let q = try? family.init(validating: others) else { continue }
        var approaches = try [-1.0, 1].flatMap { try tails(p, direction: $0) }
        for point in p.breakpoints where q.breakpoints.contains(point) {
          approaches += [-1.0, 1].map { .point(point, from: $0, unit: 0.3 * p.landmarks[0].scale) }
        }
        for approach in approaches {
          let (first, second) = (p.asymptote(approach), q.asymptote(approach))
          if first.isZero || second.isZero { continue }
          let paths = (Path(density: p, approach: approach), Path(density: q, approach: approach))
          var powers = [(1.0, -1.0), (2, -1), (0.5, 0.5)]
          if let leading = first.leading, let other = second.leading, leading.growth == other.growth {
            powers.append((1, -leading.coefficient / other.coefficient))
            canCancel = true
          }
          for (a, b) in powers {
            let asymptote = Asymptote.combine(first, a, second, b)
            #expect(Asymptote.leading(first, a, second, b) == asymptote.leading, "\(p)^\(a) \(q)^\(b) at \(approach)")
            let rests = rests([(a, paths.0), (b, paths.1)], asymptote, upTo: 500)
            guard let isReached = isReached(rests) else { continue }
            reached += 1
            if asymptote.leading?.growth != first.leading?.growth { cancelled += 1 }
            #expect(isReached, "\(p)^\(a) \(q)^\(b) at \(approach): \(asymptote.terms) leaves \(rests)")
          }
        }
      }
    }
    #expect(reached > 0, "no end of \(name) is reached")
    #expect(cancelled > 0 || !canCancel, "no fastest term of \(name) cancels")
  }
}
