import Calculus
import Densities
import Divergences
import Foundation
import RealModule
import Scalars
import Tabulation

/// Scene 4: the value of a discriminator that is drawn by hand, and a step of the generator against it.
extension Route {
  static let game = Route("game", ["p", "q"], method: "POST") { question in
    try question.withData {
      let (p, q) = (try question.parameters.density("p"), try question.parameters.density("q"))
      let drawn = try DrawnDiscriminator(json: question.body)
      let optimal = OptimalDiscriminator(p, q)
      let measured = DensityPair(p, q).measure(
        [.mean(real: { -softplus(-$0) }, fake: { -softplus($0) }), .gap, .mean(real: { _ in 0 }, fake: drawn.loss)], of: drawn.logit)
      var rows = [
        QuantityRow("value", measured[0]), QuantityRow("value_optimal", optimal.value()), QuantityRow("gap", measured[1]),
        QuantityRow("js", js(p, q)), QuantityRow("loss", measured[2]),
      ]
      let step = (q as? any Family).map { drawn.step(p, $0) }
      rows += step?.rows ?? []
      let (lower, upper) = (min(p.quantile(1e-4), q.quantile(1e-4)), max(p.upperQuantile(1e-4), q.upperQuantile(1e-4)))
      let points = (grid(from: lower, to: upper, count: 401) + drawn.points).sorted()
      let lines = Table(
        of: points,
        [
          Column("x") { $0 }, Column("p") { p.density(at: $0) }, Column("q") { q.density(at: $0) },
          Column("d") { logistic(drawn.logit(at: $0)) }, Column("d_star") { optimal.value(at: $0) },
          Column("logit") { drawn.logit(at: $0) },
          Column("gap_density") { x in
            let (mass, best) = (p.density(at: x) + q.density(at: x), optimal.logit(at: x))
            return mass == 0 || best.isNaN ? 0 : mass * coinDivergence(best, drawn.logit(at: x))
          },
        ])
      return Answer(
        tables: [("game", Table(of: rows))], curves: [("game", lines)],
        more: [
          ("next", .text(step?.next ?? "")),
          ("next_reason", .text(step?.reason ?? "Q is no member of a family, so that the generator has no parameters to move")),
        ])
    }
  }
}

/// A discriminator whose logit is linear between points, and constant beyond them.
private struct DrawnDiscriminator: Sendable {
  let points: [Double]
  private let logits: [Double]
  private let rate: Double
  private let isMinimax: Bool

  private struct Drawing: Decodable {
    let x: [Double]
    let d: [Double]
    var loss: String?
    var rate: Double?
  }

  /// Reads `{"x": […], "d": […], "loss": "non-saturating", "rate": 0.5}`.
  init(json: [UInt8]) throws(Refusal) {
    guard let drawing = try? JSONDecoder().decode(Drawing.self, from: Data(json)) else {
      throw Refusal(sentence: #"the body must be JSON such as {"x": [-1, 1], "d": [0.2, 0.8], "loss": "minimax", "rate": 0.5}"#)
    }
    try Refusal.unless(
      (2...400).contains(drawing.x.count) && drawing.x.count == drawing.d.count,
      "x and d must have the same number of entries, from 2 to 400 (got \(drawing.x.count) and \(drawing.d.count))", "x")
    try Refusal.unless(
      drawing.x.allSatisfy { abs($0) <= 1e300 } && zip(drawing.x, drawing.x.dropFirst()).allSatisfy { $0 < $1 },
      "x must be finite numbers that rise", "x")
    try Refusal.unless(drawing.d.allSatisfy { 0 < $0 && $0 < 1 }, "d must lie between 0 and 1, both excluded", "d")
    let loss = drawing.loss ?? "non-saturating"
    try Refusal.unless(
      ["minimax", "non-saturating"].contains(loss), "loss must be minimax or non-saturating (got '\(loss.prefix(40))')", "loss")
    rate = drawing.rate ?? 0.5
    try Refusal.unless(rate > 0 && rate <= 1e6, "rate must be above 0 and at most 1000000 (got \(rate))", "rate")
    isMinimax = loss == "minimax"
    points = drawing.x
    logits = drawing.d.map { .log($0) - .log(onePlus: -$0) }
  }

  /// The generator's loss by the logit.
  var loss: @Sendable (Double) -> Double {
    let sign: Double = isMinimax ? 1 : -1
    return { -sign * softplus(sign * $0) }
  }

  func logit(at x: Double) -> Double {
    guard let next = points.firstIndex(where: { x < $0 }) else { return logits[logits.count - 1] }
    guard next > 0 else { return logits[0] }
    let share = (x - points[next - 1]) / (points[next] - points[next - 1])
    return logits[next - 1] * (1 - share) + logits[next] * share
  }

  /// The logit as an integrand, with a bound on its rounding.
  var logit: LineFunction {
    let slopes = points.indices.dropLast().map { abs((logits[$0 + 1] - logits[$0]) / (points[$0 + 1] - points[$0])) }
    let steepest = slopes.max() ?? 0
    return LineFunction(marks: points) { places in
      places.map { place -> LineFunction.Value in
        let value = logit(at: place.x)
        let size: Double = abs(value) + steepest * abs(place.x)
        return (value, 8 * Double.ulpOfOne * size)
      }
    }
  }

  /// What a gradient step of the generator gives.
  struct Step {
    var rows: [QuantityRow] = []
    /// The text of Q after it; empty where there is none.
    var next = ""
    /// Why there is none.
    var reason = ""
  }

  func step<Q: Family>(_ p: any AnalyticDensity, _ q: Q) -> Step {
    let gradient = gradientByDifferences(at: q) { DensityPair(p, $0).measure([.mean(real: { _ in 0 }, fake: loss)], of: logit)[0] }
    let values: [Double] = q.values.indices.map { q.values[$0] - rate * gradient[$0].value }
    var step = Step()
    for (index, parameter) in Q.parameters.enumerated() {
      step.rows.append(QuantityRow("slope_\(parameter.name)", gradient[index]))
      let error = rate * gradient[index].error + Double.ulpOfOne * abs(values[index])
      step.rows.append(QuantityRow("next_\(parameter.name)", Estimate(values[index], error: error)))
    }
    do { step.next = try Q(validating: values).description } catch {
      step.reason = "the step leads nowhere: \(error.description); take a smaller rate"
    }
    return step
  }
}
