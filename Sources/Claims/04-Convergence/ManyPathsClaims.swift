import Calculus
import Divergences
import RealModule
import Studies
import Training

/// Whether a GAN that learns its data lowers a divergence in every step.
enum ManyPathsClaims {
  static let claims: [Claim] = [
    Claim(
      "G10",
      "A GAN need not decrease a divergence at every step: it may learn where the divergence has no slope, and on a path on which it "
        + "often rises.",
      source: "Fedus et al. 2018, “Many paths to equilibrium” (its abstract); on a game whose densities are exact",
      readings: [
        Reading("training lowers JS in every step", .atMost) {
          runs.flatMap { run in
            // The step that raises it most.
            zip(run.js.dropFirst(), run.js).max { $0.0 - $0.1 < $1.0 - $1.1 }.map { [sides($0.0, $0.1)].labelled(run.name) } ?? []
          }
        }
        .refuted("it rises in every turn about the equilibrium; the step that raises it most is shown"),
        Reading("training lowers W1 or KL(P‖Q) in every step", .atMost) {
          runs.prefix(1).flatMap { run in
            Measure.allCases.flatMap { measure in
              let values = run.rows.map { measure.value($0.mean, $0.deviation) }
              return zip(values.dropFirst(), values).max { $0.0 - $0.1 < $1.0 - $1.1 }
                .map { [sides($0.0, $0.1)].labelled("\(measure.rawValue), \(run.name)") } ?? []
            }
          }
        }
        .refuted("nor is another divergence lowered in every step: the game descends none of them"),
        Reading("it rises in more than a quarter of the steps until it is below 10⁻¹²", .atMost) {
          runs.flatMap { run in
            // Below that the roundings of the parameters count.
            let path = run.js.prefix(1 + (run.js.lastIndex { $0 > 1e-12 } ?? 0))
            let rises = zip(path.dropFirst(), path).count { $0 > $1 }
            return [Sides(0.25, Estimate(Double(rises) / Double(path.count - 1)))].labelled(run.name)
          }
        }
        .noting("in 163 of 513 steps, and in 468 of 1367"),
        Reading("the game ends at P all the same", .atMost) {
          runs.flatMap { [Sides(Estimate($0.js.last ?? .nan, error: 1e-14), 1e-12)].labelled($0.name) }
        },
        Reading("on the way JS is log 2 to 10⁻⁵, and has no slope to follow", .atMost) {
          runs.suffix(1).flatMap { [Sides(Estimate(.log(2) - 1e-5), Estimate($0.js.max() ?? .nan, error: 1e-12))].labelled($0.name) }
        }
        .noting("there D* tells all samples apart; the discriminator of this game is not D*, and still says where the data are"),
        Reading("where JS is log 2 a GAN cannot learn", .atMost) {
          runs.suffix(1).flatMap { run in [sides(run.js.max() ?? .nan, run.js.last ?? .nan)].labelled(run.name) }
        }
        .refuted("that is so of a generator that descends JS by the exact D*; with a D that lags behind it arrives"),
      ])
  ]

  /// A quantity of Q = N(μ, σ²) beside P = N(0, 1).
  private enum Measure: String, CaseIterable {
    case w1 = "W1"
    case kl = "KL(P‖Q)"

    func value(_ mean: Double, _ deviation: Double) -> Double {
      let (p, q) = (Normal(mean: 0, sd: 1), Normal(mean: mean, sd: abs(deviation)))
      return self == .w1 ? Divergences.w1(p, q).value : Divergences.kl(p, q).value
    }
  }

  /// A run of the non-saturating game with D = σ(ax + bx² + c), from far away.
  private struct Run: Sendable {
    let name: String
    let rows: [SmallGameDescent.Row]

    var js: [Double] { rows.map(\.js) }

    init?(offset: Double) {
      let game = SmallGame(discriminator: .quadratic, objective: NonSaturating())
      guard let rows = try? SmallGameDescent(game, offset: offset, steps: 4000).run() else { return nil }
      self.rows = rows
      name = "P = N(0, 1), 4000 steps of 0.1 from N(\(offset), \(1 + offset))"
    }
  }

  private static let runs = [3, 10].compactMap { Run(offset: $0) }

  /// Two values of a run, whose divergences are exact up to rounding.
  private static func sides(_ after: Double, _ before: Double) -> Sides {
    Sides(Estimate(after, error: 1e-13), Estimate(before, error: 1e-13))
  }
}
