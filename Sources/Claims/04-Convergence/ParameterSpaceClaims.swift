import Calculus
import Divergences
import RealModule
import Studies
import Training

/// Whether a GAN converges only in the space of functions, or also where the players have parameters, and to what.
enum ParameterSpaceClaims {
  static let claims: [Claim] = [
    Claim(
      "G9", "GAN training is guaranteed to converge only in the space of functions; networks have parameters.",
      source: "the lecture; the games of Mescheder, Geiger & Nowozin 2018 and of claim G7",
      readings: [
        Reading("with parameters a game does not converge", .atMost) {
          convergent.flatMap { [Sides(Estimate(0.5 * $0.start), $0.end)].labelled($0.name) }
        }
        .refuted("not guaranteed is not impossible: each of these ends nearer than 10⁻⁶ of its start, far from the equilibrium as it was"),
        Reading("these games in parameters converge", .atMost) {
          convergent.flatMap { [Sides($0.end, Estimate(1e-6 * $0.start))].labelled($0.name) }
        }
        .noting("to a millionth of the start: JS of the densities, and for the Dirac-GAN the distance of the parameters"),
        Reading("every game in parameters converges", .atMost) {
          [stuck, circling].compactMap { $0 }.flatMap { [Sides($0.end, Estimate(0.5 * $0.start))].labelled($0.name) }
        }
        .refuted("the first comes to rest elsewhere, the second does not come to rest: with parameters there is no guarantee"),
        Reading("where a game in parameters is at rest Q is P", .atMost) {
          stuck.map { [Sides($0.end, 1e-6)].labelled($0.name) } ?? []
        }
        .refuted("D cannot express the difference that is left: V(D) = −log 4 to 10⁻¹⁵, and JS is 0.217"),
        Reading("there the discriminator knows no difference", .atMost) {
          stuck.map { [Sides(Estimate(abs($0.excess)), 1e-12)].labelled($0.name) } ?? []
        }
        .noting("|V(D) + log 4| is at most 10⁻¹² in the end: an equilibrium of these two networks, though not of all functions"),
      ])
  ]

  /// A game with where it starts and ends.
  private struct Outcome: Sendable {
    let name: String
    let start: Double
    let end: Estimate
    /// V(D) + log 4 at the end.
    var excess = Double.nan
  }

  private static func small(
    _ name: String, _ discriminator: SmallDiscriminator, _ objective: any Objective, penalty: Double = 0, offset: Double = 3
  ) -> Outcome? {
    let game = SmallGame(discriminator: discriminator, objective: objective, penalty: penalty)
    let rows = try? SmallGameDescent(game, offset: offset, steps: 4000, recordEvery: 4000).run()
    guard let first = rows?.first, let last = rows?.last else { return nil }
    return Outcome(
      name: "\(name), P = N(0, 1), from N(\(offset), \(1 + offset))", start: first.js, end: Estimate(last.js, error: 1e-12, scale: 1),
      excess: last.excess)
  }

  private static func dirac(_ name: String, _ game: DiracGame) -> Outcome? {
    let path = DiracPath(game, steps: 500).run()
    guard let first = path?.first, let last = path?.last else { return nil }
    return Outcome(
      name: "\(name), Dirac-GAN from (1, 1)", start: first.point.distance, end: Estimate(last.point.distance, error: 1e-12, scale: 1))
  }

  // Lazy: only a run that asks for this claim pays a second.
  private static let convergent = [
    small("minimax, D = σ(ax + bx² + c)", .quadratic, Minimax()), small("non-saturating, D = σ(ax + bx² + c)", .quadratic, NonSaturating()),
    dirac("R1, γ = 1", .gradientPenalty(weight: 1)), dirac("consensus, γ = 1", .consensus(weight: 1)),
  ].compactMap { $0 }

  /// A game that comes to rest away from P.
  private static let stuck = small("non-saturating, D with two tanh units", .network, NonSaturating())
  /// A game that never comes to rest.
  private static let circling = dirac("minimax", .minimax)
}
