import Calculus
import Densities
import RealModule

/// The search for the local minima of one objective in a box of normals.
struct LandscapeSearch {
  let objective: LandscapeObjective
  let p: any AnalyticDensity
  let box: NormalBox
  let limit: WorkLimit

  /// Where a search ended, with Newton's method in the coordinates of `plane`, where the second derivative is positive.
  struct End {
    let normal: Normal
    let outcome: Estimate
    let optimum: Optimum?
  }

  /// The normals around one, in coordinates in which they change over a distance of about 1.
  private func plane(around center: Normal) -> ([Double]) -> Normal {
    { Normal(mean: center.mean + center.sd * $0[0], sd: center.sd * .exp($0[1])) }
  }

  /// The objective in those coordinates; +∞ where it is not known.
  private func estimate(around center: Normal) -> ([Double]) -> Estimate {
    let normal = plane(around: center)
    return { value(normal($0)) }
  }

  /// The minimum that Newton's method reaches from a start, if it does.
  func sharpened(from start: Normal) -> End? { sharp(near: start, within: 1) }

  /// The minimum that a simplex, and Newton's method after it, reach from a start.
  func lowest(from start: Normal) -> End {
    let low = descend(from: start, step: 0.1, tolerance: 1e-5)
    // At a kink the value is off by as much as the place, and Newton's method does not help.
    return sharp(near: low, within: 1e-2) ?? end(descend(from: low, step: 1e-3, tolerance: 1e-12))
  }

  private func descend(from start: Normal, step: Double, tolerance: Double) -> Normal {
    let (normal, estimate) = (plane(around: start), estimate(around: start))
    let low = Calculus.minimum(from: [0, 0], steps: [step, step], tolerance: tolerance) { point in
      box.contains(normal(point)) ? estimate(point).value : .infinity
    }
    return normal(low.point)
  }

  private func end(_ normal: Normal) -> End { End(normal: normal, outcome: value(normal), optimum: nil) }

  /// The objective; +∞ where the work has run out, so that the search ends.
  private func value(_ normal: Normal) -> Estimate {
    if limit.isExhausted { return .infinite(reason: Landscape.tooMuchWork) }
    return objective.value(p, normal, within: limit)
  }

  /// The zero of the gradient near a normal, if the second derivative is positive there.
  private func sharp(near start: Normal, within reach: Double) -> End? {
    let optimum = Optimum(near: [0, 0], of: estimate(around: start))
    guard optimum.hessian != nil, optimum.errors.allSatisfy({ $0 < 1e-3 }), optimum.point.allSatisfy({ abs($0) < reach }) else {
      return nil
    }
    let normal = plane(around: start)(optimum.point)
    guard box.contains(normal), !box.hasOnEdge(normal) else { return nil }
    var centered = optimum
    // In the coordinates around the minimum itself.
    centered.point = [0, 0]
    centered.errors[0] *= start.sd / normal.sd
    return End(normal: normal, outcome: value(normal), optimum: centered)
  }

  /// One end of each basin, the lowest.
  func merged(_ ends: [End]) -> [End] {
    var basins: [End] = []
    let known = ends.filter { $0.outcome.value < .infinity }.sorted { $0.outcome.value < $1.outcome.value }
    for end in known {
      guard let index = basins.firstIndex(where: { isOneBasin($0, end) }) else {
        basins.append(end)
        continue
      }
      // Of two that are equally low, the one that is better known.
      let best = basins[index]
      let isTie = end.outcome.value - end.outcome.error <= best.outcome.value + best.outcome.error
      let isBetter = (end.optimum?.errors.max() ?? .infinity) < (best.optimum?.errors.max() ?? .infinity)
      if isTie, isBetter { basins[index] = end }
    }
    return basins
  }

  /// Whether no barrier is on the line between two ends; between strict minima one begins at both.
  private func isOneBasin(_ a: End, _ b: End) -> Bool {
    let (from, to) = (a.normal, b.normal)
    let scale = max(from.sd, to.sd)
    let distance = (abs(from.mean - to.mean) / min(from.sd, to.sd), abs(Double.log(from.sd / to.sd)))
    if distance.0 < 1e-6, distance.1 < 1e-6 { return true }
    guard abs(from.mean - to.mean) < 2 * scale, distance.1 < 1.5 else { return false }
    let top = max(a.outcome.value + a.outcome.error, b.outcome.value + b.outcome.error)
    let shares = [1e-3, 0.01, 0.03, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97, 0.99, 0.999]
    return shares.allSatisfy { share in
      let middle = Normal(mean: from.mean + share * (to.mean - from.mean), sd: from.sd * .pow(to.sd / from.sd, share))
      let outcome = value(middle)
      return outcome.value - outcome.error <= top
    }
  }

  /// The minimum at an end, with errors that were seen to hold it.
  func described(_ end: End, mode: Int, share: Double) -> LandscapeMinimum {
    let verified = end.optimum?.verified(of: estimate(around: end.normal))
    let kind: LandscapeMinimum.Kind = box.hasOnEdge(end.normal) ? .edge : verified != nil ? .interior : .irregular
    // Without a second derivative nothing says how far the lowest place is.
    let errors = kind == .interior ? verified?.errors ?? [] : [.infinity, .infinity]
    return LandscapeMinimum(
      objective: objective.name, mean: end.normal.mean, meanError: end.normal.sd * errors[0] + end.normal.mean.ulp,
      deviation: end.normal.sd, deviationError: end.normal.sd * errors[1] + end.normal.sd.ulp, outcome: end.outcome, kind: kind,
      mode: mode, modeShare: share)
  }
}
