internal import CKernels
package import Scalars

/// Sums of values times weights over nodes, with compensated rounding.
package struct WeightedSums {
  /// Over every fourth node, from each of the first four on.
  package let fourths: (CompensatedSum, CompensatedSum, CompensatedSum, CompensatedSum)
  /// Of the sizes of the values.
  package let size: Double
  /// Of the bounds on their errors.
  package let error: Double
  /// The largest sum of four sizes one after another.
  package let largest: Double

  /// The sums over as many nodes as there are weights.
  package static func of(_ values: [Double], errors: [Double], weights: [Double]) -> WeightedSums {
    precondition(values.count >= weights.count && errors.count >= weights.count)
    var sums = ck_sums()
    unsafe VectorFunctions.kernels.weighted_sums(values, errors, weights, weights.count, &sums)
    let (all, lost) = (sums.sums, sums.lost)
    return WeightedSums(
      fourths: (
        CompensatedSum(all.0, lost: lost.0), CompensatedSum(all.1, lost: lost.1), CompensatedSum(all.2, lost: lost.2),
        CompensatedSum(all.3, lost: lost.3)
      ), size: sums.size, error: sums.error, largest: sums.largest)
  }
}
