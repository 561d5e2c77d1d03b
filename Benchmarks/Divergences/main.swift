// Times one KL with its error bound, the full table of f-divergences and W1, on each pair that standard input names, a
// pair a line with a tab between the densities. Prints CSV: seconds are the median of so many runs, each long enough
// for the clock. The pairs have no closed forms here.

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

print("p,q,kl,kl_error,kl_status,kl_evaluations,kl_seconds,table_seconds,table_evaluations,w1_status,w1_evaluations,w1_seconds")
while let line = readLine() {
  let texts = line.split(separator: "\t").map(String.init)
  let (p, q) = (try parseDensity(texts[0]), try parseDensity(texts[1]))
  let pair = DensityPair(p, q, by: .meshAlone)
  let (kl, full) = (pair.kl(), pair.fDivergenceTable())
  let klSeconds = median { _ = pair.kl() }
  let tableSeconds = median { _ = pair.fDivergenceTable() }
  let evaluations = full.map(\.evaluations).max() ?? 0
  let transport = w1(p, q)
  let transportSeconds = median { _ = w1(p, q) }
  print(
    "\"\(texts[0])\",\"\(texts[1])\",\(kl.value),\(kl.error),\(kl.status),\(kl.evaluations),\(klSeconds),\(tableSeconds),\(evaluations),"
      + "\(transport.status),\(transport.evaluations),\(transportSeconds)"
  )
}
