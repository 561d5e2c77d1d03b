internal import CKernels

/// An analytic change of variable from the whole line, for the nodes of the trapezoidal rule, which are computed on the
/// processor's vectors.
///
/// First u = center + scale · (t + b₊(eᵗ − 1) − b₋(e^−t − 1)) bends one end, both or none; then u is taken to the
/// coordinate of a chart. The bits are the same on every processor.
package struct NodeMap: Sendable {
  /// What the coordinate is.
  package enum Coordinate: Sendable {
    /// u − center.
    case distance
    /// unit · sinh u.
    case wide(unit: Double)
    /// u.
    case logarithm
    /// log of the distance from the lower end of an interval, of which u is the logit of the share below.
    case fromLower(logLength: Double)
    /// log of the distance from its upper end.
    case fromUpper(logLength: Double)
  }

  private var map: ck_map

  /// The map with these bends at the lower and the upper end, 0 where an end is not bent.
  package init(_ coordinate: Coordinate, center: Double, scale: Double, bends: (lower: Double, upper: Double)) {
    let (chart, unit, constant) =
      switch coordinate {
      case .distance: (ck_line, 0.0, 0.0)
      case .wide(let unit): (ck_wide, unit, 2)
      case .logarithm: (ck_ray, 0, 0)
      case .fromLower(let logLength): (ck_lower_end, logLength, abs(logLength))
      case .fromUpper(let logLength): (ck_upper_end, logLength, abs(logLength))
      }
    map = ck_map(
      chart: chart, center: center, scale: scale, lower: bends.lower, upper: bends.upper, unit: unit, constant: constant)
  }

  /// The coordinate at one t that the map reaches.
  package func coordinate(at t: Double) -> Double {
    var (coordinate, slope) = (0.0, 0.0)
    unsafe withUnsafePointer(to: map) { unsafe _ = VectorFunctions.kernels.nodes($0, 1, t, &coordinate, &slope, 1) }
    return coordinate
  }

  /// The coordinates at t = (first + k) · step for each k below the length of the arrays, and their slopes by t, without
  /// the factor eᵘ that the chart of a logarithm has itself; and how far from its t a node may be by rounding, or nil where
  /// the map does not reach all of them.
  package func nodes(
    from first: Double, step: Double, into coordinates: inout [Double], slopes: inout [Double]
  ) -> Double? {
    precondition(coordinates.count == slopes.count && !slopes.isEmpty)
    let displacement = unsafe withUnsafePointer(to: map) {
      unsafe VectorFunctions.kernels.nodes($0, first, step, &coordinates, &slopes, slopes.count)
    }
    return displacement < 0 ? nil : displacement
  }
}
