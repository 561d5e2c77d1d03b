//: # Mode collapse: the South Pole and Australia
//:
//: The slide tells a story in five steps. (1) The generator finds out that with temperatures of the South Pole alone
//: the discriminator notices nothing. (2) The discriminator understands that it is deceived, and flips a coin to guess
//: whether a temperature is real. (3) The generator understands that the Pole has been found out, and makes the weather
//: of Australia alone. (4) The discriminator understands again, and guesses there. (5) As (1). Here the story is
//: trained, and the mass of each climate under the generator's density is known exactly, by quadrature and not by
//: counting.

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

//: ## Two climates
//:
//: The figures are made up for illustration: half of the days at the South Pole, $-50 \pm 8$ °C, half in Australia, $22
//: \pm 6$ °C.

let p = try parseDensity(CollapseGame.climates)
notebook.show("P = \(p)")

//: ## Is a coin the best that the discriminator can do?
//:
//: No. In the story's first step every sample is from the Pole, where half of the data are: there
//: $D^* = p/(p+q) = \frac12/(\frac12 + 1)$, and in Australia it is 1. The best discriminator does not flip a coin at
//: the Pole, it bets two to one on a fake.

let optimal = OptimalDiscriminator(p, Normal(mean: -50, sd: 8))
let (pole, australia) = (Estimate(optimal.value(at: -50), error: 1e-15), Estimate(optimal.value(at: 22), error: 1e-15))
notebook.claim("at the Pole D* is 1/3", pole, .equal, Estimate(1) / 3)
notebook.claim("in Australia it is 1", australia, .equal, 1)
notebook.claim("at the Pole D* is a coin, 1/2", pole, .equal, 0.5, expected: .fails)

//: ## The cycle
//:
//: Non-saturating loss, small networks, equal learning rates, no penalty, and a momentum of 0.95, so that each player
//: moves by an average over some twenty past gradients.

let cycle = try CollapseGame(p, .cycling, recordEvery: 20, seed: seed).run()

func masses(_ rows: [CollapseRow]) -> Table {
  var table = Table(columns: ["step", "pole", "australia", "js"])
  for row in rows where row.masses.count == 2 {
    table.append([.integer(row.step)] + (row.masses + [row.divergences.first?.value ?? .nan]).map(Cell.number))
  }
  return table
}

func picture(_ title: String, _ rows: [CollapseRow]) -> Picture {
  Picture(
    title, of: masses(rows),
    .curves(
      against: "step", Axis("step"),
      [
        Panel(
          Axis("mass under Q", range: 0...1, mark: 0.5), [Series("pole", "South Pole", .p), Series("australia", "Australia", .q)]),
        Panel(Axis("JS(P,Q) (nats)", range: 0...0.7), [Series("js", "generator and data", .other(0))]),
      ]))
}

notebook.plot("cycle", picture("The generator flees from climate to climate", cycle))
notebook.show("the climate with at least 90 % of Q changed \(cycle.switches.count) times in \(cycle.last?.step ?? 0) steps")
notebook.claim("it flees again and again", 2, .atMost, Estimate(Double(cycle.switches.count)))

//: ## What the literature counts
//:
//: A mode is commonly called captured if one of 2500 samples comes within three deviations of it. With a mass $m$ there
//: the chance of that is $1 - (1 - m)^{2500}$, near 1 already for a mass of a few thousandths: captured is not learned.
//: Take a generator that gives Australia a thousandth of its samples. The column `mass` is what lies within three
//: deviations, 0.9973 of each climate's share.

let lopsided = try parseDensity("0.999*normal(-50,8)+0.001*normal(22,6)")
let count = ModeCount(of: p)
var counted = Table(columns: ["climate", "mass", "expected_of_2500", "capture_chance"])
for (climate, mass) in zip(["South Pole", "Australia"], count.masses(under: lopsided)) {
  let chance = ModeCount.captureProbability(mass: mass, samples: ModeCount.usualSamples)
  counted.append([.text(climate), .number(mass), .number(Double(ModeCount.usualSamples) * mass), .number(chance)])
}
notebook.table("counted", counted, digits: 3)
let chances = try counted.numbers(inColumn: "capture_chance")
notebook.claim("Australia is called captured nine times in ten", 0.9, .atMost, Estimate(chances[1]))

//: JS is not deceived: it is within 2 % of what it is for a generator without Australia, $\tfrac34 \log\tfrac43$ where
//: the two climates do not overlap.

let (divergence, onlyPole) = (js(p, lopsided), js(p, Normal(mean: -50, sd: 8)))
notebook.show("JS of P and the generator", divergence)
notebook.show("JS of P and the South Pole alone", onlyPole)
notebook.claim("JS says that half of P is missing", 0.98 * onlyPole, .atMost, divergence)

//: ## The cure
//:
//: No momentum, the gradient penalty R1, a faster discriminator (two time scales), rates that fall, and the generator's
//: running average.

let cured = try CollapseGame(p, .cured, recordEvery: 200, seed: seed).run()
notebook.plot("cured", picture("The same game, cured", cured))
if let last = cured.last, last.masses.count == 2 {
  notebook.show("at the end: South Pole \(significant(last.masses[0], digits: 3)), Australia \(significant(last.masses[1], digits: 3))")
  // Masses are sums of probabilities of the noise; branches of the generator that rounding merges are left out, at most
  // some 1e-10.
  notebook.claim("each climate has its mass to a tenth", Estimate(last.error ?? .infinity, error: 1e-9), .atMost, 0.1)
  let left = last.divergences.first ?? Estimate(.infinity)
  notebook.claim("and JS is below that of a generator of one climate", left, .atMost, onlyPole)
}
notebook.claim("in its second half it never flees", Estimate(Double(cured.switches.count { $0 > 5000 })), .equal, 0)
notebook.finish()
