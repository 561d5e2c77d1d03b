import CGSL

/// GSL's default error handler aborts the process; it is switched off before a routine that could fail.
enum GSL {
  private static let handlerIsOff: Void = { unsafe _ = gsl_set_error_handler_off() }()

  /// Makes GSL return its status codes.
  static func prepare() { handlerIsOff }

  /// What a status code means, in GSL's words.
  static func message(_ status: Int32) -> String { unsafe String(cString: gsl_strerror(status)) }

  /// The nodes and weights of the n-point Gauss–Legendre rule on an interval.
  static func gaussLegendre(_ count: Int, from lower: Double, to upper: Double) -> [(node: Double, weight: Double)] {
    let table = unsafe gsl_integration_glfixed_table_alloc(count)
    defer { unsafe gsl_integration_glfixed_table_free(table) }
    return (0..<count).map { index in
      var (node, weight) = (0.0, 0.0)
      unsafe _ = gsl_integration_glfixed_point(lower, upper, index, &node, &weight, table)
      return (node, weight)
    }
  }
}

/// Lends a Swift closure to GSL as a `gsl_function` for the duration of a call.
func withGSLFunction<Result>(_ f: (Double) -> Double, _ body: (UnsafeMutablePointer<gsl_function>) -> Result) -> Result {
  withoutActuallyEscaping(f) { escaping in
    var closure = escaping
    return unsafe withUnsafeMutablePointer(to: &closure) { context in
      var function = unsafe gsl_function(
        function: { x, context in
          guard let context = unsafe context else { return .nan }
          return unsafe context.assumingMemoryBound(to: ((Double) -> Double).self).pointee(x)
        }, params: context)
      return unsafe body(&function)
    }
  }
}

/// The same for an integrand: the first value that is not finite is thrown, after GSL has seen zeros in its place.
func withGSLIntegrand<Result>(
  _ f: (Double) -> Double, _ body: (UnsafeMutablePointer<gsl_function>) -> Result
) throws(IntegrationError) -> (result: Result, evaluations: Int) {
  GSL.prepare()
  var evaluations = 0
  var bad: Double?
  let guarded: (Double) -> Double = { x in
    evaluations += 1
    let y = f(x)
    if y.isFinite { return y }
    bad = bad ?? x
    return 0
  }
  let result = unsafe withGSLFunction(guarded, body)
  if let bad { throw .notFinite(at: bad) }
  return (result, evaluations)
}
