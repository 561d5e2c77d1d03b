import RealModule

/// Arithmetic on estimates, so that a formula of results reads like the formula and its error bound comes along.
///
/// The operations are those of interval arithmetic (Moore 1966), as midpoint and radius: the bound of a result holds
/// for all operands within theirs, and covers its own rounding. Where nothing bounds a result, as for a quotient by
/// what may be 0, its error is +∞. What is beyond the largest double is finite, and nothing else is known of it.
extension Estimate {
  /// −a, with the error of a.
  public static prefix func - (a: Estimate) -> Estimate {
    let a = a.operand
    return Estimate(-a.value, error: a.error, scale: a.scale, reason: a.reason)
  }

  /// a + b; the errors add up.
  public static func + (a: Estimate, b: Estimate) -> Estimate {
    let (a, b) = (a.operand, b.operand)
    return result(a.value + b.value, error: a.error + b.error, scale: max(a.scale, b.scale), of: [a, b])
  }

  /// a − b; the errors add up.
  public static func - (a: Estimate, b: Estimate) -> Estimate { a + -b }

  /// a b, with the error |b| δa + |a| δb + δa δb.
  public static func * (a: Estimate, b: Estimate) -> Estimate {
    let (a, b) = (a.operand, b.operand)
    if a.value.isInfinite && b.mayVanish || b.value.isInfinite && a.mayVanish {
      return .unresolved(reason: "a product of ∞ and what may be 0")
    }
    // What is 0 annuls also an error without a bound.
    func product(_ x: Double, _ y: Double) -> Double { x == 0 || y == 0 ? 0 : abs(x) * abs(y) }
    let error = product(b.value, a.error) + product(a.value, b.error) + product(a.error, b.error)
    let value = a.value * b.value
    let underflow: Double = abs(value) < .leastNormalMagnitude && a.value != 0 && b.value != 0 ? .leastNonzeroMagnitude : 0
    return result(value, error: error + underflow, scale: a.scale * b.scale, of: [a, b])
  }

  /// a/b, with the error (δa + |a/b| δb)/(|b| − δb); unresolved where b may be 0.
  public static func / (a: Estimate, b: Estimate) -> Estimate {
    let (a, b) = (a.operand, b.operand)
    let quotient = a.value / b.value
    if b.mayVanish || b.value == 0 && a.mayVanish {
      return .unresolved(quotient, reason: reason([a, b], else: "a quotient by what may be 0"))
    }
    // A number over ∞ is 0, whatever number it is.
    let error = b.value.isInfinite ? 0 : (a.error + abs(quotient) * b.error) / (abs(b.value) - b.error)
    let underflow: Double = abs(quotient) < .leastNormalMagnitude && a.value != 0 && b.value.isFinite ? .leastNonzeroMagnitude : 0
    return result(quotient, error: error + underflow, scale: a.scale / abs(b.value), of: [a, b], mayDiverge: b.value == 0)
  }

  /// The number as a term of a formula: one beyond the largest double is some finite number; a name joins the reason.
  package var operand: Estimate {
    switch status {
    case .overflow:
      return .unresolved(
        .greatestFiniteMagnitude, reason: "\(measure.isEmpty ? "a term" : measure) is finite, but beyond the largest double")
    case .unresolved where !measure.isEmpty:
      return Estimate(value, error: error, scale: scale, reason: "\(measure) is unresolved: \(reason)")
    case .undefined: return Estimate(.nan, error: .infinity, reason: reason)
    case .finite, .infinite, .unresolved: return Estimate(value, error: error, scale: scale, reason: status == .unresolved ? reason : "")
    }
  }

  /// Whether the number may be 0 without being known to be.
  private var mayVanish: Bool { error > 0 && abs(value) <= error }

  /// A result of finite operands that is ±∞ has left the doubles: it is finite, and nothing else is known of it.
  private static func result(_ value: Double, error: Double, scale: Double, of operands: [Estimate], mayDiverge: Bool = false) -> Estimate {
    let reason = reason(operands, else: "")
    if operands.contains(where: { $0.status == .undefined }) { return Estimate(.nan, error: .infinity, reason: reason) }
    if value.isInfinite, !mayDiverge, operands.allSatisfy({ $0.value.isFinite }) {
      return .unresolved(value, reason: reason.isEmpty ? "a term is beyond the largest double" : reason)
    }
    return Estimate(value, error: error + .ulpOfOne * abs(value), scale: scale, reason: reason)
  }

  private static func reason(_ operands: [Estimate], else other: String) -> String {
    operands.lazy.map(\.reason).first { !$0.isEmpty } ?? other
  }

  /// The image of a number under a function, with what its error does to it and a relative rounding; the scale is
  /// carried over by the slope: log x near x = 1 is what remains of terms of size 1.
  package func image(_ value: Double, error: Double, slope: Double, rounding: Double = .ulpOfOne) -> Estimate {
    if status == .undefined { return self }
    if self.value.isFinite, value.isInfinite || error == .infinity {
      return .unresolved(value, reason: reason.isEmpty ? "a function of a number that is not known well enough" : reason)
    }
    return Estimate(
      value, error: error + rounding * abs(value), scale: value.isFinite ? max(abs(value), slope * scale) : nil,
      reason: status == .finite ? "" : reason)
  }

  /// |a|.
  package var magnitude: Estimate { value < 0 ? -self : self }

  /// log 2.
  package static let log2 = Estimate(.log(2))
}

extension Estimate: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// A number as doubles hold it, within its rounding.
  public init(floatLiteral value: Double) { self.init(value) }

  /// A whole number.
  public init(integerLiteral value: Int) { self.init(Double(value)) }
}

/// The smaller of two, with the error of that one, or of either where the errors leave open which it is.
package func min(_ a: Estimate, _ b: Estimate) -> Estimate {
  let (a, b) = (a.operand, b.operand)
  let (low, high) = a.value <= b.value ? (a, b) : (b, a)
  if low.value + low.error <= high.value - high.error { return low }
  return Estimate(low.value, error: max(a.error, b.error), scale: low.scale, reason: low.reason.isEmpty ? high.reason : low.reason)
}

/// eˣ, with the error eˣ (e^δ − 1).
package func exp(_ x: Estimate) -> Estimate {
  let x = x.operand
  let image = Double.exp(x.value)
  let underflow: Double = image < .leastNormalMagnitude && x.value.isFinite ? .leastNonzeroMagnitude : 0
  return x.image(image, error: exponentialError(x) + underflow, slope: image)
}

/// What the error of x does to eˣ; where eˣ underflows the upper end of the interval need not.
private func exponentialError(_ x: Estimate) -> Double {
  if x.error == 0 { return 0 }
  return x.error < 1 ? .exp(x.value) * .expMinusOne(x.error) : .exp(x.value + x.error)
}

/// log x, with the error −log(1 − δ/x); unresolved where x may be 0.
package func log(_ x: Estimate) -> Estimate {
  let x = x.operand
  return logarithm(x, distance: x.value, .log(x.value))
}

/// log(1 + x), with the error −log(1 − δ/(1 + x)); unresolved where 1 + x may be 0.
package func log1p(_ x: Estimate) -> Estimate {
  let x = x.operand
  return logarithm(x, distance: 1 + x.value, .log(onePlus: x.value))
}

private func logarithm(_ x: Estimate, distance: Double, _ image: Double) -> Estimate {
  if x.value == .infinity || distance == 0 && x.error == 0 { return Estimate(image) }
  if distance <= x.error { return x.image(image, error: .infinity, slope: 0) }
  return x.image(image, error: -.log(onePlus: -x.error / distance), slope: 1 / distance)
}

/// eˣ − 1, with the error of eˣ.
package func expm1(_ x: Estimate) -> Estimate {
  let x = x.operand
  return x.image(.expMinusOne(x.value), error: exponentialError(x), slope: .exp(x.value))
}

/// √x, with the error √x − √(x − δ), or √δ where x may be 0; an x that rounding made negative counts as 0.
package func sqrt(_ x: Estimate) -> Estimate {
  let x = x.operand
  if x.value == .infinity || x.status == .undefined { return x }
  let root = Double.sqrt(max(0, x.value))
  let error = x.value > x.error ? x.error / (root + .sqrt(x.value - x.error)) : .sqrt(x.error)
  return Estimate(root, error: error + .ulpOfOne * root, scale: .sqrt(x.scale), reason: x.reason)
}
