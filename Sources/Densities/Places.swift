import Calculus
import RealModule
import Scalars

/// The nodes of a panel: places in one chart, measured from one anchor, as arrays that loops run over.
package struct Places: RandomAccessCollection, Sendable {
  /// The point that all offsets are measured from, and what its rounding has lost.
  package private(set) var (anchor, rest) = (0.0, 0.0)
  /// x − anchor − rest.
  package private(set) var offsets: [Double]
  /// log |offset|, NaN in the linear chart.
  package private(set) var logOffsets: [Double]
  /// log dx/dt.
  package private(set) var logJacobians: [Double]
  /// Bounds on the relative errors of the offsets.
  private(set) var offsetErrors: [Double]
  /// Whether the chart is linear.
  package private(set) var isLinear = true

  /// So many places in the linear chart, all at 0.
  package init(count: Int) {
    offsets = [Double](repeating: 0, count: count)
    logOffsets = [Double](repeating: .nan, count: count)
    logJacobians = [Double](repeating: 0, count: count)
    offsetErrors = [Double](repeating: 0, count: count)
  }

  /// One place.
  package init(_ place: Place) {
    (anchor, rest) = (place.anchor, place.rest)
    offsets = [place.offset]
    logOffsets = [place.logOffset]
    logJacobians = [place.logJacobian]
    offsetErrors = [place.offsetError]
    isLinear = place.logOffset.isNaN
  }

  /// Moves to x = anchor + t, with t = middle + half · node for each node.
  package mutating func move(to nodes: [Double], middle: Double, half: Double, anchor: Double) {
    if !isLinear { self = Places(count: count) }
    (self.anchor, rest) = (anchor, 0)
    Self.spread(nodes, middle, half, into: &offsets)
  }

  /// Moves to x = anchor + direction · eᵗ, with t = middle + half · node for each node; direction is ±1.
  package mutating func move(to nodes: [Double], middle: Double, half: Double, anchor: Double, direction: Double) {
    (self.anchor, rest, isLinear) = (anchor, 0, false)
    Self.spread(nodes, middle, half, into: &logOffsets)
    Self.spread(nodes, middle, half, into: &logJacobians)
    Self.spread(nodes, middle, half, into: &offsets)
    VectorFunctions.exp(&offsets)
    if direction < 0 {
      var offsets = offsets.mutableSpan
      for i in offsets.indices { offsets[i] = -offsets[i] }
    }
  }

  private static func spread(_ nodes: [Double], _ middle: Double, _ half: Double, into coordinates: inout [Double]) {
    let nodes = nodes.span
    var coordinates = coordinates.mutableSpan
    precondition(nodes.count == coordinates.count)
    for i in coordinates.indices { coordinates[i] = middle + half * nodes[i] }
  }

  /// The same places, measured from a point beside the anchor that rounds to it.
  package func measured(fromAnchorPlus rest: Double) -> Places {
    var places = self
    places.rest = rest
    return places
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { offsets.count }

  package subscript(index: Int) -> Place {
    Place(
      anchor: anchor, rest: rest, offset: offsets[index], logOffset: logOffsets[index], logJacobian: logJacobians[index],
      offsetError: offsetErrors[index])
  }
}

/// Loops over the nodes, which the compiler turns into vectors where the formula has no calls.
extension Places {
  /// Puts a function of each place into an array.
  @inline(__always)
  func put(into results: inout [Double], _ function: (Place) -> Double) {
    let offsets = offsets.span
    let logOffsets = logOffsets.span
    let logJacobians = logJacobians.span
    let offsetErrors = offsetErrors.span
    var results = results.mutableSpan
    let count = results.count
    precondition(offsets.count == count && logOffsets.count == count && logJacobians.count == count && offsetErrors.count == count)
    for i in results.indices {
      results[i] = function(
        Place(
          anchor: anchor, rest: rest, offset: offsets[i], logOffset: logOffsets[i], logJacobian: logJacobians[i],
          offsetError: offsetErrors[i]))
    }
  }

  /// Replaces the numbers of two arrays by a function of each place and of both numbers.
  @inline(__always)
  func update(_ first: inout [Double], _ second: inout [Double], _ function: (Place, Double, Double) -> (Double, Double)) {
    let offsets = offsets.span
    let logOffsets = logOffsets.span
    let logJacobians = logJacobians.span
    let offsetErrors = offsetErrors.span
    var first = first.mutableSpan
    var second = second.mutableSpan
    let count = first.count
    precondition(second.count == count && offsets.count == count)
    precondition(logOffsets.count == count && logJacobians.count == count && offsetErrors.count == count)
    for i in first.indices {
      let place = Place(
        anchor: anchor, rest: rest, offset: offsets[i], logOffset: logOffsets[i], logJacobian: logJacobians[i],
        offsetError: offsetErrors[i])
      (first[i], second[i]) = function(place, first[i], second[i])
    }
  }

  /// log |x − origin| − logScale at each place, as `Place` has it; the logarithm of the rounded distance on a panel that
  /// reaches as far as halfway to the origin.
  func logDistances(from origin: Double, logScale: Double = 0, into results: inout [Double]) {
    if !isLinear, anchor == origin, rest == 0 { return put(into: &results) { $0.logOffset - logScale } }
    let base = (anchor - origin) + rest
    var near = 0
    for offset in offsets { near += abs(offset / base) < 0.5 ? 1 : 0 }
    if near == count {
      let logBase = SpecialFunctions.logDifference(abs(base), logScale)
      put(into: &results) { $0.offset / base }
      VectorFunctions.log(onePlus: &results)
      put(into: &results, with: { logBase + $1 })
    } else {
      put(into: &results) { abs($0.distance(from: origin)) }
      VectorFunctions.log(&results, minus: logScale)
      // An offset beyond the doubles has its logarithm yet.
      if !isLinear { put(into: &results, with: { abs($0.offset) == .infinity ? $0.logOffset - logScale : $1 }) }
    }
  }

  /// Replaces each number of an array by a function of its place and of itself.
  @inline(__always)
  private func put(into results: inout [Double], with function: (Place, Double) -> Double) {
    let offsets = offsets.span
    let logOffsets = logOffsets.span
    var results = results.mutableSpan
    precondition(offsets.count == results.count && logOffsets.count == results.count)
    for i in results.indices {
      let place = Place(anchor: anchor, rest: rest, offset: offsets[i], logOffset: logOffsets[i], logJacobian: 0, offsetError: 0)
      results[i] = function(place, results[i])
    }
  }

  /// The places that a map makes of these, all measured from one anchor in the same kind of chart.
  @inline(__always)
  func image(anchor: Double, _ map: (Place) -> Place) -> Places {
    var image = self
    (image.anchor, image.rest) = (anchor, 0)
    for i in indices {
      let place = map(self[i])
      image.offsets[i] = place.offset
      image.logOffsets[i] = place.logOffset
      image.logJacobians[i] = place.logJacobian
      image.offsetErrors[i] = place.offsetError
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
    for index in results.indices where !results[index].isFinite { (results[index], roundings[index]) = evaluate(places[index]) }
  }

  /// The log density at one place, with a bound on its rounding.
  @inline(__always)
  func evaluate(_ place: Place) -> (value: Double, rounding: Double) {
    let value = logDensity(at: place)
    let rounding = rounding(ofLogDensity: value, at: place) + .ulpOfOne * abs(value)
    return (value, value.isFinite ? min(rounding, .greatestFiniteMagnitude) : 0)
  }
}
