//: # The non-saturating loss
//:
//: The slide says: for a fixed optimal discriminator $\mathbb{E}_z[-\log D(G(z))]$ equals $\mathrm{KL}(Q\|P) -
//: 2\,\mathrm{JS}(P,Q)$. Its JS is the un-halved one. Arjovsky & Bottou (2017, theorem 2.5) prove something else: with
//: $D^*$ frozen at the current parameter $\theta_0$ $$\mathbb{E}_z[-\nabla_\theta \log
//: D^*(g_\theta(z))]\Big|_{\theta_0} = \nabla_\theta\big[\mathrm{KL}(Q_\theta\|P) - 2\,\mathrm{JS}(P,
//: Q_\theta)\big]\Big|_{\theta_0}$$ with the halved JS. Here is every reading of the sentence, checked on one pair:
//: those that are false must fail.
//:
//: In the table `lhs` is what the loss does and `rhs` what the reading says. By value they are the two sides. “Up to a
//: constant” asks whether the difference of the two sides is the same for every $Q$: it is 0.809 for this $Q$, and
//: $\log 2 = 0.693$ for $Q = P$. By gradient they are derivatives by the mean and by the standard deviation of $Q$, a row
//: each.

import Calculus
import Claims
import Densities
import Divergences
import Notebook
import Plotting
import Scalars
import Tabulation

let notebook = Notebook()
let p = try parseDensity("0.4*normal(-2,0.7)+0.6*normal(1.5,0.9)")
let q = Normal(mean: 0.6, sd: 1.1)
let pair = Pair(p, q)
notebook.claims("sentence", verify(Claim.all.filter { $0.id == "A4" }, on: [pair], includingOwn: false))

//: ## As a value
//:
//: What the loss is worth is $\log 2 + \mathrm{KL}(Q\|P) - \mathrm{KL}(Q\|M)$. Beside $\mathrm{KL}(Q\|P) -
//: 2\,\mathrm{JS}$ there remains $\log 2 + \mathrm{KL}(P\|M)$, which lies between $\log 2$ and $2\log 2$ and depends on
//: $Q$: it is no constant that a minimisation may forget.

let loss = pair.loss(.nonSaturating)
notebook.show("E[−log D*]", loss)
notebook.show("KL(Q‖P) − 2 JS", pair.klQP - 2 * pair.js)
notebook.show("log 2 + KL(P‖M)", .log2 + pair.klPM)
notebook.claim("E[−log D*] = log 2 + KL(Q‖P) − KL(Q‖M)", loss, .equal, .log2 + pair.klQP - pair.klQM)
notebook.claim("E[−log D*] + E[log(1 − D*)] = KL(Q‖P)", loss + pair.loss(.saturating), .equal, pair.klQP)

//: ## As a gradient
//:
//: The divergence that the frozen gradient belongs to is $\mathrm{KL}(Q\|P) - 2\,\mathrm{JS} = 2\,\mathrm{KL}(M\|P)$.
//: So it is never negative: the sign of the JS pushes nothing apart, as Arjovsky & Bottou 2017 suspect. With the
//: un-halved JS the coefficient is 1, not 2; taken literally, $\mathrm{KL}(Q\|P) - 4\,\mathrm{JS}$ is no divergence:
//: two uniform distributions make it negative.

notebook.claim("KL(Q‖P) − 2 JS = 2 KL(M‖P), halved", pair.klQP - 2 * pair.js, .equal, 2 * pair.klMP)
notebook.claim("KL(Q‖P) − JS = 2 KL(M‖P), un-halved", pair.klQP - pair.jsLecture, .equal, 2 * pair.klMP)
let uniforms = Pair(Uniform(lower: 0, upper: 2), Uniform(lower: 0, upper: 1))
notebook.claim("0 ≤ KL(Q‖P) − 2 JS, halved, on U[0,2] and U[0,1]", 0, .atMost, uniforms.klQP - 2 * uniforms.js)
notebook.claim("0 ≤ KL(Q‖P) − 2 JS, un-halved", 0, .atMost, uniforms.klQP - 2 * uniforms.jsLecture, expected: .fails)

//: ## Every generator loss has its divergence
//:
//: For any loss $\mathbb{E}_Q[h(u)]$ with $u = D^*/(1 - D^*) = p/q$ frozen, the gradient is that of the f-divergence
//: with $f''(u) = -h'(u)/u$. The columns `mean` and `sd` are the derivatives by the mean and the deviation of $Q$:
//: `_frozen` of the loss with $D^*$ frozen, `_divergence` of the divergence.

var losses = Table(columns: ["loss", "divergence", "mean_frozen", "mean_divergence", "sd_frozen", "sd_divergence"])
for loss in GeneratorLoss.all {
  let frozen = loss.frozenGradient(p, q)
  let differences = gradientByDifferences(at: q) { member in
    loss.divergenceValue(p, member)
  }
  if loss.value(p, q).value.isFinite, loss.divergenceValue(p, q).value.isFinite {
    losses.append([
      .text(loss.formula), .text(loss.divergenceName), .number(frozen[0].value), .number(differences[0].value), .number(frozen[1].value),
      .number(differences[1].value),
    ])
    for (index, name) in ["mean", "sd"].enumerated() {
      notebook.claim(
        "\(loss.formula) follows \(loss.divergenceName), ∂/∂\(name)", frozen[index], .equal, differences[index])
    }
  }
}
notebook.table("losses", losses)

//: ## What follows: the readings have different minima
//:
//: A normal generator on the mixture of the f-GAN paper's toy experiment: what it comes to depends on what is
//: minimised. The loss as a value and the divergence of its gradient are near each other, and neither is the JS of the
//: minimax game. The lecture's literal formula is not among them: it is no divergence, and its minimum, in the last
//: section, is another matter altogether.

let mixture = try parseDensity("0.33*normal(-1,0.255)+0.67*normal(2,1.415)")
var minima = Table(columns: ["minimised", "mean", "sd"])
var members: [(column: String, label: String, density: any Density)] = []
for (column, label, divergence) in [
  ("js", "2 JS", JensenShannon() as any FDivergence), ("non_saturating_gradient", "KL(Q‖P) − 2 JS", MeanToFirst()),
  ("non_saturating_value", "E[−log D*] as a function", GeneratorLoss.nonSaturating.integrand),
  ("kl_qp", "KL(Q‖P)", KullbackLeibler(.reverse)), ("kl_pq", "KL(P‖Q)", KullbackLeibler()),
] {
  let fit = minimumDivergenceFit(of: Normal.self, to: mixture, minimizing: divergence)
  minima.append([.text(label)] + fit.parameters.map { .number($0.value) })
  if let density = fit.density { members.append((column, label, density)) }
}
notebook.table("minima", minima)

var curves = Table(columns: ["x", "p"] + members.map(\.column))
for x in grid(from: -4, to: 8, count: 301) {
  curves.append([.number(x), .number(mixture.density(at: x))] + members.map { .number($0.density.density(at: x)) })
}
notebook.plot(
  "minima",
  Picture(
    "The nearest normal, by what is minimised", of: curves,
    .curves(
      against: "x", Axis("x"),
      [
        Panel(
          Axis("density (1 / unit of x)"),
          [Series("p", "p", .p)] + members.enumerated().map { Series($0.element.column, $0.element.label, .other($0.offset)) })
      ])))

//: ## The local minima
//:
//: The plane of all normals: dark where the objective is low, and a dot on each of its local minima.
//: $2\,\mathrm{KL}(M\|P)$, which the non-saturating gradient descends, has a second one on the narrow mode, as
//: $\mathrm{KL}(Q\|P)$ has: a generator that begins there stays. The lecture's formula taken literally,
//: $\mathrm{KL}(Q\|P) - 4\,\mathrm{JS}$, has its global minimum on this mixture there, and is negative: of all normals
//: it prefers one that forgets two thirds of the data. A second local minimum, within the wide mode, catches other
//: starts.

let box = NormalBox(means: Interval(-2, 6), deviations: Interval(0.05, 5))
let landscape = Landscape(of: mixture, in: box, objectives: [.jensenShannon, .reverse, .nonSaturatingGradient, .lectureLiteral])
let names = landscape.objectives.map(\.name)
var places = Table(columns: ["objective", "mean", "sd", "value", "is_global"])
var plane = Table(columns: ["mean_from", "mean_to", "sd_from", "sd_to"] + names + ["mean"] + names.map { "sd_" + $0 })
let none = [Cell](repeating: "", count: names.count)
for minimum in landscape.minima {
  places.append([
    .text(minimum.objective), .number(minimum.mean), .number(minimum.deviation), .number(minimum.outcome.value),
    .text(minimum.isGlobal ? "true" : "false"),
  ])
  plane.append(
    ["", "", "", ""] + none + [.number(minimum.mean)] + names.map { $0 == minimum.objective ? .number(minimum.deviation) : "" })
}
let edges = landscape.edges
for i in landscape.means.indices {
  for j in landscape.deviations.indices {
    let ends = [edges.means[i], edges.means[i + 1], edges.deviations[j], edges.deviations[j + 1]]
    plane.append((ends + landscape.values.map { $0[i][j] }).map(Cell.number) + [""] + none)
  }
}
notebook.table("places", places)
notebook.plot(
  "plane",
  Picture(
    "What four objectives want of a normal", of: plane,
    .maps(
      Cells(x: .init("mean_from", "mean_to"), y: .init("sd_from", "sd_to")), Axis("mean (unit of x)", range: -2...6),
      Axis("standard deviation (unit of x)", isLogarithmic: true, range: 0.05...5),
      landscape.objectives.map { objective in
        let lowest = landscape.minima.first { $0.objective == objective.name }?.outcome.value ?? 0
        return Shading(
          objective.name, objective.formula + " (nats)", range: lowest...(lowest + 1),
          marks: Series("sd_" + objective.name, "local minimum", .q, .points, against: "mean"))
      })))
if let collapsed = landscape.minima.first(where: { $0.objective == "lecture_literal" }) {
  notebook.claim(
    "the literal formula is negative at its lowest minimum", collapsed.outcome, .atMost, 0)
  let others = landscape.minima.filter { $0.objective == "lecture_literal" }.dropFirst()
  notebook.claim("it has no other local minimum", Estimate(Double(others.count)), .equal, 0, expected: .fails)
  notebook.claim(
    "the lowest is within one deviation of the mode at −1", Estimate(abs(collapsed.mean + 1), error: collapsed.meanError), .atMost, 0.255)
}
notebook.finish()
