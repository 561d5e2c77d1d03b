import Calculus
import Densities
import RealModule
import Scalars

/// The mixture of two or more normals under which the data are most likely, by expectation and maximisation (Dempster,
/// Laird and Rubin 1977).
///
/// The likelihood has no maximum: it grows without bound as a component shrinks onto one value of the data (Kiefer &
/// Wolfowitz 1956). What is sought is the highest local maximum of those in which each component holds a few of the
/// data. Starts for two are the data cut at quantiles, at their widest gaps and around their densest parts; for more,
/// the data cut into equal parts and at their widest gaps, and the best mixture with one less, each of its components
/// split in turn; and always random data. From each some steps are made, and the likeliest are followed to their ends
/// and sharpened by Newton's method. The note says that there may be a higher one. Where no local maximum is found, the
/// outcome is +∞ with that reason. Components are in the order of their means. Throws as `maximumLikelihoodFit` does.
package func normalMixtureFit(
  to data: [Double], components count: Int = 2, using generator: inout some RandomNumberGenerator,
  progress: (Double) -> Void = { _ in }
) throws(FitError) -> Fit {
  try FitError.check(data)
  let sample = Sample(data)
  try sample.checkNotConstant()
  let standard = Standardized(sample.sorted)
  let search = MixtureSearch(standard.values)
  let (best, starts) = search.best(of: count, using: &generator, progress: progress)
  let unbounded = "the likelihood grows without bound as a component shrinks onto one value of the data"
  guard let best else {
    return Fit(
      objective: "maximum_likelihood", family: "normal_mixture", parameters: [], density: nil,
      outcome: .infinite(reason: "\(unbounded), and no local maximum was found beside that"))
  }
  return best.fit(standard, note: "\(unbounded); this is the best local maximum found from \(starts) starts")
}

/// The search for local maxima of the likelihood of mixtures of normals.
private struct MixtureSearch {
  /// All data, and of very many every so-many-th, on which the starts are tried.
  private let values: [Double]
  private let few: [Double]
  /// A deviation below this is that of a component on one value: a part of the least distance between two different
  /// ones.
  private let narrowest: Double
  /// How many data the last steps of expectation and maximisation may look at from one end: half a second.
  private static let mostSteps = 20_000_000

  init(_ sorted: [Double]) {
    values = sorted
    let stride = max(1, sorted.count / 2000)
    few = stride == 1 ? sorted : Swift.stride(from: stride / 2, to: sorted.count, by: stride).map { sorted[$0] }
    let gaps = zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
    narrowest = 0.1 * (gaps.min() ?? 1) / .sqrt(Double(sorted.count))
  }

  /// The highest local maximum of so many components that the likeliest starts lead to, and how many starts there were.
  func best(
    of components: Int, using generator: inout some RandomNumberGenerator, progress: (Double) -> Void
  ) -> (MixtureMaximum?, Int) {
    guard components > 2 else {
      let starts = pairs(using: &generator)
      return (best(from: starts, progress: progress), starts.count)
    }
    let share = 1 / Double(components - 1)
    let fewer = best(of: components - 1, using: &generator) { progress((1 - share) * $0) }.0
    let starts = self.starts(of: components, from: fewer?.mixture, using: &generator)
    return (best(from: starts) { progress(1 - share + share * $0) }, starts.count)
  }

  /// Starts of three components or more, where the best mixture of one less is known.
  private func starts(
    of components: Int, from fewer: NormalComponents?, using generator: inout some RandomNumberGenerator
  ) -> [NormalComponents] {
    var starts: [NormalComponents] = []
    let gaps = zip(few, few.dropFirst()).map { $1 - $0 }
    let widest = gaps.indices.sorted { gaps[$0] > gaps[$1] }.prefix(components - 1).map { $0 + 1 }.sorted()
    for cuts in [(1..<components).map { $0 * few.count / components }, widest] {
      let ends = [0] + cuts + [few.count]
      let parts = zip(ends, ends.dropFirst()).filter { $0 < $1 }.map { Array(few[$0..<$1]) }
      if parts.count == components { starts.append(.cut(parts)) }
    }
    for index in fewer?.means.indices ?? 0..<0 { starts += fewer.map { [$0.split(index)] } ?? [] }
    let deviation = moments(few).deviation / Double(components)
    for _ in 0..<20 {
      let means = (0..<components).map { _ in few.randomElement(using: &generator) ?? 0 }
      starts.append(
        NormalComponents(
          weights: means.map { _ in 1 / Double(components) }, means: means, deviations: means.map { _ in deviation }))
    }
    return starts
  }

  private func pairs(using generator: inout some RandomNumberGenerator) -> [NormalComponents] {
    let count = few.count
    var starts: [NormalComponents] = []
    let middles = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95].map { Int($0 * Double(count)) }
    let gaps = zip(few, few.dropFirst()).map { $1 - $0 }
    let widest = gaps.indices.sorted { gaps[$0] > gaps[$1] }.prefix(4).map { $0 + 1 }
    for index in middles + widest where index > 0 && index < count {
      starts.append(.cut([Array(few[..<index]), Array(few[index...])]))
    }
    // The densest part of some size, and the rest around it.
    for share in [0.05, 0.15, 0.3, 0.5] {
      let size = max(2, Int(share * Double(count)))
      guard size < count - 1 else { continue }
      let widths = (0...(count - size)).map { first in few[first + size - 1] - few[first] }
      let first = widths.indices.min { widths[$0] < widths[$1] } ?? 0
      let rest = Array(few[..<first]) + Array(few[(first + size)...])
      starts.append(.cut([Array(few[first..<first + size]), rest]))
    }
    let deviation = moments(few).deviation
    for _ in 0..<20 {
      let pair = (few.randomElement(using: &generator) ?? 0, few.randomElement(using: &generator) ?? 0)
      starts.append(
        NormalComponents(weights: [0.5, 0.5], means: [pair.0, pair.1], deviations: [0.5 * deviation, 0.5 * deviation]))
    }
    return starts
  }

  /// The highest local maximum that the likeliest starts lead to.
  private func best(from starts: [NormalComponents], progress: (Double) -> Void) -> MixtureMaximum? {
    let tried = starts.map { improved($0, on: few, iterations: 60) }.filter { !isCollapsed($0) }
      .map { (mixture: $0, value: $0.meanLogLikelihood(of: few)) }.sorted { $0.value > $1.value }
    var ends: [NormalComponents] = []
    for start in tried where !ends.contains(where: { $0.isNear(start.mixture) }) {
      let end = improved(start.mixture, on: few, iterations: 2000)
      if !isCollapsed(end), !ends.contains(where: { $0.isNear(end) }) { ends.append(end) }
      if ends.count == 8 { break }
    }
    let maxima = ends.enumerated().compactMap { index, end -> MixtureMaximum? in
      progress(Double(index) / Double(ends.count))
      if let maximum = MixtureMaximum(near: end.ordered, on: values) { return maximum }
      // On the slow way from few of the data to all, which of very many is cut short.
      let iterations = min(300, Self.mostSteps / values.count)
      return MixtureMaximum(near: improved(end, on: values, iterations: iterations).ordered, on: values)
    }
    // A component on two or three close values is a maximum too, of which every sample has many.
    let broad = maxima.filter { maximum in
      let least = min(5, Double(values.count) / Double(maximum.mixture.count + 1))
      return maximum.mixture.weights.allSatisfy { $0 * Double(values.count) >= least }
    }
    return (broad.isEmpty ? maxima : broad).max { $0.value < $1.value }
  }

  private func isCollapsed(_ mixture: NormalComponents) -> Bool { mixture.deviations.contains { !($0 > 1.001 * narrowest) } }

  /// So many steps of expectation and maximisation, or until they stand still; none of them lowers the likelihood.
  private func improved(_ start: NormalComponents, on data: [Double], iterations: Int) -> NormalComponents {
    var mixture = start
    for _ in 0..<iterations {
      let next = mixture.step(on: data, narrowest: narrowest)
      let isStill = next.isNear(mixture, within: 1e-9)
      mixture = next
      if isStill || isCollapsed(mixture) { break }
    }
    return mixture
  }
}
