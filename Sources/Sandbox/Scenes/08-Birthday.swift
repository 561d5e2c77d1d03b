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
    let estimate = Double(count) * Double(count) / (2 * .log(2))
    let probabilities = [count, Int(root)].map { 1 - Birthday.allDistinct($0, of: size) }
    let rows: [(name: String, value: Cell, error: Double)] = [
      ("size", .integer(size), 0), ("first_duplicate", .integer(draws.first { $0.first > 0 }?.draw ?? 0), 0),
      ("distinct", .integer(firsts.count), 0), ("probability", .number(probabilities[0].value), probabilities[0].error),
      ("probability_at_root", .number(probabilities[1].value), probabilities[1].error),
      ("median", .integer(Birthday.median(of: size)), 0), ("root", .number(root), root.ulp),
      ("lecture_estimate", .integer(count * count), 0), ("estimate", .number(estimate), 4 * estimate.ulp),
    ]
    return Answer(
      tables: [("birthday", Table(of: rows, [Column("quantity", \.name), Column("value", \.value), Column("error", \.error)]))],
      curves: [
        ("draws", Table(of: draws, [Column("draw", \.draw), Column("point", \.point), Column("first_of", \.first)])),
        ("probability", Table(of: lines, [Column("draws", \.draws), Column("probability", \.probability.value)])),
      ])
  }
}
