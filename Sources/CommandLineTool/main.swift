import Densities
import Divergences
func n(_ a: Double, _ b: Double) -> any Density { Normal(mean: a, sd: b) }
let pairs: [(any Density, any Density)] = [
  (n(0, 1), n(1, 2)), (n(0, 1), n(50, 1)), (n(0, 0.001), n(0, 1)), (n(100, 0.001), n(0, 1)), (n(0, 1), n(1e-8, 1)), (n(1e8, 1e-9), n(1e8, 2e-9)),
  (Gamma(shape: 0.1, rate: 1), Gamma(shape: 0.2, rate: 1)), (Gamma(shape: 0.01, rate: 1), n(0, 1)), (n(0, 1), n(0, 1.4)),
]
for (p, q) in pairs {
  print(p, q, Comparison(p, q).measure(catalogue).map(\.evaluations).max() ?? 0)
  for g in catalogue { let m = Comparison(p, q).measure([g])[0]; print("   ", m.measure, m.evaluations, terminator: "") }
  print()
}
