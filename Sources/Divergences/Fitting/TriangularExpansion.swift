import RealModule

/// The log-likelihood of a triangle with one mode near some ends, without the constant, in the logarithms y of the
/// distances of its ends from the mode.
///
/// It is −n log(sum of the distances) and a sum of logarithms for each side, all concave in y. So near the ends it is
/// at most h + g·y − ½ yᵀK y, with its slopes g there and the least curvatures K around them. If that is below h
/// wherever y leaves those surroundings, the maximum is in them.
struct TriangularExpansion {
  let lengths: [Double]
  let value: Double
  /// How far in y the surroundings must reach so that the likelihood is below h at their rim, were the curvatures those
  /// at the ends: three times as far as it would be above h, so that lesser curvatures do, too.
  let reach: [Double]
  private let slopes: [Double]
  private let count: Double

  init(_ sums: [DistanceSums], _ lengths: [Double], _ count: Double) {
    let total = lengths[0] + lengths[1]
    self.lengths = lengths
    self.count = count
    value = [0, 1].reduce(-count * .log(total)) { $0 + sums[$1].logarithms - sums[$1].count * .log(lengths[$1]) }
    slopes = [0, 1].map { lengths[$0] * sums[$0].inverses - sums[$0].count - count * lengths[$0] / total }
    let curvatures = [0, 1].map { sums[$0].curvature(lengths[$0]) }
    let curvature = Curvature(curvatures, count * (lengths[0] / total) * (lengths[1] / total))
    let gain = curvature.gain(slopes)
    reach = curvature.inverseDiagonal.map { 3 * .sqrt(2 * gain * $0) }
  }

  /// A bound on the maximum; `far` are the sums for ends that are farther out by the reaches. +∞ where the maximum may
  /// lie beyond them.
  func bound(_ far: [DistanceSums], _ reaches: [Double]) -> Double {
    let farthest = [lengths[0] + reaches[0], lengths[1] + reaches[1]]
    let reach = [0, 1].map { Double.log(farthest[$0] / lengths[$0]) }
    // The share of one length in both, where it is nearest to 0 or 1.
    let odds = Double.log(lengths[0] / lengths[1])
    let shares = [odds - reach[0] - reach[1], odds + reach[0] + reach[1]].map { 1 / (1 + .exp(-$0)) }
    let coupling = count * shares.map { $0 * (1 - $0) }.reduce(1, min)
    let curvature = Curvature([0, 1].map { far[$0].curvature(farthest[$0]) }, coupling)
    let isInside = [0, 1].allSatisfy { side in
      [-reach[side], reach[side]].allSatisfy { curvature.greatest(slopes, at: $0, along: side) < 0 }
    }
    return isInside ? value + curvature.gain(slopes) : .infinity
  }
}

/// The matrix with the rows (a + c, −c) and (−c, b + c).
private struct Curvature {
  let own: [Double]
  let coupling: Double

  init(_ own: [Double], _ coupling: Double) { (self.own, self.coupling) = (own, coupling) }

  private var determinant: Double { own[0] * own[1] + coupling * (own[0] + own[1]) }
  var inverseDiagonal: [Double] { [(own[1] + coupling) / determinant, (own[0] + coupling) / determinant] }

  /// The greatest value of g·y − ½ yᵀK y.
  func gain(_ slopes: [Double]) -> Double {
    let sum = slopes[0] + slopes[1]
    return 0.5 * (own[1] * slopes[0] * slopes[0] + own[0] * slopes[1] * slopes[1] + coupling * sum * sum) / determinant
  }

  /// The same with one coordinate fixed.
  func greatest(_ slopes: [Double], at y: Double, along side: Int) -> Double {
    let rest = slopes[1 - side] + coupling * y
    return slopes[side] * y - 0.5 * (own[side] + coupling) * y * y + 0.5 * rest * rest / (own[1 - side] + coupling)
  }
}
