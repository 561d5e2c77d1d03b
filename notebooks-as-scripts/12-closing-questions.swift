//: # The two closing questions, answered on one page
//:
//: Statements [13](../README.md#statement-13) and [14](../README.md#statement-14) · claims [A4](../../CLAIMS.md),
//: [A6](../../CLAIMS.md), [A7](../../CLAIMS.md), [G3](../../CLAIMS.md) · scene
//: [the famous sentence](http://127.0.0.1:8017/#/famous-sentence)
//:
//: - **The slide asks** which conclusions can be drawn from the formula $\mathrm{KL}(Q\|P) - 2\,\mathrm{JS}(P,Q)$ for a
//:   fixed optimal discriminator, and **the slide asks** how can these problems be overcome. It answers neither.
//: - **We answer** from the scripts before this one. What follows is derived or computed here, unless a paper is named.

import Calculus
import Claims
import Densities
import Divergences
import Notebook
import Plotting
import RealModule
import Scalars
import Studies
import Tabulation

let notebook = Notebook()

//: ## Which conclusions?
//:
//: 1. **About gradients, not values.** With $D^*$ frozen the generator follows the gradient of
//:    $2\,\mathrm{KL}(M\|P) = \mathrm{KL}(Q\|P) - 2\,\mathrm{JS}$, with the halved JS (script 04). It is never
//:    negative, so the minus sign pushes nothing apart. Read with the un-halved JS the formula can be negative, and for
//:    the two modes below it is lowest where one of them is lost.
//: 2. **Dropping a mode is cheap, junk is expensive.** The table has what each objective charges. A generator that
//:    drops half of the data pays little by the non-saturating loss, and infinitely much by maximum likelihood. For
//:    junk, which is mass where there are no data, it is the other way round.
//: 3. **The game is not zero-sum.** With the non-saturating loss the sum of the two losses depends on $D$. So a minimax
//:    theorem says nothing about it. The slide heads both games a zero-sum game.
//: 4. **It does not saturate.** At a distance of eight standard deviations the gradient of $-\log D^*$ is about 8, that
//:    of $\log(1 - D^*)$ is almost 0 (script 03).

let objectives: [(column: String, label: String, value: (DensityPair) -> Estimate)] = [
  ("kl_pq", "KL(P‖Q), maximum likelihood", { $0.measure(KullbackLeibler()) }),
  ("kl_qp", "KL(Q‖P)", { $0.measure(KullbackLeibler(.reverse)) }),
  ("two_js", "2 JS, minimax", { 2 * $0.measure(JensenShannon()) }),
  ("two_kl_mp", "2 KL(M‖P), non-saturating", { 2 * $0.measure(MeanToFirst()) }),
  ("literal", "KL(Q‖P) − 4 JS, as printed", { $0.measure(KullbackLeibler(.reverse)) - 4 * $0.measure(JensenShannon()) }),
  ("w1", "W1 (a length)", { w1($0.p, $0.q) }),
]
let cases = [
  DensityPair(Uniform(lower: 0, upper: 2), Uniform(lower: 0, upper: 1)),
  DensityPair(Uniform(lower: 0, upper: 1), Uniform(lower: 0, upper: 2)),
]
var charges = Table(columns: ["objective", "half_of_p_dropped", "half_of_q_is_junk"])
for objective in objectives { charges.append([.text(objective.label)] + cases.map { .number(objective.value($0).value) }) }
notebook.table("charges", charges, digits: 3)

//: Here $P$ is uniform on [0, 2] and $Q$ on [0, 1] for the first column, and the reverse for the second.

let dropped = cases[0]
notebook.claim("half of P dropped: KL(P‖Q) is infinite", dropped.measure(KullbackLeibler()), .equal, Estimate(.infinity))
notebook.claim("KL(Q‖P) = log 2", dropped.measure(KullbackLeibler(.reverse)), .equal, .log2)
notebook.claim(
  "2 KL(M‖P) = 3/2 log 3/2 + 1/2 log 1/2", 2 * dropped.measure(MeanToFirst()), .equal, Estimate(1.5 * .log(1.5) + 0.5 * .log(0.5)))
notebook.claim(
  "the printed formula is never negative", 0, .atMost, dropped.measure(KullbackLeibler(.reverse)) - 4 * dropped.measure(JensenShannon()),
  expected: .fails)
notebook.claim("half of Q junk: 2 KL(M‖P) is infinite", 2 * cases[1].measure(MeanToFirst()), .equal, Estimate(.infinity))

//: The picture has the charge for uneven modes. The data are two separate modes with half of the mass each. The
//: generator gives the left one the share $\lambda$.

let data = try Mixture([Uniform(lower: 0, upper: 1), Uniform(lower: 3, upper: 4)], weights: [0.5, 0.5])
func uneven(_ share: Double) -> DensityPair {
  let parts = [Uniform(lower: 0, upper: 1), Uniform(lower: 3, upper: 4)]
  let q: any Density = share == 0 ? parts[1] : share == 1 ? parts[0] : (try? Mixture(parts, weights: [share, 1 - share])) ?? data
  return DensityPair(data, q)
}
notebook.plot(
  "shares", "What an objective charges for uneven modes",
  caption: """
    At λ = ½ the generator is perfect, at 0 and 1 a mode is lost. KL(P‖Q) goes to infinity there, 2 KL(M‖P) only to 0.26. \
    The printed formula is lowest where a mode is lost.
    """,
  against: Axis("λ, mass of the left mode under Q", mark: 0.5), over: grid(from: 0, to: 1, count: 81),
  [
    (
      Axis("nats", range: -0.2...1, mark: 0),
      zip(objectives.dropLast(), [Ink.p, .other(0), .other(1), .optimal, .q]).map { objective, ink in
        Curve(objective.column, objective.label, ink) { share in
          let value = objective.value(uneven(share)).value
          return value.isFinite ? value : nil
        }
      }
    )
  ])

//: Not zero-sum: with $D = \sigma(s)$ constant, the two losses add up to
//: $-\log\sigma(s) \cdot 2 - \log(1 - \sigma(s))$. In a game of zero sum the sum of the losses would be the same for
//: every $D$.

/// The losses of both players added, for a pair and a logit.
func sum(_ p: any Density, _ q: any Density, _ logit: @escaping @Sendable (Double) -> Double) -> Estimate {
  let value = valueFunction(p.model.analytic, q.model.analytic, .ofPlaces { logit($0.x) })
  return -value + expectation(under: q.model.analytic) { softplus(-logit($0)) }
}
let (p, q) = (Normal(mean: 0, sd: 1), Normal(mean: 1, sd: 2))
let (coin, biased) = (sum(p, q) { _ in 0 }, sum(p, q) { _ in 1 })
notebook.claim("the losses add up to the same for D = 1/2 and for D = 0.73", coin, .equal, biased, expected: .fails)

//: ## How to overcome?
//:
//: We know of no remedy that works always. The deck names three problems: convergence, oscillating losses and the
//: collapse of modes, and it asks how collapse is seen. The table has remedies for these, and for the two for which the
//: deck brings up other losses: gradients that vanish and supports that do not meet. It says what supports each here.
//:
//: | problem | remedy | what supports it here |
//: | --- | --- | --- |
//: | the gradient vanishes | the non-saturating loss | at distance 8 its gradient is about 8 (script 03) |
//: | the supports do not meet | noise on both samples; a Wasserstein critic | the first table below; script 09 |
//: | parameters turn in circles | a zero-centred gradient penalty, R1; optimistic or extragradient steps | the second table; script 06 |
//: | losses tell nothing | a distance that is measured, not the losses | script 05 |
//: | modes collapse | no momentum, R1, two time scales and averaging together; WGAN-GP | scripts 07, 10: one density each, untuned |
//: | collapse goes unseen | colliding pairs; masses of the modes, not counts of captured ones | scripts 08 and 07 |
//:
//: Noise: $P$ and $Q$ are uniform on [0, 1] and on [3, 4]. Their JS is $\log 2$, and its gradient is 0. Normal noise of
//: standard deviation $s$ on both makes them overlap. `slope` is the derivative of JS by the distance.

var noise = Table(columns: ["noise_sd", "js", "slope"])
for sd in [0.25, 0.5, 1, 2] {
  let noisy = InstanceNoise(Uniform(lower: 0, upper: 1), UniformGenerator(location: 3, width: 1), sd: sd)
  noise.append([sd, noisy.pair.measure(JensenShannon()).value, noisy.gradient(of: JensenShannon())[0].value].map(Cell.number))
}
notebook.table("noise", noise, digits: 3)

//: More noise gives a slope where there was none. But too much of it hides the difference: the slope falls again.

var games = Table(columns: ["game", "distance_500"])
func distance(_ game: DiracGame) -> Estimate {
  let end = DiracPath(game, steps: 500).run()?.last?.point.distance ?? .infinity
  return Estimate(end, error: 500 * .ulpOfOne * end)
}
for name in ["minimax", "non-saturating", "wasserstein", "r1(0.3)", "instance-noise(0.7)", "optimistic", "extragradient"] {
  games.append([.text(name), .number(distance(try DiracGame(parsing: name)).value)])
}
notebook.table("games", games, digits: 3)

//: These are the distances of the smallest GAN from its equilibrium after 500 simultaneous steps from (1, 1), at 1.41.

notebook.claim("R1 has come in a thousandfold", distance(try DiracGame(parsing: "r1(0.3)")), .atMost, 0.001)
notebook.claim("minimax has not come nearer", 2.0, .atMost, distance(.minimax) * distance(.minimax))

//: ## Exercises

func charge(_ column: String, _ pair: DensityPair) -> Estimate { objectives.first { $0.column == column }?.value(pair) ?? Estimate(.nan) }
let quarter = DensityPair(Uniform(lower: 0, upper: 2), Uniform(lower: 0, upper: 1.5))
notebook.exercise(
  "Let Q be uniform on [0, 1.5], so that it drops a quarter of P instead of half. What do KL(P‖Q), KL(Q‖P) and 2 KL(M‖P) charge?",
  answer: ["KL(P‖Q)": charge("kl_pq", quarter), "KL(Q‖P)": charge("kl_qp", quarter), "2 KL(M‖P)": charge("two_kl_mp", quarter)],
  because: "Infinity for any part that is dropped; $\\log\\frac43$; and less than half of the 0.26 for a dropped half.")
let junk = DensityPair(
  Uniform(lower: 0, upper: 1), try Mixture([Uniform(lower: 0, upper: 1), Uniform(lower: 1, upper: 2)], weights: [0.9, 0.1]))
notebook.exercise(
  "Let only a tenth of Q be junk: P = U[0, 1], Q = 0.9 U[0, 1] + 0.1 U[1, 2]. Which objectives are still infinite?",
  answer: [
    "KL(P‖Q)": charge("kl_pq", junk), "KL(Q‖P)": charge("kl_qp", junk), "2 JS": charge("two_js", junk),
    "2 KL(M‖P)": charge("two_kl_mp", junk),
  ],
  because: "KL(Q‖P) and 2 KL(M‖P), for any junk at all. For KL(P‖Q) it is cheap: $-\\log 0.9$.")
notebook.exercise(
  "Predict the sum of both losses, discriminator's and non-saturating generator's, for the coin D = ½. And for D = σ(1) = 0.73?",
  answer: ["D = 1/2": coin, "D = 0.73": biased],
  because: """
    $3 \\log 2$ for the coin: two terms of the discriminator and one of the generator. At $D = \\sigma(1)$ the sum is another \
    number.
    """)
notebook.finish()
