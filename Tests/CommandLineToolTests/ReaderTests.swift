import Foundation
import Tabulation
import TestSupport
import Testing

/// Every kind of CSV that the tool writes, read by the programs that its users have: each cell comes back as the number
/// or the text that it is.
@Suite(.waitsForPrograms) struct ReaderTests {
  /// What writes each kind; `$1` is the file's path without its ending.
  static let commands =
    [
      "divergences compare 'cauchy(0,1)' 'normal(0,1)' --output $1.csv",
      "divergences curves 'uniform(0,1)' 'uniform(0.5,2)' --points 60 --from -1 --to 3 --output $1.csv",
      "divergences verify --claim A1 --claim A4 --p 'normal(0,1)' --q 'normal(1,2)' --output $1.csv",
      "divergences fit Examples/data/old-faithful.csv:waiting --output $1.csv",
      "divergences dirac --game 'r1(0.3)' --steps 20 --output $1.csv",
      "divergences dirac --eigenvalues --output $1.csv",
      "divergences support Examples/data/old-faithful.csv:waiting --trials 50 --output $1.csv",
      "divergences train 'normal(0,1)' --noise-dimension 2 --width 4 --steps 20 --record-every 10 --output $1 && mv $1/history.csv $1.csv",
      "divergences train 'normal(0,1)' --width 4 --steps 20 --record-every 10 --output $1 && mv $1/discriminator.csv $1.csv",
      "divergences train 'normal(0,1)' --width 4 --steps 20 --record-every 0 --output $1 && head -n 50 $1/samples.csv > $1.csv",
      "divergences descend 'uniform(0,1)' --from 'normal(1,2)' --steps 3 --exact --output $1.csv",
      "divergences gradients --output $1.csv",
      "divergences gradients --by noise --output $1.csv",
      "divergences gradients --by training --steps 20 --output $1.csv",
      "divergences landscape '0.5*normal(-2,0.5)+0.5*normal(2,0.5)' --objective kl_pq --objective kl_qp --output $1.csv",
      "divergences landscape 'cauchy(0,1)' --objective kl_pq --output $1.csv",
      "divergences landscape 'normal(0,1)' --objective js --grid --sd-from 0.8 --sd-to 1.2 --output $1.csv",
      "divergences fgan 'laplace(0,1)' --settings brief --objective f-js --steps 50 --output $1.csv",
      "divergences fgan --settings brief --objective f-js --steps 50 --cross --output $1.csv",
      "divergences collapse --steps 60 --record-every 20 --output $1.csv",
      "divergences wasserstein 'normal(0,1)' 'uniform(0,1)' --points 40 --critic 'clipping(0.1)' --steps 50 --output $1.csv",
      "divergences wasserstein 'uniform(0,1)' 'uniform(2,3)' --summary --output $1.csv",
      "divergences wasserstein 'normal(1,0.5)' --steps 10 --record-every 5 --width 8 --output $1.csv",
      "divergences oscillation --steps 50 --output $1.csv",
      "divergences oscillation --steps 50 --spectrum --output $1.csv",
      "divergences oscillation --eigenvalues --output $1.csv",
      "divergences explain --d-loss 0.4 --d-accuracy 0.8 --critic-loss 0.1 --output $1.csv",
    ]
    + ["runs", "summary", "seconds"].map {
      "echo '\(plan)' > $1.json && divergences sweep $1.json --output $1 > $1.out && mv $1/\($0).csv $1.csv"
    }

  /// A sweep of two runs.
  private static let plan = """
    {"settings": {"width": 4, "steps": 20}, "densities": [{"name": "standard, normal", "p": "normal(0,1)"}],
     "methods": [{"name": "plain"}, {"name": "R1", "settings": {"penalty": "r1(0.1)"}}], "seeds": 1}
    """

  /// Prints every cell on a line of its own, file after file: numbers with all digits, true and false as they were,
  /// what is missing as NaN.
  static let pandas = """
    import sys, pandas
    for file in sys.argv[1:]:
        for row in pandas.read_csv(file, float_precision='round_trip').itertuples(index=False, name=None):
            for cell in row:
                print(cell if isinstance(cell, str) else str(cell).lower() if isinstance(cell, bool) else repr(float(cell)))
    """

  static let r = """
    for (file in commandArgs(TRUE)) {
      table <- read.csv(file, check.names = FALSE)
      text <- lapply(table, function(column) {
        if (is.numeric(column)) sprintf("%.17g", column) else if (is.logical(column)) tolower(column) else as.character(column)
      })
      writeLines(t(do.call(cbind, text)))
    }
    """

  @Test(.enabled(if: OptionalTool.pandas.isExpected, OptionalTool.pandas.absence)) func pandasReadsEveryCell() throws {
    try check(precision: 0) { folder in
      try Self.pandas.write(toFile: folder + "/read.py", atomically: false, encoding: .utf8)
      return "\(OptionalTool.pandas.command) \(folder)/read.py"
    }
  }

  /// R reads a decimal to within some units in the last place.
  @Test(.enabled(if: OptionalTool.r.isExpected, OptionalTool.r.absence)) func rReadsEveryCell() throws {
    try check(precision: 1e-14) { folder in
      try Self.r.write(toFile: folder + "/read.R", atomically: false, encoding: .utf8)
      return "\(OptionalTool.r.command) \(folder)/read.R"
    }
  }

  @Test(.enabled(if: OptionalTool.pandas.isExpected, OptionalTool.pandas.absence)) func theReadmesPythonRuns() throws {
    try checkTheReadmes("python") { "\(OptionalTool.pandas.command) '\($0)'" }
  }

  @Test(.enabled(if: OptionalTool.r.isExpected, OptionalTool.r.absence)) func theReadmesRRuns() throws {
    try checkTheReadmes("r") { "\(OptionalTool.r.command) '\($0)'" }
  }

  /// What the README has in a language prints the JS of its pair.
  private func checkTheReadmes(_ language: String, run: (_ file: String) -> String) throws {
    let readme = try String(contentsOf: packageFolder.appending(path: "README.md"), encoding: .utf8)
    let program = try #require(readme.components(separatedBy: "```\(language)\n").dropFirst().first?.components(separatedBy: "```").first)
    try withTemporaryFolder { folder in
      let file = "\(folder)/program"
      try program.replacing("pair.csv", with: "\(folder)/pair.csv").write(toFile: file, atomically: false, encoding: .utf8)
      let outcome = try runShell(run(file))
      let table = try Table(readingCSV: "\(folder)/pair.csv")
      let js = (0..<table.rowCount).lazy.map { table[row: $0].map(\.text) }.first { $0.first == "js" }
      let printed = outcome.output.split(whereSeparator: \.isWhitespace).last.flatMap { Double($0) }
      #expect(printed != nil && printed == js.flatMap { Double($0[1]) }, "\(outcome.output)\(outcome.errors)")
    }
  }

  /// gnuplot reads numbers alone, a column at a time; it counts infinities as numbers.
  @Test(.enabled(if: OptionalTool.gnuplot.isExpected, OptionalTool.gnuplot.absence))
  func gnuplotReadsEveryNumber() throws {
    try withTables { folder, files in
      var script = "set datafile separator comma; set datafile columnheaders\n"
      var expected: [Double] = []
      for (file, table) in files {
        for (place, name) in table.columns.enumerated() {
          let cells = (0..<table.rowCount).map { table[row: $0].dropFirst(place).first?.text ?? "" }
          let numbers = cells.compactMap { Double($0) }.filter { !$0.isNaN }
          guard !numbers.isEmpty, cells.allSatisfy({ $0.isEmpty || Double($0) != nil }) else { continue }
          script += "stats '\(file)' using '\(name)' nooutput\n"
          script += "print sprintf('%d %.17g %.17g', STATS_records, STATS_min, STATS_max)\n"
          expected += [Double(numbers.count), numbers.min() ?? 0, numbers.max() ?? 0]
        }
      }
      try script.write(toFile: folder + "/read.gp", atomically: false, encoding: .utf8)
      let outcome = try runShell("\(OptionalTool.gnuplot.command) \(folder)/read.gp 2>&1")
      let read = outcome.output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
      #expect(expected.count > 150 && read == expected, "\(outcome.output)")
    }
  }

  /// Holds what a reader prints against the cells that were written.
  private func check(precision: Double, reader: (_ folder: String) throws -> String) throws {
    try withTables { folder, files in
      let outcome = try runShell(([reader(folder)] + files.map(\.path)).joined(separator: " "))
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      let cells = files.flatMap { file in (0..<file.table.rowCount).flatMap { file.table[row: $0].map(\.text) } }
      #expect(lines.count == cells.count && cells.contains("inf") && cells.contains("-inf") && cells.contains("NaN") && cells.contains(""))
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

  /// All kinds of files, with the tables that are in them.
  private func withTables(_ body: (_ folder: String, _ files: [(path: String, table: Table)]) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let files = try Self.written.get().enumerated().map { index, bytes in
        let path = "\(folder)/\(index).csv"
        try bytes.write(to: URL(filePath: path))
        return (path: path, table: try Table(readingCSV: path))
      }
      try body(folder, files)
    }
  }

  /// What the commands write: once for all readers.
  private static let written = Result {
    try withTemporaryFolder { folder in
      try commands.enumerated().map { index, command in
        let outcome = try runShell(command.replacing("$1", with: "\(folder)/\(index)"))
        #expect(outcome.errors == "", "\(outcome.errors)")
        return try Data(contentsOf: URL(filePath: "\(folder)/\(index).csv"))
      }
    }
  }
}
