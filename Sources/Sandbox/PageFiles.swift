import Foundation
import Tabulation

/// The files of the page, by the paths of requests: those that are built in, and D3 and KaTeX of the system.
///
/// They are read once and looked up by name. No part of a request ever becomes the name of a file.
struct PageFiles: Sendable {
  /// A file with its type.
  struct File: Sendable {
    let type: String
    let bytes: [UInt8]
  }

  private let files: [String: File]
  /// The folder that the page is read from anew at each request, while it is written.
  private let folder: String?

  /// Whether there is KaTeX.
  var hasFormulas: Bool { files["/vendor/katex/katex.min.js"] != nil }

  /// Whether there is D3, without which the page draws nothing.
  var hasDrawings: Bool { files["/vendor/d3.min.js"] != nil }

  /// Everything that is there.
  init(folder: String? = nil) {
    self.folder = folder
    var files = Self.builtIn
    if let d3 = Self.d3.lazy.compactMap({ Self.read($0) }).first {
      files["/vendor/d3.min.js"] = File(type: Self.types["js"] ?? "", bytes: d3)
    }
    if let katex = Self.katex.first(where: { FileManager.default.fileExists(atPath: $0 + "/katex.min.js") }) {
      let fonts = (try? FileManager.default.contentsOfDirectory(atPath: katex + "/fonts")) ?? []
      for name in ["katex.min.js", "katex.min.css"] + fonts.map({ "fonts/" + $0 }) {
        guard let type = Self.type(of: name), let bytes = Self.read(katex + "/" + name) else { continue }
        files["/vendor/katex/" + name] = File(type: type, bytes: bytes)
      }
    }
    self.files = files
  }

  /// The file of a path; nil where there is none.
  subscript(path: String) -> File? {
    let path = path == "/" ? "/index.html" : path
    // What is asked for is one of the names that are there, and not a name that the request makes.
    guard let folder, !path.hasPrefix("/vendor/") else { return files[path] }
    guard written.contains(path), let type = Self.type(of: path), let bytes = Self.read(folder + path) else { return nil }
    return File(type: type, bytes: bytes)
  }

  /// The paths of all files.
  var paths: [String] { (folder == nil ? Array(files.keys) : written + files.keys.filter { $0.hasPrefix("/vendor/") }).sorted() }

  /// The paths of the files in the folder, as they are now.
  private var written: [String] {
    guard let folder else { return [] }
    return ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).map { "/" + $0 }.filter { Self.type(of: $0) != nil }
  }

  private static let d3 = ["/usr/share/nodejs/d3/dist/d3.min.js", "/usr/share/javascript/d3/d3.min.js"]
  private static let katex = ["/usr/share/javascript/katex", "/usr/share/nodejs/katex/dist"]

  private static let types = [
    "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml", "json": "application/json", "woff2": "font/woff2", "woff": "font/woff", "ttf": "font/ttf",
  ]

  static func type(of name: String) -> String? { name.lastIndex(of: ".").flatMap { types[String(name[$0...].dropFirst())] } }

  private static func read(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map { Array($0) } }
}
