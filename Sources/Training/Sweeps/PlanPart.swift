import Densities

/// A value of a plan with its path, such as `methods[2].settings`, which every error about it names.
struct PlanPart {
  let file: String
  let path: String
  /// What else an error says of the part, such as the name of its method.
  var owner = ""
  let value: PlanValue

  /// An error about this part.
  func failure(_ sentence: String) -> RunError {
    RunError((path.isEmpty ? file : "\(file), \(path)") + (owner.isEmpty ? "" : " of \(owner)") + ": " + sentence)
  }

  /// The part does not have the type that it must have; `need` says which, and how such a value is written.
  private func mismatch(_ need: String, _ example: String) -> RunError {
    let name = path.split(separator: ".").last.map { "'\($0)' " } ?? "a plan "
    return failure("\(name)must be \(need), and is \(value.described): write \(example)")
  }

  /// The fields of an object, which has no others than those that are known.
  func fields(
    _ known: [String], _ need: String, _ example: String, called kind: String = "field"
  ) throws(RunError) -> [String: PlanPart] {
    guard case .object(let fields) = value else { throw mismatch(need, example) }
    var parts: [String: PlanPart] = [:]
    for (name, value) in fields {
      guard known.contains(name) else {
        let suggestion = Spelling.suggestion(for: name, among: known)
        throw failure("there is no \(kind) '\(name)'" + (suggestion.isEmpty ? ": there are \(known.joined(separator: ", "))" : suggestion))
      }
      parts[name] = PlanPart(file: file, path: path.isEmpty ? name : "\(path).\(name)", owner: owner, value: value)
    }
    return parts
  }

  /// The elements of a list that is not empty.
  func elements(_ need: String, _ example: String) throws(RunError) -> [PlanPart] {
    guard case .list(let values) = value else { throw mismatch(need, "a list of them: [\(example)]") }
    guard !values.isEmpty else { throw failure("'\(path)' is empty: list at least one, such as \(example)") }
    return values.enumerated().map { PlanPart(file: file, path: "\(path)[\($0)]", owner: owner, value: $1) }
  }

  func text(_ need: String, _ example: String) throws(RunError) -> String {
    guard case .text(let text) = value else { throw mismatch(need, example) }
    return text
  }

  func wholeNumber(from least: Int, to greatest: Int, _ example: Int) throws(RunError) -> Int {
    guard case .integer(let number) = value else { throw mismatch("a whole number", "one such as \(example)") }
    guard (least...greatest).contains(number) else {
      throw failure("'\(path)' must be from \(least) to \(greatest), and is \(number): write such as \(example)")
    }
    return number
  }

  /// The settings with the setting of this part, which the last name of its path is.
  func set(in settings: TrainingSettings) throws(RunError) -> TrainingSettings {
    let name = String(path.split(separator: ".").last ?? "")
    do { return try settings.setting(name, toJSON: value.json()) } catch let error as RunError { throw failure(error.description) } catch {
      let kind = TrainingSettings.kinds.first { $0.name == name }
      throw mismatch(kind?.kind ?? "another value", "such as \(kind?.example ?? "")")
    }
  }
}
