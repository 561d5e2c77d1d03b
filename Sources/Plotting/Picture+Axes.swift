import Foundation

/// Axes: their ranges, marks and numbers.
extension Picture {
  /// The commands that make an axis, `x` or `y`, for what its columns hold.
  func scale(_ direction: String, _ axis: Axis, over columns: [String], _ sheet: Sheet) -> [String] {
    var lines = direction == "y" ? ["set ylabel \(text(upward(axis, as: .svg, sheet)))"] : []
    lines.append(axis.isLogarithmic ? "set logscale \(direction); set format \(direction) '%g'" : "unset logscale \(direction)")
    // Between tics that are some decades apart gnuplot draws the parts of one.
    let areMany = axis.isLogarithmic && decades(axis, columns) > Self.mostDecades
    lines.append(areMany ? "unset m\(direction)tics" : "set m\(direction)tics default")
    // Tics across stay as the facet has them.
    let tics = tics(axis, columns)
    if axis.isLogarithmic || direction == "y" { lines.append("set \(direction)tics \(tics)") }
    // Where gnuplot chooses the ends of a logarithmic axis, they are powers of ten.
    let range = axis.range ?? (tics.hasPrefix("(") ? span(axis, columns) : nil)
    lines.append("set \(direction)range [" + (range.map { "\($0.lowerBound):\($0.upperBound)" } ?? "*:*") + "]")
    // An arrow stays for the panels that follow, so each direction has one of its own.
    let arrow = direction == "x" ? 1 : 2
    if let mark = axis.mark {
      let (from, to) = direction == "x" ? ("\(mark), graph 0", "\(mark), graph 1") : ("graph 0, first \(mark)", "graph 1, first \(mark)")
      lines.append("set arrow \(arrow) from \(from) to \(to) nohead linetype \(Ink.guide)")
    } else {
      lines.append("unset arrow \(arrow)")
    }
    return lines
  }

  /// Of more decades the numbers below a logarithmic axis would run into each other.
  private static let mostDecades = 6.0

  /// Where an axis has numbers: gnuplot names every power of ten of a logarithmic one, and nothing between two of them.
  private func tics(_ axis: Axis, _ columns: [String]) -> String {
    guard axis.isLogarithmic, let range = positiveRange(axis, columns), range.lowerBound > 0 else { return "autofreq" }
    let (low, high, decades) = (range.lowerBound, range.upperBound, decades(axis, columns))
    if decades > Self.mostDecades { return String(format: "%.0e", pow(10, ceil(decades / Self.mostDecades))) }
    guard decades < 1.5, low < high else { return "autofreq" }
    var places: [Double] = []
    if decades < 1 {
      let step = Self.step(over: high - low, 5)
      places = (0...6).map { (ceil(low / step) + Double($0)) * step }
    } else {
      for power in Int(floor(log10(low)))...Int(ceil(log10(high))) { places += [1.0, 2, 5].map { $0 * pow(10, Double(power)) } }
    }
    let inside = places.filter { range.contains($0) }
    return inside.isEmpty ? "autofreq" : "(" + inside.map { String(format: "%.12g", $0) }.joined(separator: ", ") + ")"
  }

  /// What a logarithmic axis shows: its range, or that of the numbers that are above 0.
  private func positiveRange(_ axis: Axis, _ columns: [String]) -> ClosedRange<Double>? {
    let numbers = columns.flatMap(numbers).filter { $0 > 0 && $0.isFinite }
    return axis.range ?? (numbers.min().flatMap { low in numbers.max().map { low...$0 } })
  }

  /// How many decades a logarithmic axis spans.
  private func decades(_ axis: Axis, _ columns: [String]) -> Double {
    positiveRange(axis, columns).map { log10($0.upperBound) - log10($0.lowerBound) } ?? 0
  }

  /// The step of tics, 1, 2 or 5 times a power of ten, of which a length has at most so many.
  static func step(over length: Double, _ most: Double) -> Double {
    let least = length / most
    let unit = pow(10, floor(log10(least)))
    return unit * ([1, 2, 5, 10].first { $0 * unit >= least } ?? 10)
  }
}
