import RealModule

/// Distances to k-th nearest neighbours in sorted samples, and the estimates of KL and JS that are made of them.
enum Neighbors {
  /// The number of neighbours for KL: more have a smaller variance and, in tails and at ends, a larger bias.
  static func count(for rows: Int) -> Int { max(1, Int(Double.root(Double(rows), 3) / 4)) }

  /// KL(P‖Q) ≈ (1/n) Σ log(νᵢ/ρᵢ) + log(m/(n − 1)).
  static func kl(_ xs: [Double], _ ys: [Double], _ k: Int) -> Double {
    meanLogRatio(distances(of: xs, among: ys, k), distances(of: xs, among: xs, k + 1)) + .log(Double(ys.count) / Double(xs.count - 1))
  }

  /// JS by the KL of either sample against both, which have as many rows.
  static func js(_ xs: [Double], _ ys: [Double], _ k: Int) -> Double {
    let both = merge(xs, ys)
    func toBoth(_ sample: [Double]) -> Double {
      meanLogRatio(distances(of: sample, among: both, k + 1), distances(of: sample, among: sample, k + 1))
        + .log(Double(both.count - 1) / Double(sample.count - 1))
    }
    return 0.5 * toBoth(xs) + 0.5 * toBoth(ys)
  }

  /// log p at its own sorted rows as nearest neighbours have it, ψ(k) − ψ(n) − log 2ρᵢ: the mean is the entropy of
  /// Kozachenko & Leonenko (1987) with the other sign.
  static func logDensities(at xs: [Double], _ k: Int) -> [Double] {
    let differenceOfDigammas = (k..<xs.count).reduce(0) { $0 + 1 / Double($1) }
    return distances(of: xs, among: xs, k + 1).map { -differenceOfDigammas - .log(2 * $0) }
  }

  /// log q at sorted values as nearest neighbours have it, ψ(k) − log(2 m ν): without bias where q is constant over the
  /// ball of radius ν.
  static func logDensities(at xs: [Double], of ys: [Double], _ k: Int) -> [Double] {
    let eulersConstant = 0.57721566490153286
    let digamma = (1..<k).reduce(-eulersConstant) { $0 + 1 / Double($1) }
    return distances(of: xs, among: ys, k).map { digamma - .log(2 * Double(ys.count) * $0) }
  }

  /// Why a sorted sample has no estimates, its smallest part having so many rows; nil where it has.
  ///
  /// As given, so many rows have a value that occurs more than once; others are equal next to one that is far out.
  static func obstacle(in values: [Double], least: Int, repeated: Int) -> String? {
    if let tooFew = tooFewRows(least) { return tooFew }
    if repeated > 0 {
      return "\(repeated) rows have a value that occurs more than once, as rounded data do: nearest neighbours need distances above 0"
    }
    return lostRows(values, repeated: repeated)
  }

  /// Why rows that were told apart as given are equal next to one that is far out; nil where they are not.
  static func lostRows(_ values: [Double], repeated: Int) -> String? {
    let lost = repeatedRows(values) - repeated
    return lost <= 0
      ? nil
      : "\(lost) rows are so close together, next to the largest distance, that doubles do not tell them apart: leave out what is far out"
  }

  /// Why there are no estimates by so few rows; nil where there are.
  static func tooFewRows(_ count: Int) -> String? {
    count >= fewestRows ? nil : "there must be at least \(fewestRows) rows in each sample, not \(count)"
  }

  /// The number of rows of a sorted sample whose value occurs more than once.
  static func repeatedRows(_ values: [Double]) -> Int {
    values.indices.count { index in
      index > 0 && values[index - 1] == values[index] || index + 1 < values.count && values[index + 1] == values[index]
    }
  }

  /// Halves must have neighbours, and the law of few rows is not the one of many.
  private static let fewestRows = 10

  /// Two sorted samples as one.
  static func merge(_ xs: [Double], _ ys: [Double]) -> [Double] {
    var (merged, i, j): ([Double], Int, Int) = ([], 0, 0)
    merged.reserveCapacity(xs.count + ys.count)
    while i < xs.count || j < ys.count {
      if j == ys.count || i < xs.count && xs[i] <= ys[j] {
        merged.append(xs[i])
        i += 1
      } else {
        merged.append(ys[j])
        j += 1
      }
    }
    return merged
  }

  private static func meanLogRatio(_ others: [Double], _ own: [Double]) -> Double {
    zip(others, own).map { .log($0 / $1) }.mean { $0 }.value
  }

  /// The distances from sorted values to the k-th nearest of a sorted sample; a value that is in it is its own nearest.
  private static func distances(of xs: [Double], among sample: [Double], _ k: Int) -> [Double] {
    let k = min(k, sample.count)
    var start = 0
    return xs.map { x in
      // The k nearest are neighbours of each other, and move up with x.
      while start + k < sample.count, sample[start + k] - x < x - sample[start] { start += 1 }
      return max(abs(x - sample[start]), abs(sample[start + k - 1] - x))
    }
  }
}
