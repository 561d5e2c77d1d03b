//: # f-GAN: which normal a GAN finds depends on the divergence
//:
//: The slide says: every f-divergence has a variational bound, $D_f(P\|Q) = \sup_T \mathbb{E}_P T - \mathbb{E}_Q f^*(T)$, so a GAN can be trained by any of them
//: (Nowozin, Cseke & Tomioka 2016). Where the generator can be $P$ the choice does not matter in the end. Here it cannot: a single normal is to follow a mixture
//: of two, and each divergence has its own idea of the closest one.

import Adversarial
import Calculus
import Claims
import Densities
import Divergences
import Notebook
import Plotting
import Tabulation

let seed: UInt64 = 1
let notebook = Notebook(seed: seed)

//: ## The exact answers
//:
//: The paper does not print its mixture; this one was recovered from the fifteen numbers of its table. The closest normal by each divergence is a minimum over
//: $(\mu, \sigma)$ of a quadrature.

let p = try parseDensity("0.33*normal(-1,0.255)+0.67*normal(2,1.415)")
let rows = VariationalDivergence.Row.toyExperiment

struct Optimum {
  let row: VariationalDivergence.Row
  let name: String
  let normal: Normal
}

let optima = rows.compactMap { row -> Optimum? in
  let fit = minimumDivergenceFit(of: Normal.self, to: p, minimizing: row.conjugates.measure)
  return (fit.density as? Normal).map { Optimum(row: row, name: VariationalDivergence(row).name, normal: $0) }
}
var exact = Table(columns: ["divergence", "mu", "sigma", "D(P,Q)"])
for optimum in optima {
  let value = optimum.row.divergence(p, optimum.normal).value
  exact.append([.text(optimum.name), .number(optimum.normal.mean), .number(optimum.normal.sd), .number(value)])
}
notebook.table("exact", exact)

//: KL(P‖Q) pays for every place where the data are and the model is not, and matches mean and deviation; KL(Q‖P) pays for the opposite, and is narrower and further to the
//: right; Pearson's divergence fears the tails most of all.

var curves = Table(columns: ["x", "p"] + optima.map(\.name))
for x in grid(from: -4, to: 7, count: 221) {
  curves.append(([x, p.density(at: x)] + optima.map { $0.normal.density(at: x) }).map(Cell.number))
}
notebook.plot(
  "normals",
  Picture(
    "The closest normal, by five divergences", of: curves,
    .curves(
      against: "x", Axis("x"),
      [
        Panel(
          Axis("density (1 / unit of x)"),
          [Series("p", "P", .p)] + optima.indices.map { Series(optima[$0].name, optima[$0].name, .other($0)) })
      ])))

//: ## The trained ones
//:
//: A generator $\mu + \sigma z$ and a critic of two hidden layers of 16 play each game for a second. Its bound $F = \mathbb{E}_P T - \mathbb{E}_Q f^*(T)$ is then taken by
//: quadrature, so that it is a true lower bound of the divergence at the learned normal; what is missing is what the critic has not learned.

var trained = Table(columns: ["divergence", "mu", "sigma", "D(P,Q) at them", "bound", "gap"])
for optimum in optima {
  let learned = try VariationalGame(p, optimum.row, settings: .brief, seed: seed).train()
  trained.append(
    [.text(optimum.name)]
      + [learned.density.mean, learned.density.sd, learned.divergence.value, learned.bound.value, learned.gap].map(Cell.number))
  notebook.claim(
    "\(optimum.name): the bound is at most the divergence", Bounded(learned.bound), .atMost, Bounded(learned.divergence))
  notebook.claim(
    "\(optimum.name): no normal is closer than the closest", Bounded(optimum.row.divergence(p, optimum.normal)), .atMost,
    Bounded(learned.divergence))
}
notebook.table("trained", trained, digits: 4)

//: ## The cross table
//:
//: What is closest by one divergence is not by another: each column of exact divergences is least on its diagonal.

var cross = Table(columns: ["fitted by"] + optima.map(\.name))
let values = optima.map { fitted in optima.map { $0.row.divergence(p, fitted.normal) } }
for (fitted, row) in zip(optima, values) { cross.append([.text(fitted.name)] + row.map { Cell.number($0.value) }) }
notebook.table("cross", cross, digits: 6)
for column in optima.indices {
  let others = values.indices.filter { $0 != column }.map { values[$0][column].value }
  notebook.claim(
    "\(optima[column].name) is least where it was minimised", Bounded(values[column][column]), .atMost, Bounded(others.min() ?? .nan))
}
notebook.finish()
