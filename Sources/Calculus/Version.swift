import CGSL

/// The versions that decide the numbers, to be printed and written beside results.
public enum Version {
  /// This package.
  public static let package = "0.1.0"
  /// The GNU Scientific Library that this process runs with, such as "2.7.1".
  public static var gsl: String { unsafe String(cString: gsl_library_version()) }
  /// Each by its name.
  public static var all: [String: String] { ["divergences": package, "gsl": gsl] }
}
