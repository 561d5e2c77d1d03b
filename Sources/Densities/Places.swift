import Calculus
import RealModule
import Scalars

/// The nodes of a panel: places in one chart, measured from one anchor, as columns of numbers that loops run over.
package struct Places: RandomAccessCollection, Sendable {
  /// The point that all offsets are measured from, and what its rounding has lost.
  package private(set) var (anchor, rest) = (0.0, 0.0)
  /// Whether the chart is linear.
  package private(set) var isLinear = true
  package private(set) var count: Int
  /// Four columns one after another, so that a copy holds on to one array: x − anchor − rest, log |offset| (NaN in the
  /// linear chart), log dx/dt, and bounds on the relative errors of the offsets.
  private var numbers: [Double]

  /// So many places in the linear chart, all at 0.
  package init(count: Int) {
    self.count = count
    numbers = [Double](repeating: 0, count: 4 * count)
    fill(count..<(2 * count), with: .nan)
  }

  /// One place.
  package init(_ place: Place) {
    count = 1
    (anchor, rest) = (place.anchor, place.rest)
    numbers = [place.offset, place.logOffset, place.logJacobian, place.offsetError]
    isLinear = place.logOffset.isNaN
  }

  /// Moves to x = anchor + rest + t, with t = middle + half · node for each node.
  package mutating func move(to nodes: [Double], middle: Double, half: Double, anchor: Double, rest: Double = 0) {
    let isPrepared = isLinear && nodes.count == count
    (self.anchor, self.rest) = (anchor, rest)
    resize(to: nodes.count)
    spread(nodes, middle, half, from: 0)
    if isPrepared { return }
    isLinear = true
    fill(count..<(2 * count), with: .nan)
    fill((2 * count)..<(4 * count), with: 0)
  }

  /// Moves to x = anchor + rest + direction · eᵗ, with t = middle + half · node for each node; direction is ±1.
  package mutating func move(
    to nodes: [Double], middle: Double, half: Double, anchor: Double, rest: Double = 0, direction: Double
  ) {
    let isPrepared = !isLinear && nodes.count == count
    (self.anchor, self.rest, isLinear) = (anchor, rest, false)
    resize(to: nodes.count)
    for column in 0..<3 { spread(nodes, middle, half, from: column * count) }
    if !isPrepared { fill((3 * count)..<(4 * count), with: 0) }
    VectorFunctions.exp(&numbers, in: 0..<count)
    if direction > 0 { return }
    let offsets = 0..<count
    var numbers = numbers.mutableSpan
    for i in offsets { numbers[i] = -numbers[i] }
  }

  private mutating func resize(to count: Int) {
    self.count = count
    numbers.resize(to: 4 * count)
  }

  private mutating func spread(_ nodes: [Double], _ middle: Double, _ half: Double, from start: Int) {
    let nodes = nodes.span
    var numbers = numbers.mutableSpan
    for i in nodes.indices { numbers[start + i] = middle + half * nodes[i] }
  }

  private mutating func fill(_ range: Range<Int>, with number: Double) {
    var numbers = numbers.mutableSpan
    for i in range { numbers[i] = number }
  }

  /// Whether it is one double as a user gives it, which stands for a break point that rounds to it.
  var isDouble: Bool { count == 1 && self[0].isDouble }

  package var startIndex: Int { 0 }
  package var endIndex: Int { count }

  package subscript(index: Int) -> Place {
    precondition(indices.contains(index))
    return Place(
      anchor: anchor, rest: rest, offset: numbers[index], logOffset: numbers[count + index], logJacobian: numbers[2 * count + index],
      offsetError: numbers[3 * count + index])
  }

  /// One of the columns.
  package struct Column {
    fileprivate let numbers: [Double]
    fileprivate let start: Int

    /// The number of a place.
    package subscript(index: Int) -> Double { numbers[start + index] }
  }

  /// x − anchor − rest.
  package var offsets: Column { Column(numbers: numbers, start: 0) }

  /// Copies log dx/dt of all places into an array, from an index on.
  package func copyLogJacobians(to target: inout [Double], at start: Int) {
    let source = numbers.span.extracting((2 * count)..<(3 * count))
    var target = target.mutableSpan
    for index in source.indices { target[start + index] = source[index] }
  }
}

extension [Double] {
  /// Makes the array so long, with any numbers, in the storage that it has where that is enough.
  package mutating func resize(to count: Int) {
    if count < self.count { removeLast(self.count - count) }
    if count > capacity {
      self = []
      reserveCapacity(count)
    }
    if count > self.count { append(contentsOf: repeatElement(0, count: count - self.count)) }
  }
}

/// Loops over the nodes, which the compiler turns into vectors where the formula has no calls.
extension Places {
  /// Puts a function of each place into an array.
  @inline(__always)
  func put(into results: inout [Double], _ function: (Place) -> Double) { update(&results) { place, _ in function(place) } }

  /// Replaces each number of an array by a function of its place and of itself.
  @inline(__always)
  func update(_ results: inout [Double], _ function: (Place, Double) -> Double) {
    let columns = numbers.span
    let (offsets, logOffsets) = (columns.extracting(0..<count), columns.extracting(count..<(2 * count)))
    let (logJacobians, errors) = (columns.extracting((2 * count)..<(3 * count)), columns.extracting((3 * count)..<(4 * count)))
    var results = results.mutableSpan
    precondition(results.count == offsets.count)
    precondition(logOffsets.count == offsets.count && logJacobians.count == offsets.count && errors.count == offsets.count)
    for i in results.indices {
      let place = Place(
        anchor: anchor, rest: rest, offset: offsets[i], logOffset: logOffsets[i], logJacobian: logJacobians[i], offsetError: errors[i])
      results[i] = function(place, results[i])
    }
  }

  /// Replaces the numbers of two arrays by a function of each place and of both numbers.
  @inline(__always)
  func update(_ first: inout [Double], _ second: inout [Double], _ function: (Place, Double, Double) -> (Double, Double)) {
    let columns = numbers.span
    let (offsets, logOffsets) = (columns.extracting(0..<count), columns.extracting(count..<(2 * count)))
    let (logJacobians, errors) = (columns.extracting((2 * count)..<(3 * count)), columns.extracting((3 * count)..<(4 * count)))
    var first = first.mutableSpan
    var second = second.mutableSpan
    precondition(first.count == offsets.count && second.count == offsets.count)
    precondition(logOffsets.count == offsets.count && logJacobians.count == offsets.count && errors.count == offsets.count)
    for i in first.indices {
      let place = Place(
        anchor: anchor, rest: rest, offset: offsets[i], logOffset: logOffsets[i], logJacobian: logJacobians[i], offsetError: errors[i])
      (first[i], second[i]) = function(place, first[i], second[i])
    }
  }

  /// log |x − origin| − logScale at each place, as `Place` has it; the logarithm of the rounded distance on a panel that
  /// reaches as far as halfway to the origin.
  func logDistances(from origin: Double, logScale: Double = 0, into results: inout [Double]) {
    if !isLinear, anchor == origin, rest == 0 { return put(into: &results) { $0.logOffset - logScale } }
    let base = (anchor - origin) + rest
    var near = 0
    for i in 0..<count { near += abs(numbers[i] / base) < 0.5 ? 1 : 0 }
    if near == count {
      let logBase = SpecialFunctions.logDifference(abs(base), logScale)
      put(into: &results) { $0.offset / base }
      VectorFunctions.log(onePlus: &results)
      update(&results) { logBase + $1 }
    } else {
      put(into: &results) { abs($0.distance(from: origin)) }
      VectorFunctions.log(&results, minus: logScale)
      // An offset beyond the doubles has its logarithm yet.
      if !isLinear { update(&results) { abs($0.offset) == .infinity ? $0.logOffset - logScale : $1 } }
    }
  }

  /// Puts the log densities of a family's member and bounds on their rounding into arrays.
  func evaluate(_ formula: LogDensityFormula, into results: inout [Double], roundings: inout [Double]) {
    formula.evaluate(at: numbers, count: count, anchor: anchor, rest: rest, isLinear: isLinear, into: &results, roundings: &roundings)
  }

  /// Adds bells at some of the nodes.
  func add(_ sum: GaussianSum, _ members: Range<Int>, to sums: inout [Double], at nodes: Range<Int>) {
    precondition(nodes.upperBound <= count)
    sum.add(members, to: &sums, at: nodes, anchor: anchor, rest: rest, offsets: numbers)
  }

  /// The places that a map makes of these, all measured from one anchor in the same kind of chart.
  @inline(__always)
  func image(anchor: Double, rest: Double, _ map: (Place) -> Place) -> Places {
    var image = self
    (image.anchor, image.rest) = (anchor, rest)
    var numbers = image.numbers.mutableSpan
    for i in 0..<count {
      let place = map(self[i])
      numbers[i] = place.offset
      numbers[count + i] = place.logOffset
      numbers[2 * count + i] = place.logJacobian
      numbers[3 * count + i] = place.offsetError
    }
    return image
  }
}

extension AnalyticDensity {
  /// Runs a formula for the log density and its rounding over the nodes of a panel, from what the two arrays hold for
  /// each. Where its value is not finite, since it does not hold there or there is none, the place is evaluated alone.
  @inline(__always)
  func evaluate(
    _ places: Places, _ results: inout [Double], _ roundings: inout [Double],
    _ formula: (Place, Double, Double) -> (value: Double, rounding: Double)
  ) {
    places.update(&results, &roundings) { place, first, second in
      let (value, rounding) = formula(place, first, second)
      return (value, min(rounding + .ulpOfOne * abs(value), .greatestFiniteMagnitude))
    }
    evaluateAlone(places, &results, &roundings)
  }

  /// The same by a formula on the processor's vectors.
  func evaluate(_ places: Places, _ results: inout [Double], _ roundings: inout [Double], by formula: LogDensityFormula) {
    places.evaluate(formula, into: &results, roundings: &roundings)
    evaluateAlone(places, &results, &roundings)
  }

  private func evaluateAlone(_ places: Places, _ results: inout [Double], _ roundings: inout [Double]) {
    if VectorFunctions.areFinite(results) { return }
    for index in results.indices where !results[index].isFinite { (results[index], roundings[index]) = evaluate(places[index]) }
  }

  /// The log density at one place, with a bound on its rounding.
  @inline(__always)
  package func evaluate(_ place: Place) -> (value: Double, rounding: Double) {
    let value = logDensity(at: place)
    let rounding = rounding(ofLogDensity: value, at: place) + .ulpOfOne * abs(value)
    return (value, value.isFinite ? min(rounding, .greatestFiniteMagnitude) : 0)
  }
}
