import Calculus
import RealModule
import Scalars

/// A polynomial on [−1, 1] as Σ cₖTₖ, from its values at the zeros of T₂₀.
struct ChebyshevSeries: Sendable {
  /// How many nodes a fit takes.
  static let nodeCount = 20
  /// The zeros cos(π(j + ½)/n) of Tₙ, from right to left.
  static let nodes: [Double] = (0..<nodeCount).map { .cos(.pi * (Double($0) + 0.5) / Double(nodeCount)) }

  /// c₀, c₁, …; trailing ones that do not count are left out.
  let coefficients: [Double]
  /// How large the last quarter of the coefficients is: what the fit has not resolved.
  let residue: Double

  /// The interpolant of values at the nodes.
  init(values: [Double]) {
    let n = Self.nodeCount
    var fitted = [Double](repeating: 0, count: n)
    for k in 0..<n {
      var sum = 0.0
      for j in 0..<n { sum += Self.cosines[k * n + j] * values[j] }
      fitted[k] = sum * (k == 0 ? 1 : 2) / Double(n)
    }
    residue = fitted.suffix(n / 4).reduce(0) { max($0, abs($1)) }
    let floor = 0.1 * Double.ulpOfOne * fitted.reduce(0) { max($0, abs($1)) }
    while fitted.count > 1, abs(fitted[fitted.count - 1]) <= floor { fitted.removeLast() }
    coefficients = fitted
  }

  init(coefficients: [Double]) {
    self.coefficients = coefficients
    residue = 0
  }

  /// Whether the fit is good to 10⁻¹³ of `size`, or to where rounding begins: coefficients that no longer fall.
  func isResolved(relativeTo size: Double) -> Bool {
    if residue <= 1e-13 * size { return true }
    let middle = coefficients.dropFirst(10).prefix(5).reduce(0) { max($0, abs($1)) }
    return residue <= 1e-9 * size && residue >= 0.05 * middle
  }

  /// The value, by Clenshaw's recurrence for the even and the odd terms side by side: with y = 2x² − 1, T₂ₖ(x) is Tₖ(y),
  /// and T₂ₖ₊₁(x) = x Vₖ(y) with V₀ = 1, V₁ = 2y − 1 and the recurrence of T.
  @_specialize(where S == Dual<Double>)
  func callAsFunction<S: Scalar>(_ x: S) -> S {
    let double = 4 * x * x - 2
    var (even, odd) = ((next: S.zero, afterNext: S.zero), (next: S.zero, afterNext: S.zero))
    for k in stride(from: (coefficients.count - 1) / 2, to: 0, by: -1) {
      even = (double * even.next - even.afterNext + S(coefficients[2 * k]), even.next)
      let coefficient = 2 * k + 1 < coefficients.count ? coefficients[2 * k + 1] : 0
      odd = (double * odd.next - odd.afterNext + S(coefficient), odd.next)
    }
    let first = coefficients.count > 1 ? coefficients[1] : 0
    return S(coefficients[0]) + 0.5 * double * even.next - even.afterNext
      + x * (S(first) + (double - 1) * odd.next - odd.afterNext)
  }

  /// The values at eight points side by side, the same numbers as one by one.
  func callAsFunction(_ x: SIMD8<Double>) -> SIMD8<Double> {
    let double = 4 * x * x - 2
    var (even, odd) = ((next: SIMD8<Double>.zero, afterNext: SIMD8<Double>.zero), (next: SIMD8<Double>.zero, afterNext: SIMD8<Double>.zero))
    for k in stride(from: (coefficients.count - 1) / 2, to: 0, by: -1) {
      even = (double * even.next - even.afterNext + coefficients[2 * k], even.next)
      let coefficient = 2 * k + 1 < coefficients.count ? coefficients[2 * k + 1] : 0
      odd = (double * odd.next - odd.afterNext + coefficient, odd.next)
    }
    let first = coefficients.count > 1 ? coefficients[1] : 0
    return coefficients[0] + 0.5 * double * even.next - even.afterNext + x * (first + (double - 1) * odd.next - odd.afterNext)
  }

  var derivative: ChebyshevSeries {
    let n = coefficients.count
    guard n > 1 else { return ChebyshevSeries(coefficients: [0]) }
    var result = [Double](repeating: 0, count: n + 1)
    for k in stride(from: n - 1, to: 0, by: -1) { result[k - 1] = result[k + 1] + 2 * Double(k) * coefficients[k] }
    result[0] *= 0.5
    return ChebyshevSeries(coefficients: Array(result.prefix(n - 1)))
  }

  /// The same polynomial on [a, b] ⊂ [−1, 1], stretched to [−1, 1].
  func restricted(to a: Double, _ b: Double) -> ChebyshevSeries {
    ChebyshevSeries(values: Self.nodes.map { self(0.5 * (a + b) + 0.5 * (b - a) * $0) })
  }

  /// A lower bound of |p| on [−1, 1]: |Tₖ| ≤ 1.
  var smallest: Double {
    max(0, abs(coefficients[0]) - coefficients.dropFirst().reduce(0) { $0 + abs($1) })
  }

  /// An upper bound of |p| on [−1, 1].
  var largest: Double { coefficients.reduce(0) { $0 + abs($1) } }

  /// ∫₀¹ vᵏ p(−1 + (1 + x) v) dv at each node x, for a polynomial given by its values at the nodes: with k = 0 its mean
  /// from the left end up to x.
  static func moments(_ values: [Double], order k: Int) -> [Double] {
    let n = nodeCount
    return (0..<n).map { i in
      var sum = 0.0
      for j in 0..<n { sum += momentTables[k][i * n + j] * values[j] }
      return sum
    }
  }

  /// The highest k of `moments`.
  static let highestOrder = 4

  private static let cosines: [Double] = (0..<nodeCount * nodeCount).map { index in
    let (k, j) = (index / nodeCount, index % nodeCount)
    return .cos(.pi * Double(k) * (Double(j) + 0.5) / Double(nodeCount))
  }

  /// The moments are linear in the values; each column is the moment of one of Lagrange's polynomials, by a Gauss rule
  /// that is exact for it.
  private static let momentTables: [[Double]] = (0...highestOrder).map { k in
    let basis = (0..<nodeCount).map { j in ChebyshevSeries(values: (0..<nodeCount).map { $0 == j ? 1 : 0 }) }
    return (0..<nodeCount * nodeCount).map { index in
      let (x, series) = (nodes[index / nodeCount], basis[index % nodeCount])
      return unitRule.reduce(0) { $0 + $1.weight * .pow($1.node, k) * series(-1 + (1 + x) * $1.node) }
    }
  }

  /// The 21-point Kronrod rule on [0, 1], exact beyond degree 24.
  static let unitRule: [(node: Double, weight: Double)] = zip(GaussKronrod.points21.nodes, GaussKronrod.points21.weights).map {
    (0.5 + 0.5 * $0, 0.5 * $1)
  }
}
