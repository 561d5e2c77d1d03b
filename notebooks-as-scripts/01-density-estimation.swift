//: # Density estimation: maximum likelihood is minimum Kullback–Leibler divergence
//:
//: The slide says: to maximise the log-likelihood is to minimise the KL divergence
//: $D_{\mathrm{KL}}(\hat p_{\mathrm{data}}\,\|\,p_{\mathrm{model}})$ from the data to the model. The reason is one
//: line,
//: $$\mathbb{E}_P[-\log q_\theta] = h(P) + \mathrm{KL}(P\,\|\,Q_\theta),$$
//: whose entropy $h(P)$ does not depend on $\theta$. Which $P$? With $\hat p_{\mathrm{data}}$, the empirical
//: distribution of $n$ data, the left side is the negative log-likelihood per datum; but that distribution has no
//: density, so that $\mathrm{KL}$ is infinite for every $\theta$ and $h$ is $-\infty$: only the left side, the cross
//: entropy, can be minimised. With a kernel estimate of the data all three are finite, and the left side is no longer
//: the likelihood. Here is either case in numbers.

import Calculus
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

//: ## P the data themselves
//:
//: The likeliest parameters have the least empirical cross entropy $-\frac1n \sum_i \log q_\theta(x_i)$, of all normals
//: or of all mixtures of two. So each parameter is moved by its standard error, either way: `moved_down` and `moved_up`
//: are what this costs. For a single normal it is about $\frac1{2n} = 0.0018$ nats, since the standard error is one
//: over the root of $n$ times the curvature.

let count = Double(eruptions.count)

/// −(1/n) Σ log q(xᵢ), with the rounding of its terms.
func crossEntropy(_ q: any Density) -> Estimate {
  let terms = eruptions.map { -q.logDensity(at: $0) }
  return Estimate(terms.compensatedSum() / count, error: 16 * .ulpOfOne * terms.reduce(0) { $0 + abs($1) } / count)
}

func density(_ values: [Double]) throws -> any Density {
  guard values.count > 2 else { return Normal(mean: values[0], sd: values[1]) }
  let components = [Normal(mean: values[1], sd: values[2]), Normal(mean: values[3], sd: values[4])]
  return try Mixture(components, weights: [values[0], 1 - values[0]])
}

var moved = Table(columns: ["model", "parameter", "cross_entropy", "moved_down", "moved_up"])
for (name, fit) in [("one normal", normal), ("two normals", mixture)] {
  let best = fit.parameters.map(\.value)
  let least = crossEntropy(try density(best))
  var nearby: [Estimate] = []
  for (index, parameter) in fit.parameters.enumerated() {
    let costs = try [-1.0, 1].map { sign -> Estimate in
      var values = best
      values[index] += sign * (parameter.standardError ?? .nan)
      return crossEntropy(try density(values))
    }
    nearby += costs
    moved.append([.text(name), .text(parameter.name), .number(least.value)] + costs.map { .number($0.value - least.value) })
  }
  notebook.claim(
    "\(name): the least cross entropy is −log-likelihood/n", least, .equal,
    -fit.outcome / Estimate(count))
  notebook.claim(
    "\(name): no parameter moved by its standard error does as well", least, .atMost, nearby.dropFirst().reduce(nearby[0], min))
}
notebook.table("moved", moved)

//: ## P the kernel estimate of the data
//:
//: Each of the three quantities is an integral of its own, with its own error bound; the identity holds if the
//: difference is within them.

let p = try KernelDensity(eruptions, source: source)
let entropy = expectation(under: p) { -p.logDensity(at: $0) }
notebook.show("h(P)", entropy)
for model in models {
  let cross = expectation(under: p, alongside: [model]) { -model.logDensity(at: $0) }
  notebook.claim(
    "E_P[−log q] = h(P) + KL(P‖Q) for the \(model is Mixture ? "two normals" : "one normal")", cross, .equal,
    entropy + kl(p, model))
}

//: This cross entropy is not the one above: the kernels widen the data, most of all the narrow mode of short eruptions.
//: And the likeliest normal is near the closest to the kernel estimate, but it is not that: the closest one has the
//: variance of the data and that of a kernel, its squared bandwidth.

let closest = minimumDivergenceFit(of: Normal.self, to: p, minimizing: KullbackLeibler())
let deviations = [normal, closest].map { Estimate($0.parameters[1].value, error: $0.parameters[1].error) }
notebook.show("sd of the likeliest normal", deviations[0])
notebook.show("sd of the closest to the kernel estimate", deviations[1])
notebook.claim(
  "closest: sd² = sd² of the likeliest + bandwidth²", deviations[1] * deviations[1], .equal,
  deviations[0] * deviations[0] + Estimate(p.bandwidth) * Estimate(p.bandwidth))
notebook.claim("the likeliest normal is the closest to the kernel estimate", deviations[0], .equal, deviations[1], expected: .fails)

//: ## What follows
//:
//: Maximum likelihood is the least cross entropy from the data, and so the least divergence from whatever the data are
//: drawn from, as far as these tell. With the kernel estimate in their place the ranking is the same here: two normals
//: are nearer than one. Maximum likelihood pays for every place where the data are and the model is not, so it covers
//: both modes; a generator that descends the reverse divergence need not.

notebook.claim(
  "from the data: the cross entropy of two normals is below that of one", crossEntropy(models[1]), .atMost, crossEntropy(models[0]))
notebook.claim(
  "from the kernel estimate: KL(P‖Q) of two normals is below that of one", kl(p, models[1]), .atMost, kl(p, models[0]))
notebook.finish()
