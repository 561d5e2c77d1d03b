import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Tabulation
import Training

/// Makes the pictures of a training: what is exact of its players, at one step.
struct LiveCamera: Sendable {
  let p: any AnalyticDensity
  /// Where curves are drawn.
  let points: [Double]
  /// Whether the players are those of the running averages.
  let isAverage: Bool
  private let examiner: Examiner
  private let noise: [Double]
  private let densities: [Double]
  private let scores: [Double]

  /// How many samples a picture has.
  private static let sampleCount = 64

  init(_ settings: LiveSettings, points: [Double], isAverage: Bool) {
    let gan = settings.gan
    (p, self.points, self.isAverage) = (gan.p, points, isAverage)
    examiner = Examiner(gan)
    // The same noise in every picture: what moves is the generator.
    var random = CounterRandom(seed: gan.settings.seed, stream: RandomStream.samples.number)
    noise = (0..<Self.sampleCount).map { _ in gan.settings.noise.sample(using: &random) }
    densities = points.map { [p] in p.density(at: $0) }
    scores = points.map { [p] in p.score(at: $0) }
  }

  /// The points at which curves of a training on P are drawn: evenly where the generator may go, and where P has mass.
  static func points(around p: any AnalyticDensity, count: Int, from: Double?, to: Double?) -> [Double] {
    let (low, high) = (p.quantile(1e-3), p.upperQuantile(1e-3))
    let margin = 0.2 * (high - low)
    let (lower, upper) = (from ?? low - margin, to ?? high + margin)
    let massive = count / 3
    let levels = (0..<massive).map { (Double($0) + 0.5) / Double(massive) }
    return Set(grid(from: lower, to: upper, count: count - massive) + levels.map { p.quantile($0) }).filter { lower <= $0 && $0 <= upper }
      .sorted()
  }

  /// What is known before the first step: where curves are drawn, and P there.
  var scenery: [(name: String, value: JSON)] {
    [
      ("x", .numbers(points)), ("p", .numbers(densities)),
      (
        "modes",
        .list(
          zip(examiner.modes.intervals, examiner.modes.masses).map { interval, mass in
            .object([("from", .number(interval.lower)), ("to", .number(interval.upper)), ("mass", .number(mass))])
          })
      ),
    ]
  }

  /// The picture of a record.
  func frame(_ record: TrainingRecord, state: String, epoch: Int, stepsPerSecond: Double) -> JSON {
    let players = isAverage ? record.average : record.current
    var members: [(name: String, value: JSON)] = [
      ("step", .whole(record.step)), ("discriminator_steps", .whole(record.discriminatorSteps)), ("state", .text(state)),
      ("epoch", .whole(epoch)), ("steps_per_second", .number(stepsPerSecond)),
    ]
    var numbers = ["discriminator_loss": record.discriminatorLoss, "generator_loss": record.generatorLoss].mapValues {
      Cell.number($0).text
    }
    let learned = players.discriminator
    let logits = learned?.logits(at: points)
    members.append(("d", .numbers(logits?.map { logistic($0) } ?? [])))
    members.append(("samples", .numbers(samples(players))))
    var (status, reason) = ("unresolved", "noise of several dimensions has no exact density")
    var masses: [Double] = []
    do throws(GeneratorDensityError) {
      if let q = try players.density() {
        let diagnosis = examiner.diagnosis(q, players, isChecked: true)
        for (name, value) in Self.numbers(diagnosis) { numbers[name] = Cell.number(value).text }
        (status, reason, masses) = (diagnosis.outcome.status.description, diagnosis.reason, diagnosis.modeMasses)
        members += exact(q, logits, learned?.logitSlopes(at: points))
      } else {
        members += Self.nothing
      }
    } catch {
      reason = error.description
      members += Self.nothing
    }
    numbers["status"] = status
    numbers["reason"] = reason
    members.append(("modes", .numbers(masses)))
    members.append(("numbers", .object(numbers.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })))
    return .object(members)
  }

  /// The numbers of a row of `history.csv`, by the names of its columns.
  private static func numbers(_ diagnosis: Diagnosis) -> [(String, Double)] {
    [
      ("js", diagnosis.js.value), ("js_error", diagnosis.js.error), ("kl_pq", diagnosis.divergences[1].value),
      ("kl_qp", diagnosis.divergences[2].value), ("value", diagnosis.value ?? .nan), ("value_optimal", diagnosis.optimalValue),
      ("gap", diagnosis.gap?.value ?? .nan), ("gap_error", diagnosis.gap?.error ?? .nan), ("sup_distance", diagnosis.supremum ?? .nan),
      ("l2_distance", diagnosis.rootMeanSquare ?? .nan),
    ]
  }

  private static let nothing: [(name: String, value: JSON)] = [("q", .list([])), ("d_star", .list([])), ("gradients", .object([]))]

  /// Q, D*, and the slopes of the generator's loss under both discriminators.
  private func exact(_ q: any AnalyticDensity, _ logits: [Double]?, _ slopes: [Double]?) -> [(name: String, value: JSON)] {
    let optimal = OptimalDiscriminator(p, q)
    let best = points.map { optimal.logit(at: $0) }
    let bestSlopes = points.indices.map { index -> Double in
      guard best[index].isFinite else { return 0 }
      let slope = scores[index] - q.score(at: points[index])
      return slope.isNaN ? 0 : slope
    }
    func gradients(_ logits: [Double], _ slopes: [Double]) -> (saturating: [Double], nonSaturating: [Double]) {
      (
        zip(logits, slopes).map { $0.isNaN ? .nan : -logistic($0) * $1 }, zip(logits, slopes).map { $0.isNaN ? .nan : -logistic(-$0) * $1 }
      )
    }
    let ofBest = gradients(best, bestSlopes)
    var members: [(name: String, value: JSON)] = [
      ("saturating_optimal", .numbers(ofBest.saturating)), ("non_saturating_optimal", .numbers(ofBest.nonSaturating)),
    ]
    if let logits, let slopes {
      let ofLearned = gradients(logits, slopes)
      members += [("saturating", .numbers(ofLearned.saturating)), ("non_saturating", .numbers(ofLearned.nonSaturating))]
    }
    return [
      ("q", .numbers(points.map { q.density(at: $0) })), ("d_star", .numbers(best.map { logistic($0) })), ("gradients", .object(members)),
    ]
  }

  private func samples(_ players: TrainedPlayers) -> [Double] {
    players.generator.map { $0.evaluated(at: noise).values } ?? []
  }
}
