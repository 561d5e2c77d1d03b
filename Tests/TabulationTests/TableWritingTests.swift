import Tabulation
import Testing

@Suite struct TableWritingTests {
  @Test func writesWhatEveryReaderReads() {
    var table = Table(columns: ["measure", "value", "count"])
    table.append(["plain", 0.1, 3])
    table.append(["a,b", .number(.infinity), 0])
    table.append(["say \"so\"", .number(-.infinity), 0])
    table.append(["two\nlines", .number(.nan), 0])
    table.append([" edge ", .number(-0.0), 0])
    table.append(["", 1e300, -1])
    #expect(
      table.csv == """
        measure,value,count
        plain,0.1,3
        "a,b",inf,0
        "say ""so\""",-inf,0
        "two
        lines",NaN,0
        " edge ",-0.0,0
        ,1e+300,-1

        """)
  }

  @Test func numbersReadBackBitForBit() throws {
    var generator = SplitMix(state: 7)
    var table = Table(columns: ["x"])
    var numbers: [Double] = [.leastNonzeroMagnitude, .greatestFiniteMagnitude, .pi, -0.0, 0.1 + 0.2]
    while numbers.count < 5000 {
      let number = Double(bitPattern: generator.next())
      if number.isFinite { numbers.append(number) }
    }
    for number in numbers { table.append([.number(number)]) }
    let back = try Table(parsingCSV: Array(table.csv.utf8), name: "numbers").numbers(inColumn: "x")
    #expect(back.map(\.bitPattern) == numbers.map(\.bitPattern))
  }

  /// A blank line is passed over at the end of a file, so a lone empty cell is written between quotation marks.
  @Test func loneEmptyCellsReadBack() throws {
    var table = Table(columns: ["x"])
    table.append([""])
    table.append(["1"])
    table.append([""])
    let back = try Table(parsingCSV: Array(table.csv.utf8), name: "cells")
    #expect(back.rowCount == 3)
  }

  @Test func alignsForTheEye() {
    var table = Table(columns: ["name", "value"])
    table.append(["a", 0.123456789])
    table.append(["long", 12])
    #expect(table.aligned(digits: 3) == "name  value\na     0.123\nlong     12\n")
  }

  /// Columns that do not fit stand below, beside the first one again; one that never fits stands alone beside it.
  @Test func aWideTableIsFolded() {
    var table = Table(columns: ["step", "js", "kl", "a_long_name"])
    table.append([1, 2, 3, 4])
    #expect(table.aligned(width: 12) == "step  js  kl\n   1   2   3\n\nstep  a_long_name\n   1            4\n")
    #expect(table.aligned(width: 25) == "step  js  kl  a_long_name\n   1   2   3            4\n")
    #expect(table.aligned(width: 1).split(separator: "\n").count == 6)
  }

  @Test(arguments: [
    (0.0, 1.0, 5, [0, 0.25, 0.5, 0.75, 1]), (2, 3, 1, [2]), (2, 3, 0, []), (2, 3, -1, []), (1, 1, 3, [1, 1, 1]),
    (-Double.greatestFiniteMagnitude, Double.greatestFiniteMagnitude, 3, [-Double.greatestFiniteMagnitude, 0, .greatestFiniteMagnitude]),
  ])
  func gridsAreExactAtTheirEnds(lower: Double, upper: Double, count: Int, expected: [Double]) {
    #expect(grid(from: lower, to: upper, count: count) == expected)
  }
}
