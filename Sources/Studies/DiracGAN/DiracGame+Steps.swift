package import Calculus
package import Scalars

/// Steps of gradient descent, continuous time, and what the linearisation at the equilibrium (0, 0) says of both.
extension DiracGame {
  /// Whether a step depends on the field of the step before; the state then has four numbers.
  package var remembersField: Bool { self == .optimistic }

  /// What a step of size `rate` moves along; the field itself unless the method looks ahead or back.
  private func direction<S: Scalar>(from state: DiracState<S>, rate: Double) -> DiracPoint<S> {
    switch self {
    case .optimistic: 2 * field(at: state.point) - state.lastField
    case .extragradient: field(at: state.point + S(rate) * field(at: state.point))
    default: field(at: state.point)
    }
  }

  /// The critic after a step, brought back to where it may be.
  package func projected<S: Scalar>(_ psi: S) -> S {
    guard case .clippedWasserstein(let bound) = self else { return psi }
    return psi.primal > bound ? S(bound) : psi.primal < -bound ? S(-bound) : psi
  }

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

  /// The eigenvalues of the field's Jacobian at the equilibrium, by forward-mode differentiation; nil where the field
  /// has no derivative there.
  ///
  /// Negative real parts: exponential convergence in continuous time. Zero: the linearisation does not decide.
  package var flowEigenvalues: [Eigenvalue]? {
    guard exactEigenvalues != nil else { return nil }
    return eigenvalues(
      of: jacobian(size: 2) { coordinates in
        let field = field(at: DiracPoint(theta: coordinates[0], psi: coordinates[1]))
        return [field.theta, field.psi]
      })
  }

  /// The eigenvalues of one step of size `rate` at the equilibrium; nil where the field has no derivative there.
  package func updateEigenvalues(rate: Double, updates: DiracUpdates) -> [Eigenvalue]? {
    guard exactEigenvalues != nil else { return nil }
    return eigenvalues(
      of: jacobian(size: remembersField ? 4 : 2) { coordinates in
        let point = DiracPoint(theta: coordinates[0], psi: coordinates[1])
        let memory = remembersField ? DiracPoint(theta: coordinates[2], psi: coordinates[3]) : point
        let next = step(from: DiracState(point: point, lastField: memory), rate: rate, updates: updates)
        let moved = [next.point.theta, next.point.psi]
        return remembersField ? moved + [next.lastField.theta, next.lastField.psi] : moved
      })
  }

  /// The greatest modulus of an eigenvalue of one step: below 1 it converges near the equilibrium, above 1 it leaves
  /// it, at 1 the linearisation does not decide; nil as above.
  package func spectralRadius(rate: Double, updates: DiracUpdates) -> Double? {
    updateEigenvalues(rate: rate, updates: updates)?.map(\.modulus).max()
  }

  /// The derivatives of a map at the origin, by rows.
  private func jacobian(size: Int, of map: ([Dual<Double>]) -> [Dual<Double>]) -> [[Double]] {
    let columns = (0..<size).map { direction in map((0..<size).map { Dual(value: 0, tangent: $0 == direction ? 1 : 0) }) }
    return (0..<size).map { row in columns.map { $0[row].tangent } }
  }
}
