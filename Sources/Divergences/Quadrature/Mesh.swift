import Calculus
import Densities
import RealModule
import Scalars

/// Panels with the samples taken on them, refined until every integrand asked for has converged.
///
/// One mesh serves all measures: the densities are evaluated once a node, and a measure is arithmetic on the samples.
struct Mesh<S: Sampler> {
  /// How many places have been sampled.
  private(set) var evaluations = 0
  private var sampler: S
  private var spans: [Span] = []
  /// The samples of each panel.
  private var samples: [S.Sample.Store] = []
  private var walks: [RayWalk<S.Sample>]
  private var isCutAtKinks = false
  private var places: Places
  private let tolerance: Double
  private let panelLimit: Int
  private let limit: WorkLimit
  /// Why there are no samples, if the pieces of the partition alone take too long; every integral is then without a
  /// bound.
  private var refusal: String?
  private let rule = GaussKronrod.points21

  /// What may stay beyond the end of a ray, relative to the integral.
  private static var negligible: Double { 1e-17 }

  /// A mesh on these spans and rays, to which at most so many panels are added, fewer where a sample is expensive. Each
  /// panel may add an error of `tolerance` times the integral.
  init(
    _ partition: Partition, _ sampler: S, tolerance: Double = DensityPair.tolerance, panelLimit: Int = 4000,
    within limit: WorkLimit = .ofPair
  ) {
    self.sampler = sampler
    self.tolerance = tolerance
    self.limit = limit
    let pieces = partition.spans.count + partition.rays.count
    let affordable = limit.left / (rule.nodes.count * sampler.cost)
    // A panel that is refined is sampled anew.
    self.panelLimit = min(panelLimit + pieces, max(pieces, affordable / 2))
    places = Places(count: rule.nodes.count)
    walks = []
    if partition.isTooFine || pieces > 12 * panelLimit || pieces > affordable {
      refusal = "the densities change in more places than can be integrated over in a second"
      // To have cut the line took its time too, some 25 µs a piece: a search does not refuse without end.
      limit.spend(4000 * max(pieces, panelLimit))
      return
    }
    spans.reserveCapacity(2 * pieces)
    samples.reserveCapacity(2 * pieces)
    for span in partition.spans where !limit.isExhausted { append(span) }
    for ray in partition.rays where !limit.isExhausted {
      var ray = ray
      append(ray.advance())
      walks.append(walk(ray))
    }
    if limit.isExhausted { refusal = givenUp }
  }

  /// The integrals of several integrands over the whole line, on the same panels.
  mutating func integrate(_ integrands: [any Integrand<S.Sample>]) -> [MeshSum] {
    if let refusal {
      return integrands.map { _ in
        var sum = MeshSum(shift: 0)
        sum.error = .infinity
        sum.remark = refusal
        return sum
      }
    }
    if !isCutAtKinks, integrands.contains(where: \.hasKink) {
      isCutAtKinks = true
      for panel in spans.indices { cutAtKinks(panel) }
    }
    var work = Work(integrands, shifts: integrands.map { shift(for: $0) })
    sum(spans.indices, &work)
    while spans.count <= panelLimit, !limit.isExhausted {
      let isRescaled = rescale(&work)
      let hasWalked = walkRays(&work)
      let hasRefined = refine(&work)
      if !isRescaled && !hasWalked && !hasRefined && !rescale(&work) { break }
    }
    // Panels that ran out on the way up a peak leave a sum beyond the shift.
    _ = rescale(&work)
    return integrands.indices.map { i in
      var total = work.total(i, spans)
      total.error += walks.reduce(0) { $0 + $1.remainder(of: integrands[i], shift: work.shifts[i]) }
      if limit.isExhausted { total.remark = givenUp }
      return total
    }
  }

  private var givenUp: String { "given up after \(evaluations) values, which took too much work" }

  /// The sums of each integrand on each panel.
  private struct Work {
    let integrands: [any Integrand<S.Sample>]
    var shifts: [Double]
    /// A panel's sums are together, in the order of the integrands.
    var sums: [PanelSum] = []
    var values = NodeValues()
    /// The integrands that have a formula, with these and their sums over a panel.
    let members: [Int]
    let formulas: [DivergenceFormula]
    var panelSums: [PanelSums] = []

    init(_ integrands: [any Integrand<S.Sample>], shifts: [Double]) {
      self.integrands = integrands
      self.shifts = shifts
      members = integrands.indices.filter { integrands[$0].formula != nil }
      formulas = integrands.compactMap(\.formula)
    }

    /// The sum of the panels' magnitudes, not finite where a panel's sum is not.
    func magnitude(_ integrand: Int) -> Double {
      var magnitude = 0.0
      for index in stride(from: integrand, to: sums.count, by: integrands.count) { magnitude += abs(sums[index].value) }
      return magnitude
    }

    func total(_ integrand: Int, _ spans: [Span]) -> MeshSum {
      var total = MeshSum(shift: shifts[integrand])
      for panel in spans.indices { total.add(sums[panel * integrands.count + integrand], spans[panel]) }
      return total
    }
  }

  /// Samples the nodes of a span, in place of a panel or as a new one.
  private mutating func fill(_ span: Span, _ panel: Int) {
    span.chart.move(&places, to: rule.nodes, middle: span.midpoint, half: span.half)
    sampler.sample(places, into: &samples[panel])
    evaluations += places.count
    limit.spend(places.count * sampler.cost)
  }

  private mutating func append(_ span: Span) {
    spans.append(span)
    samples.append(S.Sample.Store())
    fill(span, spans.count - 1)
  }

  /// Integrates over panels, also over such whose sums are not there yet.
  private func sum(_ panels: Range<Int>, _ work: inout Work) {
    let count = work.integrands.count
    let missing = panels.upperBound * count - work.sums.count
    if missing > 0 { work.sums.append(contentsOf: repeatElement(.none, count: missing)) }
    let shifts = work.members.map { work.shifts[$0] }
    for panel in panels {
      let half = spans[panel].half
      // Where rounding leaves nothing of log p/q the bounds are others.
      let pairs = work.formulas.isEmpty ? nil : samples[panel].pairs
      let isTogether = pairs?.isBlurred == false
      if let pairs, isTogether {
        pairs.panelSums(of: work.formulas, shifts: shifts, rule, into: &work.panelSums)
        for (place, i) in work.members.enumerated() { work.sums[panel * count + i] = PanelSum(work.panelSums[place], half: half) }
        if work.members.count == count { continue }
      }
      for i in 0..<count where !isTogether || work.integrands[i].formula == nil {
        work.integrands[i].evaluate(samples[panel], shift: work.shifts[i], into: &work.values)
        work.sums[panel * count + i] = PanelSum(work.values.panelSums(rule), half: half)
      }
    }
  }

  /// e^shift is taken out of integrands that come near the largest double or stay below what counts as zero.
  private func shift(for integrand: any Integrand<S.Sample>) -> Double {
    let exponent = largestExponent(of: integrand, since: 0)
    return exponent > 300 || (exponent < -20 && exponent.isFinite) ? exponent : 0
  }

  /// The logarithm of the most that a node adds to an integral, on the panels from this one on, whatever the unit of x.
  private func largestExponent(of integrand: any Integrand<S.Sample>, since first: Int) -> Double {
    guard integrand.isShifted else { return 0 }
    return (first..<spans.count).reduce(-.infinity) { largest, panel in
      max(largest, integrand.largestExponent(samples[panel]) + .log(spans[panel].half))
    }
  }

  /// Shifts anew the integrals that overflow or have vanished. Returns whether there were any.
  private func rescale(_ work: inout Work) -> Bool {
    var isChanged = false
    for i in work.integrands.indices {
      let magnitude = work.magnitude(i)
      guard !magnitude.isFinite || (work.shifts[i] != 0 && magnitude < MeshSum.floor) else { continue }
      let shift = shift(for: work.integrands[i])
      if shift != work.shifts[i], shift < .infinity {
        work.shifts[i] = shift
        isChanged = true
      }
    }
    if isChanged { sum(spans.indices, &work) }
    return isChanged
  }

  /// The state of a ray whose last span is the last panel.
  private func walk(_ ray: Ray) -> RayWalk<S.Sample> {
    RayWalk(ray, after: spans[spans.count - 1], samples[spans.count - 1], rule)
  }

  /// Walks every ray until no integrand has anything left beyond its front. Returns whether a ray moved.
  private mutating func walkRays(_ work: inout Work) -> Bool {
    let before = spans.count
    var allowed = negligible(work)
    for index in walks.indices {
      while !walks[index].ray.isExhausted, spans.count <= panelLimit, !limit.isExhausted {
        let isDone = work.integrands.indices.allSatisfy {
          walks[index].remainder(of: work.integrands[$0], shift: work.shifts[$0]) <= allowed[$0]
        }
        if isDone { break }
        var ray = walks[index].ray
        append(ray.advance())
        walks[index] = walk(ray)
        let first = spans.count - 1
        if isCutAtKinks { cutAtKinks(first) }
        sum(first..<spans.count, &work)
        if raiseShifts(&work, since: first) { allowed = negligible(work) }
      }
    }
    return spans.count > before
  }

  /// What each integrand may leave beyond the front of a ray.
  private func negligible(_ work: Work) -> [Double] {
    work.integrands.indices.map { Self.negligible * work.magnitude($0) + MeshSum.floor }
  }

  /// Shifts anew what has grown far beyond its shift on the latest panels. Returns whether anything had.
  private func raiseShifts(_ work: inout Work, since first: Int) -> Bool {
    var isRaised = false
    for i in work.integrands.indices {
      let exponent = largestExponent(of: work.integrands[i], since: first)
      if exponent > work.shifts[i] + 300 {
        work.shifts[i] = exponent
        isRaised = true
      }
    }
    if isRaised { sum(spans.indices, &work) }
    return isRaised
  }

  /// Shifts anew what has come to lie far above or below its shift: refinement replaces samples, the largest one too.
  private func followShifts(_ work: inout Work) {
    let shifts = work.integrands.map { shift(for: $0) }
    guard zip(shifts, work.shifts).contains(where: { abs($0 - $1) > 30 }) else { return }
    work.shifts = shifts
    sum(spans.indices, &work)
  }

  /// Halves the panels on which an integrand has not converged. Returns whether there were any.
  private mutating func refine(_ work: inout Work) -> Bool {
    let (before, count) = (spans.count, work.integrands.count)
    let allowed = work.integrands.indices.map { i in
      // Of an integral beyond the largest double only the logarithm is wanted, to nine digits or to its rounding.
      let tolerance = work.shifts[i] > 720 ? min(1, max(1e-9, 64 * .ulpOfOne * work.shifts[i])) : self.tolerance
      return tolerance * work.magnitude(i) + MeshSum.floor
    }
    var isRefined = false
    for panel in 0..<before where !limit.isExhausted {
      let isCoarse = (0..<count).contains {
        let sum = work.sums[panel * count + $0]
        // Beyond the largest double rounding may be many times the value, and the largest exponent is still to be
        // found.
        if work.shifts[$0] > 720 { return sum.error > allowed[$0] || mayPeak(panel, work.integrands[$0], work.shifts[$0]) }
        return !sum.isNoise && sum.error > max(allowed[$0], 2 * sum.rounding)
      }
      let span = spans[panel]
      if isCoarse, span.lower < span.midpoint, span.midpoint < span.upper {
        split(panel, at: span.midpoint)
        sum(panel..<(panel + 1), &work)
        sum((spans.count - 1)..<spans.count, &work)
        isRefined = true
      }
    }
    followShifts(&work)
    return isRefined
  }

  /// Whether an integrand beyond the largest double may have a peak between the nodes of a panel, or beyond its last
  /// one, that matters to the integral: next to the panel that holds the largest node all values may have underflowed.
  private func mayPeak(_ panel: Int, _ integrand: any Integrand<S.Sample>, _ shift: Double) -> Bool {
    let exponents = places.indices.map { integrand.exponent(samples[panel][$0]) }
    guard let top = exponents.indices.max(by: { exponents[$0] < exponents[$1] }), exponents[top].isFinite else { return false }
    let gap = [top - 1, top + 1].filter(exponents.indices.contains).map { exponents[top] - exponents[$0] }.filter(\.isFinite).max() ?? 0
    // Nodes with steps of a few e-folds resolve a peak, and then the error of the sum tells.
    return gap > 2 + 16 * .ulpOfOne * shift && exponents[top] + gap + .log(spans[panel].half) > shift - 20
  }

  /// Cuts a panel in two; the second part becomes the last panel.
  private mutating func split(_ panel: Int, at t: Double) {
    let (left, right) = spans[panel].split(at: t)
    spans[panel] = left
    fill(left, panel)
    append(right)
  }

  /// Cuts a panel at the zeros of the kink function: those that its nodes bracket, and pairs between two nodes.
  private mutating func cutAtKinks(_ first: Int) {
    var panel = first
    let span = spans[first]
    // A kink at the very end of a panel has no area, and a sliver cut off there may lie outside the support by
    // rounding.
    let margin = 1e-9 * span.half
    let nodes = places.indices.map { (t: span.midpoint + span.half * rule.nodes[$0], value: sampler.kink(samples[first][$0])) }
    let ends = [span.lower, span.upper].map { (t: $0, value: kink(at: $0, span.chart)) }
    let crossings = signChanges(among: [ends[0]] + nodes + [ends[1]]) { kink(at: $0, span.chart) }
    for crossing in crossings where spans[panel].lower + margin < crossing && crossing < spans[panel].upper - margin {
      // From left to right: what is still to be cut is always the last panel.
      split(panel, at: crossing)
      panel = spans.count - 1
    }
  }

  private mutating func kink(at t: Double, _ chart: Chart) -> Double {
    evaluations += 1
    // A value alone takes twice as long as one of a panel.
    limit.spend(2 * sampler.cost)
    return sampler.kink(at: chart.place(at: t))
  }
}
