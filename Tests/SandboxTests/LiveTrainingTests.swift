import Foundation
import Tabulation
import TestSupport
import Testing

/// A live training is that of `train`, does what the page asks, and lives as long as the page looks.
@Suite(.waitsForPrograms) struct LiveTrainingTests {
  private let server: RunningServer

  init() throws { server = try RunningServer() }

  private static let small = "p=0.5*normal(-2,0.5)%2B0.5*normal(2,0.5)&width=8&depth=2&batch=32&steps=400"

  private func steer(_ run: String, _ query: String) throws -> Response { try server.send("POST", "/api/train?run=\(run)&do=\(query)") }

  private func frame(_ stream: Connection, step: Int, state: String = "paused") throws -> [String: Any] {
    for _ in 0..<2000 {
      let frame = try stream.event("frame")
      if frame["step"] as? Int == step, frame["state"] as? String == state { return frame }
    }
    throw Connection.Failure(what: "no frame of step \(step)")
  }

  private func begin(_ query: String) throws -> (stream: Connection, run: String, start: [String: Any]) {
    let stream = try server.stream("/api/train?\(query)")
    let (status, headers) = try stream.head()
    #expect(status == 200 && headers["content-type"] == "text/event-stream")
    let start = try stream.event("start")
    return (stream, try #require(start["run"] as? String), start)
  }

  @Test(arguments: ["average", "current"]) func numbersAreThoseOfTheCommand(players: String) throws {
    let (stream, run, start) = try begin("\(Self.small)&paused=true&players=\(players)")
    for _ in 0..<20 { #expect(try steer(run, "step").status == 200) }
    let numbers = try #require(try frame(stream, step: 20)["numbers"] as? [String: String])
    #expect(
      start["command"] as? String
        == "divergences train '0.5*normal(-2,0.5)+0.5*normal(2,0.5)' --width=8 --depth=2 --batch=32 --steps=400 --output=run")
    try withTemporaryFolder { folder in
      _ = try runTool(
        [
          "train", "0.5*normal(-2,0.5)+0.5*normal(2,0.5)", "--width=8", "--depth=2", "--batch=32", "--steps=400", "--record-every=20",
          "--quiet",
          "--output=\(folder)/run",
        ])
      let history = try Table(readingCSV: folder + "/run/history.csv")
      let row = try #require(try history.texts(inColumn: "step").firstIndex(of: "20"))
      func printed(_ column: String) throws -> String { try history.texts(inColumn: column)[row] }
      if players == "average" {
        for column in [
          "js", "js_error", "kl_pq", "kl_qp", "value", "value_optimal", "gap", "gap_error", "sup_distance", "l2_distance", "status",
          "reason",
        ] {
          #expect(numbers[column] == (try printed(column)), "\(column)")
        }
      } else {
        #expect(numbers["js"] == (try printed("js_current")))
        #expect(numbers["gap"] == (try printed("gap_current")))
      }
      #expect(numbers["discriminator_loss"] == (try printed("discriminator_loss")))
      #expect(numbers["generator_loss"] == (try printed("generator_loss")))
    }
  }

  @Test func rewindingGivesTheSameTrainingAgain() throws {
    let (stream, run, _) = try begin("\(Self.small)&paused=true&rate=0")
    for _ in 0..<5 { _ = try steer(run, "step") }
    let first = try frame(stream, step: 5)
    #expect(try steer(run, "rewind").object["step"] as? Int == 0)
    #expect(try stream.event("start")["restarted"] as? Bool == true)
    for _ in 0..<5 { _ = try steer(run, "step") }
    let second = try frame(stream, step: 5)
    #expect(first["q"] as? [Double] == second["q"] as? [Double] && (first["q"] as? [Double])?.isEmpty == false)
    #expect(first["numbers"] as? [String: String] == second["numbers"] as? [String: String])
    #expect(try steer(run, "reseed&value=7").status == 200)
    for _ in 0..<5 { _ = try steer(run, "step") }
    #expect(try frame(stream, step: 5)["q"] as? [Double] != first["q"] as? [Double])
  }

  @Test func playersAreMovedOneByOne() throws {
    let (stream, run, _) = try begin("\(Self.small)&paused=true")
    let start = try frame(stream, step: 0)
    _ = try steer(run, "step-discriminator")
    var moved = try frame(stream, step: 0)
    while moved["discriminator_steps"] as? Int == 0 { moved = try frame(stream, step: 0) }
    #expect(moved["discriminator_steps"] as? Int == 1 && moved["q"] as? [Double] == start["q"] as? [Double])
    #expect(moved["d"] as? [Double] != start["d"] as? [Double])
    _ = try steer(run, "step-generator")
    let answered = try frame(stream, step: 1)
    #expect(answered["d"] as? [Double] == moved["d"] as? [Double] && answered["q"] as? [Double] != start["q"] as? [Double])
    // Both together are a step of the algorithm.
    _ = try steer(run, "rewind")
    _ = try steer(run, "step")
    #expect(try frame(stream, step: 1)["q"] as? [Double] == answered["q"] as? [Double])
  }

  @Test func settingsChangeBetweenStepsOrWithARestartThatIsSaid() throws {
    let (stream, run, _) = try begin("\(Self.small)&paused=true")
    for _ in 0..<3 { _ = try steer(run, "step") }
    let live = try steer(run, "set&name=learning-rate&value=0.01")
    #expect(live.object["step"] as? Int == 3 && live.sentence.isEmpty)
    let changed = try stream.event("start")
    #expect(changed["restarted"] as? Bool == false && changed["command"] as? String == "")
    #expect((changed["settings"] as? [String: String])?["learning-rate"] == "0.01")
    for (name, value) in [
      ("penalty", "none"), ("objective", "minimax"), ("discriminator-steps", "2"), ("batch", "64"), ("unrolled-steps", "1"),
    ] {
      #expect(try steer(run, "set&name=\(name)&value=\(value)").object["step"] as? Int == 3, "\(name)")
    }
    let restarted = try steer(run, "set&name=width&value=4")
    #expect(restarted.object["step"] as? Int == 0 && restarted.sentence.contains("anew"))
    for (name, value) in [
      ("width", "x"), ("width", "0"), ("width", "4000"), ("depth", "17"), ("learning-rate", "-1"), ("nothing", "1"), ("batch", "7777777"),
    ] {
      let refused = try steer(run, "set&name=\(name)&value=\(value)")
      #expect(refused.status == 400 && !refused.sentence.isEmpty, "\(name) \(value)")
    }
    for bad in ["x", "rate&value=-1", "players&value=x", "set&name=width", "reseed&value=x", "reseed"] {
      #expect(try steer(run, bad).status == 400, "\(bad)")
    }
    #expect(try steer("r999", "pause").status == 404)
  }

  @Test func aTrainingEndsAndCanGoOn() throws {
    let (stream, run, _) = try begin("\(Self.small)&rate=0")
    let end = try frame(stream, step: 400, state: "finished")
    #expect((end["numbers"] as? [String: String])?["status"] == "finite")
    #expect(try steer(run, "rewind").object["state"] as? String == "paused")
    #expect(try steer(run, "run").object["state"] as? String == "running")
    _ = try frame(stream, step: 400, state: "finished")
  }

  @Test func aFifthTrainingWaitsForAPlace() async throws {
    var streams = try (0..<4).map { _ in try begin("\(Self.small)&paused=true") }
    let refused = try server.get("/api/train?\(Self.small)")
    #expect(refused.status == 503 && refused.sentence.contains("4 trainings"))
    // A page that closes frees its place within a second.
    streams.removeLast()
    try await Task.sleep(for: .seconds(1))
    #expect(try begin("\(Self.small)&paused=true").run.hasPrefix("r"))
  }

  /// 100 pages; with `TEST_MULTIPLIER=4` a thousand.
  @Test func manyPagesThatWereClosedLeaveNothing() async throws {
    for _ in 0..<(testMultiplier == 1 ? 100 : 250 * testMultiplier) {
      let stream = try server.stream("/api/train?\(Self.small)&rate=0")
      if Bool.random() { _ = try? stream.head() }
    }
    try await Task.sleep(for: .seconds(1.5))
    let streams = try (0..<4).map { _ in try begin("\(Self.small)&paused=true") }
    #expect(streams.count == 4)
    #expect(try server.get("/api/about").status == 200)
  }

  @Test func aPageThatDoesNotReadHoldsNothingUp() throws {
    let stream = try Connection(to: server.port, receiveBuffer: 4096)
    stream.write(server.request("GET", "/api/train?\(Self.small.replacing("steps=400", with: "steps=100000000"))"))
    _ = try stream.head()
    let run = try #require(try stream.event("start")["run"] as? String)
    // A task that sleeps wakes when it is its turn among all tests, and the server goes on as long.
    Thread.sleep(forTimeInterval: 0.5)
    let before = try #require(try steer(run, "rate&value=0").object["step"] as? Int)
    Thread.sleep(forTimeInterval: 1)
    let after = try #require(try steer(run, "pause").object["step"] as? Int)
    #expect(after > before + 200, "training went from \(before) to \(after)")
    // What waits for the page is a few pictures, however long it slept.
    var (late, last) = (0, 0)
    while last < after, let event = stream.event() {
      guard event.name == "frame" else { continue }
      last = event.data["step"] as? Int ?? 0
      late += 1
    }
    #expect(last == after && late < 120, "\(late) pictures had been kept")
  }
}

/// What no training can be made of.
@Suite(.waitsForPrograms) struct RefusedTrainingTests {
  @Test(arguments: [
    "", "p=x", "p=normal(0,1)&width=0", "p=normal(0,1)&width=4000", "p=normal(0,1)&batch=1000000", "p=normal(0,1)&objective=x",
    "p=normal(0,1)&points=1",
    "p=normal(0,1)&from=3&to=1", "p=normal(0,1)&preset=x", "p=normal(0,1)&players=x", "p=normal(0,1)&paused=x",
    "p=normal(0,1)&penalty=r1(x)", "p=normal(0,1)&seed=-1",
    "p=normal(0,1)&unrolled-steps=100&width=256",
  ])
  func aTrainingThatCannotBeIsRefused(query: String) throws {
    let answer = try RunningServer.shared().get("/api/train?\(query)")
    #expect(answer.status == 400 && !answer.sentence.isEmpty)
  }
}
