//: # f-GAN: which normal a GAN finds depends on the divergence
//:
//: Beyond the deck · claims [B1](../../CLAIMS.md), [B3](../../CLAIMS.md) · scene
//: [two densities](http://127.0.0.1:8017/#/two-densities)
//:
//: - **The lecture has no f-GAN**.
//: - **Nowozin, Cseke & Tomioka (2016)** say: every f-divergence has a variational bound,
//:   $D_f(P\|Q) = \sup_T \mathbb{E}_P T - \mathbb{E}_Q f^*(T)$, so a GAN can be trained by any of them.
//: - **We say**: true, and the choice matters where the generator cannot be $P$. Here a single normal is to follow a
//:   mixture of two, and each divergence has another closest normal.

import Calculus
import Claims
import Densities
import Divergences
import Notebook
import Plotting
import Studies
import Tabulation
import Training

let seed: UInt64 = 1
let notebook = Notebook(seed: seed)

//: ## The exact answers
//:
//: As far as is known, the paper does not state its mixture. This one was recovered from fifteen numbers of its table,
//: which are quoted from memory. The closest normal by each divergence is a minimum over $(\mu, \sigma)$ of a
//: quadrature. `measure` is the divergence that the paper's $f$ gives by $D_f(P\|Q) = \int q f(p/q)$: its
//: Jensen–Shannon is the un-halved one, $2\,\mathrm{JS}$.

let p = try parseDensity("0.33*normal(-1,0.255)+0.67*normal(2,1.415)")
let forms = VariationalGame.toyExperiment

struct Optimum {
  let form: any VariationalForm
  let normal: Normal
  var name: String { form.gameName }
  var column: String { name.replacing("-", with: "_") }
}

let optima = forms.compactMap { form -> Optimum? in
  let fit = minimumDivergenceFit(of: Normal.self, to: p, minimizing: form.measure)
  return (fit.density as? Normal).map { Optimum(form: form, normal: $0) }
}
let measures: [(name: String, value: (Normal) -> Estimate)] = [
  ("KL(P‖Q)", { kl(p, $0) }), ("KL(Q‖P)", { kl($0, p) }), ("2 JS(P,Q)", { 2 * js(p, $0) }),
  ("KL(P‖Q) + KL(Q‖P)", { kl(p, $0) + kl($0, p) }), ("∫ (p − q)²/q", { chi2(p, $0) }),
]
var exact = Table(columns: ["divergence", "measure", "mu", "sigma", "value"])
for (optimum, measure) in zip(optima, measures) {
  let value = optimum.form.supremum(p, optimum.normal)
  exact.append(
    [.text(optimum.name), .text(measure.name)] + [optimum.normal.mean, optimum.normal.sd, value.value].map(Cell.number))
  notebook.claim("\(optimum.name) is \(measure.name)", value, .equal, measure.value(optimum.normal))
}
notebook.table("exact", exact)
notebook.plot(
  "normals", "The closest normal, by five divergences",
  caption: """
    KL(P‖Q) charges for data without model, and matches mean and deviation. KL(Q‖P) charges for model without data: it is narrower, and on \
    the larger mode. Pearson's weighs the tails most, and is the widest.
    """,
  against: Axis("x"), over: grid(from: -4, to: 7, count: 141),
  [
    (
      Axis("density (1 / unit of x)"),
      [Curve("p", "P", .p) { p.density(at: $0) }]
        + optima.enumerated().map { index, optimum in Curve(optimum.column, optimum.name, .other(index)) { optimum.normal.density(at: $0) }
        }
    )
  ])

//: ## The trained ones
//:
//: A generator $\mu + \sigma z$ and a critic with two hidden layers of 16 are trained for about a second in each game.
//: The bound $F = \mathbb{E}_P T - \mathbb{E}_Q f^*(T)$ of the learned critic is then taken by quadrature, so it is a
//: true lower bound of `value`, the divergence at the learned normal. `gap` is what the critic has not learned.

var trained = Table(columns: ["divergence", "mu", "sigma", "value", "bound", "gap"])
for optimum in optima {
  let learned = try VariationalGame(p, optimum.form, settings: .brief, seed: seed).run()
  trained.append(
    [.text(optimum.name)]
      + [learned.density.mean, learned.density.sd, learned.divergence.value, learned.bound.value, learned.gap].map(Cell.number))
  notebook.claim("\(optimum.name): the bound is at most the divergence", learned.bound, .atMost, learned.divergence)
  notebook.claim(
    "\(optimum.name): no normal is closer than the closest", optimum.form.supremum(p, optimum.normal), .atMost, learned.divergence)
}
notebook.table("trained", trained, digits: 4)

//: ## The cross table
//:
//: What is closest by one divergence is not closest by another. Each column of exact divergences is least on the
//: diagonal.

var cross = Table(columns: ["fitted_by"] + optima.map(\.column))
let values = optima.map { fitted in optima.map { $0.form.supremum(p, fitted.normal) } }
for (fitted, row) in zip(optima, values) { cross.append([.text(fitted.name)] + row.map { Cell.number($0.value) }) }
notebook.table("cross", cross, digits: 6)
for column in optima.indices {
  let others = values.indices.filter { $0 != column }.map { values[$0][column] }
  notebook.claim(
    "\(optima[column].name) is least where it was minimised", values[column][column], .atMost,
    others.dropFirst().reduce(others[0], min))
}

//: ## Exercises

/// The mean and the standard deviation of the closest normal.
func closest(to p: any AnalyticDensity, by divergence: any FDivergence) -> [Estimate] {
  minimumDivergenceFit(of: Normal.self, to: p, minimizing: divergence).parameters.map { Estimate($0.value, error: $0.error) }
}

let byKL = closest(to: p, by: KullbackLeibler())
notebook.exercise(
  "Predict the closest normal by KL(P‖Q) with paper and pencil: it has the mean and the variance of the mixture.",
  answer: ["mean": byKL[0], "sd": byKL[1]],
  because: """
    Mean $0.33 \\cdot (-1) + 0.67 \\cdot 2 = 1.01$. Variance: that within the modes, 1.363, and that between them, $0.33 \\cdot \
    0.67 \\cdot 3^2$.
    """)
let balanced = try parseDensity("0.5*normal(-1,0.255)+0.5*normal(2,1.415)")
let (forward, backward) = (closest(to: balanced, by: KullbackLeibler()), closest(to: balanced, by: KullbackLeibler(.reverse)))
notebook.exercise(
  "Give both modes half of the mass, `0.5*normal(-1,0.255)+0.5*normal(2,1.415)`. Where do the normals of KL(P‖Q) and of KL(Q‖P) go?",
  answer: ["mean by KL(P‖Q)": forward[0], "sd by KL(P‖Q)": forward[1], "mean by KL(Q‖P)": backward[0], "sd by KL(Q‖P)": backward[1]],
  because: """
    KL(P‖Q) again takes mean and deviation of all data, ½ for the mean. KL(Q‖P) again moves towards the wide mode, and is \
    narrower.
    """)
let hellinger = closest(to: p, by: SquaredHellinger())
notebook.exercise(
  "Add the squared Hellinger distance, `SquaredHellinger()`. Near which of the five is its normal?",
  answer: ["mean": hellinger[0], "sd": hellinger[1]],
  because: "Between those of 2 JS and of Jeffreys: like these it treats P and Q alike, and near P = Q all f-divergences agree.")
notebook.finish()
