import Foundation
import Synchronization
import TestSupport
import Testing

/// Every declaration that another module can see has a doc comment of its own, or of the protocol that asks for it, as
/// the compiler sees it; and few of them are public.
@Suite(.waitsForPrograms, .enabled(if: SymbolGraph.isAvailable, "swift-symbolgraph-extract is not installed")) struct DocumentationTests {
  /// The modules that have a catalogue.
  static let modules =
    (try? FileManager.default.contentsOfDirectory(atPath: packageFolder.appending(path: "Sources").path(percentEncoded: false)))?
    .filter {
      FileManager.default.fileExists(atPath: packageFolder.appending(path: "Sources/\($0)/\($0).docc").path(percentEncoded: false))
    }
    .sorted() ?? []

  @Test func everyPublicModuleHasACatalogue() throws {
    let manifest = try String(contentsOf: packageFolder.appending(path: "Package.swift"), encoding: .utf8)
    let products = try #require(manifest.firstMatch(of: /(?s)\.library\(.*?targets: \[(.*?)\]/)).1
    #expect(products.matches(of: /"(\w+)"/).allSatisfy { Self.modules.contains(String($0.1)) })
  }

  /// What a user's program can call; what only the package's own modules need is `package`.
  @Test func thePublicFaceIsSmall() throws {
    let modules = try FileManager.default.contentsOfDirectory(atPath: packageFolder.appending(path: "Sources").path(percentEncoded: false))
    let internals = ["CGSL", "CKernels", "CArb", "CommandLineTool", "ToolProgram", "SandboxProgram"]
    let counts = try modules.filter { !internals.contains($0) }.sorted().map {
      ($0, try SymbolGraph.shared(of: $0).symbols.count { ["public", "open"].contains($0.accessLevel) })
    }
    let total = counts.reduce(0) { $0 + $1.1 }
    print("Public declarations: \(counts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")); \(total) in all.")
    #expect(counts.count >= 10 && total > 100 && total <= 500)
  }

  @Test(arguments: modules) func everyVisibleDeclarationIsDocumented(module: String) throws {
    let graph = try SymbolGraph.shared(of: module)
    #expect(graph.symbols.count >= 5)
    #expect(graph.undocumented == [])
  }
}

/// The declarations of a module that another one of the package can see, extracted by the compiler's own tool from what
/// is built beside the tests.
private struct SymbolGraph {
  let symbols: [Symbol]
  let relationships: [Relationship]

  private struct Part: Decodable {
    let symbols: [Symbol]
    let relationships: [Relationship]
  }

  struct Symbol: Decodable {
    let identifier: Identifier
    let accessLevel: String
    let pathComponents: [String]
    let docComment: DocComment?

    struct Identifier: Decodable { let precise: String }
    struct DocComment: Decodable {}
  }

  struct Relationship: Decodable {
    let source: String
    /// The declaration that this one's comment comes from.
    let sourceOrigin: Origin?

    struct Origin: Decodable {}
  }

  /// Names of declarations without a comment.
  var undocumented: [String] {
    let inheriting = Set(relationships.filter { $0.sourceOrigin != nil }.map(\.source))
    // What a property wrapper projects has the comment of its property.
    return symbols.filter { $0.docComment == nil && !inheriting.contains($0.identifier.precise) }
      .filter { $0.pathComponents.last?.hasPrefix("$") != true }.map { $0.pathComponents.joined(separator: ".") }
  }

  static var isAvailable: Bool {
    ProcessInfo.processInfo.environment["OPTIONAL_TOOLS"] == "required"
      || ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":").contains {
        FileManager.default.isExecutableFile(atPath: $0 + "/swift-symbolgraph-extract")
      } == true
  }

  /// The declarations of a module, which are extracted once for all tests.
  static func shared(of module: String) throws -> SymbolGraph {
    if let graph = extracted.withLock({ $0[module] }) { return graph }
    let graph = try SymbolGraph(of: module)
    extracted.withLock { $0[module] = graph }
    return graph
  }

  private static let extracted = Mutex<[String: SymbolGraph]>([:])

  private init(of module: String) throws {
    let products = builtProgram("")
    let checkouts = products.deletingLastPathComponent().deletingLastPathComponent().appending(path: "checkouts")
    func path(_ url: URL, _ rest: String = "") -> String { url.appending(path: rest).path(percentEncoded: false) }
    let arguments = [
      "-module-name", module, "-target", try Self.target.get(), "-minimum-access-level", "package",
      "-skip-synthesized-members", "-I", path(products, "Modules"), "-I", path(packageFolder, "Sources/CGSL"),
      "-I", path(packageFolder, "Sources/CKernels/include"), "-I", path(checkouts, "swift-numerics/Sources/_NumericsShims/include"),
      "-I", path(checkouts, "FlyingFox/CSystemLinux/include"),
      "-I", path(packageFolder, "Sources/CArb/include"),
      "-Xcc", "-fmodule-map-file=" + path(products, "CKernels.build/module.modulemap"),
      "-Xcc", "-fmodule-map-file=" + path(products, "CArb.build/module.modulemap"),
    ]
    // One file for the module's own types, and one for each module whose types it extends.
    let parts = try withTemporaryFolder { folder in
      let outcome = try runProcess(named: "swift-symbolgraph-extract", arguments + ["-output-dir", folder])
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try contents(folder).values.map { try JSONDecoder().decode(Part.self, from: $0) }
    }
    (symbols, relationships) = (parts.flatMap(\.symbols), parts.flatMap(\.relationships))
  }

  /// The triple that the compiler builds for.
  private static let target = Result {
    struct Info: Decodable {
      let target: Target
      struct Target: Decodable { let triple: String }
    }
    let printed = try runProcess(named: "swiftc", ["-print-target-info"]).output
    return try JSONDecoder().decode(Info.self, from: Data(printed.utf8)).target.triple
  }
}
