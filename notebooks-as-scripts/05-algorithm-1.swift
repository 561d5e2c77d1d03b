//: # Algorithm 1: two networks train each other
//:
//: The slide says: repeat k times a step of the discriminator up the gradient of
//: $\frac1m \sum_{i=1}^m [\log D(x_i) + \log(1 - D(G(z_i)))]$, then make one step of the generator up the gradient of
//: the improved objective $\frac1m \sum_{i=1}^m \log D(G(z_i))$. This is Algorithm 1 of Goodfellow et al. (2014) with
//: the generator's loss of their section 3; they print it with $\log(1 - D(G(z_i)))$. Their proposition 2 promises
//: convergence if the discriminator is allowed to reach its optimum for every G and $q$ itself is improved. Here a
//: discriminator makes one step, and is held against the $D^* = p/(p+q)$ of the generator that it faces: with
//: one-dimensional noise $z$ of density $\varphi$, $q(x)$ is known exactly, the sum of $\varphi(z)/|G'(z)|$ over the
//: roots of $G(z) = x$.

import Autodiff
import Calculus
import Claims
import Densities
import Divergences
import Notebook
import Plotting
import Scalars
import Tabulation
import Training

let seed: UInt64 = 1
let notebook = Notebook(seed: seed)

//: ## The game: two modes of unequal weight, small networks, one discriminator step for each of the generator
//:
//: It is the slide's algorithm with the improved objective of the generator. In two things it differs: both players
//: step by Adam, and the discriminator pays the gradient penalty R1, $\tfrac{\gamma}{2}\,\mathbb{E}_P|\partial_x
//: \mathrm{logit}\,D|^2$ with $\gamma = 0.1$ and $x$ in standard units. With the penalty the best $D$ is flatter than
//: $D^*$.

let p = try parseDensity("0.35*normal(-1.5,0.5)+0.65*normal(1.5,0.7)")
var gan = GAN(p)
gan.settings.objective = NonSaturating()
gan.settings.penalty = .r1(0.1)
gan.settings.width = 16
gan.settings.depth = 2
gan.settings.optimizer = .adam
gan.settings.moments = [0, 0.99]
gan.settings.learningRate = 5e-4
gan.settings.discriminatorLearningRate = 3e-3
gan.settings.steps = 12_000
gan.settings.seed = seed

//: ## What is looked at on the way
//:
//: The generator's exact density, its distance to the data $\mathrm{JS}(P,Q)$, and how far the discriminator is from
//: the best answer to this generator, $V(D^*) - V(D) = \int (p+q)\,\mathrm{kl}(D^*\|D)$. A gap has a scale: the coin $D
//: = \tfrac12$ has $V = -\log 4$, and so the gap `coin` $= 2\,\mathrm{JS}(P,Q)$. What $D$ has found is the rest of it,
//: `found` $= 1 - \mathrm{gap}/2\,\mathrm{JS}$, 1 for $D^*$ and 0 for a coin. Weights are the running averages.

var history = Table(columns: ["step", "js", "coin", "gap", "gap_error", "found"])
var (divergences, gaps): ([Estimate], [Estimate]) = ([], [])
var moments: [(step: Int, q: any Density, discriminator: LearnedDiscriminator)] = []
let records = gan.records(at: [0, 100, 300, 1000, 2000, 4000, 6000, 8000, 10_000, 12_000])
while let record = try records.next() {
  guard let q = try record.average.density(), let discriminator = record.average.discriminator else { continue }
  let gap = DensityPair(p, q).measure([.gap], of: discriminator.output)[0]
  let divergence = js(p, q)
  divergences.append(divergence)
  gaps.append(gap)
  history.append(
    [.integer(record.step)]
      + [divergence.value, 2 * divergence.value, gap.value, gap.error, 1 - gap.value / (2 * divergence.value)].map(Cell.number))
  if [100, 1000, 12_000].contains(record.step) { moments.append((record.step, q, discriminator)) }
}
notebook.table("history", history, digits: 2)
notebook.plot(
  "history",
  Picture(
    "A small GAN on two modes", of: history,
    .curves(
      against: "step", Axis("step"),
      [
        Panel(Axis("JS(P,Q) (nats)", isLogarithmic: true), [Series("js", "generator and data", .q, .markedLine)]),
        Panel(
          Axis("V(D*) − V(D) (nats)", isLogarithmic: true),
          [Series("gap", "D, learned", .learned, .markedLine), Series("coin", "a coin, 2 JS", .other(0), .markedLine)]),
      ])))

//: ## The learned D and the exact D\*, as the generator moves

for (step, q, discriminator) in moments {
  let optimal = OptimalDiscriminator(p, q)
  var table = Table(columns: ["x", "p", "q", "d_star", "d_learned"])
  for x in grid(from: -4, to: 4.5, count: 341) {
    let values = [x, p.density(at: x), q.density(at: x), optimal.value(at: x), discriminator.value(at: x)]
    table.append(values.map(Cell.number))
  }
  notebook.plot(
    "step-\(step)",
    Picture(
      "After \(step) steps", of: table,
      .curves(
        against: "x", Axis("x"),
        [
          Panel(Axis("density (1 / unit of x)", range: 0...0.5), [Series("p", "p", .p), Series("q", "q, exact", .q)]),
          Panel(
            Axis("probability of real", range: 0...1, mark: 0.5),
            [Series("d_star", "D* = p/(p+q)", .optimal), Series("d_learned", "D, learned", .learned)]),
        ])))
}

//: ## Whether it holds
//:
//: The outline of the paper is right: the generator's density comes to the data's, and $D$ flattens towards one half.
//: What the proposition asks for, a discriminator at its optimum, is not what happens. From step 100 on $D$ is better
//: than a coin, but at none of these steps has it found half of what there is. The gap shrinks because $2\,\mathrm{JS}$
//: does, and in the end nine tenths are missed: in the last picture $D^*$ still sees where $q$ errs, and $D$ is flat.
//: The generator arrives all the same, which the proposition does not explain.

let last = gaps.count - 1
notebook.claim("the generator has come at least ten times nearer", divergences[last], .atMost, divergences[0] / 10)
let found = zip(gaps, divergences).map { 1 - $0 / (2 * $1) }
let trained = found.dropFirst().sorted { $0.value < $1.value }
notebook.claim("from step 100 on D is better than a coin: gap ≤ 2 JS, found ≥ 0", 0, .atMost, trained[0])
notebook.claim("it has at no step found half: gap ≥ JS, found ≤ ½", trained[trained.count - 1], .atMost, 0.5)
notebook.claim("in the end it is better than a coin: gap ≤ 2 JS", gaps[last], .atMost, 2 * divergences[last])
notebook.claim("but not by a fifth of what there is", found[last], .atMost, 0.2)
notebook.finish()
