import Autodiff
import RealModule
public import Scalars

/// A trained discriminator as a function of x: its logit, log D/(1 − D).
///
/// Where the critic's output is not a logit the logit is the log p/q for which the output would be optimal; an objective whose optimal output does
/// not tell it (hinge, Wasserstein) has none. The network is tabulated by polynomials to some 10⁻¹⁰ on an interval and evaluated directly elsewhere.
public struct LearnedDiscriminator: Sendable {
  private let map: NetworkMap
  private let units: Standardization
  private let objective: any Objective
  private let isLogit: Bool
  private var pieces: [(lower: Double, upper: Double, series: ChebyshevSeries)] = []

  /// The critic with these parameters in these units, tabulated over an interval of x; nil where its output tells no logit.
  public init?(
    _ network: MultilayerPerceptron, _ parameters: [Double], objective: any Objective, units: Standardization, over interval: Interval
  ) {
    guard network.widths.first == 1 else { return nil }
    let outputs = [-2.0, -1, 0, 1, 2].compactMap { objective.optimalOutput(logRatio: $0) }
    guard outputs.count == 5, zip(outputs, outputs.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    isLogit = outputs == [-2, -1, 0, 1, 2]
    map = NetworkMap(network, parameters)
    self.units = units
    self.objective = objective
    let (lower, upper) = (units.standardized(interval.lower), units.standardized(interval.upper))
    let kinks = map.kinks.filter { lower < $0 && $0 < upper }
    let steps = (0...8).map { lower + (upper - lower) * Double($0) / 8 }
    let cuts = Set(kinks + steps).sorted()
    for (a, b) in zip(cuts, cuts.dropFirst()) { tabulate(a, b, depth: 0) }
  }

  private mutating func tabulate(_ a: Double, _ b: Double, depth: Int) {
    let series = ChebyshevSeries(values: map.evaluated(at: ChebyshevSeries.nodes.map { 0.5 * (a + b) + 0.5 * (b - a) * $0 }).values)
    if series.residue <= 1e-11 * max(1, series.largest) || depth > 16 {
      pieces.append((a, b, series))
      return
    }
    tabulate(a, 0.5 * (a + b), depth: depth + 1)
    tabulate(0.5 * (a + b), b, depth: depth + 1)
  }

  /// log D/(1 − D) at x.
  public func logit(at x: Double) -> Double {
    let v = output(at: units.standardized(x))
    return isLogit ? v : impliedLogit(v)
  }

  /// D(x).
  public func value(at x: Double) -> Double { logistic(logit(at: x)) }

  private func output(at y: Double) -> Double {
    guard let first = pieces.first, let last = pieces.last, first.lower <= y, y <= last.upper else { return map(y) }
    var (low, high) = (0, pieces.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if pieces[middle].lower <= y { low = middle } else { high = middle - 1 }
    }
    let piece = pieces[low]
    return piece.series((2 * y - piece.lower - piece.upper) / (piece.upper - piece.lower))
  }

  /// The log ratio at which this output is optimal, ±700 where it is beyond every such output.
  private func impliedLogit(_ v: Double) -> Double {
    var (low, high) = (-700.0, 700.0)
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if (objective.optimalOutput(logRatio: middle) ?? .nan) < v { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }
}
