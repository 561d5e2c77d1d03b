// Times one KL with its error bound, and the full table of f-divergences, on each pair that standard input names, a
// pair a line with a tab between the densities. Prints CSV: seconds are the median of so many runs, each long enough
// for the clock.

import Densities
import Divergences

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
  let pair = try DensityPair(parseDensity(texts[0]), parseDensity(texts[1]), by: .meshAlone)
  let (kl, full) = (pair.kl(), pair.fDivergenceTable())
  let klSeconds = median { _ = pair.kl() }
  let tableSeconds = median { _ = pair.fDivergenceTable() }
  let evaluations = full.map(\.evaluations).max() ?? 0
  print(
    "\"\(texts[0])\",\"\(texts[1])\",\(kl.value),\(kl.error),\(kl.status),\(kl.evaluations),\(klSeconds),\(tableSeconds),\(evaluations)"
  )
}
