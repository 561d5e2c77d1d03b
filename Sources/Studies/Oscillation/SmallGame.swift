import Autodiff
public import Densities
import RealModule
public import Training

/// A GAN whose equilibrium is known, and which is small enough for its linearisation: data P = N(m, s²), the generator G(z) = μ + σz on normal noise, and a
/// discriminator of a few parameters.
///
/// At μ = m, σ = s and ℓ = 0 nobody has a gradient. There the discriminator's second derivatives damp what on a Dirac-GAN turns for ever (Nagarajan & Kolter, Gradient
/// descent GAN optimization is locally stable, 2017). Expectations are sums over fixed nodes of the noise, so that the players' gradients are functions without chance.
public struct SmallGame: Sendable {
  /// The data density.
  public var p: Normal
  /// The discriminator.
  public var discriminator: SmallDiscriminator
  /// What the players minimise: `Minimax` or `NonSaturating`, for which ℓ = 0 is optimal where P = Q.
  public var objective: any Objective
  /// γ of the penalty γ/2 · E_P ℓ′² of Mescheder, Geiger & Nowozin (2018).
  public var penalty: Double
  /// The standard deviation of the normal noise that is added to data and samples.
  public var instanceNoise: Double

  /// A game; the objective's optimal output for P = Q is 0, and the penalty and the noise are not negative.
  public init(
    _ p: Normal = Normal(mean: 0, sd: 1), discriminator: SmallDiscriminator = .network, objective: any Objective = Minimax(),
    penalty: Double = 0, instanceNoise: Double = 0
  ) {
    precondition(objective.optimalOutput(logRatio: 0) == 0, "the game's equilibrium is where the logit is 0")
    precondition(penalty >= 0 && instanceNoise >= 0, "the penalty and the noise are not negative")
    self.p = p
    self.discriminator = discriminator
    self.objective = objective
    self.penalty = penalty
    self.instanceNoise = instanceNoise
  }

  /// The equilibrium: (σ, μ) and then the discriminator's parameters.
  public var equilibrium: [Double] { [p.sd, p.mean] + discriminator.equilibrium(p) }

  /// How many of the parameters are the generator's.
  public static let generatorCount = 2

  static let generator = MultilayerPerceptron(widths: [1, 1], activation: .tanh)

  /// The nodes of the trapezoidal rule for the standard normal, whose error falls like e^(−2π²/h²) for polynomials and like e^(−2πd/h) for a function with its
  /// nearest pole at a distance d from the line: 10⁻⁸ for two units that turn over a deviation.
  static let rule: [(node: Double, weight: Double)] = (-17...17).map { index in
    let node = 0.5 * Double(index)
    return (node, 0.5 * .exp(-0.5 * node * node) / .sqrt(2 * .pi))
  }

  /// Rows of the noise: z, the instance noise, and the weight.
  var rows: (z: [Double], shift: [Double], weight: [Double]) {
    let shifts = instanceNoise == 0 ? [(node: 0, weight: 1)] : Self.rule
    let rows = Self.rule.flatMap { z in shifts.map { (z.node, instanceNoise * $0.node, z.weight * $0.weight) } }
    return (rows.map(\.0), rows.map(\.1), rows.map(\.2))
  }
}
