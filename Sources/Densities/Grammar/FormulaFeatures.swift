import RealModule

/// What a formula does between two ends, as far as it can be found out by evaluating it and each of its parts.
///
/// A narrow peak or step may lie between the points of any grid. But it is made by a part that is wide: of exp(−((x −
/// 0.3)/10⁻⁶)²) the exponent has its top at 0.3, and x − 0.3 changes its sign there. So extrema and changes of sign of
/// every part are found on a grid, and the formula is looked at around each.
struct FormulaFeatures {
  /// Where the absolute value of a part has a kink.
  private(set) var kinks: [Double] = []
  /// What is narrower than the grid.
  private(set) var landmarks: [Landmark] = []

  private let formula: Formula
  private let shown: String
  private let lower, upper: Double

  /// The points of the grid, one at an uneven place in each cell, so that no frequency is in step with them.
  private static let gridCount = 4096
  /// The most extrema that a formula may have: between two of them the grid has ten points.
  private static let mostExtrema = 400
  private static let mostWork = 20_000_000

  /// Throws one sentence where the formula is negative, no number, infinite or zero inside, or changes too often.
  init(_ formula: Formula, _ text: String, lower: Double, upper: Double) throws(DensityError) {
    (self.formula, shown, self.lower, self.upper) = (formula, Scanner.shortened(text), lower, upper)
    let candidates = try candidates()
    for point in candidates where lower < point && point < upper {
      try examine(point)
    }
  }

  private mutating func candidates() throws(DensityError) -> Set<Double> {
    let steps = formula.stepCount
    let most = max(50, Self.mostWork / (60 * steps))
    var rows = [[Double]](repeating: [Double](repeating: .nan, count: steps), count: 3)
    var places = [Double](repeating: .nan, count: 3)
    var (found, extrema, refined) = (Set<Double>(), 0, 0)
    for index in 0..<Self.gridCount {
      let uneven = (Double(index) * 0.618033988749895).truncatingRemainder(dividingBy: 1)
      let share = (Double(index) + 0.1 + 0.8 * uneven) / Double(Self.gridCount)
      rows.swapAt(0, 1)
      rows.swapAt(1, 2)
      places = [places[1], places[2], lower + (upper - lower) * share]
      _ = try value(places[2])
      formula.trace(places[2], into: &rows[2])
      for step in 0..<steps {
        let (a, b, c) = (rows[0][step], rows[1][step], rows[2][step])
        let changesSign = step < steps - 1 && b * c < 0 || b == 0 && a * c < 0
        let isExtremum = (b - a) * (c - b) < 0
        if step == steps - 1, isExtremum { extrema += 1 }
        guard changesSign || isExtremum, refined < most else { continue }
        refined += 1
        let point = changesSign ? crossing(step, places[1], places[2]) : extremum(step, places[0], places[2], isHigh: b > a)
        found.insert(point)
        if changesSign, step + 1 < steps, formula.isMagnitude(step + 1), lower < point, point < upper { kinks.append(point) }
      }
    }
    guard extrema <= Self.mostExtrema else {
      throw DensityError(
        "formula: '\(shown)' rises and falls more than \(Self.mostExtrema) times from \(lower) to \(upper): take a part of it")
    }
    return found
  }

  private func part(_ step: Int, _ x: Double) -> Double {
    var row = [Double](repeating: 0, count: formula.stepCount)
    formula.trace(x, into: &row)
    return row[step]
  }

  private func crossing(_ step: Int, _ start: Double, _ end: Double) -> Double {
    var (a, b) = (start, end)
    let isNegative = part(step, a) < 0
    for _ in 0..<60 {
      let middle = 0.5 * a + 0.5 * b
      if !(a < middle && middle < b) { break }
      let value = part(step, middle)
      if value == 0 { return middle }
      if (value < 0) == isNegative { a = middle } else { b = middle }
    }
    return b
  }

  /// By the golden section.
  private func extremum(_ step: Int, _ start: Double, _ end: Double, isHigh: Bool) -> Double {
    let sign: Double = isHigh ? 1 : -1
    var (a, b) = (start, end)
    var (c, d) = (a + 0.381966 * (b - a), b - 0.381966 * (b - a))
    var (atC, atD) = (sign * part(step, c), sign * part(step, d))
    for _ in 0..<60 where a < c && c < d && d < b {
      if atC > atD {
        (b, d, atD) = (d, c, atC)
        c = a + 0.381966 * (b - a)
        atC = sign * part(step, c)
      } else {
        (a, c, atC) = (c, d, atD)
        d = b - 0.381966 * (b - a)
        atD = sign * part(step, d)
      }
    }
    return atC > atD ? c : d
  }

  private static let remedy = "end there, and mix the formulas of the two sides"

  /// log f(x), if it can be that of a density.
  private func value(_ x: Double) throws(DensityError) -> Double {
    let (value, log, error) = formula(x)
    if value < 0 { throw DensityError("formula: '\(shown)' must be 0 or more, and is \(value) at x = \(x)") }
    if log.isNaN { throw DensityError("formula: '\(shown)' is not a number at x = \(x)") }
    if log == .infinity { throw DensityError("formula: '\(shown)' is infinite at x = \(x)") }
    if log == -.infinity || error > 1 {
      throw DensityError("formula: '\(shown)' \(log == -.infinity ? "is 0" : "cannot be told from 0") at x = \(x): \(Self.remedy)")
    }
    return log
  }

  /// Refuses a zero or a pole at a point, and notes what is narrow there.
  private mutating func examine(_ point: Double) throws(DensityError) {
    let here = try value(point)
    let width = upper - lower
    let least = max(256 * point.ulp, 1e-15 * width)
    var narrowest: Double?
    for side in [-1.0, 1] {
      let room = side < 0 ? point - lower : upper - point
      guard room > 2048 * least else { continue }
      // Of a power the logarithm changes as much from octave to octave.
      var logs: [Double] = []
      for octave in [0, 5, 10] { logs.append(try value(point + side * least * .exp2(Double(octave)))) }
      let (near, far) = (logs[0] - logs[1], logs[1] - logs[2])
      if near * far > 0, abs(near) > 0.05, abs(far) > 0.5 * abs(near), abs(far) < 2 * abs(near) {
        throw DensityError("formula: '\(shown)' \(near < 0 ? "falls to 0" : "is infinite") near x = \(point): \(Self.remedy)")
      }
      var (distance, changes) = (min(room, width / 64) * 0.999, [(distance: Double, change: Double)]())
      while distance > least {
        changes.append((distance, abs(try value(point + side * distance) - here)))
        distance *= 0.5
      }
      let most = min(changes.map(\.change).max() ?? 0, 1)
      if most > 1e-12, let narrow = changes.last(where: { $0.change > 0.5 * most })?.distance {
        narrowest = min(narrowest ?? narrow, narrow)
      }
    }
    // A smooth formula has changed by a half of all at no less than a half of the way.
    if let narrowest, narrowest < width / 256 { landmarks.append(Landmark(location: point, scale: narrowest)) }
  }
}
