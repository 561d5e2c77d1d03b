import Calculus
import Densities
import RealModule
import Scalars

/// GSL's own adaptive routines on the cells of a partition: the second route to whatever a `Mesh` integrates.
///
/// QAGP takes the spans, with every cut as a break point, and QAGIU and QAGIL take the rays, one integral after the
/// other. What GSL estimates as its error is true only of what its nodes have seen, and its extrapolation may
/// converge to something else. So the error of each sum also has the distance from what CQUAD finds on the same
/// cells, and the rounding of the integrand. Callers add what the masses on the same cells miss, as for a mesh.
struct AdaptiveQuadrature<S: Sampler> {
  private let partition: Partition
  private let sampler: S
  private let rule = GaussKronrod.points21
  private let limit: WorkLimit

  /// The relative error that each integral may have.
  private static var tolerance: Double { 1e-11 }

  init(_ partition: Partition, _ sampler: S, within limit: WorkLimit = .ofSecondRoute) {
    self.partition = partition
    self.sampler = sampler
    self.limit = limit
  }

  /// The integrals of several integrands over the whole line, and how many places were sampled for them.
  ///
  /// Each may take twice its part of the work that is left. The last ones are taken first: they are the masses, without
  /// which the others are of no use.
  func integrate(_ integrands: [any Integrand<S.Sample>]) -> (sums: [MeshSum], evaluations: Int) {
    let nodes = rule.nodes.count * (partition.spans.count + partition.rays.count)
    guard nodes * sampler.cost <= limit.left else { return (integrands.map { _ in Self.notBegun }, 0) }
    let whole = tracks(partition)
    let kinked = integrands.filter(\.hasKink)
    let cut = kinked.isEmpty ? [] : tracks(partition.cutAtKinks(of: kinked, sampler, within: limit).partition)
    let sums = integrands.enumerated().reversed().map { index, integrand in
      let tracks = integrand.hasKink ? cut : whole
      let (share, before) = (2 * limit.left / (index + 2), work(tracks))
      guard 10 * nodes * Track<S>.lookUp <= share else { return Self.notBegun }
      return sum(integrand, over: tracks, until: before + share)
    }
    return (sums.reversed(), (whole + cut).reduce(0) { $0 + $1.evaluations })
  }

  private func work(_ tracks: [Track<S>]) -> Int { tracks.reduce(0) { $0 + $1.work } }

  /// An integral of which nothing is known.
  private static var notBegun: MeshSum {
    var total = MeshSum(shift: 0)
    total.error = .infinity
    total.remark = "given up before GSL began: the integrals of this pair take too much work"
    return total
  }

  private func tracks(_ partition: Partition) -> [Track<S>] {
    (partition.spans.isEmpty ? [] : [Track(partition.spans, sampler, within: limit)])
      + partition.rays.map { Track($0, sampler, within: limit) }
  }

  /// A sum over all tracks, with e^shift taken out where the integrand comes near the largest double, or stays below
  /// what counts as zero.
  private func sum(_ integrand: any Integrand<S.Sample>, over tracks: [Track<S>], until most: Int) -> MeshSum {
    for track in tracks { _ = rounding(of: integrand, on: track, shift: 0) }
    var shift = 0.0
    var total = MeshSum(shift: 0)
    for _ in 0..<4 {
      let exponent = integrand.isShifted ? tracks.map { $0.largestExponent(of: integrand) }.max() ?? 0 : 0
      let isMoved = exponent > 300 || exponent < -20 && exponent.isFinite
      // Nodes that the routines added may have found larger values.
      if total.badSpan == nil, total.magnitude > 0, abs(exponent - shift) < 300 || !isMoved { break }
      shift = isMoved ? exponent : 0
      total = sum(integrand, over: tracks, shift: shift, until: most)
      if total.magnitude == 0, total.badSpan == nil { break }
    }
    return total
  }

  private func sum(_ integrand: any Integrand<S.Sample>, over tracks: [Track<S>], shift: Double, until most: Int) -> MeshSum {
    var total = MeshSum(shift: shift)
    var early: (reason: String, error: Double)?
    for track in tracks {
      do throws(IntegrationError) {
        let part = try integral(of: integrand, over: track, shift: shift, until: track.work + most - work(tracks))
        let rounding = rounding(of: integrand, on: track, shift: shift) + .ulpOfOne * part.magnitude
        let sum = PanelSum(value: part.value, error: part.error, rounding: rounding, isNoise: false)
        total.add(sum, track.span(at: track.coordinate(in: 0, at: 0.5)), magnitude: part.magnitude)
        if let other = part.early, other.error >= early?.error ?? 0 { early = other }
      } catch {
        // Nothing but a value that is not finite ends a part without an estimate.
        let s = if case .notFinite(let place) = error { place } else { 0.0 }
        total.add(PanelSum(value: .nan, error: 0, rounding: 0, isNoise: false), track.span(at: s), magnitude: 0)
      }
    }
    if shift != 0, let track = tracks.first(where: { $0.mayPeak(integrand, shift: shift) }) {
      total.error = .infinity
      total.remark = "\(track.routine) has not resolved the peak of the integrand"
      return total
    }
    // What stopped early may not matter to the sum.
    if let early, early.error > Self.tolerance * total.magnitude { total.remark = early.reason }
    return total
  }

  /// What GSL has found on a track.
  private struct Part {
    let value: Double
    /// The error of the routine that gave the value, and the distance of the two.
    let error: Double
    /// The sum of the cells' magnitudes.
    let magnitude: Double
    /// Why the first routine stopped early, in GSL's words, and the error that it was left with.
    let early: (reason: String, error: Double)?
  }

  /// The integral over one track by two of GSL's routines: the value is that of the first, or CQUAD's where the first
  /// stopped early and CQUAD knows it better.
  ///
  /// Where the work runs out the value has no bound.
  private func integral(
    of integrand: any Integrand<S.Sample>, over track: Track<S>, shift: Double, until most: Int
  ) throws(IntegrationError) -> Part {
    var first: Estimate
    var reason: String?
    do throws(IntegrationError) {
      first = try Calculus.integrate(over: track.domain, breakpoints: track.breakpoints, tolerance: Self.tolerance) { s in
        if track.work > most || limit.isExhausted { return 0 }
        let node = track.node(at: s)
        return integrand.value(node.sample, shift: shift) * node.weight
      }
    } catch .unresolved(let best, let words) {
      (first, reason) = (best, "\(track.routine) stopped early, in GSL's words: \(words)")
    }
    if track.work > most || limit.isExhausted { reason = nil }
    let enough = max(0.1 * Self.tolerance * abs(first.value), 1e-300)
    let cells = try track.cells.map { cell throws(IntegrationError) in
      try check(integrand, on: track, cell, shift: shift, absoluteTolerance: enough, most)
    }
    if track.work + Track<S>.lookUp > most || limit.isExhausted {
      let words = "given up after \(track.calls) values" + (reason.map { "; \($0)" } ?? "")
      return Part(value: first.value, error: .infinity, magnitude: abs(first.value), early: (words, .infinity))
    }
    let (value, error) = (cells.map(\.value).compensatedSum(), cells.reduce(0) { $0 + $1.error })
    let isReplaced = reason != nil && error < first.error
    if isReplaced { reason? += "; the value is CQUAD's" }
    return Part(
      value: isReplaced ? value : first.value, error: (isReplaced ? error : first.error) + abs(first.value - value),
      magnitude: cells.reduce(0) { $0 + abs($1.value) }, early: reason.map { ($0, first.error) })
  }

  /// The integral over a cell by CQUAD, as good as it gets.
  private func check(
    _ integrand: any Integrand<S.Sample>, on track: Track<S>, _ cell: Int, shift: Double, absoluteTolerance: Double, _ most: Int
  ) throws(IntegrationError) -> Estimate {
    do throws(IntegrationError) {
      return try integrateByClenshawCurtis(
        over: Interval(0, 1), tolerance: Self.tolerance, absoluteTolerance: absoluteTolerance,
        mostValues: min(1_000_000, (most - track.work) / Track<S>.lookUp)
      ) { u in
        if limit.isExhausted { return 0 }
        guard let node = track.node(in: cell, at: u) else { return 0 }
        let value = integrand.value(node.sample, shift: shift)
        return value == 0 ? 0 : value * node.weight
      }
    } catch .notFinite(let u) {
      throw .notFinite(at: track.coordinate(in: cell, at: u))
    } catch .unresolved(let best, _) {
      return best
    }
  }

  /// What the rounding of the integrand's values may add up to, by the rule that the routines begin with.
  private func rounding(of integrand: any Integrand<S.Sample>, on track: Track<S>, shift: Double) -> Double {
    var total = 0.0
    for cell in track.cells {
      for (abscissa, weight) in zip(rule.nodes, rule.weights) {
        guard let node = track.node(in: cell, at: 0.5 + 0.5 * abscissa) else { continue }
        let rounding = integrand.rounding(node.sample, value: integrand.value(node.sample, shift: shift))
        if rounding != 0 { total += 0.5 * weight * node.weight * rounding }
      }
    }
    return total
  }
}
