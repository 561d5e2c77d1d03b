//: # Wasserstein: a distance that does not saturate
//:
//: Statement [12](../README.md#statement-12) · claims [F1](../../CLAIMS.md), [W1](../../CLAIMS.md),
//: [W2](../../CLAIMS.md) · scene [Wasserstein](http://127.0.0.1:8017/#/wasserstein)
//:
//: - **The slide cites the Wasserstein GAN paper** beside the formula of script 04. It says nothing about the distance.
//: - **Arjovsky, Chintala & Bottou (2017)** say: where the supports of $P$ and $Q$ do not meet, JS is $\log 2$ at any
//:   distance and KL is infinite, so the generator learns nothing. The Wasserstein distance $W_1$ is the distance
//:   itself, and its critic has a useful slope everywhere.
//: - **We say**: true for the optimal critic. A learned critic is another matter: neither of the two usual constraints
//:   reliably gives it, as the last section shows.

import Calculus
import Claims
import Densities
import Divergences
import Notebook
import Plotting
import RealModule
import Studies
import Tabulation
import Training

let notebook = Notebook()

//: ## Parallel lines
//:
//: This is example 1 of the paper: the lines $(0, Z)$ and $(\theta, Z)$ with $Z$ uniform. They differ in the first
//: coordinate only, where they are the points 0 and $\theta$. Uniform densities of width 0.01 stand for these points,
//: so that every divergence is an integral.

var lines = Table(columns: ["theta", "w1", "js", "tv", "kl"])
for theta in [0.02, 0.1, 0.5, 1, 4] {
  let (p, q) = (Uniform(lower: 0, upper: 0.01), Uniform(lower: theta, upper: theta + 0.01))
  let (distance, divergence) = (w1(p, q), js(p, q))
  lines.append([theta, distance.value, divergence.value, tv(p, q).value, kl(p, q).value].map(Cell.number))
  notebook.claim("θ = \(theta): W1 = |θ|", distance, .equal, Estimate(theta))
  notebook.claim("θ = \(theta): JS = log 2", divergence, .equal, .log2)
}
notebook.table("lines", lines)

//: ## The optimal critic beside the optimal discriminator
//:
//: Two normals ten standard deviations apart, after figure 2 of the paper, which does not print its parameters. The
//: optimal critic $f^*$ has the slope $\mathrm{sign}(G - F)$, with $F$ and $G$ the distribution functions of $P$ and
//: $Q$: here its size is 1 everywhere. A sample at $x$ moves by the slope there of the generator's loss.

let (p, q) = (Normal(mean: 0, sd: 1), Normal(mean: 10, sd: 1))
let gradient = SampleGradient(p, q)
notebook.plot(
  "slopes", "What a sample at x learns; the data are at 0, the generator is at 10",
  caption: """
    Around x = 10, where the samples are, log(1 − D*) has next to no slope. −log D* has a large one, vanishing only where the data are. \
    The critic has the slope 1 everywhere.
    """,
  against: Axis("x"), over: grid(from: -4, to: 14, count: 181),
  [
    (
      Axis("size of the slope", isLogarithmic: true, range: 1e-20...100),
      [
        Curve("saturating", "log(1 − D*)", .optimal) { abs(gradient.slope(of: .saturating, at: $0)) },
        Curve("non_saturating", "−log D*", .other(4)) { abs(gradient.slope(of: .nonSaturating, at: $0)) },
        Curve("wasserstein", "−f*, the critic", .other(0)) { abs(gradient.slope(of: .wasserstein, at: $0)) },
      ]
    )
  ])
let critic = OptimalCritic(p, q)
func slope(_ loss: SampleGradient.Loss) -> Estimate { Estimate(abs(gradient.slope(of: loss, at: 10))) }
notebook.claim("at the generator's mean the slope of log(1 − D*) has vanished", slope(.saturating), .atMost, 1e-15)
notebook.claim("that of −log D* is the distance of the means", slope(.nonSaturating), .equal, 10)
notebook.claim("the critic's is 1", slope(.wasserstein), .equal, 1)
notebook.claim("E_P f* − E_Q f* is W1, by another route", critic.differenceOfMeans(), .equal, w1(p, q))

//: ## Learned critics: clipping and the gradient penalty
//:
//: A critic must be kept Lipschitz. Whatever is learned, $(\mathbb{E}_P f - \mathbb{E}_Q f)/\max|f'|$ is a lower bound
//: on $W_1$ (Kantorovich & Rubinstein 1958). A critic of rectifiers is a broken line, so we know the bound exactly.
//: There are two usual constraints:
//:
//: - clipping bounds the weights, and so the slope, but what slope the critic has is known only by computing it;
//: - the penalty $10\,(|f'| - 1)^2$ is 0 at the slope $-1$ and at $+1$, and 10 at the slope 0 between them. A stretch
//:   on which the slope started with the wrong sign may keep it.
//:
//: We train each with five seeds. `share` is the share of $W_1$ that the bound has found. `wrong_sign` is the share of
//: $W_1 = \int |G - F|$ on which the slope has the wrong sign.

let (two, wide) = (try parseDensity("0.5*normal(-2,0.5)+0.5*normal(2,0.5)"), Normal(mean: 0, sd: 2))
let distance = w1(two, wide)
let optimal = OptimalCritic(two, wide)

/// The share of ∫ |G − F| on which a critic's slope has the wrong sign, to a thousandth or so: by sums over 4000
/// points.
func wrongSign(_ learned: LearnedCritic) -> Double {
  var (wrong, all) = (0.0, 0.0)
  for x in grid(from: -8, to: 8, count: 4000) {
    let size = abs(wide.cumulative(x) - two.cumulative(x))
    all += size
    if learned.slope(at: x) * optimal.slope(at: x) < 0 { wrong += size }
  }
  return wrong / all
}

var constraints = Table(columns: ["constraint", "seed", "bound", "w1", "share", "wrong_sign"])
for (name, constraint) in [("clipping at 0.01", Regularization.clipping(0.01)), ("gradient penalty 10", .gradientPenalty(10))] {
  var shares: [Estimate] = []
  for seed in UInt64(1)...5 {
    guard let learned = try CriticTraining(two, against: wide, constraint, steps: 12_000, seed: seed).run() else { continue }
    let bound = learned.bound(two, wide)
    shares.append(bound / distance)
    let numbers = [bound.value, distance.value, bound.value / distance.value, wrongSign(learned)]
    constraints.append([.text(name), .integer(Int(seed))] + numbers.map(Cell.number))
  }
  shares.sort { $0.value < $1.value }
  notebook.claim("\(name): every bound is at most W1", shares[shares.count - 1], .atMost, 1)
  notebook.claim("\(name): the best of five seeds finds W1", shares[shares.count - 1], .equal, 1, expected: .fails)
  notebook.claim("\(name): all seeds find the same", shares[0], .equal, shares[shares.count - 1], expected: .fails)
}
notebook.table("constraints", constraints, digits: 3)
var bySeed = Table(columns: ["constraint"] + (1...5).map { "seed_\($0)" })
let shares = try constraints.numbers(inColumn: "share")
for (row, name) in ["clipping at 0.01", "gradient penalty 10"].enumerated() {
  bySeed.append([.text(name)] + shares[(5 * row)..<(5 * row + 5)].map(Cell.number))
}
notebook.plot(
  "shares",
  Picture(
    "The share of W1 that a learned critic finds, by seed", of: bySeed,
    .rows(
      named: "constraint", Axis("share of W1", range: 0...1.02),
      (1...5).map { Series("seed_\($0)", "\($0)", .other($0 - 1), .points) })),
  caption: "With the penalty a critic finds most of W1 or little of it, by the seed. Clipped critics fall short with every seed.")

//: One seed could rank the two constraints either way.

//: ## Exercises

let sharp = SampleGradient(Normal(mean: 0, sd: 0.2), Normal(mean: 10, sd: 0.2))
notebook.exercise(
  "Change both standard deviations to 0.2. Predict the slopes of −log D\\* and of the critic at the generator's mean.",
  answer: [
    """
    slope of −log D*
    """: Estimate(abs(sharp.slope(of: .nonSaturating, at: 10))), "slope of −f*": Estimate(abs(sharp.slope(of: .wasserstein, at: 10))),
  ], because: "$10/0.2^2 = 250$ and 1: the slope of $\\log p$ grows as P narrows, that of the critic does not.")
notebook.exercise(
  "Let the lines have the width 1 instead of 0.01, at θ = ½, so that they overlap. Predict JS and W1.",
  answer: [
    """
    JS
    """: js(Uniform(lower: 0, upper: 1), Uniform(lower: 0.5, upper: 1.5)),
    "W1": w1(Uniform(lower: 0, upper: 1), Uniform(lower: 0.5, upper: 1.5)),
  ], because: "JS is now $\\tfrac12 \\log 2$: it sees the overlap. W1 is ½ as before.")
notebook.exercise(
  "The generator has only the right one of two modes: P is `two`, Q is `normal(2,0.5)`. Predict W1 without a computation.",
  answer: ["W1": w1(two, Normal(mean: 2, sd: 0.5))],
  because: "Half of the mass must move by 4, from 2 to −2, and the other half need not move: $\\tfrac12 \\cdot 4 = 2$.")
notebook.finish()
