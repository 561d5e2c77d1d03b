package import Densities
package import Scalars
import Training

/// The source of the samples of a birthday test: a distribution, with any number of samples, or given rows.
package struct SampleStock: Sendable {
  private let origin: Origin
  private let seed: UInt64

  private enum Origin: Sendable {
    case law(@Sendable (inout CounterRandom) -> Double)
    case rows([Double])
  }

  /// Draws from a law: trial i has random numbers of its own, so that a longer sample begins with a shorter one.
  package init(seed: UInt64, drawing draw: @escaping @Sendable (inout CounterRandom) -> Double) {
    (origin, self.seed) = (.law(draw), seed)
  }

  /// Draws from a density.
  package init(_ density: any AnalyticDensity, seed: UInt64) { self.init(seed: seed) { density.sample(using: &$0) } }

  /// Draws from a law on finitely many points.
  package init(_ support: DiscreteSupport, seed: UInt64) { self.init(seed: seed) { support.sample(using: &$0) } }

  /// Samples that somebody has drawn, in a random order. A trial takes rows that no other trial has: drawing with
  /// replacement would make duplicates that the generator never made.
  package init(rows: [Double], seed: UInt64) {
    var random = CounterRandom(seed: seed, stream: RandomStream.birthdayOrder.number)
    (origin, self.seed) = (.rows(rows.shuffled(using: &random)), seed)
  }

  /// How many rows there are; nil where a law gives as many as wanted.
  package var rowCount: Int? { if case .rows(let rows) = origin { rows.count } else { nil } }

  /// How many independent samples of this size there are, at most so many.
  package func trials(of size: Int, atMost wanted: Int) -> Int { rowCount.map { min(wanted, $0 / size) } ?? wanted }

  /// The sample of one trial.
  package func sample(_ trial: Int, size: Int) -> [Double] {
    switch origin {
    case .rows(let rows): return Array(rows[trial * size..<(trial + 1) * size])
    case .law(let draw):
      var random = CounterRandom(seed: seed, stream: RandomStream.birthdayDraws.number, step: UInt32(truncatingIfNeeded: trial))
      return (0..<size).map { _ in draw(&random) }
    }
  }

  /// The sizes and numbers of trials that a search for an even chance tries in turn, samples growing longer.
  ///
  /// A law gives longer samples to the same number of trials, up to the limit; rows are cut into fewer and fewer
  /// trials.
  func rounds(trials wanted: Int, limit: Int) -> [(size: Int, trials: Int)] {
    guard let rowCount else {
      var sizes = [min(16, limit)]
      while let last = sizes.last, last < limit { sizes.append(min(2 * last, limit)) }
      return sizes.map { ($0, wanted) }
    }
    var trials = max(1, min(wanted, rowCount / 2))
    var rounds = [(rowCount / trials, trials)]
    while trials > 1 {
      trials /= 2
      rounds.append((rowCount / trials, trials))
    }
    return rounds
  }
}
