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

  /// How many values the routines may ask for before the rest is given up: a bound on work, not on time.
  private static var mostCalls: Int { 30_000_000 }

  /// The relative error that each integral may have.
  private static var tolerance: Double { 1e-11 }

  init(_ partition: Partition, _ sampler: S) {
    self.partition = partition
    self.sampler = sampler
  }

  /// The integrals of several integrands over the whole line, and how many places were sampled for them.
  func integrate(_ integrands: [any Integrand<S.Sample>]) -> (sums: [MeshSum], evaluations: Int) {
    let whole = tracks(partition)
    let kinked = integrands.filter(\.hasKink)
    let cut = kinked.isEmpty ? [] : tracks(partition.cutAtKinks(of: kinked, sampler).partition)
    let sums = integrands.map { sum($0, over: $0.hasKink ? cut : whole) }
    return (sums, (whole + cut).reduce(0) { $0 + $1.evaluations })
  }

  private func tracks(_ partition: Partition) -> [Track<S>] {
    (partition.spans.isEmpty ? [] : [Track(partition.spans, sampler)]) + partition.rays.map { Track($0, sampler) }
  }

  /// A sum over all tracks, with e^shift taken out where the integrand comes near the largest double, or stays below
  /// what counts as zero.
  private func sum(_ integrand: any Integrand<S.Sample>, over tracks: [Track<S>]) -> MeshSum {
    for track in tracks { _ = rounding(of: integrand, on: track, shift: 0) }
    var shift = 0.0
    var total = MeshSum(shift: 0)
    for _ in 0..<4 {
      let exponent = integrand.isShifted ? tracks.map { $0.largestExponent(of: integrand) }.max() ?? 0 : 0
      let isMoved = exponent > 300 || exponent < -20 && exponent.isFinite
      // Nodes that the routines added may have found larger values.
      if total.badSpan == nil, total.magnitude > 0, abs(exponent - shift) < 300 || !isMoved { break }
      shift = isMoved ? exponent : 0
      total = sum(integrand, over: tracks, shift: shift)
      if total.magnitude == 0, total.badSpan == nil { break }
    }
    return total
  }

  private func sum(_ integrand: any Integrand<S.Sample>, over tracks: [Track<S>], shift: Double) -> MeshSum {
    var total = MeshSum(shift: shift)
    var early: (reason: String, error: Double)?
    if tracks.reduce(0, { $0 + $1.calls }) > Self.mostCalls, let track = tracks.first {
      total.add(PanelSum(value: 0, error: .infinity, rounding: 0, isNoise: false), track.span(at: track.coordinate(in: 0, at: 0.5)))
      total.remark = "given up after \(Self.mostCalls) values"
      return total
    }
    for track in tracks {
      do throws(IntegrationError) {
        let part = try integral(of: integrand, over: track, shift: shift)
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
  private func integral(of integrand: any Integrand<S.Sample>, over track: Track<S>, shift: Double) throws(IntegrationError) -> Part {
    var first: Estimate
    var reason: String?
    do throws(IntegrationError) {
      first = try Calculus.integrate(over: track.domain, breakpoints: track.breakpoints, tolerance: Self.tolerance) { s in
        let node = track.node(at: s)
        return integrand.value(node.sample, shift: shift) * node.weight
      }
    } catch .unresolved(let best, let words) {
      (first, reason) = (best, "\(track.routine) stopped early, in GSL's words: \(words)")
    }
    let enough = max(0.1 * Self.tolerance * abs(first.value), 1e-300)
    let cells = try track.cells.map { cell throws(IntegrationError) in
      try check(integrand, on: track, cell, shift: shift, absoluteTolerance: enough)
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
    _ integrand: any Integrand<S.Sample>, on track: Track<S>, _ cell: Int, shift: Double, absoluteTolerance: Double
  ) throws(IntegrationError) -> Estimate {
    do throws(IntegrationError) {
      return try integrateByClenshawCurtis(
        over: Interval(0, 1), tolerance: Self.tolerance, absoluteTolerance: absoluteTolerance
      ) { u in
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
