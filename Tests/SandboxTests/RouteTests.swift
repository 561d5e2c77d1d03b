import Foundation
import Tabulation
import TestSupport
import Testing

/// Every scene's request is answered with the numbers of the command line, and a bad one with a sentence.
@Suite(.waitsForPrograms) struct RouteTests {
  private let server: RunningServer

  init() throws {
    server = try RunningServer.shared(data: ["waiting", "eruptions"].map { packagePath("Examples/data/old-faithful.csv") + ":\($0)" })
  }

  /// A command and the request that gives its table.
  private static let commands: [(request: String, command: [String])] = [
    ("compare?p=normal(0,1)&q=normal(1,2)", ["compare", "normal(0,1)", "normal(1,2)"]),
    ("compare?p=cauchy(0,1)&q=normal(0,1)", ["compare", "cauchy(0,1)", "normal(0,1)"]),
    ("compare?p=studentT(3,0,1)&q=normal(0,1)&route=both", ["compare", "studentT(3,0,1)", "normal(0,1)", "--route", "both"]),
    ("curves?p=uniform(0,1)&q=uniform(2,3)&points=50", ["curves", "uniform(0,1)", "uniform(2,3)", "--points", "50"]),
    ("curves?p=normal(0,1)&q=laplace(0,1)&from=-3&to=3", ["curves", "normal(0,1)", "laplace(0,1)", "--from", "-3", "--to", "3"]),
    ("verify?claim=A4&p=normal(0,1)&q=normal(1,2)", ["verify", "--claim", "A4", "--p", "normal(0,1)", "--q", "normal(1,2)"]),
    ("claims", ["verify", "--list"]),
    ("dirac?game=r1(0.3)&steps=50&rate=0.2", ["dirac", "--game", "r1(0.3)", "--steps", "50", "--rate", "0.2"]),
    (
      "dirac?theta=-1&psi=-0.5&updates=alternating&steps=20",
      ["dirac", "--theta=-1", "--psi=-0.5", "--updates", "alternating", "--steps", "20"]
    ),
    ("eigenvalues?rate=0.3", ["dirac", "--eigenvalues", "--rate", "0.3"]),
    ("collapse?steps=40&record-every=20&seed=3", ["collapse", "--steps", "40", "--record-every", "20", "--seed", "3"]),
    (
      "support?target=normal(0,1)&tolerance=0.01&sample-size=10&trials=50",
      ["support", "normal(0,1)", "--tolerance", "0.01", "--sample-size", "10", "--trials", "50"]
    ), ("wasserstein?p=normal(0,1)&q=normal(10,1)&points=30", ["wasserstein", "normal(0,1)", "normal(10,1)", "--points", "30"]),
    ("distances?p=normal(0,1)&q=normal(10,1)", ["wasserstein", "normal(0,1)", "normal(10,1)", "--summary"]),
    ("fit?target=normal(2,3)&objective=kl_pq&family=laplace", ["fit", "normal(2,3)", "--objective", "kl_pq", "--family", "laplace"]),
  ]

  @Test(arguments: Self.commands.indices) func aTableIsThatOfTheCommand(index: Int) throws {
    let (request, command) = Self.commands[index]
    let printed = try runTool(command)
    let parts = request.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let query = parts.count > 1 ? "?" + parts[1] : ""
    let csv = try server.get("/api/\(name).csv\(query)")
    #expect(csv.status == 200 && csv.headers["content-type"]?.hasPrefix("text/csv") == true)
    #expect(csv.text == printed.output)

    let answer = try server.get("/api/\(request)")
    #expect(answer.object["status"] as? Int == Int(printed.status))
    let table = try Table(parsingCSV: Array(printed.output.utf8), name: "printed")
    let rows = answer.rows(name)
    if !rows.isEmpty {
      for row in 0..<table.rowCount { #expect(zip(table.columns, table[row: row]).allSatisfy { rows[row][$0] == $1.text }) }
    } else {
      for column in table.columns { #expect(answer.curve(name, column).count == table.rowCount, "\(column)") }
    }
    // The command that the page offers for copying gives the same.
    let copied = try #require(answer.object["command"] as? String)
    #expect(copied.hasPrefix("divergences "))
    #expect(try runShell(copied).output == printed.output)
  }

  @Test(arguments: [
    ("compare?p=normal(0,-1)&q=normal(1,2)", "p", "sd must be"), ("compare?p=normal(0,1)", "q", "q is missing"),
    ("compare?p=normal(0,1)&q=", "q", "empty"), ("compare?p=normal(0,1)&q=normal(0,1)&x=1", "", "no parameter 'x'"),
    ("compare?p=normal(0,1)&p=normal(0,1)&q=normal(0,1)", "p", "twice"), ("compare?p=%FF&q=normal(0,1)", "", "percent-encoded"),
    ("compare?p=a%00b&q=normal(0,1)", "", "percent-encoded"), ("compare?p=%2&q=normal(0,1)", "", "percent-encoded"),
    ("compare?p=--output%3D/tmp/x&q=normal(0,1)", "p", ""), ("compare?p=-normal(0,1)&q=normal(0,1)", "p", ""),
    ("compare?p=normal(0,1)&q=normal(0,1)&route=x", "route", ""), ("curves?p=normal(0,1)&q=normal(0,1)&points=1000000", "points", "2000"),
    ("curves?p=normal(0,1)&q=normal(0,1)&points=x", "points", ""), ("curves?p=normal(0,1)&q=normal(0,1)&from=1&to=0", "from", "less than"),
    ("verify?claim=nothing", "claim", "claim"), ("verify", "claim", "missing"), ("density?text=normal", "text", ""),
    ("dirac?game=x", "game", ""), ("dirac?steps=999999", "steps", "20000"), ("field?game=r1(x)", "game", ""),
    ("field?points=1000", "points", "61"), ("collapse?steps=30000&record-every=1", "record-every", "2000"),
    ("collapse?p=x", "p", ""), ("birthday?size=0", "size", ""), ("birthday?draws=1e9", "draws", ""), ("birthday?seed=-1", "seed", ""),
    ("support?target=/etc&tolerance=1", "target", ""), ("support?target=/etc/passwd:x", "target", ""),
    ("separation?p=normal(0,1)&q=normal(0,1)&from=3&to=2", "from", "less than"), ("separation?p=normal(0,1)&q=x", "q", ""),
    ("sentence?p=normal(0,1)&q=0.5*normal(0,1)%2B0.5*normal(1,1)", "q", "family"),
    ("sentence?p=normal(0,1)&q=normal(0,1)&parameter=rate", "parameter", "mean, sd"), ("likelihood?target=x:y", "target", ""),
    ("fit?target=/etc/passwd:x", "target", ""), ("fit?target=normal(0,1)&objective=x", "objective", ""),
  ])
  func aBadRequestIsRefusedInOneSentence(request: String, parameter: String, words: String) throws {
    let answer = try server.get("/api/\(request)")
    #expect(answer.status == 400)
    #expect((words.isEmpty || answer.sentence.contains(words)) && !answer.sentence.isEmpty && !answer.sentence.contains("\n"))
    #expect(answer.parameter == parameter, "\(answer.sentence)")
  }

  @Test func partsOfADensityAreNamed() throws {
    let rows = try server.get("/api/density?text=0.3*normal(-2,0.5)%2B0.7*laplace(2,1)").rows("density")
    #expect(
      rows.map { $0["parameter"] } == ["mean", "sd", "location", "scale"] && rows.map { $0["weight"] } == ["0.3", "0.3", "0.7", "0.7"])
  }

  @Test func likelihoodAndDivergenceMoveTogether() throws {
    let path = packagePath("Examples/data/old-faithful.csv")
    let answer = try server.get("/api/likelihood?target=\(path):waiting&mean=60&sd=10")
    let rows = Dictionary(uniqueKeysWithValues: answer.rows("likelihood").map { ($0["quantity"] ?? "", Double($0["value"] ?? "") ?? .nan) })
    let (kl, cross, entropy) = (try #require(rows["kl"]), try #require(rows["cross_entropy"]), try #require(rows["entropy"]))
    #expect(abs(kl - (cross - entropy)) < 1e-9)
    // Standard error has a note on the sampling.
    let output = try runTool(["compare", "kde(\(path):waiting)", "normal(60,10)"]).output
    let printed = try Table(parsingCSV: Array(output.utf8), name: "compare")
    let measures = try printed.texts(inColumn: "measure")
    let index = try #require(measures.firstIndex(of: "kl_pq"))
    #expect(kl == (try printed.values(inColumn: "value")[index]))
    let differences = zip(answer.curve("over_mean", "negative_log_likelihood"), answer.curve("over_mean", "kl")).map { $0 - $1 }
    #expect(differences.count == 81 && differences.allSatisfy { abs($0 - differences[0]) < 1e-9 })
    // The formula of the curve is the integral of the table.
    let here = try server.get("/api/likelihood?target=\(path):waiting&mean=60&sd=10&from-mean=60&to-mean=61&points=2").curve(
      "over_mean", "kl")
    #expect(abs(here[0] - kl) < 1e-9)
  }

  @Test func theFrozenLossHasTheSlopeOfTheHalvedReading() throws {
    let answer = try server.get("/api/sentence?p=0.4*normal(-2,0.7)%2B0.6*normal(1.5,0.9)&q=normal(0.6,1.1)&parameter=sd&points=5")
    let rows = answer.rows("slopes")
    #expect(rows.map { $0["curve"] } == ["frozen", "kl_minus_2js", "resolved", "kl_minus_4js"])
    let slopes = rows.map { Double($0["slope"] ?? "") ?? .nan }
    #expect(abs(slopes[0] - slopes[1]) < 1e-7 && abs(slopes[0] - slopes[2]) > 1e-3 && abs(slopes[0] - slopes[3]) > 1e-3)
    #expect(answer.curve("sentence", "theta").count == 5)
  }

  @Test func theValueOfADrawnDiscriminatorIsThatOfTheBestOneLessTheGap() throws {
    let body = #"{"x": [-2, 0, 2], "d": [0.8, 0.5, 0.2], "loss": "minimax", "rate": 0.5}"#
    let answer = try server.send("POST", "/api/game?p=normal(0,1)&q=normal(1,1)", body: Array(body.utf8))
    let rows = Dictionary(uniqueKeysWithValues: answer.rows("game").map { ($0["quantity"] ?? "", Double($0["value"] ?? "") ?? .nan) })
    let (value, best, gap) = (try #require(rows["value"]), try #require(rows["value_optimal"]), try #require(rows["gap"]))
    #expect(gap > 0 && abs(best - gap - value) < 1e-12)
    let slope = try #require(rows["slope_mean"])
    #expect(rows["next_mean"] == 1 - 0.5 * slope)
    #expect((answer.object["next"] as? String)?.hasPrefix("normal(") == true)
  }

  @Test(arguments: [
    "", "{}", "[]", #"{"x": [1], "d": [0.5]}"#, #"{"x": [1, 1], "d": [0.5, 0.5]}"#, #"{"x": [0, 1], "d": [0, 1]}"#,
    #"{"x": [0, 1], "d": [0.1, 0.2], "rate": -1}"#, #"{"x": [0, 1], "d": [0.1, 0.2], "loss": "x"}"#, #"{"x": [0, 1e999], "d": [0.1, 0.2]}"#,
  ])
  func aDrawingThatIsNoneIsRefused(body: String) throws {
    let answer = try server.send("POST", "/api/game?p=normal(0,1)&q=normal(1,1)", body: Array(body.utf8))
    #expect(answer.status == 400 && !answer.sentence.isEmpty)
  }

  @Test func birthdaysAreExact() throws {
    let rows = try server.get("/api/birthday?size=365&draws=23").rows("birthday")
    let values = Dictionary(uniqueKeysWithValues: rows.map { ($0["quantity"] ?? "", Double($0["value"] ?? "") ?? .nan) })
    #expect(abs(try #require(values["probability"]) - 0.5072972343239854) < 1e-14 && values["median"] == 23)
  }

  @Test func farApartJensenShannonIsFlatAndWassersteinIsALine() throws {
    let answer = try server.get("/api/separation?p=uniform(0,1)&q=uniform(0,1)&from=0&to=4&points=5")
    #expect(zip(answer.curve("separation", "w1"), [0, 1, 2, 3, 4]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(answer.curve("separation", "js").dropFirst(2).allSatisfy { abs($0 - 0.6931471805599453) < 1e-12 })
  }

  @Test func dataThatAreDroppedStayInMemory() throws {
    let dropped = try server.send("POST", "/api/data?file=mine.csv", body: Array("x,y\n1,2\n3,4\n7,5\n".utf8))
    #expect(dropped.status == 200)
    let density = "kde(mine.csv:x,bandwidth%3D0.5)"
    let answer = try server.get("/api/compare?p=\(density)&q=normal(3,2)")
    #expect(answer.status == 200 && answer.rows("compare").count > 10)
    #expect(!FileManager.default.fileExists(atPath: "mine.csv"))
    #expect(try server.get("/api/support?target=mine.csv:x&tolerance=5&sample-size=2").status == 200)
    #expect(try server.send("DELETE", "/api/data?file=mine.csv").status == 200)
    #expect(try server.get("/api/compare?p=\(density)&q=normal(3,2)").status == 400)
    for (file, body) in [
      ("a.csv", ""), ("a.csv", "x,x\n1,2\n"), ("a.csv", "x\n\"1"), ("a.csv", "x\n"), ("a(.csv", "x\n1\n"), ("-a", "x\n1\n"),
    ] {
      let refused = try server.send("POST", "/api/data?file=\(file)", body: Array(body.utf8))
      #expect(refused.status == 400 && !refused.sentence.isEmpty, "\(file) \(body)")
    }
  }

  @Test func onlyColumnsThatWereNamedAreOffered() throws {
    let path = packagePath("Examples/data/old-faithful.csv")
    let server = try RunningServer(data: [path + ":waiting"])
    #expect(try server.get("/api/fit?target=\(path):waiting&family=normal").status == 200)
    #expect(try server.get("/api/fit?target=\(path):eruptions&family=normal").status == 400)
    #expect(try server.send("POST", "/api/data?file=\(path.replacing("/", with: "%2F"))", body: Array("x\n1\n".utf8)).status == 400)
  }
}
