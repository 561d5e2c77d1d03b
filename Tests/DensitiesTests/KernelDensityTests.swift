import Densities
import Testing

/// The rule of thumb for the bandwidth.
@Suite struct KernelDensityTests {
  /// Values of `bw.nrd0` in R: decided by the quartiles, whose 1.34 is Silverman's, by the deviation, and by it alone
  /// where the quartiles are equal.
  @Test(arguments: [
    ([0.0, 1, 2, 3, 4, 100], 1.1734037442060097), ([-50, -1, -0.5, 0.25, 0.75, 1, 2.5, 40], 0.8862366564892572),
    ([1, 2, 3, 4, 5], 0.97358462285063574), ([0, 1, 1, 1, 1, 1, 1, 9], 1.7220309474444089),
  ]) func theBandwidthIsThatOfR(_ data: [Double], _ bandwidth: Double) {
    let own = KernelDensity.ruleOfThumb(data)
    #expect(abs(own - bandwidth) <= 4 * bandwidth.ulp, "\(own), not \(bandwidth)")
  }
}
