import CommandLineTool
import Densities
import Foundation
import Scalars
import Testing

/// Nothing that is typed traps: a trap would end this very process. Seeded, so that a failure can be repeated.
///
/// `TEST_MULTIPLIER=20 swift test --filter FuzzTests` types twenty times as much.
@Suite struct FuzzTests {
  private let multiplier = ProcessInfo.processInfo.environment["TEST_MULTIPLIER"].flatMap { Int($0) } ?? 1

  @Test func textsThatAreAlmostDensitiesNeverTrap() {
    var writer = ArgumentWriter(seed: 1)
    var outcomes = (accepted: 0, refused: 0)
    var notNumbers: [String] = []
    for _ in 0..<40_000 * multiplier {
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
    #expect(outcomes.accepted > 1000 && outcomes.refused > 1000)
    let families = Dictionary(grouping: notNumbers) { $0.prefix { $0 != "(" } }.mapValues { ($0.count, $0[0]) }
    #expect(families.isEmpty, "\(families)")
  }

  @Test func commandLinesNeverTrap() {
    var writer = ArgumentWriter(seed: 2)
    var statuses: [Int32: Int] = [:]
    for _ in 0..<300 * multiplier {
      let arguments = writer.arguments()
      var errors: [String] = []
      let console = Console(isTerminal: false, output: { _ in }, errors: { errors.append($0) })
      let status = Tool.run(arguments, on: console)
      statuses[status, default: 0] += 1
      #expect([0, 1, 2, 64].contains(status), "\(arguments)")
      #expect((status <= 1) == errors.isEmpty, "\(arguments): \(errors)")
      #expect(
        errors.allSatisfy { $0.hasSuffix("\n") && ".?".contains($0.dropLast().suffix(1)) && !$0.dropLast().contains("\n") }, "\(errors)")
    }
    #expect([0, 2, 64].allSatisfy { statuses[$0, default: 0] > 10 }, "\(statuses)")
  }

  @Test func builtToolNeverTraps() throws {
    var writer = ArgumentWriter(seed: 3)
    for _ in 0..<40 * multiplier {
      let arguments = writer.arguments()
      let outcome = try runTool(arguments)
      #expect(!outcome.wasKilled && [0, 1, 2, 64].contains(outcome.status), "\(arguments)")
    }
  }
}

/// Writes command lines that are right, nearly right, or wrong.
struct ArgumentWriter {
  private var generator: CounterRandom

  init(seed: UInt64) { generator = CounterRandom(seed: seed) }

  mutating func arguments() -> [String] {
    if chance(0.3) { return study() }
    var arguments = [pick(["compare", "compare", "curves", "curves", "fit", "verify", "", "--help", "x"])]
    if arguments[0] == "verify" { arguments += ["--claim", "A12", "--p", density(depth: 1), "--q", pick(["normal(0,", "normal(0,1)"])] }
    if arguments[0] == "fit" {
      arguments += [
        pick(["Examples/data/old-faithful.csv:waiting", "Examples/data/old-faithful.csv:wait", "normal(0,", ":", "a:b", "\u{FEFF}"])
      ]
    }
    for _ in 0..<(chance(0.95) ? 2 : 1) { arguments.append(density(depth: 1)) }
    if arguments[0] == "curves" {
      arguments += ["--points", pick(["2", "9", "50", "1", "0", "-1", "1e9", "nan", "", "0x10", "99999999999999999999"])]
    }
    if chance(0.2) { arguments.append(pick(["--from", "--to", "--output", "--format", "--seed", "--", "-", "-o", "--family", "\u{301}"])) }
    if chance(0.2) { arguments.append(pick(["csv", "0", "1e308", "-inf", "/no/such/x", "/", "a\u{0}b", "💥"])) }
    return arguments
  }

  /// A small study of what goes wrong in a GAN, with options that may repeat, be absurd, or have no effect.
  private mutating func study() -> [String] {
    var (arguments, options): ([String], [(String, [String])])
    let few = ["2", "3", "7", "0", "-1", "1e9", "nan", ""]
    switch Int.random(in: 0..<6, using: &generator) {
    case 0:
      arguments = ["landscape", pick(["normal(0,1)", density(depth: 0)]), "--objective", "js", "--mean-from", "-1", "--mean-to", "1"]
      options = [("--objective", ["js", "kl_pq", "x"]), ("--sd-from", few), ("--sd-to", few), ("--grid", [])]
    case 1:
      arguments = ["dirac"]
      options = [
        ("--game", ["minimax", "r1(0.3)", "r1(-1)", "unrolled(5,0.2)"]), ("--steps", few), ("--rate", few), ("--eigenvalues", []),
      ]
    case 2:
      arguments = ["wasserstein", density(depth: 0), density(depth: 0), "--points", "9"]
      options = [("--points", few), ("--critic", ["clipping(0.1)", "gradient(10)", "r1(1)"]), ("--steps", ["3"]), ("--summary", [])]
    case 3:
      arguments = ["oscillation", "--steps", "20"]
      options = [
        ("--noise", few), ("--penalty", ["none", "r1(0.1)", "r1(x)"]), ("--batch", few), ("--eigenvalues", []), ("--spectrum", []),
      ]
    case 4:
      arguments = ["fgan", density(depth: 0), "--settings", "brief", "--steps", "5", "--objective", "f-js"]
      options = [("--objective", ["f-kl", "f-js", "x"]), ("--steps", ["2", "0", "x"]), ("--cross", [])]
    default:
      arguments = ["support", pick(["Examples/data/old-faithful.csv:waiting", "normal(0,1)", density(depth: 0)]), "--trials", "20"]
      options = [("--tolerance", ["0.1", "0", "-1", "1e300", "inf"]), ("--sample-size", few), ("--seed", few)]
    }
    for _ in 0..<Int.random(in: 0..<4, using: &generator) {
      let (name, values) = pick(options)
      arguments += [name] + (values.isEmpty ? [] : [pick(values)])
    }
    return arguments
  }

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
      let (name, parameters) = pick(Self.families)
      text = name + "(" + parameters.map { chance(0.1) ? "\($0)=\(number())" : number() }.joined(separator: ",") + ")"
    }
    if chance(0.1) { mutate(&text) }
    return text
  }

  private static let families: [(String, [String])] = [
    ("normal", ["mean", "sd"]), ("laplace", ["location", "scale"]), ("logistic", ["location", "scale"]), ("cauchy", ["location", "scale"]),
    ("studentT", ["dof", "location", "scale"]), ("uniform", ["lower", "upper"]), ("exponential", ["rate"]), ("gamma", ["shape", "rate"]),
    ("beta", ["alpha", "beta"]), ("logNormal", ["mu", "sigma"]), ("weibull", ["shape", "scale"]), ("pareto", ["shape", "scale"]),
    ("gumbel", ["location", "scale"]), ("triangular", ["lower", "mode", "upper"]),
  ]

  private mutating func number() -> String {
    pick([
      "0", "1", "2", "0.5", "3", "1.5", "10", "-1", "1e-3", "100", "0.05", "5", "1", "2", "1e300", "1e-300", "-0", "nan", "inf", "1e999",
      "", "5e-324",
    ])
  }

  /// Removes, doubles or replaces a character.
  private mutating func mutate(_ text: inout String) {
    var characters = Array(text)
    guard let index = characters.indices.randomElement(using: &generator) else { return }
    switch Int.random(in: 0..<3, using: &generator) {
    case 0: characters.remove(at: index)
    case 1: characters.insert(characters[index], at: index)
    default: characters[index] = pick(["(", ")", ",", "=", "+", "*", ":", " ", "\0", "é", "\u{301}", "-", "\n", "9"])
    }
    text = String(characters)
  }

  private mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &generator) < probability }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &generator)]
  }
}
