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

/// The search for the mode among the data, by branch and bound.
///
/// With the mode c given, the likelihood is log-concave in log(c − lower) and log(upper − c), and has one maximum. Modes
/// are cut into blocks. A first bound holds for all modes of a block at once. At its ends the likelihood of each mode
/// has slopes and curvatures, from which a second bound follows, whatever the ends are. The block with the highest bound
/// is cut further, and a block of one mode is maximised, until no bound reaches the best mode. So the result is the
/// maximum over all data, to rounding.
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

  /// After how many passes over the data the search is given up, some two seconds with 100 000 rows. Samples of a
  /// uniform, whose modes are all nearly as likely, take a tenth of that.
  private static let mostPasses = 20_000

  /// Modes that may be the best, with the ends that are best for a mode near them.
  private struct Block {
    let modes: ClosedRange<Int>
    /// No mode of the block has a higher likelihood.
    let bound: Double
    let lower: Double
    let upper: Double
  }

  /// Into how many blocks one is cut.
  private static let parts = 8

  /// A block cut into smaller ones, without those that are below a floor, and without modes below it at their rims.
  private func cut(_ modes: ClosedRange<Int>, _ bounds: [Double], above floor: Double, _ lower: Double, _ upper: Double) -> [Block] {
    let size = (modes.count + Self.parts - 1) / Self.parts
    return stride(from: modes.lowerBound, through: modes.upperBound, by: size).compactMap { first in
      // A bound that is no number says nothing.
      let left = (first...min(first + size - 1, modes.upperBound)).filter { !(bounds[$0 - modes.lowerBound] < floor) }
      guard let least = left.first, let last = left.last else { return nil }
      let bounds = bounds[(least - modes.lowerBound)...(last - modes.lowerBound)].map { $0.isNaN ? .infinity : $0 }
      return Block(modes: least...last, bound: bounds.max() ?? .infinity, lower: lower, upper: upper)
    }
  }

  /// The best mode, its ends, and the modes that may be as good; of a search that was given up the best so far.
  func best(progress: (Double) -> Void) -> (mode: Int, ends: Ends, rivals: [(mode: Int, ends: Ends)], isGivenUp: Bool)? {
    var (solved, passes, highest) = ([Int: Ends](), 0, -Double.infinity)
    /// A mode must reach this to be among the best, with room for the rounding of the bounds.
    var floor: Double { highest - 1e-6 - 64 * .ulpOfOne * count }
    let width = values[values.count - 1]
    let margin = width / .sqrt(count)
    var open = cut(0...modes.count - 1, modes.map { _ in .infinity }, above: floor, -margin, width + margin)
    var undecided = modes.count
    while let index = open.indices.max(by: { open[$0].bound < open[$1].bound }), !(open[index].bound < floor), passes < Self.mostPasses {
      let block = open.remove(at: index)
      undecided -= block.modes.count
      if block.modes.count == 1 {
        // From ends far from the best ones the search may fail.
        guard let ends = ends(block.modes, block.lower, block.upper, &passes) ?? ends(block.modes, -margin, width + margin, &passes) else {
          return nil
        }
        solved[block.modes.lowerBound] = ends
        highest = max(highest, ends.value)
      } else {
        var (lower, upper, bound) = (block.lower, block.upper, block.bound)
        if let top = ends(block.modes, lower, upper, tolerance: 1e-3, &passes) {
          (lower, upper) = (value(block.modes.lowerBound) - top.rise, value(block.modes.upperBound) + top.fall)
          bound = min(bound, top.value)
          if bound < floor { continue }
        }
        let heights = heights(block.modes, lower, upper, &passes)
        highest = heights.reduce(highest) { max($0, $1.value) }
        let parts = cut(block.modes, heights.map { min($0.bound, bound) }, above: floor, lower, upper)
        undecided += parts.reduce(0) { $0 + $1.modes.count }
        open += parts
      }
      progress(1 - Double(undecided) / Double(modes.count))
    }
    let candidates = solved.sorted { $0.key < $1.key }.map { (mode: $0.key, ends: $0.value) }
    guard let best = candidates.max(by: { $0.ends.value < $1.ends.value }) else { return nil }
    let rivals = candidates.filter { $0.mode != best.mode && $0.ends.value + $0.ends.error >= best.ends.value - best.ends.error }
    return (best.mode, best.ends, rivals, open.contains { !($0.bound < floor) })
  }

  /// The maximum over the ends for one mode, from ends near them. For several modes it is an upper bound of their
  /// maxima: each datum takes the height that is best for it. Adds to the passes over the data.
  private func ends(
    _ block: ClosedRange<Int>, _ lower: Double, _ upper: Double, tolerance: Double = 0, _ passes: inout Int
  ) -> Ends? {
    let (c, d) = (value(block.lowerBound), value(block.upperBound))
    let sides = [
      Distances(values[..<modes[block.lowerBound].lowerBound], from: c),
      Distances(values[modes[block.upperBound].upperBound...], from: d),
    ]
    let farthest = [c, values[values.count - 1] - d]
    let free = sides.indices.filter { !sides[$0].isEmpty }
    func lengths(_ point: [Double]) -> [Double] {
      var lengths = [0.0, 0]
      for (index, side) in free.enumerated() { lengths[side] = .exp(point[index]) }
      return lengths
    }
    func equations(_ point: [Double]) -> LikelihoodEquations {
      passes += 1
      let lengths = lengths(point)
      let total = lengths[0] + lengths[1] + (d - c)
      var (scores, errors, diagonal) = ([0.0, 0], [0.0, 0], [0.0, 0])
      for side in free {
        let length = lengths[side]
        guard length > farthest[side] else {
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
    let margin = 1e-9 * values[values.count - 1]
    let start = free.map { Double.log(max($0 == 0 ? c - lower : upper - d, farthest[$0] + margin)) }
    guard !free.isEmpty else { return Ends(value: height([0, 0]).value) }
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

  /// For each mode of a block the likelihood with these ends, and a bound on the likelihood with any.
  private func heights(
    _ block: ClosedRange<Int>, _ lower: Double, _ upper: Double, _ passes: inout Int
  ) -> [(value: Double, bound: Double)] {
    passes += 2
    let near = zip(sums(below: block, from: lower), sums(above: block, from: upper)).map { [$0, $1] }
    let local = zip(block, near).map { mode, sums in TriangularExpansion(sums, [value(mode) - lower, upper - value(mode)], count) }
    let reach = [0, 1].map { side in local.map { $0.lengths[side] * .expMinusOne($0.reach[side]) }.reduce(0, max) }
    let far = zip(sums(below: block, from: lower - reach[0]), sums(above: block, from: upper + reach[1])).map { [$0, $1] }
    return zip(block, zip(local, far)).map { mode, sums in
      // A mode at a rim has no end on that side.
      let isInner = mode > 0 && mode < modes.count - 1
      return (sums.0.value, isInner ? sums.0.bound(sums.1, reach) : .infinity)
    }
  }

  /// For each mode of a block the sums over the data below it, of distances from an end.
  private func sums(below block: ClosedRange<Int>, from end: Double) -> [DistanceSums] {
    var sums = DistanceSums(of: values[..<modes[block.lowerBound].lowerBound], from: end)
    return block.map { mode in
      defer { for index in modes[mode] { sums.add(values[index] - end) } }
      return sums
    }
  }

  /// For each mode of a block the sums over the data above it, of distances from an end.
  private func sums(above block: ClosedRange<Int>, from end: Double) -> [DistanceSums] {
    var sums = DistanceSums(of: values[modes[block.upperBound].upperBound...], from: end)
    return block.reversed().map { mode in
      defer { for index in modes[mode] { sums.add(end - values[index]) } }
      return sums
    }.reversed()
  }
}
