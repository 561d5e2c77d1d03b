import Densities

/// One density moved along the line: ∫ |F(x) − F(x − d)| dx = |d|, whether there is a mean or not.
///
/// Proof: with d > 0, F(x) − F(x − d) = ∫ 1{x − d < t ≤ x} dF(t) ≥ 0, and ∫ dx of it is d for every t.
enum Translation {
  /// By how much q is p moved; nil where that is not seen from their parameters.
  static func distance(_ p: any AnalyticDensity, _ q: any AnalyticDensity, _ reading: Reading) -> Rational? {
    func difference(_ a: Double, _ b: Double) -> Rational { (reading.number(b) - reading.number(a)).magnitude }
    if let p = p as? Affine, let q = q as? Affine, p.scale == q.scale, p.base.isIdentical(to: q.base) {
      return difference(p.shift, q.shift)
    }
    guard let p = p as? any Family, let q = q as? any Family, type(of: p) == type(of: q), let place = locations[type(of: p).name] else {
      return nil
    }
    guard p.values.indices.allSatisfy({ $0 == place || p.values[$0] == q.values[$0] }) else { return nil }
    return difference(p.values[place], q.values[place])
  }

  /// Where among the parameters of a family its location is.
  private static let locations = [
    "normal": 0, "skewNormal": 0, "laplace": 0, "logistic": 0, "cauchy": 0, "studentT": 1, "gumbel": 0, "gev": 0,
  ]
}
