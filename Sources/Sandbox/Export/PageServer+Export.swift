import Densities
import Foundation
import Tabulation
import Training

/// The copy of the page that needs no server: its answers are computed beforehand.
extension PageServer {
  /// What the copy holds answers to: the page's own list, `recorded.json`.
  private struct Recording: Decodable {
    /// Requests such as `compare?p=normal(0%2C1)&q=normal(1%2C2)`, as the page makes them.
    let requests: [String]
    /// A training, with a picture every so many steps.
    let training: Training?

    struct Training: Decodable {
      let request: String
      let every: Int
    }
  }

  /// The files of the copy; throws one sentence where an answer cannot be had.
  ///
  /// - Parameter progress: told how many answers are done, and of how many.
  package func export(progress: (_ done: Int, _ count: Int) -> Void) throws -> [(path: String, bytes: [UInt8])] {
    let recording = try JSONDecoder().decode(Recording.self, from: Data(files["/recorded.json"]?.bytes ?? Array(#"{"requests": []}"#.utf8)))
    var answers: [(name: String, value: JSON)] = [("about", about)]
    for (index, request) in recording.requests.enumerated() {
      progress(index, recording.requests.count)
      do { answers.append((request, try answer(to: request).json)) } catch {
        throw PageServerError(description: "the request '\(request)' of recorded.json is not answered: \(Refusal(error).sentence)")
      }
    }
    let training = try recording.training.map { try frames(of: $0) }
    let recorded =
      Array("window.recorded = ".utf8) + JSON.object(answers).bytes + Array(";\nwindow.recordedTraining = ".utf8)
      + (training?.bytes ?? Array("null".utf8))
      + Array(";\n".utf8)
    let scripts = files.paths.filter { $0.hasSuffix(".js") && !$0.hasPrefix("/vendor/") }
    let bundle = try PageBundle(scripts.map { ($0, String(decoding: files[$0]?.bytes ?? [], as: UTF8.self)) })
    let others = files.paths.filter { !scripts.contains($0) && $0 != "/index.html" && $0 != "/recorded.json" }
    return try [("index.html", Array(index().utf8)), ("page.js", Array(bundle.script.utf8)), ("recorded.js", recorded)]
      + others.map { (String($0.dropFirst()), files[$0]?.bytes ?? []) }
  }

  /// The page with the script that holds the answers before the one that asks.
  private func index() throws -> String {
    let page = String(decoding: files["/"]?.bytes ?? [], as: UTF8.self)
    let module = /<script type="module" src="\.?\/page\.js"><\/script>/
    guard page.contains(module) else { throw PageServerError(description: "index.html loads no module ./page.js") }
    return page.replacing(module, with: "<script defer src=\"./recorded.js\"></script>\n<script defer src=\"./page.js\"></script>")
      .replacing("=\"/", with: "=\"./")
  }

  private func answer(to request: String) throws -> Answer {
    let parts = request.split(separator: "?", maxSplits: 1)
    guard let name = parts.first, let route = Route.all.first(where: { $0.name == name && $0.method == "GET" }) else {
      throw Refusal(sentence: "there is no such route")
    }
    let parameters = try Parameters(query: parts.count > 1 ? String(parts[1]) : "", known: route.parameters)
    return try route.answer(Question(parameters: parameters, body: [], data: data))
  }

  /// The start and the pictures of a training.
  private func frames(of training: Recording.Training) throws -> JSON {
    let query = training.request.split(separator: "?", maxSplits: 1).last.map(String.init) ?? ""
    let parameters = try Parameters(query: query, known: LiveSettings.requestNames)
    let question = Question(parameters: parameters, body: [], data: data)
    let (settings, view) = try question.withData {
      (try LiveSettings(question), try LiveSession.View(parameters, around: LiveSettings(question)))
    }
    let camera = LiveCamera(settings, points: view.points, isAverage: view.isAverage)
    var pictures: [JSON] = []
    let every = max(training.every, 1)
    let records = settings.gan.records { $0.isMultiple(of: every) }
    while let record = try records.next() {
      let state = record.step == settings.gan.settings.steps ? "finished" : "running"
      pictures.append(camera.frame(record, state: state, epoch: 1, stepsPerSecond: 0))
    }
    return .object([
      ("request", .text(training.request)), ("start", LiveSession.start("recorded", epoch: 1, restarted: true, settings, camera)),
      ("frames", .list(pictures)),
    ])
  }
}
