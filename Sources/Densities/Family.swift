package import Scalars

/// A parametric family of densities with the field's standard parameters.
///
/// To add one: a file in `Families/` and a line in `Catalogue.swift`; grammar, help and laws follow.
package protocol Family: AnalyticDensity {
  /// The name in the text grammar, such as `normal`.
  static var name: String { get }

  /// The parameters in the order of the grammar.
  static var parameters: [Parameter] { get }

  /// Members that the tests run the laws on, corners included.
  static var specimens: [[Double]] { get }

  /// What is wrong with these values beyond each parameter's own domain, as a sentence, or nil.
  static func violation(of values: [Double]) -> String?

  /// The member with these parameter values, which must be valid.
  init(_ values: [Double])

  /// The values of the parameters, in the order of the grammar.
  var values: [Double] { get }

  /// log p(x; θ) for a θ that may carry derivatives: the formula that gradients by the parameters use.
  static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S

  /// The same at a place, without its Jacobian: where x would have lost digits or rounded to an end of the support.
  static func logDensity<S: Scalar>(at place: Place, parameters: [S]) -> S
}

extension Family {
  /// By default at the rounded point, which is right to the last digit where it is measured from 0.
  package static func logDensity<S: Scalar>(at place: Place, parameters: [S]) -> S { logDensity(at: S(place.x), parameters: parameters) }
}

/// One parameter of a family.
package struct Parameter: Hashable, Sendable {
  /// What values a parameter can take.
  package enum Domain: Sendable {
    /// Any finite number up to 1e300 in size, in the unit of x.
    case real
    /// The same without a unit: a shape of either sign.
    case number
    /// A number from 1e-300 to 1e300.
    case positive

    /// The condition that the value breaks, or nil; beyond 1e±300 sums and quotients of parameters would overflow.
    func condition(brokenBy value: Double) -> String? {
      if !value.isFinite || (self == .positive && value <= 0) { return "be a finite number\(self == .positive ? " above 0" : "")" }
      if abs(value) > 1e300 { return "lie between \(self == .positive ? "1e-300" : "-1e300") and 1e300" }
      return self == .positive && value < 1e-300 ? "lie between 1e-300 and 1e300" : nil
    }
  }

  /// The name in the text grammar.
  package let name: String
  /// The values it can take.
  package let domain: Domain
  /// Whether the support depends on it, so that a derivative by it under an integral would miss a boundary term.
  package let movesSupport: Bool

  /// Any finite number; most parameters leave the support where it is.
  static func real(_ name: String, movesSupport: Bool = false) -> Parameter {
    Parameter(name: name, domain: .real, movesSupport: movesSupport)
  }

  /// Any finite number, in no unit of x.
  static func number(_ name: String, movesSupport: Bool = false) -> Parameter {
    Parameter(name: name, domain: .number, movesSupport: movesSupport)
  }

  /// A number above 0.
  static func positive(_ name: String, movesSupport: Bool = false) -> Parameter {
    Parameter(name: name, domain: .positive, movesSupport: movesSupport)
  }
}

extension Family {
  package static func violation(of values: [Double]) -> String? { nil }

  /// What is wrong with these values, as one sentence that names the value and the condition, or nil.
  package static func fault(in values: [Double]) -> String? {
    guard values.count == parameters.count else {
      let names = parameters.map(\.name).joined(separator: ",")
      return "\(name)(\(names)) takes \(parameters.count == 1 ? "1 number" : "\(parameters.count) numbers"), not \(values.count)"
    }
    for (parameter, value) in zip(parameters, values) {
      if let condition = parameter.domain.condition(brokenBy: value) { return "\(name): \(parameter.name) must \(condition), not \(value)" }
    }
    return violation(of: values)
  }

  /// The member with these values; throws one sentence that names the offending value.
  package init(validating values: [Double]) throws(DensityError) {
    if let fault = Self.fault(in: values) { throw DensityError(fault) }
    self.init(values)
    if !landmarks.allSatisfy(\.isUsable) { throw DensityError("\(self) lies beyond the range of a double") }
  }

  /// The text that the grammar reads back, with shortest round-trip digits.
  package var text: String {
    "\(Self.name)(\(values.map(\.short).joined(separator: ",")))"
  }

  package var isMember: Bool { true }

  package func isIdentical(to other: any AnalyticDensity) -> Bool {
    // A cast that fails takes longer than to look at the type.
    type(of: other) == Self.self && (other as? Self)?.values == values
  }

  /// Stops the program when the caller's parameters are not valid: a programming mistake, unlike a user's text.
  static func check(_ values: [Double]) {
    if let fault = fault(in: values) { preconditionFailure(fault) }
  }
}

/// What is wrong with the description of a density: one sentence that names the value and the condition.
public struct DensityError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  /// A sentence about a text or a parameter.
  package init(_ description: String) { self.description = description }
}

extension Double {
  /// The shortest text that reads back as the same number, without a decimal point where it is whole.
  package var short: String { self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self) }
}
