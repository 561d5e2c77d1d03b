import Densities
import Divergences
import Foundation
// Reference check
func parse(_ t: String) -> any Density {
  if t.contains("+") || t.contains("*") {
    fatalError(t)
  }
  let name = t.prefix { $0 != "(" }
  let args = t.dropFirst(name.count + 1).dropLast().split(separator: ",").map { Double($0)! }
  for f in Catalogue.families where f.name == name { return f.init(args) }
  fatalError(t)
}
let lines = try String(contentsOfFile: "/work/shared/reference/divergences.csv", encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
var byPair: [(String, String, [(String, String)])] = []
for line in lines {
  var fields: [String] = []; var cur = ""; var quoted = false
  for c in line { if c == "\"" { quoted.toggle() } else if c == ",", !quoted { fields.append(cur); cur = "" } else { cur.append(c) } }
  fields.append(cur)
  if byPair.last?.0 == fields[0], byPair.last?.1 == fields[1] { byPair[byPair.count - 1].2.append((fields[2], fields[3])) } else { byPair.append((fields[0], fields[1], [(fields[2], fields[3])])) }
}
let clock = ContinuousClock()
var ratios: [Double] = []
for (ps, qs, refs) in byPair {
  if (ps + qs).contains("*") { continue }
  let p = parse(ps), q = parse(qs)
  let table = Comparison(p, q).measure(catalogue)
  var worst = ""
  for (name, ref) in refs {
    guard let m = table.first(where: { $0.measure == name }) else { continue }
    let truth = Double(ref) ?? .nan
    let err = abs(m.value - truth)
    let rel = err / abs(truth)
    if truth == m.value { continue }
    if m.outcome.status != "finite" || rel > 1e-11 && err > 1e-19 || err > m.error { worst += "\n     \(name) got \(m.value) ± \(m.error) truth \(ref) rel \(rel) \(m.outcome.status) \(m.outcome.reason)" }
  }
  let n = Comparison(p, q).measure(KullbackLeibler()).evaluations
  var best = [1e9, 1e9]
  for _ in 0..<5 {
    let t1 = clock.measure { for _ in 0..<20 { _ = Comparison(p, q).measure(KullbackLeibler()) } }
    let t2 = clock.measure { for _ in 0..<20 { _ = Comparison(p, q).measure(catalogue) } }
    best[0] = min(best[0], Double(t1.components.attoseconds) * 1e-12 / 20)
    best[1] = min(best[1], Double(t2.components.attoseconds) * 1e-12 / 20)
  }
  ratios.append(best[1] / best[0])
  print(ps, qs, "evals", n, table.map(\.evaluations).max()!, "us", best[0], best[1], best[1] / best[0], worst)
}
print("median ratio", ratios.sorted()[ratios.count / 2])
