internal import CKernels

extension VectorFunctions {
  /// The columns that `pair` makes, in their order.
  package static let pairColumns = 13

  /// What two densities are to each other, from their logarithms a = log p and b = log q with bounds on the errors of both:
  /// columns, one after another, of these four, of λ = log p/q with its error, of the larger density, of w, w − 1
  /// and w − 1 − log w, with w = e^−|λ| the smaller density over the larger one, of what the errors do to a multiple of λ²
  /// times the larger density, relatively, with 3 units in the last place of rounding, and of both densities.
  ///
  /// λ is a − b, or where both are finite what is known of it; 0 where both densities vanish. Returns at how many places
  /// |λ| is below four times its error. Each column has room for as many numbers as `stride` says.
  package static func pair(
    _ a: [Double], _ b: [Double], errors: ([Double], [Double]), known: (value: Double, error: Double)?, into columns: inout [Double],
    stride: Int
  ) -> Int {
    let count = a.count
    precondition(b.count == count && errors.0.count == count && errors.1.count == count)
    precondition(count <= stride && columns.count >= pairColumns * stride)
    let number = known.map { [$0.value, $0.error] }
    return unsafe columns.withUnsafeMutableBufferPointer { columns in
      unsafe kernels.pair(a, b, errors.0, errors.1, number, columns.baseAddress, count, stride)
    }
  }
}
