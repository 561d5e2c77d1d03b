//: # Density estimation: maximum likelihood is minimum Kullback–Leibler divergence
//:
//: The slide says: choosing the parameters under which the data are most likely is choosing the model that is nearest to the data in
//: $\mathrm{KL}(P\,\|\,Q_\theta)$. The reason is one line,
//: $$\mathbb{E}_P[-\log q_\theta] = h(P) + \mathrm{KL}(P\,\|\,Q_\theta),$$
//: whose left side is the negative log-likelihood a datum and whose entropy $h(P)$ does not depend on $\theta$. Here both sides are numbers.

import Calculus
import Densities
import Divergences
import Scalars
import Tabulation

//: ## The data: 272 eruptions of the Old Faithful geyser (Azzalini & Bowman 1990)

let source = "Examples/data/old-faithful.csv:eruptions"
let eruptions = try ColumnReference(parsing: source).numbers()
print("\(eruptions.count) eruptions, in minutes, from \(eruptions.min() ?? 0) to \(eruptions.max() ?? 0)\n")

//: ## Two models by maximum likelihood

func show(_ name: String, _ fit: Fit) {
  let parameters = fit.parameters.map { "\($0.name) \(Float($0.value))" }.joined(separator: ", ")
  print("\(name): \(parameters); log-likelihood \(Float(fit.outcome.value))")
}

var random = CounterRandom(seed: 1)
let normal = try maximumLikelihoodFit(of: Normal.self, to: eruptions)
let mixture = try normalMixtureFit(to: eruptions, using: &random)
show("one normal ", normal)
show("two normals", mixture)

//: ## The identity, with P the kernel estimate of the data
//:
//: Each of the three quantities is an integral of its own, with its own error bound; the identity holds if the difference is within them.

let p = try KernelDensity(eruptions, source: source)
var allHold = true
for model in [normal, mixture].compactMap(\.density) {
  let cross = expectation(under: p, alongside: [model]) { -model.logDensity(at: $0) }
  let entropy = expectation(under: p) { -p.logDensity(at: $0) }
  let divergence = kl(p, model)
  let difference = cross.value - (entropy.value + divergence.value)
  let bound = cross.error + entropy.error + divergence.error
  let holds = abs(difference) <= bound
  allHold = allHold && holds
  print(
    """

    Q = \(model)
      E_P[−log q]      \(cross.value) ± \(Float(cross.error))
      h(P) + KL(P‖Q)   \(entropy.value + divergence.value) ± \(Float(entropy.error + divergence.error))
      difference       \(Float(difference)), bound \(Float(bound)): \(holds ? "holds" : "FAILS")
    """)
}

//: ## What follows
//:
//: The ranking by likelihood is the ranking by divergence: two normals are nearer to the data than one. Maximum likelihood pays for every place where
//: the data are and the model is not, so it covers both modes; a generator that descends the reverse divergence need not.

print("\nKL(P‖Q): one normal \(Float(kl(p, normal.density ?? p).value)), two normals \(Float(kl(p, mixture.density ?? p).value)) nats")
precondition(allHold, "the identity does not hold within the error bounds")
