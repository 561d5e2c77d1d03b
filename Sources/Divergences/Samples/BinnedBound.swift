import Calculus
import RealModule
import Scalars

/// A lower bound on KL that holds for every pair of distributions, by one set A.
///
/// KL(P‖Q) ≥ kl(P(A)‖Q(A)), the KL of two coins, for every set A (data processing). A is the outside of an interval or
/// its inside, chosen on one half of the rows; both probabilities are counted on the other half and bounded by Clopper
/// & Pearson (1934), each limit wrong with probability at most α/2. The bound is the coins' KL at these limits.
extension SamplePair {
  /// Draws that stand for a density bound its probability as those of a sample do.
  func binnedBound(_ measure: String) -> SampleEstimate {
    var random = CounterRandom(seed: settings.seed, stream: SampleStream.choice.rawValue)
    let (x, y) = (RandomHalves.split(first, using: &random), RandomHalves.split(second, using: &random))
    let choice = Bin.best(for: x.0, y.0, z: settings.normalQuantile)
    let (inX, inY) = (choice.count(x.1), choice.count(y.1))
    let p = BinomialInterval(inX, of: x.1.count, missing: settings.alpha).limits.lower
    let q = BinomialInterval(inY, of: y.1.count, missing: settings.alpha).limits.upper
    let value = Bin.coins(Double(inX) / Double(x.1.count), Double(inY) / Double(y.1.count))
    return SampleEstimate(
      measure, .binning, value: value.isFinite ? value : nil, lower: p > q ? Bin.coins(p, q) : 0, upper: nil, by: .clopperPearson,
      .guaranteed, counts: counts,
      note: "a lower bound, by \(choice) that holds \(inX) of \(x.1.count) held-out rows of \(names.first) and \(inY) of \(y.1.count) of "
        + "\(names.second); what differs within it is not seen"
        + (value.isFinite ? "" : "; by these shares alone KL would be infinite: only the bound is a number"))
  }
}

/// The outside of an interval, or its inside.
private struct Bin: CustomStringConvertible {
  let interval: Interval
  let isOutside: Bool

  var description: String { isOutside ? "the outside of an interval" : "an interval" }

  func count(_ sample: [Double]) -> Int {
    let inside = Self.rank(interval.upper, sample) - Self.rank(interval.lower, sample)
    return isOutside ? sample.count - inside : inside
  }

  /// The number of rows of a sorted sample below a value.
  private static func rank(_ value: Double, _ sample: [Double]) -> Int { SortedData.partitionPoint(sample.count) { sample[$0] < value } }

  /// The set for which the limits of the two probabilities, by Wilson's formula, leave the largest KL.
  static func best(for xs: [Double], _ ys: [Double], z: Double) -> Bin {
    let both = Neighbors.merge(xs, ys)
    // Levels towards both ends, where heavy tails differ.
    var levels = (1...7).map { Double($0) / 8 }
    for power in 4...12 {
      let level = Double.exp2(-Double(power))
      levels += [level, 1 - level]
    }
    let places = levels.map { level -> Double in both[min(Int(level * Double(both.count)), both.count - 1)] }
    let cuts: [Double] = [-.infinity] + Set(places).sorted() + [.infinity]
    var best = (bin: Bin(interval: Interval(-.infinity, both[both.count / 2]), isOutside: false), value: 0.0)
    for lower in cuts.indices.dropLast() {
      for upper in cuts.indices where upper > lower {
        for isOutside in [false, true] {
          let bin = Bin(interval: Interval(cuts[lower], cuts[upper]), isOutside: isOutside)
          let (p, q) = (limit(bin.count(xs), xs.count, -z), limit(bin.count(ys), ys.count, z))
          let value = p > q ? coins(p, q) : 0
          if value > best.value { best = (bin, value) }
        }
      }
    }
    return best.bin
  }

  /// A limit of a probability, the lower one for z below 0 (Wilson 1927).
  private static func limit(_ successes: Int, _ trials: Int, _ z: Double) -> Double {
    let (n, share) = (Double(trials), Double(successes) / Double(trials))
    let half = z * z / (2 * n)
    let spread: Double = z * Double.sqrt(share * (1 - share) / n + half / (2 * n))
    return (share + half + spread) / (1 + 2 * half)
  }

  /// KL of two coins; 0 log 0 = 0.
  static func coins(_ p: Double, _ q: Double) -> Double {
    (p > 0 ? p * .log(p / q) : 0) + (p < 1 ? (1 - p) * .log((1 - p) / (1 - q)) : 0)
  }
}
