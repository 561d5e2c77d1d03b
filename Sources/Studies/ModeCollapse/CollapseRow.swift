package import Calculus
import Divergences
package import Tabulation

/// The generator of a `CollapseGame` at one step: masses by its exact density, and counts of its samples.
package struct CollapseRow: Sendable {
  /// How many steps have been made.
  package let step: Int
  /// The modes of P from left to right.
  package let modes: [Mode]
  /// JS(P, Q) and KL(Q‖P); empty where they are not asked for, or Q has no density.
  package let divergences: [Estimate]
  /// How many samples the counts are of.
  package let samples: Int
  /// Why Q has no density; empty where it has.
  package let reason: String

  /// A row.
  package init(step: Int, modes: [Mode], divergences: [Estimate] = [], samples: Int, reason: String = "") {
    (self.step, self.modes, self.divergences, self.samples, self.reason) = (step, modes, divergences, samples, reason)
  }

  /// A mode of P.
  package struct Mode: Sendable {
    /// Its mass under P.
    package let own: Double
    /// Its mass under Q, exactly; nil where Q has no density.
    package let mass: Double?
    /// The learned D at its centre, by the parameters as they are.
    package let discriminator: Double
    /// How many of the samples lie within three deviations of it.
    package let count: Int
    /// The mass that the count estimates, exactly: that of the region under Q; nil where Q has no density.
    package let countedMass: Double?

    /// A mode.
    package init(own: Double, mass: Double?, discriminator: Double = .nan, count: Int, countedMass: Double? = nil) {
      (self.own, self.mass, self.discriminator, self.count, self.countedMass) = (own, mass, discriminator, count, countedMass)
    }
  }

  /// The mass of Q on each mode; empty where Q has no density.
  package var masses: [Double] { modes.compactMap(\.mass) }

  /// The largest relative error of a mode's mass under Q; nil where Q has no density.
  package var error: Double? {
    masses.isEmpty ? nil : modes.reduce(0) { worst, mode in mode.mass.map { max(worst, abs($0 / mode.own - 1)) } ?? worst }
  }

  /// The least share of Q with which a mode is said to hold Q.
  package static let holdingShare = 0.9

  /// The mode that holds Q; nil where none does.
  package var holder: Int? { masses.firstIndex { $0 >= Self.holdingShare } }

  /// Why a number of the row is not known; empty where all are.
  fileprivate var unresolvedReason: String {
    reason.isEmpty ? divergences.first { $0.status == .unresolved }?.reason ?? "" : reason
  }

  /// The columns for so many modes; those with a number are of the modes from left to right.
  fileprivate static func columns(modes: Int) -> [Column<CollapseRow>] {
    func ofMode(_ name: String, _ value: @escaping (Mode, _ samples: Int) -> Double?) -> [Column<CollapseRow>] {
      (0..<modes).map { mode in Column("\(name)_\(mode + 1)") { value($0.modes[mode], $0.samples) ?? .nan } }
    }
    func divergence(_ name: String, _ place: Int) -> [Column<CollapseRow>] {
      func estimate(_ row: CollapseRow) -> Estimate? { row.divergences.isEmpty ? nil : row.divergences[place] }
      return [Column(name) { estimate($0)?.value ?? .nan }, Column(name + "_error") { estimate($0)?.error ?? .nan }]
    }
    let counted: [[Column<CollapseRow>]] = [
      ofMode("counted") { Double($0.count) / Double($1) }, ofMode("counted_expected") { mode, _ in mode.countedMass },
      ofMode("counted_error") { mode, samples in mode.countedMass.map { ModeCount.shareError(mass: $0, samples: samples) } },
      ofMode("captured_probability") { mode, samples in mode.countedMass.map { ModeCount.captureProbability(mass: $0, samples: samples) } },
    ]
    var columns = [Column("step", \.step)] + ofMode("mass") { mode, _ in mode.mass } + divergence("js", 0) + divergence("kl_qp", 1)
    columns += ofMode("d") { mode, _ in mode.discriminator }
    columns += [
      Column("counted_modes") { row in row.modes.count { $0.count > 0 } },
      Column("counted_high_quality") { row in Double(row.modes.map(\.count).reduce(0, +)) / Double(row.samples) },
    ]
    columns += (0..<modes).flatMap { mode in counted.map { $0[mode] } }
    return columns + [
      Column("status") { $0.unresolvedReason.isEmpty ? "finite" : "unresolved" }, Column("reason", \.unresolvedReason),
    ]
  }
}

/// The rows of a game.
extension [CollapseRow] {
  /// The generator's flights from one mode to another: the last row in which the one holds Q, and the first in which
  /// the other does.
  package var flights: [(before: CollapseRow, after: CollapseRow)] {
    let holding = filter { $0.holder != nil }
    return zip(holding, holding.dropFirst()).filter { $0.holder != $1.holder }.map { (before: $0, after: $1) }
  }

  /// The steps of the rows in which another mode holds Q than before.
  package var switches: [Int] { flights.map(\.after.step) }

  /// The mean number of steps from one switch to the next; nil with fewer than two.
  package var stepsBetweenSwitches: Double? {
    guard let first = switches.first, let last = switches.last, switches.count > 1 else { return nil }
    return Double(last - first) / Double(switches.count - 1)
  }

  /// Whether Q has a density, and a divergence that is known, in every row.
  package var isResolved: Bool { allSatisfy { $0.unresolvedReason.isEmpty } }

  /// The rows as a table.
  package var table: Table { Table(of: self, CollapseRow.columns(modes: first?.modes.count ?? 0)) }
}
