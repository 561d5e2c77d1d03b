import RealModule

/// A zero of a polynomial on [−1, 1].
struct Zero {
  let x: Double
  /// How often the polynomial vanishes there; zeros closer than some 10⁻⁵ count as one.
  let order: Int
}

/// All zeros of a Chebyshev series on [−1, 1], by bisection with proof: an interval is left only when the coefficients
/// there show that it has none, or that the series is monotone on it and so has at most one.
struct ZeroSearch {
  private(set) var zeros: [Zero] = []
  /// Whether the signs at the ends agree with the zeros found.
  private(set) var isConsistent = true
  private let series: ChebyshevSeries
  private let noise: Double

  /// The length at which zeros are no longer told apart.
  private static let smallest = 2e-5

  /// - Parameter noise: how far the series may be from the function that is meant.
  init(_ series: ChebyshevSeries, noise: Double) {
    self.series = series
    self.noise = noise
    search(series, -1, 1)
    zeros.sort { $0.x < $1.x }
    merge()
    let (left, right) = (series(-1.0), series(1.0))
    if abs(left) > noise, abs(right) > noise {
      isConsistent =
        (left > 0) == (right > 0) ? zeros.count(where: { $0.order % 2 == 1 }).isMultiple(of: 2) : zeros.contains { $0.order % 2 == 1 }
    }
  }

  private mutating func search(_ part: ChebyshevSeries, _ a: Double, _ b: Double) {
    if part.smallest > noise { return }
    let slope = part.derivative
    if slope.smallest > 0 {
      let (left, right) = (part(-1.0), part(1.0))
      if left == 0 || right == 0 || (left > 0) != (right > 0) { zeros.append(Zero(x: refined(a, b), order: 1)) }
      return
    }
    if b - a < Self.smallest {
      appendCluster(near: 0.5 * (a + b))
      return
    }
    // Off the middle: a symmetric polynomial has its zero there.
    let cut = 0.5 * (a + b) + 0.0371 * (b - a)
    search(series.restricted(to: a, cut), a, cut)
    search(series.restricted(to: cut, b), cut, b)
  }

  /// The only zero in [a, b]: bisection until it is bracketed to a part in a thousand, then Newton's method kept
  /// inside.
  private func refined(_ a: Double, _ b: Double) -> Double {
    var (low, high) = (a, b)
    let isRising = series(b) > series(a)
    let slope = series.derivative
    var x = 0.5 * (low + high)
    for step in 0..<80 {
      let value = series(x)
      if value == 0 { return x }
      if (value < 0) == isRising { low = x } else { high = x }
      let next = step < 10 ? 0.5 * (low + high) : x - value / slope(x)
      let safe = next > low && next < high ? next : 0.5 * (low + high)
      if safe == x || high - low < 1e-16 { break }
      x = safe
    }
    return x
  }

  /// A zero of higher order, or zeros too close to be told apart: the order is that of the first derivative that does
  /// not vanish too, and the place a simple zero of the derivative before it.
  private mutating func appendCluster(near start: Double) {
    var derivatives = [series]
    while derivatives.count <= ChebyshevSeries.highestOrder {
      derivatives.append(derivatives[derivatives.count - 1].derivative)
    }
    var factorial = 1.0
    for order in 1...ChebyshevSeries.highestOrder {
      factorial *= Double(order)
      guard abs(derivatives[order](start)) / factorial > 1e-4 * series.largest else { continue }
      var x = start
      for _ in 0..<8 { x -= derivatives[order - 1](x) / derivatives[order](x) }
      if abs(x - start) < 100 * Self.smallest, abs(series(x)) <= max(noise, 1e-9 * series.largest) {
        zeros.append(Zero(x: x, order: order))
      }
      return
    }
    isConsistent = false
  }

  /// A cluster is met once in every interval around it.
  private mutating func merge() {
    var merged: [Zero] = []
    for zero in zeros {
      if let last = merged.last, zero.x - last.x < 10 * Self.smallest, max(zero.order, last.order) > 1 {
        if zero.order > last.order { merged[merged.count - 1] = zero }
      } else {
        merged.append(zero)
      }
    }
    zeros = merged
  }
}
