//: # How quadrature is fooled
//:
//: A divergence is an integral, and a library returns a number with an error estimate. The estimate is honest only
//: where the rule has seen the integrand. Here are integrals on which a good routine, GSL's QAGI, returns a wrong
//: number and a small error, and what this package does instead.

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
//: QAGI maps the line to $(0, 1]$ by $x = (1-t)/t$: it looks around 0, at scale 1. A narrow density far away falls
//: between its nodes; it finds no mass and reports an error of almost 0. The columns `mass` and `claimed_error` are
//: what it returns for $\int p$.

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
//: For two normals far apart JS is near $\log 2$; fifty deviations apart the difference, some $10^{-137}$, is below the
//: rounding of a double. QAGI sees the one at 0 and misses the other: it returns half, without a warning.

let (p, q) = (Normal(mean: 0, sd: 1), Normal(mean: 50, sd: 1))
let half = qagi { x in
  let (a, b) = (p.logDensity(at: x), q.logDensity(at: x))
  let m = logAddExp(a, b) - .log(2)
  return (a == -.infinity ? 0 : 0.5 * .exp(a) * (a - m)) + (b == -.infinity ? 0 : 0.5 * .exp(b) * (b - m))
}
notebook.show("JS by QAGI", half)
notebook.claim("JS(P,Q) = log 2 by QAGI", half, .equal, .log2, expected: .fails)
notebook.claim("what it returns is half of that", half, .equal, .log2 / 2)
notebook.claim("JS(P,Q) = log 2 by this package", js(p, q), .equal, .log2)

//: Why: the break points of its mesh come from the places and widths of every component of both densities, and $p$ and
//: $q$ themselves are integrated on the same nodes. Where either is not 1, a part was not seen, and the result is
//: `unresolved` rather than wrong.

var places = Table(columns: ["x", "p", "q", "integrand"])
for x in grid(from: -6, to: 56, count: 621) {
  let (a, b) = (p.logDensity(at: x), q.logDensity(at: x))
  let m = logAddExp(a, b) - .log(2)
  places.append([x, p.density(at: x), q.density(at: x), 0.5 * (.exp(a) * (a - m) + .exp(b) * (b - m))].map(Cell.number))
}
notebook.plot(
  "half",
  Picture(
    "JS of normal(0,1) and normal(50,1)", of: places,
    .curves(
      against: "x", Axis("x"),
      [
        Panel(Axis("density (1 / unit of x)"), [Series("p", "p", .p), Series("q", "q", .q)]),
        Panel(Axis("integrand (nats / unit of x)"), [Series("integrand", "½ p log(p/m) + ½ q log(q/m)", .other(0))]),
      ])))

//: ## Densities that underflow
//:
//: With densities instead of their logarithms, $q = 0$ to the last double far out, and $p\log(p/q)$ is $+\infty$ where
//: the truth is a small number. For a Laplace density against a normal one the divergence is finite; for a Cauchy
//: density it is not, and no large number says so.

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
//: A popular remedy cuts the line at extreme quantiles. For heavy tails that loses what matters.

let heavy = StudentT(dof: 2.1, location: 0, scale: 1)
let truth = kl(heavy, normal)
let level = 1e-6
if let window = try? integrate(
  over: Interval(heavy.quantile(level), heavy.upperQuantile(level)), breakpoints: [-10, -1, 0, 1, 10],
  { x in Double.exp(heavy.logDensity(at: x)) * (heavy.logDensity(at: x) - normal.logDensity(at: x)) })
{
  let lost = 1 - window.value / truth.value
  notebook.show("KL(t(2.1)‖normal)", truth)
  notebook.show("between the quantiles at \(level)", window)
  notebook.show("lost: \(significant(100 * lost, digits: 3)) %")
  notebook.claim("the window has all of KL(t(2.1)‖normal)", window, .equal, truth, expected: .fails)
}
notebook.finish()
