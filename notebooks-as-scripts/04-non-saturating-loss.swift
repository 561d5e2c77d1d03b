//: # The non-saturating loss and the sentence about it
//:
//: Statements [6](../README.md#statement-6) and [12](../README.md#statement-12) · claims [A4](../../CLAIMS.md),
//: [A5](../../CLAIMS.md), [A6](../../CLAIMS.md), [A7](../../CLAIMS.md), [A8](../../CLAIMS.md) · scene
//: [the famous sentence](http://127.0.0.1:8017/#/famous-sentence)
//:
//: - **The slide says**: for a fixed optimal discriminator $\mathbb{E}_z[-\log D(G(z))]$ equals
//:   $\mathrm{KL}(Q\|P) - 2\,\mathrm{JS}(P,Q)$. Its JS is the un-halved one.
//: - **Arjovsky & Bottou (2017, theorem 2.5)** say something else. It is about gradients, $D^*$ is frozen at the
//:   current parameter $\theta_0$, and JS is halved:
//:   $$\mathbb{E}_z[-\nabla_\theta \log D^*(g_\theta(z))]\Big|_{\theta_0} =
//:   \nabla_\theta\big[\mathrm{KL}(Q_\theta\|P) - 2\,\mathrm{JS}(P, Q_\theta)\big]\Big|_{\theta_0}$$
//: - **We say**: as printed, the sentence is false. The loss is worth
//:   $\log 2 + \mathrm{KL}(Q\|P) - \mathrm{KL}(Q\|M)$, with $M = (P+Q)/2$. The theorem is true, and its divergence is
//:   $\mathrm{KL}(Q\|P) - 2\,\mathrm{JS} = 2\,\mathrm{KL}(M\|P)$, which is never negative.

import Calculus
import Claims
import Densities
import Divergences
import Notebook
import Plotting
import RealModule
import Scalars
import Tabulation

let notebook = Notebook()

//: ## Every reading of the sentence, on one pair
//:
//: In the table `lhs` is what the loss does, and `rhs` is what the reading says. Readings by gradient have a row for
//: the mean and one for the standard deviation of $Q$. Readings that are false must fail. “Up to a constant” asks
//: whether the difference of the two sides is the same for every $Q$: it is 0.809 for this $Q$, and $\log 2 = 0.693$
//: for $Q = P$.

let p = try parseDensity("0.4*normal(-2,0.7)+0.6*normal(1.5,0.9)")
let q = Normal(mean: 0.6, sd: 1.1)
let pair = Pair(p, q)
notebook.claims("sentence", verify(Claim.all.filter { $0.id == "A4" }, on: [pair], includingOwn: false))

//: ## As a value
//:
//: Between the loss and $\mathrm{KL}(Q\|P) - 2\,\mathrm{JS}$ there remains $\log 2 + \mathrm{KL}(P\|M)$. It lies
//: between $\log 2$ and $2\log 2$ and depends on $Q$. A minimisation may not drop it.

let loss = pair.loss(.nonSaturating)
notebook.show("E[−log D*]", loss)
notebook.show("KL(Q‖P) − 2 JS", pair.klQP - 2 * pair.js)
notebook.show("log 2 + KL(P‖M)", .log2 + pair.klPM)
notebook.claim("E[−log D*] = log 2 + KL(Q‖P) − KL(Q‖M)", loss, .equal, .log2 + pair.klQP - pair.klQM)
notebook.claim("E[−log D*] + E[log(1 − D*)] = KL(Q‖P)", loss + pair.loss(.saturating), .equal, pair.klQP)

//: ## As a gradient: the picture and the proof
//:
//: Let $\theta$ be the standard deviation of $Q_\theta$, and $\theta_0 = 1.1$ its current value. Four curves go through
//: one point at $\theta_0$:
//:
//: 1. the frozen loss, $\mathbb{E}_{Q_\theta}[-\log D^*_0]$ with the $D^*_0$ that is optimal at $\theta_0$; this is
//:    what backpropagation differentiates;
//: 2. $\mathrm{KL}(Q_\theta\|P) - 2\,\mathrm{JS}$, shifted so that it meets the loss at $\theta_0$;
//: 3. the re-solved loss, $\mathbb{E}_{Q_\theta}[-\log D^*_\theta]$, with $D^*$ optimal at every $\theta$;
//: 4. $\mathrm{KL}(Q_\theta\|P) - 4\,\mathrm{JS}$, the formula with the un-halved JS that the deck defines, shifted likewise.

let frozen = pair.optimal
func member(_ sd: Double) -> Normal { Normal(mean: q.mean, sd: sd) }
func frozenLoss(_ sd: Double) -> Estimate { expectation(under: member(sd), alongside: [p, q]) { softplus(-frozen.logit(at: $0)) } }
func resolvedLoss(_ sd: Double) -> Estimate { GeneratorLoss.nonSaturating.value(p, member(sd)) }
func reverseLess(_ factor: Double, _ sd: Double) -> Estimate { kl(member(sd), p) - Estimate(factor) * js(p, member(sd)) }

/// A difference KL − c JS, moved to meet the loss at the current parameter.
func shifted(_ factor: Double, _ sd: Double) -> Double { (reverseLess(factor, sd) - reverseLess(factor, q.sd) + loss).value }
notebook.plot(
  "tangency", "Four curves through one point",
  caption: """
    At θ₀ = 1.1 the curve of KL − 2 JS touches the frozen loss: the two have the same slope there. The re-solved \
    loss and KL − 4 JS cross them with other slopes; KL − 4 JS even rises where the loss falls.
    """,
  against: Axis("θ, standard deviation of Q", mark: q.sd), over: grid(from: 0.8, to: 1.45, count: 66),
  [
    (
      Axis("nats"),
      [
        Curve("frozen", "frozen loss", .learned) { frozenLoss($0).value },
        Curve("divergence", "KL(Q‖P) − 2 JS, shifted", .optimal) { shifted(2, $0) },
        Curve("resolved", "re-solved loss", .q) { resolvedLoss($0).value },
        Curve("literal", "KL(Q‖P) − 4 JS, shifted", .other(0)) { shifted(4, $0) },
      ]
    )
  ])

/// The derivatives by the mean and by the standard deviation of Q, at the current parameters.
func slopes(_ f: @escaping (Normal) -> Estimate) -> [Estimate] { gradientByDifferences(at: q, of: f) }
let slope = GeneratorLoss.nonSaturating.frozenGradient(p, q)[1]
let resolved = slopes { GeneratorLoss.nonSaturating.value(p, $0) }[1]
let divergence = slopes { kl($0, p) - 2 * js(p, $0) }[1]
let literal = slopes { kl($0, p) - 4 * js(p, $0) }[1]
var table = Table(columns: ["curve", "slope"])
for (name, number) in [
  ("frozen loss", slope), ("KL(Q‖P) − 2 JS", divergence), ("re-solved loss", resolved), ("KL(Q‖P) − 4 JS", literal),
] { table.append([.text(name), .number(number.value)]) }
notebook.table("slopes", table)
notebook.claim("the frozen loss has the slope of KL(Q‖P) − 2 JS", slope, .equal, divergence)
notebook.claim("the re-solved loss has this slope too", resolved, .equal, slope, expected: .fails)
notebook.claim("so has KL(Q‖P) − 4 JS", literal, .equal, slope, expected: .fails)

//: The proof has three lines. Write $q'$ for $\partial q/\partial\theta$ at $\theta_0$.
//:
//: 1. The frozen loss is $\int q \log\frac{p+q_0}{p}$ with $q_0$ fixed, so its slope is $\int q' \log\frac{p+q}{p}$.
//: 2. $2\,\mathrm{KL}(M\|P) = \int (p+q) \log\frac{p+q}{2p}$, so its slope is
//:    $\int q' \big[\log\frac{p+q}{2p} + 1\big]$.
//: 3. The two differ by $\int q'\,(1 - \log 2)$, which is 0, because $\int q' = 0$: the mass of $Q_\theta$ stays 1.
//:
//: Finally $2\,\mathrm{KL}(M\|P) = \mathrm{KL}(Q\|P) - 2\,\mathrm{JS}$. Arjovsky & Bottou suspect a fault in the minus
//: sign of JS. There is none, and it pushes nothing apart: the whole is a divergence. With the un-halved JS the right
//: coefficient is 1, not 2. $\mathrm{KL}(Q\|P) - 4\,\mathrm{JS}$ is no divergence: it can be negative.

notebook.claim("KL(Q‖P) − 2 JS = 2 KL(M‖P), halved", pair.klQP - 2 * pair.js, .equal, 2 * pair.klMP)
notebook.claim("KL(Q‖P) − JS = 2 KL(M‖P), un-halved", pair.klQP - pair.jsLecture, .equal, 2 * pair.klMP)
let uniforms = Pair(Uniform(lower: 0, upper: 2), Uniform(lower: 0, upper: 1))
notebook.claim("0 ≤ KL(Q‖P) − 2 JS, halved, on U[0,2] and U[0,1]", 0, .atMost, uniforms.klQP - 2 * uniforms.js)
notebook.claim("0 ≤ KL(Q‖P) − 2 JS, un-halved", 0, .atMost, uniforms.klQP - 2 * uniforms.jsLecture, expected: .fails)

//: ## Every generator loss has its divergence
//:
//: This is derived, and more general. Take any loss $\mathbb{E}_Q[h(u)]$ with $u = D^*/(1 - D^*) = p/q$ frozen. Its
//: gradient is that of the f-divergence with $f''(u) = -h'(u)/u$. In the table, columns that end in `_frozen` have the
//: derivatives of the loss, and those that end in `_divergence` those of the divergence.

var losses = Table(columns: ["loss", "divergence", "mean_frozen", "mean_divergence", "sd_frozen", "sd_divergence"])
for loss in GeneratorLoss.all where loss.value(p, q).value.isFinite && loss.divergenceValue(p, q).value.isFinite {
  let gradients = zip(loss.frozenGradient(p, q), slopes { loss.divergenceValue(p, $0) }).map { [$0, $1] }
  losses.append([.text(loss.formula), .text(loss.divergenceName)] + gradients.joined().map { .number($0.value) })
  for (name, sides) in zip(["mean", "sd"], gradients) {
    notebook.claim("\(loss.formula) follows \(loss.divergenceName), ∂/∂\(name)", sides[0], .equal, sides[1])
  }
}
notebook.table("losses", losses)

//: ## Why the reading matters: other minima
//:
//: A normal generator cannot become a mixture of two. Which normal it becomes depends on what is minimised. The mixture
//: is that of the f-GAN paper's experiment (script 11). The maps show four objectives over all normals.
//: $2\,\mathrm{KL}(M\|P)$ has a second local minimum on the narrow mode, as $\mathrm{KL}(Q\|P)$ has. A generator that
//: starts near it stays there. $\mathrm{KL}(Q\|P) - 4\,\mathrm{JS}$ has its global minimum there, and it is negative:
//: of all normals it prefers one that leaves out two thirds of the data.

let mixture = try parseDensity("0.33*normal(-1,0.255)+0.67*normal(2,1.415)")
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
  let marks = names.map { $0 == minimum.objective ? Cell.number(minimum.deviation) : "" }
  plane.append(["", "", "", ""] + none + [.number(minimum.mean)] + marks)
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
      })),
  caption: "Dark is low, a dot is a local minimum. Only JS has one; the other three have a second one on the narrow mode at −1.")
if let collapsed = landscape.minima.first(where: { $0.objective == "lecture_literal" }) {
  notebook.claim("KL − 4 JS is negative at its lowest minimum", collapsed.outcome, .atMost, 0)
  let others = landscape.minima.filter { $0.objective == "lecture_literal" }.dropFirst()
  notebook.claim("it has no other local minimum", Estimate(Double(others.count)), .equal, 0, expected: .fails)
  notebook.claim(
    "the lowest is within one deviation of the mode at −1", Estimate(abs(collapsed.mean + 1), error: collapsed.meanError), .atMost, 0.255)
}

//: ## Exercises

let narrow = Pair(p, Normal(mean: 0.6, sd: 0.2))
notebook.exercise(
  "Change the standard deviation of `q` to 0.2. By how much does the loss exceed KL(Q‖P) − 2 JS then? Between which numbers must it lie?",
  answer: [
    "excess, sd 1.1": loss - (pair.klQP - 2 * pair.js), "excess, sd 0.2": narrow.loss(.nonSaturating) - (narrow.klQP - 2 * narrow.js),
  ],
  because: "It is $\\log 2 + \\mathrm{KL}(P\\|M)$, between $\\log 2$ and $2 \\log 2$. A narrow Q misses more of P, so KL(P‖M) grows.")
let equal = Pair(q, q)
notebook.exercise(
  "Make the generator perfect: let P be Q. Predict both sides of the sentence.",
  answer: ["E[−log D*]": equal.loss(.nonSaturating), "KL(Q‖P) − 2 JS": equal.klQP - 2 * equal.js],
  because: "D\\* is ½, so the loss is $\\log 2$. Every divergence is 0. Even at the optimum the two sides differ.")
let junk = Pair(Uniform(lower: 0, upper: 1), Uniform(lower: 0, upper: 2))
notebook.exercise(
  "Let the data be U[0, 1] and the generator U[0, 2]: half of what it makes is junk, where p = 0. Predict both losses of the generator.",
  answer: ["E[−log D*]": junk.loss(.nonSaturating), "E[log(1 − D*)]": junk.loss(.saturating)],
  because: "D\\* = 0 on the junk. There $-\\log D^* = \\infty$, but $\\log(1 - D^*) = 0$: only the non-saturating loss forbids it.")
notebook.finish()
