import Foundation
import Tabulation

/// The program that draws (Williams, Kelley and many others).
package enum Gnuplot {
  /// Whether it is installed.
  package static var isInstalled: Bool { path != nil }

  /// Where it is, among the folders of the search path.
  private static var path: String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { $0 + "/gnuplot" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Writes data and a script to a folder of their own, runs the script, and returns what it writes; the last file is
  /// the script.
  static func run(_ files: [(name: String, bytes: [UInt8])], output: String) throws -> [UInt8] {
    guard let path else { throw PictureError.noGnuplot }
    let folder = FileManager.default.temporaryDirectory.appending(path: "picture-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let place = folder.path(percentEncoded: false)
    try WholeFile.write(files.map { (place + "/" + $0.name, $0.bytes) })
    let process = Process()
    process.executableURL = URL(filePath: path)
    // A user's own settings would change the picture.
    process.arguments = ["--default-settings", "./" + (files.last?.name ?? "")]
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { $1 }
    let complaints = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = complaints
    try process.run()
    let words = String(decoding: complaints.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let last = words.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }
      throw PictureError.gnuplot(
        last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "it ended with status \(process.terminationStatus)")
    }
    return try WholeFile.read(place + "/" + output)
  }
}

/// Why there is no picture; the description is one sentence.
package enum PictureError: Error, Hashable, Sendable {
  /// No program of the name gnuplot is to be found.
  case noGnuplot
  /// No series has two columns with finite numbers in one row.
  case nothingToDraw(title: String)
  /// gnuplot gave up, in its words.
  case gnuplot(String)
}

extension PictureError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noGnuplot:
      "A picture needs gnuplot, which is not installed: install it with 'apt-get install gnuplot-nox', 'dnf install gnuplot-minimal' or "
        + "'brew install gnuplot'."
    case .nothingToDraw(let title): "There is nothing to draw for '\(title)': no row has the finite numbers that a picture needs."
    case .gnuplot(let words): "gnuplot could not draw the picture: \(words)."
    }
  }
}
