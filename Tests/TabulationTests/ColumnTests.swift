import Tabulation
import Testing

/// Records are read back through the columns that write them.
@Suite struct ColumnTests {
  private enum Colour: String, CellValue { case red, green }

  private struct Sample: Equatable {
    var name = ""
    var count = 0
    var seed: UInt64 = 0
    var value = 0.0
    var limit: Double?
    var isKept = false
    var colour = Colour.red

    static var columns: [Column<Sample>] {
      [
        Column("name", at: \.name), Column("count", at: \.count), Column("seed", at: \.seed), Column("value", at: \.value),
        Column("twice") { 2 * $0.value }, Column("limit", at: \.limit), Column("is_kept", at: \.isKept), Column("colour", at: \.colour),
      ]
    }
  }

  private let samples = [
    Sample(name: "a, \"b\"\n", count: -3, seed: .max, value: 0.1 + 0.2, limit: nil, isKept: true, colour: .green),
    Sample(name: "", count: .max, seed: 0, value: -.infinity, limit: .leastNonzeroMagnitude),
    Sample(name: " π", count: .min, seed: 1, value: -0.0, limit: .infinity),
  ]

  private func read(_ csv: String) throws -> [Sample]? {
    try Table(parsingCSV: Array(csv.utf8), name: "the table").records(Sample.columns, from: Sample())
  }

  @Test func whatIsWrittenIsRead() throws {
    let csv = Table(of: samples, Sample.columns).csv
    let known = try #require(try read(csv))
    #expect(known == samples && known[2].value.sign == .minus)
    #expect(Table(of: known, Sample.columns).csv == csv)
    #expect(try #require(try read(csv.replacing(",-inf,", with: ",NaN,")))[1].value.isNaN)
  }

  @Test(arguments: [
    ("colour\n", "shade\n"), (",green\n", ",blue\n"), (",true,", ",yes,"), (",-inf,-inf,", ",much,-inf,"), (",-3,", ",-3.5,"),
    ("18446744073709551615", "18446744073709551616"), (",5e-324,", ",little,"),
  ])
  func whatIsOtherwiseIsNotRead(_ old: String, _ new: String) throws {
    let csv = Table(of: samples, Sample.columns).csv
    let damaged = csv.replacing(old, with: new)
    #expect(damaged != csv)
    #expect(try read(damaged) == nil)
  }
}
