import RealModule
package import Scalars

/// A map of the line, x = G(z), smooth between its kinks: what a generator does to one-dimensional noise.
///
/// One formula over `some Scalar` gives values on `Double` and slopes on `Dual`. The other requirements have defaults
/// and only help to find what is narrow.
package protocol SmoothMap: Sendable {
  /// G(z).
  func callAsFunction<S: Scalar>(_ z: S) -> S

  /// Where G is continuous and its slope may jump, in increasing order.
  var kinks: [Double] { get }

  /// Where G may change within a distance much below 1, as a hint.
  var transitions: [Double] { get }

  /// What G does as z → ∞ (direction +1) or −∞ (−1).
  func end(_ direction: Double) -> MapEnd

  /// G and G′ at several points, with which the density is built; a map that can do it faster than number by number on
  /// `Dual` does.
  func evaluated(at points: [Double]) -> (values: [Double], slopes: [Double])
}

/// What a map does as z → ±∞.
package enum MapEnd: Hashable, Sendable {
  /// G tends to this number.
  case limit(Double)
  /// G grows like offset + coefficient · |z|^exponent.
  case power(exponent: Double, coefficient: Double, offset: Double)
  /// G grows like coefficient · exp(rate · |z|), rate > 0.
  case exponential(rate: Double, coefficient: Double)
  /// Nothing is known: the noise is taken to end where its density underflows.
  case unknown
}

extension SmoothMap {
  package var kinks: [Double] { [] }
  package var transitions: [Double] { [] }
  package func evaluated(at points: [Double]) -> (values: [Double], slopes: [Double]) {
    let images = points.map { self(Dual(value: $0, tangent: 1)) }
    return (images.map(\.value), images.map(\.tangent))
  }

  /// G′(z), by forward mode.
  package func slope(at z: Double) -> Double { derivative(at: z) { self($0) } }

  package func end(_ direction: Double) -> MapEnd { endByEvaluation(direction) }

  /// By evaluation far out: a value that has settled is a limit, a settled d log|G|/d log|z| a power, a settled d
  /// log|G|/d|z| an exponential.
  func endByEvaluation(_ direction: Double) -> MapEnd {
    let (near, far) = (self(direction * 1e4), self(direction * 1e8))
    if near.isFinite, far.isFinite, abs(far - near) <= 1e-3 * abs(near) || near == far {
      // An algebraic approach to the limit is the slowest that is known: at 10¹⁶ it has settled.
      let limit = self(direction * 1e16)
      return limit.isFinite && abs(limit - far) <= 1e-7 * max(abs(far), abs(limit)) ? .limit(limit) : .unknown
    }
    let middle = self(direction * 1e6)
    if far.isFinite, near * middle > 0, middle * far > 0 {
      // From values, not slopes: a map may waver and yet grow.
      let exponents = [Double.log(middle / near), .log(far / middle)].map { $0 / .log(100) }
      if exponents[1] > 0, abs(exponents[0] - exponents[1]) <= 2e-3 * exponents[1] {
        let exponent = abs(exponents[1] - exponents[1].rounded()) < 1e-3 ? exponents[1].rounded() : exponents[1]
        let (coefficient, slope) = (far / .pow(1e8, exponent), direction * slope(at: direction * 1e4))
        let isLine = exponent == 1 && abs(slope - coefficient) < 1e-6 * abs(coefficient)
        return isLine
          ? .power(exponent: 1, coefficient: slope, offset: near - 1e4 * slope)
          : .power(exponent: exponent, coefficient: coefficient, offset: 0)
      }
    }
    let rates = [20.0, 200].map { z in direction * slope(at: direction * z) / self(direction * z) }
    if rates.allSatisfy(\.isFinite), rates[1] > 0, abs(rates[0] - rates[1]) <= 1e-3 * rates[1] {
      return .exponential(rate: rates[1], coefficient: self(direction * 20) * .exp(-rates[1] * 20))
    }
    return .unknown
  }
}

/// The image of a map under x ↦ shift + scale·x.
package struct AffineImage<Base: SmoothMap>: SmoothMap {
  /// The map that comes first.
  package let base: Base
  /// What is added.
  package let shift: Double
  /// The factor, not 0.
  package let scale: Double

  /// shift + scale · base(z).
  package init(_ base: Base, shift: Double, scale: Double) {
    precondition(scale != 0 && scale.isFinite && shift.isFinite, "an affine image needs a finite shift and a finite scale other than 0")
    self.base = base
    self.shift = shift
    self.scale = scale
  }

  package func callAsFunction<S: Scalar>(_ z: S) -> S { S(shift) + S(scale) * base(z) }
  package var kinks: [Double] { base.kinks }
  package var transitions: [Double] { base.transitions }
  package func evaluated(at points: [Double]) -> (values: [Double], slopes: [Double]) {
    let (values, slopes) = base.evaluated(at: points)
    return (values.map { shift + scale * $0 }, slopes.map { scale * $0 })
  }
  package func end(_ direction: Double) -> MapEnd {
    switch base.end(direction) {
    case .limit(let limit): .limit(shift + scale * limit)
    case .power(let exponent, let coefficient, let offset):
      .power(exponent: exponent, coefficient: scale * coefficient, offset: shift + scale * offset)
    case .exponential(let rate, let coefficient): .exponential(rate: rate, coefficient: scale * coefficient)
    case .unknown: .unknown
    }
  }
}
