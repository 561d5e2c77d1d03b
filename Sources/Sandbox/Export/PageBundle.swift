import Foundation

/// The page's modules bound into one classic script: a page that is opened from disk may not load modules.
///
/// The modules keep to two forms: `import { a, b as c } from "./x.js";` at the start of a line, and one
/// `export { a, b };`.
struct PageBundle {
  /// The script.
  private(set) var script = ""

  /// A module, taken apart.
  private struct Module {
    let path: String
    var body: String
    /// The paths of the modules that it imports.
    var imports: [String] = []
  }

  /// Binds modules by their paths, such as `/lib/api.js`; throws one sentence where one is not of the forms.
  init(_ files: [(path: String, text: String)]) throws(PageServerError) {
    var modules: [Module] = []
    for (path, text) in files { modules.append(try Self.module(path, text)) }
    script = "\"use strict\";\n(() => {\nconst modules = {};\n"
    for module in try Self.inOrder(modules) {
      script += "modules[\"\(module.path)\"] = (() => {\n\(module.body)\n})();\n"
    }
    script += "})();\n"
  }

  private static func module(_ path: String, _ text: String) throws(PageServerError) -> Module {
    var module = Module(path: path, body: text)
    for match in text.matches(of: /(?m)^import \{([^}]*)\} from "(\.[^"]*)";/) {
      let source = resolved(String(match.2), from: path)
      module.imports.append(source)
      let names = names(match.1).map { $0.local == $0.own ? $0.own : "\($0.own): \($0.local)" }
      module.body = module.body.replacing(match.0, with: "const { \(names.joined(separator: ", ")) } = modules[\"\(source)\"];")
    }
    let exports = text.matches(of: /(?m)^export \{([^}]*)\};/)
    for match in exports {
      let names = names(match.1).map { $0.local == $0.own ? $0.own : "\($0.local): \($0.own)" }
      module.body = module.body.replacing(match.0, with: "return { \(names.joined(separator: ", ")) };")
    }
    guard exports.count <= 1, module.body.firstMatch(of: /(?m)^\s*(import|export)\b/) == nil, !module.body.contains("import(") else {
      throw PageServerError(
        description: "the module '\(path)' cannot be bound: it must import by import { a } from \"./x.js\"; and export by one export { a };"
      )
    }
    return module
  }

  /// The names in a list, `own as local`.
  private static func names(_ list: Substring) -> [(own: String, local: String)] {
    list.split(separator: ",").map { $0.split(whereSeparator: \.isWhitespace).map(String.init) }.filter { !$0.isEmpty }
      .map { ($0[0], $0.count == 3 ? $0[2] : $0[0]) }
  }

  /// The path that a module names another one by.
  private static func resolved(_ relative: String, from path: String) -> String {
    var folders = path.split(separator: "/").dropLast().map(String.init)
    for part in relative.split(separator: "/") {
      if part == ".." { _ = folders.popLast() } else if part != "." { folders.append(String(part)) }
    }
    return "/" + folders.joined(separator: "/")
  }

  /// The modules, each after those that it imports.
  private static func inOrder(_ modules: [Module]) throws(PageServerError) -> [Module] {
    var (rest, ordered) = (modules, [Module]())
    while !rest.isEmpty {
      let done = Set(ordered.map(\.path))
      guard let next = rest.firstIndex(where: { $0.imports.allSatisfy(done.contains) }) else {
        throw PageServerError(
          description:
            "the modules \(rest.map(\.path).joined(separator: ", ")) cannot be bound: they import in a circle, or what is not there")
      }
      ordered.append(rest.remove(at: next))
    }
    return ordered
  }
}
