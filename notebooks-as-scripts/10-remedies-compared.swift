//: # Remedies compared
//:
//: Statement [14](../README.md#statement-14) · claims [W2](../../CLAIMS.md), [H2](../../CLAIMS.md) · scene
//: [remedies](http://127.0.0.1:8017/#/remedies)
//:
//: - **The slide asks**: how can these problems be overcome? It has no answer.
//: - **Papers propose** many remedies: gradient penalties, noise, other losses, packed samples, two time scales.
//: - **We say**: a comparison must give every method the same number of critic steps. The Wasserstein GAN with a
//:   gradient penalty has five in its paper, most others have one. So here every method has both. Even then four seeds
//:   on one density prove nothing in general, and no method's settings were tuned.
//:
//: The large table, thirteen methods on three densities with twenty seeds, is one command:
//: `divergences sweep Examples/plans/remedies.json --output remedies`.

import Calculus
import Claims
import Densities
import Divergences
import Foundation
import Notebook
import Plotting
import Tabulation
import Training

let notebook = Notebook()

//: ## The plan
//:
//: Two modes lie forty standard deviations apart, and one has a tenth of the mass. All methods have the same batches,
//: numbers of generator steps and small networks, but for the inputs that packing and minibatch discrimination add to
//: the discriminator. Each is trained with one critic step for each generator step (1:1), and with five (5:1). With 5:1
//: the discriminator sees five times the data. Settings have the names of the `run.json` of `divergences train`.

let methods = [
  ("non-saturating", ""), ("label smoothing", #""objective": "smoothed(0.9)""#), ("R1", #""penalty": "r1(0.1)""#),
  ("PacGAN-2", #""packing": 2"#), ("minibatch discrimination", #""minibatchKernels": 8"#),
  ("WGAN-GP", #""objective": "wasserstein", "penalty": "gradient(0.1)""#),
]

/// A plan of all given methods with so many critic steps.
func plan(_ p: String, _ methods: [(String, String)], criticSteps: Int) -> String {
  let entries = methods.map { #"{"name": "\#($0.0)", "settings": {\#($0.1)}}"# }
  return """
    {
      "settings": {
        "width": 16, "depth": 2, "batch": 64, "steps": 4000, "penalty": "none", "averaging": 0, "moments": [0.5, 0.99],
        "learningRate": 1e-3, "discriminatorLearningRate": 1e-3, "discriminatorSteps": \(criticSteps)
      },
      "densities": [{"name": "two far modes", "p": "\(p)"}],
      "methods": [\(entries.joined(separator: ", "))],
      "seeds": 4
    }
    """
}

/// The runs of a plan, in the order of its methods, four seeds each.
func runs(_ plan: String) throws -> Table {
  let folder = NSTemporaryDirectory() + "remedies-" + UUID().uuidString
  defer { try? FileManager.default.removeItem(atPath: folder) }
  let runner = try SweepRunner(try SweepPlan(parsingJSON: Array(plan.utf8), name: "the plan"), folder: folder)
  try runner.run(workers: ProcessInfo.processInfo.activeProcessorCount) { _, _ in }
  return try Table(readingCSV: folder + "/runs.csv")
}

//: ## The trainings
//:
//: Each cell has the median of four seeds. JS is in nats, at most $\log 2 = 0.69$; W1 is in units of x. `mode` is the
//: smallest share of its mass that a mode keeps: 1 where both have theirs, 0 where one is lost.

let p = "0.1*normal(-10,0.5)+0.9*normal(10,0.5)"
let tables = try [1, 5].map { try runs(plan(p, methods, criticSteps: $0)) }

/// What the four runs of a method say in a column, from the least to the greatest.
func sorted(_ column: String, _ method: Int, in table: Table) throws -> [Double] {
  Array(try table.numbers(inColumn: column)[(4 * method)..<(4 * method + 4)]).sorted()
}

func median(_ column: String, _ method: Int, in table: Table) throws -> Double {
  let numbers = try sorted(column, method, in: table)
  return 0.5 * (numbers[1] + numbers[2])
}

var medians = Table(columns: ["method", "js_1", "js_5", "w1_1", "w1_5", "mode_1", "mode_5"])
for (index, method) in methods.enumerated() {
  let cells = try ["js", "w1", "smallest_mode"].flatMap { column in
    try tables.map { Cell.number(try median(column, index, in: $0)) }
  }
  medians.append([.text(method.0)] + cells)
}
notebook.table("remedies", medians, digits: 2)

for (steps, table) in zip([1, 5], tables) {
  var rows = Table(columns: ["method"] + (1...4).map { "run_\($0)" })
  for (index, method) in methods.enumerated() {
    rows.append([.text(method.0)] + (try sorted("smallest_mode", index, in: table)).map(Cell.number))
  }
  notebook.plot(
    "modes-\(steps)",
    Picture(
      "What is left of the mode that has lost most, \(steps):1", of: rows,
      .rows(
        named: "method", Axis("smallest share of its mass that a mode keeps", range: -0.05...1.05),
        (1...4).map { Series("run_\($0)", "run \($0)", .other($0 - 1), .points) })),
    caption: steps == 1
      ? """
      With one critic step every method loses the minority mode in at least three of four runs.
      """ : "With five, WGAN-GP keeps both modes in every run. The others lose one in most runs.")
}

//: ## What the table says, and what it does not
//:
//: With 1:1, every method loses the minority mode in at least three of four runs, WGAN-GP too. With 5:1, WGAN-GP keeps
//: both modes, and the plain game does not. So here both are needed: the loss and the steps. JS alone would rank the
//: methods otherwise: a generator that has lost a tenth of the mass, but is sharp, has a smaller JS than one that blurs
//: both modes.

// Masses are sums of probabilities of the noise, but for at most some 1e-10 that rounding merges.
func mode(_ name: String, _ table: Table) throws -> Estimate {
  Estimate(try median("smallest_mode", methods.firstIndex { $0.0 == name } ?? 0, in: table), error: 1e-9)
}
notebook.claim("1:1, the plain game all but loses the minority mode", try mode("non-saturating", tables[0]), .atMost, 0.1)
notebook.claim("5:1, it does too", try mode("non-saturating", tables[1]), .atMost, 0.1)
notebook.claim("1:1, WGAN-GP loses a mode", try mode("WGAN-GP", tables[0]), .atMost, 0.1)
notebook.claim("5:1, WGAN-GP has both modes", 0.5, .atMost, try mode("WGAN-GP", tables[1]))

// A median is off by no more than the worst of its runs.
func divergence(_ name: String, _ table: Table) throws -> Estimate {
  let method = methods.firstIndex { $0.0 == name } ?? 0
  return Estimate(try median("js", method, in: table), error: try sorted("js_error", method, in: table)[3])
}
notebook.claim(
  "the method with the smaller JS is the one with both modes", try divergence("WGAN-GP", tables[1]), .atMost,
  try divergence("non-saturating", tables[0]), expected: .fails)

//: ## Exercises

let (data, major) = (try parseDensity(p), Normal(mean: 10, sd: 0.5))
notebook.exercise(
  """
  Let a generator make the majority mode perfectly, and nothing else: Q = normal(10,0.5). What does JS charge for the lost \
  tenth, in nats?
  """,
  answer: ["JS": js(data, major), "log 2": .log2],
  because: "A twentieth of the greatest JS. A blurred generator with both modes is charged more, so JS ranks it behind.")
notebook.exercise(
  "What does W1 charge for the same? Predict it without a computation.", answer: ["W1": w1(data, major)],
  because: "A tenth of the mass must move by 20: W1 = 2. In the table the methods that lose the mode have a W1 of 2 or more.")
let equal = try runs(plan("0.5*normal(-10,0.5)+0.5*normal(10,0.5)", [methods[0]], criticSteps: 1))
notebook.exercise(
  "Give both modes half of the mass: `0.5*normal(-10,0.5)+0.5*normal(10,0.5)`. Does the plain game, 1:1, still lose a mode?",
  answer: [
    """
    mode, masses 0.1 and 0.9
    """: try mode("non-saturating", tables[0]), "mode, equal masses": Estimate(try median("smallest_mode", 0, in: equal)),
  ], because: "No. What is lost depends on the data, and not only on the method.", digits: 2)
notebook.finish()
