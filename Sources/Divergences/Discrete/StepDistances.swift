import Calculus
import Densities
import RealModule
import Scalars

/// Distances of two discrete laws, by their distribution functions and quantiles, which are steps.
struct StepDistances {
  private let p, q: DiscreteDistribution

  init(_ p: DiscreteDistribution, _ q: DiscreteDistribution) { (self.p, self.q) = (p, q) }

  func value(of name: String) -> Estimate {
    switch name {
    case "w2":
      let slices = slices
      let square = slices.map { $0.width * $0.distance.squared }.compensatedSum()
      let error = slices.map { ($0.error + 4 * .ulpOfOne * $0.width) * $0.distance.squared }.reduce(0, +)
      return Calculus.sqrt(Estimate.finite(value: square, error: error))
    case "w_inf":
      let largest = slices.map(\.distance).max() ?? 0
      return .finite(value: largest, error: .ulpOfOne * largest)
    default:
      let isFirstOrder = name == "w1"
      let factor: Double = name == "energy" ? 2 : 1
      let gaps = gaps
      let terms = gaps.map { (isFirstOrder ? abs($0.difference) : $0.difference.squared) * $0.length }
      let errors = zip(gaps, terms).map { gap, term in
        (isFirstOrder ? gap.error : (2 * abs(gap.difference) + gap.error) * gap.error) * gap.length + 2 * .ulpOfOne * term
      }
      return .finite(value: factor * terms.compensatedSum(), error: factor * errors.reduce(0, +))
    }
  }

  /// F − G between neighbouring points with a bound on its error, and the distances between them.
  ///
  /// Summed from below and from above: of masses far out that are small the one sum has the digits.
  private var gaps: [(difference: Double, error: Double, length: Double)] {
    let points = Set(p.points + q.points).sorted()
    let (below, above) = (sums(points), sums(points.reversed()))
    return (1..<max(points.count, 1)).map { index in
      let (low, high) = (below[index - 1], above[points.count - 1 - index])
      let length = points[index] - points[index - 1]
      return low.error <= high.error ? (low.difference, low.error, length) : (-high.difference, high.error, length)
    }
  }

  /// The sums of P − Q over the points so far, in this order.
  private func sums(_ points: [Double]) -> [(difference: Double, error: Double)] {
    let (a, b) = (Self.dictionary(p), Self.dictionary(q))
    var (sum, ofP, ofQ) = (CompensatedSum(), 0.0, 0.0)
    return points.map { point in
      let (massP, massQ) = (a[point] ?? 0, b[point] ?? 0)
      sum.add(massP)
      sum.add(-massQ)
      (ofP, ofQ) = (ofP + massP, ofQ + massQ)
      let rounding = .ulpOfOne * abs(sum.value) + Double(points.count) * Double.ulpOfOne.squared * (ofP + ofQ)
      return (sum.value, p.weightError * ofP + q.weightError * ofQ + rounding)
    }
  }

  private static func dictionary(_ law: DiscreteDistribution) -> [Double: Double] {
    Dictionary(uniqueKeysWithValues: zip(law.points, law.weights))
  }

  /// The levels on which both quantiles are constant, with bounds on the errors of their widths: those up to ½ from below,
  /// the others from above.
  private var slices: [(width: Double, distance: Double, error: Double)] {
    let (below, above) = (p.levels, q.levels)
    return Self.slices(p.points, below.lower, q.points, above.lower)
      + Self.slices(p.points.reversed(), below.upper.reversed(), q.points.reversed(), above.upper.reversed())
  }

  /// Slices as thin as the rounding of the sums are none.
  private static func slices(_ xs: [Double], _ f: [Double], _ ys: [Double], _ g: [Double]) -> [(
    width: Double, distance: Double, error: Double
  )] {
    var (i, j, level) = (0, 0, 0.0)
    var slices: [(width: Double, distance: Double, error: Double)] = []
    while level < 0.5, i < xs.count, j < ys.count {
      let next = min(f[i], g[j], 0.5)
      let error = DiscreteDistribution.levelError * next
      if next - level > error || i == 0 && j == 0 { slices.append((next - level, abs(xs[i] - ys[j]), 2 * error)) }
      level = max(level, next)
      if next == 0.5 { return slices }
      let (stepsX, stepsY) = (f[i] <= next + error, g[j] <= next + error)
      if stepsX { i += 1 }
      if stepsY { j += 1 }
    }
    return slices
  }
}

extension DiscreteDistribution {
  /// A bound on the relative error of a level.
  static let levelError = 4 * Double.ulpOfOne

  /// The mass up to each point, and from it on.
  var levels: (lower: [Double], upper: [Double]) {
    func sums(_ weights: [Double]) -> [Double] {
      var sum = CompensatedSum()
      return weights.map { weight in
        sum.add(weight)
        return min(sum.value, 1)
      }
    }
    return (sums(weights), sums(weights.reversed()).reversed())
  }
}
