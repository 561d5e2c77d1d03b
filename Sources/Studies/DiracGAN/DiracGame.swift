package import Calculus
package import Scalars

/// A way to train the smallest GAN: data at 0, a generator that is a point mass at θ, and the critic D(x) = ψx.
///
/// The value is L(θ, ψ) = f(θψ) + f(0) with f(t) = −log(1 + e⁻ᵗ); the critic ascends L, the generator descends it, and
/// the only equilibrium is (0, 0) (Mescheder, Geiger & Nowozin, Which training methods for GANs do actually converge?,
/// 2018). A game is its vector field, written once over `some Scalar`, so that forward-mode differentiation gives its
/// Jacobian.
package protocol DiracGame: Sendable {
  /// Where the players move in continuous time: (θ′, ψ′).
  func field<S: Scalar>(at point: DiracPoint<S>) -> DiracPoint<S>

  /// What a step of size `rate` moves along; the field itself unless the method looks ahead or back.
  func direction<S: Scalar>(from state: DiracState<S>, rate: Double) -> DiracPoint<S>

  /// The critic after a step, brought back to where it may be.
  func projected<S: Scalar>(_ psi: S) -> S

  /// Whether a step depends on the field of the step before; the state then has four numbers.
  var remembersField: Bool { get }

  /// The eigenvalues of the field's Jacobian at the equilibrium in closed form; nil where the field has no derivative
  /// there.
  var exactEigenvalues: [Eigenvalue]? { get }

  /// A quantity that continuous time keeps constant; nil where none is known.
  func conserved(at point: DiracPoint<Double>) -> Double?
}

extension DiracGame {
  package func direction<S: Scalar>(from state: DiracState<S>, rate: Double) -> DiracPoint<S> { field(at: state.point) }
  package func projected<S: Scalar>(_ psi: S) -> S { psi }
  package var remembersField: Bool { false }
  package func conserved(at point: DiracPoint<Double>) -> Double? { nil }

  /// The state at the start: the step before is taken to have used the field of the same point.
  package func start(at point: DiracPoint<Double>) -> DiracState<Double> { DiracState(point: point, lastField: field(at: point)) }

  /// One step of gradient descent of size `rate`, both players at once or one after the other.
  package func step<S: Scalar>(from state: DiracState<S>, rate: Double, updates: DiracUpdates) -> DiracState<S> {
    let first = direction(from: state, rate: rate)
    var moved = state
    moved.point.theta = state.point.theta + S(rate) * first.theta
    let seen = updates == .alternating ? moved : state
    let second = updates == .alternating ? direction(from: seen, rate: rate) : first
    moved.point.psi = projected(state.point.psi + S(rate) * second.psi)
    if remembersField {
      moved.lastField = DiracPoint(theta: field(at: state.point).theta, psi: field(at: seen.point).psi)
    }
    return moved
  }

  /// Where continuous time leads after `time`, by this many steps of the classical Runge–Kutta rule, whose error falls
  /// like their fourth power.
  package func flow(from point: DiracPoint<Double>, time: Double, steps: Int) -> DiracPoint<Double> {
    var here = point
    let h = time / Double(steps)
    for _ in 0..<steps {
      let a = field(at: here)
      let b = field(at: here + 0.5 * h * a)
      let c = field(at: here + 0.5 * h * b)
      let d = field(at: here + h * c)
      here = here + h / 6 * (a + 2 * (b + c) + d)
    }
    return here
  }
}
