package import Calculus
import Densities
import Divergences
import RealModule
import Scalars

/// Measures the players of a game again and again while they train, for a page that draws them many times a second.
///
/// A record of networks of the default size takes some milliseconds. It is what `history.csv` has, to a tolerance of
/// one's own: each bound is of what the integral has reached.
///
/// ```swift
/// let gan = GAN(Normal(mean: 3, sd: 0.5))
/// let examiner = LiveExaminer(gan, grid: (0...200).map { 0.03 * Double($0) })
/// for try await record in gan.records(steps: 2_000, every: 10) {
///   if let live = try examiner.record(record.current) { print(record.step, live.js.value, live.js.error) }
/// }
/// ```
package struct LiveExaminer: Sendable {
  private let gan: GAN
  private let modes: Modes
  private let grid: [Double]
  private let tolerance: Double
  /// log p on the grid.
  private let logP: [Double]

  /// An examiner for the players of a game.
  ///
  /// - Parameters:
  ///   - gan: the game.
  ///   - grid: the points at which densities and discriminators are asked for.
  ///   - tolerance: the relative error that each panel of the quadrature may add to an integral.
  package init(_ gan: GAN, grid: [Double], tolerance: Double = 1e-9) {
    (self.gan, self.grid, self.tolerance) = (gan, grid, tolerance)
    modes = Modes(of: gan.p)
    logP = gan.p.logDensities(at: grid)
  }

  /// What is known of these players; nil without a generator of one-dimensional noise. Throws where the generator has no
  /// density.
  package func record(_ players: TrainedPlayers) throws(GeneratorDensityError) -> LiveRecord? {
    guard let q = try players.density() as? GeneratorDensity else { return nil }
    let pair = DensityPair(gan.p, q)
    let discriminator = players.discriminator
    var divergences: [Estimate]
    var gap: Estimate?
    if let discriminator {
      let reason = discriminator.reasonForInfinity(gan.p, q)
      let output = discriminator.output(beside: [gan.p, q])
      let measured = pair.measure(Diagnosis.measures, reason == nil ? [.gap] : [], of: output, tolerance: tolerance)
      divergences = measured.divergences
      gap = reason.map { .infinite(reason: $0).named("gap", by: .asymptotics) } ?? Diagnosis.gap(measured.measures[0], q.relativeError)
    } else {
      divergences = pair.measure(Diagnosis.measures)
    }
    divergences = Diagnosis.widened(divergences, q.relativeError)
    let logQ = q.logDensities(at: grid)
    return LiveRecord(
      p: logP.map { .exp($0) }, q: logQ.map { .exp($0) },
      optimal: zip(logP, logQ).map { $0 == $1 ? ($0 == -.infinity ? .nan : 0.5) : logistic($0 - $1) },
      learned: discriminator?.values(at: grid), js: divergences[0], klPQ: divergences[1], klQP: divergences[2], gap: gap,
      modeMasses: modes.masses(under: q).enumerated().map { index, mass in
        Estimate.finite(value: mass, error: q.massError).named("mode_\(index + 1)", by: .transport)
      })
  }
}

/// What is known of a generator and a discriminator at one moment, with the exact density of the generator as Q.
package struct LiveRecord: Sendable {
  /// p at the points of the grid.
  package let p: [Double]
  /// q at the points of the grid.
  package let q: [Double]
  /// D* = p/(p + q) at the points of the grid; NaN where both densities vanish.
  package let optimal: [Double]
  /// The discriminator at the points of the grid; nil where the critic's output does not determine D.
  package let learned: [Double]?
  /// JS(P, Q) in nats.
  package let js: Estimate
  /// KL(P‖Q).
  package let klPQ: Estimate
  /// KL(Q‖P).
  package let klQP: Estimate
  /// V(D*) − V(D); nil where the critic's output does not determine D.
  package let gap: Estimate?
  /// The mass of Q on each mode of P.
  package let modeMasses: [Estimate]
}
