//: # The optimal discriminator
//:
//: Statements [2](../README.md#statement-2) and [4](../README.md#statement-4) · claims [A1](../../CLAIMS.md),
//: [A12](../../CLAIMS.md), [A2](../../CLAIMS.md) · scene [D by hand](http://127.0.0.1:8017/#/by-hand)
//:
//: - **The slide says**: for a fixed generator the optimum is reached where the discriminator is $D^* = P/(P + Q)$.
//: - **Goodfellow et al. (2014, proposition 1)** prove it for the value of the game
//:   $$V(D) = \mathbb{E}_P[\log D(x)] + \mathbb{E}_Q[\log(1 - D(x))].$$
//:   At each $x$ the integrand is $a \log y + b \log(1 - y)$ with $a = p(x)$, $b = q(x)$. It is greatest at
//:   $y = a/(a+b)$.
//: - **We say**: true. We check it by the value, by perturbation, and with a network that learns.

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

//: ## D\* of two normals
//:
//: The data are $P = N(0, 1)$, the generator makes $Q = N(1, 2)$, where 2 is the standard deviation.

let p = Normal(mean: 0, sd: 1)
let q = Normal(mean: 1, sd: 2)
let optimal = OptimalDiscriminator(p, q)
notebook.plot(
  "optimum", "P = \(p), Q = \(q)",
  caption: "D* is ½ exactly where the two densities cross, and near 0 on both sides, where only the wider Q has mass.",
  against: Axis("x"), over: grid(from: -6, to: 8, count: 141),
  [
    (
      Axis("density (1 / unit of x)"),
      [Curve("p", "p", .p) { p.density(at: $0) }, Curve("q", "q", .q) { q.density(at: $0) }]
    ),
    (
      Axis("probability of real", range: 0...1, mark: 0.5),
      [Curve("d_star", "D* = p/(p+q)", .optimal) { optimal.value(at: $0) }]
    ),
  ])

//: ## By the value
//:
//: At $D^*$ the game is worth $V(D^*) = 2\,\mathrm{JS}(P,Q) - \log 4$, with the halved JS. The left side is the
//: integral of the two log losses. The right side is a divergence, computed by another route.

let best = valueFunction(p, q, .ofPlaces { optimal.logit(at: $0) })
notebook.claim("V(D*) = 2 JS(P,Q) − log 4", best, .equal, 2 * js(p, q) - 2 * .log2)

//: ## By perturbation
//:
//: If $D^*$ is the maximum, no change of it gains. We change its logit, $\log\frac{D^*}{1-D^*} = \log p - \log q$: it
//: is tilted by $\varepsilon \tanh x$, or shifted by $\varepsilon$. The loss of value has a formula,
//: $V(D^*) - V(D) = \int (p + q)\,\mathrm{kl}(D^*\|D)$, where kl is the KL divergence of two coins. It is never
//: negative.

func value(_ change: @escaping @Sendable (Double) -> Double) -> Estimate {
  valueFunction(p, q, .ofPlaces { optimal.logit(at: $0) + change($0.x) })
}
notebook.plot(
  "perturbations", "The value of the game beside its optimum",
  caption: "Both curves have their maximum at ε = 0. The dotted line is V(D*).",
  against: Axis("ε, size of the perturbation"), over: grid(from: -1, to: 1, count: 21),
  [
    (
      Axis("V(D) (nats)", mark: best.value),
      [
        Curve("tilted", "logit D* + ε tanh x", .learned, .markedLine) { epsilon in value { epsilon * .tanh($0) }.value },
        Curve("shifted", "logit D* + ε", .other(0), .markedLine) { epsilon in value { _ in epsilon }.value },
      ]
    )
  ])
for epsilon in [-0.3, 0.3] {
  let tilted = value { epsilon * .tanh($0) }
  let gap = DensityPair(p, q).measure([.gap], of: .ofPlaces { optimal.logit(at: $0) + epsilon * .tanh($0.x) })[0]
  notebook.claim("V(D) ≤ V(D*) for the logit of D* and \(epsilon) tanh x", tilted, .atMost, best)
  notebook.claim("V(D*) − V(D) = ∫ (p+q) kl(D*‖D)", best - tilted, .equal, gap)
}

//: ## By learning
//:
//: A network with two hidden layers sees samples of both densities and minimises $-V$. Its gap $V(D^*) - V(D)$ is an
//: integral, with the error `gap_error`.

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
  notebook.plot(
    "learned", "What a network has learned, and the exact optimum",
    caption: "The learned D follows D* where there are data. It is off on the far left, where hardly any samples come.",
    against: Axis("x"), over: grid(from: -6, to: 8, count: 141),
    [
      (
        Axis("probability of real", range: 0...1, mark: 0.5),
        [
          Curve("d_star", "D* = p/(p+q)", .optimal) { optimal.value(at: $0) },
          Curve("d_learned", "D after 3000 steps", .learned) { learned.value(at: $0) },
        ]
      )
    ])
}

//: ## Conclusion
//:
//: The statement holds. The best value is a divergence, no perturbation gains, and the value of a learned $D$
//: approaches $V(D^*)$ from below.

notebook.claim("the gap V(D*) − V(D) is never negative", 0, .atMost, gaps.dropFirst().reduce(gaps[0], min))
notebook.claim("after 3000 steps less than a hundredth of the first gap is left", gaps[gaps.count - 1], .atMost, gaps[0] / 100)

//: ## Exercises

let same = OptimalDiscriminator(p, p)
notebook.exercise(
  "Let the generator be perfect: set `q` to `Normal(mean: 0, sd: 1)`. Predict D\\* and the value V(D\\*), then run.",
  answer: [
    "D*(0)": Estimate(same.value(at: 0), error: 1e-15), "V(D*)": valueFunction(p, p, .ofPlaces { same.logit(at: $0) }),
  ], because: "D\\* is ½ everywhere, and the value is $2 \\log \\tfrac12 = -\\log 4$, the least that it can be.")
let narrow = OptimalDiscriminator(p, Normal(mean: 1, sd: 0.2))
notebook.exercise(
  "Change the standard deviation of `q` from 2 to 0.2. Is D\\* far out, at x = 4, near 0 or near 1 now? How large is it at x = 1?",
  answer: [
    "D*(4)": Estimate(narrow.value(at: 4), error: 1e-15), "D*(1)": Estimate(narrow.value(at: 1), error: 1e-15),
  ],
  because: "Near 1: the narrow Q has no mass out there. At x = 1 it has about eight times the density of P, so D\\* is about 1/9.")
let imbalanced = OptimalDiscriminator(p, q, realShare: 0.8)
notebook.exercise(
  "Show D four real samples for each generated one: `OptimalDiscriminator(p, q, realShare: 0.8)`. What becomes of D\\*(0)?",
  answer: [
    """
    D*(0), equal shares
    """: Estimate(optimal.value(at: 0), error: 1e-15), "D*(0), four to one": Estimate(imbalanced.value(at: 0), error: 1e-15),
  ], because: "The odds $D^*/(1 - D^*)$ are multiplied by 4. D\\* = ½ no longer means $p = q$.")
notebook.finish()
