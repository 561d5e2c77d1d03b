import ArgumentParser
import Tabulation

/// How files of data are written, where they leave it open: the same for every subcommand that reads columns.
struct ReadingOptions: ParsableArguments {
  @Option(
    Accepted<Delimiter>(
      "comma, semicolon, tab, blank, none or one character", text: \.name, parse: { Delimiter(named: $0) }),
    help: "What stands between two cells of a file of data", default: "found")
  var delimiter: Delimiter?

  @Option(
    Accepted<DecimalMark>("one of . ,", text: \.rawValue, parse: { DecimalMark(rawValue: $0) }),
    help: "What stands before the decimals in a file of data, where the other mark may group thousands", default: "found")
  var decimal: DecimalMark?

  @Option(
    Accepted<Bool>("yes or no", text: { $0 ? "yes" : "no" }, parse: { ["yes": true, "no": false][$0] }),
    help: "Whether the first row of a file of data has the names of the columns", default: "no where it is of numbers alone")
  var header: Bool?

  @Option(
    Accepted<String>(nil, takesDash: true, text: { $0 }, parse: { $0 }),
    help: "A text that stands for a missing value in a file of data", default: "an empty cell, NA, N/A, NULL, None, -, ? and .")
  var missing: [String] = []

  /// The first of these options that is among some arguments.
  static func first(among arguments: [String]) -> String? {
    ["--delimiter", "--decimal", "--header", "--missing"].first { name in arguments.contains { $0 == name || $0.hasPrefix(name + "=") } }
  }

  /// What was said.
  var dialect: Dialect {
    var dialect = Dialect()
    (dialect.delimiter, dialect.decimal, dialect.hasHeader, dialect.missing) = (delimiter, decimal, header, Set(missing))
    return dialect
  }
}

/// A subcommand that reads columns of files of data.
protocol ReadingCommand: ToolCommand {
  var reading: ReadingOptions { get }
}

extension ReadingCommand {
  var dialect: Dialect? { reading.dialect }

  /// Rejects an option about files of data where no argument names a column.
  func rejectWithoutData(among arguments: [String]) throws(OptionError) {
    guard let option = ReadingOptions.first(among: arguments) else { return }
    let isRead = arguments.contains { $0.contains(":") || $0 == "--pairs" || $0.hasPrefix("--pairs=") }
    try require(isRead, else: "\(option) has no effect without a column FILE:COLUMN: leave it out.")
  }
}
