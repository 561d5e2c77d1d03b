import Calculus
public import Densities
import RealModule
import Scalars

/// Objectives over the plane of the means and standard deviations of one normal Q, against a fixed P: their values on a grid, and every local minimum in a box.
///
/// Every minimum: the objectives are looked at on a grid whose steps are half the scale of each landmark of P around it, a fortieth of the box elsewhere, and a ratio of 1.25 in the deviation. Each grid point
/// that is not above any of its eight neighbours, and below one, starts a search of its own, Nelder–Mead and then Newton. Between landmarks P changes no faster than their scales, and an objective no faster than P and Q, so that a basin
/// that no grid point falls into is narrower than half of that scale: it would have to be a dent that P has no structure for. This is an argument, not a proof; a grid twice as fine finds the same
/// minima in the tests.
public struct Landscape: Sendable {
  /// What Q is compared with.
  public let p: any Density
  /// The part of the plane that is looked at.
  public let box: NormalBox
  /// The objectives.
  public let objectives: [LandscapeObjective]
  /// The means of the grid.
  public let means: [Double]
  /// The standard deviations of the grid.
  public let deviations: [Double]
  /// The value of each objective at each mean and deviation: `values[objective][mean][deviation]`, +∞ where it is infinite.
  public let values: [[[Double]]]

  /// Evaluates the objectives on the grid over a box; a density of 2 has twice as many points each way.
  public init(of p: any Density, in box: NormalBox, objectives: [LandscapeObjective] = LandscapeObjective.catalogue, density: Double = 1) {
    (self.p, self.box, self.objectives) = (p, box, objectives)
    means = box.meanGrid(for: p, density: density)
    deviations = box.deviationGrid(density: density)
    var values = objectives.map { _ in [[Double]]() }
    for mean in means {
      let columns = deviations.map { LandscapeObjective.values(objectives, p, Normal(mean: mean, sd: $0)).map(\.value) }
      for index in objectives.indices { values[index].append(columns.map { $0[index] }) }
    }
    self.values = values
  }

  /// How many points the grid has.
  public static func pointCount(for p: any Density, in box: NormalBox) -> Int { box.meanGrid(for: p).count * box.deviationGrid().count }

  /// Where the cells around the grid's points begin and end: between means half-way, between deviations at the geometric mean.
  public var edges: (means: [Double], deviations: [Double]) {
    func middles(_ points: [Double], _ ends: Interval, _ middle: (Double, Double) -> Double) -> [Double] {
      [ends.lower] + zip(points, points.dropFirst()).map(middle) + [ends.upper]
    }
    return (
      middles(means, box.means) { 0.5 * ($0 + $1) },
      middles(deviations, box.deviations) { $0.squareRoot() * $1.squareRoot() }
    )
  }

  /// The local minima of each objective in the box, the lowest first; none where it is infinite everywhere.
  public var minima: [LandscapeMinimum] { objectives.indices.flatMap { minima(of: $0) } }

  private func minima(of index: Int) -> [LandscapeMinimum] {
    var found: [LandscapeMinimum] = []
    for start in lowPoints(of: index) {
      let minimum = search(objectives[index], from: start)
      if !found.contains(where: { $0.isSame(as: minimum) }) { found.append(minimum) }
    }
    found.sort { $0.outcome.value < $1.outcome.value }
    guard let lowest = found.first?.outcome else { return [] }
    return found.map {
      var minimum = $0
      // What a search without derivatives may have left.
      let slack = $0.kind == .interior ? 0 : 1e-9 * (1 + abs(lowest.value))
      minimum.isGlobal = minimum.outcome.value - minimum.outcome.error <= lowest.value + lowest.error + slack
      return minimum
    }
  }

  /// The grid points that are not above any neighbour, and below one by more than rounding.
  private func lowPoints(of index: Int) -> [(mean: Double, deviation: Double)] {
    let grid = values[index]
    return means.indices.flatMap { i in
      deviations.indices.compactMap { j in
        let neighbours = (max(i - 1, 0)...min(i + 1, means.count - 1)).flatMap { a in
          (max(j - 1, 0)...min(j + 1, deviations.count - 1)).map { b in grid[a][b] }
        }
        let value = grid[i][j]
        guard value.isFinite, neighbours.allSatisfy({ value <= $0 }), neighbours.contains(where: { value + 1e-11 * (1 + abs(value)) < $0 })
        else { return nil }
        return (means[i], deviations[j])
      }
    }
  }

  /// The minimum that a grid point leads to, in coordinates in which Q changes over a distance of about 1.
  private func search(_ objective: LandscapeObjective, from start: (mean: Double, deviation: Double)) -> LandscapeMinimum {
    func normal(_ point: [Double]) -> Normal { Normal(mean: start.mean + start.deviation * point[0], sd: start.deviation * .exp(point[1])) }
    func estimate(_ point: [Double]) -> Estimate {
      let outcome = objective.value(p, normal(point))
      return Estimate(value: outcome.value, error: outcome.error)
    }
    func lowest(from point: [Double], step: Double, tolerance: Double) -> Minimum {
      minimum(from: point, steps: [step, step], tolerance: tolerance) { box.contains(normal($0)) ? estimate($0).value : .infinity }
    }
    var low = lowest(from: [0, 0], step: 0.1, tolerance: 1e-5)
    let optimum = Optimum(near: low.point, of: estimate)
    let isSharp = optimum.hessian != nil && optimum.errors.allSatisfy { $0 < 1e-3 }
    let isNear = zip(optimum.point, low.point).allSatisfy { abs($0 - $1) < 1e-2 }
    // At a kink the value is off by as much as the place, and Newton's method does not help.
    if !(isSharp && isNear) { low = lowest(from: low.point, step: 1e-3, tolerance: 1e-12) }
    let best = normal(isSharp && isNear ? optimum.point : low.point)
    let kind: LandscapeMinimum.Kind = box.hasOnEdge(best) ? .edge : isSharp && isNear ? .interior : .irregular
    // Without a second derivative nothing says how far the lowest place is.
    let errors = kind == .interior ? optimum.errors : [.infinity, .infinity]
    let (mode, share) = mode(of: best)
    return LandscapeMinimum(
      objective: objective.name, mean: best.mean, meanError: start.deviation * errors[0], deviation: best.sd,
      deviationError: best.sd * errors[1],
      outcome: objective.value(p, best), kind: kind, mode: mode, modeShare: share)
  }

  /// The component with the greatest mean responsibility under Q.
  private func mode(of q: Normal) -> (component: Int, share: Double) {
    guard let mixture = p as? Mixture else { return (1, 1) }
    let shares = expectations(
      under: q, alongside: [p],
      of: zip(mixture.weights, mixture.components).map { weight, component in
        { x in
          let (part, whole) = (component.logDensity(at: x), mixture.logDensity(at: x))
          return part == -.infinity ? 0 : Swift.min(1, weight * .exp(part - whole))
        }
      })
    let best = shares.indices.max { shares[$0].value < shares[$1].value } ?? 0
    return (best + 1, Swift.min(1, shares[best].value))
  }
}

extension LandscapeMinimum {
  /// Whether two searches ended in one place, or at two points of one flat place.
  fileprivate func isSame(as other: LandscapeMinimum) -> Bool {
    let isFlat =
      kind == .irregular && other.kind == .irregular && abs(outcome.value - other.outcome.value) <= outcome.error + other.outcome.error
    let tolerance = isFlat ? 1 : kind == .interior && other.kind == .interior ? 1e-6 : 1e-3
    return abs(mean - other.mean) < tolerance * deviation && abs(deviation - other.deviation) < tolerance * deviation
  }
}

extension NormalBox {
  fileprivate func contains(_ q: Normal) -> Bool { means.contains(q.mean) && deviations.contains(q.sd) }

  /// Whether a normal is within a thousandth of its deviation of the edge.
  fileprivate func hasOnEdge(_ q: Normal) -> Bool {
    let margin = 1e-3 * q.sd
    return q.mean - means.lower < margin || means.upper - q.mean < margin || q.sd - deviations.lower < margin
      || deviations.upper - q.sd < margin
  }
}
