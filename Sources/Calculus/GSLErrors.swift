import CGSL

/// GSL's default error handler aborts the process; it is switched off before the first call of a routine that could
/// fail.
enum GSL {
  private static let handlerIsOff: Void = { unsafe _ = gsl_set_error_handler_off() }()

  /// Makes GSL return its status codes.
  static func prepare() { handlerIsOff }

  /// What a status code means, in GSL's words.
  static func message(_ status: Int32) -> String { unsafe String(cString: gsl_strerror(status)) }
}
