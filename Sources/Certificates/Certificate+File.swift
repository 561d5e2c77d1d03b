import Densities
import Scalars
package import Tabulation

/// A certificate as a file, with everything that it takes to verify it without this program.
///
/// Every number is exact: a text such as −0x1ap−4, a whole number times a power of two. The form is written down in
/// Documentation/Certificates.md.
extension Certificate {
  package var json: JSON {
    .object([
      ("format", .text("divergences certificate")), ("version", .whole(1)), ("reading", .text(reading.rawValue)),
      ("p", json(p)), ("q", json(q)),
      ("measures", .list(enclosures.map(json))), ("integrals", .list(runs.flatMap(\.json))),
    ])
  }

  private func json(_ enclosure: Enclosure) -> JSON {
    var members: [(name: String, value: JSON)] = [("measure", .text(enclosure.measure))]
    switch enclosure.verdict {
    case .enclosed:
      let (lower, upper) = (enclosure.lower ?? .nan, enclosure.upper ?? .nan)
      members += [("result", .text("enclosed")), ("lower", .exact(lower)), ("upper", .exact(upper))]
    case .infinite(let reason): members += [("result", .text("infinite")), ("reason", .text(reason))]
    case .refused(let reason): members += [("result", .text("refused")), ("reason", .text(reason))]
    }
    let known = Set(runs.flatMap { $0.results.keys })
    let needed = (Self.parts[enclosure.measure] ?? []).filter(known.contains)
    return .object(members + [("integrals", .list(needed.map { .text("\($0)") }))])
  }

  /// A density by its exact numbers.
  private func json(_ density: any AnalyticDensity) -> JSON {
    func exact(_ number: Double) -> JSON {
      .text(number.isInfinite ? (number < 0 ? "-inf" : "inf") : reading.number(number).text)
    }
    func list(_ numbers: [Double]) -> JSON { .list(numbers.map(exact)) }
    switch density {
    case let affine as Affine:
      return .object([("affine", json(affine.base)), ("shift", exact(affine.shift)), ("scale", exact(affine.scale))])
    case let truncated as Truncated:
      return .object([
        ("truncated", json(truncated.base)), ("lower", exact(truncated.interval.lower)), ("upper", exact(truncated.interval.upper)),
      ])
    case let mixture as Mixture:
      return .object([("mixture", .list(mixture.components.map(json))), ("weights", list(mixture.givenWeights))])
    case let histogram as Histogram: return .object([("histogram", list(histogram.edges)), ("weights", list(histogram.weights))])
    case let kernels as KernelDensity:
      return .object([("kernels", list(kernels.points)), ("weights", list(kernels.weights)), ("bandwidth", exact(kernels.bandwidth))])
    case let member as any Family:
      return .object([("family", .text(type(of: member).name)), ("parameters", list(member.values))])
    default: return .object([("text", .text(density.text))])
    }
  }
}

extension PairIntegrals {
  /// Every integral with what its enclosure is the sum of.
  fileprivate var json: [JSON] {
    Integral.allCases.compactMap { integral in
      guard let result = results[integral] else { return nil }
      var members: [(name: String, value: JSON)] = [("integral", .text("\(integral)"))]
      switch result {
      case .refused(let reason): return .object(members + [("result", .text("refused")), ("reason", .text(reason))])
      case .infinite(let reason): members += [("result", .text("infinite")), ("reason", .text(reason))]
      case .enclosed(let ball): members += [("result", .text("enclosed")), ("enclosure", .exact(ball))]
      }
      if let translation { members.append(("translation", .text(translation.text))) }
      var steps = (steps[integral] ?? [:]).sorted { $0.key < $1.key }
      // Where the integrand is 0 there is nothing to state.
      if case .enclosed = result { steps = steps.filter { part, _ in parts[part].outputs.contains { $0.integral == integral } } }
      let own = steps.map { index, steps in JSON.object(parts[index].chart + steps.json(of: integral)) }
      return .object(members + [("parts", .list(own))])
    }
  }
}

extension Part {
  fileprivate var chart: [(name: String, value: JSON)] {
    func end(_ number: Rational?) -> JSON { number.map { .text($0.text) } ?? .null }
    return [
      ("lower", end(lower)), ("upper", end(upper)), ("chart", .text(isLogarithmic ? "logarithmic" : "linear")), ("anchor", end(anchor)),
      ("direction", .whole(Int(direction))),
    ]
  }
}

extension Steps {
  fileprivate func json(of integral: Integral) -> [(name: String, value: JSON)] {
    // From one end to the other.
    let sorted = panels.sorted { $0.from.isBelow($1.from) }
    let reduced: [(name: String, value: JSON)] = reductions.isEmpty ? [] : [("reductions", .list(reductions.map(\.json)))]
    return [("tails", .list(tails.map { $0.json(of: integral) }))] + reduced + [("panels", .list(sorted.map(\.json)))]
  }
}

extension Steps.Panel {
  fileprivate var json: JSON {
    .object([("from", .exact(from)), ("to", .exact(to)), ("kind", .text(kind.rawValue)), ("enclosure", .exact(enclosure))])
  }
}

extension Reduction {
  fileprivate var json: JSON {
    .object([
      ("end", .text(isUpper ? "upper" : "lower")), ("input", .exact(input)), ("p", .list(kept.p.map { .whole($0) })),
      ("q", .list(kept.q.map { .whole($0) })), ("loss", .exact(.hull(-loss, loss))),
    ])
  }
}

extension Steps.Tail {
  fileprivate func json(of integral: Integral) -> JSON {
    func one(_ density: (growth: Growth, log: Ball)?) -> JSON {
      density.map { .object([("log", .exact($0.log)), ("growth", $0.growth.json)]) } ?? .null
    }
    return .object(
      [
        ("end", .text(isUpper ? "upper" : "lower")), ("input", .exact(input)), ("bound", .text(integral.tailBound)),
        ("p", one(bound.p)), ("q", one(bound.q)),
      ] + (enclosure.map { [("enclosure", .exact($0))] } ?? []))
  }
}

extension Integral {
  /// The name of the bound of its tails.
  fileprivate var tailBound: String {
    switch self {
    case .kl, .reverseKL, .entropyP, .entropyQ, .crossEntropy: "logarithm"
    case .totalVariation, .hellinger, .jensenShannon, .triangular: "masses"
    case .skewP, .skewQ, .skewQuarter: "skew"
    case .affinity: "overlap"
    case .massP, .massQ: "mass"
    case .chi2, .reverseChi2: "square"
    case .wasserstein: "distance"
    }
  }
}

extension Growth {
  fileprivate var json: JSON {
    .list(
      terms.map { term, coefficient in
        let own: [(name: String, value: JSON)] =
          switch term {
          case .power(let exponent): [("term", .text("power")), ("exponent", .text(exponent.text))]
          case .logarithm: [("term", .text("logarithm"))]
          case .exponential(let scale): [("term", .text("exponential")), ("scale", .exact(scale))]
          }
        return .object(own + [("coefficient", .exact(coefficient))])
      })
  }
}

extension JSON {
  /// A number as a whole number times a power of two.
  fileprivate static func exact(_ value: Double) -> JSON {
    .text(value.isInfinite ? (value < 0 ? "-inf" : "inf") : Ball(value).exactTexts.middle)
  }

  /// The same of a number without a radius, and the middle and the radius of one that has one.
  fileprivate static func exact(_ ball: Ball) -> JSON {
    let (middle, radius) = ball.exactTexts
    return radius == "0x0p0" ? .text(middle) : .list([.text(middle), .text(radius)])
  }
}
