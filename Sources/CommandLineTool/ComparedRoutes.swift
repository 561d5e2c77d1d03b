import Calculus
import Certificates
import Divergences
import RealModule
import Tabulation

/// A row of `compare`: a measure by one route, or by both, or why a pair was refused.
struct ComparedRoutes {
  var own: Estimate?
  var gsl: Estimate?
  /// Between which numbers the measure is proved to lie, where that was asked for.
  var enclosure: Enclosure?
  /// Of which numbers: the value is always of the doubles.
  var reading = Reading.doubles
  /// Why there is no measure.
  var refusal = ""

  /// The columns for what was asked for.
  static func columns(_ route: Compare.Routes, certified: Bool) -> [Column<Self>] {
    guard certified else { return columns(route) }
    return columns(route) + [
      Column("lower", \.enclosure?.lower), Column("upper", \.enclosure?.upper), Column("proof", \.proof),
    ]
  }

  private static func columns(_ route: Compare.Routes) -> [Column<Self>] {
    let own: [Column<Self>] = [
      Column("measure") { $0.own?.measure ?? "" }, Column("value", \.own?.known), Column("error", \.own?.error),
      Column("status") { $0.own?.status.description ?? "refused" }, Column("method") { $0.own?.route.rawValue ?? "" },
      Column("evaluations", \.own?.evaluations), Column("reason") { $0.own?.reason ?? $0.refusal },
    ]
    guard route == .both else { return own }
    return own + [
      Column("gsl_value", \.gsl?.known), Column("gsl_error", \.gsl?.error), Column("gsl_status") { $0.gsl?.status.description ?? "" },
      Column("gsl_evaluations", \.gsl?.evaluations), Column("gsl_reason") { $0.gsl?.reason ?? "" },
      Column("difference", \.difference), Column("bounds_overlap", \.boundsOverlap),
    ]
  }

  var isAsExpected: Bool {
    guard let own, let gsl else { return false }
    return own.status != .unresolved && gsl.status != .unresolved && boundsOverlap ?? false && !isContradicted
  }

  /// Whether the value is farther from what was proved than its error bound.
  private var isContradicted: Bool {
    guard reading == .doubles, let own, let lower = enclosure?.lower, let upper = enclosure?.upper else { return false }
    if own.status == .unresolved { return false }
    return own.value + own.error < lower || own.value - own.error > upper
  }

  private var proof: String {
    enclosure?.proof ?? own.map { Certificate.measures.contains($0.measure) ? "" : "refused: \($0.measure) has no enclosure" } ?? ""
  }

  private var difference: Double? {
    guard let own, let gsl, own.known != nil, gsl.known != nil else { return nil }
    return own.value == gsl.value ? 0 : own.value - gsl.value
  }

  private var boundsOverlap: Bool? {
    guard let own, let gsl, let difference else { return nil }
    return abs(difference) <= own.error + gsl.error
  }
}

/// What logarithms are counted in.
enum LogarithmBase: String, CaseIterable {
  case e
  case two = "2"
  case ten = "10"

  var unit: String {
    switch self {
    case .e: "nats"
    case .two: "bits"
    case .ten: "decimal digits"
    }
  }

  /// What was proved of a measure, in this unit.
  func converted(_ enclosure: Enclosure) -> Enclosure {
    guard self != .e, enclosure.measure == "sqrt_js" || DensityPair.logarithmicMeasures.contains(enclosure.measure) else {
      return enclosure
    }
    return enclosure.dividedByLog(of: self == .two ? 2 : 10)
  }

  /// A measure in this unit; what has no logarithm in it stays as it is.
  func converted(_ estimate: Estimate) -> Estimate {
    let isRoot = estimate.measure == "sqrt_js"
    guard self != .e, isRoot || DensityPair.logarithmicMeasures.contains(estimate.measure) else { return estimate }
    let logarithm = Double.log(self == .two ? 2 : 10)
    let unit = isRoot ? logarithm.squareRoot() : logarithm
    let converted: Estimate =
      switch estimate.status {
      case .finite, .unresolved: .finite(value: estimate.value / unit, error: estimate.error / unit + 2 * .ulpOfOne * abs(estimate.value))
      case .overflow(let logValue): .overflow(logValue: logValue - .log(unit))
      case .infinite, .undefined: estimate
      }
    let result = estimate.status == .unresolved ? .unresolved(converted.value, error: converted.error, reason: estimate.reason) : converted
    return result.named(estimate.measure, by: estimate.route, evaluations: estimate.evaluations, remark: estimate.reason)
  }
}
