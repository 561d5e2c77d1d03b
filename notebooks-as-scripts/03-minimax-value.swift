//: # The value of the minimax game and the Jensen–Shannon divergence
//:
//: Statements [2](../README.md#statement-2) and [5](../README.md#statement-5) · claims [A2](../../CLAIMS.md),
//: [A3](../../CLAIMS.md), [H1](../../CLAIMS.md) · scene [two densities](http://127.0.0.1:8017/#/two-densities)
//:
//: - **The slide says**: to optimise the min-max functional in the space of functions is to minimise the Jensen–Shannon
//:   divergence $\mathrm{JS}(P,Q) = \mathrm{KL}(P\|M) + \mathrm{KL}(Q\|M)$, with $M = (P+Q)/2$. It prints no value.
//: - **Goodfellow et al. (2014, theorem 1)** give the value:
//:   $$C(G) = \max_D V(D, G) = -\log 4 + 2\,\mathrm{JS}(P,Q).$$
//: - **We say**: both are true, but their JS differ by a factor of 2. Two definitions are in print:
//:     - halved, $\mathrm{JS} = \tfrac12 \mathrm{KL}(P\|M) + \tfrac12 \mathrm{KL}(Q\|M)$, at most $\log 2$: that of
//:       Goodfellow et al., and of Arjovsky & Bottou;
//:     - un-halved, $\mathrm{KL}(P\|M) + \mathrm{KL}(Q\|M)$, at most $2 \log 2$: the lecture's, and that of the
//:       Wasserstein GAN paper.
//:
//:   The place of the minimum does not depend on the factor. The formula for the value does: with the un-halved JS it
//:   is $-\log 4 + \mathrm{JS}$.

import Calculus
import Claims
import Densities
import Divergences
import Notebook
import Plotting
import RealModule
import Scalars
import Tabulation

let notebook = Notebook()

//: ## Both normalisations

let p = try parseDensity("0.4*normal(-2,0.7)+0.6*normal(1.5,0.9)")
let q = Normal(mean: 0.6, sd: 1.1)
let optimal = OptimalDiscriminator(p, q)
let value = valueFunction(p, q, .ofPlaces { optimal.logit(at: $0) })
let (halved, lecture) = (js(p, q), DensityPair(p, q).measure(JensenShannon(isHalved: false)))
notebook.show("V(D*)", value)
notebook.show("halved JS", halved)
notebook.show("un-halved JS", lecture)
notebook.claim("V(D*) = −log 4 + 2 JS, halved", value, .equal, 2 * halved - 2 * .log2)
notebook.claim("V(D*) = −log 4 + JS, un-halved", value, .equal, lecture - 2 * .log2)
notebook.claim("V(D*) = −log 4 + 2 JS, un-halved", value, .equal, 2 * lecture - 2 * .log2, expected: .fails)

//: The least value, $-\log 4$, is at $Q = P$. There $D^* = \tfrac12$ everywhere: the discriminator can only guess.

let same = OptimalDiscriminator(p, p)
notebook.claim("V(D*) = −log 4 for Q = P", valueFunction(p, p, .ofPlaces { same.logit(at: $0) }), .equal, -2 * .log2)

//: ## JS stops at log 2
//:
//: Two uniform densities of width 1, the second shifted by $\theta$, overlap on a share $1 - \theta$. Their JS is
//: $\theta \log 2$ until they part at $\theta = 1$, and $\log 2$ from then on. Two normals overlap everywhere, so their
//: JS only approaches $\log 2$. The Wasserstein distance $W_1$ of both pairs is $\theta$ at any distance.

func uniforms(_ theta: Double) -> (Uniform, Uniform) { (Uniform(lower: 0, upper: 1), Uniform(lower: theta, upper: theta + 1)) }
func normals(_ theta: Double) -> (Normal, Normal) { (Normal(mean: 0, sd: 1), Normal(mean: theta, sd: 1)) }
notebook.plot(
  "saturation", "P at 0, Q at θ",
  caption: "Above, JS flattens: from θ = 5 on it hardly tells how far away Q is. Below, W1 goes on growing.",
  against: Axis("θ, distance of the centres"), over: grid(from: 0, to: 8, count: 33),
  [
    (
      Axis("JS (nats)", range: 0...0.8, mark: Double.log(2)),
      [
        Curve("js_uniform", "two uniforms", .other(0), .markedLine) { js(uniforms($0).0, uniforms($0).1).value },
        Curve("js_normal", "two normals", .other(1), .markedLine) { js(normals($0).0, normals($0).1).value },
      ]
    ),
    (
      Axis("W1 (units of x)"),
      [Curve("w1", "both pairs", .other(2), .markedLine) { w1(normals($0).0, normals($0).1).value }]
    ),
  ])
for theta in [0.25, 0.5, 0.75, 1, 4] {
  let (a, b) = uniforms(theta)
  notebook.claim("two uniforms at distance \(theta): JS = min(θ, 1) log 2", js(a, b), .equal, Estimate(min(theta, 1)) * .log2)
  notebook.claim("and W1 = θ", w1(a, b), .equal, Estimate(theta))
}

//: ## What the generator learns
//:
//: With $D^*$ frozen, the gradient of the minimax loss $\mathbb{E}_Q[\log(1 - D^*)]$ is that of $2\,\mathrm{JS}$. Where
//: JS is flat the gradient vanishes: this is called saturation. The generator learns least when it is worst. The
//: gradient of $\mathbb{E}_Q[-\log D^*]$ grows instead.

func gradient(_ loss: GeneratorLoss, _ theta: Double) -> Estimate { loss.frozenGradient(normals(theta).0, normals(theta).1)[0] }
notebook.plot(
  "gradients", "The generator's gradient, two normals at distance θ",
  caption: """
    The gradient of the minimax loss dies out with the distance, that of −log D* grows. At θ = 8 they differ by a factor of 20 \
    000.
    """,
  against: Axis("θ, distance of the centres"), over: grid(from: 0.25, to: 8, count: 32),
  [
    (
      Axis("|∂/∂θ| of the loss (nats / unit of x)", isLogarithmic: true),
      [
        Curve("saturating", "E log(1 − D*)", .other(1), .markedLine) { abs(gradient(.saturating, $0).value) },
        Curve("non_saturating", "E[−log D*]", .other(4), .markedLine) { abs(gradient(.nonSaturating, $0).value) },
      ]
    )
  ])
notebook.claim("at θ = 8 the gradient of the saturating loss is below 0.001", gradient(.saturating, 8), .atMost, 0.001)
notebook.claim("at θ = 8 that of the non-saturating loss is above 1", 1, .atMost, gradient(.nonSaturating, 8))

//: ## Exercises

notebook.exercise(
  "Two uniforms of width 1 at distance θ = 0.3: predict JS. Then stretch the axis by 10, to U[0, 10] and U[3, 13]. What changes, JS or W1?",
  answer: [
    "JS": js(uniforms(0.3).0, uniforms(0.3).1), "JS, stretched": js(Uniform(lower: 0, upper: 10), Uniform(lower: 3, upper: 13)),
    "W1": w1(uniforms(0.3).0, uniforms(0.3).1), "W1, stretched": w1(Uniform(lower: 0, upper: 10), Uniform(lower: 3, upper: 13)),
  ], because: "JS is $0.3 \\log 2$ both times: no f-divergence knows units. W1 is a length and becomes ten times larger.")
notebook.exercise(
  "Move the second normal from θ = 8 to θ = 16. What are both gradients?",
  answer: ["∂θ E log(1 − D*)": gradient(.saturating, 16), "∂θ E[−log D*]": gradient(.nonSaturating, 16)],
  because: "The saturating one falls like $e^{-\\theta^2/8}$. The other one is close to θ itself, the slope of $\\log p$ at the samples.",
  digits: 3)
let narrow = Normal(mean: 0.6, sd: 0.2)
let narrowOptimal = OptimalDiscriminator(p, narrow)
notebook.exercise(
  "Change the standard deviation of `q` from 1.1 to 0.2. Does V(D\\*) rise or fall? How far can it rise at most?",
  answer: [
    "V(D*), sd 1.1": value, "V(D*), sd 0.2": valueFunction(p, narrow, .ofPlaces { narrowOptimal.logit(at: $0) }),
  ], because: "It rises, since P and Q are easier to tell apart. It stays below 0, the value for densities that do not overlap.")
notebook.finish()
