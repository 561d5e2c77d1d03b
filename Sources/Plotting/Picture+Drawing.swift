import Foundation
import Tabulation

extension Picture {
  /// The picture, its data and its script as files of one folder: `NAME`, `NAME.csv` and `NAME.gp`.
  package func files(named name: String, as format: PictureFormat) throws -> [(name: String, bytes: [UInt8])] {
    let sources = try sources(named: name, as: format)
    return [(name, try Gnuplot.run(sources, output: name))] + sources
  }

  /// The data and the script alone, for which no gnuplot is needed.
  package func sources(named name: String, as format: PictureFormat) throws(PictureError) -> [(name: String, bytes: [UInt8])] {
    let script = try script(as: format, data: name + ".csv", output: name)
    return [(name + ".csv", Array(table.csv.utf8)), (name + ".gp", Array(script.utf8))]
  }

  /// The picture in characters, for a terminal.
  package func text() throws -> String {
    let bytes = try Gnuplot.run(sources(named: "picture", as: .text), output: "picture")
    // A form feed stands where a picture begins.
    let characters = String(decoding: bytes, as: UTF8.self).filter { $0 != "\u{0C}" }
    let lines = characters.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.lastIndex { !$0.isWhitespace }.map { line[...$0] } ?? ""
    }
    let body = lines[..<((lines.lastIndex { !$0.isEmpty } ?? -1) + 1)].drop { $0.isEmpty }
    return body.joined(separator: "\n") + "\n"
  }
}
