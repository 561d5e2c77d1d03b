import Densities
import Divergences
import RealModule
import Scalars

/// The smallest GAN: data at 0, a generator at θ, a discriminator D(x) = ψx, and the game L(θ, ψ) = f(θψ) + f(0) with f(t) = −log(1 + e^−t)
/// (Mescheder, Geiger & Nowozin 2018).
struct DiracGAN {
  /// What the two players do.
  enum Game: Sendable {
    /// The generator descends L.
    case minimax
    /// The generator ascends f(−θψ) instead.
    case nonSaturating
    /// f(t) = t.
    case wasserstein
    /// Minimax, with (γ/2) D′² taken from the discriminator's objective, on data or on samples: R1 or R2.
    case gradientPenalty(Double)
    /// Minimax, with normal noise of this deviation on data and samples.
    case instanceNoise(Double)
    /// Minimax, with γ/2 times the squared gradient taken from both objectives.
    case consensus(Double)
  }

  let game: Game

  /// The direction in which (θ, ψ) moves: θ′ and ψ′ in continuous time. Instance noise is not among its games: its field is an expectation.
  func field<S: Scalar>(_ theta: S, _ psi: S) -> (theta: S, psi: S) {
    // f′(t) = σ(−t).
    let slope: S = logistic(-(theta * psi))
    switch game {
    case .minimax, .instanceNoise: return (-psi * slope, theta * slope)
    case .nonSaturating: return (-psi * logistic(theta * psi), theta * slope)
    case .wasserstein: return (-psi, theta)
    case .gradientPenalty(let gamma): return (-psi * slope, theta * slope - S(gamma) * psi)
    case .consensus(let gamma):
      // The gradient of ½ (θ² + ψ²) f′(θψ)².
      let bend: S = -slope * logistic(theta * psi)
      let size: S = (theta * theta + psi * psi) * slope * bend
      let weight = S(gamma)
      return (-psi * slope - weight * (theta * slope * slope + size * psi), theta * slope - weight * (psi * slope * slope + size * theta))
    }
  }

  /// The derivatives of the field at the equilibrium (0, 0).
  var jacobian: Matrix2 {
    var matrix = Matrix2 { theta, psi in field(theta, psi) }
    if case .instanceNoise(let sd) = game {
      // ∂/∂ψ of E[x f′(ψx)] at ψ = 0 for the noisy samples x = θ + ε, and the same for the noisy data.
      let noise = Normal(mean: 0, sd: sd)
      let curvature = Bounded.expectation(under: noise) { x in derivative(at: 0) { psi in Dual(x) * logistic(-(psi * Dual(x))) } }
      matrix.d += 2 * curvature.value
    }
    return matrix
  }

  /// One step of gradient descent, both players at once or one after the other.
  func step(_ size: Double, isAlternating: Bool) -> Matrix2 {
    Matrix2 { theta, psi in
      let newTheta = theta + Dual(size) * field(theta, psi).theta
      return (newTheta, psi + Dual(size) * field(isAlternating ? newTheta : theta, psi).psi)
    }
  }

  /// |(θ, ψ)| after this time from (1, 1) in continuous time, by the classical Runge–Kutta rule.
  func distance(after time: Double, steps: Int) -> Double {
    var (theta, psi) = (1.0, 1.0)
    let h = time / Double(steps)
    for _ in 0..<steps {
      let a = field(theta, psi)
      let b = field(theta + 0.5 * h * a.theta, psi + 0.5 * h * a.psi)
      let c = field(theta + 0.5 * h * b.theta, psi + 0.5 * h * b.psi)
      let d = field(theta + h * c.theta, psi + h * c.psi)
      theta += h / 6 * (a.theta + 2 * (b.theta + c.theta) + d.theta)
      psi += h / 6 * (a.psi + 2 * (b.psi + c.psi) + d.psi)
    }
    return (theta * theta + psi * psi).squareRoot()
  }
}

/// A real matrix (a b; c d) with its eigenvalues.
struct Matrix2 {
  var (a, b, c, d): (Double, Double, Double, Double)

  /// The derivatives of a map of the plane at the origin, by forward mode.
  init(_ map: (Dual<Double>, Dual<Double>) -> (Dual<Double>, Dual<Double>)) {
    let first = map(Dual(value: 0, tangent: 1), Dual(0))
    let second = map(Dual(0), Dual(value: 0, tangent: 1))
    (a, b, c, d) = (first.0.tangent, second.0.tangent, first.1.tangent, second.1.tangent)
  }

  /// The eigenvalue with the greatest real part, or of two conjugate ones that with the positive imaginary part.
  var leadingEigenvalue: (real: Double, imaginary: Double) {
    let (mean, half) = (0.5 * (a + d), 0.5 * (a - d))
    let discriminant = half * half + b * c
    return discriminant >= 0 ? (mean + discriminant.squareRoot(), 0) : (mean, (-discriminant).squareRoot())
  }

  /// The greatest modulus of an eigenvalue.
  var spectralRadius: Double {
    let (mean, half) = (0.5 * (a + d), 0.5 * (a - d))
    let discriminant = half * half + b * c
    return discriminant >= 0 ? abs(mean) + discriminant.squareRoot() : (mean * mean - discriminant).squareRoot()
  }
}
