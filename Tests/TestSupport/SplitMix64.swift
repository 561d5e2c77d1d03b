/// The generator of Steele, Lea & Flood 2014, which the scripts of `Tests/References` have in as many lines, so that
/// both make the same samples.
package struct SplitMix64 {
  private var state: UInt64

  /// A stream of numbers for each seed.
  package init(state: UInt64) { self.state = state }

  /// A multiple of 2⁻⁵², and half of that, between 0 and 1.
  package mutating func unit() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    return (Double(z >> 12) + 0.5) * 0x1p-52
  }
}
