/// Random bits as a function of a key and a counter: Philox 4×32 with ten rounds (Salmon, Moraes, Dror & Shaw 2011).
///
/// Keyed by the seed and counted by (stream, step, row), any draw can be made in any order on any thread, so a result
/// does not depend on tiling or threads. Used in sequence it is an ordinary `RandomNumberGenerator`.
public struct CounterRandom: RandomNumberGenerator, Sendable {
  private let key: (UInt32, UInt32)
  private var counter: (UInt32, UInt32, UInt32, UInt32)
  private var spare: UInt64?

  /// The generator of one row of one step of one stream: the same arguments give the same bits.
  public init(seed: UInt64, stream: UInt32 = 0, step: UInt32 = 0, row: UInt32 = 0) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    counter = (0, row, step, stream)
  }

  public mutating func next() -> UInt64 {
    if let bits = spare {
      spare = nil
      return bits
    }
    let block = Self.block(key: key, counter: counter)
    counter.0 &+= 1
    spare = UInt64(block.2) | UInt64(block.3) << 32
    return UInt64(block.0) | UInt64(block.1) << 32
  }

  /// One block of Philox 4×32-10: 128 random bits from a key and a counter.
  public static func block(key: (UInt32, UInt32), counter: (UInt32, UInt32, UInt32, UInt32)) -> (UInt32, UInt32, UInt32, UInt32) {
    var (k0, k1) = key
    var (c0, c1, c2, c3) = counter
    for _ in 0..<10 {
      let a = UInt64(c0) &* 0xD251_1F53
      let b = UInt64(c2) &* 0xCD9E_8D57
      let high = (UInt32(truncatingIfNeeded: a >> 32), UInt32(truncatingIfNeeded: b >> 32))
      (c0, c1, c2, c3) = (high.1 ^ c1 ^ k0, UInt32(truncatingIfNeeded: b), high.0 ^ c3 ^ k1, UInt32(truncatingIfNeeded: a))
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return (c0, c1, c2, c3)
  }

  static func unit(_ bits: UInt64) -> Double { (Double(bits >> 12) + 0.5) * 0x1p-52 }
}

extension RandomNumberGenerator {
  /// Uniform on the open interval (0, 1), never 0 or 1, so that a quantile of it is finite.
  public mutating func openUniform() -> Double { CounterRandom.unit(next()) }
}
