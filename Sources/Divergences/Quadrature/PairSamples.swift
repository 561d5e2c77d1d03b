import Calculus
import Densities
import RealModule

/// The samples of a pair at some places, as columns of numbers that loops run over.
package struct PairSamples: SampleStore {
  /// How many there are.
  package private(set) var count = 0
  /// How many each column has room for.
  private var capacity = 0
  /// The columns one after another, in one piece of storage.
  private var numbers: [Double] = []
  /// At how many of the nodes rounding leaves little or nothing of the logarithm of the ratio.
  private var blurredCount = 0

  private enum Column: Int, CaseIterable {
    // As `VectorFunctions.pair` has them.
    case logP, logQ, roundingP, roundingQ, logRatio, ratioRounding, larger, ratio, minusOne, remainder, sensitivity, p, q
    case logJacobian

    static let count = Column.allCases.count
  }

  /// No samples.
  package init() {}

  private func part(_ column: Column) -> Range<Int> {
    (column.rawValue &* capacity)..<(column.rawValue &* capacity &+ count)
  }

  /// One of the samples, put together from the columns.
  package subscript(index: Int) -> PairSample {
    precondition(index < count)
    func number(_ column: Column) -> Double { numbers[column.rawValue * capacity + index] }
    return PairSample(
      logP: number(.logP), logQ: number(.logQ), logRatio: number(.logRatio), larger: number(.larger),
      ratio: LogRatio(
        log: -abs(number(.logRatio)), value: number(.ratio), minusOne: number(.minusOne), remainder: number(.remainder)),
      roundingP: number(.roundingP), roundingQ: number(.roundingQ), ratioRounding: number(.ratioRounding),
      sensitivity: number(.sensitivity), p: number(.p), q: number(.q), logJacobian: number(.logJacobian))
  }

  /// Gives what puts a sample together to something that loops over the columns which it takes.
  @inline(__always)
  private func withSamples<Result>(_ body: (_ sample: (Int) -> PairSample) -> Result) -> Result {
    let columns = numbers.span
    let (logP, logQ) = (columns.extracting(part(.logP)), columns.extracting(part(.logQ)))
    let (roundingP, roundingQ) = (columns.extracting(part(.roundingP)), columns.extracting(part(.roundingQ)))
    let (logJacobian, logRatio) = (columns.extracting(part(.logJacobian)), columns.extracting(part(.logRatio)))
    let (ratioRounding, sensitivity) = (columns.extracting(part(.ratioRounding)), columns.extracting(part(.sensitivity)))
    let (larger, ratio) = (columns.extracting(part(.larger)), columns.extracting(part(.ratio)))
    let (minusOne, remainder) = (columns.extracting(part(.minusOne)), columns.extracting(part(.remainder)))
    let (p, q) = (columns.extracting(part(.p)), columns.extracting(part(.q)))
    precondition(logP.count == count && logQ.count == count && roundingP.count == count && roundingQ.count == count)
    precondition(logJacobian.count == count && logRatio.count == count && ratioRounding.count == count && sensitivity.count == count)
    precondition(larger.count == count && ratio.count == count && minusOne.count == count && remainder.count == count)
    precondition(p.count == count && q.count == count)
    return body { i in
      PairSample(
        logP: logP[i], logQ: logQ[i], logRatio: logRatio[i], larger: larger[i],
        ratio: LogRatio(
          log: -abs(logRatio[i]), value: ratio[i], minusOne: minusOne[i], remainder: remainder[i]),
        roundingP: roundingP[i], roundingQ: roundingQ[i], ratioRounding: ratioRounding[i], sensitivity: sensitivity[i], p: p[i],
        q: q[i], logJacobian: logJacobian[i])
    }
  }

  /// Puts the values of a function at every node into arrays.
  @inline(__always)
  func evaluate(_ function: some PairFunction, shift: Double, into values: inout NodeValues) {
    withSamples { sample in values.fill(count) { function.node(sample($0), shift: shift) } }
  }

  /// The same of an f-divergence with a formula.
  func evaluate(_ formula: DivergenceFormula, shift: Double, into values: inout NodeValues) {
    values.fill(count) { formula.evaluate(numbers, stride: capacity, count: count, shift: shift, into: &$0, roundings: &$1) }
  }

  /// The sums of integrands with formulas over the nodes, times weights. Where rounding leaves nothing of the logarithm of the
  /// ratio the bounds of divergences are still to be added.
  func integrals(of formulas: [DivergenceFormula], _ weights: [Double], into sums: inout [WeightedSums]) {
    precondition(weights.count == count)
    WeightedSums.integrals(of: formulas, numbers, stride: capacity, weights: weights, into: &sums)
  }

  /// The same over a panel, each times e^−shift where it has one.
  func panelSums(of formulas: [DivergenceFormula], shifts: [Double], _ rule: GaussKronrod, into sums: inout [PanelSums]) {
    precondition(rule.nodes.count == count)
    PanelSums.integrals(of: formulas, shifts: shifts, numbers, stride: capacity, rule, into: &sums)
  }

  /// What the densities are to each other at each node.
  func ratios(_ weights: [Double]) -> [NodeRatio] {
    let columns = numbers.span
    let (logRatio, larger) = (columns.extracting(part(.logRatio)), columns.extracting(part(.larger)))
    let minusOne = columns.extracting(part(.minusOne))
    return weights.indices.map { index in
      let size = larger[index] * weights[index]
      return NodeRatio(log: logRatio[index], size: size, distance: -size * minusOne[index])
    }
  }

  /// The largest number that is made of a sample.
  @inline(__always)
  func largest(_ number: (PairSample) -> Double) -> Double {
    withSamples { sample in
      var largest = -Double.infinity
      for index in 0..<count { largest = max(largest, number(sample(index))) }
      return largest
    }
  }

  /// These samples themselves.
  package var pairs: PairSamples? { self }

  /// Whether there is a node at which rounding leaves little or nothing of the logarithm of the ratio.
  var isBlurred: Bool { blurredCount > 0 }

  /// The nodes at which it does.
  var blurred: [Int] {
    if blurredCount == 0 { return [] }
    let columns = numbers.span
    let (logRatio, rounding) = (columns.extracting(part(.logRatio)), columns.extracting(part(.ratioRounding)))
    var nodes: [Int] = []
    for i in logRatio.indices where abs(logRatio[i]) < 4 * rounding[i] { nodes.append(i) }
    return nodes
  }

  /// Replaces the samples by those of other places, from both log densities there.
  ///
  /// - Parameters:
  ///   - p: log (p dx/dt) at each place, with bounds on the roundings; q is the same of the other density.
  ///   - known: log p/q where both densities are positive, if it is known better than as a difference.
  mutating func replace(
    at places: Places, p: (logs: [Double], roundings: [Double]), q: (logs: [Double], roundings: [Double]),
    known: (value: Double, error: Double)?
  ) {
    count = places.count
    if count > capacity {
      // Whole vectors are written faster than parts of them.
      capacity = (count + 7) / 8 * 8
      numbers.resize(to: Column.count * capacity)
    }
    blurredCount = VectorFunctions.pair(
      p.logs, q.logs, errors: (p.roundings, q.roundings), known: known, into: &numbers, stride: capacity)
    places.copyLogJacobians(to: &numbers, at: Column.logJacobian.rawValue * capacity)
  }
}

/// Two densities at a node of a rule: log p/q, and the larger one and |p − q| times the node's weight.
struct NodeRatio {
  let log: Double
  let size: Double
  let distance: Double
}

/// A function of a pair's samples with a bound on the rounding of its values.
package protocol PairFunction {
  /// The value at a sample times e^−shift, and the bound.
  func node(_ sample: PairSample, shift: Double) -> (value: Double, rounding: Double)
}
