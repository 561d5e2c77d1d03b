//: # Function space and parameter space
//:
//: The slide says: in the space of functions the game is convex in the generator's density and concave in the discriminator, so that descent reaches its only
//: equilibrium, $Q = P$ and $D = \tfrac12$; networks move in the space of their parameters, where nothing of the kind is promised. The smallest GAN shows
//: it: the data are the point 0, the generator is the point $\theta$, the discriminator is $D(x) = \sigma(\psi x)$ (Mescheder, Geiger & Nowozin 2018).

import Adversarial
import Calculus
import Claims
import Densities
import Divergences
import Notebook
import Plotting
import RealModule
import Tabulation

let notebook = Notebook()

//: ## In function space: convex in Q
//:
//: The value $C(Q) = 2\,\mathrm{JS}(P,Q) - \log 4$ lies below its chord between any two generators.

let (p, one, other) = (Normal(mean: 0, sd: 1), Normal(mean: -2, sd: 0.7), Normal(mean: 3, sd: 1.5))
for share in [0.25, 0.5, 0.75] {
  let between = try Mixture([one, other], weights: [share, 1 - share])
  let chord = Bounded(share) * Bounded(js(p, one)) + Bounded(1 - share) * Bounded(js(p, other))
  notebook.claim(
    "JS(P, \(share) Q₁ + \(1 - share) Q₂) ≤ \(share) JS(P,Q₁) + \(1 - share) JS(P,Q₂)", Bounded(js(p, between)), .atMost, chord)
}

//: ## In function space: descent on the density itself
//:
//: Goodfellow et al. (2014, proposition 2): with $D$ optimal in every step, descent on $q$ itself reaches $p$. On cells of the line a step is
//: $q_i \leftarrow q_i\,e^{-\eta \log(1 - D^*_i)}$, normalised; up to $\eta = 1$ every divergence falls in every step, whatever the start. Here it has next to nothing on one of two modes.

let two = try parseDensity("0.5*normal(-2,0.5)+0.5*normal(2,0.5)")
let pair = try CellPair(two, try parseDensity("normal(2,0.5)"), count: 400)
if let descent = CellDescent(from: pair, loss: .minimax, rate: 0.5, steps: 40) {
  let rows = descent.table
  notebook.plot(
    "descent",
    Picture(
      "Descent on the density itself", of: rows,
      .curves(
        against: "step", Axis("step"),
        [Panel(Axis("JS(P,Q) (nats)", isLogarithmic: true), [Series("js", "minimax, rate 0.5", .q, .markedLine)])])))
  let divergences = try rows.numbers(inColumn: "js")
  let rises = zip(divergences, divergences.dropFirst()).count { $1 > $0 }
  notebook.claim("JS rises in none of 40 steps", Bounded(Double(rises)), .equal, 0)
  notebook.claim("and has fallen a thousandfold", Bounded(divergences[divergences.count - 1]), .atMost, Bounded(divergences[0] / 1000))
}

//: ## In parameter space: a rotation
//:
//: $L(\theta, \psi) = f(\theta\psi) + f(0)$ with $f(t) = -\log(1 + e^{-t})$. The players move by $\theta' = -\psi f'(\theta\psi)$, $\psi' = \theta f'(\theta\psi)$: at a right angle to the way to
//: the equilibrium. The eigenvalues there are $\pm i f'(0) = \pm \tfrac12 i$: to first order neither in nor out. In continuous time $\theta^2 + \psi^2$ is constant; a
//: simultaneous step of size $h$ has the modulus $\sqrt{1 + h^2/4} > 1$ and leads outward, an alternating one has modulus 1.

let start = DiracPoint(theta: 1.0, psi: 1)
let minimax = MinimaxDiracGame()
let flow = minimax.flow(from: start, time: 50, steps: 20_000)
notebook.claim(
  "continuous time keeps θ² + ψ² = 2", Bounded(flow.theta * flow.theta + flow.psi * flow.psi, error: 1e-9), .equal, 2)
for (updates, modulus) in [(DiracUpdates.simultaneous, (1 + 0.2 * 0.2 / 4).squareRoot()), (.alternating, 1)] {
  notebook.claim(
    "minimax, \(updates.rawValue), h = 0.2: the modulus of a step",
    Bounded(minimax.spectralRadius(rate: 0.2, updates: updates) ?? .nan, error: 1e-12), .equal, Bounded(modulus))
}

//: ## Every way to train, from (1, 1) with h = 0.2

var paths = Table(columns: ["game", "eigenvalues", "distance after 500", "after 5000"])
for entry in diracGames {
  let distances = [500, 5000].map { steps -> Double in
    DiracTrajectory(of: entry.game, from: start, rate: 0.2, steps: steps, updates: .simultaneous)?.points.last?.distance ?? .infinity
  }
  let eigenvalues = entry.game.exactEigenvalues?.first.map {
    "\(significant($0.real, digits: 3)) ± \(significant($0.imaginary, digits: 3)) i"
  }
  paths.append([.text(entry.spelling), .text(eigenvalues ?? "none: the field jumps")] + distances.map(Cell.number))
}
notebook.table("games", paths, digits: 3)

let shown = ["minimax", "non-saturating", "r1(0.3)"]
let steps = 300
var plane = Table(columns: shown.flatMap { ["theta " + $0, "psi " + $0] })
let trajectories = try shown.map { name in
  try DiracTrajectory(of: parseDiracGame(name), from: start, rate: 0.2, steps: steps, updates: .simultaneous)?.points ?? []
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
      against: "theta minimax", Axis("θ, place of the generator", mark: 0),
      Panel(Axis("ψ, slope of the critic", mark: 0), zip(shown, inks).map { Series("psi " + $0, $0, $1, against: "theta " + $0) }))))

//: ## What follows
//:
//: The game that is convex–concave in function space turns in circles in its parameters, and steps of any size lead outward. The gradient penalty R1 gives the eigenvalues a
//: negative real part, $-\gamma/2$, and the path ends at the equilibrium. “Non-saturating GANs never converge” is false in continuous time: the
//: distance falls there, though only like $t^{-1/2}$.

let simultaneous = DiracTrajectory(of: minimax, from: start, rate: 0.2, steps: 5000, updates: .simultaneous)?.points.last?.distance ?? .nan
let penalized =
  DiracTrajectory(
    of: GradientPenaltyDiracGame(weight: 0.3), from: start, rate: 0.2, steps: 5000, updates: .simultaneous)?.points.last?.distance ?? .nan
notebook.claim("minimax has moved away after 5000 steps", Bounded(start.distance), .atMost, Bounded(simultaneous))
notebook.claim("R1 has arrived", Bounded(penalized), .atMost, 1e-12)
let distances = [10.0, 100, 1000].map { NonSaturatingDiracGame().flow(from: start, time: $0, steps: Int(200 * $0)).distance }
notebook.show(
  "non-saturating, continuous time: distance \(distances.map { significant($0, digits: 3) }.joined(separator: ", ")) at t = 10, 100, 1000")
notebook.claim(
  "from t = 100 to 1000 it falls by a factor of three, close to √10", Bounded(distances[2]), .atMost, Bounded(distances[1] / 3))
notebook.finish()
