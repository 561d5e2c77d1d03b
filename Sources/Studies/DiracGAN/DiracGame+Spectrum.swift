package import Calculus
import Scalars

/// What the linearisation at the equilibrium (0, 0) says: whether a game converges near it, and how fast.
extension DiracGame {
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
