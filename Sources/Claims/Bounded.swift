public import Calculus
public import Divergences
import RealModule

/// A number with a bound on its error, so that a claim reads like its formula and its error bound comes along.
///
/// Errors are propagated to first order, and every operation adds its own rounding. The scale is the largest magnitude that went in: what is left after cancellation is
/// judged against it.
public struct Bounded: Sendable, Hashable {
  /// The value; ±∞ is exact, NaN means that the expression is not defined (∞ − ∞).
  public let value: Double
  /// A bound on the error of the value.
  public let error: Double
  /// The largest magnitude among the terms.
  public let scale: Double

  /// A number with this error bound.
  public init(_ value: Double, error: Double = 0, scale: Double? = nil) {
    self.value = value
    self.error = value.isInfinite ? 0 : error + Double.ulpOfOne * abs(value)
    self.scale = scale ?? (value.isFinite ? abs(value) : 0)
  }

  /// A measurement; one that is unresolved has an error that decides nothing.
  public init(_ measurement: Measurement) {
    if case .overflow = measurement.outcome {
      // Larger than any double, and finite: no equation can be checked on it.
      self.init(.greatestFiniteMagnitude, error: .infinity)
    } else {
      self.init(measurement.value, error: measurement.error)
    }
  }

  /// An estimate.
  public init(_ estimate: Estimate) { self.init(estimate.value, error: estimate.error) }

  /// Whether it is a number with a bound on its error, and not ±∞, beyond the largest double or unresolved.
  public var isFinite: Bool { value.isFinite && error.isFinite }

  /// log 2.
  public static let log2 = Bounded(.log(2))

  /// f(x), given f and the size of its derivative.
  public func map(_ f: (Double) -> Double, slope: (Double) -> Double) -> Bounded {
    let image = f(value)
    guard value.isFinite, image.isFinite else { return Bounded(image) }
    // The scale is carried over as the error is: log x near x = 1 is what remains of terms of size 1.
    return Bounded(image, error: abs(slope(value)) * error, scale: max(abs(image), abs(slope(value)) * scale))
  }

  /// −a, with the error of a.
  public static prefix func - (a: Bounded) -> Bounded { Bounded(-a.value, error: a.error, scale: a.scale) }
  /// a + b; the errors add up.
  public static func + (a: Bounded, b: Bounded) -> Bounded {
    Bounded(a.value + b.value, error: a.error + b.error, scale: max(a.scale, b.scale))
  }
  /// a − b; the errors add up.
  public static func - (a: Bounded, b: Bounded) -> Bounded { a + -b }
  /// a b, with the error |b| δa + |a| δb, to first order.
  public static func * (a: Bounded, b: Bounded) -> Bounded {
    let error = (a.error == 0 ? 0 : abs(b.value) * a.error) + (b.error == 0 ? 0 : abs(a.value) * b.error)
    return Bounded(a.value * b.value, error: error, scale: a.scale * b.scale)
  }
  /// a/b, with the error δa/|b| + |a| δb/b², to first order.
  public static func / (a: Bounded, b: Bounded) -> Bounded {
    let inverse = 1 / b.value
    return a * Bounded(inverse, error: b.error == 0 ? 0 : inverse * inverse * b.error, scale: abs(inverse))
  }
}

extension Bounded: ExpressibleByFloatLiteral {
  public init(floatLiteral value: Double) { self.init(value) }
}

extension Bounded: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self.init(Double(value)) }
}

/// The smaller of two.
public func min(_ a: Bounded, _ b: Bounded) -> Bounded { a.value <= b.value ? a : b }
/// eˣ.
public func exp(_ x: Bounded) -> Bounded { x.map({ .exp($0) }, slope: { .exp($0) }) }
/// log x.
public func log(_ x: Bounded) -> Bounded { x.map({ .log($0) }, slope: { 1 / $0 }) }
/// log(1 + x).
public func log1p(_ x: Bounded) -> Bounded { x.map({ .log(onePlus: $0) }, slope: { 1 / (1 + $0) }) }
/// eˣ − 1.
public func expm1(_ x: Bounded) -> Bounded { x.map({ .expMinusOne($0) }, slope: { .exp($0) }) }
/// √x, where an x that rounding made negative counts as 0.
public func sqrt(_ x: Bounded) -> Bounded {
  let root = Double.sqrt(max(0, x.value))
  return Bounded(root, error: x.value > x.error ? 0.5 * x.error / root : .sqrt(x.error), scale: .sqrt(x.scale))
}
