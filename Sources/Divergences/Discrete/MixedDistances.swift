import Calculus
import Densities
import RealModule
import Scalars

/// Distances of a discrete law and a density, by GSL's adaptive routines between the points.
struct MixedDistances {
  let law: DiscreteDistribution
  let density: any AnalyticDensity
  private let levels: (lower: [Double], upper: [Double])

  init(law: DiscreteDistribution, density: any AnalyticDensity) {
    (self.law, self.density, levels) = (law, density, law.levels)
  }

  func value(of name: String) -> Estimate {
    if name == "w_inf" { return largest }
    // W1 takes a first moment, W2 a second one, and of the square of a tail a half.
    let moment = name == "w1" ? 1.0 : name == "w2" ? 2 : 0
    for direction in [-1.0, 1] {
      let tail = Approach.tail(direction: direction, origin: law.points[0], unit: density.landmarks.map(\.scale).max() ?? 1)
      let asymptote = density.asymptote(tail)
      let weighted =
        moment > 0
        ? asymptote + Asymptote([.log: moment]) : Asymptote.combine(asymptote, 2, .constant(0), 0) + Asymptote([.log: 2])
      if !asymptote.isZero, !weighted.isIntegrable(tail) {
        return .infinite(reason: "the \(direction < 0 ? "lower" : "upper") tail of the density is too heavy for \(name)")
      }
    }
    var (value, error) = (0.0, 0.0)
    do throws(IntegrationError) {
      let (marks, cuts) = (marks, cuts)
      for piece in name == "w2" ? slices(cuts) : gaps {
        if WorkLimit.inForce?.isExhausted ?? false { return .unresolved(value, reason: "the limit of work was reached") }
        let start = SortedData.partitionPoint(marks.count) { marks[$0] <= piece.interval.lower }
        let end = max(start, SortedData.partitionPoint(marks.count) { marks[$0] < piece.interval.upper })
        let crossing = name == "w2" ? [] : [cuts[piece.index].value].filter { piece.interval.lower < $0 && $0 < piece.interval.upper }
        var evaluations = 0
        defer { WorkLimit.inForce?.spend(20 * evaluations * (1 + density.termCount)) }
        let part = try integrate(over: piece.interval, breakpoints: marks[start..<end] + crossing, tolerance: 1e-11) { x in
          evaluations += 1
          return switch name {
          case "w2": (x - law.points[piece.index]).squared * density.density(at: x)
          case "w1": abs(difference(x, piece.index))
          default: difference(x, piece.index).squared
          }
        }
        (value, error) = (value + part.value, error + part.error + 1e-13 * abs(part.value))
      }
    } catch {
      return .unresolved(value, reason: "GSL's routines did not find the integral between two points")
    }
    switch name {
    case "w2": return Calculus.sqrt(Estimate.finite(value: value, error: error))
    case "energy": return .finite(value: 2 * value, error: 2 * error)
    default: return .finite(value: value, error: error)
    }
  }

  /// F − G with so many points of the law below x, by the lower tails where these are below a half, else by the upper ones.
  private func difference(_ x: Double, _ count: Int) -> Double {
    let (lower, upper) = (count == 0 ? 0 : levels.lower[count - 1], count == law.points.count ? 0 : levels.upper[count])
    return lower < 0.5 ? density.cumulative(x) - lower : upper - density.survival(x)
  }

  /// A part of the line, with the number of points of the law below it, or the index of that to which the part is moved.
  private typealias Piece = (interval: Interval, index: Int)

  /// The line between the points.
  private var gaps: [Piece] {
    let ends = [-Double.infinity] + law.points + [.infinity]
    return (0...law.points.count).map { (Interval(ends[$0], ends[$0 + 1]), $0) }
  }

  /// The parts of the density that are moved to each point.
  private func slices(_ cuts: [Cut]) -> [Piece] {
    law.points.indices.filter { cuts[$0].value < cuts[$0 + 1].value }.map { (Interval(cuts[$0].value, cuts[$0 + 1].value), $0) }
  }

  /// The quantile of the density at a level of the law; where its support has a gap there, both ends of the gap.
  private struct Cut {
    let value: Double
    var ends: (low: Double, high: Double)
    var error: Double
  }

  /// The quantiles at the levels of the law, the ends of the support first and last.
  private var cuts: [Cut] {
    (0...law.points.count).map { count in
      if count == 0 || count == law.points.count {
        let end = count == 0 ? density.hull.lower : density.hull.upper
        return Cut(value: end, ends: (end, end), error: 0)
      }
      let (lower, upper) = (levels.lower[count - 1], levels.upper[count])
      func quantile(_ factor: Double) -> Double {
        lower <= 0.5 ? density.quantile(lower * factor) : density.upperQuantile(upper * (2 - factor))
      }
      let value = quantile(1)
      // What the level is known to, and a distribution function.
      let around = (quantile(1 - 16 * .ulpOfOne), quantile(1 + 16 * .ulpOfOne))
      if let gap = zip(density.support, density.support.dropFirst()).first(where: { around.0 <= $0.upper && $1.lower <= around.1 }) {
        let ends = (gap.0.upper, gap.1.lower)
        return Cut(value: value, ends: ends, error: max(ends.0 - around.0, around.1 - ends.1) + 4 * .ulpOfOne * abs(value))
      }
      return Cut(value: value, ends: (value, value), error: max(value - around.0, around.1 - value) + 4 * .ulpOfOne * abs(value))
    }
  }

  /// Where the density changes, and how far its tails are of any weight.
  private var marks: [Double] {
    let marks = density.landmarks.flatMap { mark in [-8.0, -2, 0, 2, 8].map { mark.location + $0 * mark.scale } }
    let tails = [1e-12, 1e-6, 1e-3, 0.1].flatMap { [density.quantile($0), density.upperQuantile($0)] }
    return Set(density.breakpoints + marks + tails).filter(\.isFinite).sorted()
  }

  private var largest: Estimate {
    let cuts = cuts
    if WorkLimit.inForce?.isExhausted ?? false { return .unresolved(0, reason: "the limit of work was reached") }
    guard let first = cuts.first, let last = cuts.last, first.value.isFinite, last.value.isFinite else {
      return .infinite(reason: "the support of the density has no end, and the discrete law has two")
    }
    var best = Estimate.finite(value: 0, error: 0)
    for (index, point) in law.points.enumerated() {
      for (end, error) in [(cuts[index].ends.high, cuts[index].error), (cuts[index + 1].ends.low, cuts[index + 1].error)] {
        let distance = abs(point - end)
        if distance + error > best.value + best.error || distance > best.value {
          let value = max(distance, best.value)
          best = .finite(value: value, error: max(distance + error, best.value + best.error) - value + .ulpOfOne * distance)
        }
      }
    }
    return best
  }
}
