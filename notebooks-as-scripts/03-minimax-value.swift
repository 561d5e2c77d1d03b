//: # The value of the minimax game and the Jensen–Shannon divergence
//:
//: The slide says: to optimise the min-max functional in the space of functions is to minimise the Jensen–Shannon
//: divergence $\mathrm{JS}(P,Q) = \mathrm{KL}(P\|M) + \mathrm{KL}(Q\|M)$, with $M = (P+Q)/2$. It prints no value of the
//: game. Goodfellow et al. (2014, theorem 1) do:
//: $$C(G) = \max_D V(D, G) = -\log 4 + 2\,\mathrm{JS}(P,Q).$$
//: Two definitions of JS are in print:
//:
//: - halved, $\mathrm{JS} = \tfrac12 \mathrm{KL}(P\|M) + \tfrac12 \mathrm{KL}(Q\|M)$, at most $\log 2$: Goodfellow's,
//:   Arjovsky & Bottou's;
//: - un-halved, $\mathrm{KL}(P\|M) + \mathrm{KL}(Q\|M)$, at most $2 \log 2$: the lecture's, and that of the Wasserstein
//:   GAN paper.
//:
//: The slide's statement is about the minimum, and right for both. The formula for the value is right for the first
//: alone; for the second it is $-\log 4 + \mathrm{JS}$.

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

//: ## The minimum
//:
//: The least value, $-\log 4$, is at $Q = P$, where $D^* = \tfrac12$ everywhere: the discriminator can only guess.

let same = OptimalDiscriminator(p, p)
notebook.claim("V(D*) = −log 4 for Q = P", valueFunction(p, p, .ofPlaces { same.logit(at: $0) }), .equal, -2 * .log2)

//: ## Supports that part: JS stops at log 2
//:
//: Two uniform distributions that overlap on a share $1 - \theta$ have $\mathrm{JS} = \theta \log 2$, and $\log 2$ from
//: $\theta = 1$ on: however far apart they are then, JS does not tell. Two normals overlap everywhere, and JS comes as
//: near to $\log 2$ as it likes; the Wasserstein distance $W_1 = \theta$ of either pair goes on. In the last panel
//: $\theta$ is the mean of the generator's normal, and $D^*$ is frozen.

var parting = Table(columns: ["theta", "js_uniform", "js_normal", "w1", "saturating", "non_saturating"])
for theta in grid(from: 0, to: 8, count: 33) {
  let (uniforms, normals) = (
    (Uniform(lower: 0, upper: 1), Uniform(lower: theta, upper: theta + 1)), (Normal(mean: 0, sd: 1), Normal(mean: theta, sd: 1))
  )
  // At θ = 0 both gradients are 0, for which a logarithmic axis has no place.
  let gradients = [GeneratorLoss.saturating, .nonSaturating].map { loss in
    theta == 0 ? "" : Cell.number(abs(loss.frozenGradient(normals.0, normals.1)[0].value))
  }
  parting.append(
    [theta, js(uniforms.0, uniforms.1).value, js(normals.0, normals.1).value, w1(normals.0, normals.1).value].map(Cell.number)
      + gradients)
}
notebook.plot(
  "saturation",
  Picture(
    "P at 0, Q at θ", of: parting,
    .curves(
      against: "theta", Axis("θ, distance of the centres"),
      [
        Panel(
          Axis("JS (nats)", range: 0...0.8, mark: Double.log(2)),
          [Series("js_uniform", "two uniforms", .other(0), .markedLine), Series("js_normal", "two normals", .other(1), .markedLine)]),
        Panel(Axis("W1 (units of x)"), [Series("w1", "two normals", .other(1), .markedLine)]),
        Panel(
          Axis("|∂/∂θ| of the loss (nats / unit of x)", isLogarithmic: true, range: 1e-4...100),
          [
            Series("saturating", "E log(1 − D*), normals", .other(1), .markedLine),
            Series("non_saturating", "E[−log D*], normals", .other(4), .markedLine),
          ]),
      ])))
for theta in [0.25, 0.5, 0.75, 1, 4] {
  let measured = js(Uniform(lower: 0, upper: 1), Uniform(lower: theta, upper: theta + 1))
  notebook.claim("two uniforms at distance \(theta): JS = min(θ, 1) log 2", measured, .equal, Estimate(min(theta, 1)) * .log2)
}
for theta in [1.0, 4, 8] {
  let distance = w1(Normal(mean: 0, sd: 1), Normal(mean: theta, sd: 1))
  notebook.claim("two normals at distance \(theta): W1 = θ", distance, .equal, Estimate(theta))
}

//: ## What follows for the generator
//:
//: With $D^*$ frozen, the gradient of the saturating loss $\mathbb{E}_Q[\log(1 - D^*)]$ is that of $2\,\mathrm{JS}$.
//: Where JS is flat it vanishes, and the generator learns nothing just when it is worst; the gradient of
//: $\mathbb{E}_Q[-\log D^*]$ grows instead. Here both are exact.

for theta in [1.0, 4, 8] {
  let (a, b) = (Normal(mean: 0, sd: 1), Normal(mean: theta, sd: 1))
  let (saturating, other) = (GeneratorLoss.saturating.frozenGradient(a, b)[0], GeneratorLoss.nonSaturating.frozenGradient(a, b)[0])
  notebook.show("θ = \(Int(theta)): ∂θ E log(1 − D*)", saturating, digits: 6)
  notebook.show("       ∂θ E[−log D*]    ", other, digits: 6)
}
let far = [GeneratorLoss.saturating, .nonSaturating].map {
  $0.frozenGradient(Normal(mean: 0, sd: 1), Normal(mean: 8, sd: 1))[0]
}
notebook.claim("at θ = 8 the gradient of the saturating loss is below 0.001", far[0], .atMost, 0.001)
notebook.claim("at θ = 8 that of the non-saturating loss is above 1", 1, .atMost, far[1])
notebook.finish()
