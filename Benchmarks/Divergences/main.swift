// Times one KL with its error bound, and the full table of f-divergences, on each pair that standard input names, a pair a line with a tab between the densities.
// Prints CSV: seconds are the median of so many runs, each long enough for the clock.

import Densities
import Divergences
import RealModule

/// KL of which no closed form is known, so that it is had by quadrature.
struct QuadratureKL: FDivergence {
  private let base: KullbackLeibler
  init(_ direction: Direction = .forward) { base = KullbackLeibler(direction) }
  var name: String { base.name }
  var growthAtZero: GrowthOrder { base.growthAtZero }
  var growthAtInfinity: GrowthOrder { base.growthAtInfinity }
  func atRatio(_ w: LogRatio) -> Double { base.atRatio(w) }
  func dualAtRatio(_ w: LogRatio) -> Double { base.dualAtRatio(w) }
}

let clock = ContinuousClock()

func median(_ work: () -> Void) -> Double {
  var times: [Double] = []
  for _ in 0..<7 {
    let elapsed = clock.measure { for _ in 0..<20 { work() } }
    times.append(Double(elapsed.components.attoseconds) * 1e-18 / 20 + Double(elapsed.components.seconds) / 20)
  }
  return times.sorted()[times.count / 2]
}

print("p,q,kl,kl_error,kl_status,kl_evaluations,kl_seconds,table_seconds,table_evaluations")
while let line = readLine() {
  let texts = line.split(separator: "\t").map(String.init)
  let pair = try Comparison(parseDensity(texts[0]), parseDensity(texts[1]))
  let others = fDivergences.filter { !($0 is KullbackLeibler) }
  let table: [any FDivergence] = [QuadratureKL(), QuadratureKL(.reverse)] + others
  let kl = pair.measure(QuadratureKL())
  let full = pair.measure(table)
  let klSeconds = median { _ = pair.measure(QuadratureKL()) }
  let tableSeconds = median { _ = pair.measure(table) }
  let evaluations = full.map(\.evaluations).max() ?? 0
  print(
    "\"\(texts[0])\",\"\(texts[1])\",\(kl.value),\(kl.error),\(kl.outcome.status),\(kl.evaluations),\(klSeconds),\(tableSeconds),\(evaluations)"
  )
}
