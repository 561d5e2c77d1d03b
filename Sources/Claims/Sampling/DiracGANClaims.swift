import Densities
import Divergences
import RealModule

/// Whether gradient descent converges on the smallest GAN.
enum DiracGANClaims {
  static let claims: [Claim] = [
    Claim(
      "G3",
      "Unregularised GAN training does not converge, even near its equilibrium; gradient penalties and instance noise make it converge.",
      source: "Mescheder, Geiger & Nowozin 2018 (the Dirac-GAN)", readings: eigenvalues + moduli + paths)
  ]

  /// Point masses have no density: narrow normals stand for data at 0 and a generator at 1.
  private static let stand = [Subject(Normal(mean: 0, sd: 1e-6), Normal(mean: 1, sd: 1e-6))]

  private static let eigenvalues = [
    eigenvalue("minimax: ±i/2", .minimax, 0, 0.5, note: "a circle round the equilibrium"),
    eigenvalue("non-saturating: ±i/2", .nonSaturating, 0, 0.5, note: "the same to first order"),
    eigenvalue("Wasserstein: ±i", .wasserstein, 0, 1),
    eigenvalue("R1 or R2, γ = 0.3: −γ/2 ± √(γ²/4 − ¼)", .gradientPenalty(0.3), -0.15, .sqrt(0.25 - 0.0225)),
    eigenvalue("R1 or R2, γ = 1: −½ twice", .gradientPenalty(1), -0.5, 0, note: "the critical damping, 2 |f′(0)|"),
    eigenvalue(
      "instance noise, sd 0.7: f″(0) s² ± √(f″(0)² s⁴ − ¼)", .instanceNoise(0.7), -0.25 * 0.49, .sqrt(0.25 - 0.25 * 0.25 * 0.49 * 0.49)),
    eigenvalue("consensus, γ = 1: −γ/4 ± i/2", .consensus(1), -0.25, 0.5),
    Reading(
      "it converges unregularised", .atMost, expected: .fails, note: "the real part is 0: neither towards the equilibrium nor away",
      on: stand
    ) { _ in
      // Convergence at a rate needs a negative real part.
      [Sides(Bounded(DiracGAN(game: .minimax).jacobian.leadingEigenvalue.real), -1e-6)]
    },
  ]

  private static func eigenvalue(_ name: String, _ game: DiracGAN.Game, _ real: Double, _ imaginary: Double, note: String = "") -> Reading {
    Reading(name, note: note, on: stand) { _ in
      let value = DiracGAN(game: game).jacobian.leadingEigenvalue
      return [
        Sides(Bounded(value.real, error: 1e-15), Bounded(real, error: 1e-15), component: "real part"),
        Sides(Bounded(value.imaginary, error: 1e-15), Bounded(imaginary, error: 1e-15), component: "imaginary part"),
      ]
    }
  }

  private static let moduli = [
    Reading("simultaneous steps: modulus √(1 + h²/4) > 1", note: "every step leads away", on: stand) { _ in
      [0.2, 1, 3].map { Sides(radius($0, isAlternating: false), Bounded(.sqrt(1 + 0.25 * $0 * $0)), component: "h = \($0)") }
    },
    Reading("alternating steps: modulus 1 for h ≤ 4", on: stand) { _ in
      [0.2, 1, 3.9].map { Sides(radius($0, isAlternating: true), 1, component: "h = \($0)") }
    },
    Reading("alternating steps: above 4 they diverge", .atMost, note: "modulus 1.5625 at h = 4.1", on: stand) { _ in
      [Sides(1.56, radius(4.1, isAlternating: true))]
    },
    Reading("R1 with γ = 0.3 contracts", .atMost, note: "simultaneous steps of 0.2", on: stand) { _ in
      [Sides(Bounded(DiracGAN(game: .gradientPenalty(0.3)).step(0.2, isAlternating: false).spectralRadius), 1)]
    },
    Reading(
      "small enough steps converge unregularised", .atMost, expected: .fails, note: "the modulus is above 1 for every h > 0", on: stand
    ) { _ in
      [Sides(radius(0.01, isAlternating: false), 1)]
    },
  ]

  private static func radius(_ step: Double, isAlternating: Bool) -> Bounded {
    Bounded(DiracGAN(game: .minimax).step(step, isAlternating: isAlternating).spectralRadius, error: 1e-15)
  }

  private static let paths = [
    Reading("minimax in continuous time: θ² + ψ² is constant", note: "from (1, 1), by Runge–Kutta steps of 0.01", on: stand) { _ in
      [1.0, 10, 100].map { Sides(distance(.minimax, $0), Bounded(.sqrt(2)), component: "t = \($0)") }
    },
    Reading(
      "non-saturating in continuous time never converges", .atMost, expected: .fails,
      note: "to first order it circles, but it does converge, like 1/√t: |(θ, ψ)| is 0.750, 0.278 and 0.0893 at t = 10, 100 and 1000",
      on: stand
    ) { _ in [Sides(Bounded(.sqrt(2)), distance(.nonSaturating, 1000))] },
    Reading("non-saturating in continuous time: |(θ, ψ)| falls like 1/√t", note: "to the digits printed", precision: 1e-2, on: stand) { _ in
      [(10, 0.7498, 4), (100, 0.278, 3), (1000, 0.0893, 4)].map {
        Sides(distance(.nonSaturating, $0.0), .printed($0.1, decimals: $0.2), component: "t = \($0.0)")
      }
    },
  ]

  /// The error is the distance to the result with half as many steps, of which a fifteenth is left.
  private static func distance(_ game: DiracGAN.Game, _ time: Double) -> Bounded {
    let steps = Int(100 * time)
    let (fine, coarse) = (
      DiracGAN(game: game).distance(after: time, steps: steps), DiracGAN(game: game).distance(after: time, steps: steps / 2)
    )
    return Bounded(fine, error: abs(fine - coarse) + 1e-13 * time)
  }
}
