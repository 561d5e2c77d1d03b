import Calculus
import RealModule
import Scalars
import Studies
import Tabulation

/// Scene 8: duplicates among draws, and what they tell about the size of a support.
extension Route {
  static let support = Route(
    "support",
    CommandForm(
      command: ["support"], target: "target", options: ["tolerance", "sample-size", "trials", "seed"],
      limits: ["trials": 10_000, "sample-size": 100_000]))

  /// Draws from equally likely points, and the exact probability of duplicates.
  static let birthday = Route("birthday", ["size", "draws", "seed"]) { question in
    let size = try question.parameters.whole("size", default: 365, 1...1_000_000)
    let count = try question.parameters.whole("draws", default: 23, 1...5000)
    var random = CounterRandom(seed: try question.parameters.seed())
    var firsts: [Int: Int] = [:]
    let draws = (1...count).map { draw -> (draw: Int, point: Int, first: Int) in
      let point = Int.random(in: 1...size, using: &random)
      let first = firsts[point] ?? 0
      if first == 0 { firsts[point] = draw }
      return (draw, point, first)
    }
    // 1 − P(no two of n coincide), up to where it is nearly certain; at most some 4000 draws of a million.
    var (lines, number) = ([(draws: Int, probability: Estimate)](), 1)
    while number <= size + 1 {
      let probability = 1 - Birthday.allDistinct(number, of: size)
      lines.append((number, probability))
      if probability.value > 0.999 { break }
      number += 1
    }
    let root = Double(size).squareRoot()
    let samples = Double(count)
    let rows = [
      QuantityRow("first_duplicate", Estimate(Double(draws.first { $0.first > 0 }?.draw ?? 0), error: 0)),
      QuantityRow("distinct", Estimate(Double(firsts.count), error: 0)),
      QuantityRow("probability", 1 - Birthday.allDistinct(count, of: size)),
      QuantityRow("probability_at_root", 1 - Birthday.allDistinct(Int(root), of: size)),
      QuantityRow("median", Estimate(Double(Birthday.median(of: size)), error: 0)), QuantityRow("root", Estimate(root)),
      QuantityRow("lecture_estimate", Estimate(samples * samples)), QuantityRow("estimate", Estimate(samples * samples / (2 * .log(2)))),
    ]
    return Answer(
      tables: [("birthday", Table(of: rows))],
      curves: [
        ("draws", Table(of: draws, [Column("draw", \.draw), Column("point", \.point), Column("first_of", \.first)])),
        ("probability", Table(of: lines, [Column("draws", \.draws), Column("probability", \.probability.value)])),
      ])
  }
}
