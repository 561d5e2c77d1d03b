import Claims
import Foundation
import TestSupport
import Testing

/// What is said to be the lecture's is what its deck prints.
///
/// The deck is a lecture on generative adversarial networks of 2018, in Russian. What it prints is listed here in our
/// words. A sentence with “the slide says” must be on one of these topics, and may have no formula that the deck has
/// not; “the slide's …” must be something that it has.
@Suite struct AttributionTests {
  /// A topic of the deck: a phrase by which a sentence about it is told, and the formulas that the deck prints on it,
  /// as the scripts write them.
  private struct Printed {
    let phrase: String
    var formulas: [String] = []
  }

  private static let deck = [
    Printed(phrase: "to maximise the log-likelihood", formulas: [#"D_{\mathrm{KL}}(\hat p_{\mathrm{data}}\,\|\,p_{\mathrm{model}})"#]),
    // Twice: over the minimax game, and over the one with the non-saturating loss.
    Printed(phrase: "zero-sum game"),
    Printed(phrase: "for a fixed generator the optimum is reached", formulas: ["D^* = P/(P + Q)"]),
    Printed(
      phrase: "min-max functional in the space of functions",
      formulas: [#"\mathrm{JS}(P,Q) = \mathrm{KL}(P\|M) + \mathrm{KL}(Q\|M)"#, "M = (P+Q)/2"]),
    Printed(
      phrase: "the improved objective",
      formulas: [
        #"\frac1m \sum_{i=1}^m [\log D(x_i) + \log(1 - D(G(z_i)))]"#, #"\frac1m \sum_{i=1}^m \log D(G(z_i))"#,
      ]),
    // The four problems; the last is “and others”.
    Printed(phrase: "guaranteed to converge only in the space of functions"),
    Printed(phrase: "losses oscillate"),
    Printed(phrase: "modes collapse"),
    // The discriminator flips a coin where the samples are.
    Printed(phrase: "story in five steps"), Printed(phrase: "of temperatures"), Printed(phrase: "flips a coin"),
    Printed(phrase: "surely (“наверняка”) a duplicate", formulas: [#"\sqrt N"#, "N", "s", "s^2"]),
    Printed(phrase: "takes for the support"),
    Printed(phrase: "cites the Wasserstein GAN paper"),
    Printed(
      phrase: "for a fixed optimal discriminator",
      formulas: [#"\mathbb{E}_z[-\log D(G(z))]"#, #"\mathrm{KL}(Q\|P) - 2\,\mathrm{JS}(P,Q)"#, "E[−log D]", "KL(Q‖P) − 2 JS(P,Q)"]),
    // The two questions at the end.
    Printed(phrase: "which conclusions"), Printed(phrase: "how can these problems be overcome"),
    // What it has not.
    Printed(phrase: "has no f-GAN"),
    // Our own judgement of it, not its words.
    Printed(phrase: "should have said"),
  ]

  /// What “the slide's …” and “the lecture's …” may go on with.
  private static let possessions = [
    "JS", "own", "un-halved", "literal", "formula", "sentence", "statement", "algorithm", "Algorithm 1", "Jensen–Shannon", "KL", "$s^2$",
    "story", "five", "first", "discriminator", "objective", "terms",
  ]

  /// The sentences that attribute something to the slide or the lecture, with what is wrong with them.
  private static func faults(in text: String, isCode: Bool = false) -> [String] {
    passages(of: text, isCode: isCode).flatMap { passage in
      passage.text.split(separator: /[.?!;]\s+/).compactMap { fault(in: String($0), isProse: passage.isProse) }
    }
  }

  private static func fault(in sentence: String, isProse: Bool) -> String? {
    for match in sentence.matches(of: /(?:slide|lecture)(?:'s|’s) (\S+(?: \d)?)/)
    where !possessions.contains(where: { match.1.hasPrefix($0) }) {
      return "it has no “\(match.1)”: \(sentence)"
    }
    guard
      sentence.contains(
        /(?i)\b(?:slides?|lecture) (?:\w+ )?(?:(?:say|print|tell|ask|cite|state|claim|show|end|list|name|take)s?|has|should)\b(?!”)/
      )
    else {
      // “The algorithm of the slide”.
      return sentence.contains(/(?i)\b(?:of|in|to|on) the slides?\b/) ? "name what it says: \(sentence)" : nil
    }
    let topics = deck.filter { sentence.localizedCaseInsensitiveContains($0.phrase) }
    if topics.isEmpty { return "no topic of the deck: \(sentence)" }
    let known = Set(topics.flatMap(\.formulas).map(squeezed))
    // In code a $ begins no formula.
    let formulas = isProse ? sentence.matches(of: /\$+([^$]+)\$+/).map { String($0.1) } : []
    return formulas.first { !known.contains(squeezed($0)) }.map { "the deck has no “\($0)”: \(sentence)" }
  }

  private static func squeezed(_ formula: String) -> String { formula.filter { !$0.isWhitespace } }

  /// What speaks of the slide or the lecture: a comment or a paragraph, across its lines and without its marks, or a
  /// line of code.
  private static func passages(of text: String, isCode: Bool) -> [(text: String, isProse: Bool)] {
    var passages: [(text: String, mark: String?)] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.drop { $0 == " " }
      // The lines of a page have no mark. A line of code stands alone.
      let mark = ["//:", "///", "//"].first { words.hasPrefix($0) } ?? (isCode ? nil : "")
      let stripped = String(words.dropFirst(mark?.count ?? 0).drop { $0 == " " })
      if let mark, let last = passages.last, last.mark == mark, !stripped.isEmpty {
        passages[passages.count - 1].text += " " + stripped
      } else {
        passages.append((stripped, stripped.isEmpty ? nil : mark))
      }
    }
    return passages.filter { $0.text.contains("slide") || $0.text.contains("lecture") }.map { ($0.text, $0.mark != nil) }
  }

  /// The texts that speak of the lecture.
  static let files: [String] = {
    let folders = ["Sources", "notebooks-as-scripts", "Documentation"]
    let paths = folders.flatMap { folder in
      FileManager.default.enumerator(atPath: packageFolder.appending(path: folder).path(percentEncoded: false))?.compactMap {
        $0 as? String
      }
      .filter { ($0.hasSuffix(".swift") || $0.hasSuffix(".md")) && !$0.hasPrefix("expected") }.map { folder + "/" + $0 } ?? []
    }
    return paths.sorted() + ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "CLAIMS.md", "Benchmarks/README.md"]
  }()

  @Test func whatTheSlideSaysIsOnIt() throws {
    #expect(Self.files.count > 100)
    for file in Self.files {
      let text = try String(contentsOf: packageFolder.appending(path: file), encoding: .utf8)
      guard text.contains("slide") || text.contains("lecture") else { continue }
      for fault in Self.faults(in: text, isCode: file.hasSuffix(".swift")) { Issue.record("\(file): \(fault)") }
    }
  }

  /// Claims that have the lecture for their source state what it prints.
  @Test func claimsOfTheLectureAreOnItsSlides() {
    let statements = [
      "KL(Q‖P) − 2 JS(P,Q)", "flees from mode to mode", "The optimal discriminator is D*(x) = p(x)/(p(x) + q(x)).",
      "Maximum likelihood is minimum KL", "the generator's support has about s² points", "is a zero-sum game",
      "guaranteed to converge only in the space of functions",
    ]
    let claims = Claim.all.filter { $0.source.contains("lecture") }
    #expect(claims.map(\.id).sorted() == ["A1", "A14", "A4", "A4N", "C19", "E5", "G1", "G9", "M1"])
    for claim in claims { #expect(statements.contains { claim.statement.contains($0) }, "\(claim.id): \(claim.statement)") }
  }

  /// Sentences that stood in the scripts, and others of their kind: each is found, and what the deck prints is not.
  @Test(arguments: [
    ("The slide says: at the optimal discriminator the generator minimises $-\\log 4 + 2\\,\\mathrm{JS}(P,Q)$.", false),
    ("The slide says: in the space of functions the game is convex in the generator's density.", false),
    ("The slide ends with a list: gradient penalties, noise, other losses.", false),
    ("The slide says: every f-divergence has a variational bound, $D_f(P\\|Q) = \\sup_T$.", false),
    ("The slide says: where the supports do not meet, JS is $\\log 2$.", false),
    ("The algorithm of the slide: repeat k times a step.", false),
    ("//: The slide's picture is right in outline.", false),
    ("//: The slide says: to optimise the min-max functional\n//: in the space of functions is to minimise $\\log 4$.", false),
    (
      "The slide says: for a fixed generator the optimum is reached where the discriminator is $D^* = P/(P + Q)$. "
        + "It is $\\tfrac12$ at $P = Q$.",
      true
    ),
    ("The slide's $s^2$ would be 289.", true), ("a script that reads like a lecture", true),
  ])
  func wrongAttributionsAreFound(_ text: String, _ isRight: Bool) {
    #expect(Self.faults(in: text).isEmpty == isRight, "\(Self.faults(in: text))")
  }
}
