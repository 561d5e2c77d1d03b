import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Testing
import Training

@Suite struct LiveExaminerTests {
  static let p: Mixture = {
    guard let p = try? Mixture([Normal(mean: -2, sd: 0.5), Normal(mean: 2, sd: 0.5)], weights: [0.5, 0.5]) else {
      preconditionFailure("the weights sum to 1")
    }
    return p
  }()
  /// A game at its start, with the players a little apart, and with a generator that turns.
  static let players: [TrainedPlayers] = {
    let records = GAN(p).records(at: [0, 100, 600])
    var players: [TrainedPlayers] = []
    while let record = try? records.next() { players += [record.average, record.current] }
    return players
  }()

  /// To its tolerance a live record is what a history has: each number differs by no more than the bounds say.
  @Test(arguments: players.indices, [1e-6, 1e-9, 1e-12]) func boundsHoldAtEveryTolerance(_ index: Int, _ tolerance: Double) throws {
    let (players, p) = (Self.players[index], Self.p)
    let q = try #require(try players.density())
    let live = try #require(try LiveExaminer(GAN(p), grid: [], tolerance: tolerance).record(players))
    let fine = Diagnosis(p, q, discriminator: players.discriminator, points: [], modes: Modes(of: p))
    for (mine, exact) in [(live.js, js(p, q)), (live.klQP, fine.divergences[2]), (try #require(live.gap), try #require(fine.gap))] {
      #expect(mine.status == .finite && exact.status == .finite)
      #expect(abs(mine.value - exact.value) <= mine.error + exact.error, "\(mine) \(exact)")
      #expect(mine.error <= 100 * tolerance * mine.value + 1e-12, "\(mine)")
    }
    #expect(live.klPQ.status == fine.divergences[1].status)
  }

  /// The mass on each mode against a count of fine cells of the noise, and all of them together.
  @Test(arguments: players.indices) func massesAreThoseOfTheNoise(_ index: Int) throws {
    let players = Self.players[index]
    let live = try #require(try LiveExaminer(GAN(Self.p), grid: []).record(players))
    let cells = 20_000
    let noise = Normal(mean: 0, sd: 1)
    let images = try #require(players.generator).evaluated(at: (0..<cells).map { noise.quantile((Double($0) + 0.5) / Double(cells)) })
    for (mass, interval) in zip(live.modeMasses, Modes(of: Self.p).intervals) {
      let count = Double(images.values.count { interval.contains($0) }) / Double(cells)
      #expect(abs(mass.value - count) < 5e-4 && mass.error < 1e-9, "\(mass)")
    }
    let (total, error) = live.modeMasses.reduce((0, 0)) { ($0.0 + $1.value, $0.1 + $1.error) }
    #expect(abs(total - 1) <= error)
  }

  @Test func theGridHasDensitiesAndDiscriminators() throws {
    let (players, p) = (Self.players[2], Self.p)
    let grid = stride(from: -60.0, to: 60, by: 0.37).map { $0 }
    let q = try #require(try players.density())
    let live = try #require(try LiveExaminer(GAN(p), grid: grid).record(players))
    let (optimum, learned) = (OptimalDiscriminator(p, q), try #require(players.discriminator))
    for (index, x) in grid.enumerated() {
      #expect(live.p[index] == p.density(at: x) && live.q[index] == q.density(at: x))
      #expect(live.optimal[index] == optimum.value(at: x) || live.optimal[index].isNaN && optimum.value(at: x).isNaN, "\(x)")
      #expect(live.learned?[index] == learned.value(at: x))
    }
  }

  @Test func playersWithoutAnExactDensityHaveNone() throws {
    var gan = GAN(Self.p)
    gan.settings.noiseDimension = 2
    let record = try #require(try gan.records(at: [0]).next())
    #expect(try LiveExaminer(gan, grid: [0]).record(record.current) == nil)
  }
}
