import Calculus
import RealModule
package import Scalars

/// D(x) = σ(k (c − x)), for data to the left of c and samples to the right, both at least `distance` away.
///
/// The perfect discriminator D* is 1 on the one support and 0 on the other, with no slope on either (Arjovsky & Bottou
/// 2017, theorem 2.1); this one tends to it as k grows.
package struct NearlyPerfectDiscriminator: Sendable {
  /// The middle c.
  package let center: Double
  /// How far the supports stay away from it, above 0.
  package let distance: Double
  /// The steepness k.
  package let steepness: Double

  /// The discriminator whose distance ‖D − D*‖ is `epsilon`; nil unless this lies between 0 and 0.11, where one
  /// steepness belongs to it.
  package init?(center: Double, distance: Double, epsilon: Double) {
    guard distance > 0, epsilon > 0, epsilon < 0.11 else { return nil }
    func excess(_ logSteepness: Double) -> Double {
      .log(Self.epsilon(distance: distance, steepness: .exp(logSteepness))) - .log(epsilon)
    }
    // Beyond kδ = 2 the distance falls with k, from at least σ(−2) = 0.119 on.
    let least = Double.log(2 / distance)
    guard let logSteepness = root(in: Interval(least, least + 5), of: excess) else { return nil }
    (self.center, self.distance, steepness) = (center, distance, .exp(logSteepness))
  }

  /// ‖D − D*‖ = sup (|D − D*| + |D′ − D*′|) over both supports, the norm of theorem 2.4: σ(−kδ) (1 + k σ(kδ)) for
  /// supports that begin δ from the middle.
  ///
  /// It falls with the distance from the middle, and so is taken on at the nearest points.
  package var epsilon: Double { Self.epsilon(distance: distance, steepness: steepness) }

  private static func epsilon(distance: Double, steepness: Double) -> Double {
    logistic(-steepness * distance) * (1 + steepness * logistic(steepness * distance))
  }

  /// log D/(1 − D).
  package func logit<S: Scalar>(at x: S) -> S { S(steepness) * (S(center) - x) }

  /// The gradients that a generator on the right receives.
  package func gradients(of generator: UniformGenerator) -> LossGradients {
    generator.gradients(resolving: 1 / steepness) { logit(at: $0) }
  }

  /// M ε/(1 − ε), which theorem 2.4 says the saturating gradient stays below; nil for ε ≥ 1.
  package static func bound(epsilon: Double) -> Double? { epsilon < 1 ? UniformGenerator.jacobianNorm * epsilon / (1 - epsilon) : nil }
}
