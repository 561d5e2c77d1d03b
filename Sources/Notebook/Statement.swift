package import Calculus
package import Claims
import Tabulation

/// Something that a script states, with both sides and what they say about it.
package struct Statement: CustomStringConvertible {
  /// What is stated, in words.
  package let text: String
  package let sides: Sides
  let relation: Relation
  let expected: Verdict

  package init(text: String, sides: Sides, relation: Relation, expected: Verdict) {
    (self.text, self.sides, self.relation, self.expected) = (text, sides, relation, expected)
  }

  /// The relative error that the sides may have and still decide: that of a derivative by differences.
  private static let precision = 1e-7

  private var verdict: Verdict { sides.lhs.verdict(relation, sides.rhs, precision: Self.precision) }

  /// Whether the verdict is the expected one.
  package var isAsExpected: Bool { verdict == expected }

  package var description: String {
    let word = isAsExpected ? (expected == .fails ? "fails, as it must" : verdict.rawValue) : "NOT AS EXPECTED: \(verdict.rawValue)"
    let (lhs, rhs) = (significant(sides.lhs.value, digits: 8), significant(sides.rhs.value, digits: 8))
    return "\(text)\n    \(lhs) \(relation.rawValue) \(rhs), error bound \(significant(sides.tolerance, digits: 1)): \(word)"
  }
}
