import RealModule

/// A small symmetric positive definite matrix by its Cholesky factor; nil where it is not positive definite.
struct SymmetricMatrix {
  /// The rows of the factor L, A = L Lᵀ, up to the diagonal.
  private let factor: [[Double]]

  /// The matrix with these rows up to the diagonal.
  init?(lowerRows rows: [[Double]]) {
    var factor: [[Double]] = []
    for (i, row) in rows.enumerated() {
      var line: [Double] = []
      for j in 0...i {
        let other = j == i ? line : factor[j]
        let rest = row[j] - (0..<j).map { line[$0] * other[$0] }.reduce(0, +)
        guard j < i || rest > 0 else { return nil }
        line.append(j == i ? .sqrt(rest) : rest / factor[j][j])
      }
      factor.append(line)
    }
    self.factor = factor
  }

  /// The x with A x = b, or nil if it is not finite.
  func solve(_ b: [Double]) -> [Double]? {
    var x = b
    for i in x.indices { x[i] = (x[i] - (0..<i).map { factor[i][$0] * x[$0] }.reduce(0, +)) / factor[i][i] }
    for i in x.indices.reversed() { x[i] = (x[i] - (i + 1..<x.count).map { factor[$0][i] * x[$0] }.reduce(0, +)) / factor[i][i] }
    return x.allSatisfy(\.isFinite) ? x : nil
  }

  /// The x with Lᵀ x = y, for which xᵀ A x = |y|²; and its inverse, the y of an x.
  func unwhitened(_ y: [Double]) -> [Double] {
    var x = y
    for i in x.indices.reversed() { x[i] = (x[i] - (i + 1..<x.count).map { factor[$0][i] * x[$0] }.reduce(0, +)) / factor[i][i] }
    return x
  }
  func whitened(_ x: [Double]) -> [Double] {
    x.indices.map { j in (j..<x.count).map { factor[$0][j] * x[$0] }.reduce(0, +) }
  }

  /// |A⁻¹| b: how far x can move when each component of the right-hand side is off by as much as b.
  func solveAbsolutely(_ b: [Double]) -> [Double] {
    b.indices.map { i in zip(inverseRow(i), b).map { abs($0) * $1 }.reduce(0, +) }
  }

  /// The diagonal of A.
  var diagonal: [Double] { factor.map { row in row.map { $0 * $0 }.reduce(0, +) } }

  /// The diagonal of A⁻¹.
  var inverseDiagonal: [Double] { factor.indices.map { inverseRow($0)[$0] } }

  private func inverseRow(_ i: Int) -> [Double] {
    solve(factor.indices.map { $0 == i ? 1 : 0 }) ?? factor.map { _ in .infinity }
  }
}
