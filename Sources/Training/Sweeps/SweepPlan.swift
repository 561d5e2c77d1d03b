import Foundation

/// Many trainings as a file states them: every method on every density with every seed.
///
/// The file is JSON, in which comments are allowed:
/// ```json
/// {
///   "settings": {"width": 16, "steps": 8000},
///   "densities": [{"name": "two modes", "p": "0.5*normal(-3,0.5)+0.5*normal(3,0.5)"}],
///   "methods": [{"name": "R1", "settings": {"penalty": "r1(0.1)"}}],
///   "seeds": 20
/// }
/// ```
/// Settings are those of `run.json`, by the same names: what is not said keeps its default, and a method's own come
/// before those for all. Seeds are 1, 2, …, or go up from a `firstSeed`. The plan in a sweep's folder also has the
/// `vectorWidth` of its runs; in a plan to be carried out it asks for that width.
package struct SweepPlan: Sendable {
  /// The names of the methods, in order.
  package let methods: [String]
  /// The names of the densities, in order.
  package let densities: [String]
  /// How many seeds each has.
  package let seeds: Int
  /// The first of them.
  private let firstSeed: Int
  /// The file, for messages.
  let name: String
  /// The plan as text that is the same for the same plan, whatever its spacing, its order of keys and its vector width.
  let canonical: String
  /// The vector width that the plan asks for.
  let vectorWidth: String?
  /// The densities as they are written, and the settings of each method, valid but for the seed.
  private let texts: [String]
  private let settings: [TrainingSettings]
  private let places: (densities: [String: Int], methods: [String: Int])

  private static let mostSeeds = 100_000
  private static let mostRuns = 1_000_000
  private static let greatestFirstSeed = 1_000_000_000

  /// Reads a plan; throws one sentence that names the field by its path, the value and the condition.
  package init(parsingJSON bytes: [UInt8], name: String) throws(RunError) {
    let document = try Document(bytes, name)
    self.name = name
    let (densities, methods) = (try document.densities(), try document.methods())
    seeds = try document.part("seeds", "such as \"seeds\": 20").wholeNumber(from: 1, to: Self.mostSeeds, 20)
    firstSeed = try document.firstSeed?.wholeNumber(from: 0, to: Self.greatestFirstSeed, 1001) ?? 1
    guard methods.count * densities.count <= Self.mostRuns / seeds else {
      throw RunError(
        "\(name): a plan has at most \(Self.mostRuns) runs, and this one has \(methods.count) methods on \(densities.count) densities "
          + "with \(seeds) seeds: take fewer seeds, or several plans")
    }
    (self.densities, texts) = (densities.map(\.name), densities.map(\.p))
    (self.methods, settings) = (methods.map(\.name), methods.map(\.settings))
    func places(_ names: [String]) -> [String: Int] { Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) }) }
    self.places = (places(self.densities), places(self.methods))
    (canonical, vectorWidth) = (document.canonical, try document.vectorWidth())
  }

  /// What a sweep's folder holds as `plan.json`.
  static func recorded(_ canonical: String, vectorWidth: String) -> String {
    // An object with entries begins with a brace on a line of its own, and the last key in the alphabet comes at its
    // end.
    canonical.dropLast(2) + ",\n  \"vectorWidth\" : \"\(vectorWidth)\"\n}\n"
  }

  /// What a folder's `plan.json` says; nil where it is not what a sweep writes.
  static func recorded(in bytes: [UInt8]) -> (canonical: String, vectorWidth: String)? {
    guard let document = try? Document(bytes, "the plan"), let width = try? document.vectorWidth(),
      bytes.elementsEqual(recorded(document.canonical, vectorWidth: width).utf8)
    else { return nil }
    return (document.canonical, width)
  }
}

/// The runs by their numbers, from 0: by density, then method, then seed.
extension SweepPlan {
  /// How many runs there are.
  package var runCount: Int { densities.count * methods.count * seeds }

  /// The run of a number. Runs are made when they are asked for, so that a long plan takes no more memory than a short one.
  func run(_ index: Int) -> SweepRun {
    let (cell, seed) = index.quotientAndRemainder(dividingBy: seeds)
    let (density, method) = cell.quotientAndRemainder(dividingBy: methods.count)
    var settings = RunSettings(p: texts[density])
    settings.training = self.settings[method]
    settings.training.seed = UInt64(firstSeed + seed)
    return SweepRun(
      index: index, key: SweepKey(density: densities[density], method: methods[method], seed: settings.training.seed), settings: settings)
  }

  /// The number of a run; nil where the plan has none of these names and this seed.
  func index(of key: SweepKey) -> Int? {
    guard let density = places.densities[key.density], let method = places.methods[key.method],
      let seed = Int(exactly: key.seed), (firstSeed..<firstSeed + seeds).contains(seed)
    else { return nil }
    return (density * methods.count + method) * seeds + seed - firstSeed
  }

  /// The game on each density, in order; throws one sentence where it cannot be trained on.
  func games() throws -> [GAN] {
    try densities.indices.map { density in
      do {
        let gan = try run(density * methods.count * seeds).settings.gan()
        try gan.check()
        return gan
      } catch { throw RunError("\(name), densities[\(density)].p of the density '\(densities[density])': \(error)") }
    }
  }

  /// What came of each method on each density of which there are rows.
  func summaries(of rows: [SweepRow]) -> [SweepSummary] {
    let groups = Dictionary(grouping: rows) { SweepKey(density: $0.key.density, method: $0.key.method) }
    return densities.flatMap { density in
      methods.compactMap { method in
        let key = SweepKey(density: density, method: method)
        return groups[key].map { SweepSummary(key, $0) }
      }
    }
  }
}

/// The fields of a plan. One that is unknown, missing or of the wrong kind is an error that names it.
private struct Document {
  let file: String
  let canonical: String
  private let parts: [String: PlanPart]

  private static let example = "one such as divergences sweep --plan-template prints"
  private static let density = "{\"name\": \"two modes\", \"p\": \"0.5*normal(-3,0.5)+0.5*normal(3,0.5)\"}"
  private static let method = "{\"name\": \"R1\", \"settings\": {\"penalty\": \"r1(0.1)\"}}"

  init(_ bytes: [UInt8], _ file: String) throws(RunError) {
    self.file = file
    let value = try PlanValue(parsing: bytes, file: file)
    parts = try PlanPart(file: file, path: "", value: value)
      .fields(
        ["settings", "densities", "methods", "seeds", "firstSeed", "vectorWidth"], "an object with densities, methods and seeds",
        Self.example)
    guard case .object(let fields) = value else { preconditionFailure("an object was read") }
    canonical = PlanValue.object(fields.filter { $0.name != "vectorWidth" }).json(.prettyPrinted)
  }

  /// A field that a plan must have.
  func part(_ name: String, _ example: String) throws(RunError) -> PlanPart {
    guard let part = parts[name] else { throw RunError("\(file): a plan has a field '\(name)', and this one has none: add it, \(example)") }
    return part
  }

  /// A field that a plan may have.
  var firstSeed: PlanPart? { parts["firstSeed"] }

  func vectorWidth() throws(RunError) -> String? {
    guard let part = parts["vectorWidth"] else { return nil }
    let width = try part.text("a text", "\"avx2\"")
    guard width.wholeMatch(of: /[a-z0-9]+([+\/][a-z0-9]+)*/) != nil else {
      throw part.failure("'vectorWidth' must be a name such as avx2, and is '\(width.prefix(40))'")
    }
    return width
  }

  func densities() throws(RunError) -> [(name: String, p: String)] {
    let named = try named("densities", "p", Self.density)
    var densities: [(name: String, p: String)] = []
    for (name, part, fields) in named {
      guard let p = fields["p"] else {
        throw part.failure("the density '\(name)' has no p: add one, such as \"p\": \"normal(0,1)\"")
      }
      densities.append((name, try p.text("a text", "one such as \"normal(0,1)\"")))
    }
    return densities
  }

  func methods() throws(RunError) -> [(name: String, settings: TrainingSettings)] {
    let shared = try parts["settings"].map { part throws(RunError) in try namedSettings(part) } ?? []
    var common = TrainingSettings()
    for part in shared { common = try part.set(in: common) }
    let named = try named("methods", "settings", Self.method)
    var methods: [(name: String, settings: TrainingSettings)] = []
    for (name, part, fields) in named {
      let own = try fields["settings"].map { part throws(RunError) in try namedSettings(part) } ?? []
      var settings = common
      for part in own { settings = try part.set(in: settings) }
      do { try settings.check() } catch {
        // The setting is the method's own, or one for all.
        let place = (own + shared).first { $0.path.hasSuffix("." + (error.setting ?? "")) }
        var blamed = place ?? part
        blamed.owner = "the method '\(name)'"
        throw blamed.failure(error.inPlans)
      }
      methods.append((name, settings))
    }
    return methods
  }

  /// The settings that an object names, in its order.
  private func namedSettings(_ part: PlanPart) throws(RunError) -> [PlanPart] {
    let fields = try part.fields(
      TrainingSettings.kinds.map(\.name), "an object with settings", "one such as {\"penalty\": \"r1(0.1)\"}", called: "setting")
    return fields.values.sorted { $0.path < $1.path }
  }

  /// The entries of a list of objects, each with a name of its own and another field.
  private func named(
    _ list: String, _ field: String, _ example: String
  ) throws(RunError) -> [(name: String, part: PlanPart, fields: [String: PlanPart])] {
    var (entries, known) = ([(name: String, part: PlanPart, fields: [String: PlanPart])](), [String: Int]())
    for (index, entry) in try part(list, "such as \"\(list)\": [\(example)]").elements("a list of objects", example).enumerated() {
      var part = entry
      if case .object(let fields) = part.value, case .text(let name)? = fields.first(where: { $0.name == "name" })?.value {
        part.owner = "the \(list == "methods" ? "method" : "density") '\(name)'"
      }
      let fields = try part.fields(["name", field], "an object with a name and \(field)", example)
      guard let own = fields["name"] else { throw part.failure("it has no name: add one, such as \"name\": \"my own\"") }
      let name = try own.text("a text", "one such as \"my own\"")
      guard !name.isEmpty else { throw own.failure("the name is empty: write one such as \"my own\"") }
      if let other = known.updateValue(index, forKey: name) {
        throw own.failure("\(list)[\(other)] is called '\(name)', too: give each a name of its own")
      }
      entries.append((name, part, fields))
    }
    return entries
  }
}
