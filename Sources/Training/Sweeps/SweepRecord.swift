import Autodiff
import Foundation
import Tabulation

/// The folder of a sweep: `plan.json`; `runs.csv`, a row a run in the order of the plan; `summary.csv`; and
/// `seconds.csv`, which alone depends on the machine. Each CSV has its provenance beside it. It has one writer at a
/// time.
///
/// Whoever finishes a run adds it, on any thread. Files are written whole, at most once a second and at the end.
final class SweepRecord: @unchecked Sendable {
  /// The columns of `runs.csv`.
  static let columns = ["density", "method", "seed"] + SweepOutcome.columns

  private static let tables = ["runs.csv", "seconds.csv", "summary.csv"].flatMap { [$0, $0 + ".json"] }

  private let plan: SweepPlan
  private let path: String
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
  private var rows: [Int: [Cell]] = [:]
  private var seconds: [Int: Cell] = [:]
  private var lastWrite = ContinuousClock.now

  /// The record in a folder; what that holds of the same plan is kept, and nothing is written yet. Throws one sentence
  /// where somebody else writes to the folder and, unless what is there may be replaced, where it holds another sweep,
  /// or files of a sweep's names.
  init(_ plan: SweepPlan, folder path: String, command: [String], force: Bool, allowOtherWidth: Bool) throws {
    (self.plan, self.path, self.command, self.force, self.allowOtherWidth) = (plan, path, command, force, allowOtherWidth)
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw FileError(action: .write, path: path, condition: "this is not the name of a folder")
    }
    vectorWidth = plan.vectorWidth
    if FileManager.default.fileExists(atPath: path) { try open() }
  }

  /// Everything that a sweep in a folder writes.
  static func files(in path: String) -> [String] { (["plan.json"] + tables).map { file($0, in: path) } }

  private static func file(_ name: String, in folder: String) -> String { folder + (folder.hasSuffix("/") ? "" : "/") + name }

  /// Where the numbers come from.
  var provenance: Provenance {
    var provenance = Provenance(command: command)
    provenance.vectorWidth = vectorWidth
    return provenance
  }

  /// Takes the folder for this writer alone, and what it holds of the same plan.
  private func open() throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      throw FileError(action: .write, path: path, condition: "it is not a folder")
    }
    folderLock = try FolderLock(path)
    guard folderLock != nil else {
      throw RunError(
        "'\(path)' is being written to by another process: wait until that ends, or give each shard a folder of its own and put them together "
          + "with --merge")
    }
    // A link that leads nowhere is there too: attributes are those of the link itself.
    let found = Self.files(in: path).first { (try? FileManager.default.attributesOfItem(atPath: $0)) != nil }
    guard let found else { return }
    let known = (try? WholeFile.read(file("plan.json"))).flatMap { SweepPlan.recorded(in: $0) }
    if known?.canonical == plan.canonical {
      try add(from: path)
      isContinued = true
    } else if !force {
      throw RunError(
        known != nil
          ? "'\(path)' holds a sweep of another plan: name another folder, or replace it with --force"
          : "'\(path)' holds '\(found.split(separator: "/").last ?? "")' but no sweep: name another folder, or replace what a sweep writes with --force"
      )
    }
  }

  /// Makes the folder, and writes the plan that it belongs to; `width` is that of the runs to come.
  func begin(on width: VectorWidth? = nil) throws {
    if !FileManager.default.fileExists(atPath: path) {
      do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
        throw FileError(action: .write, path: path, condition: "the folder cannot be made")
      }
    }
    if folderLock == nil { try open() }
    if let width { try admit(width.bytes, "this process") }
    WholeFile.removeLeftovers(of: ["plan.json"] + Self.tables, inFolder: path)
    let contents = SweepPlan.recorded(plan.canonical, vectorWidth: vectorWidth ?? "")
    let old = try? WholeFile.read(file("plan.json"))
    guard old != Array(contents.utf8) else { return }
    // Rows of another plan go before this one stands beside them.
    if !isContinued { for name in Self.tables { try? FileManager.default.removeItem(atPath: file(name)) } }
    try WholeFile.write([(file("plan.json"), contents)])
    isContinued = true
  }

  /// Lets others write; whoever begins again finds what they have written.
  func release() { folderLock = nil }

  /// The runs that are done.
  var done: Set<Int> { lock.withLock { Set(rows.keys) } }

  /// Takes over what another folder holds of the same plan.
  func add(from folder: String) throws {
    let bytes = try WholeFile.read(Self.file("plan.json", in: folder))
    guard let other = SweepPlan.recorded(in: bytes) else {
      throw RunError(
        "'\(Self.file("plan.json", in: folder))' is not what a sweep writes: it is damaged, or of an earlier version; leave that folder out, "
          + "or sweep anew with --force")
    }
    guard other.canonical == plan.canonical else { throw RunError("'\(folder)' holds a sweep of another plan: name another folder") }
    try admit(other.vectorWidth, "'\(folder)'")
    let runsFile = Self.file("runs.csv", in: folder)
    guard FileManager.default.fileExists(atPath: runsFile) else { return }
    let (runs, times) = (try Table(readingCSV: runsFile), try Table(readingCSV: Self.file("seconds.csv", in: folder)))
    guard runs.columns == Self.columns, times.columns == Self.secondsColumns else {
      throw RunError("'\(runsFile)' is damaged: it is not what a sweep writes; remove it, and its runs are made anew")
    }
    let places = Dictionary(uniqueKeysWithValues: plan.runs.map { (Self.key($0).map(\.text), $0.index) })
    let secondsOfRun = (0..<times.rowCount).map { Array(times[row: $0]) }.map { (key: $0.prefix(3).map(\.text), seconds: $0[3]) }
    let known = Dictionary(secondsOfRun.map { ($0.key, $0.seconds) }, uniquingKeysWith: { $1 })
    for row in 0..<runs.rowCount {
      let cells = Array(runs[row: row])
      // Whoever was killed between two files has a run in one of them alone: it is done again.
      guard let time = known[cells.prefix(3).map(\.text)] else { continue }
      guard let index = places[cells.prefix(3).map(\.text)] else {
        throw RunError("'\(runsFile)' is damaged: row \(row + 1) belongs to no run of the plan; remove it, and its runs are made anew")
      }
      lock.withLock { (rows[index], seconds[index]) = (cells, time) }
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

  /// The runs that have no result, in the order of the plan, and why.
  var failures: [(run: SweepRun, status: String, reason: String)] {
    lock.withLock {
      plan.runs.compactMap { run in
        guard let cells = rows[run.index]?.suffix(2).map(\.text), cells[0] != SweepOutcome.Status.finished.rawValue else { return nil }
        return (run, cells[0], cells[1])
      }
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

  private func file(_ name: String) -> String { Self.file(name, in: path) }

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
