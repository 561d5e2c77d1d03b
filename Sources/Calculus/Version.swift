import CGSL

/// The versions that decide the numbers, to be printed and written beside results.
package enum Version {
  /// This package.
  package static let package = "0.1.0"
  /// The GNU Scientific Library that this process runs with, such as "2.7.1".
  package static var gsl: String { unsafe String(cString: gsl_library_version()) }
  /// Each by its name.
  package static var all: [String: String] { ["divergences": package, "gsl": gsl] }
}
