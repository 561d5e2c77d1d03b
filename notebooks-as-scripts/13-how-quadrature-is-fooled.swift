//: # Appendix: how quadrature is fooled
//:
//: Beyond the deck · most numbers in the other scripts are integrals
//:
//: - **Libraries say**: here is the integral, and an estimate of its error.
//: - **We say**: the estimate is honest only where the rule has seen the integrand. Here are integrals on which a good
//:   routine, QAGI of the GNU Scientific Library, returns a wrong number and a small error, and what this package does
//:   instead.

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

/// ∫ f over the line as GSL does it without advice: x = (1 − t)/t on both sides of 0.
func qagi(_ f: (Double) -> Double) -> Estimate {
  do { return try integrate(over: .line, breakpoints: [0], f) } catch {
    if case .unresolved(let best, _) = error { return best }
    return Estimate(.infinity, error: 0)
  }
}

//: ## A density that is not seen
//:
//: QAGI maps the line to $(0, 1]$ by $x = (1-t)/t$. So it looks around 0, at scale 1. A narrow density far away falls
//: between its nodes. QAGI then finds no mass, and reports an error of almost 0. The columns `mass` and `claimed_error`
//: are what it returns for $\int p$.

var masses = Table(columns: ["density", "mass", "claimed_error", "evaluations"])
for density in [Normal(mean: 0, sd: 1), Normal(mean: 5, sd: 0.5), Normal(mean: 40, sd: 1), Normal(mean: 1000, sd: 1)] {
  let mass = qagi { density.density(at: $0) }
  masses.append([.text(density.description), .number(mass.value), .number(mass.error), .integer(mass.evaluations)])
}
notebook.table("masses", masses, digits: 3)
let unseen = Normal(mean: 40, sd: 1)
let mass = qagi { unseen.density(at: $0) }
notebook.claim("the mass of normal(40,1) is 1, by QAGI", mass, .equal, 1, expected: .fails)
notebook.claim("the same on a mesh made for the density", expectation(under: unseen) { _ in 1 }, .equal, 1)

//: ## Half of log 2
//:
//: For two normals fifty standard deviations apart JS is $\log 2$ to all digits of a double. QAGI sees the one at 0 and
//: misses the other. It returns half of $\log 2$, without a warning.

let (p, q) = (Normal(mean: 0, sd: 1), Normal(mean: 50, sd: 1))

/// ½ p log(p/m) + ½ q log(q/m).
func integrand(_ p: Normal, _ q: Normal, _ x: Double) -> Double {
  let (a, b) = (p.logDensity(at: x), q.logDensity(at: x))
  let m = logAddExp(a, b) - .log(2)
  return (a == -.infinity ? 0 : 0.5 * .exp(a) * (a - m)) + (b == -.infinity ? 0 : 0.5 * .exp(b) * (b - m))
}

let half = qagi { integrand(p, q, $0) }
notebook.show("JS by QAGI", half)
notebook.claim("JS(P,Q) = log 2 by QAGI", half, .equal, .log2, expected: .fails)
notebook.claim("what it returns is half of that", half, .equal, .log2 / 2)
notebook.claim("JS(P,Q) = log 2 by this package", js(p, q), .equal, .log2)

//: This package takes the break points of its mesh from the places and widths of every component of both densities. It
//: integrates $p$ and $q$ themselves on the same nodes. If either is not 1, a part was not seen, and the result is
//: `unresolved` instead of wrong.

notebook.plot(
  "half", "The integrand of JS for normal(0,1) and normal(50,1)",
  caption: "Both peaks have the same area, ½ log 2. QAGI sees only the one at 0.",
  against: Axis("x"), over: grid(from: -6, to: 56, count: 311),
  [(Axis("integrand (nats / unit of x)"), [Curve("integrand", "½ p log(p/m) + ½ q log(q/m)", .other(0)) { integrand(p, q, $0) }])])

//: ## Densities that underflow
//:
//: Far out the density $q$ underflows to 0, and then $p\log(p/q)$ is $+\infty$ where the truth is a small number.
//: Computed from logarithms of densities it is right. For a Laplace density against a normal one the divergence is
//: finite. For a Cauchy density it is infinite, and no large number that a routine returns says so.

let (laplace, normal, cauchy) = (Laplace(location: 0, scale: 1), Normal(mean: 0, sd: 1), Cauchy(location: 0, scale: 1))
let naive = qagi { x in
  let (a, b) = (laplace.density(at: x), normal.density(at: x))
  return a == 0 ? 0 : a * .log(a / b)
}
notebook.show("KL(Laplace‖normal), densities divided: \(naive.value)")
// E[x²] = 2 under the Laplace density, whose entropy is 1 + log 2.
let exact = Estimate(1 + 0.5 * .log(2 * .pi)) - Estimate(1) - .log2
notebook.claim("KL(Laplace‖normal) = 1 + ½ log 2π − 1 − log 2", kl(laplace, normal), .equal, exact)
let divergent = qagi { x in
  let (a, b) = (cauchy.logDensity(at: x), normal.logDensity(at: x))
  return .exp(a) * (a - b)
}
notebook.show("KL(Cauchy‖normal) by QAGI: \(significant(divergent.value, digits: 2)); by this package: \(kl(cauchy, normal).value)")
notebook.show(kl(cauchy, normal).reason)
notebook.claim("KL(Cauchy‖normal) is infinite", Estimate(.infinity), .equal, kl(cauchy, normal))

//: ## A window that cuts the tail
//:
//: A popular remedy cuts the line at extreme quantiles. For heavy tails this loses a large part of the divergence.

let heavy = StudentT(dof: 2.1, location: 0, scale: 1)
let truth = kl(heavy, normal)

/// KL between the quantiles at a level and at one minus it.
func window(_ level: Double) -> Estimate {
  let interval = Interval(heavy.quantile(level), heavy.upperQuantile(level))
  let value = try? integrate(over: interval, breakpoints: [-10, -1, 0, 1, 10]) { x in
    Double.exp(heavy.logDensity(at: x)) * (heavy.logDensity(at: x) - normal.logDensity(at: x))
  }
  return value ?? Estimate(.nan)
}

func lost(_ level: Double) -> Estimate { 1 - window(level) / truth }
notebook.show("KL(t(2.1)‖normal)", truth)
notebook.show("between the quantiles at 1e-6", window(1e-6))
notebook.show("lost, in per cent", 100 * lost(1e-6), digits: 3)
notebook.claim("the window has all of KL(t(2.1)‖normal)", window(1e-6), .equal, truth, expected: .fails)

//: ## Exercises

let nearer = Normal(mean: 5, sd: 1)
notebook.exercise(
  "Move the second normal from 50 to 5. Does QAGI find JS now?",
  answer: ["JS by QAGI": qagi { integrand(p, nearer, $0) }, "JS by this package": js(p, nearer)],
  because: """
    Yes: at 5 the map around 0 still has nodes under the peak. The failure depends on where the densities are, and QAGI does not \
    notice.
    """)
let narrowMass = qagi { Normal(mean: 0, sd: 1e-4).density(at: $0) }
notebook.exercise(
  "Let QAGI integrate a very narrow density at 0, `Normal(mean: 0, sd: 1e-4)`. Is its mass 1?",
  answer: ["mass by QAGI": narrowMass],
  because: """
    No: even beside the break point at 0 no node is near enough to see it. It is not enough to know where a density is; the rule \
    must know its width too.
    """)
notebook.exercise(
  "Widen the window of the last section to the quantiles at 1e-12. How much of the divergence is still lost?",
  answer: ["lost, 1e-6": lost(1e-6), "lost, 1e-12": lost(1e-12)],
  because: """
    The tail of $p$ falls like $x^{-3.1}$ and the logarithm of the ratio grows like $x^2$, so what is lost falls only like \
    $x^{-0.1}$.
    """,
  digits: 3)
notebook.finish()
