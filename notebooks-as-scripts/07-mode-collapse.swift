//: # Mode collapse: the South Pole and Australia
//:
//: The slide tells a story in five steps. A generator of temperatures finds out that Antarctic ones pass; the discriminator learns to call everything from there
//: fake and, since nothing comes from Australia, gives up on it; the generator flees to Australia; the discriminator follows; and so on round. Here the story is trained,
//: and the mass of each climate under the generator's density is known exactly, by quadrature and not by counting.

import Adversarial
import Claims
import Densities
import Divergences
import Notebook
import Plotting
import RealModule
import Tabulation

let notebook = Notebook()

//: ## Two climates
//:
//: The figures are made up for illustration: half of the days at the South Pole, $-50 \pm 8$ °C, half in Australia, $22 \pm 6$ °C.

let p = try parseDensity(CollapseGame.weather)
notebook.show("P = \(p)")

//: ## The cycle
//:
//: Non-saturating loss, small networks, equal learning rates, no penalty, and a momentum of 0.95: each player runs to where the other was some twenty steps ago.

let cycle = try CollapseGame(p, .cycling, recordEvery: 20).play()

func masses(_ series: CollapseSeries) -> Table {
  var table = Table(columns: ["step", "pole", "australia", "js"])
  for record in series.records where record.masses.count == 2 {
    table.append([.integer(record.step)] + (record.masses + [record.divergences.first?.value ?? .nan]).map(Cell.number))
  }
  return table
}

func picture(_ title: String, _ series: CollapseSeries) -> Picture {
  Picture(
    title, of: masses(series),
    .curves(
      against: "step", Axis("step"),
      [
        Panel(
          Axis("mass under Q", range: 0...1, mark: 0.5), [Series("pole", "South Pole", .p), Series("australia", "Australia", .q)]),
        Panel(Axis("JS(P,Q) (nats)", range: 0...0.7), [Series("js", "generator and data", .other(0))]),
      ]))
}

notebook.plot("cycle", picture("The generator flees from climate to climate", cycle))
notebook.show("the climate with at least 90 % of Q changed \(cycle.switches.count) times in \(cycle.records.last?.step ?? 0) steps")
notebook.claim("it flees more than ten times", 10, .atMost, Bounded(Double(cycle.switches.count)))

//: ## What the literature counts
//:
//: A mode is commonly called captured if one of 2500 samples comes within three deviations of it. With a mass $m$ there the chance of that is $1 - (1 - m)^{2500}$,
//: near 1 already for a mass of a thousandth: captured is not learned. Here are records whose count calls a climate captured that has under 1 % of its mass.

let mistaken = cycle.captured(below: 0.01)
var counted = Table(columns: ["step", "climate", "samples of 2500", "exact mass", "chance to be called captured"])
for (record, mode) in mistaken.prefix(5) {
  counted.append([
    .integer(record.step), .text(mode == 0 ? "South Pole" : "Australia"), .integer(record.counts[mode]), .number(record.masses[mode]),
    .number(ModeCount.captureProbability(mass: record.countedMasses[mode], samples: cycle.samples)),
  ])
}
notebook.table("counted", counted, digits: 2)
notebook.claim("the count calls a climate captured that is all but lost", 1, .atMost, Bounded(Double(mistaken.count)))

//: ## The cure
//:
//: No momentum, the gradient penalty R1, a faster discriminator (two time scales), rates that fall, and the generator's running average.

let cured = try CollapseGame(p, .cured, recordEvery: 200).play()
notebook.plot("cured", picture("The same game, cured", cured))
if let last = cured.records.last, last.masses.count == 2 {
  notebook.show("at the end: South Pole \(significant(last.masses[0], digits: 3)), Australia \(significant(last.masses[1], digits: 3))")
  notebook.claim("each climate has its mass to 5 %", Bounded(cured.finalError ?? .infinity), .atMost, 0.05)
  notebook.claim("and JS has come down", Bounded(last.divergences.first?.value ?? .infinity), .atMost, 0.02)
}
notebook.claim("once settled it never flees", Bounded(Double(cured.switches.count)), .equal, 0)
notebook.finish()
