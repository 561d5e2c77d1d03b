//: # Algorithm 1: two networks train each other
//:
//: Statements [3](../README.md#statement-3), [7](../README.md#statement-7) and [9](../README.md#statement-9) · claim
//: [A12](../../CLAIMS.md) · scene [algorithm 1](http://127.0.0.1:8017/#/algorithm-1)
//:
//: - **The slide says**: repeat k times a step of the discriminator up the gradient of
//:   $\frac1m \sum_{i=1}^m [\log D(x_i) + \log(1 - D(G(z_i)))]$, then make one step of the generator up the gradient of
//:   the improved objective $\frac1m \sum_{i=1}^m \log D(G(z_i))$.
//: - **Goodfellow et al. (2014)** print the algorithm with the generator's loss $\log(1 - D(G(z_i)))$, and propose the
//:   improved one in the text. Their proposition 2 promises convergence if $D$ reaches its optimum for every $G$, and
//:   if $q$ itself is improved.
//: - **We say**: neither happens in training. Here $D$ makes one step for each step of $G$, and networks move, not
//:   densities. The generator arrives all the same. The losses do not show it: they look alike from start to end.

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

//: ## The game
//:
//: The data have two modes of unequal mass. It is the slide's algorithm with k = 1 and the improved objective. We
//: depart from it so that the game settles. Both players step by Adam, with learning rates that fall to 0. The
//: discriminator pays the gradient penalty R1, $\tfrac{\gamma}{2}\,\mathbb{E}_P|\partial_x \mathrm{logit}\,D|^2$ with
//: $\gamma = 0.1$ and $x$ in standard units. What is measured are the players with the running averages of their
//: weights.

let p = try parseDensity("0.35*normal(-1.5,0.5)+0.65*normal(1.5,0.7)")

func game(_ change: (inout TrainingSettings) -> Void = { _ in }) -> GAN {
  var gan = GAN(p)
  gan.settings.objective = NonSaturating()
  gan.settings.penalty = .r1(0.1)
  (gan.settings.width, gan.settings.depth) = (16, 2)
  (gan.settings.optimizer, gan.settings.moments) = (.adam, [0, 0.99])
  (gan.settings.learningRate, gan.settings.discriminatorLearningRate) = (5e-4, 3e-3)
  (gan.settings.steps, gan.settings.seed) = (12_000, seed)
  change(&gan.settings)
  return gan
}

//: ## What is measured
//:
//: The noise $z$ is one-dimensional, so the generator's density is known exactly: $q(x)$ is the sum of
//: $\varphi(z)/|G'(z)|$ over the roots of $G(z) = x$, with $\varphi$ the density of $z$. So the following are known at
//: every step, by quadrature:
//:
//: - `js`, the halved JS(P,Q), the distance of the generator from the data;
//: - `gap` $= V(D^*) - V(D)$, the distance of the learned $D$ from the $D^*$ of the generator that it faces;
//: - `found` $= 1 - \mathrm{gap}/2\,\mathrm{JS}$, the share of the possible gain over a coin that $D$ has found: 1 for
//:   $D^*$, 0 for $D = \tfrac12$, whose gap is $2\,\mathrm{JS}$.
//:
//: Beside them stand the two losses of the minibatch, as every training prints them. Only these are known in practice.

var history = Table(columns: ["step", "loss_d", "loss_g", "js", "gap", "gap_error", "found"])
var (divergences, gaps): ([Estimate], [Estimate]) = ([], [])
var moments: [(step: Int, q: any Density, discriminator: LearnedDiscriminator)] = []
let frames = [0, 100, 250, 500, 1000, 1500, 2000, 3000, 4000, 6000, 8000, 12_000]
let records = game().records { $0.isMultiple(of: 500) || [100, 250].contains($0) }
while let record = try records.next() {
  guard let q = try record.average.density(), let discriminator = record.average.discriminator else { continue }
  let gap = DensityPair(p, q).measure([.gap], of: discriminator.output)[0]
  let divergence = js(p, q)
  divergences.append(divergence)
  gaps.append(gap)
  history.append(
    [.integer(record.step)] + [record.discriminatorLoss, record.generatorLoss].map { $0.isNaN ? "" : .number($0) }
      + [divergence.value, gap.value, gap.error, 1 - gap.value / (2 * divergence.value)].map(Cell.number))
  if frames.contains(record.step) { moments.append((record.step, q, discriminator)) }
}

//: ## The losses beside the exact JS

notebook.plot(
  "losses",
  Picture(
    "What training prints, and what it does", of: history,
    .curves(
      against: "step", Axis("step"),
      [
        Panel(
          Axis("loss of a minibatch (nats)", range: 0...2),
          [Series("loss_d", "discriminator", .learned, .markedLine), Series("loss_g", "generator", .q, .markedLine)],
          guides: [("2*log(2)", "log 4: D = ½"), ("log(2)", "log 2: D = ½")]),
        Panel(Axis("JS(P,Q) (nats)", isLogarithmic: true), [Series("js", "generator and data, exact", .p, .markedLine)]),
      ])),
  caption: """
    Above, both losses stay near the values of a coin, log 4 and log 2, almost from the start. Below, the generator comes many times \
    nearer to the data meanwhile. The losses do not tell.
    """)

//: ## D against D\*, as the generator moves

notebook.plot(
  "found",
  Picture(
    "How much of D* the discriminator has found", of: history,
    .curves(
      against: "step", Axis("step"),
      [
        Panel(
          Axis("share found", range: -0.05...1.05, mark: 0),
          [Series("found", "1 − gap/2 JS: 1 for D*, 0 for a coin", .learned, .markedLine)])
      ])),
  caption: "D never reaches D*. It does best early. In the end it finds a tenth of the little that is left.")
let curves = moments.map { moment in
  (step: moment.step, q: moment.q, optimal: OptimalDiscriminator(p, moment.q), learned: moment.discriminator)
}
notebook.plot(
  "moments", "The learned D and the exact D* at three steps",
  caption: "D* moves with the generator, and flattens towards ½ as Q approaches P. D follows it, and is flatter than D* each time.",
  against: Axis("x"), over: grid(from: -4, to: 4.5, count: 171),
  curves.filter { [100, 1000, 12_000].contains($0.step) }.map { moment in
    (
      Axis("step \(moment.step)", range: 0...1, mark: 0.5),
      [
        Curve("d_star_\(moment.step)", "D* = p/(p+q)", .optimal) { moment.optimal.value(at: $0) },
        Curve("d_learned_\(moment.step)", "D, learned", .learned) { moment.learned.value(at: $0) },
      ]
    )
  })
notebook.animate(
  "training", "The training: densities above, discriminators below",
  caption: """
    The generator begins in one heap, higher than the picture, and ends with both modes and about the right masses. D\\* shows at \
    each step where samples are missing, and D sees less of it.
    """, by: "step",
  curves.map { moment in
    (
      moment.step,
      Picture(
        "Step \(moment.step)", against: Axis("x", range: -4...4.5), over: grid(from: -4, to: 4.5, count: 121),
        [
          (
            Axis("density (1 / unit of x)", range: 0...0.8),
            [Curve("p", "p", .p) { p.density(at: $0) }, Curve("q", "q, exact", .q) { moment.q.density(at: $0) }]
          ),
          (
            Axis("probability of real", range: 0...1, mark: 0.5),
            [
              Curve("d_star", "D* = p/(p+q)", .optimal) { moment.optimal.value(at: $0) },
              Curve("d_learned", "D, learned", .learned) { moment.learned.value(at: $0) },
            ]
          ),
        ])
    )
  })
notebook.table("history", history, digits: 3)

//: ## Conclusion
//:
//: The outline is right: the generator's density approaches that of the data, and $D$ flattens towards ½. But $D$ is
//: never at its optimum, so proposition 2 does not explain it. At no recorded step has $D$ found half of what there is.

let last = gaps.count - 1
notebook.claim("the generator has come at least ten times nearer", divergences[last], .atMost, divergences[0] / 10)
let found = zip(gaps, divergences).map { 1 - $0 / (2 * $1) }
notebook.claim("D has at no step found half", found.dropFirst().reduce(found[0]) { $0.value > $1.value ? $0 : $1 }, .atMost, 0.5)
notebook.claim("in the end it is better than a coin: gap ≤ 2 JS", gaps[last], .atMost, 2 * divergences[last])
notebook.claim("but not by a fifth of what there is", found[last], .atMost, 0.2)

//: ## Exercises

/// JS after so many steps, and the share that D has found, for the game with other settings.
func end(_ steps: Int, _ change: @escaping (inout TrainingSettings) -> Void = { _ in }) throws -> (js: Estimate, found: Estimate) {
  let records = game(change).records(at: [steps])
  guard let record = try records.next(), let q = try record.average.density(), let discriminator = record.average.discriminator else {
    return (.unresolved(reason: "no record"), .unresolved(reason: "no record"))
  }
  let divergence = js(p, q)
  return (divergence, 1 - DensityPair(p, q).measure([.gap], of: discriminator.output)[0] / (2 * divergence))
}

notebook.exercise(
  "A training shows a discriminator's loss of 1.386 for a thousand steps. Which two very different situations can that be?",
  answer: ["2 log 2": 2 * .log2],
  because: """
    $D = \\tfrac12$ everywhere. Either Q = P, and D\\* itself is ½; or D has learned nothing about a Q that may be far from P. The loss \
    alone does not separate the two.
    """)
let (one, five) = (try end(1000), try end(1000) { $0.discriminatorSteps = 5 })
let free = try end(1000) {
  $0.discriminatorSteps = 5
  $0.penalty = .none
}
notebook.exercise(
  """
  Give the discriminator five steps for each of the generator: `gan.settings.discriminatorSteps = 5`. After 1000 steps, has it \
  found more? And without R1?
  """,
  answer: ["found, k = 1": one.found, "found, k = 5": five.found, "found, k = 5, no penalty": free.found],
  because: "Five steps alone change little. What holds D back here is the penalty R1, which keeps it flatter than D\\*.", digits: 3)
let fixed = try end(1000) { $0.objective = Minimax() }
notebook.exercise(
  "Train with the loss that the paper's algorithm prints, `Minimax()`. Is the generator after 1000 steps nearer to the data, or farther?",
  answer: ["JS, improved objective": one.js, "JS, minimax": fixed.js],
  because: """
    In this small game the two do not differ much: D is far from perfect, so the loss of the minimax game does not saturate.
    """, digits: 3)
notebook.finish()
