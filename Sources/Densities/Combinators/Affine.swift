import RealModule
package import Scalars

/// The density of X = shift + scale·Y, p(x) = p_Y((x − shift)/scale) / |scale|.
public struct Affine: AnalyticDensity {
  /// The density of Y.
  package let base: any AnalyticDensity
  /// What is added.
  package let shift: Double
  /// What Y is multiplied by; negative mirrors the density.
  package let scale: Double
  package let support: [Interval]
  package let breakpoints: [Double]
  package let landmarks: [Landmark]
  private let logScale: Double
  /// Break points of the base in the order of `breakpoints`, so that a singular point is hit exactly.
  private let preimages: [Double]

  /// The image of the base under y ↦ shift + scale·y; throws where an interval of the support would collapse or
  /// overflow.
  public init(_ base: any Density, shift: Double, scale: Double) throws(DensityError) {
    let base = base.model.analytic
    guard shift.isFinite else { throw DensityError("affine: shift must be a finite number, not \(shift)") }
    guard scale.isFinite, scale != 0 else { throw DensityError("affine: scale must be a finite number other than 0, not \(scale)") }
    func image(_ y: Double) -> Double { shift + scale * y }
    for piece in base.support {
      let ends = [image(piece.lower), image(piece.upper)]
      guard ends[0] != ends[1], zip(ends, [piece.lower, piece.upper]).allSatisfy({ $0.isFinite == $1.isFinite }) else {
        throw DensityError("affine: with shift = \(shift) and scale = \(scale) the interval \(piece) collapses or overflows")
      }
    }
    self.base = base
    self.shift = shift
    self.scale = scale
    logScale = .log(abs(scale))
    support = base.support.map { Interval(min(image($0.lower), image($0.upper)), max(image($0.lower), image($0.upper))) }
      .sorted { $0.lower < $1.lower }
    preimages = scale > 0 ? base.breakpoints : base.breakpoints.reversed()
    breakpoints = preimages.map(image)
    landmarks = base.landmarks.map { Landmark(location: image($0.location), scale: $0.scale * abs(scale), isHeavy: $0.isHeavy) }
    guard landmarks.allSatisfy(\.isUsable) else {
      throw DensityError("affine: with shift = \(shift) and scale = \(scale) the density collapses or overflows")
    }
  }

  /// The text that the grammar reads back.
  package var text: String { "affine(\(base),\(shift.short),\(scale.short))" }

  package var hasExactSlope: Bool { base.hasExactSlope }
  package func logDensity<S: Scalar>(at x: S) -> S {
    let y: S = (x - S(shift)) / S(scale)
    // Adding the difference puts the value exactly on a break point without touching a derivative.
    let exact = preimage(x.primal)
    return base.logDensity(at: exact == y.primal ? y : y + S(exact - y.primal)) - S(logScale)
  }
  package func logDensity(at place: Place) -> Double { base.logDensity(at: preimage(place)) }
  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    base.logDensities(at: preimages(of: places), into: &results, roundings: &roundings)
    // The Jacobian's own logarithm is a term of the sum.
    places.update(&results, &roundings) { place, value, rounding in
      (value, rounding > 0 ? rounding + .ulpOfOne * (abs(logScale) + abs(place.logJacobian - logScale)) : 0)
    }
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    base.rounding(ofLogDensity: value, at: preimage(place))
      + .ulpOfOne * (abs(logScale) + abs(place.logJacobian - logScale))
  }
  package var termCount: Int { base.termCount }
  package var isMember: Bool { base.isMember }
  package func isIdentical(to other: any AnalyticDensity) -> Bool {
    guard let other = other as? Affine else { return false }
    return shift == other.shift && scale == other.scale && base.isIdentical(to: other.base)
  }
  package func slope(at place: Place) -> Slope {
    let image = preimage(place)
    let slope = base.slope(at: image)
    // By the distance from the same point both slopes are the same number.
    if place.logYardstick < 0, image.logYardstick < 0, image.offset == scaled(place) { return slope }
    return Slope(rest: slope.value * (place.yardstick / scale / image.yardstick))
  }
  package func rest(ofBreakpoint point: Double) -> Double {
    guard let index = breakpoints.firstIndex(of: point) else { return 0 }
    let y = preimages[index]
    let product = scale * y
    // What the product has lost, and what the sum has (Knuth's two-sum).
    let part = point - shift
    let lost = (-product).addingProduct(scale, y) + ((shift - (point - part)) + (product - part))
    let rest = lost + scale * base.rest(ofBreakpoint: y)
    return rest.isFinite ? rest : 0
  }
  package func displacement(at x: Double) -> Double {
    // A difference and a quotient, or a break point that stands for its preimage.
    2 * .ulpOfOne * abs(x - shift) + abs(rest(ofBreakpoint: x)) + abs(scale) * base.displacement(at: preimage(x))
  }
  package func asymptote(_ approach: Approach) -> Asymptote { base.asymptote(preimage(approach)) + .constant(-logScale) }

  /// How y = (x − shift)/scale approaches its end.
  package func preimage(_ approach: Approach) -> Approach {
    let side = scale < 0 ? -1.0 : 1.0
    return switch approach {
    case .tail(let direction, let origin, let unit): .tail(direction: side * direction, origin: preimage(origin), unit: unit / abs(scale))
    case .point(let point, let direction, let unit): .point(preimage(point), from: side * direction, unit: unit / abs(scale))
    }
  }

  package func cumulative(_ x: Double) -> Double { scale > 0 ? base.cumulative(preimage(x)) : base.survival(preimage(x)) }
  package func survival(_ x: Double) -> Double { scale > 0 ? base.survival(preimage(x)) : base.cumulative(preimage(x)) }
  package func quantile(_ p: Double) -> Double { shift + scale * (scale > 0 ? base.quantile(p) : base.upperQuantile(p)) }
  package func upperQuantile(_ p: Double) -> Double { shift + scale * (scale > 0 ? base.upperQuantile(p) : base.quantile(p)) }
  package func sample(using generator: inout some RandomNumberGenerator) -> Double { shift + scale * base.sample(using: &generator) }

  private func preimage(_ x: Double) -> Double {
    for index in breakpoints.indices where breakpoints[index] == x { return preimages[index] }
    return (x - shift) / scale
  }
  /// The preimage with what its rounding leaves, many deviations where the shift is large: beside the offset, or for a
  /// break point the base's own rest, from which offsets are measured.
  private func exactPreimage(_ x: Double, plus xRest: Double, isDouble: Bool) -> Preimage {
    // A break point of another density may round to the same double as one of this.
    if breakpoints.contains(x), isDouble || exact(x).isEqual(to: ExactPoint(x: x, rest: xRest)) {
      let y = preimage(x)
      return Preimage(rounded: y, rest: 0, restOfBreakpoint: base.rest(ofBreakpoint: y))
    }
    let difference = x - shift
    // What the difference has lost (Knuth's two-sum), and what the quotient leaves.
    let part = difference - x
    let lost = (x - (difference - part)) + (-shift - part)
    let y = difference / scale
    let rest = (difference.addingProduct(-y, scale) + (lost + xRest)) / scale
    return Preimage(rounded: y, rest: rest.isFinite ? rest : 0, restOfBreakpoint: 0)
  }

  /// Where an anchor comes from.
  private struct Preimage {
    let rounded, rest, restOfBreakpoint: Double
  }

  private func preimages(of places: Places) -> Places {
    let image = exactPreimage(places.anchor, plus: places.rest, isDouble: places.isDouble)
    return places.image(anchor: image.rounded, rest: image.restOfBreakpoint) { preimage($0, anchor: image) }
  }

  /// The place of y = (x − shift)/scale, with dy/dt = (dx/dt)/|scale|: there the base's log density is that of x.
  package func preimage(_ place: Place) -> Place {
    preimage(place, anchor: exactPreimage(place.anchor, plus: place.rest, isDouble: place.isDouble))
  }

  private func preimage(_ place: Place, anchor: Preimage) -> Place {
    let scaled = scaled(place)
    // Without a rest nothing is added: an offset that has underflowed is a zero whose sign says on which side it was.
    let offset = anchor.rest == 0 ? scaled : scaled + anchor.rest
    let logOffset = anchor.rest == 0 ? place.logOffset - logScale : logarithm(of: offset, in: place)
    let logSize = logOffset.isNaN ? 0 : abs(logOffset) + abs(logScale)
    return Place(
      anchor: anchor.rounded, rest: anchor.restOfBreakpoint, offset: offset, logOffset: logOffset,
      logJacobian: place.logJacobian - logScale, offsetError: place.offsetError + .ulpOfOne * (1 + logSize))
  }

  /// The offset over the scale, by its logarithm where it has lost digits below the normal doubles or has overflowed.
  private func scaled(_ place: Place) -> Double {
    if place.offset.isNormal || place.logOffset.isNaN { return place.offset / scale }
    let size = Double.exp(place.logOffset - logScale)
    return (place.offset.sign == .minus) == (scale < 0) ? size : -size
  }

  /// log |offset|, where the chart has one; the linear one does without.
  private func logarithm(of offset: Double, in place: Place) -> Double {
    place.logOffset.isNaN || !offset.isFinite ? place.logOffset - logScale : .log(abs(offset))
  }
}
