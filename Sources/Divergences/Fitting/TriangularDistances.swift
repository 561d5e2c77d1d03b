import RealModule
import Scalars

/// Sums over data of functions of their distances x from an end of the support.
struct DistanceSums {
  private(set) var count = 0.0
  private(set) var logarithms = 0.0
  private(set) var inverses = 0.0
  private var squares = 0.0

  /// Sums over sorted values on one side of the end.
  init(of values: ArraySlice<Double>, from end: Double) {
    var (inverses, squares) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
    var (index, logarithms) = (values.startIndex, CompensatedSum())
    // A logarithm for sixteen distances, of which none is below 1e-16.
    while index + 16 <= values.endIndex {
      var product = SIMD4<Double>.one
      for first in stride(from: index, to: index + 16, by: 4) {
        let difference = SIMD4(values[first], values[first + 1], values[first + 2], values[first + 3]) - end
        let inverse = 1 / difference
        product *= difference
        inverses += inverse
        squares += inverse * inverse
      }
      logarithms.add(.log(abs((product.x * product.y) * (product.z * product.w))))
      index += 16
    }
    count = Double(index - values.startIndex)
    (self.logarithms, self.inverses, self.squares) = (logarithms.value, abs(inverses.sum()), squares.sum())
    while index < values.endIndex {
      add(abs(values[index] - end))
      index += 1
    }
  }

  mutating func add(_ distance: Double) {
    let inverse = 1 / distance
    count += 1
    logarithms += .log(distance)
    inverses += inverse
    squares += inverse * inverse
  }

  /// −∂²/∂y² Σ log(x/length) for the length exp(y) between the end and the mode, with the mode fixed: Σ r (1 + r) of
  /// r = length/x − 1.
  func curvature(_ length: Double) -> Double { length * (length * squares - inverses) }
}

/// Distances from a mode, four side by side.
struct Distances {
  /// Zeros come after the last, of which every ratio is 0.
  private let lanes: [SIMD4<Double>]

  /// The distances of values that are all on one side of a point.
  init(_ values: ArraySlice<Double>, from point: Double) {
    let start = values.startIndex
    lanes = (0..<(values.count + 3) / 4).map { lane in
      let first = start + 4 * lane
      if first + 4 <= values.endIndex {
        let four = SIMD4(values[first], values[first + 1], values[first + 2], values[first + 3]) - point
        return four.replacing(with: -four, where: four .< 0)
      }
      return SIMD4((0..<4).map { first + $0 < values.endIndex ? abs(values[first + $0] - point) : 0 })
    }
  }

  var isEmpty: Bool { lanes.isEmpty }

  /// Σ r and Σ r (1 + r) of the ratios r = d/(length − d).
  func sumsOfRatios(_ length: Double) -> (first: Double, second: Double) {
    var (first, second) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
    for distance in lanes {
      let ratio = distance / (length - distance)
      first += ratio
      second += ratio * (1 + ratio)
    }
    return (first.sum(), second.sum())
  }

  /// Σ log(1 − d/length), with a logarithm for sixteen factors, of which none is below 1e-16.
  func sumOfLogarithms(_ length: Double) -> Double {
    stride(from: 0, to: lanes.count, by: 4).lazy.map { first in
      var product = SIMD4<Double>.one
      for distance in lanes[first..<min(first + 4, lanes.count)] { product *= (length - distance) / length }
      return .log((product.x * product.y) * (product.z * product.w))
    }.compensatedSum()
  }
}
