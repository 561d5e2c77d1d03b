//: # Function space and parameter space
//:
//: Statements [8](../README.md#statement-8) and [9](../README.md#statement-9) · claims [G6](../../CLAIMS.md),
//: [G3](../../CLAIMS.md), [G4](../../CLAIMS.md), [G7](../../CLAIMS.md) · scene
//: [the smallest GAN](http://127.0.0.1:8017/#/dirac)
//:
//: - **The slide says**: the algorithm is guaranteed to converge only in the space of functions; in practice the
//:   functions are networks, so that we are in the space of parameters. It gives no reason. It also lists that losses
//:   oscillate.
//: - **Goodfellow et al. (2014, proposition 2)** prove convergence if $D$ is optimal in every step: the generator then
//:   descends $C(Q) = \max_D V(D, Q)$, which is convex in $Q$. **Mescheder, Geiger & Nowozin (2018)** show what
//:   parameters do on the smallest GAN, the Dirac-GAN.
//: - **We say**: “only” is too strong. What is missing for parameters is a general guarantee, but there are games in
//:   parameters that converge: with a gradient penalty the smallest GAN does. Nor is convexity alone enough: the game
//:   $\theta\psi$ is convex in one player and concave in the other, and simultaneous steps run away from its
//:   equilibrium.

import Calculus
import Claims
import Densities
import Divergences
import Notebook
import Plotting
import RealModule
import Studies
import Tabulation

let notebook = Notebook()

//: ## Function space: the value is convex in Q
//:
//: $C(Q) = 2\,\mathrm{JS}(P,Q) - \log 4$ lies below its chord between any two generators.

let (p, one, other) = (Normal(mean: 0, sd: 1), Normal(mean: -2, sd: 0.7), Normal(mean: 3, sd: 1.5))
for share in [0.25, 0.5, 0.75] {
  let between = try Mixture([one, other], weights: [share, 1 - share])
  let chord = Estimate(share) * js(p, one) + Estimate(1 - share) * js(p, other)
  notebook.claim(
    "JS(P, \(share) Q₁ + \(1 - share) Q₂) ≤ \(share) JS(P,Q₁) + \(1 - share) JS(P,Q₂)", js(p, between), .atMost, chord)
}

//: ## Function space: descent on the density itself
//:
//: The line is cut into cells. A step is $q_i \leftarrow q_i\,e^{-\eta \log(1 - D^*_i)}$, normalised; this is mirror
//: descent with the entropy, and $D^*$ is optimal in every step. Up to $\eta = 1$ every f-divergence falls in every
//: step, from any start with $\mathrm{KL}(P\|Q_0)$ finite. Here $Q$ starts on one of the two modes of $P$, with next to
//: nothing on the other.

let two = try parseDensity("0.5*normal(-2,0.5)+0.5*normal(2,0.5)")
let start = try CellPair(two, try parseDensity("normal(2,0.5)"), count: 400)

/// JS after each of 40 steps at this rate.
func descent(rate: Double) throws -> (rows: Table, js: [Estimate]) {
  let rows = Table(of: CellDescent(from: start, loss: .minimax, rate: rate, steps: 40).run() ?? [])
  // Each step rounds each log q in the last place, and JS moves by less than the logarithms do.
  let rounding = 40 * .ulpOfOne * start.logQ.reduce(0) { max($0, abs($1)) }
  return (rows, try rows.numbers(inColumn: "js").map { Estimate($0, error: rounding) })
}

let half = try descent(rate: 0.5)
notebook.plot(
  "descent",
  Picture(
    "Descent on the density itself", of: half.rows,
    .curves(
      against: "step", Axis("step"),
      [Panel(Axis("JS(P,Q) (nats)", isLogarithmic: true), [Series("js", "minimax, rate 0.5", .q, .markedLine)])])),
  caption: """
    JS never rises, although Q starts on one mode alone. It stays near its first value until the other mode has grown, then falls \
    fast.
    """)
notebook.claim(
  "JS rises in none of 40 steps", Estimate(Double(zip(half.js, half.js.dropFirst()).count { $1.value > $0.value })), .equal, 0)
notebook.claim("and has fallen a thousandfold", half.js[40], .atMost, half.js[0] / 1000)

//: What falls is a distance as a whole. The ratio $q/p$ need not move towards 1 at every point. In this example of
//: three points P and Q agree on the middle one, and the step moves it away.

let three = CellPair([0.5, 0.3, 0.2], [0.05, 0.3, 0.65])
var stepped = three
stepped.step(.minimax, rate: 0.5)
let middle = [three, stepped].map { Estimate(Double.exp($0.logQ[1] - $0.logP[1]), error: 1e-14) }
notebook.show("q/p at the middle point, before the step", middle[0])
notebook.show("and after it", middle[1])
notebook.claim("q/p moves towards 1 at every point", middle[1], .equal, middle[0], expected: .fails)

//: ## Parameter space: the smallest GAN turns in circles
//:
//: The data are the point 0, the generator is the point $\theta$, the discriminator is $D(x) = \sigma(\psi x)$. The
//: game is $L(\theta, \psi) = f(\theta\psi) + f(0)$ with $f(t) = -\log(1 + e^{-t})$. The players move by
//: $\theta' = -\psi f'(\theta\psi)$ and $\psi' = \theta f'(\theta\psi)$, at a right angle to the direction of the
//: equilibrium. So in continuous time $\theta^2 + \psi^2$ is constant. The eigenvalues at the equilibrium are
//: $\pm \tfrac12 i$.

let origin = DiracPoint(theta: 1.0, psi: 1)
let minimax = DiracGame.minimax

/// √(θ² + ψ²) in continuous time, by a rule of fourth order: its error is a fifteenth of what half the steps change,
/// and each step rounds in the last place.
func distance(of game: DiracGame, time: Double, steps: Int) -> Estimate {
  let distances = [steps / 2, steps].map { game.flow(from: origin, time: time, steps: $0).distance }
  return Estimate(distances[1], error: abs(distances[1] - distances[0]) / 15 + Double(steps) * .ulpOfOne * distances[1])
}

let flow = distance(of: minimax, time: 50, steps: 20_000)
notebook.claim("continuous time keeps θ² + ψ² = 2", flow * flow, .equal, 2)

//: Training makes steps of a size $h$. A simultaneous step multiplies the distance near the equilibrium by
//: $\sqrt{1 + h^2/4} > 1$ and leads outward, for every $h$. An alternating step has the factor 1 for $h < 4$. A factor
//: of 1 decides nothing: then higher orders do.

// By a formula of a dozen operations on numbers of size 1.
func modulus(_ game: DiracGame, rate: Double, _ updates: DiracUpdates) -> Estimate {
  Estimate(game.spectralRadius(rate: rate, updates: updates) ?? .nan, error: 12 * .ulpOfOne)
}
notebook.claim(
  "minimax, simultaneous, h = 0.2: the factor of a step", modulus(minimax, rate: 0.2, .simultaneous), .equal,
  Estimate((1 + 0.2 * 0.2 / 4).squareRoot()))
notebook.claim("minimax, alternating, h = 0.2", modulus(minimax, rate: 0.2, .alternating), .equal, 1)

/// √(θ² + ψ²) after so many simultaneous steps, each of which rounds in the last place.
func simultaneous(_ game: DiracGame, rate: Double = 0.2, from start: DiracPoint<Double> = origin, after steps: Int) -> Estimate {
  let end = DiracPath(game, from: start, rate: rate, steps: steps).run()?.last?.point.distance ?? .infinity
  return Estimate(end, error: Double(steps) * .ulpOfOne * end)
}

/// √(θ² + ψ²) after so many alternating steps, with a hundred times what moving the start by 1e-12 changes: each step
/// rounds by some 1e-16.
func alternating(_ game: DiracGame, after steps: Int) -> Estimate {
  let ends = [origin, DiracPoint(theta: 1 + 1e-12, psi: 1)].map { point in
    DiracPath(game, from: point, steps: steps, updates: .alternating).run()?.last?.point.distance ?? .nan
  }
  return Estimate(ends[0], error: 100 * abs(ends[1] - ends[0]) + 1e-12)
}

//: ## Alternating steps: in or out by a hair
//:
//: The distance to the equilibrium after alternating steps with $h = 0.2$. The non-saturating game comes in, the
//: minimax game drifts out. Only the Wasserstein game, whose field is linear, is exactly neutral: its steps keep
//: $\theta^2 + \psi^2 - h\theta\psi$.

var drift = Table(columns: ["steps", "non_saturating", "minimax", "wasserstein"])
for steps in [0, 1000, 10_000, 100_000] {
  let distances = [DiracGame.nonSaturating, minimax, .wasserstein].map { alternating($0, after: steps).value }
  drift.append([.integer(steps)] + distances.map(Cell.number))
}
notebook.table("alternating", drift, digits: 4)
let (drawnIn, drivenOut) = (alternating(.nonSaturating, after: 100_000), alternating(minimax, after: 100_000))
notebook.claim("non-saturating: after 10⁵ steps a fiftieth of the distance is left", drawnIn, .atMost, Estimate(origin.distance / 50))
notebook.claim("non-saturating: alternating steps keep the distance", Estimate(origin.distance / 2), .atMost, drawnIn, expected: .fails)
notebook.claim("minimax: alternating steps keep the distance", drivenOut, .atMost, Estimate(1.1 * origin.distance), expected: .fails)
let ellipse = DiracPath(.wasserstein, steps: 100_000, updates: .alternating).run()?.last?.point
let kept = ellipse.map { $0.theta * $0.theta + $0.psi * $0.psi - 0.2 * $0.theta * $0.psi } ?? .nan
notebook.claim("Wasserstein: θ² + ψ² − hθψ is kept", Estimate(kept, error: 1e5 * 1e-15), .equal, 1.8)

//: ## Twelve ways to train
//:
//: All take simultaneous steps from (1, 1) with $h = 0.2$. `eigenvalues` are those of continuous time at the
//: equilibrium. `modulus` is the factor of one step near the equilibrium: below 1 the game converges there. The
//: distances are those after 500 and after 5000 steps. `optimistic` and `extragradient` have the eigenvalues of
//: minimax, but they converge, because their steps use the field at a second point. `non-saturating` leads out near the
//: equilibrium and in from afar, and ends on a closed curve between.

var paths = Table(columns: ["game", "eigenvalues", "modulus", "distance_500", "distance_5000"])
for entry in DiracEntry.all {
  let eigenvalues = entry.game.exactEigenvalues?.first.map {
    "\(significant($0.real, digits: 3)) ± \(significant($0.imaginary, digits: 3)) i"
  }
  let modulus = entry.game.spectralRadius(rate: 0.2, updates: .simultaneous).map(Cell.number) ?? ""
  paths.append(
    [.text(entry.spelling), .text(eigenvalues ?? "none: the field jumps"), modulus]
      + [500, 5000].map { .number(simultaneous(entry.game, after: $0).value) })
}
notebook.table("games", paths, digits: 4)

let shown = ["minimax", "non-saturating", "r1(0.3)"]
let columns = ["minimax", "non_saturating", "r1"]
var plane = Table(columns: columns.flatMap { ["theta_" + $0, "psi_" + $0] })
let trajectories = try shown.map { try DiracPath(DiracGame(parsing: $0), steps: 300).run()?.map(\.point) ?? [] }
for step in 0...300 { plane.append(trajectories.flatMap { [$0[step].theta, $0[step].psi] }.map(Cell.number)) }
notebook.plot(
  "paths",
  Picture(
    "300 simultaneous steps from (1, 1), h = 0.2", of: plane,
    .plane(
      against: "theta_minimax", Axis("θ, the generator", mark: 0),
      Panel(
        Axis("ψ, slope of the critic", mark: 0),
        shown.indices.map { Series("psi_" + columns[$0], shown[$0], .other([3, 0, 1][$0]), against: "theta_" + columns[$0]) }))),
  caption: """
    The equilibrium is the cross of the two dotted lines. Minimax spirals outward, the non-saturating game goes to a closed curve, \
    R1 arrives.
    """)

//: ## Conclusion
//:
//: In function space the game converges. In parameters the same game goes round in continuous time, and outward by
//: simultaneous steps. The zero-centred gradient penalty R1 gives the eigenvalues a negative real part, $-\gamma/2$ up
//: to $\gamma = 1$, and the game converges. “Non-saturating GANs never converge” is false in continuous time: the
//: distance falls there, but only like $t^{-1/2}$.

notebook.claim(
  "θψ, convex–concave, has run away a thousandfold after 500 steps", Estimate(1000 * origin.distance), .atMost,
  simultaneous(.wasserstein, after: 500))
notebook.claim("minimax has moved away after 5000 steps", Estimate(origin.distance), .atMost, simultaneous(minimax, after: 5000))
notebook.claim("R1 has arrived", simultaneous(.gradientPenalty(weight: 0.3), after: 5000), .atMost, 1e-12)
let distances = [10.0, 100, 1000].map { distance(of: .nonSaturating, time: $0, steps: Int(200 * $0)) }
let list = distances.map { significant($0.value, digits: 3) }.joined(separator: ", ")
notebook.show("non-saturating, continuous time: distance \(list) at t = 10, 100, 1000")
notebook.claim("from t = 100 to 1000 it falls by a factor of three, close to √10", distances[2], .atMost, distances[1] / 3)

//: ## Exercises

let smaller = simultaneous(minimax, rate: 0.1, after: 1000)
notebook.exercise(
  "Halve the step of minimax to h = 0.1, and make 1000 simultaneous steps instead of 500: the same time. Does it stay nearer?",
  answer: ["distance, h = 0.2": simultaneous(minimax, after: 500), "distance, h = 0.1": smaller],
  because: "Nearer, since a step is closer to continuous time. But it still moves outward: no step is small enough.")
let critical = DiracGame.gradientPenalty(weight: 1)
notebook.exercise(
  "Strengthen R1 from γ = 0.3 to γ = 1: `r1(1)`. The eigenvalues are −½ twice. Predict the factor of a step with h = 0.2.",
  answer: ["modulus": modulus(critical, rate: 0.2, .simultaneous), "distance after 100 steps": simultaneous(critical, after: 100)],
  because: "$1 - h/2 = 0.9$. This γ is critical: a smaller one turns, a larger one has an eigenvalue nearer to 0 and is slower.")
let near = DiracPoint(theta: 0.1, psi: 0.1)
notebook.exercise(
  "Start the non-saturating game near its equilibrium, at (0.1, 0.1), with h = 0.2. Where is it after 5000 simultaneous steps?",
  answer: [
    "distance, from (0.1, 0.1)": simultaneous(.nonSaturating, from: near, after: 5000),
    "distance, from (1, 1)": simultaneous(.nonSaturating, after: 5000),
  ], because: "On the same closed curve as from (1, 1). A start beside the equilibrium is driven away from it.")
notebook.finish()
