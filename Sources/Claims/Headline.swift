import Calculus

/// What a claim comes to, in one sentence with the decisive numbers, and why.
package struct Headline: Sendable {
  /// The verdict on the statement as it is made, and on the nearest reading with the other verdict, each with both sides.
  package let sentence: String
  /// The proof in a few lines, where the verdict surprises; most claims have none.
  package let reasons: [String]
}

extension Claim {
  /// The headline that the rows of a verification give; nil where the claim applied to nothing.
  ///
  /// The statement as it is made is the first reading, and what it is held against is the first with the other verdict,
  /// unless `Emphasis` names others. Verdicts and numbers are those of the rows.
  package func headline(of rows: [LedgerRow]) -> Headline? {
    let evidence = readings.compactMap { Evidence($0, of: self, in: rows) }
    let emphasis = Emphasis.table[id]
    guard let made = evidence.first(where: { $0.reading.name == emphasis?.made }) ?? evidence.first else { return nil }
    let row = made.decisive()
    let others = evidence.filter { $0.verdict != made.verdict && $0.verdict != .undecided }
    let other = others.first { $0.reading.name == emphasis?.other } ?? others.first
    let sentences = [part(made, row)] + (other.map { [part($0, $0.decisive(near: row), after: row)] } ?? [])
    return Headline(sentence: sentences.joined(separator: "; ") + ".", reasons: emphasis?.reasons ?? [])
  }

  private func part(_ evidence: Evidence, _ row: LedgerRow, after other: LedgerRow? = nil) -> String {
    let verdict =
      switch evidence.verdict {
      case .holds: other == nil ? "True" : "true"
      case .fails: other == nil ? "False" : "false"
      case .undecided: other == nil ? "Undecided" : "undecided"
      }
    return "\(verdict) as “\(evidence.reading.name)”: \(evidence.numbers(row, after: other))"
  }
}

/// Which readings the headline of a claim is about, where these are not its first and the first with the other verdict,
/// and why the verdicts are what they are.
package struct Emphasis: Sendable {
  /// The reading that is the statement as it is made.
  package var made: String?
  /// What it is held against.
  package var other: String?
  /// The proof, a sentence each.
  package var reasons: [String] = []

  /// By the ids of the claims.
  package static let table: [String: Emphasis] = [
    "A4": Emphasis(
      made: "by value, the lecture's JS", other: "by gradient with D* frozen, halved JS",
      reasons: [
        "The value is log 2 + KL(Q‖P) − KL(Q‖M), with M = (P + Q)/2 (claim A5).",
        "With p + q frozen, the slope of the loss ∫ q log((p + q)/p) is ∫ q̇ log((p + q)/p), where q̇ = ∂q/∂θ.",
        "2 KL(M‖P) = ∫ (p + q) log((p + q)/2p), so its slope is ∫ q̇ [log((p + q)/2p) + 1].",
        "∫ q = 1, so ∫ q̇ = 0: both slopes are equal, and 2 KL(M‖P) = KL(Q‖P) − 2 JS with the halved JS (claim A6).",
      ]),
    "A14": Emphasis(
      made: "non-saturating: the sum of the losses is the same for every D",
      other: "minimax: what the discriminator gains from D = ½ to D* the generator loses"),
    "A2": Emphasis(reasons: [
      "At D*, V = E_P[log p/(p + q)] + E_Q[log q/(p + q)] = KL(P‖M) + KL(Q‖M) − 2 log 2, because p + q is twice the density of M."
    ]),
    "G1": Emphasis(made: "s = √N: a duplicate is certain", other: "s = √N: a duplicate with probability 1 − e^−½, 39 %"),
    "G3": Emphasis(made: "R1 with γ = 0.3 contracts", other: "small enough steps converge unregularised"),
    "C19": Emphasis(other: "the lecture's JS"),
  ]
}
