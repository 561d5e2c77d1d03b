import Calculus
import Divergences
import RealModule
import Studies
import Training

/// How steep a trained critic is, exactly, and what the spectral norms of its layers say of it.
///
/// With rectifiers, whose slopes are 0 and 1, the critic is a broken line, so that its Lipschitz constant is the largest
/// of finitely many slopes. It is at most the product of the layers' largest singular values, and equal only where the
/// layers hand on one direction.
enum LipschitzClaims {
  static let claims: [Claim] = [
    Claim(
      "W4",
      "If the activations have slopes of at most 1, a critic's Lipschitz constant is at most the product of the spectral norms of its "
        + "layers; divided by them it is at most 1.",
      source: "Miyato, Kataoka, Koyama & Yoshida 2018 (the bound, as others quote it); the slack measured",
      readings: [
        Reading("max |f′| ≤ the product of the spectral norms", .atMost, on: cases, pair: \.pair) { known in
          sides(known) { ($0.slope, $0.product) }
        }
        .noting("the slopes of the broken line, and the singular values of the weights"),
        Reading("max |f′| is the product", on: cases, pair: \.pair) { known in
          sides(known) { ($0.slope, $0.product) }
        }
        .refuted("a layer's direction of greatest growth is not that in which the one before it grows: the product is larger"),
        Reading(
          "with the norms divided out in training the critic is 1-Lipschitz", .atMost, on: cases.filter(\.isNormalized), pair: \.pair
        ) { known in
          sides(known) { ($0.slope, 1) }
        }
        .noting("at the weights that the network sees, after the last step"),
        Reading("and it has the slope 1 that an optimal critic has", .atMost, on: cases.filter(\.isNormalized), pair: \.pair) { known in
          sides(known) { (0.9, $0.slope) }
        }
        .refuted("the bound is not attained: E_P f − E_Q f must be divided by the slope that it has, or it understates W1"),
        Reading("clipping weights at 0.01 gives it the Lipschitz constant 0.01", on: cases.filter(\.isClipped), pair: \.pair) { known in
          sides(known) { ($0.slope, 0.01) }
        }
        .refuted("slopes are sums of products of the weights: 1.3·10⁻⁴ and 3·10⁻⁵ here; the constant is known only by computing it"),
      ])
  ]

  /// What a critic is trained on.
  private struct Case: Sendable {
    /// Which of the critics it is.
    let index: Int
    let pair: Pair
    let constraint: Regularization

    var isNormalized: Bool { constraint == .spectral }
    var isClipped: Bool { constraint == .clipping(0.01) }
  }

  private static let cases: [Case] = {
    let pairs = [Pair].parsing(("normal(0,1)", "normal(3,1)"), ("0.5*normal(-2,0.5)+0.5*normal(2,0.5)", "normal(0,2)"))
    let constraints: [Regularization] = [.gradientPenalty(10), .clipping(0.01), .spectral]
    return pairs.flatMap { pair in constraints.map { (pair, $0) } }.enumerated().map { Case(index: $0, pair: $1.0, constraint: $1.1) }
  }()

  /// The critics, which only a run that asks for this claim trains; nil where training has failed.
  private static let critics = cases.map { Trained($0.pair, $0.constraint) }

  /// Two sides about the critic of a case, under its name; none where there is no critic.
  private static func sides(_ known: Case, _ sides: (Trained) -> (Estimate, Estimate)) -> [Sides] {
    guard let critic = critics[known.index] else { return [] }
    let (lhs, rhs) = sides(critic)
    return [Sides(lhs, rhs)].labelled("\(known.constraint), 2000 steps")
  }

  /// A critic with one or two hidden layers as training left it.
  private struct Trained: Sendable {
    let slope: Estimate
    let product: Estimate

    init?(_ pair: Pair, _ constraint: Regularization) {
      let training = CriticTraining(pair.p, against: pair.q, constraint, width: 16, steps: 2000)
      let settings = training.gan.settings
      guard let record = try? training.gan.records(at: [settings.steps]).next(),
        let critic = LearnedCritic(settings.discriminator, record.current.discriminatorParameters, units: training.gan.units)
      else { return nil }
      let parameters = record.current.discriminatorParameters
      // Weights of single precision are exact as doubles; slopes are sums and products of them.
      slope = Estimate(critic.largestSlope, error: 1e-12 * critic.largestSlope)
      product = settings.discriminator.layers.reduce(1) { $0 * Self.norm($1, parameters) }
    }

    /// The largest singular value of a layer's weights.
    private static func norm(_ layer: MultilayerPerceptron.Layer, _ parameters: [Double]) -> Estimate {
      let rows = (0..<layer.inputs).map { input in
        (0..<layer.outputs).map { parameters[layer.offset + input * layer.outputs + $0] }
      }
      let gram = rows.map { a in rows.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
      let largest = eigenvalues(of: gram).first?.real ?? .nan
      return Estimate(.sqrt(largest), error: 1e-11 * .sqrt(largest))
    }
  }
}
