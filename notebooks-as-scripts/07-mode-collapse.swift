//: # Mode collapse: the South Pole and Australia
//:
//: Statement [10](../README.md#statement-10) · claim [M1](../../CLAIMS.md) · scene
//: [mode collapse](http://127.0.0.1:8017/#/collapse)
//:
//: - **The slide tells** a story in five steps. (1) The generator makes temperatures of the South Pole alone, and the
//:   discriminator notices nothing. (2) The discriminator finds out, and flips a coin on them. (3) The generator finds
//:   this out, and makes the weather of Australia alone. (4) The discriminator guesses there. (5) Back to (1).
//: - **Papers say** that a mode is captured if one of 2500 samples lies within three standard deviations of it
//:   (Srivastava et al. 2017).
//: - **We say**: the cycle is real, and can be trained. Two details are wrong. The best discriminator is no coin at the
//:   Pole: it is 1/3 there. And a captured mode need not be learned.

import Calculus
import Claims
import Densities
import Divergences
import Notebook
import Plotting
import RealModule
import Studies
import Tabulation

let seed: UInt64 = 1
let notebook = Notebook(seed: seed)

//: ## The best discriminator is not a coin
//:
//: The climates are made up for illustration: half of the days at the South Pole, $-50 \pm 8$ °C, half in Australia,
//: $22 \pm 6$ °C. In the story's first step all generated samples are from the Pole, and half of the data are. There
//: $D^* = p/(p+q) = \frac12/(\frac12 + 1) = \frac13$: the best discriminator bets two to one on a fake. In Australia it
//: is 1.

let p = try parseDensity(CollapseGame.climates)
let (poleAlone, australiaAlone) = (Normal(mean: -50, sd: 8), Normal(mean: 22, sd: 6))

/// D* at the centres of the two climates.
func optimum(_ p: any Density, _ q: any Density) -> [Estimate] {
  let optimal = OptimalDiscriminator(p, q)
  return [-50, 22].map { Estimate(optimal.value(at: $0), error: 1e-15) }
}

let first = optimum(p, poleAlone)
notebook.claim("at the Pole D* is 1/3", first[0], .equal, Estimate(1) / 3)
notebook.claim("in Australia it is 1", first[1], .equal, 1)
notebook.claim("at the Pole D* is a coin, 1/2", first[0], .equal, 0.5, expected: .fails)

//: ## The cycle
//:
//: We train with the non-saturating loss, small networks, equal learning rates and no penalty. A momentum of 0.95 makes
//: each player move by an average over some twenty past gradients, and so overshoot. The mass of each climate under $Q$
//: is exact, by quadrature. The lower panel has the learned $D$ at the centres of both climates, beside 1/3 and the
//: story's coin.

func run(_ settings: NamedSettings, every: Int) throws -> [CollapseRow] {
  try CollapseGame(p, settings, recordEvery: every, seed: seed).run()
}

func table(_ rows: [CollapseRow]) -> Table {
  var table = Table(columns: ["step", "pole", "australia", "d_pole", "d_australia", "js"])
  for row in rows where row.masses.count == 2 {
    let numbers = row.masses + row.modes.map(\.discriminator) + [row.divergences.first?.value ?? .nan]
    table.append([.integer(row.step)] + numbers.map(Cell.number))
  }
  return table
}

let masses = Panel(
  Axis("mass under Q", range: 0...1, mark: 0.5), [Series("pole", "South Pole", .p), Series("australia", "Australia", .q)])
let cycle = try run(.cycling, every: 20)
notebook.plot(
  "cycle",
  Picture(
    "The generator flees from climate to climate", of: table(cycle),
    .curves(
      against: "step", Axis("step"),
      [
        masses,
        Panel(
          Axis("D at the centre", range: 0...1), [Series("d_pole", "South Pole", .p), Series("d_australia", "Australia", .q)],
          guides: [("1.0/3", "1/3"), ("0.5", "½")]),
      ])),
  caption: """
    Above, Q moves from one climate to the other and back. Below, the learned D swings around the coin ½, and stays above the optimum \
    1/3: it is always late. When it rises in the climate that Q has left, Q goes there.
    """)
notebook.show("the climate with at least 90 % of Q changed \(cycle.switches.count) times in \(cycle.last?.step ?? 0) steps")
notebook.claim("it flees again and again", 2, .atMost, Estimate(Double(cycle.switches.count)))

//: ## Captured is not learned
//:
//: With a mass $m$ in a mode, the chance that one of 2500 samples falls there is $1 - (1 - m)^{2500}$. It is near 1
//: already for a mass of a few thousandths. Take a generator that gives Australia a thousandth of its samples. `mass`
//: is what lies within three standard deviations, 0.9973 of each climate's share.

let lopsided = try parseDensity("0.999*normal(-50,8)+0.001*normal(22,6)")
let count = ModeCount(of: p)
func capture(_ mass: Double, samples: Int = ModeCount.usualSamples) -> Double {
  ModeCount.captureProbability(mass: mass, samples: samples)
}
let lopsidedMasses = count.masses(under: lopsided)
var counted = Table(columns: ["climate", "mass", "expected_of_2500", "capture_chance"])
for (climate, mass) in zip(["South Pole", "Australia"], lopsidedMasses) {
  counted.append([.text(climate), .number(mass), .number(Double(ModeCount.usualSamples) * mass), .number(capture(mass))])
}
notebook.table("counted", counted, digits: 3)
notebook.claim("Australia is called captured nine times in ten", 0.9, .atMost, Estimate(capture(lopsidedMasses[1])))

//: JS is not deceived. It is within 2 % of what it is for a generator without Australia, $\tfrac34 \log\tfrac43$ where
//: the two climates do not overlap.

let (divergence, onlyPole) = (js(p, lopsided), js(p, poleAlone))
notebook.show("JS of P and this generator", divergence)
notebook.show("JS of P and the South Pole alone", onlyPole)
notebook.claim("JS says that half of P is missing", 0.98 * onlyPole, .atMost, divergence)

//: ## A cure
//:
//: Several things are changed at once: no momentum, the gradient penalty R1, a faster and larger discriminator (two
//: time scales), larger batches, more steps, learning rates that fall, and the generator's running average. So this
//: says what works here, and not which of them does it.

let cured = try run(.cured, every: 200)
notebook.plot(
  "cured",
  Picture(
    "The same game, cured", of: table(cured),
    .curves(
      against: """
        step
        """, Axis("step"), [masses, Panel(Axis("JS(P,Q) (nats)", range: 0...0.7), [Series("js", "generator and data", .other(0))])])
  ), caption: "Both masses stay near ½, and JS falls to a few hundredths.")
if let last = cured.last, last.masses.count == 2 {
  notebook.show("at the end: South Pole \(significant(last.masses[0], digits: 3)), Australia \(significant(last.masses[1], digits: 3))")
  // Masses are sums of probabilities of the noise; branches of the generator that rounding merges are left out, at most
  // some 1e-10.
  notebook.claim("each climate has its mass to a tenth", Estimate(last.error ?? .infinity, error: 1e-9), .atMost, 0.1)
  let left = last.divergences.first ?? Estimate(.infinity)
  notebook.claim("and JS is below that of a generator of one climate", left, .atMost, onlyPole)
}
notebook.claim("in its second half it never flees", Estimate(Double(cured.switches.count { $0 > 5000 })), .equal, 0)

//: ## Exercises

let third = optimum(p, australiaAlone)
notebook.exercise(
  "In the story's third step the generator makes only Australia. Predict D\\* at both centres.",
  answer: ["D* at the Pole": third[0], "D* in Australia": third[1]],
  because: "The two climates change places: 1 at the Pole, 1/3 in Australia.")
let rare = optimum(try parseDensity("0.9*normal(-50,8)+0.1*normal(22,6)"), poleAlone)
notebook.exercise(
  """
  Let nine tenths of the data be from the Pole: `0.9*normal(-50,8)+0.1*normal(22,6)`. All samples are from there. What is D\\* \
  at the Pole?
  """,
  answer: ["D* at the Pole": rare[0]],
  because: """
    $0.9/1.9$: close to a coin. The story's coin is right in the limit, where the missing mode is rare. Then collapse is hard to \
    notice.
    """)
notebook.exercise(
  "Count modes in 250 samples instead of 2500. How likely is Australia, with its thousandth of the mass, to be called captured?",
  answer: [
    "chance with 2500 samples": Estimate(capture(lopsidedMasses[1])), "with 250": Estimate(capture(lopsidedMasses[1], samples: 250)),
  ],
  because: "The verdict depends on the number of samples, and not only on the generator.")
notebook.finish()
