//: # Remedies compared
//:
//: The slide ends with a list: gradient penalties, noise, other losses, packed samples, two time scales … and asks how to overcome the problems. A list is
//: no answer; a table is. Here is a small one: six methods on one density that is hard for its minority mode, four seeds each, measured by quadrature
//: on the exact density of each generator. The large one, thirteen methods on three densities with twenty seeds, is one command:
//: `divergences sweep Examples/plans/remedies.json --output remedies`.

import Adversarial
import Claims
import Foundation
import Notebook
import Plotting
import Tabulation

let notebook = Notebook()

//: ## The plan: what all share, and what each method changes
//:
//: Two modes forty standard deviations apart, of which one has a tenth of the mass. All methods have the same small networks, batches and number of steps, so that what
//: differs is the remedy. Settings have the names of the `run.json` of `divergences train`.

let plan = """
  {
    "settings": {
      "width": 16, "depth": 2, "batch": 64, "steps": 4000, "penalty": "none", "averaging": 0, "moments": [0.5, 0.99],
      "learningRate": 1e-3, "discriminatorLearningRate": 1e-3
    },
    "densities": [{"name": "two far modes", "p": "0.1*normal(-10,0.5)+0.9*normal(10,0.5)"}],
    "methods": [
      {"name": "non-saturating"},
      {"name": "label smoothing", "settings": {"objective": "smoothed(0.9)"}},
      {"name": "R1", "settings": {"penalty": "r1(0.1)"}},
      {"name": "PacGAN-2", "settings": {"packing": 2}},
      {"name": "minibatch discrimination", "settings": {"minibatchKernels": 8}},
      {"name": "WGAN-GP", "settings": {"objective": "wasserstein", "penalty": "gradient(0.1)", "discriminatorSteps": 5}}
    ],
    "seeds": 4
  }
  """

//: ## The trainings
//:
//: JS in nats, at most $\log 2 = 0.69$; W1 in units of x; the smallest share of its mass that a mode keeps, 1 for both modes in proportion and 0 for a lost
//: one; and the share of runs that have all but lost a mode.

let folder = NSTemporaryDirectory() + "remedies-" + UUID().uuidString
let runner = try SweepRunner(try SweepPlan(parsingJSON: Array(plan.utf8), name: "the plan"), folder: folder)
try runner.run(workers: ProcessInfo.processInfo.activeProcessorCount) { _, _ in }
let summary = runner.table
try FileManager.default.removeItem(atPath: folder)

func numbers(_ column: String) throws -> [Double] { try summary.numbers(inColumn: column) }
let names = (0..<summary.rowCount).map { Array(summary[row: $0])[1].text }
var shown = Table(columns: ["method", "js", "w1", "smallest_mode", "lower", "upper", "collapsed"])
for (row, name) in names.enumerated() {
  let cells = try ["js_median", "w1_median", "smallest_mode_median", "smallest_mode_lower", "smallest_mode_upper", "collapsed"].map {
    Cell.number(try numbers($0)[row])
  }
  shown.append([.text(name)] + cells)
}
notebook.table("remedies", shown, digits: 2)
notebook.plot(
  "remedies",
  Picture(
    "W1, median of four seeds", of: shown, .rows(named: "method", Axis("W1(P,Q) (units of x)"), [Series("w1", "median", .q, .bars)])))

//: ## What it says, and what it does not
//:
//: The plain game loses the minority mode with every seed. Letting the discriminator compare samples saves it with some; a transport distance in place of the loss that
//: saturates, with all. But the divergence alone would rank the methods in another order: a generator that has lost a tenth of the mass and is sharp has a smaller JS
//: than one that has both modes and blurs them. One number is not enough, and four seeds on one density are no law: no method's settings were tuned.

func smallest(_ name: String) throws -> Bounded { Bounded(try numbers("smallest_mode_median")[names.firstIndex(of: name) ?? 0]) }
notebook.claim("the plain game all but loses the minority mode", try smallest("non-saturating"), .atMost, 0.1)
notebook.claim("label smoothing does not help", try smallest("label smoothing"), .atMost, 0.1)
notebook.claim("with WGAN-GP it is there", 0.5, .atMost, try smallest("WGAN-GP"))
let js = try numbers("js_median")
let (plain, transport) = (js[names.firstIndex(of: "non-saturating") ?? 0], js[names.firstIndex(of: "WGAN-GP") ?? 0])
notebook.claim("the method with the smaller JS is the one with both modes", Bounded(transport), .atMost, Bounded(plain), expected: .fails)
notebook.finish()
