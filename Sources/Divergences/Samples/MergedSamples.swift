import RealModule
import Scalars

/// The empirical distribution functions F of one sample and G of another, which are constant between the values of
/// both.
struct MergedSamples {
  /// The values of both samples in increasing order.
  let values: [Double]
  /// Which of them are of the first sample.
  let isFirst: [Bool]
  private let (n, m): (Int, Int)

  init(_ pair: SamplePair) {
    var (values, isFirst): ([Double], [Bool]) = ([], [])
    var (i, j) = (0, 0)
    while i < pair.first.count || j < pair.second.count {
      let takesFirst = j == pair.second.count || i < pair.first.count && pair.first[i] <= pair.second[j]
      values.append(takesFirst ? pair.first[i] : pair.second[j])
      isFirst.append(takesFirst)
      if takesFirst { i += 1 } else { j += 1 }
    }
    (self.values, self.isFirst) = (values, isFirst)
    (n, m) = (pair.first.count, pair.second.count)
  }

  /// Distances between the distribution functions, and what is needed for the transport of the second order.
  struct Distances {
    /// ∫ |F − G|.
    var wasserstein1 = 0.0
    /// 2 ∫ (F − G)², the value of the empirical distributions, which is never negative.
    var energy = 0.0
    /// sup |F − G|.
    var kolmogorov = 0.0
    /// ∫₀¹ (F⁻¹ − G⁻¹)².
    var squaredWasserstein2 = 0.0
  }

  /// The distances of the samples as they are.
  func distances() -> Distances {
    var index = 0
    return distances {
      index += 1
      return isFirst[index - 1]
    }
  }

  /// The distances of samples whose members are drawn anew from the values of both.
  func distances(permutedBy random: inout CounterRandom) -> Distances {
    var labels = RandomLabels(chosen: n, of: values.count)
    return distances { labels.next(using: &random) }
  }

  /// The distances by the label of each value, asked for in order.
  @inline(__always)
  private func distances(_ isFirst: () -> Bool) -> Distances {
    var distances = Distances()
    // F − G in multiples of 1/(n m), so that a difference of 0 is exactly 0.
    let share = 1 / (Double(n) * Double(m))
    var difference = 0
    var (first, second): ([Double], [Double]) = ([], [])
    first.reserveCapacity(n)
    second.reserveCapacity(m)
    for index in values.indices {
      if isFirst() {
        difference += m
        first.append(values[index])
      } else {
        difference -= n
        second.append(values[index])
      }
      guard index + 1 < values.count else { break }
      let gap = values[index + 1] - values[index]
      guard gap > 0 else { continue }
      let height = abs(Double(difference)) * share
      distances.wasserstein1 += height * gap
      distances.energy += height * height * gap
      distances.kolmogorov = max(distances.kolmogorov, height)
    }
    distances.energy *= 2
    distances.squaredWasserstein2 = Self.squaredTransport(first, second)
    return distances
  }

  /// F − G above each value but the last, and the distance to the next value.
  func steps() -> [(height: Double, gap: Double)] {
    let share = 1 / (Double(n) * Double(m))
    var difference = 0
    return values.indices.dropLast().map { index in
      difference += isFirst[index] ? m : -n
      return (Double(difference) * share, values[index + 1] - values[index])
    }
  }

  /// ∫₀¹ (F⁻¹ − G⁻¹)² of two sorted samples: both quantile functions are constant between levels i/n and j/m.
  static func squaredTransport(_ xs: [Double], _ ys: [Double]) -> Double {
    var (i, j, done, sum) = (0, 0, 0, 0.0)
    while i < xs.count, j < ys.count {
      let (endOfFirst, endOfSecond) = ((i + 1) * ys.count, (j + 1) * xs.count)
      let next = min(endOfFirst, endOfSecond)
      sum += (xs[i] - ys[j]).squared * Double(next - done)
      if endOfFirst == next { i += 1 }
      if endOfSecond == next { j += 1 }
      done = next
    }
    return sum / (Double(xs.count) * Double(ys.count))
  }
}
