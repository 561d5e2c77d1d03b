import Calculus
import Densities
import Divergences
import Scalars
import Tabulation

/// A place of a frame: the densities and discriminators there after a number of steps; a row of `frames.csv`.
struct FramePoint: Sendable {
  var step = 0
  var x = Double.nan
  var p = Double.nan
  var q = Double.nan
  var learned = Double.nan
  var optimal = Double.nan

  static var columns: [Column<FramePoint>] {
    [
      Column("step", at: \.step), Column("x", at: \.x), Column("p", at: \.p), Column("q", at: \.q), Column("d_learned", at: \.learned),
      Column("d_star", at: \.optimal),
    ]
  }
}

/// At which records of a run a frame is kept: about a dozen of them.
struct FrameChoice {
  private let stride: Int
  private let last: Int

  /// The frames of a run with these settings.
  init(_ settings: TrainingSettings) {
    let every = settings.recordEvery
    last = settings.steps
    let records = every == 0 ? 1 : settings.steps / every + 1
    // A power of two, so that the frames of a run that is extended are among those that it has.
    var stride = 1
    while (records + stride - 1) / stride > 13 { stride *= 2 }
    self.stride = max(every, 1) * stride
  }

  /// Whether the record of a step has a frame.
  func contains(_ step: Int) -> Bool { step.isMultiple(of: stride) || step == last }
}

extension Examiner {
  /// Where frames are drawn: the central parts of P and of a fixed Q, and a quarter of them more on both sides.
  static func frameRange(of gan: GAN) -> Interval {
    let parts = ([gan.p] + (gan.q.map { [$0] } ?? [])).map { density in
      density.centralPart?.interval ?? Interval(density.quantile(0.25), density.upperQuantile(0.25))
    }
    let (lower, upper) = (parts.map(\.lower).min() ?? 0, parts.map(\.upper).max() ?? 0)
    let margin = 0.25 * (upper - lower)
    return margin.isFinite ? Interval(lower - margin, upper + margin) : Interval(lower, upper)
  }

  /// The densities and discriminators of a record, the averaged ones, along the line: at even points and, for a third, at
  /// quantiles of Q, so that a narrow Q is seen.
  func frame(_ record: TrainingRecord) -> [FramePoint] {
    let players = record.average
    let q = try? players.density()
    let levels = (0..<60).map { (Double($0) + 0.5) / 60 }
    // Noise of several dimensions has no map from a line.
    let generator = gan.settings.noiseDimension == 1 ? players.generator : nil
    let massive =
      generator.map { $0.evaluated(at: levels.map { gan.settings.noise.quantile($0) }).values }
      ?? gan.q.map { q in levels.map { q.quantile($0) } } ?? []
    let even = grid(from: frameRange.lower, to: frameRange.upper, count: 121)
    let points = (even + massive.filter { frameRange.contains($0) }).sorted()
    let learned = players.discriminator?.values(at: points)
    let optimal = q.map { OptimalDiscriminator(gan.p, $0) }
    return points.enumerated().map { index, x in
      FramePoint(
        step: record.step, x: x, p: gan.p.density(at: x), q: q?.density(at: x) ?? .nan, learned: learned?[index] ?? .nan,
        optimal: optimal?.value(at: x) ?? .nan)
    }
  }
}
