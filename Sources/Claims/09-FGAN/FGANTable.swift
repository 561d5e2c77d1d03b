import Calculus
package import Densities
package import Divergences
import RealModule
import Training

/// The toy experiment of the f-GAN paper: the normal closest to a mixture of two, by several divergences.
///
/// The paper does not state its mixture. That of `pair` was recovered from the fifteen optimal values of its table, to
/// three decimals of each parameter, which the first readings check; the table is quoted from memory of the paper.
package enum FGANTable {
  /// One divergence: what the paper prints, and the exact optimum for the recovered mixture to ten decimals.
  package struct Row: Sendable {
    let divergence: any FDivergence
    /// The paper's optimum; nil where it prints none.
    package var printed: Member?
    /// The paper's estimate by the learned bound, and the normal that it belongs to.
    package var learned: Member?
    /// The paper's estimates of the five divergences at that normal, in the order of its table.
    package var cross: [Double] = []
    /// The optimum by the zero of the gradient in arithmetic of its own.
    let exact: Member

    /// The form that a critic is trained by, where one is known.
    package var form: (any VariationalForm)? { divergence as? any VariationalForm }
    /// What the paper's numbers are multiples of: its JS is the un-halved one.
    var factor: Double { form?.scale ?? 1 }
    /// The mixture beside the exact optimum, and beside what the paper's network learned.
    var optimum: Pair { Pair(mixture, exact.normal) }
    var learnedPair: Pair { Pair(mixture, (learned ?? exact).normal) }
  }

  /// A normal, and a divergence of the mixture from it.
  package struct Member: Sendable {
    /// The divergence.
    package let divergence: Double
    /// The normal.
    package let normal: Normal

    fileprivate init(_ divergence: Double, _ mean: Double, _ sd: Double) {
      (self.divergence, normal) = (divergence, Normal(mean: mean, sd: sd))
    }
  }

  /// The mixture of the experiment beside its closest normal in KL(P‖Q).
  static let pair = pair(1.01, 1.83107864)

  /// The mixture beside a normal.
  static func pair(_ mean: Double, _ sd: Double) -> Pair { Pair(mixture, Normal(mean: mean, sd: sd)) }

  /// The fit by a divergence of the table.
  static func fit(_ divergence: any FDivergence) -> Fit? { fits[divergence.name] }

  /// All of them, by the measure: each is searched for from many starts and sharpened.
  private static let fits: [String: Fit] = Dictionary(
    uniqueKeysWithValues: (rows + further).map {
      ($0.divergence.name, minimumDivergenceFit(of: Normal.self, to: mixture, minimizing: $0.divergence))
    })

  /// The mixture that was recovered from the paper's table.
  package static let mixture: any AnalyticDensity = {
    let components = [Normal(mean: -1, sd: 0.255), Normal(mean: 2, sd: 1.415)]
    return (try? Mixture(components, weights: [0.33, 0.67])) ?? components[1]
  }()

  /// The rows of the paper's table.
  package static let rows = [
    Row(
      divergence: KullbackLeibler(), printed: Member(0.2831, 1.0100, 1.8308), learned: Member(0.2801, 1.0335, 1.8236),
      cross: [0.2808, 0.3423, 0.1314, 0.5447, 0.7345],
      exact: Member(0.2829695487, 1.01, 1.83107864)),
    Row(
      divergence: KullbackLeibler(.reverse), printed: Member(0.2480, 1.5782, 1.6319),
      learned: Member(0.2415, 1.5624, 1.6403),
      cross: [0.3518, 0.2414, 0.1228, 0.5794, 1.3974],
      exact: Member(0.2481136486, 1.57793483, 1.63180723)),
    Row(
      divergence: JensenShannon(), printed: Member(0.1280, 1.3070, 1.7542), learned: Member(0.1226, 1.2854, 1.7659),
      cross: [0.2871, 0.2760, 0.1210, 0.5260, 0.9216],
      exact: Member(0.0640182385, 1.30680657, 1.75445673)),
    Row(
      divergence: Jeffreys(), printed: Member(0.5705, 1.3218, 1.7034), learned: Member(0.5151, 1.2295, 1.8087),
      cross: [0.2869, 0.2975, 0.1247, 0.5236, 0.8849],
      exact: Member(0.5705658146, 1.32152090, 1.70344864)),
    Row(
      divergence: PearsonChiSquared(), printed: Member(0.6457, 0.5737, 1.9274), learned: Member(0.6379, 0.6157, 1.9031),
      cross: [0.2970, 0.5466, 0.1665, 0.7085, 0.6480],
      exact: Member(0.6456494885, 0.57362065, 1.92771041)),
  ]

  /// Optima that the paper does not print.
  static let further = [
    Row(divergence: SquaredHellinger(), exact: Member(0.0673145016, 1.31287516, 1.73314339)),
    Row(divergence: TotalVariation(), exact: Member(0.2395864864, 1.33780108, 1.87963184)),
    Row(divergence: MeanToFirst(), exact: Member(0.0539509604, 1.73732522, 1.56758459)),
  ]
}
