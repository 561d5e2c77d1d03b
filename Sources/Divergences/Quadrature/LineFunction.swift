package import Calculus
package import Densities
import Scalars

/// A function along the line with bounds on its values: what is averaged over a density, or the output of a critic.
package struct LineFunction: Sendable {
  /// A value with a bound on its error.
  package typealias Value = (value: Double, error: Double)

  /// Where the function has kinks or may change within a short way: there the line is cut.
  let marks: [Double]
  /// Whether it tells places apart that are closer to a singular end than the rounding of x.
  let seesPlaces: Bool
  /// Whether the values are without error.
  let isExact: Bool
  /// The value at a place.
  let value: @Sendable (Place) -> Value
  /// The values at several places together.
  let values: @Sendable ([Place]) -> [Value]

  /// A function by its values, one for each place, of whose error theirs are bounds.
  package init(marks: [Double], values: @escaping @Sendable ([Place]) -> [Value]) {
    self.init(
      marks: marks.filter(\.isFinite), seesPlaces: true, isExact: false, value: { values([$0])[0] }, values: values)
  }

  /// A function of the place, without error.
  package static func ofPlaces(_ function: @escaping @Sendable (Place) -> Double) -> LineFunction {
    LineFunction(function, seesPlaces: true)
  }

  /// A function of the rounded x, without error.
  package init(_ function: @escaping @Sendable (Double) -> Double) { self.init({ function($0.x) }, seesPlaces: false) }

  /// |g|, with the error of g.
  package var magnitude: LineFunction {
    let (one, several) = (value, values)
    return LineFunction(
      marks: marks, seesPlaces: seesPlaces, isExact: isExact, value: { (abs(one($0).value), one($0).error) },
      values: { several($0).map { (abs($0.value), $0.error) } })
  }

  private init(_ function: @escaping @Sendable (Place) -> Double, seesPlaces: Bool) {
    self.init(
      marks: [], seesPlaces: seesPlaces, isExact: true, value: { (function($0), 0) }, values: { $0.map { (function($0), 0) } })
  }

  private init(
    marks: [Double], seesPlaces: Bool, isExact: Bool, value: @escaping @Sendable (Place) -> Value,
    values: @escaping @Sendable ([Place]) -> [Value]
  ) {
    self.marks = marks
    self.seesPlaces = seesPlaces
    self.isExact = isExact
    self.value = value
    self.values = values
  }
}

/// Both densities at a node, with the place itself and the value of a function there, 0 where there is none.
struct LineSample: PairedSample {
  struct Mass: MassIntegrand {
    typealias Sample = LineSample
    let isP: Bool
  }

  let pair: PairSample
  let place: Place
  let output: LineFunction.Value
}

/// Something made of both densities and the value of a function, with what the error of that may do to it.
struct LineIntegrand: Integrand {
  let seesPlaces: Bool
  let function: @Sendable (LineSample) -> Double
  let sensitivity: @Sendable (LineSample) -> Double

  func value(_ s: LineSample, shift: Double) -> Double { function(s) }
  func rounding(_ s: LineSample, value: Double) -> Double {
    abs(value) * (4 * s.pair.rounding + (seesPlaces ? 0 : s.place.roundedShare)) + sensitivity(s)
  }
}

extension DensityPair {
  /// Integrals over both densities and a function, on one mesh that respects the landmarks of others too.
  func integrals(
    of integrands: [any Integrand<LineSample>], _ output: LineFunction?, alongside densities: [any AnalyticDensity] = [],
    marks: [Double] = [], tolerance: Double = DensityPair.tolerance
  ) -> Integrals {
    let partition = Partition((isOne ? [p] : [p, q]) + densities, marks: marks + (output?.marks ?? []))
    let sampler = PairedSampler(p, q) { pairs, places in
      let values = output?.values(Array(places))
      return places.indices.map { LineSample(pair: pairs[$0], place: places[$0], output: values?[$0] ?? (0, 0)) }
    }
    return integrals(of: integrands, on: partition, sampler, tolerance: tolerance)
  }
}

extension Place {
  /// The share of the offset that the rounding of x leaves unknown: 1 where x is the anchor itself.
  var roundedShare: Double { logOffset.isNaN ? 0 : x == anchor ? 1 : min(1, x.ulp / abs(offset)) }
}

/// E_P[g(X)] = ∫ p g, on a mesh that resolves P and the densities that g is made of.
///
/// The error bound covers quadrature, the rounding of p and, near a singular end, that of x, unless g is a function of
/// places; it is infinite if the mesh has not seen all of P. The rounding of an exact g is not covered. Whether the
/// integral converges is to be decided beforehand. The function g is finite wherever p > 0, and depends on `densities`,
/// whose landmarks and break points the mesh then respects.
package func expectation(
  under p: any AnalyticDensity, alongside densities: [any AnalyticDensity] = [], of g: @escaping @Sendable (Double) -> Double
) -> Estimate {
  expectations(under: p, alongside: densities, of: [LineFunction(g)])[0]
}

/// Several expectations on one mesh.
package func expectations(
  under p: any AnalyticDensity, alongside densities: [any AnalyticDensity] = [], of functions: [LineFunction]
) -> [Estimate] {
  DensityPair(p, p).integrals(
    of: functions.map { WeightedIntegrand(function: $0) }, nil, alongside: densities, marks: functions.flatMap(\.marks)
  ).estimates
}

private struct WeightedIntegrand: Integrand {
  let function: LineFunction

  func value(_ s: LineSample, shift: Double) -> Double { s.pair.p == 0 ? 0 : s.pair.p * function.value(s.place).value }
  func rounding(_ s: LineSample, value: Double) -> Double {
    let ofFunction = function.isExact || s.pair.p == 0 ? 0 : s.pair.p * function.value(s.place).error
    return abs(value) * (.ulpOfOne + s.pair.roundingP + (function.seesPlaces ? 0 : s.place.roundedShare)) + ofFunction
  }
}
