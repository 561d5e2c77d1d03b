internal import CKernels

/// Elementary functions of arrays, in place, on the processor's vectors.
///
/// They differ from the truth by less than one unit in the last place (`expMinusOne` by 1.2, the remainders by 7), and
/// take zeros, infinities and NaN as the functions of one number do. The bits are the same on every processor.
package enum VectorFunctions {
  nonisolated(unsafe) static let kernels: ck_kernels = {
    guard let set = unsafe ck_kernels_at(0) else { preconditionFailure("every processor has a set of kernels") }
    return unsafe set.pointee
  }()

  private typealias Kernel = @convention(c) (UnsafePointer<Double>?, UnsafeMutablePointer<Double>?, Int) -> Void

  @inline(__always)
  private static func replace(_ x: inout [Double], _ range: Range<Int>?, by kernel: Kernel?) {
    let range = range ?? x.indices
    precondition(x.indices.contains(range))
    unsafe x.withUnsafeMutableBufferPointer {
      let start = unsafe $0.baseAddress.map { unsafe $0 + range.lowerBound }
      unsafe kernel?(start, start, range.count)
    }
  }

  /// eˣ, of some of the numbers if that is said.
  package static func exp(_ x: inout [Double], in range: Range<Int>? = nil) { unsafe replace(&x, range, by: kernels.exp) }

  /// eˣ − 1, which keeps its digits near 0.
  package static func expMinusOne(_ x: inout [Double], in range: Range<Int>? = nil) {
    unsafe replace(&x, range, by: kernels.expm1)
  }

  /// log x − m as if rounded once: it has its digits where m is near log x.
  package static func log(_ x: inout [Double], minus m: Double = 0) {
    unsafe x.withUnsafeMutableBufferPointer { unsafe kernels.log_minus($0.baseAddress, $0.baseAddress, $0.count, m) }
  }

  /// log(1 + x), which keeps its digits near 0.
  package static func log(onePlus x: inout [Double]) { unsafe replace(&x, nil, by: kernels.log1p) }

  /// x − log(1 + x), which keeps its digits near 0.
  package static func logRemainder(_ x: inout [Double], in range: Range<Int>? = nil) {
    unsafe replace(&x, range, by: kernels.log_remainder)
  }

  /// x + e^−x − 1, which keeps its digits near 0.
  package static func expRemainder(_ x: inout [Double], in range: Range<Int>? = nil) {
    unsafe replace(&x, range, by: kernels.exp_remainder)
  }
}

extension VectorFunctions {
  /// Whether all numbers are finite.
  package static func areFinite(_ x: [Double]) -> Bool { unsafe kernels.are_finite(x, x.count) != 0 }
}

/// Gaussian bells times polynomials around centres in increasing order, which are summed on the processor's vectors.
package struct GaussianSum: Sendable {
  /// Where d is measured from.
  package let centers: [Double]
  private let moments: [Double]
  private let scale: Double
  /// How many moments a centre has; one alone is its weight.
  package static let terms = Int(ck_gaussian_terms)

  /// Σ exp(−d²/2) Σₖ mₖ dᵏ over the centres, with d = (x − centre)/scale; each has `terms` moments, or one.
  package init(centers: [Double], moments: [Double], scale: Double) {
    precondition(moments.count == centers.count || moments.count == Self.terms * centers.count)
    self.centers = centers
    self.moments = moments
    self.scale = scale
  }

  /// Adds the terms of some of the centres at x = anchor + rest + offset to the sums of some of the offsets.
  package func add(
    _ members: Range<Int>, to sums: inout [Double], at nodes: Range<Int>, anchor: Double, rest: Double, offsets: [Double]
  ) {
    precondition(centers.indices.contains(members) && sums.indices.contains(nodes) && offsets.indices.contains(nodes))
    if members.isEmpty || nodes.isEmpty { return }
    let each = moments.count / centers.count
    let function = unsafe each == 1 ? VectorFunctions.kernels.gaussian_points : VectorFunctions.kernels.gaussians
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      unsafe offsets.withUnsafeBufferPointer { offsets in
        unsafe centers.withUnsafeBufferPointer { centers in
          unsafe moments.withUnsafeBufferPointer { moments in
            guard let y = sums.baseAddress, let x = offsets.baseAddress, let c = centers.baseAddress, let m = moments.baseAddress
            else { return }
            unsafe function?(
              x + nodes.lowerBound, y + nodes.lowerBound, nodes.count, anchor, rest, c + members.lowerBound, m + each * members.lowerBound,
              members.count, scale)
          }
        }
      }
    }
  }
}
