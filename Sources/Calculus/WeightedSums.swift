internal import CKernels
package import Scalars

/// Sums of values times weights over nodes, with compensated rounding.
package struct WeightedSums {
  private var sums = ck_sums()

  /// Of nothing.
  package init() {}

  /// Over as many nodes as there are weights.
  package init(_ values: [Double], errors: [Double], weights: [Double]) {
    precondition(values.count >= weights.count && errors.count >= weights.count)
    unsafe VectorFunctions.kernels.weighted_sums(values, errors, weights, weights.count, &sums)
  }

  /// Over every fourth node, from each of the first four on.
  package var fourths: (CompensatedSum, CompensatedSum, CompensatedSum, CompensatedSum) {
    let (all, lost) = (sums.sums, sums.lost)
    return (
      CompensatedSum(all.0, lost: lost.0), CompensatedSum(all.1, lost: lost.1), CompensatedSum(all.2, lost: lost.2),
      CompensatedSum(all.3, lost: lost.3)
    )
  }

  /// Of the sizes of the values.
  package var size: Double { sums.size }
  /// Of the bounds on their errors.
  package var error: Double {
    get { sums.error }
    set { sums.error = newValue }
  }
  /// The largest sum of four sizes one after another.
  package var largest: Double { sums.largest }
  /// The sizes of the first two values, the outer one last.
  package var lowerEnd: (Double, Double) { (sums.first.1, sums.first.0) }
  /// The sizes of the last two, if their number is a multiple of eight.
  package var upperEnd: (Double, Double) { sums.last }

  /// The sums of some integrands at the nodes of a pair's columns, as `DivergenceFormula` has them, each for itself.
  package static func integrals(
    of formulas: [DivergenceFormula], _ columns: [Double], stride: Int, weights: [Double], into sums: inout [WeightedSums]
  ) {
    precondition(stride % 8 == 0 && weights.count <= stride && columns.count >= VectorFunctions.pairColumns * stride)
    while sums.count < formulas.count { sums.append(WeightedSums()) }
    // Both structures are those of the kernels.
    unsafe formulas.withUnsafeBytes { formulas in
      unsafe sums.withUnsafeMutableBytes { sums in
        let divergences = unsafe formulas.assumingMemoryBound(to: ck_divergence.self)
        unsafe VectorFunctions.kernels.divergence_sums(
          divergences.baseAddress, divergences.count, columns, stride, weights, weights.count,
          sums.assumingMemoryBound(to: ck_sums.self).baseAddress)
      }
    }
  }
}
