/// The growth of a sum of positive functions, as of a mixture.
///
/// g = d log Σhᵢ/d log w is the average of the gᵢ with the weights hᵢ/Σh. A summand that falls faster than another is soon
/// without weight. Let K be the others, a their average and D(w) ≥ |gⱼ − gᵢ| for all i in K. Then
/// g = a + Σⱼ (hⱼ/Σh)(gⱼ − a), where hⱼ/Σh ≤ ρ = hⱼ/h_k for any k in K. If g_j − g_k + d log D/d log w ≤ −1 for all w ≥ W, then
/// ρ(w) D(w) ≤ ρ(W) D(W) (W/w), which is a falling power.
extension Growth {
  /// A function with the logarithm of its value at the least w.
  struct Summand {
    let growth: Growth
    let log: Ball
  }

  /// Nil where there are no summands.
  init?(ofSum summands: [Summand]) {
    guard var lasting = Growth.lasting(summands) else { return nil }
    // Those whose weight was not proved to vanish stay in the average, which the others are then compared with anew.
    while true {
      let kept = lasting.map { summands[$0] }
      var remainder = Ball(0)
      var unproved: [Int] = []
      for index in summands.indices where !lasting.contains(index) {
        if let part = summands[index].remainder(beside: kept) { remainder = remainder + part } else { unproved.append(index) }
      }
      if unproved.isEmpty {
        let average = kept.dropFirst().reduce(kept[0].growth) { $0.hull($1.growth) }
        self = average + Growth(from: average.start, [(.power(-1), .hull(-remainder, remainder))])
        return
      }
      lasting += unproved
    }
  }

  /// The summands that none is proved to outlast.
  private static func lasting(_ summands: [Summand]) -> [Int]? {
    if summands.isEmpty { return nil }
    var lasting = Array(summands.indices)
    for index in summands.indices {
      let isLost = lasting.contains { other in
        guard other != index else { return false }
        let bound = (summands[index].growth + -1 * summands[other].growth).plus(Ball(1)).upperBound
        return bound?.isNonpositive ?? false
      }
      if isLost { lasting.removeAll { $0 == index } }
    }
    return lasting
  }
}

extension Growth.Summand {
  /// W·ρ(W)·D(W) for one of the summands that stay; nil where the product was not proved to fall.
  fileprivate func remainder(beside kept: [Growth.Summand]) -> Ball? {
    let spread = kept.reduce(Growth(from: growth.start, [])) { $0 + (growth + -1 * $1.growth).magnitude }
    guard !spread.hasLogarithm || Ball.log(growth.start).isPositive else { return nil }
    for other in kept {
      guard let bound = (growth + -1 * other.growth + spread.elasticityBound).plus(Ball(1)).upperBound, bound.isNonpositive else { continue }
      let part = growth.start * .exp(log - other.log) * spread.valueAtStart
      if part.isFinite { return part.upperEnd }
    }
    return nil
  }
}
