import CGSL
import RealModule

/// An eigenvalue of a real matrix: a complex number.
package struct Eigenvalue: Hashable, Sendable {
  /// The real part.
  package let real: Double
  /// The imaginary part.
  package let imaginary: Double

  /// A complex number.
  package init(real: Double, imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }

  /// The modulus.
  package var modulus: Double { Double.hypot(real, imaginary) }

  /// The argument, in (−π, π].
  package var argument: Double { Double.atan2(y: imaginary, x: real) }

  /// The two numbers real ± i·imaginary.
  package static func conjugates(real: Double, imaginary: Double) -> [Eigenvalue] {
    [Eigenvalue(real: real, imaginary: imaginary), Eigenvalue(real: real, imaginary: -imaginary)]
  }

  /// The two numbers mean ± √discriminant.
  package static func pair(mean: Double, discriminant: Double) -> [Eigenvalue] {
    guard discriminant >= 0 else { return conjugates(real: mean, imaginary: (-discriminant).squareRoot()) }
    let root = discriminant.squareRoot()
    return [Eigenvalue(real: mean + root, imaginary: 0), Eigenvalue(real: mean - root, imaginary: 0)]
  }
}

/// The eigenvalues of a real square matrix, given by its rows, the greatest real part first; empty without convergence.
///
/// Of a 2 × 2 matrix by the formula, exact where the entries are; of a larger one by GSL's QR iteration on the balanced
/// matrix, to some units in the last place of its norm, for double eigenvalues to its root.
package func eigenvalues(of rows: [[Double]]) -> [Eigenvalue] {
  let size = rows.count
  precondition(rows.allSatisfy { $0.count == size }, "a matrix that has eigenvalues is square")
  if size == 0 { return [] }
  if size == 1 { return [Eigenvalue(real: rows[0][0], imaginary: 0)] }
  if size == 2 {
    let mean = 0.5 * (rows[0][0] + rows[1][1])
    let half = 0.5 * (rows[0][0] - rows[1][1])
    return Eigenvalue.pair(mean: mean, discriminant: half * half + rows[0][1] * rows[1][0])
  }
  GSL.prepare()
  // GSL wants finite entries; it overwrites the matrix.
  guard rows.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return [] }
  let workspace = unsafe gsl_eigen_nonsymm_alloc(size)
  defer { unsafe gsl_eigen_nonsymm_free(workspace) }
  unsafe gsl_eigen_nonsymm_params(0, 1, workspace)
  var entries = rows.flatMap { $0 }
  // A complex number is two doubles in a row.
  var values = [Double](repeating: 0, count: 2 * size)
  let status = unsafe entries.withUnsafeMutableBufferPointer { entries in
    unsafe values.withUnsafeMutableBufferPointer { values in
      var matrix = unsafe gsl_matrix(size1: size, size2: size, tda: size, data: entries.baseAddress, block: nil, owner: 0)
      var vector = unsafe gsl_vector_complex(size: size, stride: 1, data: values.baseAddress, block: nil, owner: 0)
      return unsafe gsl_eigen_nonsymm(&matrix, &vector, workspace)
    }
  }
  guard status == 0 else { return [] }
  return (0..<size).map { Eigenvalue(real: values[2 * $0], imaginary: values[2 * $0 + 1]) }
    .sorted { ($0.real, $0.imaginary) > ($1.real, $1.imaginary) }
}
