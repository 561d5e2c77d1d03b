import Calculus
import Foundation
import Scalars
import TestSupport
import Testing

/// Held to values of 25 digits by mpmath; `Tests/References/special-functions.py` writes them.
@Suite struct SpecialFunctionsTests {
  struct Row: Sendable {
    let function: String
    let arguments: [Double]
    let value: Double
  }

  static let rows: [Row] = ((try? references("special-functions.csv")) ?? []).map { cells in
    Row(function: cells[0], arguments: cells[1...3].compactMap(Double.init), value: Double(cells[4]) ?? .nan)
  }

  static let functions: [String: @Sendable ([Double]) -> Double] = [
    "logGammaRemainder": { SpecialFunctions.logGammaRemainder($0[0]) },
    "logWrightOmega": { logWrightOmega($0[0]) },
    "normalUpper": { SpecialFunctions.normalUpper($0[0], sd: $0[1]) },
    "normalQuantile": { SpecialFunctions.normalQuantile($0[0]) },
    "gammaLower": { IncompleteGamma(shape: $0[0]).lower($0[1]) },
    "gammaUpper": { IncompleteGamma(shape: $0[0]).upper($0[1]) },
    "betaLower": { IncompleteBeta($0[0], $0[1]).lower($0[2]) },
    "betaUpper": { IncompleteBeta($0[0], $0[1]).upper($0[2]) },
    "studentUpper": { StudentTail(dof: $0[0]).upper($0[1]) },
  ]

  @Test func everyFunctionHasReferences() {
    #expect(Set(Self.rows.map(\.function)) == Set(Self.functions.keys))
  }

  @Test(arguments: functions.keys.sorted()) func agreesWithTheReference(_ name: String) throws {
    let function = try #require(Self.functions[name])
    for row in Self.rows where row.function == name {
      let value = function(row.arguments)
      // A probability comes from an exponent that is rounded to some units in its last place.
      let exponent = row.value > 0 ? abs(Double(log(row.value))) : 0
      let tolerance = 3e-14 + 4 * Double.ulpOfOne * exponent
      #expect(abs(value - row.value) <= tolerance * abs(row.value) + 1e-305, "\(row): \(value), \(abs(value / row.value - 1))")
    }
  }

  @Test func inversesInvert() {
    for row in Self.rows where row.value > 1e-300 && row.value < 1 {
      let p = row.value
      let pairs: [(Double, Double)] =
        switch row.function {
        case "gammaLower": [(row.arguments[1], IncompleteGamma(shape: row.arguments[0]).lowerInverse(p))]
        case "gammaUpper": [(row.arguments[1], IncompleteGamma(shape: row.arguments[0]).upperInverse(p))]
        case "betaLower": [(row.arguments[2], IncompleteBeta(row.arguments[0], row.arguments[1]).lowerInverse(p))]
        case "betaUpper": [(row.arguments[2], IncompleteBeta(row.arguments[0], row.arguments[1]).upperInverse(p))]
        case "studentUpper": [(row.arguments[1], StudentTail(dof: row.arguments[0]).upperInverse(p))]
        default: []
        }
      // Near 1 a probability has lost the digits that would tell the argument.
      for (x, inverse) in pairs where p < 0.9 {
        #expect(abs(inverse - x) <= 1e-13 * abs(x) + 1e-15, "\(row): \(inverse), \(abs(inverse / x - 1))")
      }
    }
  }
}
