import Divergences
package import Tabulation

/// The records of a `CollapseGame`.
package struct CollapseSeries: Sendable {
  /// The mass of P on each mode.
  package let masses: [Double]
  /// How many samples each count is of.
  package let samples: Int
  /// One record every few steps.
  package let records: [CollapseRecord]

  package init(masses: [Double], samples: Int, records: [CollapseRecord]) {
    self.masses = masses
    self.samples = samples
    self.records = records
  }

  /// The generator's flights from one mode to another: the last record in which the one holds Q, and the first in which
  /// the other does.
  package var flights: [(before: CollapseRecord, after: CollapseRecord)] {
    let holding = records.filter { $0.holder != nil }
    return zip(holding, holding.dropFirst()).filter { $0.holder != $1.holder }.map { (before: $0, after: $1) }
  }

  /// The steps of the records in which another mode holds Q than before.
  package var switches: [Int] { flights.map(\.after.step) }

  /// The mean number of steps from one switch to the next; nil with fewer than two.
  package var stepsBetweenSwitches: Double? {
    let switches = switches
    guard switches.count > 1 else { return nil }
    return Double(switches[switches.count - 1] - switches[0]) / Double(switches.count - 1)
  }

  /// The largest relative error of a mode's mass under Q; nil where Q has no density.
  package func error(of record: CollapseRecord) -> Double? {
    record.masses.isEmpty ? nil : zip(record.masses, masses).reduce(0) { max($0, abs($1.0 / $1.1 - 1)) }
  }

  /// The same in the last record.
  package var finalError: Double? { records.last.flatMap { error(of: $0) } }

  /// Whether Q has a density, and a divergence that is known, in every record.
  package var isResolved: Bool { records.allSatisfy { $0.unresolvedReason.isEmpty } }

  /// The records that call a mode captured on which Q has less than this share of the mode's mass under P.
  package func captured(below share: Double) -> [(record: CollapseRecord, mode: Int)] {
    records.flatMap { record in
      record.captured.filter { record.masses.indices.contains($0) && record.masses[$0] < share * masses[$0] }.map { (record, $0) }
    }
  }

  /// A row a record; the columns with a number are of the modes from left to right.
  package var table: Table {
    let modes = masses.indices.map { "\($0 + 1)" }
    var table = Table(
      columns: ["step"] + modes.map { "mass_" + $0 } + ["js", "js_error", "kl_qp", "kl_qp_error"] + modes.map { "d_" + $0 }
        + ["counted_modes", "counted_high_quality"]
        + modes.flatMap { ["counted_" + $0, "counted_expected_" + $0, "counted_error_" + $0, "captured_probability_" + $0] }
        + ["status", "reason"])
    for record in records { table.append(row(record)) }
    return table
  }

  private func row(_ record: CollapseRecord) -> [Cell] {
    func numbers(_ values: [Double], count: Int) -> [Cell] { (0..<count).map { .number($0 < values.count ? values[$0] : .nan) } }
    let total = Double(samples)
    let counted = masses.indices.flatMap { mode -> [Cell] in
      let share = Double(record.counts[mode]) / total
      guard let mass = record.countedMasses.isEmpty ? nil : record.countedMasses[mode] else {
        return [.number(share), .number(.nan), .number(.nan), .number(.nan)]
      }
      let error = ModeCount.shareError(mass: mass, samples: samples)
      return [share, mass, error, ModeCount.captureProbability(mass: mass, samples: samples)].map(Cell.number)
    }
    let reason = record.unresolvedReason
    return [.integer(record.step)] + numbers(record.masses, count: masses.count)
      + numbers(record.divergences.flatMap { [$0.value, $0.error] }, count: 4) + record.discriminator.map(Cell.number)
      + [.integer(record.captured.count), .number(Double(record.counts.reduce(0, +)) / total)] + counted
      + [.text(reason.isEmpty ? "finite" : "unresolved"), .text(reason)]
  }
}
