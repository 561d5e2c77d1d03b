import Calculus
import Divergences
import RealModule
import Studies
import Training

/// Mode collapse on two climates, by exact mode masses, and what counting modes is worth.
enum CollapseClaims {
  static let claims: [Claim] = [
    Claim(
      "M1", "The generator flees from mode to mode, and the discriminator follows; counting modes does not tell.",
      source: "after the lecture's five steps of mode collapse; the count of Srivastava et al. 2017 (VEEGAN)",
      readings: story + cycle + counting)
  ]

  /// What the games are played on.
  private static let climates = "P = " + CollapseGame.climates

  /// Games of each settings, divergences at the end alone. Lazy: only a run that asks for this claim pays some seconds.
  private static let cycling = games(.cycling, seeds: 6, recordEvery: 75, measuring: false)
  private static let calm = games(.withoutMomentum, seeds: 3, recordEvery: .max, measuring: true)
  private static let cured = games(.cured, seeds: 2, recordEvery: .max, measuring: true)

  private static func games(_ settings: NamedSettings, seeds: UInt64, recordEvery: Int, measuring: Bool) -> [[CollapseRow]] {
    guard let p = try? parseDensity(CollapseGame.climates) else { return [] }
    return (1...seeds).compactMap { try? CollapseGame(p, settings, recordEvery: recordEvery, seed: $0, measuring: measuring).run() }
  }

  /// How far the worst of the games ends from P's masses.
  private static func worstEnd(_ games: [[CollapseRow]]) -> Estimate { Estimate(games.map { $0.last?.error ?? .infinity }.max() ?? .nan) }

  /// The lecture's first step: every sample is from the South Pole, where half of the data are.
  private static let first: [Pair] = .parsing((CollapseGame.climates, "normal(-50,8)"))

  private static let story = [
    Reading("with every sample from the South Pole D* is 1/3 there and 1 in Australia", on: first) {
      [Sides(optimum($0, -50), Estimate(1) / 3, component: "South Pole"), Sides(optimum($0, 22), 1, component: "Australia")]
    }
    .noting("½/(½ + 1), and p/(p + 0); the densities at the centres"),
    Reading("there the optimal discriminator flips a coin", on: first) { [Sides(optimum($0, -50), 0.5)] }
      .refuted("the lecture's discriminator does; D* bets two to one on a fake, and a coin, ½, is best only where p = q"),
  ]

  /// D* at a place, to the rounding of a logarithm.
  private static func optimum(_ pair: Pair, _ x: Double) -> Estimate {
    Estimate(pair.optimal.value(at: x), error: 1e-14)
  }

  private static let cycle = [
    Reading("with momentum the mode that holds Q changes", .atMost) {
      [Sides(12, Estimate(Double(cycling.reduce(0) { $0 + $1.switches.count })), label: climates)]
    }
    .noting("at least 12 times in six games of 3000 steps; a mode holds Q with nine tenths of it"),
    Reading("with momentum every mode keeps half of its mass", .atMost) {
      let errors = cycling.flatMap { game in game.suffix(game.count / 2).map { $0.error ?? .infinity } }
      return [Sides(Estimate(errors.max() ?? .nan), 0.5, label: climates)]
    }
    .refuted("the largest relative error of a mode's mass over the second halves of the games"),
    Reading("when the generator flees, D rejects the mode that it leaves and has given up on the other", .atMost) {
      [Sides(meanBeforeFlight { $0 == $1 }, 0.5, component: "left"), Sides(0.5, meanBeforeFlight { $0 != $1 }, component: "sought")]
        .labelled(climates)
    }
    .noting("D at the centres in the last record before each flight, in the mean of all: below 1/2 where Q is, above where it goes"),
    Reading("without momentum the games end with more than half of every mode's mass", .atMost) {
      [Sides(worstEnd(calm), 0.5, label: climates)]
    }
    .noting("three games, nothing else changed; over 170 other seeds the masses were off by 0.02 in the median and by 0.1 at most"),
    Reading("where the masses of the modes come out the density does", .atMost) {
      [Sides(Estimate(calm.compactMap { $0.last?.divergences.first?.value }.max() ?? .nan), 0.05, label: climates)]
    }
    .refuted("without momentum the games end with JS(P,Q) above 0.05: a discriminator of eight units does not see the shapes of the modes"),
    Reading("the cured settings end with every mode near its mass", .atMost) { [Sides(worstEnd(cured), 0.3, label: climates)] }
      .noting("two games; over 200 other seeds the masses were off by 0.015 in the median and by 0.08 at most"),
  ]

  /// The mean of D at the centres of the modes that are, or are not, the one that holds Q before a flight.
  private static func meanBeforeFlight(_ isMeant: (_ mode: Int, _ holder: Int?) -> Bool) -> Estimate {
    let values = cycling.flatMap(\.flights).flatMap { flight in
      flight.before.modes.enumerated().filter { isMeant($0.offset, flight.before.holder) }.map(\.element.discriminator)
    }
    return Estimate(values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count))
  }

  /// The climates, beside a generator with a two-hundred-and-fiftieth of its mass on the South Pole.
  private static let ignoring: [Pair] = .parsing((CollapseGame.climates, "0.002*normal(-50,8)+0.998*normal(22,6)"))

  private static let counting = [
    Reading("counting calls a mode captured on which Q has less than 1 % of its mass", .atMost, on: ignoring) { pair in
      southPole(pair).map { mode in
        [
          Sides(mode.mass, 0.01 * mode.own, component: "its mass"),
          Sides(0.99, Estimate(ModeCount.captureProbability(mass: mode.counted, samples: ModeCount.usualSamples), error: 1e-12)),
        ]
      } ?? []
    }
    .noting("99 times of 100: the chance that one of 2500 samples lies within three deviations of the South Pole, at 0.4 % of its mass"),
    Reading("captured means learned", .atMost, on: ignoring) { pair in southPole(pair).map { [Sides(0.5 * $0.own, $0.mass)] } ?? [] }
      .refuted("the mode that is called captured with probability 0.99 has not half of its mass, but 0.4 %"),
  ]

  /// What P and Q put on the South Pole, and what Q has where it is counted.
  private static func southPole(_ pair: Pair) -> (own: Estimate, mass: Estimate, counted: Double)? {
    let modes = Modes(of: pair.p)
    guard let own = modes.masses.first, let mass = modes.masses(under: pair.q).first,
      let counted = ModeCount(of: pair.p).masses(under: pair.q).first
    else { return nil }
    return (Estimate(own, error: 1e-14), Estimate(mass, error: 1e-14), counted)
  }
}
