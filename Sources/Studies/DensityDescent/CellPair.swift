package import Densities
package import Divergences
import RealModule
import Scalars

/// P and Q on finitely many cells or atoms: two points of the simplex, of which Q moves.
///
/// Probabilities are kept as logarithms, so that a mode to which Q gives next to nothing is not lost, and D* = p/(p +
/// q) keeps its digits.
package struct CellPair: Sendable {
  /// log pᵢ; −∞ where P has no mass.
  package let logP: [Double]
  /// log qᵢ.
  package private(set) var logQ: [Double]

  /// Two vectors of weights, which are normalised. Each needs a positive finite sum, and P no mass where Q has none: a
  /// step multiplies the masses of Q, and what is 0 stays 0.
  package init(_ p: [Double], _ q: [Double]) {
    precondition(p.count == q.count, "P has \(p.count) cells and Q \(q.count)")
    precondition(zip(p, q).allSatisfy { $0 >= 0 && ($1 > 0 || ($0 == 0 && $1 == 0)) }, "Q must be positive wherever P is")
    logP = normalized(p.map { .log($0) })
    logQ = normalized(q.map { .log($0) })
  }

  /// The masses of two densities between the quantiles of (P + Q)/2, which cut the line into about `count` cells where
  /// either has its mass.
  ///
  /// Throws one sentence where Q has no mass, or less than a double holds, on a cell to which P gives some, or the
  /// other way round by underflow.
  package init(_ p: any AnalyticDensity, _ q: any AnalyticDensity, count: Int) throws(StudyError) {
    let cells = Self.cells(p, q, count: count)
    let (masses, others) = (cells.map { p.probability(of: $0) }, cells.map { q.probability(of: $0) })
    for (cell, (mass, other)) in zip(cells, zip(masses, others)) {
      let isLost = mass < .leastNormalMagnitude && p.support.contains { $0.intersection(cell) != nil } && other > 0
      if (mass > 0 && other < .leastNormalMagnitude) || isLost {
        let masses = "P has mass \(mass) and Q \(other)"
        throw StudyError("on the cell \(cell) \(masses): the start must have some, at least 1e-307, wherever P has")
      }
    }
    // A cell between two supports is empty on both sides.
    let kept = cells.indices.filter { masses[$0] > 0 || others[$0] > 0 }
    self.init(kept.map { masses[$0] }, kept.map { others[$0] })
  }

  private static func cells(_ p: any AnalyticDensity, _ q: any AnalyticDensity, count: Int) -> [Interval] {
    let mean: any AnalyticDensity = (try? Mixture([p, q], weights: [0.5, 0.5])) ?? p
    let edges = [-.infinity] + Set((1..<count).map { mean.quantile(Double($0) / Double(count)) }.filter(\.isFinite)).sorted() + [.infinity]
    return zip(edges, edges.dropFirst()).map { Interval($0, $1) }
  }

  /// D*ᵢ = pᵢ/(pᵢ + qᵢ); NaN on a cell without mass, where D* is undefined.
  package var optimalDiscriminator: [Double] {
    zip(logP, logRatios).map { logP, logRatio in logP == -.infinity && logRatio == 0 ? .nan : logistic(-logRatio) }
  }

  /// The f-divergence Σ qᵢ f(pᵢ/qᵢ), free of cancellation where f is: +∞ where the sum is.
  package func divergence(_ divergence: some FDivergence) -> Double {
    zip(zip(logP, logQ), logRatios).map { logs, logRatio in
      let larger = Swift.max(logs.0, logs.1)
      if larger == -.infinity { return 0 }
      let ratio = LogRatio(log: -abs(logRatio))
      let (shape, growth) =
        logRatio < 0 ? (divergence.dualAtRatio(ratio), divergence.growthAtInfinity) : (divergence.atRatio(ratio), divergence.growthAtZero)
      // A power of the ratio is infinite where one of the masses is 0.
      return shape == 0 ? 0 : shape * .exp(larger + (growth.power == 0 ? 0 : growth.power * ratio.log))
    }.compensatedSum()
  }

  /// One step of the generator against the optimal discriminator: q⁺ ∝ q exp(−rate · slope), mirror descent with the
  /// entropy, or exponentiated gradient (Kivinen & Warmuth 1997).
  ///
  /// Why this and not projected gradient: masses stay positive, and in the geometry of the entropy both objectives F
  /// are convex and smooth with constant 1, whatever P and Q, since their second derivatives 1/q − 1/(p+q) and 1/(p+q)
  /// are at most 1/q; in the Euclidean geometry there is no such constant near the faces of the simplex. Hence for rate
  /// ≤ 1 and k steps
  ///
  /// - F falls in every step, and F ≤ KL(P‖Q₀)/(rate · k) (Bauschke, Bolte & Teboulle 2017; Lu, Freund & Nesterov
  ///   2018), so Q tends to P from every start with KL(P‖Q₀) finite: on cells, every one that is positive where P is;
  /// - **every** f-divergence falls in every step, JS among them for either loss, since q/p falls in convex order,
  ///   though not at every point towards 1. With r = q/p, r⁺ = T(r) where T rises and T(r)/r falls, and
  ///   E_P r = E_P r⁺ = 1, so the two cross at one c: r ≥ r⁺ ≥ T(c) above it, r ≤ r⁺ ≤ T(c) below. Then
  ///   E_P[f(r) − f(r⁺)] ≥ E_P[f′(r⁺)(r − r⁺)] ≥ f′(T(c)) E_P[r − r⁺] = 0 for convex f. Where P has no mass r is
  ///   infinite, a limit.
  ///
  /// For the minimax loss no rate above 1 will do: where r → 0 the step takes it to r^(1−rate), as far above P as it
  /// was below. At rate 1 that step is Q⁺ = (P + Q)/2 exactly. Near P both losses multiply log r by 1 − rate/2, so
  /// above rate 4 neither converges.
  package mutating func step(_ loss: FunctionSpaceLoss, rate: Double) {
    logQ = normalized(zip(logQ, logP).map { loss.moved(logQ: $0, logP: $1, rate: rate) })
  }

  /// log qᵢ/pᵢ; 0 where both vanish.
  private var logRatios: [Double] { zip(logQ, logP).map { $0 == $1 ? 0 : $0 - $1 } }
}

/// The logarithms of probabilities that sum to 1.
private func normalized(_ logWeights: [Double]) -> [Double] {
  let total = logSumExp(logWeights)
  return logWeights.map { $0 - total }
}

/// What the generator descends in function space, where its density itself is what moves and the discriminator is
/// optimal in every step (Goodfellow et al. 2014, proposition 2).
package enum FunctionSpaceLoss: String, CaseIterable, Sendable {
  /// E_Q[log(1 − D)], the game's own loss.
  case minimax
  /// E_Q[−log D], with D frozen while Q moves.
  case nonSaturating = "non-saturating"

  /// The derivative of the loss by q(x) at D*: log(1 − D*(x)) or −log D*(x), as a function of log q/p = −logit D*.
  ///
  /// It rises with q/p: the step takes mass from where Q has too much.
  package func slope(atLogRatio logRatio: Double) -> Double {
    switch self {
    case .minimax: -softplus(-logRatio)
    case .nonSaturating: softplus(logRatio)
    }
  }

  /// The loss with the divergence of which `slope` is the derivative up to a constant: 2 JS(P, Q), or 2 KL(M‖P).
  package var loss: GeneratorLoss {
    switch self {
    case .minimax: .saturating
    case .nonSaturating: .nonSaturating
    }
  }

  /// log q after one step of mirror descent, before it is normalised: log q − rate · slope. What is 0 stays 0.
  func moved(logQ: Double, logP: Double, rate: Double) -> Double {
    logQ == -.infinity ? logQ : logQ - rate * slope(atLogRatio: logQ == logP ? 0 : logQ - logP)
  }
}
