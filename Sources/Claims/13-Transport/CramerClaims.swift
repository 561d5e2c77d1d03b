import Calculus
import Divergences
import RealModule
import Scalars

/// What the gradient of a distance to a sample is on average, beside that of the distance to the density.
///
/// For a coin of probability θ against data of probability θ₀, W1 is |θ − θ₀|, and for n flips of the data with the
/// mean θ̂ it is |θ − θ̂|. The energy distance is 2 (θ − θ₀)², and 2 (θ − θ̂)². All means are sums over binomial
/// probabilities.
enum CramerClaims {
  static let claims: [Claim] = [
    Claim(
      "F8", "The gradients of W1 to a minibatch may be biased, and those of the energy distance are not.",
      source:
        "Bellemare et al. 2017, “The Cramér distance as a solution to biased Wasserstein gradients” (its abstract); on coins, derived",
      readings: gradients + minima + distances)
  ]

  /// Data, a generator and the size of a minibatch.
  private struct Coins: Sendable {
    let data: Double
    let generator: Double
    let flips: Int

    var name: String { "θ₀ = \(data), θ = \(generator), n = \(flips)" }

    /// The mean over all minibatches of a function of their share of ones.
    func mean(_ f: (_ share: Double) -> Double) -> Estimate {
      let terms = (0...flips).map { Double.exp(logBinomial(flips, $0, data)) * f(Double($0) / Double(flips)) }
      return Estimate(terms.reduce(0, +), error: 1e-13, scale: 1)
    }

    /// The mean of d/dθ |θ − θ̂|.
    var transportGradient: Estimate { mean { generator > $0 ? 1 : generator < $0 ? -1 : 0 } }
    /// The mean of d/dθ 2 (θ − θ̂)².
    var energyGradient: Estimate { mean { 4 * (generator - $0) } }
  }

  private static let coins = [
    Coins(data: 0.7, generator: 0.75, flips: 1), Coins(data: 0.7, generator: 0.75, flips: 10), Coins(data: 0.7, generator: 0.55, flips: 10),
    Coins(data: 0.3, generator: 0.301, flips: 64),
  ]

  private static func each(_ sides: (Coins) -> Sides) -> [Sides] { coins.flatMap { [sides($0)].labelled($0.name) } }

  private static let gradients = [
    Reading("the energy distance: the mean gradient is 4 (θ − θ₀), that of the distance to the density") {
      each { Sides($0.energyGradient, Estimate(4 * ($0.generator - $0.data), error: 1e-15, scale: 1)) }
    },
    Reading("W1: the mean gradient is sign(θ − θ₀)") { each { Sides($0.transportGradient, $0.generator > $0.data ? 1 : -1) } }
      .refuted("it is P(θ̂ < θ) − P(θ̂ > θ), of size 1 only if no minibatch lies on the other side of θ"),
    Reading("W1: at least it has the right sign", .atMost) {
      let wrong = Coins(data: 0.7, generator: 0.75, flips: 1)
      return [Sides(0, wrong.transportGradient)].labelled(wrong.name)
    }
    .refuted("θ is above θ₀, and yet more minibatches lie above θ than below it: descent leads away from θ₀, to θ = 1"),
    Reading("W1: beside θ₀ = 1 − 1/n the bias is 2 (1 − 1/n)ⁿ, above ½ for every n > 2") {
      [3, 10, 100, 1000].map { flips in
        let data = 1 - 1 / Double(flips)
        let coins = Coins(data: data, generator: data + 0.5 / Double(flips), flips: flips)
        let bias = 2 * Double.exp(Double(flips) * .log(data))
        return Sides(1 - coins.transportGradient, Estimate(bias, error: 1e-12), component: "n = \(flips)")
      }
    }
    .noting("θ half of a flip above θ₀; it tends to 2/e = 0.736: a larger minibatch is no cure for every coin"),
  ]

  private static let minima = [
    Reading("W1: the mean loss is 0.42 at θ₀ = 0.7, and 0.3 at θ = 1") {
      // One flip of a coin of 0.7: the mean of |θ − θ̂| is 0.7 (1 − θ) + 0.3 θ.
      let values = [0, 0.7, 1].map { Coins(data: 0.7, generator: $0, flips: 1) }.map { coins in coins.mean { abs(coins.generator - $0) } }
      return [
        Sides(values[2], 0.3, component: "θ = 1"), Sides(values[1], 0.42, component: "θ = θ₀"), Sides(values[0], 0.7, component: "θ = 0"),
      ]
      .labelled("θ₀ = 0.7, n = 1")
    }
    .noting("it is least at a median of θ̂: the generator that is best on average gives the likelier side alone"),
    Reading("W1: no generator is better than θ₀ on average", .atMost) {
      let coins = [0.7, 1].map { Coins(data: 0.7, generator: $0, flips: 1) }
      return [Sides(coins[0].mean { abs(0.7 - $0) }, coins[1].mean { abs(1 - $0) })].labelled("θ₀ = 0.7, n = 1")
    }
    .refuted("θ = 1 is: 0.3 against 0.42, a collapse that the loss asks for"),
    Reading("the energy distance: the mean loss is that of the density and a term without θ") {
      each { coins in
        let loss = coins.mean { 2 * (coins.generator - $0).squared }
        let variance = coins.data * (1 - coins.data) / Double(coins.flips)
        return Sides(loss, Estimate(2 * (coins.generator - coins.data).squared + 2 * variance, error: 1e-15))
      }
    }
    .noting("2 (θ − θ₀)² + 2 θ₀ (1 − θ₀)/n: least at θ₀ for every n"),
  ]

  private static let distances = [
    Reading("between densities: W1 is |θ − θ₀|, and the energy distance 2 (θ − θ₀)² (1 − w/3)", on: windows) { pair in
      let distances = DensityPair(pair.p, pair.q).measure([DistributionDistance.wasserstein1, .energy])
      // The square of F − G rises from 0 to its height over the width of a window, of which a third is left.
      let energy = 0.08 * (1 - 0.3 / 3)
      return [Sides(distances[0], 0.2, component: "w1"), Sides(distances[1], Estimate(energy, error: 1e-15), component: "energy")]
    }
    .noting("θ₀ = 0.7 and θ = 0.5, with windows of width w = 0.3 in place of the points 0 and 1")
  ]

  private static let windows: [Pair] = .parsing(
    ("0.3*uniform(0,0.3)+0.7*uniform(1,1.3)", "0.5*uniform(0,0.3)+0.5*uniform(1,1.3)"))
}
