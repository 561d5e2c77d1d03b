import Calculus
import Divergences
import RealModule

/// Which normals are minima of each reading of what the generator is said to descend, from every start.
enum LandscapeClaims {
  static let claims: [Claim] = [
    Claim(
      "T3",
      "KL(Q‖P) − 2 JS with the lecture's un-halved JS has its global minimum, among normals, on the f-GAN mixture and on two others, on "
        + "the minority mode; a second local minimum catches other starts.",
      source: "theory of the readings of claim A4; local minima by searches from a grid", readings: collapse + counts + separate)
  ]

  /// Two modes, the first the minority: the f-GAN mixture, and others with a minority of 0.4 and of 0.3.
  private static let mixtures: [Pair] = .parsing(
    ("0.33*normal(-1,0.255)+0.67*normal(2,1.415)", "normal(-1,0.255)"), ("0.4*normal(-3,0.5)+0.6*normal(3,0.5)", "normal(-3,0.5)"),
    ("0.3*normal(0,0.5)+0.7*normal(4,1)", "normal(0,0.5)"))

  private static func mixture(_ index: Int) -> Pair { mixtures[index] }

  private static let collapse = [
    Reading("its lowest minimum is on the minority mode", .atMost, on: Array(mixtures.indices), pair: mixture) {
      collapses($0, .lectureLiteral)
    }
    .noting("within a deviation of the mode, and lower than every other minimum"),
    Reading("so is that of the halved one", .atMost, on: Array(mixtures.indices), pair: mixture) { collapses($0, .nonSaturatingGradient) }
      .refuted(
        "2 KL(M‖P), what is really descended, is lowest on the majority; on the minority mode it has a second minimum, which is no lower"),
    Reading("so is that of the loss by value", .atMost, on: Array(mixtures.indices), pair: mixture) { collapses($0, .nonSaturatingValue) }
      .refuted("E[−log D*] as a function of Q is lowest on the majority as well"),
    Reading("it prefers the minority for any mixture", .atMost, on: .parsing(("0.3*normal(0,1)+0.7*normal(2.9,1)", "normal(0,1)"))) {
      collapses($0)
    }
    .refuted(
      "of two equal widths with weights 0.3 and 0.7 only from a distance of 2.999 deviations on; nearer, it collapses onto "
        + "a part of the majority"),
    Reading("of equal widths from 2.999 deviations on", .atMost, on: .parsing(("0.3*normal(0,1)+0.7*normal(3.05,1)", "normal(0,1)"))) {
      collapses($0)
    }
    .noting("weights 0.3 and 0.7: a little beyond the distance at which both collapses are equally low"),
  ]

  private static let counts = [
    Reading("from every start it collapses onto the minority") { [Sides(Estimate(Double(minima(of: .lectureLiteral).count)), 1)] }
      .refuted("on the f-GAN mixture it has a second local minimum, inside the majority mode: a descent that begins near it stays"),
    Reading("how many minima each objective has") {
      let ofReverse: [LandscapeObjective] = [.reverse, .nonSaturatingGradient, .nonSaturatingValue, .lectureLiteral]
      return LandscapeObjective.all.map { objective in
        let hasTwo = ofReverse.contains { $0.name == objective.name }
        return Sides(Estimate(Double(minima(of: objective).count)), hasTwo ? 2 : 1, component: objective.name)
      }
    }
    .noting("on the f-GAN mixture: only what looks at KL(Q‖P) has one at each mode"),
    Reading("its other minimum on the f-GAN mixture", precision: 1e-5) {
      minima(of: .lectureLiteral).dropFirst().prefix(1).flatMap {
        [
          Sides(Estimate($0.mean, error: $0.meanError), .printed(2.27871, decimals: 5), component: "mean"),
          Sides(Estimate($0.deviation, error: $0.deviationError), .printed(0.75110, decimals: 5), component: "sd"),
          Sides($0.outcome, .printed(-0.1172994, decimals: 7), component: "value"),
        ]
      }
    }
    .noting("half as wide as the majority mode: mean 2.27871, deviation 0.75110"),
  ]

  private static let separate = [
    Reading("on a distant mode of weight w it is 2 (1 + w) log(1 + w) − (1 + 2w) log w − 4 log 2", on: distant) { pair in
      guard let mixture = pair.p as? Mixture else { return [] }
      let w = mixture.weights[0]
      let form = 2 * (1 + w) * Double.log(onePlus: w) - (1 + 2 * w) * .log(w) - 4 * .log(2)
      return [Sides(pair.klQP - 4 * pair.js, Estimate(form, error: 1e-14, scale: 1))]
    }
    .noting("for Q equal to the mode: lowest at w = 0.398, and lower there than on the rest"),
    Reading("there it takes the minority from a weight of 0.2198 on", .atMost, on: [distant[1]]) { collapses($0) },
    Reading("there it takes every minority", .atMost, on: [distant[0]]) { collapses($0) }
      .refuted("for a weight of 0.215 a normal of 0.38 deviations within the majority is lower"),
  ]

  private static let distant: [Pair] = .parsing(
    ("0.215*normal(-10,1)+0.785*normal(10,1)", "normal(-10,1)"), ("0.225*normal(-10,1)+0.775*normal(10,1)", "normal(-10,1)"),
    ("0.4*normal(-10,1)+0.6*normal(10,1)", "normal(-10,1)"))

  private static func collapses(_ index: Int, _ objective: LandscapeObjective) -> [Sides] {
    collapses(mixtures[index], minima(of: objective, on: index))
  }

  private static func collapses(_ pair: Pair) -> [Sides] { collapses(pair, landscape(on: pair.p, of: [.lectureLiteral])) }

  /// How far the minimum nearest to Q, the minority mode, is from it; and its value beside the others'.
  private static func collapses(_ pair: Pair, _ minima: [LandscapeMinimum]) -> [Sides] {
    guard let mode = pair.q as? Normal else { return [] }
    let sorted = minima.sorted { abs($0.mean - mode.mean) < abs($1.mean - mode.mean) }
    guard let nearest = sorted.first, let lowest = sorted.dropFirst().min(by: { $0.outcome.value < $1.outcome.value }) else { return [] }
    return [
      Sides(
        Estimate(abs(nearest.mean - mode.mean), error: nearest.meanError), Estimate(mode.sd), component: "distance from the minority mode"
      ),
      Sides(nearest.outcome, lowest.outcome, component: "the lowest of the others"),
    ]
  }

  /// The minima on the mixtures: of all objectives on the first, and of the three readings of the loss on the others.
  private static let landscapes = mixtures.indices.map { index in
    landscape(
      on: mixtures[index].p,
      of: index == 0 ? LandscapeObjective.all : [.lectureLiteral, .nonSaturatingGradient, .nonSaturatingValue])
  }

  private static func minima(of objective: LandscapeObjective, on index: Int = 0) -> [LandscapeMinimum] {
    landscapes[index].filter { $0.objective == objective.name }
  }

  private static func landscape(on p: any AnalyticDensity, of objectives: [LandscapeObjective]) -> [LandscapeMinimum] {
    NormalBox(around: p).map { Landscape(of: p, in: $0, objectives: objectives).minima } ?? []
  }
}
