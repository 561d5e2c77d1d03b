import Calculus
import Densities
import Divergences
import RealModule

/// Which normal a GAN finds for data that no normal fits: it depends on the divergence.
enum FGANClaims {
  static let claims: [Claim] = [table, objectives]

  private static let table = Claim(
    "T1",
    "The best normal for a mixture of two depends on the divergence: the optimal values of the f-GAN paper's toy experiment, on the mixture "
      + "that was recovered from them.",
    source:
      "Nowozin, Cseke & Tomioka 2016, the table of the univariate experiment (figures quoted from memory; the mixture is inferred from them, "
      + "not stated by the paper)",
    readings: [
      Reading(
        "the optima, to eight decimals", note: "μ*, σ* and D(P,Q*) by search and by a zero of the gradient", precision: 1e-6, on: optima
      ) { subject in
        guard let row = row(subject), let fit = FGANTable.fit(row.divergence) else { return [] }
        return parameters(fit, factor: 1).enumerated().map { index, side in
          Sides(side.value, .printed(row.exact[index], decimals: index == 2 ? 10 : 8), component: side.name)
        }
      },
      Reading(
        "the paper's optima", note: "to 5e-4: the five parameters of the mixture were fitted to these 15 figures; JS is the un-halved one",
        precision: 1e-2, on: printed
      ) { subject in
        guard let row = row(subject), let fit = FGANTable.fit(row.divergence) else { return [] }
        return zip(parameters(fit, factor: row.factor), [row.printed[1], row.printed[2], row.printed[0]]).map {
          Sides($0.value, .printed($1, decimals: 3), component: $0.name)
        }
      },
      Reading(
        "the paper's JS is the halved one", expected: .fails,
        note: "its figures fit only KL(P‖M) + KL(Q‖M): the f-GAN generator of JS has no halves",
        precision: 1e-2, on: printed.filter { row($0)?.divergence is JensenShannon }
      ) { subject in
        guard let row = row(subject), let fit = FGANTable.fit(JensenShannon()) else { return [] }
        return [Sides(fit.outcome, .printed(row.printed[0], decimals: 3))]
      },
      Reading(
        "the paper's Pearson is ∫ (q − p)²/p", expected: .fails,
        note: "as its table writes it; with f(u) = (u − 1)² it is ∫ (p − q)²/q, and its figures are that",
        precision: 1e-2, on: printed.filter { row($0)?.divergence is PearsonChiSquared }
      ) { subject in row(subject).map { [Sides(subject.chi2QP, .printed($0.printed[0], decimals: 3))] } ?? [] },
      Reading(
        "the learned bound is a lower bound", .atMost,
        note: "F at the learned Q̂ is at most D(P,Q̂): up to the sampling of the paper's own run", on: learned
      ) { subject in
        learnedRow(subject).map {
          [Sides(.printed($0.learned[0], decimals: 4), Estimate($0.factor) * subject[$0.divergence], component: $0.divergence.name)]
        } ?? []
      },
      Reading(
        "the learned bound is the divergence", expected: .fails,
        note: "a network's critic is not optimal: the bound is lower, most for Jeffreys, by 13 %",
        precision: 1e-2, on: learned.filter { learnedRow($0)?.divergence is Jeffreys }
      ) { subject in
        learnedRow(subject).map { [Sides(.printed($0.learned[0], decimals: 4), subject[$0.divergence])] } ?? []
      },
    ])

  /// The mixture beside the exact optima, beside those of the paper's table, and beside what its network learned.
  private static let optima = (FGANTable.rows + FGANTable.further).map { beside($0.exact) }
  private static let printed = FGANTable.rows.map { beside($0.exact) }
  private static let learned = FGANTable.rows.map { beside(Array($0.learned.dropFirst())) }

  private static func beside(_ values: [Double]) -> Subject { Subject(FGANTable.subject.p, Normal(mean: values[0], sd: values[1])) }

  private static func row(_ subject: Subject) -> FGANTable.Row? {
    (FGANTable.rows + FGANTable.further).first { Normal(mean: $0.exact[0], sd: $0.exact[1]).description == subject.q.description }
  }

  private static func learnedRow(_ subject: Subject) -> FGANTable.Row? {
    FGANTable.rows.first { Normal(mean: $0.learned[1], sd: $0.learned[2]).description == subject.q.description }
  }

  /// The mean and the deviation of a fit, and what it reached.
  private static func parameters(_ fit: Fit, factor: Double) -> [(name: String, value: Estimate)] {
    fit.parameters.map { ($0.name, Estimate($0.value, error: $0.error)) }
      + [("divergence", Estimate(factor) * fit.outcome)]
  }

  private static let objectives = Claim(
    "T2",
    "Each reading of the non-saturating loss has a minimum of its own; the lecture's literal one has its global minimum, among normals, on "
      + "this mixture, on the minority mode.",
    source: "theory of the readings of claim A4, on the mixture of claim T1",
    readings: [
      stationary("TV: the minimum", [1.33780108, 1.87963184], 0.2395864864) { $0.bounded(TotalVariation()) },
      stationary("2 KL(M‖P), what is descended: the minimum", [1.73732522, 1.56758459], 0.1079019208) { 2 * $0.bounded(MeanToFirst()) },
      stationary("2 KL(M‖P): a local minimum at the minority mode", [-0.96671904, 0.29992430], 0.4104136079) {
        2 * $0.bounded(MeanToFirst())
      },
      stationary("E[−log D*] − log 2, the value: the minimum", [1.69773680, 1.58727801], 0.1663149685) { loss($0) },
      stationary("E[−log D*] − log 2: a local minimum at the minority mode", [-0.96397344, 0.30388714], 0.6189346114) { loss($0) },
      stationary("KL(Q‖P): a local minimum at the minority mode", [-0.95495959, 0.31704873], 0.9898933591) {
        $0.bounded(KullbackLeibler(.reverse))
      },
      stationary("KL(Q‖P) − 2 JS with the lecture's JS: a minimum at the minority mode", [-0.98466, 0.27338], -0.17323, decimals: 5) {
        literal($0)
      },
      stationary("KL(Q‖P) − 2 JS with the lecture's JS: a second local minimum", [2.27871, 0.75110], -0.11730, decimals: 5) {
        literal($0)
      },
      Reading(
        "KL(Q‖P) − 2 JS with the lecture's JS is lowest where Q is closest", .atMost, expected: .fails,
        note: "on the minority mode alone it is −0.173, lower than at any of the fits: with the un-halved JS it is no divergence",
        on: [beside(FGANTable.rows[1].exact)]
      ) { subject in
        [Sides(subject.klQP - 4 * subject.js, literal(Comparison(subject.p, Normal(mean: -0.98466, sd: 0.27338))))]
      },
    ])

  private static func loss(_ pair: Comparison) -> Estimate { (GeneratorLoss.nonSaturating.value(pair.p, pair.q)) - .log2 }

  private static func literal(_ pair: Comparison) -> Estimate {
    pair.bounded(KullbackLeibler(.reverse)) - 4 * pair.bounded(JensenShannon())
  }

  /// A minimum over the normals at these parameters: Newton's step from there is within what the printed digits leave open, and the curvature is positive.
  private static func stationary(
    _ name: String, _ parameters: [Double], _ value: Double, decimals: Int = 8, of f: @escaping @Sendable (Comparison) -> Estimate
  ) -> Reading {
    Reading(
      name, note: "Newton's step from the listed parameters, and the value", precision: .pow(10, 2 - decimals), on: [beside(parameters)]
    ) { subject in
      guard let step = NewtonStep(subject, of: f) else { return [] }
      let ends = zip(parameters, step.step).map { Sides(Estimate($0 - $1.value, error: $1.error), .printed($0, decimals: decimals)) }
      return ends + [
        Sides(f(Comparison(subject.p, subject.q)), .printed(value, decimals: decimals == 8 ? 10 : decimals), component: "value"),
        Sides(Estimate(step.isMinimum ? 1 : 0), 1, component: "positive curvature"),
      ]
    }
  }
}
