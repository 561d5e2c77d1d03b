import Calculus
import RealModule
package import Scalars
import Synchronization

/// A mixture, p(x) = Σ wᵢ pᵢ(x) with weights above 0 that sum to 1.
public struct Mixture: AnalyticDensity {
  /// The densities that are mixed.
  package let components: [any AnalyticDensity]
  /// Their weights, in the same order.
  package let weights: [Double]
  /// The same as they were given, whose sum may miss 1 by rounding.
  package let givenWeights: [Double]
  package let support: [Interval]
  package let breakpoints: [Double]
  package let landmarks: [Landmark]
  package let termCount: Int
  private let logWeights: [Double]
  /// The weights up to each component, itself included.
  private let cumulativeWeights: [Double]

  /// A mixture of these components; throws unless the weights are positive and sum to 1 within 1e-12 a component.
  ///
  /// A sum that misses 1 by rounding is divided out.
  public init(_ components: [any Density], weights: [Double]) throws(DensityError) {
    let components = components.map(\.model.analytic)
    guard !components.isEmpty, components.count == weights.count else {
      throw DensityError("a mixture needs a weight for each component, not \(weights.count) weights for \(components.count)")
    }
    if let bad = weights.first(where: { !($0 > 0 && $0.isFinite) }) {
      throw DensityError("a mixture's weights must be finite numbers above 0, not \(bad)")
    }
    let sum = weights.compensatedSum()
    guard abs(sum - 1) <= 1e-12 * Double(weights.count) else {
      throw DensityError("a mixture's weights must sum to 1, not \(sum)")
    }
    self.components = components
    givenWeights = weights
    self.weights = sum == 1 ? weights : weights.map { $0 / sum }
    logWeights = self.weights.map { .log($0) }
    cumulativeWeights = self.weights.reduce(into: []) { $0.append(($0.last ?? 0) + $1) }
    termCount = components.reduce(0) { $0 + $1.termCount }
    support = Interval.union(components.flatMap(\.support))
    breakpoints = Set(components.flatMap(\.breakpoints)).sorted()
    landmarks = Array(Set(components.flatMap(\.landmarks) + Self.corners(components, logWeights)))
      .sorted { ($0.location, $0.scale) < ($1.location, $1.scale) }
  }

  /// Where a component overtakes its neighbour so steeply that log p has a corner, of the width that is the scale here.
  ///
  /// However small p is there, a divergence from a density that is not small sees it.
  private static func corners(_ components: [any AnalyticDensity], _ logWeights: [Double]) -> [Landmark] {
    let places = components.indices.compactMap { index in components[index].landmarks.first.map { (index: index, landmark: $0) } }
      .sorted { $0.landmark.location < $1.landmark.location }
    return zip(places, places.dropFirst()).compactMap { left, right in
      let (a, b) = (components[left.index], components[right.index])
      let lead = { (x: Double) in (logWeights[left.index] + a.logDensity(at: x)) - (logWeights[right.index] + b.logDensity(at: x)) }
      guard left.landmark.location < right.landmark.location,
        let crossing = root(in: Interval(left.landmark.location, right.landmark.location), of: lead)
      else { return nil }
      let width = 1 / abs(a.score(at: crossing) - b.score(at: crossing))
      return width > 0 && width < 0.05 * min(left.landmark.scale, right.landmark.scale) ? Landmark(location: crossing, scale: width) : nil
    }
  }

  /// The text that the grammar reads back.
  package var text: String {
    zip(weights, components).map { weight, component in
      component is Mixture ? "\(weight)*(\(component))" : "\(weight)*\(component)"
    }.joined(separator: "+")
  }

  package var hasExactSlope: Bool { components.allSatisfy(\.hasExactSlope) }
  @_specialize(where S == Dual<Double>)
  package func logDensity<S: Scalar>(at x: S) -> S {
    var sum = S(-.infinity)
    for (logWeight, component) in zip(logWeights, components) { sum = logAddExp(sum, S(logWeight) + component.logDensity(at: x)) }
    return sum
  }
  package func logDensity(at place: Place) -> Double {
    logSumExp(components.indices.lazy.map { logWeights[$0] + components[$0].logDensity(at: place) })
  }
  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    MixtureTerms.lent { add(at: places, into: &results, roundings: &roundings, &$0.terms, &$0.errors, &$0.sums) }
  }
  /// Adds component by component, so that each type is looked up once; `results` holds the largest term so far.
  private func add(
    at places: Places, into results: inout [Double], roundings: inout [Double], _ terms: inout [Double], _ errors: inout [Double],
    _ sums: inout [Double]
  ) {
    if terms.count != places.count {
      terms.resize(to: places.count)
      errors.resize(to: places.count)
      sums.resize(to: places.count)
    }
    for index in components.indices {
      components[index].logDensities(at: places, into: &terms, roundings: &errors)
      VectorFunctions.addTerm(
        terms, errors: errors, logWeight: logWeights[index], isFirst: index == 0, to: &results, roundings: &roundings, sums: &sums)
    }
    VectorFunctions.finishSum(&results, roundings: &roundings, sums: sums)
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    var (result, rounding) = ([0.0], [0.0])
    logDensities(at: Places(place), into: &result, roundings: &rounding)
    return rounding[0]
  }
  package func isIdentical(to other: any AnalyticDensity) -> Bool {
    guard let other = other as? Mixture, weights == other.weights else { return false }
    return zip(components, other.components).allSatisfy { $0.isIdentical(to: $1) }
  }
  package func slope(at place: Place) -> Slope {
    let logs = zip(logWeights, components).map { $0 + $1.logDensity(at: place) }
    let logSum = logSumExp(logs)
    let parts = zip(logs, components).compactMap { log, component -> (share: Double, slope: Slope)? in
      let share = Double.exp(log - logSum)
      return share > 0 ? (share, component.slope(at: place)) : nil
    }
    // Towards an end the smallest power is the largest term.
    let pole = parts.map(\.slope.pole).min() ?? 0
    return Slope(pole: pole, rest: parts.reduce(0) { $0 + $1.share * (($1.slope.pole - pole) + $1.slope.rest) })
  }
  package func rest(ofBreakpoint point: Double) -> Double {
    components.lazy.map { $0.rest(ofBreakpoint: point) }.first { $0 != 0 } ?? 0
  }
  package func displacement(at x: Double) -> Double { components.lazy.map { $0.displacement(at: x) }.max() ?? 0 }
  package func asymptote(_ approach: Approach) -> Asymptote { asymptote { $0.asymptote(approach) } }
  /// The same from those of the components.
  package func asymptote(of component: (any AnalyticDensity) -> Asymptote) -> Asymptote {
    .sum(zip(logWeights, components).map { (logWeight: $0, part: component($1)) })
  }

  package func cumulative(_ x: Double) -> Double { min(weighted { $0.cumulative(x) }, 1) }
  package func survival(_ x: Double) -> Double { min(weighted { $0.survival(x) }, 1) }
  package func sample(using generator: inout some RandomNumberGenerator) -> Double {
    let level = generator.openUniform()
    let index = SortedData.partitionPoint(components.count) { cumulativeWeights[$0] <= level }
    return components[min(index, components.count - 1)].sample(using: &generator)
  }

  private func weighted(_ value: (any AnalyticDensity) -> Double) -> Double {
    var sum = CompensatedSum()
    for (weight, component) in zip(weights, components) { sum.add(weight * value(component)) }
    return sum.value
  }
  /// The components' own quantiles enclose the mixture's.
  package func tailQuantile(_ p: Double, isUpper: Bool) -> Double {
    if p <= 0 { return isUpper ? hull.upper : hull.lower }
    WorkLimit.inForce?.spend(20 * termCount)
    let bounds = components.map { isUpper ? $0.upperQuantile(p) : $0.quantile(p) }
    let inversion = Inversion(of: self, isUpper: isUpper)
    return inversion.solve(level: p, from: bounds.min() ?? hull.lower, to: bounds.max() ?? hull.upper)
  }
}

/// The storage that a mixture's sum works in. It is lent, and given back for the next sum: to make arrays for each panel
/// takes longer than to fill them.
private struct MixtureTerms {
  var terms: [Double] = []
  var errors: [Double] = []
  var sums: [Double] = []

  /// Where storage waits. Only who has taken a shelf off the list looks into it.
  private final class Shelf: @unchecked Sendable {
    var arrays = MixtureTerms()
  }

  private static let shelves = Mutex<[Shelf]>([])
  /// As many as may work at once, about; more are not kept.
  private static let mostShelves = 16

  /// Does some work in arrays that nothing else uses meanwhile.
  static func lent(_ work: (inout MixtureTerms) -> Void) {
    let shelf = shelves.withLock { $0.popLast() } ?? Shelf()
    defer { shelves.withLock { if $0.count < mostShelves { $0.append(shelf) } } }
    work(&shelf.arrays)
  }
}

extension Interval {
  /// The union of intervals, merged where they touch, in increasing order.
  static func union(_ intervals: [Interval]) -> [Interval] {
    var merged: [Interval] = []
    for interval in intervals.sorted(by: { $0.lower < $1.lower }) {
      if let last = merged.last, interval.lower <= last.upper {
        merged[merged.count - 1] = Interval(last.lower, max(last.upper, interval.upper))
      } else {
        merged.append(interval)
      }
    }
    return merged
  }
}
