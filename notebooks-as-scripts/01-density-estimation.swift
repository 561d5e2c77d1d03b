//: # Density estimation: maximum likelihood is minimum Kullback–Leibler divergence
//:
//: Statement [1](../README.md#statement-1) · claims [E5](../../CLAIMS.md), [E6](../../CLAIMS.md) · scene
//: [likelihood](http://127.0.0.1:8017/#/likelihood)
//:
//: - **The slide says**: to maximise the log-likelihood is to minimise the KL divergence
//:   $D_{\mathrm{KL}}(\hat p_{\mathrm{data}}\,\|\,p_{\mathrm{model}})$ from the data to the model.
//: - **Textbooks say** why:
//:   $$\mathbb{E}_P[-\log q_\theta] = h(P) + \mathrm{KL}(P\,\|\,Q_\theta).$$
//:   The entropy $h(P)$ does not depend on the parameters $\theta$. So the least left side, which is the cross entropy,
//:   and the least KL are at the same $\theta$.
//: - **We say**: true, if one says which $P$ is meant. The empirical distribution of $n$ data has no density. Its KL to
//:   every model is infinite; only the left side is finite, and it is $-\tfrac1n$ times the log-likelihood. For a
//:   smoothed estimate of the data, all three terms are finite, but then the left side is no longer the likelihood.

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

//: ## Two models of real data
//:
//: The data are 272 eruptions of the geyser Old Faithful, in minutes (Azzalini & Bowman 1990). We fit one normal
//: density and a mixture of two, both by maximum likelihood.

let source = "Examples/data/old-faithful.csv:eruptions"
let eruptions = try ColumnReference(parsing: source).numbers()
var random = CounterRandom(seed: seed)
let fits = [
  ("one normal", try maximumLikelihoodFit(of: Normal.self, to: eruptions)),
  ("two normals", try normalMixtureFit(to: eruptions, using: &random)),
]
var fitted = Table(columns: ["model", "parameter", "value", "standard_error"])
for (name, fit) in fits {
  for parameter in fit.parameters {
    fitted.append([.text(name), .text(parameter.name), .number(parameter.value), parameter.standardError.map(Cell.number) ?? ""])
  }
  fitted.append([.text(name), "log-likelihood", .number(fit.outcome.value), ""])
}
notebook.table("fits", fitted)

let histogram = try Histogram(eruptions, source: source)
let models = fits.compactMap(\.1.density)
notebook.plot(
  "models", "Old Faithful: the data and the two likeliest models",
  caption: "The mixture follows both groups of eruptions. The single normal puts most of its mass between them, where there are few data.",
  against: Axis("duration of an eruption (minutes)"), over: grid(from: 1, to: 6, count: 501),
  [
    (
      Axis("density (1 / minute)"),
      [
        Curve("data", "histogram of the data", .p) { histogram.density(at: $0) },
        Curve("one_normal", "one normal", .other(0)) { models[0].density(at: $0) },
        Curve("two_normals", "two normals", .q) { models[1].density(at: $0) },
      ]
    )
  ])

//: ## With the data themselves as P
//:
//: The likeliest parameters have the least empirical cross entropy $-\frac1n \sum_i \log q_\theta(x_i)$. To test this,
//: we move each parameter by its standard error, down and up. The columns `moved_down` and `moved_up` are what this
//: costs. For a single normal the cost is about $\frac1{2n} = 0.0018$ nats.

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
for (name, fit) in fits {
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
  notebook.claim("\(name): the least cross entropy is −log-likelihood/n", least, .equal, -fit.outcome / Estimate(count))
  notebook.claim(
    "\(name): no parameter moved by its standard error does as well", least, .atMost, nearby.dropFirst().reduce(nearby[0], min))
}
notebook.table("moved", moved)

//: ## With a kernel estimate of the data as P
//:
//: Now all three terms of the identity are finite. Each is an integral with its own error bound, and the identity must
//: hold within the bounds.

let p = try KernelDensity(eruptions, source: source)
let entropy = expectation(under: p) { -p.logDensity(at: $0) }
notebook.show("h(P)", entropy)
for (model, name) in zip(models, ["one normal", "two normals"]) {
  let cross = expectation(under: p, alongside: [model]) { -model.logDensity(at: $0) }
  notebook.claim("E_P[−log q] = h(P) + KL(P‖Q) for \(name)", cross, .equal, entropy + kl(p, model))
}

//: The kernels widen the data. So the normal with the least KL to the kernel estimate is wider than the likeliest one:
//: its variance is larger by the squared bandwidth of the kernel.

let closest = minimumDivergenceFit(of: Normal.self, to: p, minimizing: KullbackLeibler())
let deviations = [fits[0].1, closest].map { Estimate($0.parameters[1].value, error: $0.parameters[1].error) }
notebook.claim(
  "closest: sd² = sd² of the likeliest + bandwidth²", deviations[1] * deviations[1], .equal,
  deviations[0] * deviations[0] + Estimate(p.bandwidth) * Estimate(p.bandwidth))
notebook.claim("the likeliest normal is the closest to the kernel estimate", deviations[0], .equal, deviations[1], expected: .fails)

//: ## Conclusion
//:
//: Maximum likelihood is the least cross entropy from the data. It charges a model for every region where the data are
//: and the model is not, so a model that must choose covers both modes. A model that minimises the reverse divergence
//: $\mathrm{KL}(Q\|P)$ need not: see exercise 3.

notebook.claim("the data: the cross entropy of two normals is below that of one", crossEntropy(models[1]), .atMost, crossEntropy(models[0]))
notebook.claim("the kernel estimate: KL(P‖Q) of two normals is below that of one", kl(p, models[1]), .atMost, kl(p, models[0]))

//: ## Exercises

let likeliest = fits[0].1.parameters.map(\.value)
let wide = Normal(mean: likeliest[0], sd: 2 * likeliest[1])
notebook.exercise(
  "Double the standard deviation of the likeliest normal. By how many nats does the cross entropy rise? Predict it without the data.",
  answer: ["rise of the cross entropy": crossEntropy(wide) - crossEntropy(models[0])],
  because: "$\\log 2 - \\tfrac12 + \\tfrac18 = \\log 2 - \\tfrac38$ for every data set: the mean square of the standardised data is 1.")
let quarter = try maximumLikelihoodFit(of: Normal.self, to: Array(eruptions.prefix(68)))
notebook.exercise(
  "Fit one normal to the first 68 eruptions only, a quarter of the data. By which factor do the standard errors grow?",
  answer: [
    "standard error of the mean, 68 data over 272": Estimate(
      (quarter.parameters[0].standardError ?? .nan) / (fits[0].1.parameters[0].standardError ?? .nan))
  ],
  because: "About 2: a standard error falls like $1/\\sqrt n$. It is not exactly 2, because the two samples have different deviations.")
let directions = [KullbackLeibler(), KullbackLeibler(.reverse)].map { divergence in
  minimumDivergenceFit(of: Normal.self, to: models[1], minimizing: divergence).parameters.map {
    Estimate($0.value, error: $0.error)
  }
}
notebook.exercise(
  "Take the mixture of two normals for P. Which normal has the least KL(P‖Q), and which the least KL(Q‖P), `KullbackLeibler(.reverse)`?",
  answer: [
    "KL(P‖Q): mean": directions[0][0], "KL(P‖Q): sd": directions[0][1], "KL(Q‖P): mean": directions[1][0],
    "KL(Q‖P): sd": directions[1][1],
  ],
  because: """
    The first covers both groups. The second is one group, the long eruptions, and leaves out the other: $\\mathrm{KL}(Q\\|P)$ charges for \
    mass where data are rare, as between the groups.
    """)
notebook.finish()
