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
    (logJacobians, offsetErrors) = (offsets, offsets)
    logOffsets = [Double](repeating: .nan, count: count)
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
    for i in offsets.indices { offsets[i] = middle + half * nodes[i] }
  }

  /// Moves to x = anchor + direction · eᵗ, with t = middle + half · node for each node; direction is ±1.
  package mutating func move(to nodes: [Double], middle: Double, half: Double, anchor: Double, direction: Double) {
    (self.anchor, rest, isLinear) = (anchor, 0, false)
    for i in offsets.indices {
      let t = middle + half * nodes[i]
      logOffsets[i] = t
      logJacobians[i] = t
      offsets[i] = direction * .exp(t)
    }
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

  /// The places that a map makes of these, all measured from one anchor in the same kind of chart.
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
