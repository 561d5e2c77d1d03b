import Densities
import RealModule
import Scalars

extension Triangular: HasLikelihoodMaximum {
  /// The highest of the maxima over the ends, each with the mode at another datum (Oliver 1972, “A maximum likelihood
  /// oddity”).
  ///
  /// Between two data the likelihood is log-convex in the mode, whatever the ends are, so that the mode is a datum. If
  /// it is the least or the greatest one, it is an end of the support too. The likelihood is not regular in the mode
  /// and the ends, so that no standard errors are given.
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    try sample.checkNotConstant()
    let search = TriangularSearch(sample)
    guard let best = search.best(progress: sample.progress), best.ends.isSharp else { return .notFound }
    func parameters(_ mode: Int, _ ends: TriangularSearch.Ends) -> [(value: Double, error: Double)] {
      let mode = sample.sorted[search.modes[mode].lowerBound]
      func end(_ length: Double, _ error: Double) -> (value: Double, error: Double) {
        let value = mode.addingProduct(search.unit, length)
        return (value, length == 0 ? 0 : search.unit * error + 0.5 * value.ulp)
      }
      return [end(-ends.rise, ends.riseError), (mode, 0), end(ends.fall, ends.fallError)]
    }
    let logUnit = Double.log(search.unit)
    let logLikelihood = best.ends.value + sample.count * (.log(2) - logUnit)
    if best.isGivenUp { return .givenUp(best: logLikelihood, reason: "so many modes are nearly as likely that their search was given up") }
    var known = parameters(best.mode, best.ends)
    // Any of the modes that may be as good may be the best.
    for (mode, ends) in best.rivals {
      for (index, other) in parameters(mode, ends).enumerated() {
        known[index].error = max(known[index].error, abs(other.value - known[index].value) + other.error)
      }
    }
    let rivals =
      best.rivals.prefix(3).map { "\(sample.sorted[search.modes[$0.mode].lowerBound])" } + (best.rivals.count > 3 ? ["others"] : [])
    return LikelihoodMaximum(
      known.map { .init($0) }, logLikelihood: logLikelihood,
      error: best.ends.error + 4 * .ulpOfOne * sample.count * (1 + abs(logUnit)),
      note: rivals.isEmpty ? "" : "with the mode at \(rivals.joined(separator: " or ")) the data are as likely, within the error")
  }
}

/// The search for the mode among the data: with c given, the likelihood is log-concave in log(c − lower) and log(upper
/// − c), and has one maximum.
///
/// The data are looked at in blocks. A bound holds for all modes of a block at once, and most blocks lie below the best
/// mode that is known; in the others a second bound holds for each mode, at the ends that are best for the block. What
/// is left is maximised one by one, so that the result is the maximum over all data, to rounding.
private struct TriangularSearch {
  /// Distances from the least datum in units of a power of two near the width.
  private let values: [Double]
  let unit: Double
  /// For each different value the range of its indices.
  let modes: [Range<Int>]

  /// The best ends for a mode, as distances from it, and −n log(upper − lower) + Σ log of the relative heights.
  struct Ends {
    var rise = 0.0
    var fall = 0.0
    var riseError = 0.0
    var fallError = 0.0
    var value = 0.0
    var error = 0.0
    var isSharp = true
  }

  init(_ sample: Sample) {
    let width = sample.highest - sample.lowest
    let unit = Double(sign: .plus, exponent: width.exponent, significand: 1)
    self.unit = unit
    values = sample.sorted.map { ($0 - sample.lowest) / unit }
    var modes: [Range<Int>] = []
    for index in sample.sorted.indices {
      if let last = modes.last, sample.sorted[last.lowerBound] == sample.sorted[index] {
        modes[modes.count - 1] = last.lowerBound..<index + 1
      } else {
        modes.append(index..<index + 1)
      }
    }
    self.modes = modes
  }

  private var count: Double { Double(values.count) }
  private func value(_ mode: Int) -> Double { values[modes[mode].lowerBound] }

  /// How many terms of likelihoods are summed before the search is given up: some seven seconds, more than most samples
  /// of 100 000 of a uniform take; of some more modes are nearly as likely.
  private static let mostTerms = 9_000_000_000

  /// The best mode, its ends, and the modes that may be as good; of a search that was given up the best so far.
  func best(progress: (Double) -> Void) -> (mode: Int, ends: Ends, rivals: [(mode: Int, ends: Ends)], isGivenUp: Bool)? {
    var solved: [Int: Ends] = [:]
    var terms = 0
    func solve(_ mode: Int, _ lower: Double, _ upper: Double) -> Ends? {
      if let known = solved[mode] { return known }
      solved[mode] = ends(mode...mode, lower, upper, &terms)
      return solved[mode]
    }
    let width = values[values.count - 1]
    var (lower, upper) = (-width / .sqrt(count), width + width / .sqrt(count))
    var best: (mode: Int, ends: Ends)?
    for _ in 0..<20 {
      let heights = bounds(0...(modes.count - 1), lower, upper, reach: 1)
      let highest = heights.indices.max { heights[$0].value < heights[$1].value }
      guard let mode = highest, let ends = solve(mode, lower, upper) else { break }
      if let best, ends.value <= best.ends.value { break }
      best = (mode, ends)
      // Where the mode is at an end, the support ends there, and no other mode is possible.
      lower = ends.rise == 0 ? -1e-3 * width : value(mode) - ends.rise
      upper = ends.fall == 0 ? 1.001 * width : value(mode) + ends.fall
    }
    /// How far below the best a mode must be that cannot be as good.
    func slack(_ best: Ends) -> Double { 1e-6 + 4 * best.error }
    let size = max(1, Int(Double(modes.count).squareRoot().rounded(.up)))
    for first in stride(from: 0, to: modes.count, by: size) {
      progress(Double(first) / Double(modes.count))
      let block = first...min(first + size, modes.count) - 1
      let top = ends(block, lower, upper, tolerance: 1e-3, &terms)
      if let best, let top, top.value + slack(best.ends) < best.ends.value { continue }
      var heights = block.map { _ in Double.infinity }
      // Far out the curvature is less, and too near the maximum may not be inside: the least of valid bounds is one.
      for reach in [0.1, 0.5, 2.5] {
        guard let top else { break }
        let ends = (value(block.lowerBound) - top.rise, value(block.upperBound) + top.fall)
        heights = zip(heights, bounds(block, ends.0, ends.1, reach: reach)).map { min($0, $1.bound) }
        if let best, heights.allSatisfy({ $0 + slack(best.ends) < best.ends.value }) { break }
      }
      for (mode, bound) in zip(block, heights) {
        // A bound that is no number says nothing.
        if let best, bound + slack(best.ends) < best.ends.value { continue }
        if terms > Self.mostTerms, let best { return (best.mode, best.ends, [], true) }
        // From the ends that are best for the block only a few steps are left.
        let near = top.map { (value(mode) - $0.rise, value(mode) + $0.fall) } ?? (lower, upper)
        guard let ends = solve(mode, near.0, near.1) ?? solve(mode, lower, upper) else { return nil }
        if ends.value > best?.ends.value ?? -.infinity { best = (mode, ends) }
      }
    }
    guard let best else { return nil }
    let rivals = solved.filter { $0.key != best.mode && $0.value.value + $0.value.error >= best.ends.value - best.ends.error }
    return (best.mode, best.ends, rivals.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, false)
  }

  /// The maximum over the ends for one mode; for several an upper bound of all their maxima, of which each datum takes
  /// the height that is best for it. Adds to the terms that have been summed.
  private func ends(
    _ block: ClosedRange<Int>, _ lower: Double, _ upper: Double, tolerance: Double = 0, _ terms: inout Int
  ) -> Ends? {
    let (c, d) = (value(block.lowerBound), value(block.upperBound))
    let sides = [
      Distances(values[..<modes[block.lowerBound].lowerBound], from: c),
      Distances(values[modes[block.upperBound].upperBound...], from: d),
    ]
    let free = sides.indices.filter { !sides[$0].isEmpty }
    func lengths(_ point: [Double]) -> [Double] {
      var lengths = [0.0, 0]
      for (index, side) in free.enumerated() { lengths[side] = .exp(point[index]) }
      return lengths
    }
    func equations(_ point: [Double]) -> LikelihoodEquations {
      terms += values.count
      let lengths = lengths(point)
      let total = lengths[0] + lengths[1] + (d - c)
      var (scores, errors, diagonal) = ([0.0, 0], [0.0, 0], [0.0, 0])
      for side in free {
        let (length, farthest) = (lengths[side], side == 0 ? c : values[values.count - 1] - d)
        guard length > farthest else {
          return LikelihoodEquations(scores: free.map { _ in .nan }, errors: errors, information: [])
        }
        let (first, second) = sides[side].sumsOfRatios(length)
        scores[side] = first / count - length / total
        errors[side] = 4 * .ulpOfOne * (second / count + .sqrt(count) * first / count + length / total)
        diagonal[side] = second / count + length / total * ((total - length) / total)
      }
      let cross = -lengths[0] / total * (lengths[1] / total)
      return LikelihoodEquations(
        scores: free.map { scores[$0] }, errors: free.map { errors[$0] },
        information: free.count == 2 ? [[diagonal[0]], [cross, diagonal[1]]] : free.map { [diagonal[$0]] })
    }
    func height(_ lengths: [Double]) -> (value: Double, size: Double) {
      let logs = free.map { sides[$0].sumOfLogarithms(lengths[$0]) }
      let spread = count * .log(lengths[0] + lengths[1] + (d - c))
      return (logs.reduce(-spread, +), logs.reduce(abs(spread) + count) { $0 + abs($1) })
    }
    guard !free.isEmpty else { return Ends(value: height([0, 0]).value) }
    let margin = 1e-9 * values[values.count - 1]
    let start = free.map { Double.log($0 == 0 ? max(c - lower, c + margin) : max(upper - d, values[values.count - 1] - d + margin)) }
    guard let solution = LikelihoodEquations.solve(from: start, tolerance: tolerance / count, equations) else { return nil }
    let best = lengths(solution.point)
    var errors = [0.0, 0]
    // The data are rounded by a part of their width.
    for (index, side) in free.enumerated() {
      errors[side] = best[side] * solution.errors[index] + 4 * .ulpOfOne * (best[side] + values[values.count - 1])
    }
    let (value, size) = height(best)
    let slack = 8 * .ulpOfOne * size + count * solution.curvature
    return Ends(
      rise: best[0], fall: best[1], riseError: errors[0], fallError: errors[1], value: value + (tolerance > 0 ? 2 * tolerance : 0),
      error: slack, isSharp: solution.isSharp)
  }

  /// For each mode of a block the height with these ends, and a bound on the height with any.
  ///
  /// Within some reach of the logarithms of the lengths the height is at most h + g·y − ½ K y², with its slopes g and
  /// the least curvatures K there; if that is below h at the rim, the maximum is inside. The reach is in units of the
  /// distance of each end from the datum next to it, which is much less than the length where the tails are long.
  private func bounds(
    _ block: ClosedRange<Int>, _ lower: Double, _ upper: Double, reach: Double
  ) -> [(value: Double, bound: Double)] {
    let last = values.count
    let margins = [reach * (values[0] - lower), reach * (upper - values[last - 1])]
    let left = sums(modes[block.lowerBound...block.upperBound].map(\.upperBound), { $0 - lower }, { $0 - lower + margins[0] })
    let right = sums(
      modes[block.lowerBound...block.upperBound].reversed().map { last - $0.upperBound }, { upper - $0 }, { upper - $0 + margins[1] },
      reversed: true)
    return zip(block, zip(left, right.reversed())).map { mode, sums in
      let (c, spread) = (value(mode), upper - lower)
      let lengths = [c - lower, upper - c]
      var (height, bound, isInside) = (-count * .log(spread), 0.0, mode > 0 && mode < modes.count - 1)
      var gains: [(gain: Double, slope: Double, curvature: Double, reach: Double)] = []
      for (side, sum) in [sums.0, sums.1].enumerated() {
        let length = lengths[side]
        height += sum.logarithms - sum.count * .log(length)
        let slope = length * sum.inverses - sum.count - count * length / spread
        let far = length + margins[side]
        let curvature = far * (far * sum.farSquares - sum.farInverses)
        gains.append((0.5 * slope * slope / curvature, slope, curvature, .log(onePlus: margins[side] / length)))
      }
      for (own, other) in [(0, 1), (1, 0)] {
        let reach = gains[own].reach
        isInside = isInside && reach * abs(gains[own].slope) + gains[other].gain < 0.5 * reach * reach * gains[own].curvature
      }
      bound = isInside ? height + gains[0].gain + gains[1].gain : .infinity
      return (height, bound)
    }
  }

  private struct Sums {
    var (count, logarithms, inverses, farInverses, farSquares) = (0.0, 0.0, 0.0, 0.0, 0.0)
  }

  /// Sums over the first so many data of functions of two distances, for growing numbers.
  private func sums(
    _ counts: [Int], _ distance: (Double) -> Double, _ far: (Double) -> Double, reversed: Bool = false
  ) -> [Sums] {
    var (sums, index, results) = (Sums(), 0, [Sums]())
    for count in counts {
      while index < count {
        let value = values[reversed ? values.count - 1 - index : index]
        sums.count += 1
        sums.logarithms += .log(distance(value))
        sums.inverses += 1 / distance(value)
        let inverse = 1 / far(value)
        sums.farInverses += inverse
        sums.farSquares += inverse * inverse
        index += 1
      }
      results.append(sums)
    }
    return results
  }
}

/// Distances from a mode, four side by side.
private struct Distances {
  /// Zeros come after the last, of which every ratio is 0.
  private let lanes: [SIMD4<Double>]

  /// The distances of values that are all on one side of a point.
  init(_ values: ArraySlice<Double>, from point: Double) {
    let start = values.startIndex
    lanes = (0..<(values.count + 3) / 4).map { lane in
      let first = start + 4 * lane
      if first + 4 <= values.endIndex {
        let four = SIMD4(values[first], values[first + 1], values[first + 2], values[first + 3]) - point
        return four.replacing(with: -four, where: four .< 0)
      }
      return SIMD4((0..<4).map { first + $0 < values.endIndex ? abs(values[first + $0] - point) : 0 })
    }
  }

  var isEmpty: Bool { lanes.isEmpty }

  /// Σ r and Σ r (1 + r) of the ratios r = d/(length − d).
  func sumsOfRatios(_ length: Double) -> (first: Double, second: Double) {
    var (first, second) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
    for distance in lanes {
      let ratio = distance / (length - distance)
      first += ratio
      second += ratio * (1 + ratio)
    }
    return (first.sum(), second.sum())
  }

  /// Σ log(1 − d/length), with a logarithm for sixteen factors, of which none is below 1e-16.
  func sumOfLogarithms(_ length: Double) -> Double {
    stride(from: 0, to: lanes.count, by: 4).lazy.map { first in
      var product = SIMD4<Double>.one
      for distance in lanes[first..<min(first + 4, lanes.count)] { product *= (length - distance) / length }
      return .log((product.x * product.y) * (product.z * product.w))
    }.compensatedSum()
  }
}
