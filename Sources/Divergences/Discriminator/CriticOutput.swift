package import Calculus
package import Densities
import Scalars

/// The output of a critic along the line, at several places together and each within a bound of its own: what integrals over a learned critic are taken of.
package struct CriticOutput: Sendable {
  /// Where the output has kinks or may change within a short way: there the line is cut.
  let marks: [Double]
  /// Whether it tells places apart that are closer to a singular end than the rounding of x.
  let seesPlaces: Bool
  let values: @Sendable ([Place]) -> [Estimate]

  /// An output by its values, one for each place, of whose error theirs are bounds.
  package init(marks: [Double] = [], values: @escaping @Sendable ([Place]) -> [Estimate]) {
    self.marks = marks.filter(\.isFinite)
    self.values = values
    seesPlaces = true
  }

  /// An output without error.
  init(of output: @escaping @Sendable (Place) -> Double) {
    self.init { $0.map { Estimate(value: output($0), error: 0) } }
  }

  /// An output without error that looks at the rounded x alone.
  init(ofRounded output: @escaping @Sendable (Double) -> Double) {
    marks = []
    values = { $0.map { Estimate(value: output($0.x), error: 0) } }
    seesPlaces = false
  }
}

/// Both densities and the output of a critic at a node.
struct CriticSample {
  let pair: PairSample
  let place: Place
  let output: Estimate
}

/// A function of both densities and the critic's output, with what their errors may do to it.
struct CriticIntegrand: Integrand {
  let seesPlaces: Bool
  let function: @Sendable (CriticSample) -> Double
  let sensitivity: @Sendable (CriticSample) -> Double

  func value(_ s: CriticSample, shift: Double) -> Double { function(s) }
  func rounding(_ s: CriticSample, value: Double) -> Double {
    abs(value) * (4 * s.pair.rounding + (seesPlaces ? 0 : s.place.roundedShare)) + sensitivity(s)
  }
}

/// Samples both densities and the critic at the nodes of a panel.
private struct CriticSampler: Sampler {
  private var pairs: PairSampler
  private let output: CriticOutput
  private var samples: [PairSample] = []

  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity, _ output: CriticOutput) {
    pairs = PairSampler(p, q)
    self.output = output
  }

  var cost: Int { pairs.cost }

  mutating func sample(_ places: [Place], into samples: inout [CriticSample], at start: Int) {
    pairs.sample(places, into: &self.samples, at: 0)
    let values = output.values(places)
    for i in places.indices {
      let sample = CriticSample(pair: self.samples[i], place: places[i], output: values[i])
      if start + i < samples.count { samples[start + i] = sample } else { samples.append(sample) }
    }
  }

  func kink(at place: Place) -> Double { pairs.kink(at: place) }
  func kink(_ sample: CriticSample) -> Double { pairs.kink(sample.pair) }
}

/// Integrals over both densities and a critic, on one mesh that must also see all of the masses.
func integrate(_ p: any AnalyticDensity, _ q: any AnalyticDensity, _ output: CriticOutput, _ integrands: [CriticIntegrand]) -> [Estimate] {
  let masses = [\PairSample.p, \PairSample.q].map { mass in
    CriticIntegrand(seesPlaces: true) {
      $0.pair[keyPath: mass]
    } sensitivity: { _ in
      0
    }
  }
  var mesh = Mesh(Partition([p, q], marks: output.marks), CriticSampler(p, q, output))
  let sums = mesh.integrate(integrands + masses)
  let defect = sums.suffix(2).reduce(0) { $0 + abs($1.value - 1) + $1.error }
  return sums.dropLast(2).map { sum in
    let estimate = sum.estimate(evaluations: mesh.evaluations)
    // A defect of mass moves an integral by about as much of itself; a large one means that something was not seen.
    let error = defect <= 1e-6 ? estimate.error + 2 * defect * abs(estimate.value) : .infinity
    return Estimate(value: estimate.value, error: error.isNaN ? .infinity : error, evaluations: estimate.evaluations)
  }
}
