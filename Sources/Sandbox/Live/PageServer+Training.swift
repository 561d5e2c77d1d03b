import FlyingFox
import Foundation
import Tabulation

/// The live training: a stream of its pictures, and what a page asks of it meanwhile.
extension PageServer {
  func train(_ request: HTTPRequest) async throws -> HTTPResponse {
    switch request.method {
    case .GET: try await startTraining(request)
    case .POST: try await steerTraining(request)
    default: throw Refusal.method
    }
  }

  private func startTraining(_ request: HTTPRequest) async throws -> HTTPResponse {
    let parameters = try Parameters(query: request.target.query(), known: LiveSettings.requestNames)
    let question = Question(parameters: parameters, body: [], data: data)
    let name = try await runs.reserve()
    do {
      let (settings, view) = try await desk.perform {
        try question.withData {
          let settings = try LiveSettings(question)
          return (settings, try LiveSession.View(parameters, around: settings))
        }
      }
      let run = LiveRun(name: name)
      runs.add(run)
      run.begin(settings, view) { [runs] in runs.remove(name) }
      return response(EventBody(channel: run.channel, sender: LiveLease(run)))
    } catch {
      runs.remove(name)
      throw error
    }
  }

  private func steerTraining(_ request: HTTPRequest) async throws -> HTTPResponse {
    let parameters = try Parameters(query: request.target.query(), known: ["run", "do", "name", "value"])
    let name = try parameters.needed("run")
    guard let run = runs[name] else {
      throw Refusal(status: 404, sentence: "there is no training '\(name.prefix(40))' any more", parameter: "run")
    }
    let reply = try await run.perform(try command(parameters))
    return response(.object([("state", .text(reply.state)), ("step", .whole(reply.step)), ("sentence", .text(reply.sentence))]))
  }

  private func command(_ parameters: Parameters) throws(Refusal) -> LiveRun.Command {
    let words = ["run", "pause", "step", "step-discriminator", "step-generator", "rewind", "rate", "players", "set", "reseed"]
    switch try parameters.choice("do", words) {
    case "run": return .run
    case "pause": return .pause
    case "step": return .step
    case "step-discriminator": return .stepDiscriminator
    case "step-generator": return .stepGenerator
    case "rewind": return .rewind
    case "rate": return .rate(try parameters.number("value", default: 0, 0...1e6))
    case "players": return .players(isAverage: try parameters.choice("value", ["current", "average"]) == "average")
    case "set": return .set(name: try parameters.needed("name"), value: try parameters.needed("value"))
    case "reseed": return .set(name: "seed", value: try parameters.needed("value"))
    default: throw Refusal(sentence: "do is missing: it is one of \(words.joined(separator: ", "))", parameter: "do")
    }
  }
}
