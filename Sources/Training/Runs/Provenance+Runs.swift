import Autodiff
import Calculus
import Divergences
package import Tabulation

extension Provenance {
  /// What is known of numbers that this version of the package has computed, divergences by quadrature.
  package init(command: [String], seed: UInt64? = nil) {
    self.init(command: command, versions: Version.all, seed: seed, tolerances: ["quadrature, relative": DensityPair.tolerance])
  }
}

extension VectorWidth {
  /// How results of these bytes can be continued, as the end of a sentence.
  static func remedy(for bytes: String) -> String {
    let matching = available.first { $0.bytes == bytes }
    return (matching.map { "set \(variable)=\($0), or " } ?? "") + "accept both with --allow-other-width"
  }

  /// The widths of work that was begun on some and goes on on another, each once in a row: `avx2/avx512+sse2`.
  static func joined(_ earlier: String, _ later: String) -> String {
    let widths = earlier.split(separator: "+") + later.split(separator: "+")
    return widths.indices.filter { $0 == 0 || widths[$0] != widths[$0 - 1] }.map { widths[$0] }.joined(separator: "+")
  }
}
