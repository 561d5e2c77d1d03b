import Calculus

/// A smooth local minimum, sharpened by Newton's method until the errors of the objective are all that is left.
struct Optimum {
  /// Where it is.
  var point: [Double]
  /// An estimate of how far each coordinate is from the exact minimum.
  var errors: [Double]
  /// The second derivatives there; nil if they are not those of a minimum.
  var hessian: SymmetricMatrix?

  /// Sharpens a minimum that a simplex found.
  ///
  /// A minimum found from values alone is known to the root of their precision. Gradients from a stencil of order four are known to 1e-12
  /// or so, in coordinates in which f changes over a distance of about 1, and so is their zero.
  init(near start: [Double], of f: ([Double]) -> Estimate) {
    point = start
    errors = start.map { _ in .infinity }
    for _ in 0..<8 {
      let gradients = Stencil(f, at: point)
      guard let hessian = Optimum.hessian(f, at: point), let step = hessian.solve(gradients.values) else { return }
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

  /// Second derivatives by central differences; they need not be sharp, since Newton's method repeats.
  private static func hessian(_ f: ([Double]) -> Estimate, at point: [Double]) -> SymmetricMatrix? {
    let h = 5e-3
    let center = f(point).value
    func value(_ i: Int, _ a: Double, _ j: Int, _ b: Double) -> Double {
      var moved = point
      moved[i] += a * h
      moved[j] += b * h
      return f(moved).value
    }
    let rows = point.indices.map { i in
      (0...i).map { j -> Double in
        if i == j { return (value(i, 0.5, i, 0.5) - 2 * center + value(i, -0.5, i, -0.5)) / (h * h) }
        let even = value(i, 1, j, 1) + value(i, -1, j, -1)
        return (even - value(i, 1, j, -1) - value(i, -1, j, 1)) / (4 * h * h)
      }
    }
    return rows.joined().allSatisfy(\.isFinite) ? SymmetricMatrix(lowerRows: rows) : nil
  }
}

/// A gradient by central differences of order four, with an estimate of its error from the same at twice the step.
private struct Stencil {
  var values: [Double] = []
  var errors: [Double] = []

  init(_ f: ([Double]) -> Estimate, at point: [Double]) {
    let h = 2e-3
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
      errors.append(abs(fine - coarse) / 15 + rounding / h)
    }
  }
}
