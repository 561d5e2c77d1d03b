import Autodiff
import Densities
import Dispatch
import Synchronization
import Tabulation
import Training

/// The training itself, on the thread of its run: steps, commands, and pictures as often as they can be made.
///
/// A picture is computed on another thread from a copy of the players, so that training does not wait for it.
final class LiveSession {
  /// What is shown of a training, and how fast it goes.
  struct View: Sendable {
    /// Where curves are drawn.
    let points: [Double]
    /// Whether the running averages of the players are shown.
    var isAverage: Bool
    /// Steps a second; 0 for as many as there can be.
    var rate: Double
    /// Whether it begins paused.
    let isPaused: Bool

    /// Reads it from a request.
    init(_ parameters: Parameters, around settings: LiveSettings) throws(Refusal) {
      let (from, to) = (try parameters.number("from"), try parameters.number("to"))
      points = LiveCamera.points(
        around: settings.gan.p, count: try parameters.whole("points", default: 241, 9...1001), from: from, to: to)
      try Refusal.unless(points.count >= 2, "from must be less than to", "from")
      isAverage = try parameters.choice("players", ["current", "average"]) == "average"
      rate = try parameters.number("rate", default: 0, 0...1e6)
      isPaused = try parameters.choice("paused", ["true", "false"]) == "true"
    }
  }

  private let name: String
  private let channel: EventChannel
  private var settings: LiveSettings
  private var view: View
  private var trainer: Trainer<Float>?
  private var camera: LiveCamera
  private var state = "running"

  private let pictures = DispatchQueue(label: "pictures")
  private let booth = Booth()
  private var isPictureDue = true
  private var picturedStep = 0
  private var nextPicture = ContinuousClock.now
  private var nextStep = ContinuousClock.now
  /// Counts the starts, so that a page can tell a late picture of an earlier one.
  private var epoch = 0
  private var pace = (step: 0, time: ContinuousClock.now, perSecond: 0.0)

  /// At most 30 pictures a second.
  private static let pictureTime = Duration.milliseconds(33)

  init(_ name: String, _ settings: LiveSettings, _ view: View, _ channel: EventChannel) {
    (self.name, self.settings, self.view, self.channel) = (name, settings, view, channel)
    camera = LiveCamera(settings, points: view.points, isAverage: view.isAverage)
    state = view.isPaused ? "paused" : "running"
    begin(restarted: true)
  }

  /// Makes some steps, and a picture where one is due. Returns how many seconds there is nothing to do; nil for none.
  func proceed() -> Double? {
    var pause: Double?
    if state == "running" {
      let clock = ContinuousClock()
      let end = clock.now + .milliseconds(4)
      repeat {
        if view.rate > 0 {
          let now = clock.now
          if now < nextStep {
            pause = min(0.01, (nextStep - now) / .seconds(1))
            break
          }
          nextStep = max(nextStep, now - .milliseconds(100)) + .seconds(1 / view.rate)
        }
        advance { trainer throws(TrainingError) in try trainer.advance() }
      } while state == "running" && clock.now < end
    } else {
      pause = 0.02
    }
    takePicture()
    return pause
  }

  /// Carries out what a page has asked for.
  func carryOut(_ command: LiveRun.Command) -> Result<LiveRun.Reply, Refusal> {
    var sentence = ""
    do throws(Refusal) {
      switch command {
      case .run: if state == "paused" { state = "running" }
      case .pause: if state == "running" { state = "paused" }
      case .step: single { trainer throws(TrainingError) in try trainer.advance() }
      case .stepDiscriminator: single { trainer throws(TrainingError) in try trainer.advanceDiscriminator() }
      case .stepGenerator: single { trainer throws(TrainingError) in try trainer.advanceGenerator() }
      case .rewind:
        if state == "finished" || state == "diverged" { state = "paused" }
        begin(restarted: true)
      case .rate(let rate): (view.rate, nextStep) = (rate, .now)
      case .players(let isAverage):
        view.isAverage = isAverage
        camera = LiveCamera(settings, points: view.points, isAverage: isAverage)
      case .set(let name, let value): sentence = try set(name, to: value)
      }
    } catch { return .failure(error) }
    isPictureDue = true
    return .success(LiveRun.Reply(state: state, step: trainer?.step ?? 0, sentence: sentence))
  }

  /// Changes a setting, between two steps where the players fit it, and says so where they do not.
  private func set(_ name: String, to value: String) throws(Refusal) -> String {
    let changed = try settings.changed(name, to: value)
    let other: Trainer<Float>
    do { other = try changed.gan.trainer() } catch { throw Refusal(error, parameter: name) }
    if LiveSettings.live.contains(name), let trainer, trainer.state.fits(other.state), trainer.step > 0 {
      other.state = trainer.state
      settings = changed.changedLive
      self.trainer = other
      if state == "finished", other.step < settings.gan.settings.steps { state = "paused" }
      announce(restarted: false)
      return ""
    }
    let isAtStart = trainer?.step == 0
    settings = changed
    if state == "finished" || state == "diverged" { state = "paused" }
    begin(restarted: true)
    return isAtStart ? "" : "the training has begun anew: with another \(name) the networks cannot go on as they are"
  }

  /// One update or step, after which the training is paused.
  private func single(_ step: (Trainer<Float>) throws(TrainingError) -> Void) {
    if state == "running" { state = "paused" }
    if state == "paused" { advance(step) }
  }

  private func advance(_ step: (Trainer<Float>) throws(TrainingError) -> Void) {
    guard let trainer else { return }
    guard trainer.step < settings.gan.settings.steps else {
      state = "finished"
      isPictureDue = true
      return
    }
    do throws(TrainingError) { try step(trainer) } catch {
      state = "diverged"
      channel.send("notice", .object([("sentence", .text(Refusal(error).sentence))]))
    }
  }

  private func begin(restarted: Bool) {
    do { trainer = try settings.gan.trainer() } catch {
      trainer = nil
      state = "diverged"
      channel.send("notice", .object([("sentence", .text(Refusal(error).sentence))]))
    }
    announce(restarted: restarted)
  }

  private func announce(restarted: Bool) {
    camera = LiveCamera(settings, points: view.points, isAverage: view.isAverage)
    pace = (trainer?.step ?? 0, .now, 0)
    isPictureDue = true
    epoch += 1
    channel.send("start", Self.start(name, epoch: epoch, restarted: restarted, settings, camera))
  }

  /// What a page is told before the pictures.
  static func start(_ name: String, epoch: Int, restarted: Bool, _ settings: LiveSettings, _ camera: LiveCamera) -> JSON {
    .object(
      [
        ("run", .text(name)), ("epoch", .whole(epoch)), ("restarted", .flag(restarted)), ("command", .text(settings.command)),
        ("settings", .object(settings.texts.map { ($0.name, .text($0.text)) })), ("steps", .whole(settings.gan.settings.steps)),
        ("live", .list(LiveSettings.live.map { .text($0) })),
      ] + camera.scenery)
  }

  /// Has a picture made, where the last one is done and the page has taken it.
  private func takePicture() {
    let now = ContinuousClock.now
    guard let trainer, isPictureDue || trainer.step != picturedStep, now >= nextPicture, !channel.isBehind else { return }
    guard booth.enter() else { return }
    measurePace(now, trainer.step)
    (isPictureDue, picturedStep, nextPicture) = (false, trainer.step, now + Self.pictureTime)
    let record = TrainingRecord(settings.gan, trainer)
    pictures.async { [channel, camera, booth, state, epoch, perSecond = pace.perSecond] in
      channel.send("frame", camera.frame(record, state: state, epoch: epoch, stepsPerSecond: perSecond))
      booth.leave()
    }
  }

  private func measurePace(_ now: ContinuousClock.Instant, _ step: Int) {
    let seconds = (now - pace.time) / .seconds(1)
    if step < pace.step { pace = (step, now, 0) }
    if seconds > 0.5 { pace = (step, now, Double(step - pace.step) / seconds) }
  }
}

/// Where one picture is made at a time.
private final class Booth: Sendable {
  private let isTaken = Mutex(false)

  /// Enters where nobody is inside, and says whether it did.
  func enter() -> Bool {
    isTaken.withLock { isTaken in
      defer { isTaken = true }
      return !isTaken
    }
  }

  func leave() { isTaken.withLock { $0 = false } }
}

extension TrainingState<Float> {
  /// Whether players of another state can take this one.
  fileprivate func fits(_ other: Self) -> Bool {
    func fit(_ a: PlayerState<Float>?, _ b: PlayerState<Float>?) -> Bool {
      a?.parameters.count == b?.parameters.count && a?.optimizer.map(\.count) == b?.optimizer.map(\.count)
    }
    return fit(generator, other.generator) && fit(discriminator, other.discriminator)
  }
}
