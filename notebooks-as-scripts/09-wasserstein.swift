//: # Wasserstein: a distance that does not saturate
//:
//: The slide cites the Wasserstein GAN paper (Arjovsky, Chintala & Bottou 2017), beside the formula of script 04, and
//: says nothing of the distance. The paper says: where the supports of $P$ and $Q$ do not meet, JS is $\log 2$ whatever
//: their distance and KL is infinite, so that nothing tells the generator where to go; the Wasserstein distance $W_1$
//: is the distance itself, and its critic has a useful slope everywhere.

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
//: The paper's example 1: the lines $(0, Z)$ and $(\theta, Z)$ with $Z$ uniform. They differ in the first coordinate
//: alone, where they are points at 0 and $\theta$; here uniform densities of width 0.01 stand for the points, so that
//: every divergence is an integral.

var lines = Table(columns: ["theta", "w1", "js", "tv", "kl"])
for theta in [0.02, 0.1, 0.5, 1, 4] {
  let (p, q) = (Uniform(lower: 0, upper: 0.01), Uniform(lower: theta, upper: theta + 0.01))
  let (w1, divergence, variation, relative) = (Divergences.w1(p, q), js(p, q), DensityPair(p, q).measure(TotalVariation()), kl(p, q))
  lines.append([theta, w1.value, divergence.value, variation.value, relative.value].map(Cell.number))
  notebook.claim("θ = \(theta): W1 = |θ|", w1, .equal, Estimate(theta))
  notebook.claim("θ = \(theta): JS = log 2", divergence, .equal, .log2)
}
notebook.table("lines", lines)

//: ## The optimal critic beside the optimal discriminator
//:
//: Two normals ten deviations apart, as in the paper's figure 2, whose parameters it does not print. $D^*$ is 0 or 1
//: but for a narrow strip, and the generator's gradient through $\log(1 - D^*)$ vanishes where its samples are. That of
//: $-\log D^*$ does not: it is the slope of $\log p/q$ there, which grows with the distance, here to 10; it vanishes
//: where the data are. The optimal critic has the slope $\mathrm{sign}(G - F)$, with the distribution functions $F$ and
//: $G$: here 1 in size everywhere.

let (p, q) = (Normal(mean: 0, sd: 1), Normal(mean: 10, sd: 1))
let (discriminator, critic, gradient) = (OptimalDiscriminator(p, q), OptimalCritic(p, q), SampleGradient(p, q))
var curves = Table(columns: ["x", "p", "q", "d_star", "critic", "saturating", "non_saturating", "wasserstein"])
for x in grid(from: -4, to: 14, count: 361) {
  let values = [
    x, p.density(at: x), q.density(at: x), discriminator.value(at: x), critic.value(at: x), abs(gradient.slope(of: .saturating, at: x)),
    abs(gradient.slope(of: .nonSaturating, at: x)), abs(gradient.slope(of: .wasserstein, at: x)),
  ]
  curves.append(values.map(Cell.number))
}
notebook.plot(
  "critic",
  Picture(
    "What the generator can learn from a discriminator and from a critic", of: curves,
    .curves(
      against: "x", Axis("x"),
      [
        Panel(Axis("density (1 / unit of x)"), [Series("p", "p", .p), Series("q", "q", .q)]),
        Panel(Axis("D*"), [Series("d_star", "optimal discriminator", .optimal)]),
        Panel(Axis("f* (units of x)"), [Series("critic", "optimal critic", .other(0))]),
        Panel(
          Axis("size of the gradient", isLogarithmic: true, range: 1e-20...100),
          [
            Series("saturating", "of log(1 − D*)", .optimal), Series("non_saturating", "of −log D*", .other(4)),
            Series("wasserstein", "of −f*", .other(0)),
          ]),
      ])))
notebook.claim(
  "at the generator's mean the discriminator's gradient has vanished", Estimate(abs(gradient.slope(of: .saturating, at: 10))), .atMost,
  1e-15)
notebook.claim("that of −log D* is the distance of the means", Estimate(abs(gradient.slope(of: .nonSaturating, at: 10))), .equal, 10)
notebook.claim("the critic's is 1", Estimate(abs(gradient.slope(of: .wasserstein, at: 10))), .equal, 1)
notebook.claim("E_P f* − E_Q f* is W1, by another route", critic.differenceOfMeans(), .equal, w1(p, q))

//: ## Clipping against the gradient penalty
//:
//: A network must be kept 1-Lipschitz, or at least Lipschitz with some constant. Whatever is learned, $(\mathbb{E}_P f - \mathbb{E}_Q f)/\max|f'|$ is a lower bound on $W_1$ (Kantorovich
//: & Rubinstein 1958); a critic of rectifiers is a broken line, so the bound is exact. Neither restraint gives $f^*$. Clipping bounds
//: the weights, and so the slope by a constant that nobody knows. The penalty $10\,(|f'| - 1)^2$ is as content with the slope $-1$ as with $+1$, and is 10 on the way between, at 0: a
//: stretch of the line on which the slope began with the wrong sign may keep it. `wrong_sign` is the share of $W_1 = \int |G - F|$ on which the slope has not the sign of
//: $f^{*\prime}$, `share` that of $W_1$ which the bound has found.

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

var restraints = Table(columns: ["restraint", "seed", "bound", "w1", "share", "wrong_sign"])
for (name, constraint) in [("clipping at 0.01", Regularization.clipping(0.01)), ("gradient penalty 10", .gradientPenalty(10))] {
  var shares: [Estimate] = []
  for seed in UInt64(1)...5 {
    guard let learned = try CriticTraining(two, against: wide, constraint, steps: 12_000, seed: seed).run() else { continue }
    let bound = learned.bound(two, wide)
    shares.append(bound / distance)
    restraints.append(
      [.text(name), .integer(Int(seed))]
        + [bound.value, distance.value, bound.value / distance.value, wrongSign(learned)].map(Cell.number))
  }
  shares.sort { $0.value < $1.value }
  notebook.claim("\(name): every bound is at most W1", shares[shares.count - 1], .atMost, 1)
  notebook.claim("\(name): the best of five seeds finds W1", shares[shares.count - 1], .equal, 1, expected: .fails)
  notebook.claim("\(name): all seeds find the same", shares[0], .equal, shares[shares.count - 1], expected: .fails)
}
notebook.table("restraints", restraints, digits: 3)

//: What varies is the start, and so the seed. With the penalty a critic finds nine tenths of $W_1$ or, with the wrong
//: sign on more than a third of it, two tenths. Clipped critics have slopes of many sizes, of which the greatest
//: divides, so that they fall short with the right signs too. One seed would rank the two either way.
notebook.finish()
