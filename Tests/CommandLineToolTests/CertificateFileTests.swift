import Foundation
import TestSupport
import Testing

/// Certificates as files, held against the checker, which shares no code with the tool.
@Suite(
  .waitsForPrograms,
  .enabled(if: OptionalTool.flint.isExpected, OptionalTool.flint.absence),
  .enabled(if: certificatesAreExpected, "needs the library Arb: make certificates"))
struct CertificateFileTests {
  /// Every family and combinator, crossings, kinks, infinities and singular ends.
  private static let pairs = [
    ("normal(0,1)", "normal(1,2)"), ("normal(0,1)", "normal(0,1)"), ("normal(0,0.001)", "normal(0,1)"), ("normal(0,1)", "laplace(0,1)"),
    ("logistic(0,1)", "normal(0,1.7)"), ("normal(0,1)", "cauchy(0,1)"), ("studentT(3,0,1)", "studentT(5,1,2)"),
    ("studentT(1.5,0,1)", "normal(0,1)"), ("uniform(0,1)", "uniform(0.5,2)"), ("uniform(0,1)", "uniform(2,3)"),
    ("beta(0.5,0.5)", "uniform(0,1)"), ("exponential(1)", "gamma(3,2)"), ("gamma(2,1)", "logNormal(0.5,0.5)"),
    ("weibull(1.5,1)", "exponential(1)"), ("pareto(3,1)", "pareto(2,1)"), ("gumbel(0,1)", "gumbel(2,1)"),
    ("triangular(0,1,3)", "beta(2,2)"), ("0.5*normal(-2,0.5)+0.5*normal(2,0.5)", "normal(0,2)"),
    ("truncated(normal(0,1),-1,2)", "uniform(-1,2)"), ("affine(gamma(2,1),3,-2)", "normal(-1,3)"),
    ("histogram(Examples/data/old-faithful.csv:waiting,bins=4)", "normal(70,13)"), ("inverseGaussian(1,2)", "gamma(2,1)"),
    ("normal(0,1)", "skewNormal(1,2,-3)"),
    ("gev(0,1,0.4)", "gev(0.1,1,0.3)"), ("gev(2,0.5,-1.5)", "gumbel(1,2)"),
    // One density in two texts: finer attempts are given up.
    ("gamma(1,2)", "exponential(2)"), ("affine(normal(0,1),1,2)", "normal(1,2)"),
    // Summands that are left out, densities that are moved, and signs of what is nearly 0.
    ("gumbel(0,1)", "cauchy(0,1)"), ("0.3*gumbel(0,1)+0.7*cauchy(0,1)", "0.4*affine(gumbel(0,1),1,-2)+0.6*studentT(3,0,1)"),
    ("cauchy(0,1)", "cauchy(5,1)"), ("normal(0,1)", "normal(0,1.0000001)"), ("gamma(2,1)", "0.999*gamma(2,1)+0.001*laplace(1,2)"),
  ]
  /// The same with what was typed.
  private static let decimals = [
    ("normal(0.1,1)", "laplace(0.3,0.7)"), ("gev(0.1,1.3,-0.3)", "0.3*gumbel(0.1,1)+0.7*uniform(-0.1,0.7)"),
    ("truncated(normal(0.1,1),-0.3,2.7)", "uniform(-0.3,2.7)"), ("triangular(0.1,0.2,0.7)", "affine(beta(0.3,0.6),0.1,0.6)"),
    ("affine(weibull(1.1,0.3),0.1,-0.7)", "affine(gamma(0.7,1.3),0.1,-0.7)"), ("affine(pareto(1.7,0.3),0.1,0.7)", "studentT(2.3,0.1,0.9)"),
    ("affine(uniform(0,0.1),0.7,3)", "uniform(0.7,1)"),
  ]

  /// All measures of one pair in four, and JS of the others; with `TEST_MULTIPLIER=4` all of all.
  @Test func theCheckerProvesThem() throws {
    try withTemporaryFolder { folder in
      let pairs = (Self.pairs.map { ($0, [String]()) } + Self.decimals.map { ($0, ["--exact-decimals"]) }).enumerated().map { index, item in
        (item.0, item.1 + (index * testMultiplier % 4 == 0 ? [] : ["--measure", "js"]))
      }
      let files = try pairs.enumerated().map { index, item in
        let (pair, options) = item
        let file = folder + "/\(index).json"
        let outcome = try runTool(["compare", pair.0, pair.1, "--certificate", file] + options)
        #expect([0, 1].contains(outcome.status), "\(pair): \(outcome.errors)")
        return file
      }
      let outcome = try check(files)
      #expect(outcome.status == 0, "\(outcome)")
      let sentences = outcome.output.split(separator: "\n")
      #expect(sentences.count == files.count && sentences.allSatisfy { $0.contains(": proved: ") }, "\(outcome.output)")
    }
  }

  /// What is said to be left out is not, or more; and another distance of a density that is moved.
  @Test func theCheckerRefusesWhatIsLeftOutWrongly() throws {
    try withTemporaryFolder { folder in
      func refuses(_ p: String, _ q: String, _ changes: [(String, String)], _ reason: String) throws {
        let file = folder + "/a.json"
        #expect(try runTool(["compare", p, q, "--certificate", file]).status == 0)
        let whole = try String(contentsOfFile: file, encoding: .utf8)
        for (old, new) in changes {
          let changed = whole.replacing(try Regex(old), with: new)
          #expect(changed != whole, "\(old)")
          try changed.write(toFile: folder + "/b.json", atomically: false, encoding: .utf8)
          let outcome = try check([folder + "/b.json"])
          #expect(outcome.status == 1 && outcome.output.contains(": not proved: "), "\(old): \(outcome)")
          #expect(outcome.output.contains(reason), "\(outcome)")
        }
      }
      let changes = [("\"loss\":\\[[^\\]]*\\]", "\"loss\":[\"0x0p0\",\"0x1p-900\"]"), ("\"p\":\\[\\],\"q\":\\[0\\]", "\"p\":[0],\"q\":[]")]
      try refuses("gumbel(0,1)", "cauchy(0,1)", changes, " reduction: ")
      try refuses("cauchy(0,1)", "cauchy(5,1)", [("\"translation\":\"0x5p0\"", "\"translation\":\"0x3p0\"")], "moved by another number")
    }
  }

  /// Each is refused on a computation of its own, not because one before it was.
  @Test(arguments: share(of: [[], ["--exact-decimals"]], oneIn: 2))
  func theCheckerRefusesTamperedOnes(options: [String]) throws {
    try withTemporaryFolder { folder in
      let file = folder + "/true.json"
      #expect(try runTool(["compare", "laplace(0.1,1)", "normal(1,2.3)", "--certificate", file] + options).status == 0)
      let script = packagePath("Tests/References/tampered-certificates.py")
      try FileManager.default.createDirectory(atPath: folder + "/false", withIntermediateDirectories: false)
      let made = try runShell("\(OptionalTool.flint.command) '\(script)' '\(file)' '\(folder)/false'")
      #expect(made.status == 0, "\(made)")
      let names = try contents(folder + "/false").keys.sorted()
      #expect(names.count >= 20)
      let outcome = try check(names.map { folder + "/false/" + $0 })
      let sentences = outcome.output.split(separator: "\n")
      #expect(outcome.status == 1 && sentences.count == names.count, "\(outcome)")
      for (name, sentence) in zip(names, sentences) {
        #expect(sentence.hasPrefix("\(folder)/false/\(name): not proved: "), "\(name): \(sentence)")
      }
    }
  }

  private static func file(_ members: String) -> String {
    """
    {"format": "divergences certificate", "version": 1, "reading": "doubles", "p": {"family": "normal", "parameters": ["0x0p0", "0x1p0"]},
    "q": {"family": "normal", "parameters": ["0x1p0", "0x1p0"]}, \(members)}
    """
  }

  /// What is no certificate, and what is said of it.
  private static let others = [
    ("", "it is no JSON"), ("no JSON", "it is no JSON"), (String(repeating: "[", count: 100_000), "nested too deeply"),
    ("[]", "has not the form"),
    ("{}", "'format' is missing"), ("{\"format\": \"divergences certificate\", \"version\": 2}", "the format is another"),
    (file("\"measures\": []"), "'integrals' is missing"), (file("\"measures\": [], \"integrals\": [1]"), "has not the form"),
    (file("\"measures\": [], \"integrals\": []"), "it states nothing"),
    (
      file("\"integrals\": [], \"measures\": [{\"measure\": \"js\", \"result\": \"refused\"}]"),
      "it states nothing: 1 measures were refused"
    ),
    (
      file("\"integrals\": [], \"measures\": []").replacingOccurrences(of: "0x1p0", with: "0x1p99999999"),
      "an exponent that no double leads to"
    ),
    (file("\"integrals\": [], \"measures\": []").replacingOccurrences(of: "0x1p0", with: "one"), "has not the form"),
    (file("\"integrals\": [], \"measures\": []").replacingOccurrences(of: "\"normal", with: "\"norm"), "'norm' is missing, or no name"),
  ]

  /// One sentence each, without the names that Python has for exceptions.
  @Test func whatIsNoCertificateIsRefused() throws {
    try withTemporaryFolder { folder in
      let files = try Self.others.enumerated().map { index, other in
        let file = folder + "/\(index).json"
        try other.0.write(toFile: file, atomically: false, encoding: .utf8)
        return file
      }
      let outcome = try check(files)
      let sentences = outcome.output.split(separator: "\n")
      #expect(outcome.status == 1 && sentences.count == files.count && outcome.errors.isEmpty, "\(outcome)")
      for (sentence, (file, other)) in zip(sentences, zip(files, Self.others)) {
        #expect(sentence.hasPrefix(file) && sentence.contains(other.1) && !sentence.contains("Error"), "\(sentence)")
      }
    }
  }

  @Test func aFileThatIsNotThereIsSaidSo() throws {
    let outcome = try check(["/no-such-folder/a.json"])
    #expect(outcome.status == 1 && outcome.output == "/no-such-folder/a.json: cannot be read: No such file or directory.\n", "\(outcome)")
  }

  private func check(_ files: [String]) throws -> ProcessOutcome {
    let names = files.map { "'\($0)'" }.joined(separator: " ")
    return try runShell("\(OptionalTool.flint.command) '\(packagePath("Scripts/check-certificate"))' \(names)")
  }
}

/// Whether there are certificates here, or their absence is a failure.
let certificatesAreExpected: Bool = {
  if ProcessInfo.processInfo.environment["OPTIONAL_TOOLS"] == "required" { return true }
  let outcome = try? runTool(["compare", "normal(0,1)", "normal(0,1)", "--measure", "js", "--certificate"])
  return outcome?.errors.contains("make certificates") == false
}()
