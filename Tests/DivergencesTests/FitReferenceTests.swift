import Divergences
import Foundation
import RealModule
import TestSupport
import Testing

/// Maximum-likelihood fits held to zeros of the score equations at 50 digits; `Tests/References/fits.py` writes them,
/// and makes the same samples.
@Suite struct FitReferenceTests {
  /// Every error covers the distance to the exact maximum, and none is of any size beside the standard error.
  @Test(arguments: Catalogue.families.map { $0.name }) func everyErrorCoversTheDistance(_ name: String) throws {
    let family = try #require(Catalogue.families.first { $0.name == name })
    let rows = try Self.rows(of: name)
    try #require(rows.count == 200)
    for row in rows.prefix(5 * testMultiplier) {
      let fit = try maximumLikelihoodFit(of: family, to: Self.sample(name, seed: row.seed))
      #expect(fit.outcome.status == .finite && fit.parameters.count == row.parameters.count, "seed \(row.seed): \(fit.outcome)")
      Self.expect(fit.outcome.value, row.logLikelihood, within: fit.outcome.error, "seed \(row.seed), log likelihood")
      #expect(fit.outcome.error < 1e-10 * (1 + abs(row.logLikelihood)))
      let rivals = try Self.rivals(of: fit, family, Self.sample(name, seed: row.seed))
      for (index, (parameter, exact)) in zip(fit.parameters, row.parameters).enumerated() {
        Self.expect(parameter.value, exact, within: parameter.error, "seed \(row.seed), \(parameter.name)")
        // Where other members are as likely, the error reaches to them and no farther.
        let reach = rivals.map { abs($0.parameters[index].value - parameter.value) + $0.parameters[index].error }.max() ?? 0
        let most = 1e-7 * (parameter.standardError ?? abs(exact)) + exact.ulp + reach
        #expect(parameter.error <= most, "seed \(row.seed): \(parameter), \(most)")
      }
    }
  }

  /// The best members with the modes that the note of a fit calls as likely, of which each is so within the errors: of
  /// two data a triangle may have its mode at either, and no bound on the mode is less than their distance.
  private static func rivals(of fit: Fit, _ family: any Family.Type, _ data: [Double]) throws -> [Fit] {
    guard let match = fit.note.wholeMatch(of: /with the mode at (.*) the data are as likely, within the error/) else { return [] }
    return try match.1.split(separator: " or ").map { text in
      let mode = try #require(Double(text), "\(fit.note)")
      let rival = try maximumLikelihoodFit(of: family, to: data, fixing: ["mode": mode])
      let difference = abs(rival.outcome.value - fit.outcome.value)
      #expect(difference <= fit.outcome.error + rival.outcome.error, "\(fit.note): \(difference)")
      return rival
    }
  }

  /// The exact value is rounded to a double.
  private static func expect(_ value: Double, _ exact: Double, within error: Double, _ what: String) {
    #expect(abs(value - exact) <= error + 0.5 * exact.ulp, "\(what): \(value) ± \(error), exactly \(exact)")
  }

  private struct Row {
    let seed: UInt64
    let logLikelihood: Double
    let parameters: [Double]
  }

  private static func rows(of name: String) throws -> [Row] {
    try references("fits.csv").filter { $0[0] == name }.map { cells in
      let values = cells[2...].filter { !$0.isEmpty }.map { Double($0) ?? .nan }
      return Row(seed: UInt64(cells[1]) ?? 0, logLikelihood: values[0], parameters: Array(values[1...]))
    }
  }

  /// The sample of a row: SplitMix64 and arithmetic that is rounded in one way only, so that the generator script has
  /// the same doubles.
  private static func sample(_ family: String, seed: UInt64) -> [Double] {
    var random = SplitMix64(state: seed &* 1_000_003 &+ family.utf8.reduce(0) { $0 + UInt64($1) })
    let count = 2 + Int(random.unit() * 40)
    let (shape, hasTies, far) = (Int(random.unit() * 4), random.unit() < 0.25, random.unit())
    let data = (0..<count).map { _ -> Double in
      let (u, v, w) = (random.unit(), random.unit(), random.unit())
      let x =
        switch shape {
        case 0: u
        case 1: (u + v + w) / 3
        case 2: u * v * w
        default: u / (u + v * v * 3)
        }
      return hasTies ? ((x * 16).rounded(.down) + 0.5) / 16 : x
    }
    if family == "beta" { return data }
    if ["gamma", "weibull", "logNormal", "pareto", "exponential", "inverseGaussian"].contains(family) {
      let (scale, offset) = (far < 0.5 ? 1.0 : far < 0.7 ? 1e-5 : 1e9, far < 0.8 ? 0.0 : 100.0)
      return data.map { scale * ($0 / (1.0625 - $0) + offset) }
    }
    let (scale, offset) = far < 0.5 ? (1.0, 0.0) : far < 0.7 ? (1e-3, 5.0) : far < 0.85 ? (1.0, 1e6) : (1e7, -3e7)
    return data.map { x in
      let y = 2 * x - 1
      return scale * (shape >= 2 ? y / (1.0625 - y * y).squareRoot() : y) + offset
    }
  }
}
