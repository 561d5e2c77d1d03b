package import Calculus
package import Divergences
import RealModule

/// A number with a bound on its error, so that a claim reads like its formula and its error bound comes along.
///
/// The operations are those of interval arithmetic (Moore 1966), written as midpoint and radius: the bound of a
/// result holds for all operands within theirs, however wide these are, and every operation adds its own rounding.
/// Where nothing bounds a result, as for a quotient by what may be 0, its error is +∞. The scale is the largest
/// magnitude that went in: what is left after cancellation is judged against it.
package struct Bounded: Sendable, Hashable {
  /// The value; ±∞ is exact, NaN means that the expression is not defined (∞ − ∞).
  package let value: Double
  /// A bound on the error of the value; +∞ where nothing but its existence is known.
  package let error: Double
  /// The largest magnitude among the terms.
  package let scale: Double
  /// Why less is known than a result needs; empty where nothing is amiss.
  package let reason: String

  /// A number with this error bound.
  package init(_ value: Double, error: Double = 0, scale: Double? = nil, reason: String = "") {
    self.value = value
    self.error = value.isInfinite ? 0 : error.isNaN ? .infinity : error + Double.ulpOfOne * abs(value)
    self.scale = min(scale ?? (value.isFinite ? abs(value) : 0), .greatestFiniteMagnitude)
    self.reason = reason
  }

  /// A measurement; one that is unresolved has an error that decides nothing.
  package init(_ measurement: Measurement) {
    switch measurement.outcome {
    // Larger than any double, and finite: no equation can be checked on it.
    case .overflow: self = .unknown(.greatestFiniteMagnitude, "\(measurement.measure) is finite, but beyond the largest double")
    case .unresolved(let estimate, let error, let reason):
      self.init(estimate, error: error, reason: "\(measurement.measure) is unresolved: \(reason)")
    case .finite, .infinite: self.init(measurement.value, error: measurement.error)
    }
  }

  /// An estimate.
  package init(_ estimate: Estimate) { self.init(estimate.value, error: estimate.error) }

  /// A finite number of which nothing is known but this guess.
  private static func unknown(_ guess: Double, _ reason: String) -> Bounded {
    let guess = guess.isNaN ? 0 : max(-.greatestFiniteMagnitude, min(guess, .greatestFiniteMagnitude))
    return Bounded(guess, error: .infinity, reason: reason)
  }

  /// Whether it is a number with a bound on its error, and not ±∞, beyond the largest double or unresolved.
  package var isFinite: Bool { value.isFinite && error.isFinite }

  /// Whether the number may be 0 without being known to be.
  private var mayVanish: Bool { error > 0 && abs(value) <= error }

  /// log 2.
  package static let log2 = Bounded(.log(2))

  /// −a, with the error of a.
  package static prefix func - (a: Bounded) -> Bounded { Bounded(-a.value, error: a.error, scale: a.scale, reason: a.reason) }

  /// a + b; the errors add up.
  package static func + (a: Bounded, b: Bounded) -> Bounded {
    result(a.value + b.value, error: a.error + b.error, scale: max(a.scale, b.scale), of: [a, b])
  }

  /// a − b; the errors add up.
  package static func - (a: Bounded, b: Bounded) -> Bounded { a + -b }

  /// a b, with the error |b| δa + |a| δb + δa δb.
  package static func * (a: Bounded, b: Bounded) -> Bounded {
    if a.value.isInfinite && b.mayVanish || b.value.isInfinite && a.mayVanish { return unknown(0, "a product of ∞ and what may be 0") }
    // What is 0 annuls also an error without a bound.
    func product(_ x: Double, _ y: Double) -> Double { x == 0 || y == 0 ? 0 : abs(x) * abs(y) }
    let error = product(b.value, a.error) + product(a.value, b.error) + product(a.error, b.error)
    let value = a.value * b.value
    let underflow: Double = abs(value) < .leastNormalMagnitude && a.value != 0 && b.value != 0 ? .leastNonzeroMagnitude : 0
    return result(value, error: error + underflow, scale: a.scale * b.scale, of: [a, b])
  }

  /// a/b, with the error (δa + |a/b| δb)/(|b| − δb); unknown where b may be 0.
  package static func / (a: Bounded, b: Bounded) -> Bounded {
    let quotient = a.value / b.value
    if b.mayVanish || b.value == 0 && a.mayVanish { return unknown(quotient, reason([a, b], else: "a quotient by what may be 0")) }
    // A number over ∞ is 0, whatever number it is.
    let error = b.value.isInfinite ? 0 : (a.error + abs(quotient) * b.error) / (abs(b.value) - b.error)
    let underflow: Double = abs(quotient) < .leastNormalMagnitude && a.value != 0 && b.value.isFinite ? .leastNonzeroMagnitude : 0
    return result(quotient, error: error + underflow, scale: a.scale / abs(b.value), of: [a, b], mayDiverge: b.value == 0)
  }

  /// A result of finite operands that is ±∞ has left the doubles: it is finite, and nothing else is known of it.
  private static func result(_ value: Double, error: Double, scale: Double, of operands: [Bounded], mayDiverge: Bool = false) -> Bounded {
    let reason = reason(operands, else: "")
    if value.isInfinite, !mayDiverge, operands.allSatisfy({ $0.value.isFinite }) {
      return unknown(value, reason.isEmpty ? "a term is beyond the largest double" : reason)
    }
    return Bounded(value, error: error, scale: scale, reason: reason)
  }

  private static func reason(_ operands: [Bounded], else other: String) -> String {
    operands.lazy.map(\.reason).first { !$0.isEmpty } ?? other
  }

  /// The image of a number under a function, with its error bound; the scale is carried over by the slope: log x near
  /// x = 1 is what remains of terms of size 1.
  fileprivate func image(_ value: Double, error: Double, slope: Double) -> Bounded {
    if self.value.isFinite, value.isInfinite || error == .infinity {
      return .unknown(value, reason.isEmpty ? "a function of a number that is not known well enough" : reason)
    }
    return Bounded(value, error: error, scale: value.isFinite ? max(abs(value), slope * scale) : nil, reason: reason)
  }
}

extension Bounded: ExpressibleByFloatLiteral {
  package init(floatLiteral value: Double) { self.init(value) }
}

extension Bounded: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int) { self.init(Double(value)) }
}

/// The smaller of two, with the error of that one, or of either where the errors leave open which it is.
package func min(_ a: Bounded, _ b: Bounded) -> Bounded {
  let (low, high) = a.value <= b.value ? (a, b) : (b, a)
  if low.value + low.error <= high.value - high.error { return low }
  return Bounded(low.value, error: max(a.error, b.error), scale: low.scale, reason: low.reason.isEmpty ? high.reason : low.reason)
}

/// eˣ, with the error eˣ (e^δ − 1).
package func exp(_ x: Bounded) -> Bounded {
  let image = Double.exp(x.value)
  let underflow: Double = image < .leastNormalMagnitude && x.value.isFinite ? .leastNonzeroMagnitude : 0
  return x.image(image, error: exponentialError(x) + underflow, slope: image)
}

/// What the error of x does to eˣ; where eˣ underflows the upper end of the interval need not.
private func exponentialError(_ x: Bounded) -> Double {
  if x.error == 0 { return 0 }
  return x.error < 1 ? .exp(x.value) * .expMinusOne(x.error) : .exp(x.value + x.error)
}

/// log x, with the error −log(1 − δ/x); unknown where x may be 0.
package func log(_ x: Bounded) -> Bounded { logarithm(x, distance: x.value, .log(x.value)) }

/// log(1 + x), with the error −log(1 − δ/(1 + x)); unknown where 1 + x may be 0.
package func log1p(_ x: Bounded) -> Bounded { logarithm(x, distance: 1 + x.value, .log(onePlus: x.value)) }

private func logarithm(_ x: Bounded, distance: Double, _ image: Double) -> Bounded {
  if x.value == .infinity || distance == 0 && x.error == 0 { return Bounded(image) }
  if distance <= x.error { return x.image(image, error: .infinity, slope: 0) }
  return x.image(image, error: -.log(onePlus: -x.error / distance), slope: 1 / distance)
}

/// eˣ − 1, with the error of eˣ.
package func expm1(_ x: Bounded) -> Bounded {
  x.image(.expMinusOne(x.value), error: exponentialError(x), slope: .exp(x.value))
}

/// √x, with the error √x − √(x − δ), or √δ where x may be 0; an x that rounding made negative counts as 0.
package func sqrt(_ x: Bounded) -> Bounded {
  if x.value == .infinity { return x }
  let root = Double.sqrt(max(0, x.value))
  let error = x.value > x.error ? x.error / (root + .sqrt(x.value - x.error)) : .sqrt(x.error)
  return Bounded(root, error: error, scale: .sqrt(x.scale), reason: x.reason)
}
