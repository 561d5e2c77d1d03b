import Densities

/// The x at which a formula is evaluated: a part of the line, through a chart.
///
/// In a chart x = anchor + offset, where the offset is exact near the anchor; a logarithmic one has log |offset| too. A density
/// inside an affine map has the coordinate (x − shift)/scale. Places are exact, so that a cut is known to be where the chart begins.
struct Position {
  let program: Program
  /// What the parameters of densities stand for.
  let reading: Reading
  /// The chart's origin.
  let anchor: Rational
  /// x − anchor.
  let offset: Node
  /// log |x − anchor| in a logarithmic chart, in which it is the variable.
  let logOffset: Node?
  /// The part of the line, nil where it has no end.
  let lower: Rational?
  let upper: Rational?
  private var shift = Rational.zero
  private var scale = Rational.one
  private var isMapped = false

  init(
    program: Program, _ reading: Reading, anchor: Rational, offset: Node, logOffset: Node? = nil, lower: Rational?, upper: Rational?
  ) {
    (self.program, self.reading, self.anchor, self.offset, self.logOffset) = (program, reading, anchor, offset, logOffset)
    (self.lower, self.upper) = (lower, upper)
  }

  /// A single point.
  init(point: Rational, _ reading: Reading) {
    let program = Program()
    self.init(program: program, reading, anchor: point, offset: program.constant(Ball(0)), lower: point, upper: point)
  }

  /// A density's own coordinate on the part.
  struct Coordinate {
    fileprivate let shift, scale: Rational

    func isSame(as other: Coordinate) -> Bool { shift.equals(other.shift) && scale.equals(other.scale) }
  }
  var coordinate: Coordinate { Coordinate(shift: shift, scale: scale) }

  /// A parameter as a ball.
  func ball(_ parameter: Double) -> Ball { reading.number(parameter).ball }
  /// b − a of two parameters, rounded once.
  func length(_ a: Double, _ b: Double) -> Ball { (reading.number(b) - reading.number(a)).ball }

  /// The position of y in x = shift + scale·y.
  func preimage(shift: Double, scale: Double) -> Position {
    preimage(shift: image(reading.number(shift)), scale: self.scale * reading.number(scale))
  }

  /// The position of y in x = shift + scale·y, with x on the line.
  func preimage(shift: Rational, scale: Rational) -> Position {
    var inner = self
    inner.shift = shift
    inner.scale = scale
    inner.isMapped = true
    return inner
  }

  /// Where a point of the density's own coordinate lies on the line.
  private func image(_ c: Rational) -> Rational { isMapped ? shift + scale * c : c }

  /// x − c in the density's own coordinate.
  func distance(from c: Double) -> Node { distance(from: reading.number(c)) }
  func distance(from c: Rational) -> Node {
    let distance = offset(from: image(c))
    return isMapped ? distance / scale.ball : distance
  }

  private func offset(from point: Rational) -> Node {
    let rest = anchor - point
    return rest.isZero ? offset : offset + rest.ball
  }

  /// log |x − c|.
  func logDistance(from c: Double) -> Node { logDistance(from: reading.number(c)) }
  func logDistance(from c: Rational) -> Node {
    let point = image(c)
    let logarithm: Node
    if let logOffset, anchor.equals(point) {
      logarithm = logOffset
    } else {
      let distance = offset(from: point)
      logarithm = .log(isRight(of: point) ? distance : -distance)
    }
    return isMapped ? logarithm - .log(scale.magnitude.ball) : logarithm
  }

  /// Whether all of the part is at c or above it, and at c or below it; c may be infinite.
  func isAbove(_ c: Double) -> Bool { c.isInfinite ? c < 0 : isAbove(reading.number(c)) }
  func isAbove(_ c: Rational) -> Bool { scale.isPositive ? isRight(of: image(c)) : isLeft(of: image(c)) }
  func isBelow(_ c: Double) -> Bool { c.isInfinite ? c > 0 : isBelow(reading.number(c)) }
  func isBelow(_ c: Rational) -> Bool { scale.isPositive ? isLeft(of: image(c)) : isRight(of: image(c)) }
  private func isRight(of point: Rational) -> Bool { lower.map { !$0.isBelow(point) } ?? false }
  private func isLeft(of point: Rational) -> Bool { upper.map { !point.isBelow($0) } ?? false }
  func isInside(_ a: Double, _ b: Double) -> Bool { isAbove(a) && isBelow(b) }
}
