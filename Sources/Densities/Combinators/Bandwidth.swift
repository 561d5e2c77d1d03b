import Calculus
import RealModule
import Scalars

/// How a kernel density estimate chooses its bandwidth.
package enum Bandwidth: Hashable, Sendable {
  /// 0.9 min(sd, IQR/1.34) n^(−1/5) (Silverman 1986, eq. 3.31; R's `bw.nrd0`).
  case silverman
  /// 1.06 min(sd, IQR/1.34) n^(−1/5) (Scott 1992; R's `bw.nrd`).
  case scott
  /// The improved Sheather–Jones method (Botev, Grotowski & Kroese 2010, “Kernel density estimation via diffusion”,
  /// Annals of Statistics 38, algorithm 1): it takes no normal reference, and so sees modes that are close.
  case improvedSheatherJones
  /// This standard deviation of the kernel.
  case fixed(Double)

  /// The rules by the names of the grammar.
  package static let rules: [(name: String, rule: Bandwidth)] = [
    ("silverman", .silverman), ("scott", .scott), ("isj", .improvedSheatherJones),
  ]

  /// The bandwidth of sorted data with weights that sum to 1, equal ones if there are none; nil where the rule has none.
  func value(_ sorted: [Double], weights given: [Double]?) -> Double? {
    let weights = given ?? [Double](repeating: 1 / Double(sorted.count), count: sorted.count)
    return switch self {
    case .fixed(let width): width
    case .silverman: given == nil ? Self.ruleOfThumb(sorted) : 0.9 * Self.normalReference(sorted, weights)
    case .scott: 1.06 * (given == nil ? Self.ruleOfThumb(sorted) / 0.9 : Self.normalReference(sorted, weights))
    case .improvedSheatherJones: Self.improvedSheatherJones(sorted, weights)
    }
  }

  /// 0.9 min(sd, IQR/1.34) n^(−1/5) (Silverman 1986, eq. 3.31; R's `bw.nrd0`); the sd alone where IQR = 0.
  package static func ruleOfThumb(_ sorted: [Double]) -> Double {
    let mean = sorted.lazy.map { $0 / Double(sorted.count) }.compensatedSum()
    let scale = max(sorted[sorted.count - 1] - mean, mean - sorted[0])
    let variance = sorted.lazy.map { (($0 - mean) / scale).squared }.compensatedSum() / Double(sorted.count - 1)
    let sd = scale * .sqrt(variance)
    let spread = SortedData.quantile(sorted, 0.75) - SortedData.quantile(sorted, 0.25)
    return 0.9 * (spread > 0 ? min(sd, spread / 1.34) : sd) * .pow(Double(sorted.count), -0.2)
  }

  /// min(sd, IQR/1.34) n^(−1/5); the sd alone where IQR = 0. Of weighted data n is Kish's effective number 1/Σw².
  private static func normalReference(_ sorted: [Double], _ weights: [Double]) -> Double {
    let mean = zip(sorted, weights).map { $0 * $1 }.compensatedSum()
    let scale = max(sorted[sorted.count - 1] - mean, mean - sorted[0])
    let squares = weights.map { $0 * $0 }.compensatedSum()
    let variance = zip(sorted, weights).map { (($0 - mean) / scale).squared * $1 }.compensatedSum() / (1 - squares)
    let sd = scale * .sqrt(variance)
    let spread = quantile(sorted, weights, 0.75) - quantile(sorted, weights, 0.25)
    return (spread > 0 ? min(sd, spread / 1.34) : sd) * .pow(squares, 0.2)
  }

  /// The quantile of weighted data, linear between the levels at the middles of the weights.
  private static func quantile(_ sorted: [Double], _ weights: [Double], _ p: Double) -> Double {
    // Level of each datum: the weight before it and half its own, so that the first and the last are inside.
    var sum = 0.0
    let levels = weights.map { weight in
      defer { sum += weight }
      return sum + 0.5 * weight
    }
    let index = SortedData.partitionPoint(levels.count) { levels[$0] < p }
    if index == 0 || index == levels.count { return index == 0 ? sorted[0] : sorted[sorted.count - 1] }
    return sorted[index - 1] + (p - levels[index - 1]) / (levels[index] - levels[index - 1]) * (sorted[index] - sorted[index - 1])
  }

  /// h with h² the root of t = ξγ⁽⁷⁾(t), in which the norm of every derivative of the density is estimated with the
  /// bandwidth that the next one gives.
  private static func improvedSheatherJones(_ sorted: [Double], _ weights: [Double]) -> Double? {
    let count = 1 / weights.map { $0 * $0 }.compensatedSum()
    let range = sorted[sorted.count - 1] - sorted[0]
    // Half the range is left on either side, so that no mass is near an end of the cosine series.
    let (lower, width) = (sorted[0] - 0.5 * range, 2 * range)
    guard width.isFinite, range > 0 else { return nil }
    let squares = cosineCoefficients(sorted.map { ($0 - lower) / width }, weights).map { 0.25 * $0 * $0 }
    func norm(_ order: Int, _ time: Double) -> Double {
      var sum = 0.0
      for (index, square) in squares.enumerated() {
        let k2 = Double((index + 1) * (index + 1)) * .pi * .pi
        let damping = Double.exp(-k2 * time)
        if damping == 0 { break }
        sum += .pow(k2, order) * square * damping
      }
      return 2 * sum
    }
    func excess(_ t: Double) -> Double {
      var roughness = norm(7, t)
      for order in stride(from: 6, through: 2, by: -1) {
        let kernel = stride(from: 1, through: 2 * order - 1, by: 2).reduce(1.0) { $0 * Double($1) } / .sqrt(2 * .pi)
        let constant = (1 + .pow(0.5, Double(order) + 0.5)) / 3
        let time = Double.pow(2 * constant * kernel / (count * roughness), 2 / Double(3 + 2 * order))
        roughness = norm(order, time)
      }
      return t - .pow(2 * count * .sqrt(.pi) * roughness, -0.4)
    }
    // The smallest root that the terms of the series can tell, by steps of the logarithm.
    var (low, value) = (7e-8, excess(7e-8))
    while low < 0.1 {
      let high = 1.25 * low
      let next = excess(high)
      if value.isFinite, next.isFinite, value < 0, next >= 0 {
        return root(in: Interval(low, high), of: excess).map { width * .sqrt($0) }
      }
      (low, value) = (high, next)
    }
    return nil
  }

  /// 2 Σ wᵢ cos(kπyᵢ), k = 1, 2, …, of data in [0, 1] that are shared out between the points of a grid.
  private static func cosineCoefficients(_ data: [Double], _ weights: [Double]) -> [Double] {
    let size = 1 << 14
    var bins = [Double](repeating: 0, count: size + 1)
    for (y, weight) in zip(data, weights) {
      let position = min(max(y, 0), 1) * Double(size)
      let index = min(Int(position), size - 1)
      bins[index] += weight * (Double(index + 1) - position)
      bins[index + 1] += weight * (position - Double(index))
    }
    let terms = 1 << 13
    var sums = [Double](repeating: 0, count: terms)
    for (index, weight) in bins.enumerated() where weight > 0 {
      let angle = Double.pi * Double(index) / Double(size)
      let (cosine, sine) = (Double.cos(angle), Double.sin(angle))
      var (x, y) = (2 * weight, 0.0)
      for k in 0..<terms {
        (x, y) = (x * cosine - y * sine, x * sine + y * cosine)
        sums[k] += x
      }
    }
    return sums
  }
}
