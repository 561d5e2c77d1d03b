import CGSL

/// Lends a Swift closure to GSL as a `gsl_function` for the duration of a call.
func withGSLFunction<Result>(
  _ f: (Double) -> Double, _ body: (UnsafeMutablePointer<gsl_function>) -> Result
) -> Result {
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
