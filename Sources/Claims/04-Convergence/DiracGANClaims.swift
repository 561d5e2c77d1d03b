import Calculus
import Divergences
import RealModule
import Scalars
import Studies

/// Whether gradient descent converges on the smallest GAN.
enum DiracGANClaims {
  static let claims: [Claim] = [
    Claim(
      "G3",
      "Unregularised GAN training does not always converge, even near its equilibrium, where the data are not absolutely continuous; "
        + "zero-centred gradient penalties and instance noise make it converge there.",
      source: "Mescheder, Geiger & Nowozin 2018 (the Dirac-GAN)", readings: eigenvalues + moduli + paths + limits),
    Claim(
      "G4",
      "Alternating gradient descent on the unregularised Dirac-GAN is neutral to first order for steps h < 4: what it does is decided by "
        + "higher orders. The Wasserstein game is neutral exactly, for h < 2.",
      source: "Mescheder, Geiger & Nowozin 2018 (the eigenvalues of the Dirac-GAN); the paths and the invariant derived",
      readings: neutrality + drift),
    Claim(
      "G5",
      "A Wasserstein critic that is clipped, or whose slope is penalised towards 1, does not make the smallest GAN converge, with one step "
        + "of the critic for each of the generator.",
      source: "Mescheder, Geiger & Nowozin 2018 (the Dirac-GAN), with the settings of its plots", readings: wasserstein),
  ]

  private static let eigenvalues = [
    eigenvalue("minimax: ±i/2", .minimax, 0, 0.5).noting("a circle round the equilibrium"),
    eigenvalue("non-saturating: ±i/2", .nonSaturating, 0, 0.5).noting("the same to first order"),
    eigenvalue("Wasserstein: ±i", .wasserstein, 0, 1),
    eigenvalue("R1 or R2, γ = 0.3: −γ/2 ± √(γ²/4 − ¼)", .gradientPenalty(weight: 0.3), -0.15, .sqrt(0.25 - 0.0225)),
    eigenvalue("R1 or R2, γ = 1: −½ twice", .gradientPenalty(weight: 1), -0.5, 0).noting("the critical damping, 2 |f′(0)|"),
    eigenvalue(
      "instance noise, sd 0.7: f″(0) s² ± √(f″(0)² s⁴ − ¼)", .instanceNoise(deviation: 0.7), -0.25 * 0.49,
      .sqrt(0.25 - 0.25 * 0.25 * 0.49 * 0.49)),
    eigenvalue("consensus, γ = 1: −γ/4 ± i/2", .consensus(weight: 1), -0.25, 0.5),
    eigenvalue(
      "unrolled, 5 steps of 0.2: −kη/4 ± √(k²η²/16 − ¼)", .unrolled(steps: 5, rate: 0.2), -0.25, .sqrt(0.1875)
    )
    .noting("to first order the generator sees ψ + kηθ/2"),
    Reading("it converges unregularised", .atMost) {
      // Convergence at a rate needs a negative real part.
      (DiracGame.minimax.flowEigenvalues ?? []).prefix(1).map { Sides(Estimate($0.real), -1e-6) }
    }
    .refuted("the real part is 0: to first order neither towards nor away"),
  ]

  private static func eigenvalue(
    _ name: String, _ game: DiracGame, _ real: Double, _ imaginary: Double
  ) -> Reading {
    Reading(name) {
      (game.flowEigenvalues ?? []).prefix(1).flatMap {
        $0.sides(Eigenvalue(real: real, imaginary: imaginary), error: 2e-15)
      }
    }
  }

  private static let moduli = [
    Reading("simultaneous steps: modulus √(1 + h²/4) > 1") {
      [0.2, 1, 3].map { Sides(radius($0, .simultaneous), Estimate(.sqrt(1 + 0.25 * $0 * $0)), component: "h = \($0)") }
    }
    .noting("every step leads away"),
    Reading("R1 with γ = 0.3 contracts", .atMost) { [Sides(radius(0.2, .simultaneous, of: .gradientPenalty(weight: 0.3)), 1)] }
      .noting("simultaneous steps of 0.2"),
    Reading("extragradient steps: modulus √(1 − h²/4 + h⁴/16)") {
      [0.2, 1, 1.9].map {
        let square = $0 * $0
        return Sides(
          radius($0, .simultaneous, of: .extragradient), Estimate(.sqrt(1 - square / 4 + square * square / 16)),
          component: "h = \($0)")
      }
    }
    .noting("below 1 for h < 2, without a penalty"),
    Reading("optimistic steps contract", .atMost) {
      [0.2, 0.5, 1.1].map { Sides(radius($0, .simultaneous, of: .optimistic), 1, component: "h = \($0)") }
    }
    .noting("without a penalty, for h < 2/√3"),
    Reading("small enough steps converge unregularised", .atMost) { [Sides(radius(0.01, .simultaneous), 1)] }
      .refuted("the modulus is above 1 for every h > 0"),
  ]

  private static func radius(_ rate: Double, _ updates: DiracUpdates, of game: DiracGame = .minimax) -> Estimate {
    Estimate(game.spectralRadius(rate: rate, updates: updates) ?? .nan, error: 1e-14)
  }

  private static let neutrality = [
    Reading("modulus 1 for h < 4") { [0.2, 1, 3.9].map { Sides(radius($0, .alternating), 1, component: "h = \($0)") } },
    Reading("above 4 it diverges", .atMost) { [Sides(1.56, radius(4.1, .alternating))] }.noting("modulus 1.5625 at h = 4.1"),
    Reading("beyond 2/f′(0) the modulus is above 1") {
      [
        Sides(neutralLimit(of: .minimax), 4, component: "minimax"),
        Sides(neutralLimit(of: .nonSaturating), 4, component: "non-saturating"),
        Sides(neutralLimit(of: .wasserstein), 2, component: "Wasserstein"),
      ]
    }
    .noting("4 for the GAN, 2 for the Wasserstein game"),
    Reading("it is neutral for every step size") { [Sides(radius(5, .alternating), 1)] }
      .refuted("to first order, and only below h = 2/f′(0) = 4"),
    Reading("at h = 4 both eigenvalues are −1", precision: 1e-6) {
      (DiracGame.minimax.updateEigenvalues(rate: 4, updates: .alternating) ?? []).flatMap {
        $0.sides(Eigenvalue(real: -1, imaginary: 0), error: 1e-7)
      }
    }
    .noting("trace −2 and determinant 1; a double one is known to the root of the rounding"),
    Reading("at h = 4 it is neutral to first order", .atMost) {
      let near = DiracPoint(theta: 1e-9, psi: -1e-9)
      return [Sides(distance(.minimax, from: near, rate: 4, after: 100), Estimate(2 * near.distance))]
    }
    .refuted("−1 has one eigenvector only: the distance grows with every step, 400-fold in 100 steps from (1e-9, −1e-9)"),
    Reading("the Wasserstein game keeps θ² + ψ² − hθψ") {
      let path = DiracPath(.wasserstein, from: start, steps: 4000, updates: .alternating).run()
      return [1000, 4000].map { step in
        let point = path?[step].point ?? DiracPoint(theta: .nan, psi: .nan)
        let kept = point.theta * point.theta + point.psi * point.psi - 0.2 * point.theta * point.psi
        return Sides(Estimate(kept, error: 1e-15 * Double(step)), 1.8, component: "step \(step) from (1, 1)")
      }
    }
    .noting("exactly, for its field is linear: an ellipse; 4000 alternating steps of 0.2"),
  ]

  /// What alternating steps of the nonlinear games do from (1, 1).
  private static let drift = [
    drift(
      "non-saturating, h = 0.2: it converges", .nonSaturating, rate: 0.2, [(1000, 0.203), (10_000, 0.062), (100_000, 0.020)],
      precision: 0.1
    )
    .noting("0.203, 0.062 and 0.020 from the equilibrium after 10³, 10⁴ and 10⁵ steps"),
    drift(
      "minimax, h = 0.2: it drifts out", .minimax, rate: 0.2, [(1000, 1.419), (10_000, 1.422), (100_000, 1.600)]
    )
    .noting("1.419, 1.422 and 1.600 from the equilibrium after 10³, 10⁴ and 10⁵ steps"),
    drift(
      "minimax, h = 1: it drifts out faster", .minimax, rate: 1, [(300, 1.605), (500, 2.684)]
    )
    .noting("1.605 and 2.684 after 300 and 500 steps; by 1000 the rounding has grown to size 1"),
    Reading("it is neutral: non-saturating, h = 0.2", .atMost) {
      [Sides(Estimate(start.distance), 2 * distance(.nonSaturating, after: 100_000), component: "100000 steps from (1, 1)")]
    }
    .refuted("it does not keep its distance: the path comes in"),
    Reading("it is neutral: minimax, h = 0.2", .atMost) {
      [
        Sides(distance(.minimax, after: 100_000), Estimate(1.1 * start.distance), component: "h = 0.2 from (1, 1)"),
        Sides(distance(.minimax, rate: 1, after: 500), Estimate(1.1 * start.distance), component: "h = 1 from (1, 1)"),
      ]
    }
    .refuted("it does not keep its distance: between 10⁴ and 10⁵ steps the path goes out by an eighth, and at h = 1 sooner"),
  ]

  /// Distances from the equilibrium after so many alternating steps, to the digits printed.
  private static func drift(
    _ name: String, _ game: DiracGame, rate: Double, _ printed: [(steps: Int, distance: Double)],
    precision: Double = 1e-2
  ) -> Reading {
    Reading(name, precision: precision) {
      printed.map {
        let found = distance(game, rate: rate, after: $0.steps)
        return Sides(found, .printed($0.distance, decimals: 3), component: "\($0.steps) steps from (1, 1)")
      }
    }
  }

  /// √(θ² + ψ²) after so many alternating steps. Its error is what they make of their roundings, some 1e-11 in 10⁵
  /// steps: a hundred times what moving the start by 1e-12 changes.
  private static func distance(
    _ game: DiracGame, from point: DiracPoint<Double> = start, rate: Double = 0.2, after steps: Int
  ) -> Estimate {
    let moved = DiracPoint(theta: point.theta * (1 + 1e-12), psi: point.psi)
    let ends = [point, moved].map { from in
      DiracPath(game, from: from, rate: rate, steps: steps, updates: .alternating).run()?.last?.point.distance ?? .nan
    }
    return Estimate(ends[0], error: 100 * abs(ends[1] - ends[0]) + 1e-12 * ends[0])
  }

  /// Where the modulus of alternating steps first exceeds 1, by bisection; beyond it grows like a root.
  private static func neutralLimit(of game: DiracGame) -> Estimate {
    var (low, high) = (0.5, 8.0)
    while high - low > 1e-12 {
      let middle = 0.5 * (low + high)
      if let radius = game.spectralRadius(rate: middle, updates: .alternating), radius > 1 + 1e-6 { high = middle } else { low = middle }
    }
    return Estimate(0.5 * (low + high), error: 1e-11)
  }

  /// What the statement does not say.
  private static let limits = [
    Reading("no unregularised GAN converges", .atMost) {
      (try? Linearization(of: SmallGame(discriminator: .quadratic), rate: 0.1, updates: .simultaneous))?.leading.map {
        [Sides(1, Estimate($0.modulus, error: 1e-12))]
      } ?? []
    }
    .refuted("not always convergent is not never: for data with a spread the smallest game of claim G7 has a modulus below 1"),
    Reading("a gradient penalty makes it converge, wherever it is centred", .atMost) {
      farthest(.penalizedWasserstein(weight: 0.7, target: 1))
    }
    .refuted("it must be centred at 0: towards slope 1 the critic is pushed away, and " + path + "it is farther than 0.01"),
  ]

  private static let wasserstein = [
    Reading("clipping at 1: it converges", .atMost) { farthest(.clippedWasserstein(bound: 1)) }.refuted(
      path + "it still comes farther than 0.01 from the equilibrium"),
    Reading("gradient penalty 0.7 with slope 1: it converges", .atMost) { farthest(.penalizedWasserstein(weight: 0.7, target: 1)) }
      .refuted(path + "it still comes farther than 0.01 from the equilibrium"),
    Reading("gradient penalty 0.7 with slope 0: it converges", .atMost) { farthest(.penalizedWasserstein(weight: 0.7, target: 0)) }
      .noting(path + "it stays nearer than 0.01; the eigenvalues are −γ/2 ± √(γ²/4 − 1)"),
  ]

  private static let path = "after 4000 alternating steps of 0.2 from (1, 1) "

  /// The greatest distance in the last thousand of 5000 alternating steps, beside 0.01.
  private static func farthest(_ game: DiracGame) -> [Sides] {
    let path = DiracPath(game, from: start, steps: 5000, updates: .alternating).run()
    let farthest = Estimate(path?.suffix(1000).map(\.point.distance).max() ?? .nan)
    return [Sides(farthest, 0.01)]
  }

  private static let paths = [
    Reading("minimax in continuous time: θ² + ψ² is constant") {
      [1.0, 10, 100].map { Sides(distance(.minimax, $0), Estimate(.sqrt(2)), component: "t = \($0) from (1, 1)") }
    }
    .noting("by Runge–Kutta steps of 0.01"),
    Reading("non-saturating in continuous time never converges", .atMost) {
      [Sides(Estimate(.sqrt(2)), distance(.nonSaturating, 1000), component: "t = 1000 from (1, 1)")]
    }
    .refuted("to first order it circles, but it does converge, like 1/√t: |(θ, ψ)| is 0.750, 0.278 and 0.0893 at t = 10, 100 and 1000"),
    Reading("non-saturating in continuous time: |(θ, ψ)| falls like 1/√t", precision: 1e-2) {
      [(10, 0.7498, 4), (100, 0.278, 3), (1000, 0.0893, 4)].map {
        Sides(distance(.nonSaturating, $0.0), .printed($0.1, decimals: $0.2), component: "t = \($0.0) from (1, 1)")
      }
    }
    .noting("to the digits printed"),
  ]

  /// Where the paths start, as in the paper's plots.
  private static let start = DiracPoint(theta: 1.0, psi: 1.0)

  /// The error is the distance to the result with half as many steps, of which a fifteenth is left.
  private static func distance(_ game: DiracGame, _ time: Double) -> Estimate {
    let steps = Int(100 * time)
    let fine = game.flow(from: start, time: time, steps: steps).distance
    let coarse = game.flow(from: start, time: time, steps: steps / 2).distance
    return Estimate(fine, error: abs(fine - coarse) + 1e-13 * time)
  }
}

extension Eigenvalue {
  /// Both parts beside those that theory gives, on one scale.
  func sides(_ exact: Eigenvalue, error: Double) -> [Sides] {
    func side(_ found: Double, _ exact: Double, _ component: String) -> Sides {
      Sides(Estimate(found, error: error, scale: max(modulus, abs(found))), Estimate(exact), component: component)
    }
    return [side(real, exact.real, "real part"), side(imaginary, exact.imaginary, "imaginary part")]
  }
}
