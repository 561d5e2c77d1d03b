import Calculus
import Divergences
package import Tabulation

extension Provenance {
  /// What is known of numbers that this version of the package has computed, divergences by quadrature.
  package init(command: [String], seed: UInt64? = nil) {
    self.init(command: command, versions: Version.all, seed: seed, tolerances: ["quadrature, relative": DensityPair.tolerance])
  }
}
