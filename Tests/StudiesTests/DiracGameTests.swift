import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Studies
import Testing

/// Laws over every game of the catalogue, and figures from elsewhere.
@Suite struct DiracGameTests {
  /// The catalogue with its own parameters and with others, where the eigenvalues are real, complex and equal.
  static let spellings =
    DiracEntry.all.map(\.spelling) + [
      "r1(1)", "r1(3)", "r2(0)", "wgan-gp(0.7,0)", "wgan-gp(3,0)", "wgan-gp(0,1)", "instance-noise(0)", "instance-noise(2)", "consensus(0)",
      "consensus(7)", "unrolled(0,1)", "unrolled(1,0.5)", "unrolled(10,0.5)", "clipped(0.01)",
    ]
  static let start = DiracPoint(theta: 1.0, psi: 1.0)

  private func isNear(_ a: [Eigenvalue], _ b: [Eigenvalue], within tolerance: Double = 1e-12) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0.real - $1.real) <= tolerance && abs($0.imaginary - $1.imaginary) <= tolerance }
  }

  @Test(arguments: spellings) func eigenvaluesAreTheClosedForms(_ spelling: String) throws {
    let game = try DiracGame(parsing: spelling)
    let exact = game.exactEigenvalues
    #expect((exact == nil) == (spelling == "wgan-gp(0.7,1.0)"))
    guard let exact else { return #expect(game.spectralRadius(rate: 0.2, updates: .simultaneous) == nil) }
    #expect(isNear(try #require(game.flowEigenvalues), exact), "\(String(describing: game.flowEigenvalues)) and \(exact)")
  }

  /// A step of descent has 1 + hμ for each eigenvalue μ of the field; extragradient has 1 + hμ + h²μ².
  @Test(arguments: spellings, [0.01, 0.2, 1.5]) func simultaneousStepsFollowTheField(_ spelling: String, _ h: Double) throws {
    let game = try DiracGame(parsing: spelling)
    guard let exact = game.exactEigenvalues, !game.remembersField else { return }
    let looksAhead = spelling == "extragradient"
    let expected = exact.map { value -> Eigenvalue in
      let (real, imaginary) = (h * value.real, h * value.imaginary)
      let square = looksAhead ? (real * real - imaginary * imaginary, 2 * real * imaginary) : (0, 0)
      return Eigenvalue(real: 1 + real + square.0, imaginary: imaginary + square.1)
    }
    // The rounding of 1 + hμ moves a double eigenvalue by its root.
    let tolerance = exact[0] == exact[1] ? 1e-7 : 1e-12
    #expect(isNear(try #require(game.updateEigenvalues(rate: h, updates: .simultaneous)), expected, within: tolerance))
  }

  @Test(arguments: [0.05, 0.2, 0.9, 1.1]) func optimisticStepsHaveTheRootsOfTheirQuadratic(_ h: Double) throws {
    let values = try #require(DiracGame.optimistic.updateEigenvalues(rate: h, updates: .simultaneous))
    #expect(values.count == 4)
    for value in values {
      // λ² − (1 + 2hμ) λ + hμ for μ = ±i/2: one of the two vanishes.
      let residuals = [0.5, -0.5].map { mu -> Double in
        let (x, y) = (value.real, value.imaginary)
        return Double.hypot(x * x - y * y - x + 2 * h * mu * y, 2 * x * y - y - 2 * h * mu * x + h * mu)
      }
      #expect(try #require(residuals.min()) < 1e-13)
    }
    // The four are different and come in conjugate pairs: their sum is the trace, 2.
    #expect(abs(values.reduce(0) { $0 + $1.real } - 2) < 1e-13)
  }

  @Test func alternatingStepsHaveModulusOneBelowFour() throws {
    for h in [0.2, 1, 3, 3.9, 3.999_999] {
      #expect(abs(try #require(DiracGame.minimax.spectralRadius(rate: h, updates: .alternating)) - 1) < 1e-12)
    }
    #expect(try #require(DiracGame.minimax.spectralRadius(rate: 4.000_001, updates: .alternating)) > 1 + 1e-4)
    // λ² − (2 − h²/4) λ + 1 = 0 at h = 4.1.
    let half = 1 - 4.1 * 4.1 / 8
    #expect(
      abs(try #require(DiracGame.minimax.spectralRadius(rate: 4.1, updates: .alternating)) + half - (half * half - 1).squareRoot()) < 1e-12
    )
  }

  /// |z| after 500 and 5000 steps of 0.2 from (1, 1), computed by others in another language.
  @Test(arguments: [
    ("minimax", "simultaneous", 500, 3.097, 0.001), ("minimax", "simultaneous", 5000, 4.24, 0.01),
    ("non-saturating", "simultaneous", 500, 0.640, 0.001), ("non-saturating", "simultaneous", 5000, 0.624, 0.001),
    ("wasserstein", "simultaneous", 500, 2.6e4, 1e3), ("wasserstein", "simultaneous", 5000, 5.4e42, 1e41),
    ("r1(0.3)", "simultaneous", 500, 2.6e-6, 1e-7), ("r1(0.3)", "simultaneous", 5000, 2.5e-56, 1e-57),
    ("instance-noise(0.7)", "simultaneous", 500, 5.7e-5, 1e-6), ("consensus(1)", "simultaneous", 500, 2.6e-10, 1e-11),
    ("non-saturating", "alternating", 500, 0.284, 0.001), ("non-saturating", "alternating", 5000, 0.088, 0.001),
    ("wasserstein", "alternating", 500, 1.40, 0.01), ("wasserstein", "alternating", 5000, 1.39, 0.01),
    ("minimax", "alternating", 500, 1.421, 0.001), ("minimax", "alternating", 5000, 1.42, 0.01),
  ])
  func distancesAreTheOnesMeasured(_ spelling: String, _ updates: String, _ steps: Int, _ distance: Double, _ tolerance: Double) throws {
    let (game, order) = (try DiracGame(parsing: spelling), try #require(DiracUpdates(rawValue: updates)))
    let end = try #require(DiracPath(game, from: Self.start, steps: steps, updates: order).run()?.last).point.distance
    #expect(abs(end - distance) <= tolerance, "\(end)")
  }

  /// What is said to be conserved is constant along continuous time, of which the catalogue has four games.
  @Test func continuousTimeConserves() throws {
    var count = 0
    for entry in DiracEntry.all {
      guard let before = entry.game.conserved(at: Self.start) else { continue }
      count += 1
      let point = entry.game.flow(from: Self.start, time: 50, steps: 5000)
      #expect(abs(try #require(entry.game.conserved(at: point)) - before) < 1e-8, "\(entry.name)")
      #expect(abs(point.theta - 1) > 0.01)
    }
    #expect(count == 4)
  }

  /// u = |z|² has u′ ≈ −u²/8 on average over a turn, so |z| √t tends to √8.
  @Test func nonSaturatingFallsLikeTheRootOfTime() {
    let game = DiracGame.nonSaturating
    for time in [1000.0, 10_000] {
      let point = game.flow(from: Self.start, time: time, steps: Int(20 * time))
      #expect(abs(point.distance * time.squareRoot() - 8.0.squareRoot()) < 10 / time)
    }
  }

  /// The sum over noise nodes against the adaptive quadrature of expectations.
  @Test(arguments: [0.3, 0.7, 2]) func instanceNoiseIsAnExpectation(_ deviation: Double) {
    let noise = Normal(mean: 0, sd: deviation)
    for (theta, psi) in [(1.0, 1.0), (-0.3, 2), (0.01, -0.5)] {
      let field = DiracGame.instanceNoise(deviation: deviation).field(at: DiracPoint(theta: theta, psi: psi))
      let expected = expectations(
        under: noise,
        of: [
          LineFunction { -psi * logistic(-psi * (theta + $0)) },
          LineFunction { (theta + $0) * logistic(-psi * (theta + $0)) - $0 * logistic(psi * $0) },
        ])
      #expect(abs(field.theta - expected[0].value) < 1e-10 && abs(field.psi - expected[1].value) < 1e-10)
    }
  }

  @Test func unrollingAndConsensusOfNothingAreMinimax() {
    let (point, minimax) = (DiracPoint(theta: 0.7, psi: -1.3), DiracGame.minimax)
    let plain = minimax.field(at: point)
    for game in [DiracGame.unrolled(steps: 0, rate: 1), .consensus(weight: 0), .gradientPenalty(weight: 0)] {
      let field = game.field(at: point)
      #expect(abs(field.theta - plain.theta) < 1e-15 && abs(field.psi - plain.psi) < 1e-15)
    }
    // The unrolled generator descends the value after the critic's steps: by differences.
    let game = DiracGame.unrolled(steps: 3, rate: 0.4)
    func value(_ theta: Double) -> Double {
      var psi = point.psi
      for _ in 0..<3 { psi += 0.4 * theta * logistic(-theta * psi) }
      return -softplus(-theta * psi)
    }
    let difference = (value(0.7 + 1e-5) - value(0.7 - 1e-5)) / 2e-5
    #expect(abs(game.field(at: point).theta + difference) < 1e-9)
  }

  /// Near the equilibrium a path contracts exactly if the spectral radius is below 1.
  @Test(arguments: spellings, DiracUpdates.allCases) func pathsAgreeWithEigenvalues(_ spelling: String, _ updates: DiracUpdates) throws {
    let game = try DiracGame(parsing: spelling)
    guard let radius = game.spectralRadius(rate: 0.2, updates: updates), abs(radius - 1) > 1e-6 else { return }
    let start = DiracPoint(theta: 1e-6, psi: 1e-6)
    let end = try #require(DiracPath(game, from: start, steps: 400, updates: updates).run()?.last).point.distance
    let grown = end / (2e-12).squareRoot()
    #expect((grown < 1) == (radius < 1), "\(grown) and \(radius)")
  }

  @Test func distancesNeitherUnderflowNorOverflow() {
    #expect(abs(DiracPoint(theta: 3e-200, psi: -4e-200).distance - 5e-200) < 1e-215)
    #expect(abs(DiracPoint(theta: 3e200, psi: 4e200).distance - 5e200) < 1e185)
  }

  @Test func aPathThatLeavesTheDoublesIsNone() {
    #expect(DiracPath(.wasserstein, rate: 3, steps: 1000).run() == nil)
  }

  @Test func aClippedCriticStaysWithinItsBoundOnBothSides() {
    let game = DiracGame.clippedWasserstein(bound: 0.5)
    #expect([-2.0, -0.5, -0.3, 0, 0.3, 0.5, 2].map { game.projected($0) } == [-0.5, -0.5, -0.3, 0, 0.3, 0.5, 0.5])
  }
}
