package import Calculus
import Tabulation

/// What enclosures say of a reading on a pair.
package enum Proof: Sendable, Hashable, CustomStringConvertible {
  /// The enclosures of the sides stand in the order of the inequality.
  case proved
  /// They stand in the other order, or apart where the sides are said to be equal.
  case refuted
  /// They overlap, and are no wider than this together: nothing is proved, and of an equation nothing more can be.
  case overlap(width: Double)
  /// A side has no enclosure.
  case notEnclosed(reason: String)

  package var description: String {
    switch self {
    case .proved: "proved"
    case .refuted: "refuted"
    case .overlap(let width): "enclosures of width \(significant(width, digits: 2)) overlap"
    case .notEnclosed(let reason): "not enclosed: \(reason)"
    }
  }

  /// Whether a check must not have come to the opposite of this.
  package func contradicts(_ verdict: Verdict) -> Bool { self == .proved && verdict == .fails || self == .refuted && verdict == .holds }

  /// What follows from the sides of all components: one that is refuted refutes the reading.
  init(_ sides: [Sides], _ relation: Relation) {
    let proofs = sides.map { Self(one: $0, relation) }
    let widths = proofs.map { proof in if case .overlap(let width) = proof { width } else { 0.0 } }
    let isOpen = proofs.contains { if case .overlap = $0 { true } else { false } }
    if proofs.contains(.refuted) {
      self = .refuted
    } else if let open = proofs.first(where: { if case .notEnclosed = $0 { true } else { false } }) {
      self = open
    } else {
      self = isOpen ? .overlap(width: widths.max() ?? 0) : .proved
    }
  }

  private init(one sides: Sides, _ relation: Relation) {
    let (lhs, rhs) = (sides.lhs, sides.rhs)
    let reason = lhs.reason.isEmpty ? rhs.reason : lhs.reason
    guard lhs.error < .infinity, rhs.error < .infinity, lhs.status != .undefined, rhs.status != .undefined else {
      self = .notEnclosed(reason: reason)
      return
    }
    if lhs.value.isInfinite || rhs.value.isInfinite {
      let isOrdered = relation == .atMost ? lhs.value <= rhs.value : lhs.value == rhs.value
      self = !isOrdered ? .refuted : relation == .atMost ? .proved : .overlap(width: 0)
      return
    }
    // The rounding of the radii themselves, each a sum of fewer than a thousand terms.
    let reach = (1 + 0x1p-40) * (lhs.error + rhs.error) + .leastNonzeroMagnitude
    let excess = lhs.value - rhs.value
    switch relation {
    case .atMost: self = excess <= -reach ? .proved : excess > reach ? .refuted : .overlap(width: 2 * max(lhs.error, rhs.error))
    case .equal: self = abs(excess) > reach ? .refuted : .overlap(width: 2 * max(lhs.error, rhs.error))
    }
  }
}

/// What enclosures say of the readings that are about measures of a pair alone, by claim, reading and pair.
package struct Proofs: Sendable {
  private var known: [Key: Proof] = [:]

  private struct Key: Hashable {
    let claim: String
    let reading: String
    let p: String
    let q: String
  }

  /// Encloses the measures of every pair on which such a reading is checked.
  package init(of claims: [Claim], on pairs: [Pair], includingOwn: Bool = true) {
    var enclosed: [String: EnclosedMeasures] = [:]
    for claim in claims {
      for reading in claim.readings {
        guard let sides = reading.onMeasures else { continue }
        for pair in reading.ownPairs.map({ includingOwn ? $0 : [] }) ?? pairs {
          let (p, q) = (pair.p.description, pair.q.description)
          let measures = enclosed["\(p) \(q)"] ?? EnclosedMeasures(pair)
          enclosed["\(p) \(q)"] = measures
          let components = sides(measures)
          if components.isEmpty { continue }
          known[Key(claim: claim.id, reading: reading.name, p: p, q: q)] = Proof(components, reading.relation)
        }
      }
    }
  }

  /// What is known of a row; nil where its reading is about other things too.
  package subscript(row: LedgerRow) -> Proof? { known[Key(claim: row.claim, reading: row.reading, p: row.p, q: row.q)] }
}
