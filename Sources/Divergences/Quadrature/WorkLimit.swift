package import Calculus

extension WorkLimit {
  /// What the measures of one pair may take on a mesh: some two seconds, and a hundred times the usual.
  package static var ofPair: WorkLimit { WorkLimit(340_000_000) }

  /// What they may take of GSL's routines, so that both routes end in three seconds.
  package static var ofSecondRoute: WorkLimit { WorkLimit(220_000_000) }

  /// What a search may take, which compares many pairs.
  static var ofSearch: WorkLimit { WorkLimit(800_000_000) }
}

extension DensityPair {
  /// Does what is asked for within one limit of work, against which its distribution functions count too.
  func withinLimit<Result>(_ body: (DensityPair) -> Result) -> Result {
    let limit = limit ?? quadrature.limit
    return WorkLimit.$inForce.withValue(limit) { body(DensityPair(p, q, by: quadrature, within: limit)) }
  }
}
