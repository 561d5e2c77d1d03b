import FlyingFox

/// Who may ask: pages of this server alone.
///
/// A page of another site can lead the browser to any address. It shows in the origin, in the site that browsers name,
/// or, where a foreign name was made to lead here, in the host.
struct Gate: Sendable {
  private let hosts: Set<String>

  /// The gate of a server on this port of the loopback.
  init(port: UInt16) {
    let names = ["127.0.0.1", "localhost"]
    hosts = Set(names.map { "\($0):\(port)" } + (port == 80 ? names : []))
  }

  /// Why a request is refused; nil where it may pass.
  func refusal(of request: HTTPRequest) -> Refusal? {
    guard let host = request.headers[.host], hosts.contains(host.lowercased()) else {
      return Refusal(status: 403, sentence: "the sandbox answers only as 127.0.0.1 or localhost, with its port")
    }
    if let origin = request.headers[HTTPHeader("Origin")] {
      guard origin.hasPrefix("http://"), hosts.contains(origin.dropFirst("http://".count).lowercased()) else { return Self.foreign }
    }
    if let site = request.headers[HTTPHeader("Sec-Fetch-Site")], site != "same-origin", site != "none" {
      // A link from elsewhere may lead to the page itself.
      let isVisit = request.method == .GET && request.headers[HTTPHeader("Sec-Fetch-Mode")] == "navigate"
      guard isVisit, request.target.path() == "/" else { return Self.foreign }
    }
    return nil
  }

  private static let foreign = Refusal(status: 403, sentence: "the sandbox answers no page of another site")
}
