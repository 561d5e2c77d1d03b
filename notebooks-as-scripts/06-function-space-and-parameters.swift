//: # Function space and parameter space
//:
//: The slide says: the algorithm is guaranteed to converge only in the space of functions; in practice the functions
//: are networks, so that we are in the space of parameters. It gives no reason. A common one is that the game is convex
//: in the generator's density and concave in the discriminator, and has one equilibrium, $Q = P$ and $D = \tfrac12$.
//: That alone is not enough: the game $\theta\psi$ is convex–concave too, and simultaneous steps run away from its only
//: equilibrium (`wasserstein` in the table below). What Goodfellow et al. (2014, proposition 2) need besides is a $D$
//: at its optimum in every step: then the generator descends $C(Q) = \max_D V(D, Q)$, which is convex in $Q$. Nor do
//: all games in parameters fail: with a gradient penalty even the smallest one converges.
//:
//: What parameters do the smallest GAN shows: the data are the point 0, the generator is the point $\theta$, the
//: discriminator is $D(x) = \sigma(\psi x)$ (Mescheder, Geiger & Nowozin 2018).

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

//: ## In function space: convex in Q
//:
//: The value $C(Q) = 2\,\mathrm{JS}(P,Q) - \log 4$ lies below its chord between any two generators.

let (p, one, other) = (Normal(mean: 0, sd: 1), Normal(mean: -2, sd: 0.7), Normal(mean: 3, sd: 1.5))
for share in [0.25, 0.5, 0.75] {
  let between = try Mixture([one, other], weights: [share, 1 - share])
  let chord = Estimate(share) * js(p, one) + Estimate(1 - share) * js(p, other)
  notebook.claim(
    "JS(P, \(share) Q₁ + \(1 - share) Q₂) ≤ \(share) JS(P,Q₁) + \(1 - share) JS(P,Q₂)", js(p, between), .atMost, chord)
}

//: ## In function space: descent on the density itself
//:
//: Goodfellow et al. (2014, proposition 2): with $D$ optimal in every step, descent on $q$ itself reaches $p$. Here it
//: is mirror descent with the entropy: on cells of the line a step is $q_i \leftarrow q_i\,e^{-\eta \log(1 - D^*_i)}$,
//: normalised. Up to $\eta = 1$ every f-divergence falls in every step, from every start with $\mathrm{KL}(P\|Q_0)$
//: finite; a start that is 0 where $P$ is not stays 0 there. Here $Q$ starts on one of the two modes of $P$, with next
//: to nothing on the other.

let two = try parseDensity("0.5*normal(-2,0.5)+0.5*normal(2,0.5)")
let pair = try CellPair(two, try parseDensity("normal(2,0.5)"), count: 400)
if let descent = CellDescent(from: pair, loss: .minimax, rate: 0.5, steps: 40).run() {
  let rows = Table(of: descent)
  notebook.plot(
    "descent",
    Picture(
      "Descent on the density itself", of: rows,
      .curves(
        against: "step", Axis("step"),
        [Panel(Axis("JS(P,Q) (nats)", isLogarithmic: true), [Series("js", "minimax, rate 0.5", .q, .markedLine)])])))
  let divergences = try rows.numbers(inColumn: "js")
  let rises = zip(divergences, divergences.dropFirst()).count { $1 > $0 }
  // Each step rounds each log q in the last place, and JS moves by less than the logarithms do.
  let rounding = 40 * .ulpOfOne * pair.logQ.reduce(0) { max($0, abs($1)) }
  let bounds = divergences.map { Estimate($0, error: rounding) }
  notebook.claim("JS rises in none of 40 steps", Estimate(Double(rises)), .equal, 0)
  notebook.claim("and has fallen a thousandfold", bounds[bounds.count - 1], .atMost, bounds[0] / 1000)
}

//: What falls is $q/p$ in convex order. It does not move towards 1 at every point: where $P$ and $Q$ agree on one of
//: three points, the step moves it away.

let three = CellPair([0.5, 0.3, 0.2], [0.05, 0.3, 0.65])
var stepped = three
stepped.step(.minimax, rate: 0.5)
let middle = [three, stepped].map { Estimate(Double.exp($0.logQ[1] - $0.logP[1]), error: 1e-14) }
notebook.show("q/p at the middle point, before the step", middle[0])
notebook.show("and after it", middle[1])
notebook.claim("q/p moves towards 1 at every point", middle[1], .equal, middle[0], expected: .fails)

//: ## In parameter space: a rotation
//:
//: $L(\theta, \psi) = f(\theta\psi) + f(0)$ with $f(t) = -\log(1 + e^{-t})$. The players move by
//: $\theta' = -\psi f'(\theta\psi)$, $\psi' = \theta f'(\theta\psi)$: at a right angle to the way to the equilibrium.
//: The eigenvalues there are $\pm i f'(0) = \pm \tfrac12 i$: to first order neither in nor out. In continuous time
//: $\theta^2 + \psi^2$ is constant. A step is another map, with eigenvalues of its own: a simultaneous one of size $h$
//: has the modulus $\sqrt{1 + h^2/4} > 1$ and leads outward, an alternating one has modulus 1 for $h < 4$, which
//: decides nothing.

let start = DiracPoint(theta: 1.0, psi: 1)
let minimax = DiracGame.minimax

/// √(θ² + ψ²) in continuous time, by a rule of fourth order: its error is a fifteenth of what half the steps change,
/// and each step rounds in the last place.
func distance(of game: DiracGame, time: Double, steps: Int) -> Estimate {
  let distances = [steps / 2, steps].map { game.flow(from: start, time: time, steps: $0).distance }
  return Estimate(distances[1], error: abs(distances[1] - distances[0]) / 15 + Double(steps) * .ulpOfOne * distances[1])
}

let flow = distance(of: minimax, time: 50, steps: 20_000)
notebook.claim("continuous time keeps θ² + ψ² = 2", flow * flow, .equal, 2)
// By a formula of a dozen operations on numbers of size 1.
let modulusError = 12 * Double.ulpOfOne
for (updates, modulus) in [(DiracUpdates.simultaneous, (1 + 0.2 * 0.2 / 4).squareRoot()), (.alternating, 1)] {
  notebook.claim(
    "minimax, \(updates.rawValue), h = 0.2: the modulus of a step",
    Estimate(minimax.spectralRadius(rate: 0.2, updates: updates) ?? .nan, error: modulusError), .equal, Estimate(modulus))
}

//: ## Alternating steps are neutral to first order only
//:
//: Where the moduli are 1 higher orders decide. From $(1, 1)$ with $h = 0.2$ the non-saturating game comes in and the
//: minimax game drifts out. The Wasserstein game alone, whose field is linear, is neutral exactly: its steps keep
//: $\theta^2 + \psi^2 - h\theta\psi$.

/// √(θ² + ψ²) after so many alternating steps, with a hundred times what moving the start by 1e-12 changes: each step
/// rounds by some 1e-16.
func alternating(_ game: DiracGame, after steps: Int) -> Estimate {
  let ends = [start, DiracPoint(theta: 1 + 1e-12, psi: 1)].map { point in
    DiracPath(game, from: point, steps: steps, updates: .alternating).run()?.last?.point.distance ?? .nan
  }
  return Estimate(ends[0], error: 100 * abs(ends[1] - ends[0]) + 1e-12)
}

var drift = Table(columns: ["steps", "non_saturating", "minimax", "wasserstein"])
for steps in [0, 1000, 10_000, 100_000] {
  let distances = [
    alternating(.nonSaturating, after: steps), alternating(minimax, after: steps),
    alternating(.wasserstein, after: steps),
  ]
  drift.append([.integer(steps)] + distances.map { .number($0.value) })
}
notebook.table("alternating", drift, digits: 4)
let (drawnIn, drivenOut) = (alternating(.nonSaturating, after: 100_000), alternating(minimax, after: 100_000))
notebook.claim("non-saturating: after 10⁵ steps a fiftieth of the distance is left", drawnIn, .atMost, Estimate(start.distance / 50))
notebook.claim("non-saturating: alternating steps keep the distance", Estimate(start.distance / 2), .atMost, drawnIn, expected: .fails)
notebook.claim("minimax: alternating steps keep the distance", drivenOut, .atMost, Estimate(1.1 * start.distance), expected: .fails)
let ellipse = DiracPath(.wasserstein, steps: 100_000, updates: .alternating).run()?.last?.point
let kept = ellipse.map { $0.theta * $0.theta + $0.psi * $0.psi - 0.2 * $0.theta * $0.psi } ?? .nan
notebook.claim("Wasserstein: θ² + ψ² − hθψ is kept", Estimate(kept, error: 1e5 * 1e-15), .equal, 1.8)

//: ## Twelve ways to train, by simultaneous steps from (1, 1) with h = 0.2
//:
//: The eigenvalues are those of the field at the equilibrium, so of continuous time; `modulus` is the greatest of an
//: eigenvalue of one step, and the distances to the equilibrium are those after 500 and 5000 steps. It is the modulus
//: that decides near the equilibrium: `optimistic` and `extragradient` have the field of minimax, and its $0 \pm
//: \tfrac12 i$, but they converge, because their steps use the field at a second point, one step before or ahead, and
//: so have a modulus below 1. Farther out it does not: `non-saturating` is driven out near the equilibrium and drawn in
//: from afar, and ends on a closed curve between.

var paths = Table(columns: ["game", "eigenvalues", "modulus", "distance_500", "distance_5000"])
for entry in DiracEntry.all {
  let distances = [500, 5000].map { steps -> Double in
    DiracPath(entry.game, steps: steps).run()?.last?.point.distance ?? .infinity
  }
  let eigenvalues = entry.game.exactEigenvalues?.first.map {
    "\(significant($0.real, digits: 3)) ± \(significant($0.imaginary, digits: 3)) i"
  }
  let modulus = entry.game.spectralRadius(rate: 0.2, updates: .simultaneous).map(Cell.number) ?? ""
  paths.append([.text(entry.spelling), .text(eigenvalues ?? "none: the field jumps"), modulus] + distances.map(Cell.number))
}
notebook.table("games", paths, digits: 4)

let shown = ["minimax", "non-saturating", "r1(0.3)"]
let steps = 300
let columns = ["minimax", "non_saturating", "r1"]
var plane = Table(columns: columns.flatMap { ["theta_" + $0, "psi_" + $0] })
let trajectories = try shown.map { name in
  try DiracPath(DiracGame(parsing: name), steps: steps).run()?.map(\.point) ?? []
}
for step in 0...steps {
  plane.append(trajectories.flatMap { [$0[step].theta, $0[step].psi] }.map(Cell.number))
}
let inks: [Ink] = [.other(3), .other(0), .other(1)]
notebook.plot(
  "paths",
  Picture(
    "\(steps) simultaneous steps from (1, 1), h = 0.2", of: plane,
    .plane(
      against: "theta_minimax", Axis("θ, place of the generator", mark: 0),
      Panel(
        Axis("ψ, slope of the critic", mark: 0),
        shown.indices.map { Series("psi_" + columns[$0], shown[$0], inks[$0], against: "theta_" + columns[$0]) }))))

//: ## What follows
//:
//: The game that is convex–concave in function space turns in circles in its parameters: continuous time goes round,
//: simultaneous steps of any size lead outward, alternating steps are neutral to first order. The zero-centred gradient
//: penalty R1 gives the eigenvalues a negative real part, $-\gamma/2$, and the path ends at the equilibrium. So
//: “convergence only in the space of functions” is too strong: what is missing elsewhere is a general guarantee.
//: “Non-saturating GANs never converge” is false in continuous time: the distance falls there, though only like
//: $t^{-1/2}$.

/// √(θ² + ψ²) after so many simultaneous steps, each of which rounds in the last place.
func distance(of game: DiracGame, after steps: Int) -> Estimate {
  let end = DiracPath(game, steps: steps).run()?.last?.point.distance ?? .nan
  return Estimate(end, error: Double(steps) * .ulpOfOne * end)
}

notebook.claim(
  "θψ, convex–concave, has run away a thousandfold after 500 steps", Estimate(1000 * start.distance), .atMost,
  distance(of: .wasserstein, after: 500))
notebook.claim("minimax has moved away after 5000 steps", Estimate(start.distance), .atMost, distance(of: minimax, after: 5000))
notebook.claim("R1 has arrived", distance(of: .gradientPenalty(weight: 0.3), after: 5000), .atMost, 1e-12)
let distances = [10.0, 100, 1000].map { distance(of: .nonSaturating, time: $0, steps: Int(200 * $0)) }
let list = distances.map { significant($0.value, digits: 3) }.joined(separator: ", ")
notebook.show("non-saturating, continuous time: distance \(list) at t = 10, 100, 1000")
notebook.claim("from t = 100 to 1000 it falls by a factor of three, close to √10", distances[2], .atMost, distances[1] / 3)
notebook.finish()
