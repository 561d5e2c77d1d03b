import CommandLineTool
import Densities
import Foundation
import Scalars
import TestSupport
import Testing

/// Nothing that is typed traps: a trap would end this very process. Seeded, so that a failure can be repeated.
///
/// `TEST_MULTIPLIER=20 swift test --filter FuzzTests` types twenty times as much.
@Suite struct FuzzTests {
  @Test func textsThatAreAlmostDensitiesNeverTrap() {
    var writer = ArgumentWriter(seed: 1)
    var outcomes = (accepted: 0, refused: 0)
    var notNumbers: [String] = []
    for _ in 0..<10_000 * testMultiplier {
      let text = writer.density(depth: 3)
      do {
        let density = try parseDensity(text)
        outcomes.accepted += 1
        for x: Double in [-.infinity, -1e300, -1, 0, 0.5, 1, .leastNonzeroMagnitude, 1e300, .infinity] {
          let values = [density.logDensity(at: x), density.cumulative(x), density.survival(x)]
          if values.contains(where: \.isNaN) { notNumbers.append("\(text) at \(x)") }
        }
      } catch {
        outcomes.refused += 1
        #expect(!error.description.isEmpty, "\(text)")
      }
    }
    #expect(outcomes.accepted > 300 && outcomes.refused > 300)
    let families = Dictionary(grouping: notNumbers) { $0.prefix { $0 != "(" } }.mapValues { ($0.count, $0[0]) }
    #expect(families.isEmpty, "\(families)")
  }

  /// Every command with every option of the tool, by what the tool itself says that it takes.
  ///
  /// In a process of its own, whose working folder is a temporary one: a stray word may be the name of an output.
  /// `FUZZ_SEED=7` types others than usual.
  @Test func commandLinesNeverTrap() async {
    await #expect(processExitsWith: .success) {
      try withTemporaryFolder { folder in
        var writer = try CommandWriter(seed: fuzzSeed(2), folder: folder)
        #expect(FileManager.default.changeCurrentDirectoryPath(folder))
        var statuses: [String: [Int32: Int]] = [:]
        for _ in 0..<160 * testMultiplier {
          let arguments = writer.arguments()
          var errors: [String] = []
          let console = Console(isTerminal: false, output: { _ in }, errors: { errors.append($0) })
          let start = ContinuousClock.now
          let status = Tool.run(arguments, on: console)
          #expect(ContinuousClock.now - start < .seconds(30), "\(arguments)")
          statuses[arguments.first ?? "", default: [:]][status, default: 0] += 1
          #expect([0, 1, 2, 64].contains(status), "\(arguments)")
          // A training that fails says why; other results of status 1 say it in their rows. A note goes with a result.
          let isNoted = errors.allSatisfy { $0.hasPrefix("Note: ") }
          #expect(status == 1 || (status == 0) == isNoted, "\(arguments): \(errors)")
          #expect(
            errors.count <= 1
              && errors.allSatisfy { $0.hasSuffix("\n") && ".?".contains($0.dropLast().suffix(1)) && !$0.dropLast().contains("\n") },
            "\(arguments): \(errors)")
        }
        // Every command is asked rightly and wrongly, where there are enough.
        for name in writer.names where testMultiplier >= 3 {
          #expect(statuses[name]?[0] ?? 0 > 0 && statuses[name]?.filter { $0.key >= 2 }.isEmpty == false, "\(name): \(statuses)")
        }
      }
    }
  }

  @Test func builtToolNeverTraps() throws {
    try withTemporaryFolder { folder in
      var writer = try CommandWriter(seed: fuzzSeed(3), folder: folder)
      for _ in 0..<10 * testMultiplier {
        let arguments = writer.arguments()
        // No process can be given a text with a zero byte.
        guard !arguments.joined().utf8.contains(0) else { continue }
        let outcome = try runTool(arguments, in: URL(filePath: folder))
        #expect(!outcome.wasKilled && [0, 1, 2, 64].contains(outcome.status), "\(arguments)")
      }
    }
  }
}

private func fuzzSeed(_ usual: UInt64) -> UInt64 { ProcessInfo.processInfo.environment["FUZZ_SEED"].flatMap { UInt64($0) } ?? usual }

/// Writes texts that are densities, nearly densities, or none.
struct ArgumentWriter {
  private var generator: CounterRandom

  init(seed: UInt64) { generator = CounterRandom(seed: seed) }

  mutating func density(depth: Int) -> String {
    var text: String
    switch Int.random(in: 0..<(depth > 0 ? 10 : 5), using: &generator) {
    case 5: text = "truncated(\(density(depth: depth - 1)),\(number()),\(number()))"
    case 6: text = "affine(\(density(depth: depth - 1)),\(number()),\(number()))"
    case 7:
      let weight = pick([0.5, 0.25, 0, 1, 0.999])
      text = "\(weight)*\(density(depth: depth - 1))+\(1 - weight)*\(density(depth: depth - 1))"
    case 8: text = "\(number())*\(density(depth: depth - 1))"
    case 9: text = pick(["kde(", "histogram("]) + pick(["a:b", "Examples/data/old-faithful.csv:waiting", "/:x", ":", "", ",bins=1"]) + ")"
    default:
      let family = pick(Catalogue.families)
      text = family.name + "(" + family.parameters.map { chance(0.1) ? "\($0.name)=\(number())" : number() }.joined(separator: ",") + ")"
    }
    if chance(0.1) { mutate(&text) }
    return text
  }

  mutating func number() -> String {
    pick([
      "0", "1", "2", "0.5", "3", "1.5", "10", "-1", "1e-3", "100", "0.05", "5", "1", "2", "1e300", "1e-300", "-0", "nan", "inf", "1e999",
      "", "5e-324",
    ])
  }

  /// Removes, doubles or replaces a character.
  mutating func mutate(_ text: inout String) {
    var characters = Array(text)
    guard let index = characters.indices.randomElement(using: &generator) else { return }
    switch Int.random(in: 0..<3, using: &generator) {
    case 0: characters.remove(at: index)
    case 1: characters.insert(characters[index], at: index)
    default: characters[index] = pick(["(", ")", ",", "=", "+", "*", ":", " ", "\0", "é", "\u{301}", "-", "\n", "9"])
    }
    text = String(characters)
  }

  mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &generator) < probability }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &generator)]
  }
}
