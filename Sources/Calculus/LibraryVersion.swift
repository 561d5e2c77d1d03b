import CGSL

/// The version of the GNU Scientific Library that this process runs with, such as "2.7.1".
public var gslVersion: String { unsafe String(cString: gsl_library_version()) }
