/// A closed interval of the extended real line, [lower, upper] with −∞ ≤ lower ≤ upper ≤ +∞.
public struct Interval: Hashable, Sendable, CustomStringConvertible {
  /// The lower end, −∞ for a ray or the line.
  public let lower: Double
  /// The upper end, +∞ for a ray or the line.
  public let upper: Double

  /// An interval; ends in the wrong order, or a NaN, are a caller's mistake.
  public init(_ lower: Double, _ upper: Double) {
    precondition(lower <= upper, "an interval needs lower ≤ upper, not [\(lower), \(upper)]")
    self.lower = lower
    self.upper = upper
  }

  /// The whole line.
  public static let line = Interval(-.infinity, .infinity)

  /// upper − lower, +∞ when unbounded.
  public var length: Double { upper - lower }

  /// Whether lower ≤ x ≤ upper.
  public func contains(_ x: Double) -> Bool { lower <= x && x <= upper }

  /// The common part when it is longer than a point.
  public func intersection(_ other: Interval) -> Interval? {
    let low = max(lower, other.lower)
    let high = min(upper, other.upper)
    return low < high ? Interval(low, high) : nil
  }

  public var description: String { "[\(lower), \(upper)]" }
}
