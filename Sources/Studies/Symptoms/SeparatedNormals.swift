import Calculus
import Densities
package import Divergences
import RealModule
import Scalars
package import Tabulation

/// Two normals of deviation 1 at a distance: what the optimal discriminator shows, and what the generator gets from it.
package struct SeparatedNormals: Sendable {
  /// The distance of the means.
  package let distance: Double
  private let (p, q): (Normal, Normal)

  /// N(0,1) for the data and N(distance,1) for the generator.
  package init(distance: Double) {
    self.distance = distance
    (p, q) = (Normal(mean: 0, sd: 1), Normal(mean: distance, sd: 1))
  }

  /// The least summed loss of a discriminator, −V(D*) = log 4 − 2 JS.
  package var leastLoss: Double { -OptimalDiscriminator(p, q).value().value }

  /// The largest accuracy of a discriminator, (1 + TV)/2.
  package var bestAccuracy: Double { LossBounds.bestAccuracy(totalVariation: tv(p, q).value) }

  /// A generator's loss at the optimal discriminator.
  package func loss(_ loss: GeneratorLoss) -> Double { loss.value(p, q).value }

  /// The size of the gradient that the generator's mean gets from the optimal discriminator.
  package func gradient(_ loss: GeneratorLoss) -> Double { loss.frozenGradient(p, q).first.map { abs($0.value) } ?? 0 }

  /// The least distance at which a discriminator can have this summed loss; nil beyond 30, where the loss is below
  /// 10⁻⁴⁰, and from log 4 on, which every distance allows.
  package static func leastDistance(discriminatorLoss loss: Double) -> Double? {
    guard loss > 0, loss < LossBounds.coin else { return nil }
    return root(in: Interval(0, 30), tolerance: 1e-9) { SeparatedNormals(distance: $0).leastLoss - loss }
  }

  /// From equal normals to those that hardly overlap.
  package static let range: [SeparatedNormals] = (0...60).map { SeparatedNormals(distance: Double($0) / 10) }

  /// What is drawn against the distance.
  package static var columns: [Column<SeparatedNormals>] {
    [
      Column("distance", \.distance), Column("least_d_loss", \.leastLoss), Column("best_accuracy", \.bestAccuracy),
      Column("saturating_loss") { $0.loss(.saturating) }, Column("non_saturating_loss") { $0.loss(.nonSaturating) },
      Column("saturating_gradient") { $0.gradient(.saturating) }, Column("non_saturating_gradient") { $0.gradient(.nonSaturating) },
      // A translate by θ is θ away.
      Column("w1", \.distance),
    ]
  }
}
