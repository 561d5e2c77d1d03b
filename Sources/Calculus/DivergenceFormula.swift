internal import CKernels

/// The integrand q f(p/q) of an f-divergence, or p itself, with a bound on its rounding, as a formula for the processor's
/// vectors.
///
/// It is that of the divergence's own file for one node, where formula and bound are derived; the bits are the same on every
/// processor.
package struct DivergenceFormula: Sendable {
  private var formula: ck_divergence

  private init(_ shape: ck_shape, isForward: Bool = true, weight: Double = 0) {
    formula = ck_divergence(shape: shape, is_reversed: isForward ? 0 : 1, weight: weight)
  }

  /// KL(P‖Q), or of Q from P.
  package static func kl(isForward: Bool) -> Self { Self(ck_kl, isForward: isForward) }
  /// KL(P‖(1−a)P + aQ) with the weight a, or with P and Q exchanged.
  package static func skewKL(weight: Double, isForward: Bool) -> Self { Self(ck_skew_kl, isForward: isForward, weight: weight) }
  /// The mass of P or of Q, of which the bounds hold everywhere.
  package static func mass(ofP isP: Bool) -> Self { Self(ck_mass, isForward: isP) }
  /// TV(P, Q).
  package static let totalVariation = Self(ck_variation)
  /// H²(P, Q).
  package static let squaredHellinger = Self(ck_hellinger)
  /// χ²(P‖Q), or of Q from P.
  package static func chiSquared(isForward: Bool) -> Self { Self(ck_chi_squared, isForward: isForward) }
  /// Δ(P, Q).
  package static let triangular = Self(ck_triangular)

  /// Puts the integrand at so many nodes into an array, and bounds on the rounding into another.
  ///
  /// - Parameters:
  ///   - columns: what the densities are to each other, as `VectorFunctions.pair` has it. Where |log p/q| is below four of its errors
  ///     the bounds are 0, and the caller's to find.
  ///   - shift: the integrand of χ² is times e^−shift.
  package func evaluate(
    _ columns: [Double], stride: Int, count: Int, shift: Double, into values: inout [Double], roundings: inout [Double]
  ) {
    precondition(stride % 8 == 0 && count <= stride && columns.count >= VectorFunctions.pairColumns * stride)
    precondition(values.count >= count && roundings.count >= count)
    unsafe withUnsafePointer(to: formula) {
      unsafe VectorFunctions.kernels.divergence($0, columns, stride, shift, &values, &roundings, count)
    }
  }
}
