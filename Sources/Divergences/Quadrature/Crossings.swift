import Calculus
import Densities
import Scalars

/// The points at which p and q cross: those that the nodes on their partition bracket, and pairs between two nodes.
///
/// The cells are halved first, `halvings` times, which finds the same crossings unless a pair had been missed.
package func crossings(of p: any AnalyticDensity, _ q: any AnalyticDensity, halvings: Int = 0) -> [Double] {
  let partition = (0..<halvings).reduce(Partition([p, q])) { partition, _ in partition.halved }
  return partition.cutAtKinks(of: [TotalVariation().integrand], PairSampler(p, q)).crossings
}

extension Partition {
  /// The partition with its spans cut where the sampler's kink function changes sign, and these points; rays are walked
  /// to where nothing is left of the integrands. Where a limit of work is reached the rest is missing.
  func cutAtKinks<S: Sampler>(
    of integrands: [any Integrand<S.Sample>], _ sampler: S, within limit: WorkLimit? = nil
  ) -> (partition: Partition, crossings: [Double]) {
    var (cutter, rays) = (Cutter(integrands: integrands, sampler: sampler, limit: limit), [Ray]())
    for span in spans where !cutter.isExhausted { _ = cutter.cut(span) }
    for ray in self.rays {
      var ray = ray
      repeat {
        let sizes = cutter.cut(ray.advance())
        if (ray.sense > 0 ? sizes.last : sizes.first) ?? 0 <= 1e-25 * cutter.largest { break }
      } while !ray.isExhausted && !cutter.isExhausted
      rays.append(ray)
    }
    return (Partition(spans: cutter.spans, rays: rays), cutter.crossings.sorted())
  }

  /// x at the nodes of every span, and of the rays as far as doubles reach.
  var nodes: [Double] {
    let tails = rays.flatMap { ray in
      var ray = ray
      return (0..<10).map { _ in ray.advance() }
    }
    return (spans + tails).flatMap { span in span.nodes.map { span.chart.place(at: $0).x } }.filter(\.isFinite)
  }

  /// Every span cut in the middle, with the first span of every ray.
  fileprivate var halved: Partition {
    var (whole, rays) = (spans, rays)
    for index in rays.indices { whole.append(rays[index].advance()) }
    return Partition(
      spans: whole.flatMap { span in
        let (left, right) = span.split(at: span.midpoint)
        return [left, right]
      }, rays: rays)
  }
}

extension Span {
  /// The nodes of the 21-point rule on it.
  fileprivate var nodes: [Double] { GaussKronrod.points21.nodes.map { midpoint + half * $0 } }
}

/// Cuts spans at the kinks of some integrands.
private struct Cutter<S: Sampler> {
  let integrands: [any Integrand<S.Sample>]
  var sampler: S
  let limit: WorkLimit?
  private(set) var spans: [Span] = []
  private(set) var crossings: Set<Double> = []
  /// The largest integrand at any node.
  private(set) var largest = 0.0

  init(integrands: [any Integrand<S.Sample>], sampler: S, limit: WorkLimit?) {
    self.integrands = integrands
    self.sampler = sampler
    self.limit = limit
  }

  var isExhausted: Bool { limit?.isExhausted ?? false }

  /// Adds the parts of a span; returns the largest integrand at each of its nodes.
  mutating func cut(_ span: Span) -> [Double] {
    let points = [span.lower] + span.nodes + [span.upper]
    var samples = S.Sample.Store()
    sampler.sample(span.chart.places(at: points), into: &samples)
    limit?.spend(points.count * sampler.cost)
    let inner = 1..<(points.count - 1)
    let sizes = inner.map { node in integrands.reduce(0.0) { max($0, abs($1.value(samples[node], shift: 0))) } }
    largest = max(largest, sizes.max() ?? 0)
    let kinks = signChanges(among: points.indices.map { (t: points[$0], value: sampler.kink(samples[$0])) }) {
      limit?.spend(2 * sampler.cost)
      return sampler.kink(at: span.chart.place(at: $0))
    }
    crossings.formUnion(kinks.map { span.chart.place(at: $0).x })
    var rest = span
    // A crossing may be at an end of the span, where there is nothing to cut.
    for kink in kinks where rest.lower < kink && kink < rest.upper {
      let (left, right) = rest.split(at: kink)
      spans.append(left)
      rest = right
    }
    spans.append(rest)
    return sizes
  }
}

/// The zeros of a function that its values at points bracket, and pairs of zeros between two points, by increasing t.
func signChanges(among known: [(t: Double, value: Double)], of f: (Double) -> Double) -> [Double] {
  let dips = dips(known, of: f)
  let points = dips.isEmpty ? known : (known + dips).sorted { $0.t < $1.t }
  return zip(points, points.dropFirst()).compactMap { previous, next in
    // On a span a few ulps wide the outermost nodes round to its ends, or past them.
    guard (previous.value < 0) != (next.value < 0), previous.t < next.t else { return nil }
    return root(in: Interval(previous.t, next.t), ends: (previous.value, next.value), of: f)
  }
}

/// Points at which a function has the other sign than at three neighbours around: it touches zero and comes back.
///
/// A parabola through the neighbours says where to look. Where it comes near zero the lowest point is searched for by
/// golden section until the sign is the other one, or the parabola through closer points stays away from zero; a dip that
/// thirty steps do not find is narrower than 10⁻⁶ of the distance of the neighbours. One that the parabola does not show
/// is missed.
func dips(_ points: [(t: Double, value: Double)], of f: (Double) -> Double) -> [(t: Double, value: Double)] {
  var dips: [(t: Double, value: Double)] = []
  if points.count < 3 { return [] }
  for index in 1..<(points.count - 1) {
    let (a, b, c) = (points[index - 1], points[index], points[index + 1])
    // A dip shows at the lowest of three points; that beside an end has no further three to show it.
    let isLowest = abs(b.value) <= abs(a.value) && abs(b.value) <= abs(c.value)
    if !isLowest && index > 1 && index < points.count - 2 { continue }
    if let start = dip(a, b, c, b.value < 0 ? -1 : 1), let found = search(from: a, to: c, startingAt: start, b.value < 0 ? -1 : 1, f) {
      dips.append(found)
    }
  }
  return dips
}

/// Where the parabola through three points of one sign comes near zero, if it does between them.
@inline(__always)
private func dip(
  _ a: (t: Double, value: Double), _ b: (t: Double, value: Double), _ c: (t: Double, value: Double), _ sign: Double
) -> Double? {
  let lowest = min(sign * a.value, sign * b.value, sign * c.value)
  guard lowest >= 0, let vertex = vertex(a, b, c, sign), vertex.value < 0.75 * lowest || lowest == 0 else { return nil }
  return vertex.t
}

/// The lowest point of the parabola through three points, if it has one between them.
@inline(__always)
private func vertex(
  _ a: (t: Double, value: Double), _ b: (t: Double, value: Double), _ c: (t: Double, value: Double), _ sign: Double
) -> (t: Double, value: Double)? {
  let (left, right) = (b.t - a.t, c.t - b.t)
  let (before, after) = (sign * (b.value - a.value), sign * (c.value - b.value))
  // Most parabolas are not convex, or fall or rise all the way.
  guard left > 0, right > 0, after * left > before * right else { return nil }
  let curvature = (after / right - before / left) / (left + right)
  let slope = (before / left * right + after / right * left) / (left + right)
  let t = b.t - slope / (2 * curvature)
  guard curvature > 0, curvature.isFinite, a.t < t, t < c.t else { return nil }
  return (t, sign * b.value - slope * slope / (4 * curvature))
}

/// A point between two at which f has the other sign, found on the way to its minimum.
private func search(
  from lower: (t: Double, value: Double), to upper: (t: Double, value: Double), startingAt start: Double, _ sign: Double,
  _ f: (Double) -> Double
) -> (t: Double, value: Double)? {
  let golden = 0.6180339887498949
  var (a, b) = (lower, upper)
  var best = (t: start, value: f(start))
  for _ in 0..<30 where sign * best.value >= 0 {
    guard dip(a, best, b, sign) != nil else { return nil }
    // The next point is in the longer of the two parts beside the best one.
    let isLeft = best.t - a.t > b.t - best.t
    let t = isLeft ? best.t - (1 - golden) * (best.t - a.t) : best.t + (1 - golden) * (b.t - best.t)
    guard a.t < t, t < b.t, t != best.t else { break }
    let point = (t: t, value: f(t))
    if sign * point.value < sign * best.value {
      if isLeft { b = best } else { a = best }
      best = point
    } else if isLeft {
      a = point
    } else {
      b = point
    }
  }
  return sign * best.value < 0 ? best : nil
}
