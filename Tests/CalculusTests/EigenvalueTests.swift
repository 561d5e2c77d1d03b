import Calculus
import RealModule
import Scalars
import Testing

@Suite struct EigenvalueTests {
  private func isNear(_ found: [Eigenvalue], _ expected: [(Double, Double)], within tolerance: Double = 1e-12) -> Bool {
    found.count == expected.count
      && zip(found, expected).allSatisfy { abs($0.real - $1.0) <= tolerance && abs($0.imaginary - $1.1) <= tolerance }
  }

  @Test func smallOnesByFormula() {
    #expect(eigenvalues(of: []) == [] && eigenvalues(of: [[-3]]) == [Eigenvalue(real: -3, imaginary: 0)])
    #expect(eigenvalues(of: [[0, 1], [-0.25, -1]]) == [Eigenvalue(real: -0.5, imaginary: 0), Eigenvalue(real: -0.5, imaginary: 0)])
    #expect(isNear(eigenvalues(of: [[1, -2], [2, 1]]), [(1, 2), (1, -2)]))
  }

  /// The companion matrix of (λ − 1)(λ + 2)(λ² + λ + 1).
  @Test func rootsOfAPolynomial() {
    let half = 0.75.squareRoot()
    let rows: [[Double]] = [[-2, 0, 1, 2], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]]
    #expect(isNear(eigenvalues(of: rows), [(1, 0), (-0.5, half), (-0.5, -half), (-2, 0)]))
  }

  @Test func triangularOnesHaveTheirDiagonal() {
    let size = 9
    let rows = (0..<size).map { i -> [Double] in
      (0..<size).map { j -> Double in
        if j == i { return Double(size - i) }
        return j < i ? 0 : 0.3 * Double(i + j)
      }
    }
    #expect(isNear(eigenvalues(of: rows), (0..<size).map { (Double(size - $0), 0) }, within: 1e-9))
  }

  /// Their sum is the trace, and the sum of their squares the trace of the square.
  @Test(arguments: [3, 5, 12]) func traces(_ size: Int) {
    var random = CounterRandom(seed: 5, stream: UInt32(size))
    let rows = (0..<size).map { _ in (0..<size).map { _ in 2 * random.openUniform() - 1 } }
    let values = eigenvalues(of: rows)
    let trace = (0..<size).reduce(0) { $0 + rows[$1][$1] }
    let square = (0..<size).reduce(0) { sum, i in sum + (0..<size).reduce(0) { $0 + rows[i][$1] * rows[$1][i] } }
    #expect(values.count == size)
    #expect(abs(values.reduce(0) { $0 + $1.real } - trace) < 1e-12 && abs(values.reduce(0) { $0 + $1.imaginary }) < 1e-12)
    #expect(abs(values.reduce(0) { $0 + $1.real * $1.real - $1.imaginary * $1.imaginary } - square) < 1e-11)
  }

  @Test func whatIsNoNumberHasNone() { #expect(eigenvalues(of: [[1, 2, 3], [4, .nan, 6], [7, 8, .infinity]]) == []) }
}
