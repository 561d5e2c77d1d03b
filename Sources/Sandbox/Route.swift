import Calculus
import CommandLineTool
import Densities
import Tabulation

/// What an answer is made from.
struct Question: Sendable {
  let parameters: Parameters
  /// What was sent with the request.
  let body: [UInt8]
  let data: OfferedData
}

/// A request that the server answers by a computation: its name, its parameters, and how.
struct Route: Sendable {
  let name: String
  var method = "GET"
  let parameters: [String]
  let answer: @Sendable (Question) throws -> Answer

  init(_ name: String, _ parameters: [String], method: String = "GET", answer: @escaping @Sendable (Question) throws -> Answer) {
    (self.name, self.method, self.parameters, self.answer) = (name, method, parameters, answer)
  }

  /// Every route, in the order of the scenes.
  static let all: [Route] =
    [density, compare, curves, verify, claims, fit, likelihood, sentence, game, dirac, eigenvalues, field, collapse, birthday, support]
    + [wasserstein, distances, separation]
}

extension Question {
  /// Carries out work that sees the offered data, and no file besides.
  func withData<Result>(_ work: () throws -> Result) rethrows -> Result { try WholeFile.withInputs(data.inputs, work) }

  /// The numbers of an offered column that a parameter names.
  func column(_ name: String) throws(Refusal) -> [Double] {
    let text = try parameters.needed(name)
    do { return try ColumnReference(parsing: text).numbers() } catch { throw Refusal(error, parameter: name) }
  }
}

/// How the arguments of a subcommand are made from parameters of the same names.
struct CommandForm: Sendable {
  /// The subcommand, with the options that it always has.
  let command: [String]
  /// Parameters that are densities, in the order of the arguments.
  var densities: [String] = []
  /// A parameter that is a density or an offered column.
  var target: String?
  /// Parameters that are options; those that name a density are looked at as such.
  var options: [String] = []
  var densityOptions: [String] = []
  /// How large whole numbers may be, where the command itself allows more than a page should ask for.
  var limits: [String: Int] = [:]

  var parameters: [String] { densities + (target.map { [$0] } ?? []) + densityOptions + options }

  /// The arguments; throws where a parameter is missing, no density, or too large.
  func arguments(_ question: Question) throws(Refusal) -> [String] {
    let parameters = question.parameters
    var arguments = command
    for name in densities {
      _ = try parameters.density(name)
      arguments.append(try parameters.needed(name))
    }
    if let target {
      let text = try parameters.needed(target)
      // A column, or else a density: the name of a file never reaches the command.
      if !question.data.hasColumn(text) { _ = try parameters.density(target) }
      arguments.append(text)
    }
    if let text = arguments.dropFirst(command.count).first(where: { $0.hasPrefix("-") }) {
      throw Refusal(
        sentence: "'\(text.prefix(40))' begins with a minus: a density begins with a name or a weight", parameter: target ?? densities[0])
    }
    for name in densityOptions where parameters[name] != nil { _ = try parameters.density(name) }
    for name in densityOptions + options {
      guard let value = parameters[name] else { continue }
      if let most = limits[name], let number = Double(value), !(number <= Double(most)) {
        throw Refusal(sentence: "on the page \(name) must be at most \(most) (got \(value.prefix(40)))", parameter: name)
      }
      arguments.append("--\(name)=\(value)")
    }
    return arguments
  }
}

extension Route {
  /// The result of a subcommand, to be read or, where it is of numbers alone, drawn.
  init(_ name: String, _ form: CommandForm, isRead: Bool = true, isDrawn: Bool = false) {
    self.init(name, form.parameters) { question in
      try question.withData { try question.answer(name, form, isRead: isRead, isDrawn: isDrawn) }
    }
  }
}

extension Question {
  /// What a subcommand gives; throws its sentence, and the option that it names.
  func answer(_ name: String, _ form: CommandForm, isRead: Bool = true, isDrawn: Bool = false) throws(Refusal) -> Answer {
    let (arguments, options) = (try form.arguments(self), form.parameters)
    let report = Tool.report(arguments)
    if report.status <= 1, let table = report.table {
      let remark = Refusal.sentence(report.remark)
      return Answer(
        command: commandLine(arguments), status: report.status, tables: isRead ? [(name, table)] : [],
        curves: isDrawn ? [(name, table)] : [], more: remark.isEmpty ? [] : [("remark", .text(remark))])
    }
    let sentence = Refusal.sentence(report.sentence)
    let named = options.filter { sentence.contains("--\($0) ") }
    let option = (named.isEmpty ? options.filter { sentence.contains(" \($0) ") } : named).max { $0.count < $1.count }
    throw Refusal(sentence: sentence, parameter: option ?? "")
  }
}
