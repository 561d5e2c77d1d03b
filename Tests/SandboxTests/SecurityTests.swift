import Foundation
import Scalars
import TestSupport
import Testing

/// No page of another site, and no request however it is written, sees more than the page's own requests do.
@Suite(.waitsForPrograms) struct SecurityTests {
  private let server: RunningServer

  init() throws { server = try RunningServer.shared() }

  @Test(arguments: [
    "Host: evil.example", "Host: 127.0.0.1", "Host: 127.0.0.1:1", "Host: localhost.evil.example:PORT", "Host: evil.example:PORT",
  ])
  func aForeignHostIsRefused(header: String) throws {
    let answer = try server.get("/api/about", headers: [header.replacing("PORT", with: "\(server.port)")])
    #expect(answer.status == 403 && !answer.sentence.isEmpty)
  }

  @Test(arguments: [
    "Origin: http://evil.example", "Origin: null", "Origin: https://127.0.0.1:PORT", "Origin: http://127.0.0.1:1",
    "Origin: http://127.0.0.1:PORT.evil.example",
    "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site",
  ])
  func aForeignOriginIsRefused(header: String) throws {
    let header = header.replacing("PORT", with: "\(server.port)")
    for target in ["/api/about", "/api/train?p=normal(0,1)", "/index.html"] {
      #expect(try server.get(target, headers: [header]).status == 403)
    }
    #expect(try server.send("POST", "/api/data?file=x", headers: [header], body: Array("x\n1\n".utf8)).status == 403)
  }

  @Test func itsOwnPageIsAnswered() throws {
    for host in ["127.0.0.1", "localhost", "LocalHost"] {
      let headers = ["Host: \(host):\(server.port)", "Origin: http://\(host):\(server.port)", "Sec-Fetch-Site: same-origin"]
      #expect(try server.get("/api/about", headers: headers).status == 200)
    }
    // A link from elsewhere.
    #expect(try server.get("/", headers: ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"]).status == 200)
  }

  @Test(arguments: [
    "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/../../../../etc/passwd", "//etc/passwd", "/etc/passwd", "/vendor/%2e%2e/%2e%2e/etc/passwd",
    "/vendor/katex/fonts/../../../../../../etc/passwd", "/vendor//etc/passwd", "/scenes/..%2f..%2f..%2fetc%2fpasswd", "/%00",
    "/index.html%00.js",
    "/Package.swift", "/api/../Package.swift", "/..\\..\\etc\\passwd", "/file:///etc/passwd",
  ])
  func noPathLeadsToAFile(target: String) throws {
    #expect(try server.get(target).status == 404)
    // Nor does it where the page is read from a folder.
    let written = try RunningServer.shared(folder: packagePath("Sources/Sandbox/Page"))
    #expect(try written.get(target).status == 404)
    #expect(try written.get("/").status == 200)
  }

  @Test(arguments: [
    "compare?p=kde(/etc/passwd:x)&q=normal(0,1)", "compare?p=histogram(../../etc/passwd:x)&q=normal(0,1)",
    "density?text=kde(FILE:waiting)", "likelihood?target=FILE:waiting", "fit?target=FILE:waiting",
    "support?target=FILE:waiting&tolerance=1",
    "verify?claim=A12&p=kde(FILE:waiting)&q=normal(0,1)", "collapse?p=kde(FILE:waiting)", "train?p=FILE:waiting",
    "train?p=kde(FILE:waiting)",
    "train?p=normal(0,1)&q=kde(FILE:waiting)", "separation?p=kde(FILE:waiting)&q=normal(0,1)", "sentence?p=kde(FILE:waiting)&q=normal(0,1)",
  ])
  func noDensityLeadsToAFile(request: String) throws {
    let path = packagePath("Examples/data/old-faithful.csv")
    let answer = try server.get("/api/" + request.replacing("FILE", with: path))
    #expect(answer.status == 400)
    // What is there and what is not are refused in the same words.
    let other = path.dropLast() + "x"
    let missing = try server.get("/api/" + request.replacing("FILE", with: other))
    #expect(answer.sentence.replacing(path, with: "FILE") == missing.sentence.replacing(other, with: "FILE"))
  }

  @Test func everyAnswerKeepsThePageToItself() throws {
    for target in ["/", "/api/about", "/api/nothing", "/api/compare.csv?p=normal(0,1)&q=normal(1,1)"] {
      let headers = try server.get(target).headers
      #expect(headers["content-security-policy"]?.hasPrefix("default-src 'self'") == true)
      #expect(headers["x-content-type-options"] == "nosniff" && headers["cross-origin-resource-policy"] == "same-origin")
      #expect(headers["access-control-allow-origin"] == nil)
    }
  }

  @Test func anotherMethodIsRefused() throws {
    for (method, target) in [
      ("POST", "/"), ("PUT", "/api/data?file=x"), ("GET", "/api/game?p=normal(0,1)&q=normal(0,1)"), ("DELETE", "/api/about"),
    ] {
      #expect(try server.send(method, target, body: Array("{}".utf8)).status == 405, "\(method) \(target)")
    }
  }

  @Test func aBodyOverTheLimitIsRefused() throws {
    let server = try RunningServer()
    let five = [UInt8](repeating: UInt8(ascii: "1"), count: 5 << 20)
    #expect(try server.send("POST", "/api/data?file=x.csv", body: five).status == 413)
    // Of unknown length, in chunks.
    let connection = try Connection(to: server.port)
    connection.write(server.request("POST", "/api/data?file=x.csv", headers: ["Transfer-Encoding: chunked"]))
    for _ in 0..<5 { connection.write(Array("100000\r\n".utf8) + five.prefix(1 << 20) + Array("\r\n".utf8)) }
    connection.write(Array("0\r\n\r\n".utf8))
    #expect(try connection.response().status == 413)
    // Announced and never sent.
    let announced = try Connection(to: server.port)
    announced.write(server.request("POST", "/api/data?file=x.csv", headers: ["Content-Length: 99999999999"]))
    #expect(try announced.response().status == 413)
    #expect(try server.get("/api/about").status == 200)
  }

  @Test func whatIsNoRequestEndsItsConnectionAlone() throws {
    let server = try RunningServer()
    var random = CounterRandom(seed: 7)
    let shapes = [
      "", "\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
      "GET /%zz HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n",
      "POST /api/data?file=x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: -1\r\n\r\n",
      "POST /api/data?file=x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
      "POST /api/data?file=x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n",
      "GET /api/train?p=normal(0,1) HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
    ]
    for shape in shapes {
      let connection = try Connection(to: server.port)
      connection.write(Array(shape.replacing("PORT", with: "\(server.port)").utf8))
    }
    for _ in 0..<200 {
      let connection = try Connection(to: server.port)
      connection.write(
        (0..<Int.random(in: 1...300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) } + [13, 10, 13, 10])
    }
    #expect(try server.get("/api/about").status == 200)
  }

  @Test func anyParametersAreAnswered() throws {
    let server = try RunningServer()
    var random = CounterRandom(seed: 11)
    let routes = [
      "compare", "curves", "density", "verify", "dirac", "eigenvalues", "field", "birthday", "support", "wasserstein", "distances", "train",
      "data",
    ]
    let names = [
      "p", "q", "text", "claim", "points", "from", "to", "game", "rate", "steps", "size", "draws", "seed", "target", "tolerance", "route",
      "file", "run", "do",
    ]
    let values = [
      "normal(0,1)", "normal(0", "0.5*normal(0,1)%2B0.5*cauchy(1,1)", "nan", "inf", "-1", "1e308", "99999999999999999999", "%00", "%ff",
      "+", "'", "<b>", "--help",
      "-", "kde(x:y)", "(((((((((((", "A12", "A1", "minimax", "r1(1e400)", "uniform(0,0)", "uniform(1e308,-1e308)",
      "truncated(normal(0,1),5,5)", "gsl", "10", "3",
    ]
    let statuses: Set<Int> = [200, 400, 404, 405]
    for _ in 0..<400 {
      let count = Int.random(in: 0...4, using: &random)
      let query = (0..<count).map { _ in "\(names.randomElement(using: &random)!)=\(values.randomElement(using: &random)!)" }.joined(
        separator: "&")
      let route = routes.randomElement(using: &random)!
      let suffix = Bool.random(using: &random) ? ".csv" : ""
      guard route != "train" || !query.contains("p=normal(0,1)") && !query.contains("p=0.5") && !query.contains("p=truncated") else {
        continue
      }
      let answer = try server.get("/api/\(route)\(suffix)?\(query)")
      #expect(statuses.contains(answer.status), "\(route) \(query): \(answer.status)")
      if answer.status != 200 { #expect(!answer.sentence.isEmpty, "\(query)") }
    }
    // Bytes at random.
    for _ in 0..<200 {
      let text = (0..<Int.random(in: 1...60, using: &random)).map { _ in String(format: "%%%02X", Int.random(in: 0...255, using: &random)) }
        .joined()
      #expect(try server.get("/api/compare?p=\(text)&q=normal(0,1)").status == 400)
    }
  }
}
