import Densities
import Divergences
import RealModule
import Scalars
import Studies
import Testing

/// What a loss proves, held against laws and discriminators of which everything is known.
@Suite struct LossBoundsTests {
  /// Two laws on a few points and any discriminator on them.
  private struct Finite {
    let (p, q, d): ([Double], [Double], [Double])

    init(using random: inout CounterRandom) {
      let count = 2 + Int(random.openUniform() * 5)
      func law() -> [Double] {
        let masses = (0..<count).map { _ in random.openUniform() < 0.2 ? 0 : random.openUniform() + 1e-3 }
        let sum = masses.reduce(0, +)
        return sum == 0 ? [1] + [Double](repeating: 0, count: count - 1) : masses.map { $0 / sum }
      }
      (p, q) = (law(), law())
      // Some of them sure to the last digits, some near the optimal one.
      let optimal = zip(p, q).map { $0 + $1 == 0 ? 0.5 : $0 / ($0 + $1) }
      let isNear = random.openUniform() < 0.5
      d = optimal.map { near in
        let own = isNear ? min(max(near + 0.1 * (random.openUniform() - 0.5), 1e-9), 1 - 1e-9) : random.openUniform()
        return min(max(own, 1e-300), 1 - 1e-12)
      }
    }

    func sum(_ term: (_ p: Double, _ q: Double, _ d: Double) -> Double) -> Double {
      zip(zip(p, q), d).reduce(0) { $0 + term($1.0.0, $1.0.1, $1.1) }
    }

    var loss: Double { sum { p, q, d in -p * .log(d) - q * .log(1 - d) } }
    var accuracy: Double { sum { p, q, d in d > 0.5 ? p / 2 : q / 2 } }
    var tv: Double { sum { p, q, _ in abs(p - q) / 2 } }
    var js: Double {
      func part(_ a: Double, _ m: Double) -> Double { a == 0 ? 0 : a / 2 * .log(a / m) }
      return sum { p, q, _ in part(p, (p + q) / 2) + part(q, (p + q) / 2) }
    }
  }

  @Test func theBoundsAreTrueOfAnyDiscriminator() {
    var random = CounterRandom(seed: 1)
    var tight = 0
    for _ in 0..<5000 {
      let game = Finite(using: &random)
      let js = LossBounds.jensenShannon(discriminatorLoss: game.loss)
      let tv = LossBounds.totalVariation(accuracy: game.accuracy)
      #expect(js <= game.js + 1e-12 && tv <= game.tv + 1e-12, "\(game)")
      #expect(LossBounds.totalVariation(jensenShannon: js) <= game.tv + 1e-12, "\(game)")
      #expect(LossBounds.jensenShannon(totalVariation: tv) <= game.js + 1e-12, "\(game)")
      if game.js > 0.01, js > 0.9 * game.js { tight += 1 }
    }
    // They are of use too: near the optimal discriminator the bound is near JS.
    #expect(tight > 300, "\(tight)")
  }

  /// Of the optimal discriminator the bounds are the divergences themselves.
  @Test func theyAreAttained() {
    let (p, q) = (Normal(mean: 0, sd: 1), Normal(mean: 1.5, sd: 1))
    let normals = SeparatedNormals(distance: 1.5)
    #expect(abs(LossBounds.jensenShannon(discriminatorLoss: normals.leastLoss) - js(p, q).value) < 1e-12)
    #expect(abs(LossBounds.totalVariation(accuracy: normals.bestAccuracy) - tv(p, q).value) < 1e-12)
    #expect(abs(LossBounds.totalVariation(accuracy: 0.2) - LossBounds.totalVariation(accuracy: 0.8)) < 1e-15)
    // Disjoint laws: JS = log 2 and TV = 1.
    #expect(LossBounds.jensenShannon(discriminatorLoss: 0) == .log(2) && LossBounds.totalVariation(jensenShannon: .log(2)) == 1)
    #expect(LossBounds.jensenShannon(totalVariation: 1) == .log(2) && LossBounds.jensenShannon(totalVariation: 0) == 0)
    #expect(LossBounds.jensenShannon(discriminatorLoss: 2) == 0 && LossBounds.wasserstein(differenceOfMeans: -1, slope: 2) == 0)
  }

  @Test(arguments: [0.1, 1, 3, 10]) func theLeastDistanceIsThatOfTheLoss(_ distance: Double) throws {
    let loss = SeparatedNormals(distance: distance).leastLoss
    let found = try #require(SeparatedNormals.leastDistance(discriminatorLoss: loss))
    #expect(abs(found - distance) < 1e-6 * distance)
    #expect(SeparatedNormals.leastDistance(discriminatorLoss: 1.4) == nil && SeparatedNormals.leastDistance(discriminatorLoss: 0) == nil)
  }
}
