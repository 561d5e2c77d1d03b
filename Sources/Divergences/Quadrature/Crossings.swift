import Calculus
import Densities
import Scalars

/// The points at which p and q cross: on each cell of their partition and into the tails, those that the nodes of a
/// rule bracket and pairs that lie between two nodes.
///
/// The cells are halved first, `halvings` times. With one more the same crossings come out, unless a pair of them had
/// been missed.
package func crossings(of p: any AnalyticDensity, _ q: any AnalyticDensity, halvings: Int = 0) -> [Double] {
  let partition = (0..<halvings).reduce(Partition([p, q])) { partition, _ in partition.halved }
  return partition.cutAtKinks(of: [FDivergenceIntegrand(divergence: TotalVariation())], PairSampler(p, q)).crossings
}

extension Partition {
  /// The partition with its spans cut where the sampler's kink function changes sign, and the points where; rays are
  /// walked, and cut, to where nothing is left of the integrands. Where a limit of work is reached the rest is missing.
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
    var samples: [S.Sample] = []
    sampler.sample(points.map { span.chart.place(at: $0) }, into: &samples, at: 0)
    limit?.spend(points.count * sampler.cost)
    let sizes = samples.dropFirst().dropLast().map { sample in integrands.reduce(0.0) { max($0, abs($1.value(sample, shift: 0))) } }
    largest = max(largest, sizes.max() ?? 0)
    let kinks = signChanges(among: zip(points, samples).map { (t: $0, value: sampler.kink($1)) }) {
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
