import Calculus
import Densities

/// Takes samples, of whatever a mesh integrates over, at the nodes of a panel.
protocol Sampler {
  associatedtype Sample: Sampled

  /// About how much work a sample is with what is made of it, in the units of `WorkLimit`.
  var cost: Int { get }

  /// Replaces `samples` by one for each place.
  mutating func sample(_ places: Places, into samples: inout Sample.Store)

  /// A function that changes sign where integrands may have a kink.
  func kink(at place: Place) -> Double
  func kink(_ sample: Sample) -> Double
}

/// What a sampler takes at a place.
protocol Sampled {
  /// What samples are kept in together: an array, but for those that loops run over by columns.
  associatedtype Store: SampleStore = [Self] where Store.Sample == Self
}

/// The samples of some places.
protocol SampleStore {
  associatedtype Sample
  init()
  var count: Int { get }
  subscript(index: Int) -> Sample { get }
  /// What there is in them of the samples of a pair.
  var pairs: PairSamples? { get }
}

extension SampleStore {
  var pairs: PairSamples? { nil }
}

extension Array: SampleStore {
  typealias Sample = Element
}

/// Something to integrate over the samples of a mesh.
protocol Integrand<Sample>: Sendable {
  associatedtype Sample: Sampled

  /// The value at a sample times e^−shift, per unit of the chart's coordinate.
  func value(_ sample: Sample, shift: Double) -> Double

  /// A bound on the rounding error of a value, without that of the last operations, which the sum adds.
  func rounding(_ sample: Sample, value: Double) -> Double

  /// The logarithm of the value's fastest growing factor, from which the shift is taken.
  func exponent(_ sample: Sample) -> Double

  /// Whether values may be beyond the doubles or far below 1, so that a shift is taken out of them.
  var isShifted: Bool { get }

  /// Whether the integrand has a kink where the sampler's `kink` changes sign.
  var hasKink: Bool { get }

  /// Whether the integrand is an analytic function of the densities, so that it needs no panels where these are smooth.
  var smoothness: Smoothness { get }

  /// The integrand as a formula for the processor's vectors, if there is one and the samples have those of a pair in them.
  var formula: DivergenceFormula? { get }

  /// The values at the samples with bounds on their rounding: a loop that is compiled for the integrand's own type.
  func evaluate(_ samples: Sample.Store, shift: Double, into values: inout NodeValues)

  /// The largest exponent among the samples.
  func largestExponent(_ samples: Sample.Store) -> Double
}

extension Integrand {
  var isShifted: Bool { false }
  var hasKink: Bool { false }

  var smoothness: Smoothness { .unknown }
  var formula: DivergenceFormula? { nil }

  func exponent(_ sample: Sample) -> Double { 0 }

  func evaluate(_ samples: Sample.Store, shift: Double, into values: inout NodeValues) {
    values.fill(samples.count) { node in
      let sample = samples[node]
      let value = value(sample, shift: shift)
      return (value, rounding(sample, value: value))
    }
  }

  func largestExponent(_ samples: Sample.Store) -> Double {
    (0..<samples.count).reduce(-.infinity) { max($0, exponent(samples[$1])) }
  }
}

/// On the samples of pairs the loop is over columns.
protocol PairIntegrand: Integrand, PairFunction where Sample == PairSample {}

extension PairIntegrand {
  @inline(__always)
  func node(_ sample: PairSample, shift: Double) -> (value: Double, rounding: Double) {
    let value = value(sample, shift: shift)
    return (value, rounding(sample, value: value))
  }

  func evaluate(_ samples: PairSamples, shift: Double, into values: inout NodeValues) {
    samples.evaluate(self, shift: shift, into: &values)
  }
}

/// Where a function of two positive numbers is analytic.
package enum Smoothness: Equatable, Sendable {
  /// Nothing is known, or there is a kink.
  case unknown
  /// On all complex numbers but 0.
  case entire
  /// But for the ratios p/q of minus this, as those of a logarithm of the mean.
  case singular(at: Double)
  /// ½ |p − q|: linear but for a kink at p = q, so that it is made of distribution functions at the crossings.
  case variation
}

/// The values of an integrand at some nodes, with bounds on their rounding: storage that is used again.
package struct NodeValues {
  /// How many nodes there are; the arrays may have room for more.
  private(set) var count = 0
  private(set) var values: [Double] = []
  private(set) var roundings: [Double] = []

  /// Sets a value with the bound on its rounding for each of so many nodes.
  @inline(__always)
  mutating func fill(_ count: Int, _ node: (Int) -> (value: Double, rounding: Double)) {
    fill(count) { values, roundings in
      var first = values.mutableSpan
      var second = roundings.mutableSpan
      precondition(first.count >= count && second.count >= count)
      for index in 0..<count { (first[index], second[index]) = node(index) }
    }
  }

  /// The same by something that sets all of them.
  @inline(__always)
  mutating func fill(_ count: Int, all: (_ values: inout [Double], _ roundings: inout [Double]) -> Void) {
    self.count = count
    if values.count < count {
      values.resize(to: count)
      roundings.resize(to: count)
    }
    all(&values, &roundings)
  }

  /// The sums of the values times weights.
  func sums(_ weights: [Double]) -> WeightedSums { WeightedSums(values, errors: roundings, weights: weights) }

  /// Their sums over a panel.
  func panelSums(_ rule: GaussKronrod) -> PanelSums { PanelSums(values, errors: roundings, rule) }

  /// Replaces the bound on the rounding of one node.
  mutating func replaceRounding(of node: Int, by rounding: Double) { roundings[node] = rounding }
}

/// A sample of two densities, whose masses show whether a mesh has seen all of them.
protocol MassSample: Sampled {
  /// What integrates a mass over samples of this kind.
  associatedtype Mass: MassIntegrand where Mass.Sample == Self

  /// p dx/dt or q dx/dt, with a bound on its relative rounding.
  func density(isP: Bool) -> (value: Double, rounding: Double)
}

/// A sample that has one of a pair in it.
protocol PairedSample: MassSample where Store == PairedSamples<Self> {
  var pair: PairSample { get }
}

/// Samples with those of the pair in them.
struct PairedSamples<Sample>: SampleStore {
  fileprivate(set) var columns = PairSamples()
  fileprivate var samples: [Sample] = []
  var pairs: PairSamples? { columns }

  var count: Int { samples.count }
  subscript(index: Int) -> Sample { samples[index] }
}

extension PairedSample {
  func density(isP: Bool) -> (value: Double, rounding: Double) { pair.density(isP: isP) }
}

/// Samples a pair with something else at each place.
struct PairedSampler<Sample: PairedSample>: Sampler {
  private var pairs: PairSampler
  private let extended: (PairSamples, Places) -> [Sample]
  let cost: Int

  /// - Parameters:
  ///   - p: the density of P.
  ///   - q: the density of Q.
  ///   - costs: how many times as much work a sample is as one of the pair.
  ///   - extended: the samples of so many places, from those of the pair.
  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity, costs: Int = 1, _ extended: @escaping (PairSamples, Places) -> [Sample]) {
    pairs = PairSampler(p, q)
    cost = costs * pairs.cost
    self.extended = extended
  }

  mutating func sample(_ places: Places, into samples: inout PairedSamples<Sample>) {
    pairs.sample(places, into: &samples.columns)
    samples.samples = extended(samples.columns, places)
  }

  func kink(at place: Place) -> Double { pairs.kink(at: place) }
  func kink(_ sample: Sample) -> Double { pairs.kink(sample.pair) }
}

/// The mass of one of the densities: 1, if the mesh has seen all of it.
///
/// Each kind of sample has a type for it, in a line, since a loop is compiled for a type that is not generic.
protocol MassIntegrand: Integrand where Sample: MassSample {
  /// Whether the mass is that of P.
  var isP: Bool { get }
  init(isP: Bool)
}

extension MassIntegrand {
  var smoothness: Smoothness { .entire }
  func value(_ s: Sample, shift: Double) -> Double { s.density(isP: isP).value }
  func rounding(_ s: Sample, value: Double) -> Double { value == 0 ? 0 : value * s.density(isP: isP).rounding }
}
