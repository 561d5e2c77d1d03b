import Calculus
import Divergences
import RealModule
import Scalars

/// What happens when the discriminator sees several samples at once (Lin et al. 2018, PacGAN; the rules are older).
enum ProductClaims {
  static let claims: [Claim] = [
    Claim(
      "D2", "KL adds up over independent samples, KL(Pⁿ‖Qⁿ) = n KL(P‖Q), and over conditional steps.",
      source: "the chain rule of relative entropy; Kullback & Leibler 1951",
      readings: [
        Reading("KL of two samples", on: pairs) { [Sides(squareExpectation($0.p, $0.q) { $0 }, 2 * $0.klPQ)] }
          .noting("the integral over the square, the inner one first"),
        Reading("the overlap ∫ √(pq) of two samples is its square", on: pairs) { pair in
          let overlap = 1 - pair.hellinger2
          return [Sides(squareExpectation(pair.p, pair.q) { .exp(-0.5 * $0) }, overlap * overlap)]
        },
        Reading("JS of two samples", .atMost, on: indices, pair: pair) { [Sides(jensenShannonOfSquares[$0], 2 * pair($0).js)] }
          .noting("JS(P²,Q²) ≤ 2 JS(P,Q): only an inequality, since JS is bounded"),
        Reading("JS of two samples adds up", on: indices, pair: pair) { [Sides(jensenShannonOfSquares[$0], 2 * pair($0).js)] }
          .refuted("JS(Pⁿ,Qⁿ) ≤ n JS(P,Q) with equality only if P = Q: it cannot pass log 2"),
        Reading("two samples tell more than one", .atMost, on: indices, pair: pair) { [Sides(pair($0).js, jensenShannonOfSquares[$0])] }
          .noting("JS(P,Q) ≤ JS(P²,Q²): why packing samples helps the discriminator"),
        Reading("the chain rule", on: pairs) { pair in
          let conditional = Estimate.expectation(under: pair.p) { kl(Normal(mean: $0, sd: 1), Normal(mean: 0.5 * $0, sd: 2)).value }
          return [Sides(jointDivergence(pair), pair.klPQ + conditional)]
        }
        .noting("X from P or Q, then Y from N(X, 1) or N(X/2, 2): KL of the pairs is KL of X plus the mean KL of Y given X"),
      ])
  ]

  /// Pairs of full and of bounded support on which the integrals over the square are cheap.
  private static let pairs: [Pair] = .parsing(
    ("normal(0,1)", "normal(1,2)"), ("laplace(0,1)", "logistic(0.5,1)"), ("gamma(2,1.5)", "exponential(1)"), ("beta(2,3)", "beta(3,2)"))

  private static let indices = Array(pairs.indices)
  private static func pair(_ index: Int) -> Pair { pairs[index] }

  /// E[g(λ(X) + λ(Y))] for independent X and Y from P, with λ = log p/q.
  private static func squareExpectation(_ p: any AnalyticDensity, _ q: any AnalyticDensity, of g: @escaping @Sendable (Double) -> Double)
    -> Estimate
  {
    expectation(p, p, OptimalDiscriminator(p, q)) { g($0 + $1) }
  }

  /// E[g(λ(X), λ(Y))] for independent X and Y from two densities, with the logit λ of a discriminator.
  static func expectation(
    _ first: any AnalyticDensity, _ second: any AnalyticDensity, _ ratio: OptimalDiscriminator,
    of g: @escaping @Sendable (Double, Double) -> Double
  ) -> Estimate {
    iterated(under: first, alongside: second) { x in
      let logit = ratio.logit(at: x)
      return Divergences.expectation(under: second, alongside: [first]) { g(logit, ratio.logit(at: $0)) }
    }
  }

  /// E_P of an inner integral, with the error of both: twice the largest of a sample of the inner ones.
  private static func iterated(
    under p: any AnalyticDensity, alongside q: any AnalyticDensity, _ inner: @escaping @Sendable (Double) -> Estimate
  ) -> Estimate {
    let outer = Estimate.expectation(under: p, alongside: [q]) { inner($0).value }
    let errors = [1e-6, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99].flatMap { [inner(p.quantile($0)).error, inner(p.upperQuantile($0)).error] }
    return outer.widened(by: 2 * (errors.max() ?? 0))
  }

  /// JS(P², Q²) of each pair.
  private static let jensenShannonOfSquares = pairs.map { pair in
    let ofP = squareExpectation(pair.p, pair.q) { -softplus(-$0) }
    let ofQ = squareExpectation(pair.q, pair.p) { -softplus(-$0) }
    return .log2 + 0.5 * (ofP + ofQ)
  }

  /// KL between the joint laws of (X, Y), as an integral over the plane.
  private static func jointDivergence(_ pair: Pair) -> Estimate {
    let ratio = OptimalDiscriminator(pair.p, pair.q)
    return iterated(under: pair.p, alongside: pair.q) { x in
      let (y, z) = (Normal(mean: x, sd: 1), Normal(mean: 0.5 * x, sd: 2))
      let first = ratio.logit(at: x)
      return Divergences.expectation(under: y, alongside: [z]) { first + y.logDensity(at: $0) - z.logDensity(at: $0) }
    }
  }
}
