import RealModule
import Scalars

/// Data in increasing order, and the means that likelihoods are made of.
struct Sample {
  let sorted: [Double]
  /// Is told now and then which share of a long search is done.
  let progress: (Double) -> Void

  /// The data, which must be finite and at least one.
  init(_ data: [Double], progress: @escaping (Double) -> Void = { _ in }) {
    sorted = data.sorted()
    self.progress = progress
  }

  var count: Double { Double(sorted.count) }
  var lowest: Double { sorted[0] }
  var highest: Double { sorted[sorted.count - 1] }
  /// The value that a share of the data lies below.
  func quantile(_ level: Double) -> Double { sorted[Int(level * Double(sorted.count - 1))] }
  var isConstant: Bool { lowest == highest }

  /// Some two thousand of the data at equal steps of the rank; all where they are not many more.
  var thinned: [Double] {
    let step = sorted.count / 2000
    return step < 2 ? sorted : stride(from: step / 2, to: sorted.count, by: step).map { sorted[$0] }
  }

  /// How often the most frequent value occurs.
  var greatestTie: Int {
    var (greatest, run) = (1, 1)
    for (a, b) in zip(sorted, sorted.dropFirst()) {
      run = a == b ? run + 1 : 1
      greatest = max(greatest, run)
    }
    return greatest
  }

  /// A mean by compensated summation, beside the mean of the absolute terms, which its rounding error is a few units
  /// of.
  func mean(_ term: (Double) -> Double) -> (value: Double, size: Double) { sorted.mean(term) }

  /// log(x/reference) of each datum, with the digits of x − reference where the two are close; the data must be above
  /// 0.
  func logRatios(to reference: Double) -> [Double] { sorted.map { logRatio($0, reference) } }

  /// Σ log x with a bound on its rounding error; the data must be above 0.
  var sumOfLogarithms: (value: Double, error: Double) {
    let mean = mean { .log($0) }
    return (count * mean.value, 4 * .ulpOfOne * count * mean.size)
  }
}

extension [Double] {
  /// The mean of a function of the elements by compensated summation, beside the mean of the absolute terms.
  func mean(_ term: (Double) -> Double) -> (value: Double, size: Double) {
    var (sum, size) = (CompensatedSum(), 0.0)
    for element in self {
      let value = term(element)
      sum.add(value)
      size += abs(value)
    }
    return (sum.value / Double(count), size / Double(count))
  }
}

/// Numbers as (x − origin)/unit: the origin is their median, so that the digits of close numbers survive, and the unit
/// a power of two near half the distance of their quartiles, so that the quotient is exact. Each is known to half a
/// unit in its last place.
struct Standardized {
  let origin: Double
  let unit: Double
  let values: [Double]

  /// The numbers must be sorted, and not all the same.
  init(_ sorted: [Double]) {
    let (origin, count) = (sorted[sorted.count / 2], Double(sorted.count))
    let quartiles = sorted[(3 * sorted.count - 1) / 4] - sorted[sorted.count / 4]
    // Where half of the numbers are one, their mean distance from it; and not so small that a number overflows.
    let spread = quartiles > 0 ? 0.5 * quartiles : sorted.lazy.map { abs($0 - origin) / count }.reduce(0, +)
    let least = 0x1p-900 * (sorted[sorted.count - 1] - sorted[0])
    let unit = Double(sign: .plus, exponent: max(spread, least, .leastNormalMagnitude).exponent, significand: 1)
    (self.origin, self.unit) = (origin, unit)
    values = sorted.map { ($0 - origin) / unit }
  }

  /// origin + unit·u, and a bound on its error, from a value that is within an error of the true one.
  func place(_ value: Double, error: Double) -> (value: Double, error: Double) {
    let place = origin.addingProduct(unit, value)
    return (place, unit * error + 0.5 * place.ulp)
  }

  /// unit·s: exact.
  func length(_ value: Double, error: Double) -> (value: Double, error: Double) { (unit * value, unit * error) }
}
