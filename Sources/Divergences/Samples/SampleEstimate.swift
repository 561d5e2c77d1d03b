import RealModule
import Scalars

/// What samples tell about one measure: an estimate, a confidence interval, and what the estimator cannot see.
///
/// `Estimate` bounds the error of a computation; here the numbers are exact and the uncertainty is that of the
/// sampling.
public struct SampleEstimate: Hashable, Sendable {
  /// The measure by the name that `compare` uses, such as `w1` or `kl_pq`; `ks` is the Kolmogorov–Smirnov distance.
  public let measure: String
  /// What the value is computed from.
  package let estimator: Estimator
  /// The estimate; nil where the data allow none, and the note says why.
  public let value: Double?
  /// The lower end of the interval; nil where there is none.
  public let lower: Double?
  /// The upper end of the interval; nil where nothing bounds the measure from above.
  public let upper: Double?
  /// How the interval is obtained.
  package let method: Method
  /// The p-value of “both samples are from one distribution”, by permutation; nil where the measure has no such test.
  public let pValue: Double?
  /// How far the interval can be trusted to cover the truth at its level.
  package let coverage: Coverage
  /// The number of rows of the first sample.
  package let firstCount: Int
  /// The number of rows of the second sample; nil for a density, which is known.
  package let secondCount: Int?
  /// What the estimator cannot see and, where the coverage is doubtful, why.
  public let note: String

  /// What the value is computed from, as in the command's table.
  public var source: String { estimator.rawValue }

  /// Whether the interval may miss the truth much more often than its level says; the note says why.
  public var isDoubtful: Bool { coverage == .doubtful }

  /// What a value is computed from.
  package enum Estimator: String, Hashable, Sendable, CaseIterable {
    /// The empirical distribution functions, exactly.
    case empirical
    /// Distances to the k-th nearest neighbours.
    case nearestNeighbors = "nearest_neighbors"
    /// Kernel density estimates, each row left out of its own.
    case kernel
    /// A discriminator trained on half of the rows, evaluated on the other half.
    case discriminator
    /// The probabilities of one set, chosen on half of the rows, counted on the other half.
    case binning
  }

  /// How an interval is obtained.
  package enum Method: String, Hashable, Sendable, CaseIterable {
    /// The normal law of the linear term, with the standard error of the influence function.
    case influence
    /// The triangle inequality with the quantile of the distance of permuted samples, for samples that are close.
    case triangle
    /// The inequality of Dvoretzky, Kiefer & Wolfowitz with Massart's constant.
    case dkw
    /// The normal law with the standard error from random halves, which are subsamples without replacement.
    case halves
    /// A martingale of bets on bounded terms (Waudby-Smith & Ramdas 2024).
    case betting
    /// The limits of two probabilities by Clopper & Pearson.
    case clopperPearson = "clopper_pearson"
    /// No interval.
    case none
  }

  /// How far an interval can be trusted.
  package enum Coverage: String, Hashable, Sendable, CaseIterable {
    /// The interval covers the truth with at least the stated probability, for independent rows of any distribution.
    case guaranteed
    /// The interval covers the truth at about its level in large samples.
    case asymptotic
    /// The interval covers the truth at its level or more often, in large samples that are close to each other.
    case conservative
    /// The interval may miss the truth much more often than its level says; the note says why.
    case doubtful
    /// There is no interval.
    case none
  }

  /// An estimate of two samples, or of one against a density.
  package init(
    _ measure: String, _ estimator: Estimator, value: Double?, lower: Double? = nil, upper: Double? = nil, by method: Method = .none,
    pValue: Double? = nil, _ coverage: Coverage = .none, counts: (first: Int, second: Int?), note: String
  ) {
    (self.measure, self.estimator, self.value, self.lower, self.upper) = (measure, estimator, value, lower, upper)
    (self.method, self.pValue, self.coverage, self.note) = (method, pValue, coverage, note)
    (firstCount, secondCount) = (counts.first, counts.second)
  }
}

extension SampleEstimate {
  static let noUpperBound = "samples alone give no finite upper bound on KL: what is not among the rows may make it arbitrarily large"

  /// An estimate of KL or JS with the interval of the normal law, both in the range of the measure: KL ≥ 0, 0 ≤ JS ≤ log 2.
  ///
  /// An estimate outside of the range is put at its end, which is nearer to the truth, whatever it is. The interval is that
  /// of the likelihood ratio in the range (`BoundedNormalInterval`), by the end that is nearer: it has its level there too,
  /// and holds the estimate. The upper end is raised by the bias that cannot be excluded.
  static func normal(
    _ measure: String, _ estimator: Estimator, _ raw: Double, error: Double, raisedBy bias: Double = 0, by method: Method,
    isDoubtful: Bool, _ settings: SampleSettings, _ counts: (first: Int, second: Int?), remarks: [String]
  ) -> SampleEstimate {
    let limit: Double = measure == "js" ? .log(2) : .infinity
    let value = min(max(0, raw), limit)
    func above(_ raw: Double) -> Interval {
      let radius = settings.normalQuantile * error
      if raw >= 2 * radius { return Interval(raw - radius, raw + radius) }
      if error == .infinity { return Interval(0, .infinity) }
      let interval = BoundedNormalInterval.interval(of: raw / error, level: settings.level)
      return Interval(error * interval.lower, error * interval.upper)
    }
    let isHigh = raw > 0.5 * limit
    let interval = above(isHigh ? limit - raw : raw)
    let ends = isHigh ? (limit - interval.upper, limit - interval.lower) : (interval.lower, interval.upper)
    let moved =
      value == raw
      ? "" : "the estimate is \(raw.rough()), beyond the range of \(measure == "js" ? "JS" : "KL"), and is put at the end of the range"
    return SampleEstimate(
      measure, estimator, value: value, lower: min(max(0, ends.0), value), upper: min(max(value, ends.1) + bias, limit), by: method,
      isDoubtful ? .doubtful : .asymptotic, counts: counts, note: (remarks + [moved]).filter { !$0.isEmpty }.joined(separator: "; "))
  }
}

extension Double {
  /// Its two leading digits, for a sentence.
  func rough(_ rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero) -> String {
    guard self != 0, isFinite else { return "\(self)" }
    let unit = Double.pow(10, .log10(abs(self)).rounded(.down) - 1)
    let rounded = unit.isNormal ? (self / unit).rounded(rule) * unit : self
    let text = Float(rounded).isNormal ? "\(Float(rounded))" : "\(rounded)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
