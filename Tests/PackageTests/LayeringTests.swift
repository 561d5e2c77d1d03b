import Foundation
import TestSupport
import Testing

/// A module imports only modules of lower layers that it declares. The compiler lets an undeclared sibling through once
/// that sibling is built, and the build flag against it lets a dependency's dependency through; this test reads the
/// table in the manifest instead.
@Suite struct LayeringTests {
  @Test func sourcesImportOnlyWhatTheManifestAllows() throws {
    let architecture = try Architecture(manifest: String(contentsOf: packageFolder.appending(path: "Package.swift"), encoding: .utf8))
    #expect(architecture.modules.count >= 7)
    #expect(architecture.faults == [])
    var read = 0
    for module in architecture.modules {
      for file in try sourceFiles(of: module.name) {
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(architecture.faults(in: text, of: module.name) == [], "\(file.lastPathComponent)")
        read += 1
      }
    }
    #expect(read > 20)
  }

  @Test(arguments: [
    ("import Middle", "Bottom", ["Bottom imports Middle, which it does not declare"]),
    ("import Bottom", "Top", ["Top imports Bottom, which it does not declare"]),
    ("@preconcurrency public import struct Top.Thing", "Middle", ["Middle imports Top, which it does not declare"]),
    ("  internal import Missing", "Middle", ["Middle imports Missing, which it does not declare"]),
    ("import RealModule\npublic import Bottom\nimport Foundation\nimport Middle", "Middle", []),
    ("// import Top\nlet text = \"import Top\"", "Middle", []),
  ])
  func aForbiddenImportIsFound(text: String, module: String, faults: [String]) throws {
    #expect(try Architecture(manifest: manifest).faults(in: text, of: module) == faults)
  }

  @Test func aDependencyOnAHigherOrTheSameLayerIsFound() throws {
    let upward = manifest.replacing("name: \"Bottom\"", with: "name: \"Bottom\", dependencies: [\"Middle\"]")
    #expect(try Architecture(manifest: upward).faults == ["Bottom (layer 0) depends on Middle (layer 1)"])
    let sideways = manifest.replacing("// layer 1", with: "//")
    #expect(try Architecture(manifest: sideways).faults == ["Middle (layer 0) depends on Bottom (layer 0)"])
  }

  private let manifest = """
    let real = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
    let modules: [Target] = [
      // layer 0: below
      .target(name: "Bottom"),
      // layer 1: between
      .target(
        name: "Middle", dependencies: ["Bottom", real], swiftSettings: strict),
      // layer 4: above
      .executableTarget(name: "Top", dependencies: ["Middle"]),
    ]
    """

  private func sourceFiles(of module: String) throws -> [URL] {
    let folder = packageFolder.appending(path: "Sources").appending(path: module).path(percentEncoded: false)
    return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }.map {
      URL(filePath: folder).appending(path: $0)
    }
  }
}

/// The modules of a manifest: their layers, from the comments above them, and what they declare.
private struct Architecture {
  struct Module {
    let name: String
    let layer: Int
    let dependencies: Set<String>
  }

  let modules: [Module]

  /// What comes with the compiler.
  static let platform: Set<String> = [
    "Swift", "Foundation", "FoundationEssentials", "Dispatch", "Glibc", "Musl", "Darwin", "Synchronization",
  ]

  init(manifest: String) throws {
    var products: [Substring: String] = [:]
    for match in manifest.matches(of: /let (\w+) = Target\.Dependency\.product\(name: "(\w+)"/) {
      products[match.1] = String(match.2)
    }
    let table = try #require(manifest.firstMatch(of: /(?s)let modules: \[Target\] = \[\n(.*?)\n\]/)).1
    var modules: [Module] = []
    var layer = 0
    for match in table.matches(
      of: /\/\/ layer (\d+)|(?s)\.(?:target|executableTarget|systemLibrary)\(\s*name: "(\w+)"(.*?)\),?\n(?=  [.\/]|$)/)
    {
      if let number = match.1.flatMap({ Int($0) }) { layer = number }
      guard let name = match.2, let rest = match.3 else { continue }
      let declared = rest.firstMatch(of: /dependencies: \[([^\]]*)\]/).map { String($0.1) } ?? ""
      let dependencies = declared.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map { item in
        products[item] ?? String(item.filter { $0 != "\"" })
      }
      modules.append(Module(name: String(name), layer: layer, dependencies: Set(dependencies)))
    }
    self.modules = modules
  }

  /// Dependencies that do not point to a lower layer.
  var faults: [String] {
    let layers = Dictionary(uniqueKeysWithValues: modules.map { ($0.name, $0.layer) })
    return modules.flatMap { module in
      module.dependencies.sorted().compactMap { dependency in
        guard let layer = layers[dependency], layer >= module.layer else { return nil }
        return "\(module.name) (layer \(module.layer)) depends on \(dependency) (layer \(layer))"
      }
    }
  }

  /// Imports in a source file of a module that it does not declare.
  func faults(in source: String, of module: String) -> [String] {
    let allowed = Self.platform.union(modules.first { $0.name == module }?.dependencies ?? []).union([module])
    // Most lines have none, and a pattern is slow to say so.
    let word = Array("import ".utf8)
    return source.utf8.split(separator: UInt8(ascii: "\n")).filter { $0.contains(word) }.map(Substring.init).compactMap { line in
      let form = /\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:\w+\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+).*/
      guard let name = line.wholeMatch(of: form)?.1, !allowed.contains(String(name)) else { return nil }
      return "\(module) imports \(name), which it does not declare"
    }
  }
}
