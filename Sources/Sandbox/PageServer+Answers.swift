import Calculus
import FlyingFox
import Foundation
import Tabulation

/// What each request is answered with.
extension PageServer {
  func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
    let path = request.target.path()
    guard path.hasPrefix("/api/") else {
      guard request.method == .GET else { throw Refusal.method }
      guard let file = files[path] else { throw Refusal(status: 404, sentence: "there is no such file") }
      return response(file.bytes, type: file.type)
    }
    let body = try await body(of: request)
    let name = path.dropFirst("/api/".count)
    switch name {
    case "about": return try about(request)
    case "data": return try data(request, body)
    case "train": return try await train(request)
    default: break
    }
    let isCSV = name.hasSuffix(".csv")
    let routes = Route.all.filter { $0.name == (isCSV ? name.dropLast(4) : name) }
    guard !routes.isEmpty else { throw Refusal(status: 404, sentence: "there is no '\(name.prefix(40))' here") }
    guard let route = routes.first(where: { HTTPMethod($0.method) == request.method }) else { throw Refusal.method }
    let parameters = try Parameters(query: request.target.query(), known: route.parameters)
    let question = Question(parameters: parameters, body: body, data: data)
    return try await desk.perform { [self] in
      let answer = try route.answer(question)
      return isCSV ? response(Array(answer.csv.utf8), type: "text/csv; charset=utf-8") : response(answer.json)
    }
  }

  private func about(_ request: HTTPRequest) throws(Refusal) -> HTTPResponse {
    guard request.method == .GET else { throw Refusal.method }
    _ = try Parameters(query: request.target.query(), known: [])
    return response(about)
  }

  var about: JSON {
    .object([
      ("version", .text(Version.package)), ("katex", .flag(files.hasFormulas)), ("data", data.json),
      (
        "limits",
        .object([
          ("computations", .whole(Desk.mostRunning)), ("streams", .whole(LiveRuns.most)), ("body", .whole(Self.mostBytes)),
          ("text", .whole(Parameters.longest)),
        ])
      ),
    ])
  }

  private func data(_ request: HTTPRequest, _ body: [UInt8]) throws(Refusal) -> HTTPResponse {
    let parameters = try Parameters(query: request.target.query(), known: ["file"])
    let file = try parameters.needed("file")
    switch request.method {
    case .POST: try data.add(body, named: file)
    case .DELETE:
      guard data.remove(file) else { throw Refusal(status: 404, sentence: "no file '\(file.prefix(40))' was dropped", parameter: "file") }
    default: throw Refusal.method
    }
    return response(.object([("data", data.json)]))
  }

  private func body(of request: HTTPRequest) async throws -> [UInt8] {
    let tooLarge = Refusal(status: 413, sentence: "a request may send at most \(Self.mostBytes >> 20) MB")
    // What is not read would be taken for the next request: a body of some size is read to its end, and forgotten.
    if let count = request.bodySequence.count, count > 16 * Self.mostBytes { throw tooLarge }
    var (bytes, count) = ([UInt8](), 0)
    for try await part in request.bodySequence {
      count += part.count
      if count <= Self.mostBytes { bytes += part } else if count > 16 * Self.mostBytes { throw tooLarge }
    }
    if count > Self.mostBytes { throw tooLarge }
    return bytes
  }
}

extension PageServer {
  func response(_ json: JSON) -> HTTPResponse { response(json.bytes, type: "application/json") }

  func response(_ refusal: Refusal) -> HTTPResponse {
    var answer = response(
      refusal.json.bytes, type: "application/json", HTTPStatusCode(refusal.status, phrase: Self.phrases[refusal.status] ?? "Error"))
    if refusal.status == 413 { answer.headers[.connection] = "close" }
    return answer
  }

  func response(_ bytes: [UInt8], type: String, _ status: HTTPStatusCode = .ok) -> HTTPResponse {
    HTTPResponse(statusCode: status, headers: headers(type: type), body: Data(bytes))
  }

  /// An answer that is a stream of events.
  func response(_ body: EventBody) -> HTTPResponse {
    HTTPResponse(statusCode: .ok, headers: headers(type: "text/event-stream"), body: HTTPBodySequence(from: body))
  }

  /// Nothing that the page loads, and no page that shows it, is of another origin.
  private func headers(type: String) -> HTTPHeaders {
    [
      .contentType: type, .cacheControl: "no-store", HTTPHeader("X-Content-Type-Options"): "nosniff",
      HTTPHeader("Content-Security-Policy"):
        "default-src 'self'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin", HTTPHeader("Cross-Origin-Opener-Policy"): "same-origin",
      HTTPHeader("Referrer-Policy"): "no-referrer",
    ]
  }

  private static let phrases = [
    400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 413: "Payload Too Large",
    503: "Service Unavailable",
  ]
}

extension Refusal {
  static let method = Refusal(status: 405, sentence: "this is asked for in another way: see the page's own requests")
}
