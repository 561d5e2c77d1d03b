import Calculus

/// Versions that are printed and written beside results.
enum Version {
  /// This package.
  static let package = "0.1.0"
  /// The GNU Scientific Library that this process runs with.
  static var library: String { gslVersion }
}
