import Calculus
import Divergences
public import Tabulation

extension Provenance {
  /// What is known of numbers that this version of the package has computed, divergences by quadrature.
  public init(command: [String], seed: UInt64? = nil) {
    self.init(command: command, versions: Version.all, seed: seed, tolerances: ["quadrature, relative": Comparison.tolerance])
  }
}
