package import Calculus
package import Claims
import Foundation
package import Plotting
package import Tabulation
import Training

/// A script that reads like a lecture: prose in `//:` lines, code between, and after each piece of code what it shows.
///
/// Outputs are printed as they come. `finish` weaves them with the script into `index.md`, and writes it with the
/// tables as CSV and the pictures, their data and their gnuplot scripts to one folder: the first argument of the
/// command line, or `output/notebooks/NAME`. The same script gives the same bytes.
///
/// ```swift
/// let notebook = Notebook()
/// notebook.show("one line")
/// notebook.claim("JS is at most log 2", js(p, q), .atMost, .log2)
/// notebook.finish()
/// ```
package final class Notebook {
  private let source: String
  private let folder: String
  private let seed: UInt64?
  private var outputs: [Output] = []
  private var exercises = 0
  private var files: [(name: String, bytes: [UInt8])] = []
  private var hasSaidThatGnuplotIsMissing = false

  /// The notebook of the script that calls this. Ends the process with one sentence where the command line asks for
  /// something else than a folder.
  ///
  /// The script goes on in the folder of the package, so that its data are found from wherever it is run.
  ///
  /// - Parameters:
  ///   - seed: what the script seeds its random numbers with, to be written beside its CSV files; nil where chance does
  ///     not enter.
  ///   - source: the script.
  package convenience init(seed: UInt64? = nil, source: String = #filePath) {
    let name = URL(filePath: source).deletingPathExtension().lastPathComponent
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.count > 1 || arguments.first?.hasPrefix("-") == true {
      Self.complain("\(name) takes one argument, the folder for what it writes, and not '\(arguments.joined(separator: " "))'.")
      exit(64)
    }
    let folder = arguments.first.map { $0.hasPrefix("/") ? $0 : FileManager.default.currentDirectoryPath + "/" + $0 }
    let package = URL(filePath: source).deletingLastPathComponent().deletingLastPathComponent()
    _ = FileManager.default.changeCurrentDirectoryPath(package.path(percentEncoded: false))
    self.init(source: source, folder: folder ?? "output/notebooks/" + name, seed: seed)
  }

  /// The notebook of a script, which is written to a folder.
  package init(source: String, folder: String, seed: UInt64? = nil) {
    self.source = source
    self.folder = folder
    self.seed = seed
  }

  /// Shows a line, or several.
  package func show(_ text: String, line: Int = #line) { append(.text(text), line) }

  /// Shows a number with the bound on its error.
  package func show(_ name: String, _ number: Estimate, digits: Int = 8, line: Int = #line) {
    show("\(name) = \(described(number, digits: digits))", line: line)
  }

  private func described(_ number: Estimate, digits: Int) -> String {
    let error = number.error == 0 ? "" : " ± " + significant(number.error, digits: 1)
    return significant(number.value, digits: digits) + error
  }

  /// Shows a table, rounded to so many digits, and keeps it as `NAME.csv` with all of them.
  package func table(_ name: String, _ table: Table, digits: Int = 6, line: Int = #line) {
    files.append((name + ".csv", Array(table.csv.utf8)))
    describe(table, file: name + ".csv")
    append(.table(table, file: name + ".csv", digits: digits), line)
  }

  /// Draws a picture as `NAME.svg`; without gnuplot its data and script are kept all the same.
  ///
  /// The caption says what to see in the picture, in Markdown.
  package func plot(_ name: String, _ picture: Picture, caption: String, line: Int = #line) {
    let file = name + ".svg"
    draw(picture, as: file)
    append(.picture(title: picture.title, caption: caption, file: file), line)
  }

  /// Draws frames one after the other as `NAME.svg`, which a browser plays, with the data of all in `NAME.svg.csv`; and
  /// the last one as `NAME-last.svg`, which the bound page has on paper.
  ///
  /// The frames are of one size, and their tables have the same columns; `number` is what they are numbered by, the name
  /// of a column.
  package func animate(
    _ name: String, _ title: String, caption: String, by number: String, _ frames: [(number: Int, picture: Picture)], line: Int = #line
  ) {
    guard let last = frames.last?.picture else { fail("The animation of line \(line) has no frames.", status: 2) }
    let (file, still) = (name + ".svg", name + "-last.svg")
    draw(last, as: still)
    if Gnuplot.isInstalled {
      do { files.append((file, try Animation(title, frames.map(\.picture)).svg())) } catch { fail("\(error)", status: 2) }
    }
    var table = Table(columns: [number] + last.table.columns)
    for frame in frames {
      for row in 0..<frame.picture.table.rowCount { table.append([.integer(frame.number)] + frame.picture.table[row: row]) }
    }
    files.append((file + ".csv", Array(table.csv.utf8)))
    describe(table, file: file + ".csv")
    append(.picture(title: title, caption: caption, file: file, still: still), line)
  }

  /// Draws a picture; without gnuplot its data and script are kept alone.
  private func draw(_ picture: Picture, as file: String) {
    do {
      if Gnuplot.isInstalled {
        files += try picture.files(named: file, as: .svg)
      } else {
        files += try picture.sources(named: file, as: .svg)
        if !hasSaidThatGnuplotIsMissing { Self.complain("\(PictureError.noGnuplot)") }
        hasSaidThatGnuplotIsMissing = true
      }
    } catch {
      fail("\(error)", status: 2)
    }
    describe(picture.table, file: file + ".csv")
  }

  /// Draws curves of functions on a grid as `NAME.svg`, a list of curves for each panel.
  package func plot(
    _ name: String, _ title: String, caption: String, against variable: Axis, over grid: [Double],
    _ panels: [(axis: Axis, curves: [Curve])], line: Int = #line
  ) {
    let picture = Picture(title, against: variable, over: grid, panels)
    plot(name, picture, caption: caption, line: line)
  }

  /// Poses an exercise: the question, and the answer in numbers and in words, which the page folds.
  ///
  /// The question says what to change and what to predict, the reason why the answer comes out so; both are Markdown.
  /// The numbers of the answer are computed by the script that the question is about, so that its test checks them.
  package func exercise(
    _ question: String, answer: KeyValuePairs<String, Estimate>, because reason: String, digits: Int = 6, line: Int = #line
  ) {
    let numbers = answer.map { name, number in "\(name) = \(described(number, digits: digits))" }
    exercises += 1
    append(.exercise(number: exercises, question: question, answer: numbers.joined(separator: "\n"), reason: reason), line)
  }

  /// States something that is decided from the error bounds of its two sides; ends the script with status 1, after
  /// writing what there is, where the verdict is another than the expected one.
  package func claim(
    _ statement: String, _ lhs: Estimate, _ relation: Relation, _ rhs: Estimate, expected: Verdict = .holds, line: Int = #line
  ) {
    let statement = Statement(text: statement, sides: Sides(lhs, rhs), relation: relation, expected: expected)
    append(.text(statement.description), line)
    if !statement.isAsExpected { fail("The claim of line \(line) is not as expected: \(statement.text).", status: 1) }
  }

  /// Shows the rows of a verification, and keeps them as `NAME.csv`; ends the script as `claim` does where a verdict is
  /// not the expected one.
  package func claims(_ name: String, _ rows: [LedgerRow], line: Int = #line) {
    let columns: [Column<LedgerRow>] = [
      Column("reading") { $0.label.isEmpty ? $0.reading : "\($0.reading), \($0.label)" }, Column("lhs", \.lhs), Column("rhs", \.rhs),
      Column("verdict", \.verdict.rawValue), Column("expected", \.expected.rawValue),
    ]
    table(name, Table(of: rows, columns), digits: 8, line: line)
    if let surprise = rows.first(where: { !$0.isAsExpected }) {
      fail("The claim of line \(line) is not as expected: \(surprise.claim), \(surprise.reading).", status: 1)
    }
  }

  /// Writes everything; the last line of a script.
  package func finish() {
    do {
      try write()
      print("Written to \(folder).")
    } catch {
      Self.complain("\(error)")
      exit(2)
    }
  }

  /// Writes everything to the folder, which is made if it is not there.
  package func write() throws {
    let script = String(decoding: try WholeFile.read(source), as: UTF8.self)
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw FileError(action: .write, path: folder, condition: "the folder cannot be made")
    }
    let index = ("index.md", Array(Weave(script: script, outputs: outputs).markdown.utf8))
    try WholeFile.write((files + [index]).map { (folder + "/" + $0.0, $0.1) })
  }

  private func describe(_ table: Table, file: String) {
    let name = URL(filePath: source).deletingPathExtension().lastPathComponent
    let provenance = Provenance(command: [name], seed: seed)
    do { files.append((file + ".json", Array(try provenance.description(of: table).utf8))) } catch { fail("\(error)", status: 2) }
  }

  private func append(_ content: Output.Content, _ line: Int) {
    let output = Output(line: line, content: content)
    outputs.append(output)
    print(output.terminalText)
  }

  private func fail(_ sentence: String, status: Int32) -> Never {
    do { try write() } catch { Self.complain("\(error)") }
    Self.complain(sentence)
    exit(status)
  }

  private static func complain(_ sentence: String) { FileHandle.standardError.write(Data((sentence + "\n").utf8)) }
}
