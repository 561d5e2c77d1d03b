internal import CKernels

/// A dense layer in double precision at many points at once, with which exact densities are computed.
///
/// A unit's numbers are a column of consecutive points, whose count is a multiple of `alignment`. Every vector width
/// gives the same bytes.
package struct ColumnLayer: Sendable {
  /// Columns have a multiple of this many points.
  package static let alignment = 8

  private let parameters: [Double]
  /// How many numbers go in.
  package let inputs: Int
  private let outputs: Int

  /// The weights, one row an input, and then the biases.
  package init(parameters: some Collection<Double>, inputs: Int, outputs: Int) {
    precondition(parameters.count == (inputs + 1) * outputs, "a layer has a weight for each input and a bias, for each output")
    self.parameters = Array(parameters)
    self.inputs = inputs
    self.outputs = outputs
  }

  /// Wᵀx + factor·b for columns x, or |W|ᵀx + factor·|b|.
  package func callAsFunction(_ x: [Double], bias factor: Double, ofMagnitudes: Bool = false) -> [Double] {
    let points = x.count / inputs
    precondition(points * inputs == x.count && points.isMultiple(of: Self.alignment), "each input is a column of whole vectors")
    return unsafe [Double](unsafeUninitializedCapacity: points * outputs) { y, count in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe parameters.withUnsafeBufferPointer { parameters in
          guard let x = x.baseAddress, let weights = parameters.baseAddress, let y = y.baseAddress else { return }
          unsafe Float.kernels.layer(
            x, weights, weights + inputs * outputs, factor, ofMagnitudes ? 1 : 0, y, inputs, outputs, points)
        }
      }
      count = points * outputs
    }
  }

  /// tanh x and its slope 1 − tanh² x, which keeps its digits where tanh x rounds to 1: to 2 and 4 units of rounding of 1
  /// and of the slope. The count is a multiple of `alignment`.
  package static func tanh(_ x: [Double]) -> (values: [Double], slopes: [Double]) {
    precondition(x.count.isMultiple(of: alignment), "columns have whole vectors")
    var (values, slopes) = (x, x)
    let count = x.count
    unsafe x.withUnsafeBufferPointer { x in
      unsafe values.withUnsafeMutableBufferPointer { y in
        unsafe slopes.withUnsafeMutableBufferPointer { slope in
          guard let x = x.baseAddress, let y = y.baseAddress, let slope = slope.baseAddress else { return }
          unsafe Float.kernels.tanh_and_slope(x, y, slope, count)
        }
      }
    }
    return (values, slopes)
  }

  /// Bounds on how far values y = a(x) are off, where x is off by less than `most`: slope·e·(1 + 3e), for activations
  /// whose slope changes by no more within that, and the rounding for each unit of 1 and of |y|.
  ///
  /// Nil where an error is larger. The count is a multiple of `alignment`.
  package static func errors(
    of values: [Double], slopes: [Double], within errors: [Double], below most: Double, rounding: Double
  ) -> [Double]? {
    let count = values.count
    precondition(count.isMultiple(of: alignment) && slopes.count == count && errors.count == count, "columns have whole vectors")
    var isKnown = false
    let result = unsafe [Double](unsafeUninitializedCapacity: count) { result, initialized in
      unsafe values.withUnsafeBufferPointer { y in
        unsafe slopes.withUnsafeBufferPointer { slope in
          unsafe errors.withUnsafeBufferPointer { error in
            guard let y = y.baseAddress, let slope = slope.baseAddress, let error = error.baseAddress, let to = result.baseAddress
            else { return }
            isKnown = unsafe Float.kernels.carry(y, slope, error, to, count, most, rounding) != 0
          }
        }
      }
      initialized = count
    }
    return isKnown ? result : nil
  }
}
