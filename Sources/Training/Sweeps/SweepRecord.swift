import Autodiff
import Foundation
import Tabulation

/// The folder of a sweep with its rows. It has one writer at a time.
///
/// Whoever finishes a run adds it, on any thread. Files are written whole: at the end, and before it at most once a
/// second and for a twentieth of the time.
final class SweepRecord: @unchecked Sendable {
  private let plan: SweepPlan
  private let folder: OutputFolder
  private let command: [String]
  private let force: Bool
  private let allowOtherWidth: Bool
  private let lock = NSLock()
  // Until workers run, the record belongs to one thread; then what they change is guarded by the lock.
  private var folderLock: FolderLock?
  /// Whether the folder holds runs of this plan.
  private var isContinued = false
  /// The vector widths of the runs, in the order in which they were added; nil while there are none.
  private var vectorWidth: String?
  private var rows: [Int: SweepRow] = [:]
  private var last: (bytes: [UInt8], plan: (canonical: String, vectorWidth: String))?
  private var nextWrite = ContinuousClock.now + .seconds(1)

  /// The record in a folder; what that holds of the same plan is kept, and nothing is written yet. Throws one sentence
  /// where somebody else writes to the folder and, unless what is there may be replaced, where it holds another sweep,
  /// or files of a sweep's names.
  init(_ plan: SweepPlan, folder path: String, command: [String], force: Bool, allowOtherWidth: Bool) throws {
    (self.plan, self.command, self.force, self.allowOtherWidth) = (plan, command, force, allowOtherWidth)
    (folder, vectorWidth) = (.ofSweep(path), plan.vectorWidth)
    if try folder.exists { try open() }
  }

  var provenance: Provenance {
    var provenance = Provenance(command: command)
    provenance.vectorWidth = vectorWidth
    return provenance
  }

  /// Takes the folder for this writer alone, and what it holds of the same plan.
  private func open() throws {
    folderLock = try folder.locked(
      orElse: "wait until that ends, or give each shard a folder of its own and put them together with --merge")
    guard let found = folder.found else { return }
    let known = (try? WholeFile.read(folder.file("plan.json"))).flatMap { recorded(in: $0) }
    if known?.canonical == plan.canonical {
      try add(from: folder.path)
      isContinued = true
    } else if !force {
      throw RunError(
        known != nil
          ? "'\(folder.path)' holds a sweep of another plan: name another folder, or replace it with --force"
          : "'\(folder.path)' holds '\(found)' but no sweep: name another folder, or replace what a sweep writes with --force")
    }
  }

  /// Makes the folder, and writes the plan that it belongs to; `width` is that of the runs to come.
  func begin(on width: VectorWidth? = nil) throws {
    try folder.make()
    if folderLock == nil { try open() }
    if let width { try admit(width.bytes, "this process") }
    folder.removeLeftovers()
    let contents = SweepPlan.recorded(plan.canonical, vectorWidth: vectorWidth ?? "")
    let old = try? WholeFile.read(folder.file("plan.json"))
    guard old != Array(contents.utf8) else { return }
    // Rows of another plan go before this one stands beside them.
    if !isContinued { folder.remove(allBut: ["plan.json"]) }
    try folder.write([("plan.json", contents)])
    isContinued = true
  }

  /// Lets others write; whoever begins again finds what they have written.
  func release() { folderLock = nil }

  /// Those of some runs, by their numbers, that are not done.
  func undone(_ runs: some Sequence<Int>) -> [Int] { lock.withLock { runs.filter { rows[$0] == nil } } }

  /// What a folder's `plan.json` says; nil where it is not what a sweep writes.
  private func recorded(in bytes: [UInt8]) -> (canonical: String, vectorWidth: String)? {
    // The plan of another shard is this one, and there may be many shards.
    if let last, last.bytes == bytes { return last.plan }
    let plan = SweepPlan.recorded(in: bytes)
    last = plan.map { (bytes, $0) }
    return plan
  }

  /// Takes over what another folder holds of the same plan.
  func add(from path: String) throws {
    let other = OutputFolder.ofSweep(path)
    let (planFile, runsFile) = (other.file("plan.json"), other.file("runs.csv"))
    guard let recorded = recorded(in: try WholeFile.read(planFile)) else {
      throw RunError(
        "'\(planFile)' is not what a sweep writes: it is damaged, or of an earlier version; leave that folder out, "
          + "or sweep anew with --force")
    }
    guard recorded.canonical == plan.canonical else { throw RunError("'\(path)' holds a sweep of another plan: name another folder") }
    try admit(recorded.vectorWidth, "'\(path)'")
    guard FileManager.default.fileExists(atPath: runsFile) else { return }
    func damaged(_ condition: String) -> RunError {
      RunError("'\(runsFile)' is damaged: \(condition); remove it, and its runs are made anew")
    }
    guard let known = try Table(readingCSV: runsFile).records(SweepRow.columns, from: SweepRow()),
      let times = try Table(readingCSV: other.file("seconds.csv")).records(SweepRow.columnsOfSeconds, from: SweepRow())
    else { throw damaged("it is not what a sweep writes") }
    let seconds = Dictionary(times.map { ($0.key, $0.seconds) }, uniquingKeysWith: { $1 })
    for (number, var row) in known.enumerated() {
      // Whoever was killed between two files has a run in one of them alone: it is done again.
      guard let time = seconds[row.key] else { continue }
      guard let index = plan.index(of: row.key) else { throw damaged("row \(number + 1) belongs to no run of the plan") }
      row.seconds = time
      lock.withLock { [row] in rows[index] = row }
    }
  }

  /// Throws one sentence where runs of this width come to those of another one, unless that is allowed.
  private func admit(_ width: String, _ source: String) throws(RunError) {
    guard let own = vectorWidth else {
      vectorWidth = width
      return
    }
    guard allowOtherWidth || width == own else {
      throw RunError(
        "the runs so far are of the vector width \(own) and \(source) has \(width), which gives other bytes: "
          + VectorWidth.remedy(for: own))
    }
    vectorWidth = VectorWidth.joined(own, width)
  }

  /// The rows of what is done, in the order of the plan.
  var finished: [SweepRow] { lock.withLock { ordered } }

  /// Guarded by the lock.
  private var ordered: [SweepRow] { rows.sorted { $0.key < $1.key }.map(\.value) }

  func add(_ row: SweepRow, at index: Int) throws {
    try lock.withLock {
      rows[index] = row
      guard ContinuousClock.now > nextWrite else { return }
      try writeLocked()
    }
  }

  func write() throws { try lock.withLock { try writeLocked() } }

  private func writeLocked() throws {
    let start = ContinuousClock.now
    let (rows, provenance) = (ordered, provenance)
    let tables = [
      ("runs.csv", Table(of: rows)), ("seconds.csv", Table(of: rows, SweepRow.columnsOfSeconds)),
      ("summary.csv", Table(of: plan.summaries(of: rows))),
    ]
    try folder.write(tables.flatMap { try provenance.files(of: $1, named: $0) })
    let end = ContinuousClock.now
    nextWrite = end + max(Duration.seconds(1), (end - start) * 20)
  }
}
