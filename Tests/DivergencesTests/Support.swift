import Densities
import Divergences
import RealModule
import Scalars
import TestSupport
import Testing

/// The measures of one pair from the reference tables, whose generator is `Tests/References/divergences.py`.
struct ReferencePair: Sendable, CustomTestStringConvertible {
  let p: String
  let q: String
  private(set) var values: [(measure: String, text: String)]

  var testDescription: String { "\(p) | \(q)" }

  /// The pairs of a table.
  static func read(_ name: String) -> [ReferencePair] {
    var pairs: [ReferencePair] = []
    for row in (try? references(name)) ?? [] {
      if pairs.last?.p != row[0] || pairs.last?.q != row[1] { pairs.append(ReferencePair(p: row[0], q: row[1], values: [])) }
      pairs[pairs.count - 1].values.append((row[2], row[3]))
    }
    return pairs
  }
}

/// A divergence that is not recognised as the one it stands for, so that no closed form is used.
struct Unrecognized: FDivergence {
  let base: any FDivergence

  var name: String { base.name }
  func atRatio(_ w: LogRatio) -> Double { base.atRatio(w) }
  func dualAtRatio(_ w: LogRatio) -> Double { base.dualAtRatio(w) }
  var growthAtZero: GrowthOrder { base.growthAtZero }
  var growthAtInfinity: GrowthOrder { base.growthAtInfinity }
  var hasKinkAtOne: Bool { base.hasKinkAtOne }
}

/// A divergence with P and Q exchanged, D_f(Q‖P), by the dual f°(u) = u f(1/u) and without a closed form.
struct Exchanged: FDivergence {
  let base: any FDivergence

  var name: String { base.name }
  func atRatio(_ w: LogRatio) -> Double { base.dualAtRatio(w) }
  func dualAtRatio(_ w: LogRatio) -> Double { base.atRatio(w) }
  var growthAtZero: GrowthOrder { base.growthAtInfinity }
  var growthAtInfinity: GrowthOrder { base.growthAtZero }
  var hasKinkAtOne: Bool { base.hasKinkAtOne }
}
