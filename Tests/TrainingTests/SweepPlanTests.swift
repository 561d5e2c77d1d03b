import Scalars
import Testing
import Training

/// Plans of sweeps: what is read, and the sentence about what is not.
@Suite struct SweepPlanTests {
  private func plan(_ text: String) throws(RunError) -> SweepPlan { try SweepPlan(parsingJSON: Array(text.utf8), name: "my.json") }

  private static let densities = "\"densities\": [{\"name\": \"a\", \"p\": \"normal(0,1)\"}]"
  private static let methods = "\"methods\": [{\"name\": \"m\"}]"

  @Test func theTemplateIsAPlan() throws {
    let plan = try plan(SweepPlan.template)
    #expect(plan.runCount == plan.methods.count * plan.densities.count * plan.seeds && plan.methods.count > 1)
    // Every setting that a plan may have is explained by being there.
    for (name, _, _) in TrainingSettings.kinds { #expect(SweepPlan.template.contains("\"\(name)\": "), "\(name)") }
  }

  /// The values in the template are the defaults, as it says, but for the steps.
  @Test func theTemplateHasTheDefaults() throws {
    let lines = SweepPlan.template.split(separator: "\n").map { $0.drop { $0 == " " } }
    let defaults = Dictionary(uniqueKeysWithValues: TrainingSettings().texts.map { ($0.name, $0.text) })
    var compared = 0
    for (name, _, _) in TrainingSettings.kinds where name != "steps" {
      let line = try #require(lines.first { $0.hasPrefix("\"\(name)\": ") })
      let value = line.dropFirst(name.count + 4).filter { $0 != "\"" }
      let text = value.hasSuffix(",") ? String(value.dropLast()) : value
      let expected = try #require(defaults[name])
      let isSame = Double(expected).map { Double(text) == $0 } ?? (text == expected || text == "[0, 0.99]" && expected == "[0.0, 0.99]")
      #expect(isSame, "\(name)")
      compared += 1
    }
    #expect(compared > 15)
  }

  @Test func commentsAndALastCommaAreAllowed() throws {
    let text = """
      // first
      {"settings": {"width": 8,}, /* in the
        middle // of */ \(Self.densities), // "methods": 3
       "methods": [{"name": "a // b"}, {"name": "\\u00e9\\ud83d\\ude00\\"\\n"},], "seeds": 2}
      // last
      """
    let plan = try plan(text)
    #expect(plan.methods == ["a // b", "é😀\"\n"] && plan.runCount == 4)
  }

  @Test(arguments: [
    ("{\"seeds\" 1}", "line 1, column 10"), ("{\n  \"seeds\": 01}", "line 2, column 12: '01'"),
    ("{\"seeds\": 1, \"seeds\": 2}", "'seeds' is given twice"),
    ("{\"seeds\": 1", "'{' is never closed"), ("/* {", "line 1, column 1: a comment has no end"), ("{\"seeds\": 1e999}", "'1e999'"),
    ("{} {}", "column 4"), ("{\"a\": 'b'}", "quotation marks"), ("{\"a\": \"b}", "closing quotation mark"),
    ("{\"a\": \"\\q\"}", "backslash"),
    ("{\"a\": \"\\ud800\"}", "\\u"), ("{a: 1}", "the name of a field"), ("[1 2]", "a comma"),
  ])
  func whatIsNoJSONIsNamedWithItsPlace(_ text: String, _ named: String) {
    let error = #expect(throws: RunError.self) { try plan(text) }
    let sentence = error?.description ?? ""
    #expect(sentence.hasPrefix("my.json is not JSON: line ") && sentence.contains(named), "\(sentence)")
  }

  @Test func nestingIsBounded() {
    for text in [String(repeating: "[", count: 1_000_000), String(repeating: "{\"a\":", count: 1_000_000)] {
      #expect(throws: RunError.self) { try plan(text) }
    }
  }

  /// Each fault with the whole sentence: file, path, value, condition, remedy.
  static let faults: [(String, String)] = [
    (
      "{\(densities), \(methods)}", "my.json: a plan has a field 'seeds', and this one has none: add it, such as \"seeds\": 20"
    ),
    (
      "{\(densities), \(methods), \"seeds\": \"3\"}",
      "my.json, seeds: 'seeds' must be a whole number, and is the text \"3\": write one such as 20"
    ),
    ("{\(densities), \(methods), \"seeds\": 0}", "my.json, seeds: 'seeds' must be from 1 to 100000, and is 0: write such as 20"),
    (
      "{\(densities), \(methods), \"seeds\": 3, \"firstSeed\": -1}",
      "my.json, firstSeed: 'firstSeed' must be from 0 to 1000000000, and is -1: write such as 1001"
    ),
    ("{\(densities), \(methods), \"seeds\": 3, \"sedes\": 3}", "my.json: there is no field 'sedes': did you mean seeds?"),
    (
      "{\"densities\": [], \(methods), \"seeds\": 3}",
      "my.json, densities: 'densities' is empty: list at least one, such as {\"name\": \"two modes\", \"p\": "
        + "\"0.5*normal(-3,0.5)+0.5*normal(3,0.5)\"}"
    ),
    (
      "{\(densities), \"methods\": [{\"name\": \"m\"}, {\"name\": \"n\"}, {\"name\": \"m\"}], \"seeds\": 3}",
      "my.json, methods[2].name of the method 'm': methods[0] is called 'm', too: give each a name of its own"
    ),
    (
      "{\(densities), \"methods\": [{\"settings\": {}}], \"seeds\": 3}",
      "my.json, methods[0]: it has no name: add one, such as \"name\": \"my own\""
    ),
    (
      "{\(densities), \"methods\": [{\"name\": \"m\", \"settings\": {\"critic_steps\": 5}}], \"seeds\": 3}",
      "my.json, methods[0].settings of the method 'm': there is no setting 'critic_steps': there are "
        + TrainingSettings.kinds.map(\.name).joined(separator: ", ")
    ),
    (
      "{\(densities), \"methods\": [{\"name\": \"m\", \"settings\": {\"discriminatorStep\": 5}}], \"seeds\": 3}",
      "my.json, methods[0].settings of the method 'm': there is no setting 'discriminatorStep': did you mean discriminatorSteps?"
    ),
    (
      "{\(densities), \"methods\": [{\"name\": \"k\"}, {\"name\": \"m\", \"settings\": {\"discriminatorSteps\": 0}}], \"seeds\": 3}",
      "my.json, methods[1].settings.discriminatorSteps of the method 'm': discriminatorSteps must be from 1 to 1000, not 0"
    ),
    (
      "{\"settings\": {\"learningRate\": -1}, \(densities), \(methods), \"seeds\": 3}",
      "my.json, settings.learningRate of the method 'm': learningRate must be a finite number above 0, not -1.0"
    ),
    (
      "{\(densities), \"methods\": [{\"name\": \"m\", \"settings\": {\"width\": 8.5}}], \"seeds\": 3}",
      "my.json, methods[0].settings.width of the method 'm': 'width' must be a whole number, and is the number 8.5: write such as 32"
    ),
    (
      "{\(densities), \"methods\": [{\"name\": \"m\", \"settings\": {\"optimizer\": \"adm\"}}], \"seeds\": 3}",
      "my.json, methods[0].settings.optimizer of the method 'm': optimizer must be one of "
        + OptimizerName.allCases.map(\.rawValue).joined(separator: ", ") + ", not 'adm'"
    ),
    (
      "{\"settings\": {\"moments\": 0.5}, \(densities), \(methods), \"seeds\": 3}",
      "my.json, settings.moments: 'moments' must be a list of two numbers, and is the number 0.5: write such as [0, 0.99]"
    ),
    (
      "{\"settings\": [1], \(densities), \(methods), \"seeds\": 3}",
      "my.json, settings: 'settings' must be an object with settings, and is the list [1]: "
        + "write one such as {\"penalty\": \"r1(0.1)\"}"
    ),
    (
      "{\"densities\": [{\"name\": \"a\"}], \(methods), \"seeds\": 3}",
      "my.json, densities[0] of the density 'a': the density 'a' has no p: add one, such as \"p\": \"normal(0,1)\""
    ),
  ]

  @Test(arguments: 0..<faults.count) func aFaultIsNamedByItsPath(_ index: Int) {
    let (text, sentence) = Self.faults[index]
    let error = #expect(throws: RunError.self) { try plan(text) }
    #expect(error?.description == sentence)
  }

  /// Planning takes time for what is written, and no memory for its runs.
  @Test func aPlanOfAMillionRunsIsReadAtOnce() throws {
    let names = (0..<1000).map { "{\"name\": \"m\($0)\", \"settings\": {\"width\": \($0 % 64 + 1)}}" }.joined(separator: ", ")
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try plan("{\(Self.densities), \"methods\": [\(names)], \"seeds\": 1000}").runCount == 1_000_000)
    #expect(clock.now - start < .seconds(10))
    let error = #expect(throws: RunError.self) { try plan("{\(Self.densities), \"methods\": [\(names)], \"seeds\": 1001}") }
    #expect(error?.description.contains("1000 methods on 1 densities with 1001 seeds") == true)
  }
}
