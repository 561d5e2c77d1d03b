import Calculus
import Densities
import RealModule
import Scalars

/// A part of a partition that one of GSL's routines covers, with the samples taken on it.
///
/// It is either the spans one after the other, each of length 1 in the coordinate s, so that each keeps the digits of
/// its own chart and the break points are the integers; or a ray, whose coordinate is its chart's t.
final class Track<S: Sampler> {
  private let spans: [Span]
  private let ray: Ray?
  private let limit: WorkLimit
  private var sampler: S
  private var buffer = S.Sample.Store()
  /// The samples by their coordinate: integrals over the same cells begin with the same nodes.
  private var known: [Double: S.Sample] = [:]

  /// The samples with what the chart's coordinate changes by when s does.
  typealias Node = (sample: S.Sample, weight: Double)

  init(_ spans: [Span], _ sampler: S, within limit: WorkLimit) {
    (self.spans, ray, self.sampler, self.limit) = (spans, nil, sampler, limit)
  }

  init(_ ray: Ray, _ sampler: S, within limit: WorkLimit) {
    (spans, self.ray, self.sampler, self.limit) = ([], ray, sampler, limit)
  }

  /// How much work a value is that is looked up, with what is made of it, in the units of `WorkLimit`.
  static var lookUp: Int { 30 }

  /// How often a value was asked for, also at a place that had been sampled.
  private(set) var calls = 0

  /// The work so far, without that of the samples, which other integrals over the same cells have too.
  var work: Int { calls * Self.lookUp }

  /// How many places have been sampled.
  var evaluations: Int { known.count }

  /// The largest exponent among the samples so far, per unit of s.
  func largestExponent(of integrand: any Integrand<S.Sample>) -> Double {
    known.reduce(-.infinity) { max($0, integrand.exponent($1.value) + .log(point(at: $1.key).weight)) }
  }

  /// Whether an integrand with this shift may have a peak between two samples that matters to the integral: beside the
  /// largest exponent of a cell all others may have underflowed, and the routines then agree on what is left.
  func mayPeak(_ integrand: any Integrand<S.Sample>, shift: Double) -> Bool {
    let exponents = known.sorted { $0.key < $1.key }.map { node in
      (cell: cell(of: node.key), value: integrand.exponent(node.value) + .log(point(at: node.key).weight), s: node.key)
    }
    return exponents.indices.contains { index in
      let top = exponents[index]
      guard top.value.isFinite else { return false }
      let neighbours = [index - 1, index + 1].filter(exponents.indices.contains).map { exponents[$0] }
        .filter { $0.cell == top.cell && $0.value.isFinite }
      if neighbours.contains(where: { $0.value > top.value }) { return false }
      // Nodes with steps of a few e-folds resolve a peak, and then the errors of the routines tell.
      return neighbours.contains { other in
        let gap = top.value - other.value
        return gap > 2 + 16 * .ulpOfOne * abs(shift) && top.value + gap + .log(abs(top.s - other.s)) > shift - 20
      }
    }
  }

  /// The cell of a coordinate.
  private func cell(of s: Double) -> Int { ray == nil ? Int(s) : 0 }

  /// The name of GSL's routine for it.
  var routine: String { ray == nil ? "QAGP" : domain.lower == -.infinity ? "QAGIL" : "QAGIU" }

  /// What the coordinate runs over.
  var domain: Interval {
    guard let ray else { return Interval(0, Double(spans.count)) }
    return ray.sense < 0 ? Interval(-.infinity, ray.front) : Interval(ray.front, .infinity)
  }

  /// The ends of the spans.
  var breakpoints: [Double] { spans.indices.map { Double($0) } }

  /// The spans, or the ray as one cell.
  var cells: Range<Int> { 0..<(ray == nil ? spans.count : 1) }

  /// The coordinate at a share u of a cell, for 0 ≤ u ≤ 1; a ray begins at u = 1 and is mapped as QAGIU maps it, by
  /// (1 − u)/u. Next to its ends, where a density may jump, a span is approached from inside.
  func coordinate(in cell: Int, at u: Double) -> Double {
    if let ray { return ray.front + ray.sense * (1 - u) / u }
    let s = Double(cell) + u
    return s <= Double(cell) ? Double(cell).nextUp : s >= Double(cell + 1) ? Double(cell + 1).nextDown : s
  }

  /// The sample at a share of a cell, with the change of the chart's coordinate by u; nil at the end of a ray.
  func node(in cell: Int, at u: Double) -> Node? {
    if ray != nil, u <= 0 { return nil }
    let node = node(at: coordinate(in: cell, at: u))
    return ray == nil ? node : (node.sample, 1 / (u * u))
  }

  /// The sample at a coordinate.
  func node(at s: Double) -> Node {
    calls += 1
    limit.spend(Self.lookUp)
    let (chart, t, weight) = point(at: s)
    if let sample = known[s] { return (sample, weight) }
    sampler.sample(Places(chart.place(at: t)), into: &buffer)
    limit.spend(sampler.cost)
    known[s] = buffer[0]
    return (buffer[0], weight)
  }

  /// A point as a span without length, to say where an integrand was not finite.
  func span(at s: Double) -> Span {
    let (chart, t, _) = point(at: s)
    return Span(chart: chart, lower: t, upper: t)
  }

  private func point(at s: Double) -> (chart: Chart, t: Double, weight: Double) {
    if let ray { return (ray.chart, s, 1) }
    let span = spans[max(0, min(Int(s), spans.count - 1))]
    let length = span.upper - span.lower
    let t = span.lower + (s - s.rounded(.down)) * length
    // Rounding may reach an end of the span, where a density may have its jump.
    return (span.chart, max(span.lower.nextUp, min(t, span.upper.nextDown)), length)
  }
}
