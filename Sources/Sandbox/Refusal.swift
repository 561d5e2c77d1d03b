import Tabulation

/// Why a request is not answered, in one sentence for whoever looks at the page.
struct Refusal: Error, Sendable {
  /// The status of HTTP.
  var status = 400
  /// The sentence, without its full stop.
  let sentence: String
  /// The parameter that is to blame, and with it the control of the page; empty where there is none.
  var parameter = ""

  /// What the page receives.
  var json: JSON { .object([("sentence", .text(sentence)), ("parameter", .text(parameter))]) }

  /// Throws a refusal where a condition is not met.
  static func unless(
    _ isMet: Bool, _ sentence: @autoclosure () -> String, _ parameter: String = "", status: Int = 400
  ) throws(Refusal) {
    if !isMet { throw Refusal(status: status, sentence: sentence(), parameter: parameter) }
  }
}

extension Refusal {
  /// The refusal that an error is, whose description is one sentence.
  init(_ error: any Error, parameter: String = "") {
    if let refusal = error as? Refusal {
      self = refusal
      return
    }
    self.init(sentence: Self.sentence("\(error)"), parameter: parameter)
  }

  /// A text on one line, without a full stop.
  static func sentence(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.hasSuffix(".") ? String(line.dropLast()) : line
  }
}
