import Calculus
import Densities
import RealModule
import Scalars

/// TV(P, Q) = ½ Σ |Dᵢ₊₁ − Dᵢ| with D = F − G at the crossings of p and q, between which one of the two is the larger: by
/// distribution functions and without an integral.
///
/// The crossings are looked for between the nodes of a trapezoidal rule that has seen both densities. There is no sum
/// where rounding leaves the sign of p − q open at neighbouring nodes, where |p − q| at the nodes says something else, or
/// where the bound is wider than what a mesh reaches.
struct CrossingSum {
  let chart: SmoothChart
  /// What the densities are to each other at the nodes, per unit of t.
  let ratios: [NodeRatio]
  /// The t of the first node.
  let first: Double

  /// The total variation; nil where a mesh is better.
  func totalVariation(_ sampler: PairSampler, within limit: WorkLimit) -> PanelSum? {
    let work = 2 * sampler.cost
    let crossings = signChanges(among: ratios.indices.map { (first + Double($0) * chart.step, ratios[$0].log) }) { t in
      limit.spend(work)
      return sampler.kink(at: chart.place(at: t))
    }
    guard !crossings.isEmpty, crossings.count < 10 else { return nil }
    let (p, q) = (TailMass(sampler.p, median: chart.location), TailMass(sampler.q, median: chart.location))
    limit.spend(crossings.count * (p.cost + q.cost))
    var (sum, noise, blur, previous) = (0.0, 0.0, 0.0, 0.0)
    for t in crossings {
      let place = chart.place(at: t)
      blur = max(blur, sampler.kinkRounding(at: place))
      let isUpper = place.x > chart.location
      let (a, b) = (p.mass(at: place, isUpper: isUpper), q.mass(at: place, isUpper: isUpper))
      let difference = isUpper ? b.mass - a.mass : a.mass - b.mass
      sum += abs(difference - previous)
      noise += a.noise + b.noise
      previous = difference
    }
    let value = 0.5 * (sum + abs(previous))
    // A crossing that rounding moves stays between its nodes, and over that way |p − q| is within the rounding.
    let largest = ratios.reduce(0) { max($0, $1.size) }
    let moved = 8 * Double(crossings.count) * blur * chart.step * largest
    let rounding = noise + moved + 4 * .ulpOfOne * value
    guard rounding <= DensityPair.tolerance * value, isSeen(value, blur: blur) else { return nil }
    return PanelSum(value: value, error: 0, rounding: rounding, isNoise: false)
  }

  /// Whether the nodes tell the larger density everywhere but beside crossings, and their sum of ½ |p − q| is this one as
  /// far as its kinks let it be.
  private func isSeen(_ value: Double, blur: Double) -> Bool {
    var (sum, beside) = (0.0, 0.0)
    var previous = NodeRatio(log: ratios[0].log, size: 0, distance: 0)
    for node in ratios where node.size > 0 {
      if max(abs(node.log), abs(previous.log)) < 64 * blur { return false }
      if (node.log < 0) != (previous.log < 0) { beside += node.distance + previous.distance }
      sum += node.distance
      previous = node
    }
    return abs(0.5 * chart.step * sum - value) <= chart.step * beside + 0.01 * value
  }
}
