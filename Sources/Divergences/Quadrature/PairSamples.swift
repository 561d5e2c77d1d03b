import Calculus
import Densities
import RealModule

/// The samples of a pair at some places, as columns of numbers that loops run over.
package struct PairSamples: SampleStore {
  /// How many there are.
  package private(set) var count = 0
  /// The columns one after another, in one piece of storage.
  private var numbers: [Double] = []

  private enum Column: Int, CaseIterable {
    // As `VectorFunctions.pair` has them.
    case logP, logQ, roundingP, roundingQ, logRatio, ratioRounding, larger, ratio, minusOne, remainder, halfRemainder
    case logJacobian

    static let count = Column.allCases.count
  }

  /// No samples.
  package init() {}

  private func part(_ column: Column) -> Range<Int> { (column.rawValue &* count)..<(column.rawValue &* count &+ count) }

  /// One of the samples, put together from the columns.
  package subscript(index: Int) -> PairSample {
    precondition(index < count)
    func number(_ column: Column) -> Double { numbers[column.rawValue * count + index] }
    return PairSample(
      logP: number(.logP), logQ: number(.logQ), logRatio: number(.logRatio), larger: number(.larger),
      ratio: LogRatio(
        log: -abs(number(.logRatio)), value: number(.ratio), minusOne: number(.minusOne), remainder: number(.remainder),
        halfRemainder: number(.halfRemainder)),
      roundingP: number(.roundingP), roundingQ: number(.roundingQ), ratioRounding: number(.ratioRounding),
      logJacobian: number(.logJacobian))
  }

  /// Puts the values of a function at every node into arrays: a loop over the columns that it takes.
  @inline(__always)
  func evaluate(_ function: some PairFunction, shift: Double, into values: inout NodeValues) {
    let columns = numbers.span
    let (logP, logQ) = (columns.extracting(part(.logP)), columns.extracting(part(.logQ)))
    let (roundingP, roundingQ) = (columns.extracting(part(.roundingP)), columns.extracting(part(.roundingQ)))
    let (logJacobian, logRatio) = (columns.extracting(part(.logJacobian)), columns.extracting(part(.logRatio)))
    let ratioRounding = columns.extracting(part(.ratioRounding))
    let (larger, ratio) = (columns.extracting(part(.larger)), columns.extracting(part(.ratio)))
    let (minusOne, remainder) = (columns.extracting(part(.minusOne)), columns.extracting(part(.remainder)))
    let halfRemainder = columns.extracting(part(.halfRemainder))
    precondition(logP.count == count && logQ.count == count && roundingP.count == count && roundingQ.count == count)
    precondition(logJacobian.count == count && logRatio.count == count && ratioRounding.count == count)
    precondition(larger.count == count && ratio.count == count && minusOne.count == count && remainder.count == count)
    precondition(halfRemainder.count == count)
    values.fill(count) { i in
      function.node(
        PairSample(
          logP: logP[i], logQ: logQ[i], logRatio: logRatio[i], larger: larger[i],
          ratio: LogRatio(
            log: -abs(logRatio[i]), value: ratio[i], minusOne: minusOne[i], remainder: remainder[i], halfRemainder: halfRemainder[i]),
          roundingP: roundingP[i], roundingQ: roundingQ[i], ratioRounding: ratioRounding[i],
          logJacobian: logJacobian[i]), shift: shift)
    }
  }

  /// The nodes at which rounding leaves little or nothing of the logarithm of the ratio.
  var blurred: [Int] {
    var nodes: [Int] = []
    let columns = numbers.span
    let (logRatio, rounding) = (columns.extracting(part(.logRatio)), columns.extracting(part(.ratioRounding)))
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
    if places.count != count {
      count = places.count
      numbers.resize(to: Column.count * count)
    }
    VectorFunctions.pair(p.logs, q.logs, errors: (p.roundings, q.roundings), known: known, into: &numbers)
    places.copyLogJacobians(to: &numbers, at: part(.logJacobian).lowerBound)
  }
}

/// A function of a pair's samples with a bound on the rounding of its values.
package protocol PairFunction {
  /// The value at a sample times e^−shift, and the bound.
  func node(_ sample: PairSample, shift: Double) -> (value: Double, rounding: Double)
}
