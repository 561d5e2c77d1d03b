import Foundation
import Tabulation
import TestSupport
import Testing

/// Files of data in the dialects that people have, through the commands.
@Suite(.waitsForPrograms) struct DataFileTests {
  private let semicolons = "# lab 3\nzeit;länge\ns;m\n1;1,5\n2;NA\n3;2,25\n4;4,125\n"

  /// The mean that fit finds for a column, which must be read with these words on standard error.
  private func mean(_ arguments: [String], saying words: [String] = []) throws -> Double? {
    let outcome = try typed(["fit"] + arguments + ["--family", "normal"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == words.count, "\(outcome.errors)")
    for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    let table = try Table(parsingCSV: Array(outcome.output.utf8), name: "fit")
    return table.texts.first { $0[1] == "mean" }.flatMap { Double($0[2]) }
  }

  @Test func whatIsFoundIsSaidAndWrittenDown() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/a.csv"
      try WholeFile.write([(path, semicolons)])
      #expect(try mean([path + ":länge"], saying: ["taken for units", "1 of 4 rows have no value in 'länge'"]) == 2.625)
      #expect(try mean([path + ":2"], saying: ["taken for units", "1 of 4 rows"]) == 2.625)
      let run = try typed(["compare", "kde(\(path):länge)", "normal(2,1)", "--output", folder + "/b.csv"])
      #expect(run.status == 0 && run.errors.contains("1 of 4 rows have no value"), "\(run.errors)")
      let provenance = try String(contentsOfFile: folder + "/b.csv.json", encoding: .utf8)
      for word in ["delimiter semicolon", "decimal comma", "1 line of comments", "no value"] { #expect(provenance.contains(word)) }
    }
  }

  @Test func everyCommandTakesTheOptionsThatDecide() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/a.csv"
      try WholeFile.write([(path, "x;y\n1,234;1\n2,468;2\n7,002;3\n"), (folder + "/pairs.csv", "p,q\nkde(\(path):x),\"normal(0,1)\"\n")])
      let commands = [
        ["fit", path + ":x"], ["samples", path + ":x", path + ":y"], ["support", path + ":x", "--trials", "10"],
        ["compare", "kde(\(path):x)", "normal(0,1)", "--measure", "tv"], ["curves", "kde(\(path):x)", "normal(0,1)", "--points", "9"],
        ["verify", "--data", path + ":x", "--claim", "R1"], ["compare", "--pairs", folder + "/pairs.csv", "--measure", "tv"],
        ["landscape", "kde(\(path):x)", "--objective", "tv"],
        // A copy of the page takes seconds; into a folder that is not empty it ends when the data are read.
        ["sandbox", "--export", testMultiplier > 1 ? folder + "/page" : folder, "--data", path + ":x"],
      ]
      for command in commands {
        let refused = try typed(command)
        let said = refused.errors + refused.output
        #expect(said.contains("'1,234'") && said.contains("--decimal ,"), "\(command): \(said)")
        let decided = try typed(command + ["--decimal", ","])
        #expect(!(decided.errors + decided.output).contains("'1,234'"), "\(command): \(decided.errors)")
      }
      // The values differ as the marks do.
      let average = try #require(try mean([path + ":x", "--decimal", ","]))
      #expect(abs(average - 3.568) < 1e-14)
      #expect(try mean([path + ":x", "--decimal", "."]) == (1234 + 2468 + 7002) / 3)
    }
  }

  @Test func standardInputIsAFile() throws {
    let fit = "divergences fit -:x --family normal --format csv"
    let outcome = try runShell("printf 'x;y\\n1,5;2\\n2,5;4\\n' | \(fit)")
    #expect(outcome.status == 0 && outcome.output.contains("mean,2.0,"), "\(outcome.errors)")
    // Both columns of one pipe, and a column of a compressed one.
    let both = try runShell("printf 'x y\\n1 2\\n2 4\\n3 7\\n4 9\\n' | divergences samples -:x -:y")
    #expect(both.status == 0, "\(both.errors)")
    let compressed = try runShell("printf 'x\\n1\\n3\\n' | gzip | divergences compare 'kde(-:x)' 'normal(0,1)' --measure tv")
    #expect(compressed.status == 0, "\(compressed.errors)")
  }

  @Test func badOptionsAreOneSentence() throws {
    for (options, part) in [
      (["--delimiter", "ab"], "--delimiter must be comma"), (["--decimal", ";"], "--decimal must be"),
      (["--header", "maybe"], "--header must be"),
    ] {
      let outcome = try typed(["fit", "Examples/data/old-faithful.csv:waiting"] + options)
      #expect(outcome.status == 2 && outcome.errors.contains(part), "\(outcome.errors)")
    }
    let idle = try typed(["compare", "normal(0,1)", "normal(1,1)", "--decimal", ","])
    #expect(idle.status == 2 && idle.errors == "--decimal has no effect without a column FILE:COLUMN: leave it out.\n")
  }

  /// In plain CSV as with semicolons and decimal commas; how long it takes is measured in `Benchmarks/Commands`.
  @Test(.timeLimit(.minutes(2))) func aMillionRowsAreRead() throws {
    var rows = "x,y\n"
    for index in 0..<1_000_000 { rows += "\((index * 7919) % 100_003).\(index % 1000 + 1000),\(index)\n" }
    let points = Array(rows.utf8)
    let commas = points.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ";") : $0 == UInt8(ascii: ".") ? UInt8(ascii: ",") : $0 }
    for bytes in [points, commas] {
      #expect(try Table.numbers(inColumn: "x", parsingCSV: bytes, name: "a").count == 1_000_000)
    }
  }
}
