import Foundation

/// Many trainings as a file states them: every method on every density with every seed.
///
/// The file is JSON:
/// ```json
/// {
///   "settings": {"width": 16, "steps": 8000},
///   "densities": [{"name": "two modes", "p": "0.5*normal(-3,0.5)+0.5*normal(3,0.5)"}],
///   "methods": [{"name": "R1", "settings": {"penalty": "r1(0.1)"}}],
///   "seeds": 20
/// }
/// ```
/// Settings are those of `run.json`, by the same names: what is not said keeps its default, and a method's own come
/// before those for all. Seeds are 1, 2, …. The plan in a sweep's folder also has the `vectorWidth` of its runs; in a
/// plan to be carried out it asks for that width.
package struct SweepPlan: Sendable {
  /// The names of the methods, in order.
  package let methods: [String]
  /// The names of the densities, in order.
  package let densities: [String]
  /// How many seeds each has.
  package let seeds: Int
  /// The file, for messages.
  let name: String
  /// Every run, by density, then method, then seed.
  package let runs: [SweepRun]
  /// The plan as text that is the same for the same plan, whatever its spacing, its order of keys and its vector width.
  let canonical: String
  /// The vector width that the plan asks for.
  let vectorWidth: String?

  private static let mostSeeds = 100_000
  private static let mostRuns = 1_000_000

  /// Reads a plan; throws one sentence that names the entry and the condition.
  package init(parsingJSON bytes: [UInt8], name: String) throws(RunError) {
    let document = try Document(bytes, name)
    self.name = name
    methods = try document.names(of: document.methods, "methods")
    densities = try document.names(of: document.densities, "densities")
    seeds = document.seeds
    guard (1...Self.mostSeeds).contains(seeds) else {
      throw RunError("\(name): seeds must be from 1 to \(Self.mostSeeds), and is \(seeds)")
    }
    guard methods.count * densities.count <= Self.mostRuns / seeds else {
      throw RunError("\(name): a plan has at most \(Self.mostRuns) runs, and this one has more")
    }
    var runs: [SweepRun] = []
    for (density, densityName) in zip(document.densities, densities) {
      for (method, methodName) in zip(document.methods, methods) {
        let settings = try document.settings(of: method, called: methodName, on: density, called: densityName)
        for seed in 1...UInt64(seeds) {
          var settings = settings
          settings.training.seed = seed
          let key = SweepKey(density: densityName, method: methodName, seed: seed)
          runs.append(SweepRun(index: runs.count, key: key, settings: settings))
        }
      }
    }
    self.runs = runs
    (canonical, vectorWidth) = (document.canonical, document.vectorWidth)
  }

  /// What a sweep's folder holds as `plan.json`.
  static func recorded(_ canonical: String, vectorWidth: String) -> String {
    // An object with entries begins with a brace on a line of its own, and the last key in the alphabet comes at its
    // end.
    canonical.dropLast(2) + ",\n  \"vectorWidth\" : \"\(vectorWidth)\"\n}\n"
  }

  /// What a folder's `plan.json` says; nil where it is not what a sweep writes.
  static func recorded(in bytes: [UInt8]) -> (canonical: String, vectorWidth: String)? {
    guard let document = try? Document(bytes, "the plan"), let width = document.vectorWidth,
      bytes.elementsEqual(recorded(document.canonical, vectorWidth: width).utf8)
    else { return nil }
    return (document.canonical, width)
  }
}

extension SweepPlan {
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

/// The JSON of a plan. An entry that is unknown or of the wrong kind is an error that names it.
private struct Document {
  let name: String
  let shared: [String: Any]
  let densities: [[String: Any]]
  let methods: [[String: Any]]
  let seeds: Int
  let canonical: String
  let vectorWidth: String?

  init(_ bytes: [UInt8], _ name: String) throws(RunError) {
    self.name = name
    let object: Any
    do { object = try JSONSerialization.jsonObject(with: Data(bytes)) } catch {
      let detail = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String
      throw RunError("\(name) is not JSON\(detail.map { ": " + $0.trimmingCharacters(in: ["."]) } ?? "")")
    }
    guard var plan = object as? [String: Any] else { throw RunError("\(name): a plan is a JSON object with densities, methods and seeds") }
    try Self.check(plan, keys: ["settings", "densities", "methods", "seeds", "vectorWidth"], "the plan", name)
    let width = plan.removeValue(forKey: "vectorWidth")
    vectorWidth = width as? String
    guard width == nil || vectorWidth?.wholeMatch(of: /[a-z0-9]+([+\/][a-z0-9]+)*/) != nil else {
      throw RunError("\(name): vectorWidth must be a name such as avx2")
    }
    do {
      canonical = String(decoding: try JSONSerialization.data(withJSONObject: plan, options: [.sortedKeys, .prettyPrinted]), as: UTF8.self)
    } catch { throw RunError("\(name) cannot be written as JSON") }
    guard let densities = plan["densities"] as? [[String: Any]], !densities.isEmpty else {
      throw RunError("\(name): densities must be a list of objects, each with a name and p")
    }
    guard let methods = plan["methods"] as? [[String: Any]], !methods.isEmpty else {
      throw RunError("\(name): methods must be a list of objects, each with a name and settings")
    }
    for density in densities { try Self.check(density, keys: ["name", "p"], "a density", name) }
    for method in methods { try Self.check(method, keys: ["name", "settings"], "a method", name) }
    guard let seeds = plan["seeds"] as? Int else { throw RunError("\(name): seeds must be a whole number, how many each method has") }
    guard let shared = (plan["settings"] ?? [:]) as? [String: Any] else { throw RunError("\(name): settings must be an object") }
    (self.densities, self.methods, self.seeds, self.shared) = (densities, methods, seeds, shared)
  }

  private static func check(_ object: [String: Any], keys: [String], _ place: String, _ name: String) throws(RunError) {
    if let unknown = object.keys.sorted().first(where: { !keys.contains($0) }) {
      throw RunError("\(name): \(place) has no '\(unknown)', but \(keys.joined(separator: ", "))")
    }
  }

  /// The names of a list, which all differ.
  func names(of list: [[String: Any]], _ kind: String) throws(RunError) -> [String] {
    var names: [String] = []
    for entry in list {
      guard let own = entry["name"] as? String, !own.isEmpty else { throw RunError("\(name): one of the \(kind) has no name") }
      guard !names.contains(own) else { throw RunError("\(name): two of the \(kind) are called '\(own)'") }
      names.append(own)
    }
    return names
  }

  /// The settings of a method on a density, valid but for the seed.
  func settings(
    of method: [String: Any], called methodName: String, on density: [String: Any], called densityName: String
  ) throws(RunError) -> RunSettings {
    guard let p = density["p"] as? String else {
      throw RunError("\(name): the density '\(densityName)' has no p, a text such as normal(0,1)")
    }
    guard let own = (method["settings"] ?? [:]) as? [String: Any] else {
      throw RunError("\(name): the settings of '\(methodName)' must be an object")
    }
    do {
      let settings = try merged([shared, own], p: p)
      try settings.training.check()
      return settings
    } catch {
      throw RunError("\(name), '\(methodName)' on '\(densityName)': \(error.description)")
    }
  }

  /// The defaults with these settings; later ones override earlier ones.
  private func merged(_ layers: [[String: Any]], p: String) throws(RunError) -> RunSettings {
    let standard = RunSettings(p: p)
    do {
      var fields = (try JSONSerialization.jsonObject(with: JSONEncoder().encode(standard)) as? [String: Any]) ?? [:]
      for (key, value) in layers.flatMap({ $0 }) {
        guard fields[key] != nil, !["p", "q", "seed", "recordEvery"].contains(key) else {
          throw RunError("a plan has no setting '\(key)'")
        }
        fields[key] = value
      }
      return try JSONDecoder().decode(RunSettings.self, from: JSONSerialization.data(withJSONObject: fields))
    } catch let error as RunError {
      throw error
    } catch {
      guard case let error as DecodingError = error else { throw RunError("the settings cannot be read") }
      throw RunError("the setting '\(Self.place(of: error))' is of the wrong kind")
    }
  }

  private static func place(of error: DecodingError) -> String {
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context), .keyNotFound(_, let context):
      context.codingPath.first?.stringValue ?? ""
    @unknown default: ""
    }
  }
}
