import Calculus
import Densities

/// A family whose likelihood is maximised by a formula or by equations of its own.
///
/// To add one: an extension beside these, which a row of `Tests/References/fits.csv` holds to arithmetic with 50
/// digits. A family without it is fitted by a search.
protocol HasLikelihoodMaximum: Family {
  /// The member under which the data are most likely, or why there is none.
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum
}

/// The maximum of a likelihood, or why there is none.
struct LikelihoodMaximum {
  /// A parameter: its value, a bound on the distance from the exact maximum, and the standard error where the
  /// likelihood is regular in it.
  struct Parameter {
    let value: Double
    let error: Double
    var standardError: Double?

    init(_ known: (value: Double, error: Double), standardError: Double? = nil) {
      (value, error) = known
      self.standardError = standardError
    }
  }

  /// In the order of the family's own; empty where there is no maximum.
  var parameters: [Parameter] = []
  /// The log-likelihood of all data at the exact maximum.
  let outcome: Estimate
  /// What a reader must know about the maximum, such as that it is a local one; empty if nothing.
  var note = ""

  /// A maximum with a bound on the error of its log-likelihood.
  init(_ parameters: [Parameter], logLikelihood: Double, error: Double, note: String = "") {
    self.parameters = parameters
    outcome = .finite(value: logLikelihood, error: error + 2 * .ulpOfOne * abs(logLikelihood))
    self.note = note
  }

  private init(_ outcome: Estimate) { self.outcome = outcome }

  /// Some datum has density 0 under every member.
  static func impossible(_ reason: String) -> LikelihoodMaximum { LikelihoodMaximum(.infinite(reason: reason, sign: .minus)) }

  /// The likelihood grows without bound.
  static func unbounded(_ reason: String) -> LikelihoodMaximum {
    LikelihoodMaximum(.infinite(reason: "the likelihood is unbounded: \(reason)"))
  }

  /// The likelihood approaches its supremum only as a parameter runs off.
  static func limit(_ supremum: Double, error: Double, reason: String) -> LikelihoodMaximum {
    LikelihoodMaximum(.unresolved(supremum, error: error, reason: reason))
  }

  /// The search took too much work; the best log-likelihood so far.
  static func givenUp(best: Double, reason: String) -> LikelihoodMaximum {
    LikelihoodMaximum(.unresolved(best, reason: reason))
  }

  /// The equations were not solved.
  static let notFound = LikelihoodMaximum(
    .unresolved(reason: "the likelihood equations were not solved to the precision that a result needs"))
}

extension Sample {
  /// Why a family with the support (0, ∞), or [0, ∞) where zero is allowed, cannot have these data; nil if it can.
  func reasonBelowZero(_ family: String, zeroIsAllowed: Bool = true) -> LikelihoodMaximum? {
    guard lowest < 0 || lowest == 0 && !zeroIsAllowed else { return nil }
    return .impossible("the value \(lowest) lies outside the support of every \(family), where the density is 0")
  }

  /// Throws where a family with a location and a scale has no maximum because all data are the same.
  func checkNotConstant() throws(FitError) {
    guard isConstant else { return }
    throw FitError(
      description:
        "a fit needs at least two different values, and \(sorted.count == 1 ? "the only one" : "each of \(sorted.count)") is \(lowest)")
  }

  /// "every value is 3" or "the only value is 3": what makes a likelihood without a location unbounded.
  var constantReason: String { sorted.count == 1 ? "the only value is \(lowest)" : "every value is \(lowest)" }
}
