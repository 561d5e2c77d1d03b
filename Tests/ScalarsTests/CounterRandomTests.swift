import Scalars
import Testing

@Suite struct CounterRandomTests {
  /// The known answers that come with the generator's definition (Salmon, Moraes, Dror & Shaw 2011).
  @Test func knownAnswers() {
    let ones = UInt32.max
    #expect(CounterRandom.block(key: (0, 0), counter: (0, 0, 0, 0)) == (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    #expect(
      CounterRandom.block(key: (ones, ones), counter: (ones, ones, ones, ones)) == (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      CounterRandom.block(key: (0xa409_3822, 0x299f_31d0), counter: (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344))
        == (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test func sameKeySameBitsOtherKeyOthers() {
    func bits(_ random: CounterRandom) -> [UInt64] {
      var random = random
      return (0..<5).map { _ in random.next() }
    }
    #expect(bits(CounterRandom(seed: 7, stream: 1, step: 2, row: 3)) == bits(CounterRandom(seed: 7, stream: 1, step: 2, row: 3)))
    let others = [
      CounterRandom(seed: 8, stream: 1, step: 2, row: 3), .init(seed: 7, stream: 2, step: 2, row: 3),
      .init(seed: 7, stream: 1, step: 3, row: 3), .init(seed: 7, stream: 1, step: 2, row: 4),
      .init(seed: 7 + 1 << 32, stream: 1, step: 2, row: 3),
    ]
    for other in others { #expect(bits(CounterRandom(seed: 7, stream: 1, step: 2, row: 3)) != bits(other)) }
    // No two of the four numbers stand for one another.
    #expect(Set((0..<4).map { place in bits(numbered((0..<4).map { $0 == place ? 1 : 0 })) }).count == 4)
  }

  private func numbered(_ numbers: [UInt32]) -> CounterRandom {
    CounterRandom(seed: UInt64(numbers[0]), stream: numbers[1], step: numbers[2], row: numbers[3])
  }

  @Test func uniformIsNeverAnEndAndHasItsMoments() {
    var random = CounterRandom(seed: 1)
    let n = 100_000
    let draws = (0..<n).map { _ in random.openUniform() }
    #expect(draws.allSatisfy { 0 < $0 && $0 < 1 })
    let mean = draws.reduce(0, +) / Double(n)
    // Six standard errors: a false alarm once in 5e8 seeds.
    #expect(abs(mean - 0.5) < 6 * (1 / 12.0).squareRoot() / Double(n).squareRoot())
  }
}
