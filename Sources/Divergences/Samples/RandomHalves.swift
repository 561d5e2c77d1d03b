import RealModule
package import Scalars

/// Random halves of samples: subsamples without replacement, in which no value occurs more often than in the data.
package enum RandomHalves {
  /// A random half of a sorted sample and the rest, both sorted.
  package static func split(_ sample: [Double], using random: inout CounterRandom) -> (half: [Double], rest: [Double]) {
    var labels = RandomLabels(chosen: sample.count / 2, of: sample.count)
    var (half, rest): ([Double], [Double]) = ([], [])
    half.reserveCapacity(sample.count / 2)
    rest.reserveCapacity(sample.count / 2 + 1)
    for value in sample { if labels.next(using: &random) { half.append(value) } else { rest.append(value) } }
    return (half, rest)
  }

  /// The standard errors of estimates: half the difference of a value on halves of the samples and on the rest has the
  /// variance of the value of the whole, since the value on a half has twice that variance.
  static func standardErrors(of samples: [[Double]], _ settings: SampleSettings, _ values: ([[Double]]) -> [Double]) -> [Double] {
    // 50 splits leave an error uncertain by 10 %; there are fewer where the data are many.
    let splits = max(20, min(50, 20_000_000 / samples.reduce(1) { $0 + $1.count }))
    var sums: [Double] = []
    for split in 0..<splits {
      var random = CounterRandom(seed: settings.seed, stream: SampleStream.halves.rawValue, step: UInt32(split))
      let halves = samples.map { Self.split($0, using: &random) }
      let squares = zip(values(halves.map(\.half)), values(halves.map(\.rest))).map { (0.5 * ($0 - $1)).squared }
      sums = sums.isEmpty ? squares : zip(sums, squares).map { $0 + $1 }
    }
    return sums.map { .sqrt($0 / Double(splits)) }
  }
}

/// A random choice of so many of so many places, place by place: every choice is as likely as any other.
struct RandomLabels {
  private var chosen: UInt64
  private var left: UInt64
  private var spare: UInt64?

  init(chosen: Int, of count: Int) { (self.chosen, left) = (UInt64(chosen), UInt64(count)) }

  /// Whether the next place is chosen.
  mutating func next(using random: inout CounterRandom) -> Bool {
    let bits: UInt64
    if let half = spare {
      (bits, spare) = (half, nil)
    } else {
      let word = random.next()
      (bits, spare) = (word >> 32, word & 0xFFFF_FFFF)
    }
    let isChosen = (bits &* left) >> 32 < chosen
    if isChosen { chosen -= 1 }
    left -= 1
    return isChosen
  }
}
