import Calculus
import Divergences
import RealModule

/// The minima of what the generator is said to descend, on the mixture of the f-GAN paper.
enum MinimaClaims {
  static let claims: [Claim] = [objectives]

  private static let objectives = Claim(
    "T2",
    "Each reading of the non-saturating loss has a minimum of its own; the lecture's literal one has its global minimum, among normals, on "
      + "this mixture, on the minority mode.",
    source: "theory of the readings of claim A4, on the mixture of claim T1",
    readings: [
      stationary("TV: the minimum", [1.33780108, 1.87963184], 0.2395864864) { $0.measure(TotalVariation()) },
      stationary("2 KL(M‖P), what is descended: the minimum", [1.73732522, 1.56758459], 0.1079019208) { 2 * $0.measure(MeanToFirst()) },
      stationary("2 KL(M‖P): a local minimum at the minority mode", [-0.96671904, 0.29992430], 0.4104136079) {
        2 * $0.measure(MeanToFirst())
      },
      stationary("E[−log D*] − log 2, the value: the minimum", [1.69773680, 1.58727801], 0.1663149685) { $0.loss(.nonSaturating) - .log2 },
      stationary("E[−log D*] − log 2: a local minimum at the minority mode", [-0.96397344, 0.30388714], 0.6189346114) {
        $0.loss(.nonSaturating) - .log2
      },
      stationary("KL(Q‖P): a local minimum at the minority mode", [-0.95495959, 0.31704873], 0.9898933591) {
        $0.measure(KullbackLeibler(.reverse))
      },
      stationary("KL(Q‖P) − 2 JS with the lecture's JS: a minimum at the minority mode", [-0.98466, 0.27338], -0.17323, decimals: 5) {
        $0.klQP(minus: 4)
      },
      stationary("KL(Q‖P) − 2 JS with the lecture's JS: a second local minimum", [2.27871, 0.75110], -0.11730, decimals: 5) {
        $0.klQP(minus: 4)
      },
      Reading("KL(Q‖P) − 2 JS with the lecture's JS is lowest where Q is closest", .atMost, on: [FGANTable.pair(1.57793483, 1.63180723)]) {
        [Sides($0.klQP - 4 * $0.js, DensityPair($0.p, Normal(mean: -0.98466, sd: 0.27338)).klQP(minus: 4))]
      }
      .refuted("on the minority mode alone it is −0.173, lower than at any of the fits: with the un-halved JS it is no divergence"),
    ])

  /// A minimum at these parameters: Newton's step from there is within the printed digits, the curvature positive.
  private static func stationary(
    _ name: String, _ parameters: [Double], _ value: Double, decimals: Int = 8, of f: @escaping @Sendable (DensityPair) -> Estimate
  ) -> Reading {
    Reading(name, precision: .pow(10, 2 - decimals), on: [FGANTable.pair(parameters[0], parameters[1])]) { pair in
      guard let step = NewtonStep(pair, of: f) else { return [] }
      let ends = zip(zip(parameters, step.step), ["mean", "sd"]).map {
        Sides(Estimate($0.0 - $0.1.value, error: $0.1.error), .printed($0.0, decimals: decimals), component: $1)
      }
      return ends + [
        Sides(f(DensityPair(pair.p, pair.q)), .printed(value, decimals: decimals == 8 ? 10 : decimals), component: "value"),
        Sides(Estimate(step.isMinimum ? 1 : 0), 1, component: "positive curvature"),
      ]
    }
    .noting("Newton's step from the listed parameters, and the value")
  }
}

/// Newton's step towards a stationary point of a function of a pair, in the two parameters of the generator's family.
///
/// By differences. From a point that is right to d decimals the step lands on the stationary point to about 2d.
struct NewtonStep {
  /// What to subtract from each parameter.
  let step: [Estimate]
  /// Whether the second derivatives are those of a minimum.
  let isMinimum: Bool

  /// The step at the pair; nil where the gradient is not defined.
  init?(_ pair: Pair, of f: @escaping @Sendable (DensityPair) -> Estimate) {
    guard let normal = pair.q as? Normal, let gradient = pair.gradient(of: f) else { return nil }
    let columns = [0, 1].map { k -> [Double]? in
      let ends = [-1.0, 1].map { side in
        var values = normal.values
        values[k] += side * 1e-3 * normal.sd
        return Pair(pair.p, Normal(values)).gradient(of: f)
      }
      guard let low = ends[0], let high = ends[1] else { return nil }
      return zip(low, high).map { ($1.value - $0.value) / (2e-3 * normal.sd) }
    }
    guard let first = columns[0], let second = columns[1] else { return nil }
    let mixed = 0.5 * (first[1] + second[0])
    let determinant = first[0] * second[1] - mixed * mixed
    isMinimum = first[0] > 0 && determinant > 0
    let inverse = [[second[1] / determinant, -mixed / determinant], [-mixed / determinant, first[0] / determinant]]
    step = inverse.map { row in Estimate(row[0]) * gradient[0] + Estimate(row[1]) * gradient[1] }
  }
}
