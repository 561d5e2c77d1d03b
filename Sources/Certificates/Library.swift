import CArb

/// The library of ball arithmetic, which is looked up when it is first needed.
package enum Library {
  /// What is needed for certificates and is not here, as the end of a sentence with the remedy; nil where all is here.
  package static let fault: String? =
    switch carb_load() {
    case 0: nil
    case 1: "the library Arb: install it with 'make certificates', 'apt-get install libflint-arb2' or 'brew install flint'"
    default: "FLINT 3, or Arb 2.23 beside FLINT 2: \(unsafe String(cString: carb_library())) is another version"
    }
}
