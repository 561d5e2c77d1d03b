import Densities
import Divergences
import Foundation
import RealModule
import Scalars
import Testing

/// The measures of one pair from the reference tables, whose generator is `Tests/References/divergences.py`.
struct ReferencePair: Sendable, CustomTestStringConvertible {
  let p: String
  let q: String
  private(set) var values: [(measure: String, text: String)]

  var testDescription: String { "\(p) | \(q)" }

  /// The pairs of a table.
  static func read(_ name: String) -> [ReferencePair] {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../References/\(name)")
    guard let text = try? String(contentsOf: path, encoding: .utf8) else { return [] }
    var pairs: [ReferencePair] = []
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let fields = fields(line)
      if pairs.last?.p != fields[0] || pairs.last?.q != fields[1] { pairs.append(ReferencePair(p: fields[0], q: fields[1], values: [])) }
      pairs[pairs.count - 1].values.append((fields[2], fields[3]))
    }
    return pairs
  }

  /// The fields of a line of CSV; commas stand in quotes.
  private static func fields(_ line: Substring) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        fields.append("")
      } else {
        fields[fields.count - 1].append(character)
      }
    }
    return fields
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
