import Dispatch
import Synchronization
import Tabulation

/// The pairs of densities in a CSV file, and what is made of each.
struct PairList {
  /// What is made of one pair, with the pair as the file has it.
  struct Row {
    let p: String
    let q: String
    let compared: ComparedRoutes
  }

  private let pairs: [(p: String, q: String)]

  /// The pairs in the columns `p` and `q`, or the one density P beside each of the column `q`.
  init(readingCSV file: String, p: String?) throws {
    let table = try Table(readingCSV: file)
    for column in p == nil ? ["p", "q"] : ["q"] where !table.columns.contains(column) {
      throw TableError.missingColumn(file: file, column: column, columns: table.columns)
    }
    let isClear = p == nil || !table.columns.contains("p")
    try require(isClear, else: "'\(file)' has a column p beside the P that is given ('\(p ?? "")'): leave one of them out.")
    let qs = table.cells(inColumn: "q").map(\.text)
    pairs = Array(zip(p.map { [String](repeating: $0, count: qs.count) } ?? table.cells(inColumn: "p").map(\.text), qs))
  }

  /// Every density, as the file has it.
  var densities: [String] { pairs.flatMap { [$0.p, $0.q] } }

  /// The rows of all pairs, in the order of the file; the pairs are shared out among the processors.
  func rows(_ compared: @Sendable (_ p: String, _ q: String) -> [ComparedRoutes]) -> [Row] {
    let results = Mutex([[ComparedRoutes]](repeating: [], count: pairs.count))
    let pairs = pairs
    let reading = DataReading.current
    DispatchQueue.concurrentPerform(iterations: pairs.count) { index in
      let rows = DataReading.$current.withValue(reading) { compared(pairs[index].p, pairs[index].q) }
      results.withLock { $0[index] = rows }
    }
    return zip(pairs, results.withLock { $0 }).flatMap { pair, rows in rows.map { Row(p: pair.p, q: pair.q, compared: $0) } }
  }
}
