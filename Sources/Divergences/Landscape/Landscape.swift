import Calculus
package import Densities
import RealModule
import Scalars

/// Objectives over the means and standard deviations of a normal Q, against a fixed P: on a grid, with the local
/// minima.
///
/// The grid's steps are half the scale of each landmark of P around it, a fortieth of the box elsewhere, and a ratio of
/// 1.25 in the deviation. Newton's method and Nelder and Mead's start from each grid point that is not above its
/// neighbours, from each at which the slope is less than at them, and from every component of P. Two ends of searches
/// count as one minimum where no barrier is between them. A search can miss a minimum whose basin is narrower than the
/// grid; a grid twice as fine finds the same ones in the tests. Where the work runs out the rest of the grid is +∞ and
/// the minima are unresolved.
package struct Landscape: Sendable {
  /// What Q is compared with.
  package let p: any AnalyticDensity
  /// The part of the plane that is looked at.
  package let box: NormalBox
  /// The objectives.
  package let objectives: [LandscapeObjective]
  /// The means of the grid.
  package let means: [Double]
  /// The standard deviations of the grid.
  package let deviations: [Double]
  /// `values[objective][mean][deviation]`, +∞ where it is infinite.
  package let values: [[[Double]]]
  /// Whether the grid took too much work, so that part of it was not looked at.
  package let isGridGivenUp: Bool

  static let tooMuchWork = "the search was given up: its divergences take too much work"

  /// Evaluates the objectives on the grid over a box; a density of 2 has twice as many points each way.
  package init(
    of p: any AnalyticDensity, in box: NormalBox, objectives: [LandscapeObjective] = LandscapeObjective.all, density: Double = 1,
    progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) {
    (self.p, self.box, self.objectives) = (p, box, objectives)
    means = box.meanGrid(for: p, density: density)
    deviations = box.deviationGrid(density: density)
    var values = objectives.map { _ in [[Double]]() }
    let limit = WorkLimit.ofSearch
    let unknown = objectives.map { _ in Double.infinity }
    for (done, mean) in means.enumerated() {
      progress(done, means.count)
      let columns = deviations.map { deviation in
        limit.isExhausted
          ? unknown : LandscapeObjective.values(objectives, p, Normal(mean: mean, sd: deviation), within: limit).map(\.value)
      }
      for index in objectives.indices { values[index].append(columns.map { $0[index] }) }
    }
    self.values = values
    isGridGivenUp = limit.isExhausted
  }

  /// How many points the grid has.
  package static func pointCount(for p: any AnalyticDensity, in box: NormalBox) -> Int {
    box.meanGrid(for: p).count * box.deviationGrid().count
  }

  /// Where the cells around the grid's points end: between means half-way, between deviations at the geometric mean.
  package var edges: (means: [Double], deviations: [Double]) {
    func middles(_ points: [Double], _ ends: Interval, _ middle: (Double, Double) -> Double) -> [Double] {
      [ends.lower] + zip(points, points.dropFirst()).map(middle) + [ends.upper]
    }
    return (
      middles(means, box.means) { 0.5 * ($0 + $1) },
      middles(deviations, box.deviations) { $0.squareRoot() * $1.squareRoot() }
    )
  }

  /// The local minima of each objective that were found, the lowest first; none where it is infinite everywhere.
  ///
  /// Where the searches for an objective take too much work its minima are unresolved, and some may be missing.
  package var minima: [LandscapeMinimum] { minima { _, _ in } }

  /// The same, with a report of how many objectives are done.
  package func minima(progress: (_ done: Int, _ of: Int) -> Void) -> [LandscapeMinimum] {
    let limit = WorkLimit.ofSearch
    return objectives.indices.flatMap { index in
      progress(index, objectives.count)
      let share = WorkLimit(limit.left / (objectives.count - index))
      let before = share.left
      defer { limit.spend(before - share.left) }
      return minima(of: index, within: share)
    }
  }

  private func minima(of index: Int, within limit: WorkLimit) -> [LandscapeMinimum] {
    let search = LandscapeSearch(objective: objectives[index], p: p, box: box, limit: limit)
    let low = lowPoints(of: index)
    let starts = low + flatPoints(of: index) + componentPoints
    let found = starts.compactMap { search.sharpened(from: $0) } + low.map { search.lowest(from: $0) }
    var minima = search.merged(found).map { end -> LandscapeMinimum in
      let (mode, share) = mode(of: end.normal)
      return search.described(end, mode: mode, share: share)
    }.sorted { $0.outcome.value < $1.outcome.value }
    if limit.isExhausted || isGridGivenUp { minima = minima.map(\.givenUp) }
    guard let lowest = minima.first?.outcome else { return [] }
    return minima.map {
      var minimum = $0
      // What a search without derivatives may have left.
      let slack = $0.kind == .interior ? 0 : 1e-9 * (1 + abs(lowest.value))
      minimum.isGlobal = minimum.outcome.value - minimum.outcome.error <= lowest.value + lowest.error + slack
      return minimum
    }
  }

  /// The grid points that are not above any neighbour, and below one by more than rounding.
  private func lowPoints(of index: Int) -> [Normal] {
    let grid = values[index]
    return points { i, j, neighbours in
      let value = grid[i][j]
      return value.isFinite && neighbours.allSatisfy { value <= grid[$0.0][$0.1] }
        && neighbours.contains { value + 1e-11 * (1 + abs(value)) < grid[$0.0][$0.1] }
    }
  }

  /// The grid points at which the slope is less than at every neighbour.
  private func flatPoints(of index: Int) -> [Normal] {
    let grid = values[index]
    /// The slope in units of the deviation and of its logarithm.
    func slope(_ i: Int, _ j: Int) -> Double {
      guard i > 0, i < means.count - 1, j > 0, j < deviations.count - 1 else { return .infinity }
      let byMean = (grid[i + 1][j] - grid[i - 1][j]) / (means[i + 1] - means[i - 1]) * deviations[j]
      let byDeviation = (grid[i][j + 1] - grid[i][j - 1]) / .log(deviations[j + 1] / deviations[j - 1])
      let size = Double.hypot(byMean, byDeviation)
      return size.isNaN ? .infinity : size
    }
    return points { i, j, neighbours in
      let own = slope(i, j)
      return own < .infinity && neighbours.allSatisfy { $0 == (i, j) || own < slope($0.0, $0.1) }
    }
  }

  /// The normals of the grid of which something is true, given their neighbours, themselves included.
  private func points(where isChosen: (Int, Int, [(Int, Int)]) -> Bool) -> [Normal] {
    means.indices.flatMap { i in
      deviations.indices.compactMap { j in
        let neighbours = (max(i - 1, 0)...min(i + 1, means.count - 1)).flatMap { a in
          (max(j - 1, 0)...min(j + 1, deviations.count - 1)).map { (a, $0) }
        }
        return isChosen(i, j, neighbours) ? Normal(mean: means[i], sd: deviations[j]) : nil
      }
    }
  }

  /// The normals with the location and the scale of each component of P, as far as they lie in the box.
  private var componentPoints: [Normal] {
    componentLandmarks(of: p).map { Normal(mean: $0.location, sd: $0.scale) }.filter { box.contains($0) }
  }

  /// The component with the greatest mean responsibility under Q.
  private func mode(of q: Normal) -> (component: Int, share: Double) {
    guard let mixture = p as? Mixture else { return (1, 1) }
    let shares = expectations(
      under: q, alongside: [p],
      of: zip(mixture.weights, mixture.components).map { weight, component in
        LineFunction { x in
          let (part, whole) = (component.logDensity(at: x), mixture.logDensity(at: x))
          return part == -.infinity ? 0 : Swift.min(1, weight * .exp(part - whole))
        }
      })
    let best = shares.indices.max { shares[$0].value < shares[$1].value } ?? 0
    return (best + 1, Swift.min(1, shares[best].value))
  }
}

/// A local minimum of an objective over the means and standard deviations of a normal.
package struct LandscapeMinimum: Sendable {
  /// The objective, by its name.
  package let objective: String
  /// The mean there.
  package let mean: Double
  /// An estimate of its error, from the last Newton step and the errors of the values; +∞ unless `interior`.
  package let meanError: Double
  /// The standard deviation there.
  package let deviation: Double
  /// The same estimate for the deviation.
  package let deviationError: Double
  /// The value with its error bound.
  package let outcome: Estimate
  /// How it ended: a true local minimum has a second derivative that was seen to be positive.
  package let kind: Kind
  /// Whether no other in the box is lower, within the errors, or within 1e-9 for one that is not `interior`.
  package internal(set) var isGlobal = false
  /// The component of P, counted from 1, that explains most of Q; 1 where P is no mixture.
  package let mode: Int
  /// How much of Q that component explains, E_Q[wᵢ pᵢ/p].
  package let modeShare: Double

  /// The same place, of which nothing is known but that it is the lowest that was seen before the search was given up.
  var givenUp: LandscapeMinimum {
    LandscapeMinimum(
      objective: objective, mean: mean, meanError: .infinity, deviation: deviation, deviationError: .infinity,
      outcome: .unresolved(outcome.value, reason: Landscape.tooMuchWork), kind: kind, mode: mode,
      modeShare: modeShare)
  }

  /// What the search ended on.
  package enum Kind: String, Sendable {
    /// A zero of the gradient with positive curvature.
    case interior
    /// A point of the edge of the box, beyond which the objective goes on falling or was not looked at.
    case edge
    /// A point without a positive second derivative, such as a kink or a flat place.
    case irregular
  }
}
