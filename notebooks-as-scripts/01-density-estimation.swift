//: # Density estimation: maximum likelihood is minimum Kullback–Leibler divergence
//:
//: The slide says: choosing the parameters under which the data are most likely is choosing the model that is nearest to the data in
//: $\mathrm{KL}(P\,\|\,Q_\theta)$. The reason is one line,
//: $$\mathbb{E}_P[-\log q_\theta] = h(P) + \mathrm{KL}(P\,\|\,Q_\theta),$$
//: whose left side is the negative log-likelihood a datum and whose entropy $h(P)$ does not depend on $\theta$. Here both sides are numbers.

import Claims
import Densities
import Divergences
import Notebook
import Plotting
import Scalars
import Tabulation

let seed: UInt64 = 1
let notebook = Notebook(seed: seed)

//: ## The data: 272 eruptions of the Old Faithful geyser (Azzalini & Bowman 1990)

let source = "Examples/data/old-faithful.csv:eruptions"
let eruptions = try ColumnReference(parsing: source).numbers()
notebook.show("\(eruptions.count) eruptions, in minutes, from \(eruptions.min() ?? 0) to \(eruptions.max() ?? 0)")

//: ## Two models by maximum likelihood

var random = CounterRandom(seed: seed)
let normal = try maximumLikelihoodFit(of: Normal.self, to: eruptions)
let mixture = try normalMixtureFit(to: eruptions, using: &random)
var fits = Table(columns: ["model", "parameter", "value", "standard_error"])
for (name, fit) in [("one normal", normal), ("two normals", mixture)] {
  for parameter in fit.parameters {
    fits.append([.text(name), .text(parameter.name), .number(parameter.value), parameter.standardError.map(Cell.number) ?? ""])
  }
  fits.append([.text(name), "log-likelihood", .number(fit.outcome.value), ""])
}
notebook.table("fits", fits)

let histogram = try Histogram(eruptions, source: source)
let models = [normal, mixture].compactMap(\.density)
var curves = Table(columns: ["minutes", "data", "one_normal", "two_normals"])
for x in grid(from: 1, to: 6, count: 501) {
  curves.append([.number(x), .number(histogram.density(at: x))] + models.map { .number($0.density(at: x)) })
}
notebook.plot(
  "models",
  Picture(
    "Old Faithful: the data and the two likeliest models", of: curves,
    .curves(
      against: "minutes", Axis("duration of an eruption (minutes)"),
      [
        Panel(
          Axis("density (1 / minute)"),
          [
            Series("data", "histogram of the data", .p), Series("one_normal", "one normal", .other(0)),
            Series("two_normals", "two normals", .q),
          ])
      ])))

//: ## The identity, with P the kernel estimate of the data
//:
//: Each of the three quantities is an integral of its own, with its own error bound; the identity holds if the difference is within them.

let p = try KernelDensity(eruptions, source: source)
for model in models {
  let cross = Bounded(expectation(under: p, alongside: [model]) { -model.logDensity(at: $0) })
  let entropy = Bounded(expectation(under: p) { -p.logDensity(at: $0) })
  notebook.claim(
    "E_P[−log q] = h(P) + KL(P‖Q) for the \(model is Mixture ? "two normals" : "one normal")", cross, .equal,
    entropy + Bounded(kl(p, model)))
}

//: ## What follows
//:
//: The ranking by likelihood is the ranking by divergence: two normals are nearer to the data than one. Maximum likelihood pays for every place where
//: the data are and the model is not, so it covers both modes; a generator that descends the reverse divergence need not.

notebook.claim("KL(P‖Q) of two normals is at most that of one", Bounded(kl(p, models[1])), .atMost, Bounded(kl(p, models[0])))
notebook.finish()
