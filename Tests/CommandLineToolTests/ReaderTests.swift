import Foundation
import Tabulation
import Testing

/// Every kind of CSV that the tool writes, read by the programs that its users have: each cell comes back as the number or the text that it is.
@Suite struct ReaderTests {
  /// What writes a file; `$1` is its path without an ending.
  static let tables = [
    "divergences compare 'cauchy(0,1)' 'normal(0,1)' --output $1.csv",
    "divergences curves 'uniform(0,1)' 'uniform(0.5,2)' --points 60 --from -1 --to 3 --output $1.csv",
    "divergences verify --claim A1 --claim A4 --output $1.csv",
    "divergences fit Examples/data/old-faithful.csv:waiting --output $1.csv",
    "divergences dirac --game 'r1(0.3)' --steps 20 --output $1.csv",
    "divergences dirac --eigenvalues --output $1.csv",
    "divergences support Examples/data/old-faithful.csv:waiting --output $1.csv",
    "divergences train 'normal(0,1)' --noise-dimension 2 --width 4 --steps 20 --record-every 10 --output $1 && mv $1/history.csv $1.csv",
    "divergences train 'normal(0,1)' --width 4 --steps 20 --record-every 10 --output $1 && mv $1/discriminator.csv $1.csv",
    "divergences train 'normal(0,1)' --width 4 --steps 20 --record-every 0 --output $1 && mv $1/samples.csv $1.csv",
  ]

  /// Prints every cell on a line of its own, row after row: numbers with all digits, what is missing as NaN.
  static let pandas = """
    import sys, pandas
    table = pandas.read_csv(sys.argv[1], float_precision='round_trip')
    for row in table.itertuples(index=False, name=None):
        for cell in row:
            print(cell if isinstance(cell, str) else repr(float(cell)))
    """

  static let r = """
    table <- read.csv(commandArgs(TRUE)[1], check.names = FALSE)
    text <- lapply(table, function(column) if (is.numeric(column)) sprintf("%.17g", column) else as.character(column))
    cat(t(do.call(cbind, text)), sep = "\\n")
    """

  @Test(.enabled(if: programs.contains("pandas"), "pandas is not installed"), arguments: tables)
  func pandasReadsEveryCell(command: String) throws {
    try check(command, precision: 0) { folder, file in
      try Self.pandas.write(toFile: folder + "/read.py", atomically: false, encoding: .utf8)
      return "python3 \(folder)/read.py \(file)"
    }
  }

  /// R reads a decimal to within some units in the last place.
  @Test(.enabled(if: programs.contains("R"), "R is not installed"), arguments: tables)
  func rReadsEveryCell(command: String) throws {
    try check(command, precision: 1e-14) { folder, file in
      try Self.r.write(toFile: folder + "/read.R", atomically: false, encoding: .utf8)
      return "Rscript --vanilla \(folder)/read.R \(file)"
    }
  }

  /// gnuplot reads numbers alone, a column at a time; it counts infinities as numbers.
  @Test(.enabled(if: programs.contains("gnuplot") || isContinuousIntegration, "gnuplot is not installed"), arguments: tables)
  func gnuplotReadsEveryNumber(command: String) throws {
    try withTable(command) { folder, file, table in
      var script = "set datafile separator comma; set datafile columnheaders\n"
      var expected: [Double] = []
      for (place, name) in table.columns.enumerated() {
        let cells = (0..<table.rowCount).map { table[row: $0].dropFirst(place).first?.text ?? "" }
        let numbers = cells.compactMap { Double($0) }.filter { !$0.isNaN }
        guard !numbers.isEmpty, cells.allSatisfy({ $0.isEmpty || Double($0) != nil }) else { continue }
        script += "stats '\(file)' using '\(name)' nooutput\n"
        script += "print sprintf('%d %.17g %.17g', STATS_records, STATS_min, STATS_max)\n"
        expected += [Double(numbers.count), numbers.min() ?? 0, numbers.max() ?? 0]
      }
      try script.write(toFile: folder + "/read.gp", atomically: false, encoding: .utf8)
      let outcome = try runShell("gnuplot --default-settings \(folder)/read.gp 2>&1")
      let read = outcome.output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
      #expect(!expected.isEmpty && read == expected, "\(outcome.output)")
    }
  }

  /// Holds what a reader prints against the cells that were written.
  private func check(_ command: String, precision: Double, reader: (_ folder: String, _ file: String) throws -> String) throws {
    try withTable(command) { folder, file, table in
      let outcome = try runShell(reader(folder, file))
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast(outcome.output.hasSuffix("\n") ? 1 : 0)
      let cells = (0..<table.rowCount).flatMap { table[row: $0].map(\.text) }
      #expect(lines.count == cells.count)
      for (cell, line) in zip(cells, lines) where cell != line {
        let isMissing = line.isEmpty || line == "NA" || line.lowercased() == "nan"
        guard !isMissing else {
          #expect(cell.isEmpty || cell == "NaN", "'\(cell)' came back as '\(line)'")
          continue
        }
        let (written, read) = (Double(cell) ?? .nan, Double(line) ?? .nan)
        #expect(written == read || abs(written - read) <= precision * abs(written), "'\(cell)' came back as '\(line)'")
      }
    }
  }

  private func withTable(_ command: String, _ body: (_ folder: String, _ file: String, _ table: Table) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let outcome = try runShell(command.replacing("$1", with: folder + "/table"))
      #expect(outcome.errors == "", "\(outcome.errors)")
      let file = folder + "/table.csv"
      try body(folder, file, Table(readingCSV: file))
    }
  }
}
