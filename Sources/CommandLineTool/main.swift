import Densities
import Divergences
func n(_ a: Double, _ b: Double) -> any Density { Normal(mean: a, sd: b) }
let pairs: [(any Density, any Density)] = [
  (n(0, 1), n(1, 2)), (n(0, 1), n(50, 1)), (n(0, 0.001), n(0, 1)), (n(100, 0.001), n(0, 1)), (n(0, 1), n(1e-8, 1)), (n(1e8, 1e-9), n(1e8, 2e-9)),
  (Gamma(shape: 0.1, rate: 1), Gamma(shape: 0.2, rate: 1)), (Gamma(shape: 0.01, rate: 1), n(0, 1)), (n(0, 1), n(0, 1.4)),
]
let clock = ContinuousClock()
for (p, q) in pairs {
  var best = [1e9, 1e9]
  for _ in 0..<5 {
    let t1 = clock.measure { for _ in 0..<100 { _ = Comparison(p, q).measure(KullbackLeibler()) } }
    let t2 = clock.measure { for _ in 0..<100 { _ = Comparison(p, q).measure(catalogue) } }
    best[0] = min(best[0], Double(t1.components.attoseconds) * 1e-14)
    best[1] = min(best[1], Double(t2.components.attoseconds) * 1e-14)
  }
  print(p, q, "us one", best[0], "table", best[1])
}
extension Double { static func exp(_ x: Double) -> Double { _exp(x) } }
import Foundation
func _exp(_ x: Double) -> Double { Foundation.exp(x) }
