//: # The optimal discriminator
//:
//: The slide says: for a fixed generator the optimum is reached where the discriminator is $D^* = P/(P + Q)$. The value
//: that it maximises is
//: $$V(D) = \mathbb{E}_P[\log D(x)] + \mathbb{E}_Q[\log(1 - D(x))],$$
//: and the proof is proposition 1 of Goodfellow et al. (2014). For each $x$ the integrand is $a \log y + b \log(1 - y)$
//: with $a = p(x)$ and $b = q(x)$, which is greatest at $y = a/(a+b)$. This is checked in three ways: by the value, by
//: perturbation, and by a network that has learned.

import Autodiff
import Calculus
import Claims
import Densities
import Divergences
import Notebook
import Plotting
import RealModule
import Scalars
import Tabulation
import Training

let seed: UInt64 = 1
let notebook = Notebook(seed: seed)
let p = Normal(mean: 0, sd: 1)
let q = Normal(mean: 1, sd: 2)
let optimal = OptimalDiscriminator(p, q)

var curves = Table(columns: ["x", "p", "q", "d_star"])
for x in grid(from: -6, to: 8, count: 281) {
  curves.append([x, p.density(at: x), q.density(at: x), optimal.value(at: x)].map(Cell.number))
}
notebook.plot(
  "optimum",
  Picture(
    "P = \(p), Q = \(q)", of: curves,
    .curves(
      against: "x", Axis("x"),
      [
        Panel(Axis("density (1 / unit of x)"), [Series("p", "p", .p), Series("q", "q", .q)]),
        Panel(Axis("probability of real", range: 0...1, mark: 0.5), [Series("d_star", "D* = p/(p+q)", .optimal)]),
      ])))

//: ## By the value
//:
//: At $D^*$ the game is worth $V(D^*) = 2\,\mathrm{JS}(P,Q) - \log 4$, with the halved JS. The left side is the
//: integral of the two log losses; the right side is a divergence, on another route.

let best = valueFunction(p, q, .ofPlaces { optimal.logit(at: $0) })
notebook.claim("V(D*) = 2 JS(P,Q) − log 4", best, .equal, 2 * js(p, q) - 2 * .log2)

//: ## By perturbation
//:
//: If $D^*$ is the maximum, no change of it gains. The logit $\log\frac{D}{1-D}$ of $D^*$ is $\log p - \log q$; here it is tilted by $\varepsilon \tanh x$ or shifted by
//: $\varepsilon$. What is lost has a formula, $V(D^*) - V(D) = \int (p + q)\,\mathrm{kl}(D^*\|D)$, with kl the divergence of two coins, and so is never negative.

var losses = Table(columns: ["epsilon", "tilted", "shifted"])
for epsilon in grid(from: -1, to: 1, count: 21) {
  let tilted = valueFunction(p, q, .ofPlaces { optimal.logit(at: $0) + epsilon * .tanh($0.x) })
  let shifted = valueFunction(p, q, .ofPlaces { optimal.logit(at: $0) + epsilon })
  losses.append([epsilon, tilted.value, shifted.value].map(Cell.number))
}
notebook.plot(
  "perturbations",
  Picture(
    "The value of the game beside its optimum", of: losses,
    .curves(
      against: "epsilon", Axis("ε, size of the perturbation"),
      [
        Panel(
          Axis("V(D) (nats)", mark: best.value),
          [Series("tilted", "logit D* + ε tanh x", .learned, .markedLine), Series("shifted", "logit D* + ε", .other(0), .markedLine)])
      ])))
for epsilon in [-0.3, 0.3] {
  let tilted: @Sendable (Place) -> Double = { optimal.logit(at: $0) + epsilon * .tanh($0.x) }
  let value = valueFunction(p, q, .ofPlaces(tilted))
  notebook.claim("V(D) ≤ V(D*) for the logit of D* and \(epsilon) tanh x", value, .atMost, best)
  notebook.claim("V(D*) − V(D) = ∫ (p+q) kl(D*‖D)", best - value, .equal, DensityPair(p, q).measure([.gap], of: .ofPlaces(tilted))[0])
}

//: ## By learning
//:
//: A network with two hidden layers sees samples of both and descends the log loss, $-V$. Its distance from $D^*$ is
//: the same integral, whose own error is `gap_error`.

var gan = GAN(p, against: q)
gan.settings.steps = 3000
gan.settings.averaging = 0.99
gan.settings.seed = seed

var learned: LearnedDiscriminator?
var gaps: [Estimate] = []
var progress = Table(columns: ["step", "gap", "gap_error"])
let records = gan.records(at: [0, 10, 100, 1000, 3000])
while let record = try records.next() {
  guard let discriminator = record.average.discriminator else { continue }
  let gap = DensityPair(p, q).measure([.gap], of: discriminator.output)[0]
  gaps.append(gap)
  progress.append([.integer(record.step), .number(gap.value), .number(gap.error)])
  learned = discriminator
}
notebook.table("gaps", progress, digits: 2)

if let learned {
  var discriminators = Table(columns: ["x", "d_star", "d_learned"])
  for x in grid(from: -6, to: 8, count: 281) {
    discriminators.append([x, optimal.value(at: x), learned.value(at: x)].map(Cell.number))
  }
  notebook.plot(
    "learned",
    Picture(
      "What a network has learned, and what theory promises", of: discriminators,
      .curves(
        against: "x", Axis("x"),
        [
          Panel(
            Axis("probability of real", range: 0...1, mark: 0.5),
            [Series("d_star", "D* = p/(p+q)", .optimal), Series("d_learned", "D after 3000 steps", .learned)])
        ])))
}

//: ## Whether it holds
//:
//: It does: the value is the divergence, no perturbation gains, and what a network learns is worth ever more, but never
//: more than $D^*$: $V(D)$ comes to $V(D^*)$ from below.

notebook.claim("the gap V(D*) − V(D) is never negative", 0, .atMost, gaps.dropFirst().reduce(gaps[0], min))
notebook.claim("after 3000 steps less than a hundredth of the first gap is left", gaps[gaps.count - 1], .atMost, gaps[0] / 100)
notebook.finish()
