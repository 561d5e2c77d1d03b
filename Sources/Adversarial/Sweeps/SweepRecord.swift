import Foundation
import Tabulation

/// The folder of a sweep: `plan.json`; `runs.csv`, a row a run in the order of the plan; `summary.csv`; and `seconds.csv`, which alone depends on the machine.
/// Each CSV has its provenance beside it.
///
/// Whoever finishes a run adds it, on any thread. Files are written whole, at most once a second and at the end.
final class SweepRecord: @unchecked Sendable {
  /// The columns of `runs.csv`.
  static let columns = ["density", "method", "seed"] + SweepOutcome.columns

  private let plan: SweepPlan
  private let path: String
  let provenance: Provenance
  private let lock = NSLock()
  // Guarded by the lock.
  private var rows: [Int: [Cell]] = [:]
  private var seconds: [Int: Cell] = [:]
  private var lastWrite = ContinuousClock.now

  /// The record in a folder; what that holds of the same plan is kept, and nothing is written yet. Throws one sentence.
  init(_ plan: SweepPlan, folder path: String, command: [String]) throws {
    (self.plan, self.path) = (plan, path)
    provenance = Provenance(command: command)
    if FileManager.default.fileExists(atPath: file("plan.json")) { try add(from: path) }
  }

  /// Makes the folder, and writes the plan that it belongs to.
  func begin() throws {
    if !FileManager.default.fileExists(atPath: path) {
      do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
        throw FileError(action: .write, path: path, condition: "the folder cannot be made")
      }
    }
    let tables = ["runs.csv", "seconds.csv", "summary.csv"]
    WholeFile.removeLeftovers(of: ["plan.json"] + tables.flatMap { [$0, $0 + ".json"] }, inFolder: path)
    try WholeFile.write([(file("plan.json"), plan.canonical + "\n")])
  }

  /// The runs that are done.
  var done: Set<Int> { lock.withLock { Set(rows.keys) } }

  /// Takes over what another folder holds of the same plan.
  func add(from folder: String) throws {
    let prefix = folder + (folder.hasSuffix("/") ? "" : "/")
    let other = String(decoding: try WholeFile.read(prefix + "plan.json"), as: UTF8.self)
    guard other == plan.canonical + "\n" else { throw RunError("'\(folder)' holds a sweep of another plan: name another folder") }
    guard FileManager.default.fileExists(atPath: prefix + "runs.csv") else { return }
    let (runs, times) = (try Table(readingCSV: prefix + "runs.csv"), try Table(readingCSV: prefix + "seconds.csv"))
    guard runs.columns == Self.columns, times.columns == Self.secondsColumns else {
      throw RunError("'\(prefix)runs.csv' is damaged: it is not what a sweep writes")
    }
    let places = Dictionary(uniqueKeysWithValues: plan.runs.map { (Self.key($0).map(\.text), $0.index) })
    let secondsOfRun = (0..<times.rowCount).map { Array(times[row: $0]) }.map { (key: $0.prefix(3).map(\.text), seconds: $0[3]) }
    let known = Dictionary(secondsOfRun.map { ($0.key, $0.seconds) }, uniquingKeysWith: { $1 })
    for row in 0..<runs.rowCount {
      let cells = Array(runs[row: row])
      // Whoever was killed between two files has a run in one of them alone: it is done again.
      guard let time = known[cells.prefix(3).map(\.text)] else { continue }
      guard let index = places[cells.prefix(3).map(\.text)] else {
        throw RunError("'\(prefix)runs.csv' is damaged: row \(row + 1) belongs to no run of the plan")
      }
      lock.withLock { (rows[index], seconds[index]) = (cells, time) }
    }
  }

  /// Adds a finished run.
  func add(_ run: SweepRun, _ outcome: SweepOutcome, seconds time: Double) throws {
    try lock.withLock {
      rows[run.index] = Self.key(run) + outcome.cells
      seconds[run.index] = .number((time * 1000).rounded() / 1000)
      guard ContinuousClock.now - lastWrite > .seconds(1) else { return }
      try writeLocked()
    }
  }

  /// Writes the files.
  func write() throws {
    try begin()
    try lock.withLock { try writeLocked() }
  }

  /// The summary with the median of the seconds that a run took.
  var table: Table {
    lock.withLock {
      let summary = SweepSummary.table(plan, rows)
      var table = Table(columns: summary.columns + ["seconds_median"])
      for row in 0..<summary.rowCount {
        let cells = Array(summary[row: row])
        let own = plan.runs.filter { $0.density == cells[0].text && $0.method == cells[1].text }
          .compactMap { seconds[$0.index] }.compactMap { Double($0.text) }
        table.append(cells + [.number(SweepSummary.quantile(0.5, of: own))])
      }
      return table
    }
  }

  private static let secondsColumns = ["density", "method", "seed", "seconds"]

  private static func key(_ run: SweepRun) -> [Cell] { [.text(run.density), .text(run.method), .text(String(run.seed))] }

  private func file(_ name: String) -> String { path + (path.hasSuffix("/") ? "" : "/") + name }

  private func writeLocked() throws {
    var (runs, times) = (Table(columns: Self.columns), Table(columns: Self.secondsColumns))
    for run in plan.runs {
      guard let cells = rows[run.index], let time = seconds[run.index] else { continue }
      runs.append(cells)
      times.append(Self.key(run) + [time])
    }
    let tables = [("runs.csv", runs), ("seconds.csv", times), ("summary.csv", SweepSummary.table(plan, rows))]
    try WholeFile.write(tables.flatMap { try provenance.files(of: $1, named: $0) }.map { (file($0.name), $0.contents) })
    lastWrite = ContinuousClock.now
  }
}
