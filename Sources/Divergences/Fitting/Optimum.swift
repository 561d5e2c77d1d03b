import Calculus
import RealModule

/// A smooth local minimum, sharpened by Newton's method until the errors of the objective are all that is left.
struct Optimum {
  /// Where it is.
  var point: [Double]
  /// How far each coordinate may be from the exact minimum; a bound once `verified` has grown them.
  var errors: [Double]
  /// The second derivatives there; nil if they were not seen to be those of a minimum.
  var hessian: SymmetricMatrix?
  /// The steps of the difference quotients are these times the usual ones, which a function that bends more sharply
  /// needs.
  private var scale = 1.0

  /// Sharpens a minimum that is near.
  ///
  /// A minimum found from values alone is known to the root of their precision. Gradients from a stencil of order four
  /// are known to 1e-12 or so, in coordinates in which f changes over a distance of about 1, and so is their zero.
  init(near start: [Double], of f: ([Double]) -> Estimate) {
    self.init(lowest: start)
    for scale in [1, 0.1, 0.01] {
      let optimum = Optimum(near: start, of: f, scale: scale)
      guard optimum.hessian == nil else {
        self = optimum
        return
      }
    }
  }

  /// A lowest point, of whose surroundings nothing is known, such as a kink.
  init(lowest point: [Double]) {
    self.point = point
    errors = point.map { _ in .infinity }
  }

  private init(near start: [Double], of f: ([Double]) -> Estimate, scale: Double) {
    self.init(lowest: start)
    self.scale = scale
    for _ in 0..<30 {
      let gradients = Stencil(f, at: point, scale)
      guard let hessian = Optimum.hessian(f, at: point, scale), let step = hessian.solve(gradients.values) else { return }
      guard step.allSatisfy({ abs($0) < 0.5 }) else { return }
      self.hessian = hessian
      let uncertainty = hessian.solveAbsolutely(gradients.errors)
      let errors = zip(step, uncertainty).map { abs($0) + $1 }
      // Rounding moves the point to and fro in the end; the smallest step is then the one to stop at.
      guard zip(errors, self.errors).allSatisfy({ $0 < $1 }) else { return }
      self.errors = errors
      point = zip(point, step).map { $0 - $1 }
      if zip(step, uncertainty).allSatisfy({ abs($0) <= $1 }) { return }
    }
  }

  /// The optimum with errors so large that f rises outwards all around the box that they span, so that a minimum lies
  /// inside; nil where no such box is found.
  ///
  /// In a flat valley second derivatives change within the errors that they suggest, which alone would be too small.
  /// The slopes are seen at the corners of the box and the middles of its sides.
  func verified(of f: ([Double]) -> Estimate) -> Optimum? {
    guard hessian != nil, errors.allSatisfy({ $0 < 0.1 }) else { return nil }
    var optimum = self
    for _ in 0..<40 {
      if optimum.risesOutwards(f) { return optimum }
      optimum.errors = optimum.errors.map { 2 * $0 }
      guard optimum.errors.allSatisfy({ $0 < 0.1 }) else { return nil }
    }
    return nil
  }

  private func risesOutwards(_ f: ([Double]) -> Estimate) -> Bool {
    // Every vector of −1, 0 and 1 but the origin.
    var directions: [[Double]] = [[]]
    for _ in point { directions = directions.flatMap { head in [-1, 0, 1].map { head + [$0] } } }
    return directions.filter { $0.contains { $0 != 0 } }.allSatisfy { direction in
      let outwards = zip(direction, errors).map { $0 * $1 }
      let gradients = Stencil(f, at: zip(point, outwards).map { $0 + $1 }, scale)
      let slope = zip(gradients.values, outwards).map { $0 * $1 }.reduce(0, +)
      return slope > zip(gradients.errors, outwards).map { $0 * abs($1) }.reduce(0, +)
    }
  }

  /// Second derivatives by central differences of order four; nil unless they are positive definite by more than their
  /// errors, and nearly the same from twice the step: at a kink they would be half as large.
  private static func hessian(_ f: ([Double]) -> Estimate, at point: [Double], _ scale: Double) -> SymmetricMatrix? {
    let h = 5e-3 * scale
    let center = f(point)
    var rounding = center.error
    func value(_ i: Int, _ a: Double, _ j: Int, _ b: Double) -> Double {
      var moved = point
      moved[i] += a * h
      moved[j] += b * h
      let estimate = f(moved)
      rounding = max(rounding, estimate.error)
      return estimate.value
    }
    func difference(_ i: Int, _ j: Int, _ k: Double) -> Double {
      if i == j { return (value(i, k / 2, i, k / 2) - 2 * center.value + value(i, -k / 2, i, -k / 2)) / (k * k * h * h) }
      let even = value(i, k, j, k) + value(i, -k, j, -k)
      return (even - value(i, k, j, -k) - value(i, -k, j, k)) / (4 * k * k * h * h)
    }
    let pairs = point.indices.map { i in (0...i).map { j in (fine: difference(i, j, 1), coarse: difference(i, j, 2)) } }
    let rows = pairs.map { row in row.map { (4 * $0.fine - $0.coarse) / 3 } }
    let isSmooth = pairs.indices.allSatisfy { i in
      pairs[i].indices.allSatisfy { j in
        abs(pairs[i][j].fine - pairs[i][j].coarse) <= 0.1 * Double.sqrt(abs(rows[i][i] * rows[j][j])) + 8 * rounding / (h * h)
      }
    }
    guard isSmooth, rows.joined().allSatisfy(\.isFinite) else { return nil }
    let noise = 8 * rounding / (h * h) * Double(point.count)
    let weakened = rows.enumerated().map { i, row in row.enumerated().map { $0 == i ? $1 - noise : $1 } }
    return SymmetricMatrix(lowerRows: weakened) == nil ? nil : SymmetricMatrix(lowerRows: rows)
  }
}

/// A gradient by central differences of order four, with an estimate of its error from the same at twice the step.
private struct Stencil {
  var values: [Double] = []
  var errors: [Double] = []

  init(_ f: ([Double]) -> Estimate, at point: [Double], _ scale: Double) {
    let h = 2e-3 * scale
    for i in point.indices {
      func sample(_ steps: Double) -> Estimate {
        var moved = point
        moved[i] += steps * h
        return f(moved)
      }
      let samples = [1.0, 2, 4].map { (sample(-$0), sample($0)) }
      let differences = zip(samples, [1.0, 2, 4]).map { ($0.0.1.value - $0.0.0.value) / (2 * $0.1 * h) }
      let fine = (4 * differences[0] - differences[1]) / 3
      let coarse = (4 * differences[1] - differences[2]) / 3
      let rounding = samples.map { max($0.0.error, $0.1.error) }.max() ?? 0
      values.append(fine)
      errors.append(abs(fine - coarse) / 8 + rounding / h)
    }
  }
}
