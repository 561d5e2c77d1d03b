internal import CKernels

/// Logarithms of sums of exponentials, term by term, such as those of a mixture.
extension VectorFunctions {
  /// Adds terms w·e^log to sums of which the largest logarithms are kept, with `sums` and bounds on the rounding relative to
  /// these; the first term makes them.
  package static func addTerm(
    _ logs: [Double], errors: [Double], logWeight: Double, isFirst: Bool, to largest: inout [Double], roundings: inout [Double],
    sums: inout [Double]
  ) {
    let count = logs.count
    precondition(errors.count == count && largest.count == count && roundings.count == count && sums.count == count)
    unsafe kernels.add_term(logs, errors, logWeight, isFirst ? 1 : 0, &largest, &roundings, &sums, count)
  }

  /// Makes of the largest logarithms those of the sums, and of the bounds theirs.
  package static func finishSum(_ logs: inout [Double], roundings: inout [Double], sums: [Double]) {
    precondition(roundings.count == logs.count && sums.count == logs.count)
    unsafe kernels.finish_sum(&logs, &roundings, sums, logs.count)
  }
}
