import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Tabulation

/// Scene 3: what the generator's loss is along a parameter of the generator, by value and by gradient.
extension Route {
  static let sentence = Route("sentence", ["p", "q", "parameter", "from", "to", "points"]) { question in
    try question.withData {
      let parameters = question.parameters
      let (p, q) = (try parameters.density("p"), try parameters.density("q"))
      guard let family = q as? any Family else {
        throw Refusal(sentence: "Q must be a member of a family such as normal(0,1), whose parameter is then moved", parameter: "q")
      }
      return try answer(parameters, p, family)
    }
  }

  private static func answer(_ parameters: Parameters, _ p: any AnalyticDensity, _ q: some Family) throws -> Answer {
    let kind = type(of: q)
    let names = kind.parameters.map(\.name)
    let name = try parameters.choice("parameter", names) ?? names[0]
    let index = names.firstIndex(of: name) ?? 0
    let (here, isPositive) = (q.values[index], kind.parameters[index].domain == .positive)
    let width = max(q.landmarks.map(\.scale).min() ?? 1, 1e-6 * abs(here))
    let lower = try parameters.number("from", default: isPositive ? here / 3 : here - 3 * width, -1e300...1e300)
    let upper = try parameters.number("to", default: isPositive ? 3 * here : here + 3 * width, -1e300...1e300)
    try Refusal.unless(lower < upper, "from must be less than to (got \(lower) and \(upper))", "from")
    let thetas = grid(from: lower, to: upper, count: try parameters.whole("points", default: 61, 2...201))

    let readings = SentenceReadings(p, q)
    let points = concurrentMap(thetas) { theta -> SentencePoint? in
      var values = q.values
      values[index] = theta
      return (try? type(of: q).init(validating: values)).map { readings.point(theta, $0) }
    }
    let start = readings.point(here, q)
    let shifts = (start.frozen.value - start.reading(2).value, start.frozen.value - start.reading(4).value)
    let curves = Table(
      of: points.compactMap(\.self),
      [
        Column("theta", \.theta), Column("frozen", \.frozen.value), Column("kl_minus_2js") { $0.reading(2).value },
        Column("kl_minus_2js_shifted") { $0.reading(2).value + shifts.0 }, Column("resolved", \.resolved.value),
        Column("kl_minus_4js") { $0.reading(4).value }, Column("kl_minus_4js_shifted") { $0.reading(4).value + shifts.1 },
      ])
    let slopes = Table(of: readings.slopes(start, index))
    return Answer(
      command: commandLine(["verify", "--claim=A4", "--p=\(p.description)", "--q=\(q.description)"]), tables: [("slopes", slopes)],
      curves: [("sentence", curves)], more: [("parameter", .text(name)), ("theta", .number(here))])
  }
}

/// What the non-saturating loss can be taken for, at members of the generator's family.
private struct SentenceReadings<Q: Family>: Sendable {
  let p: any AnalyticDensity
  /// The generator for which D* is solved.
  let q: Q

  init(_ p: any AnalyticDensity, _ q: Q) { (self.p, self.q) = (p, q) }

  /// E[−log D*] under a member, with D* solved at q.
  func frozen(_ member: Q) -> Estimate {
    let optimal = OptimalDiscriminator(p, q)
    // Where both densities vanish the logit is undefined; what the member has there counts as a certain rejection.
    let loss = LineFunction.ofPlaces { place in
      let logit = optimal.logit(at: place)
      return softplus(-(logit.isNaN ? -745 : max(logit, -1e300)))
    }
    return expectations(under: member, alongside: [p, q], of: [loss])[0]
  }

  func point(_ theta: Double, _ member: Q) -> SentencePoint {
    let parts = DensityPair(p, member).measure([KullbackLeibler(.reverse), JensenShannon()])
    return SentencePoint(
      theta: theta, frozen: frozen(member), resolved: GeneratorLoss.nonSaturating.value(p, member), kl: parts[0], js: parts[1])
  }

  /// The slopes by the parameter at q: of the frozen loss exactly, of the others by differences.
  func slopes(_ start: SentencePoint, _ index: Int) -> [SlopeRow] {
    let movesSupport = Q.parameters[index].movesSupport
    let frozenSlope =
      movesSupport ? gradientByDifferences(at: q, of: frozen)[index] : GeneratorLoss.nonSaturating.frozenGradient(p, q)[index]
    func slope(_ value: @escaping (SentencePoint) -> Estimate) -> Estimate {
      gradientByDifferences(at: q) { value(point(0, $0)) }[index]
    }
    return [
      SlopeRow(name: "frozen", value: start.frozen, slope: frozenSlope),
      SlopeRow(name: "kl_minus_2js", value: start.reading(2), slope: slope { $0.reading(2) }),
      SlopeRow(name: "resolved", value: start.resolved, slope: slope(\.resolved)),
      SlopeRow(name: "kl_minus_4js", value: start.reading(4), slope: slope { $0.reading(4) }),
    ]
  }
}

/// The readings at one value of the parameter.
private struct SentencePoint: Sendable {
  let theta: Double
  let frozen: Estimate
  let resolved: Estimate
  let kl: Estimate
  let js: Estimate

  /// KL(Q‖P) minus so many times the halved JS.
  func reading(_ factor: Double) -> Estimate { kl - Estimate(factor) * js }
}

/// A curve at the parameter where the game is: its value and its slope.
private struct SlopeRow: TableRow {
  let name: String
  let value: Estimate
  let slope: Estimate

  static var columns: [Column<Self>] {
    [
      Column("curve", \.name), Column("value", \.value.value), Column("error", \.value.error), Column("slope", \.slope.value),
      Column("slope_error", \.slope.error), Column("status", \.slope.status.description),
      Column("reason") { $0.value.reason.isEmpty ? $0.slope.reason : $0.value.reason },
    ]
  }
}
