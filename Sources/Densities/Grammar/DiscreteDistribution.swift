import RealModule
import Scalars

/// A law on finitely many points, such as a coin. It has no density on the line, and so is no `Density`.
package struct DiscreteDistribution: Sendable, CustomStringConvertible {
  /// The points in increasing order.
  package let points: [Double]
  /// Their probabilities, above 0.
  package let weights: [Double]

  /// A bound on the relative errors of the probabilities, which are divided by their sum.
  package let weightError: Double

  /// The most points there may be.
  package static let mostPoints = 10_000

  /// The law with these probabilities, in any order; throws unless they are 0 or more and sum to 1 within 1e-12 a point.
  package init(points: [Double], weights: [Double]) throws(DensityError) {
    guard points.count == weights.count, (1...Self.mostPoints).contains(points.count) else {
      throw DensityError("discrete takes from 1 to \(Self.mostPoints) points, each with its probability as in discrete(0:0.5, 1:0.5)")
    }
    for (point, weight) in zip(points, weights) {
      guard abs(point) <= 1e300 else { throw DensityError("discrete: a point must lie between -1e300 and 1e300, not at \(point)") }
      guard weight >= 0, weight <= 1 else {
        throw DensityError("discrete: a probability must lie between 0 and 1, not \(weight) at \(point)")
      }
    }
    let sum = weights.compensatedSum()
    guard abs(sum - 1) <= 1e-12 * Double(weights.count) else { throw DensityError("discrete: the probabilities must sum to 1, not \(sum)") }
    let order = points.indices.filter { weights[$0] > 0 }.sorted { points[$0] < points[$1] }
    self.points = order.map { points[$0] }
    self.weights = order.map { weights[$0] / sum }
    weightError = sum == 1 ? 0 : .ulpOfOne
    if let twin = zip(self.points, self.points.dropFirst()).first(where: { $0 == $1 }) {
      throw DensityError("discrete: the point \(twin.0) is given twice")
    }
  }

  /// The law that a text such as `discrete(0:0.5, 1:0.5)` denotes; nil where the text is of something else.
  package init?(parsing text: String) throws(DensityError) {
    var scanner = Scanner(text)
    guard scanner.word().lowercased() == Self.name, scanner.take("(") else { return nil }
    var (points, weights): ([Double], [Double]) = ([], [])
    repeat {
      points.append(try scanner.value())
      try scanner.expect(":", after: "the point \(points[points.count - 1].short)")
      weights.append(try scanner.value())
    } while scanner.take(",")
    try scanner.expect(")", after: "the probabilities of discrete")
    if !scanner.isAtEnd { throw DensityError("a discrete law is in no mixture or other combination: write it alone, with all its points") }
    try self.init(points: points, weights: weights)
  }

  /// The name in the text grammar.
  package static let name = "discrete"

  /// The text that the grammar reads back.
  package var description: String { "discrete(\(zip(points, weights).map { "\($0.short):\($1.short)" }.joined(separator: ",")))" }
}
