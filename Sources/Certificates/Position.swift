import Densities

/// The x at which a formula is evaluated: a part of the line, through a chart.
///
/// In a chart x = anchor + offset, where the offset is exact near the anchor; a logarithmic one has log |offset| too. A density
/// inside an affine map has the coordinate (x − shift)/scale.
struct Position {
  let program: Program
  /// The chart's origin, an exact number.
  let anchor: Ball
  /// x − anchor.
  let offset: Node
  /// log |x − anchor| in a logarithmic chart, in which it is the variable.
  let logOffset: Node?
  /// The part of the line, nil where it has no end.
  let lower: Ball?
  let upper: Ball?
  private var shift = Ball(0)
  private var scale = Ball(1)
  private var isMapped = false

  init(program: Program, anchor: Ball, offset: Node, logOffset: Node? = nil, lower: Ball?, upper: Ball?) {
    (self.program, self.anchor, self.offset, self.logOffset) = (program, anchor, offset, logOffset)
    (self.lower, self.upper) = (lower, upper)
  }

  /// A single exact point.
  init(point: Ball) {
    let program = Program()
    self.init(program: program, anchor: point, offset: program.constant(Ball(0)), lower: point, upper: point)
  }

  /// The position of y in x = shift + scale·y.
  func preimage(shift: Double, scale: Double) -> Position {
    preimage(shift: image(Ball(shift)), scale: .exactProduct(self.scale, Ball(scale)))
  }

  /// The position of y in x = shift + scale·y, with x on the line.
  func preimage(shift: Ball, scale: Ball) -> Position {
    var inner = self
    inner.shift = shift
    inner.scale = scale
    inner.isMapped = true
    return inner
  }

  /// Where a point of the density's own coordinate lies on the line, exactly.
  private func image(_ c: Ball) -> Ball { .exactSum(shift, .exactProduct(scale, c)) }

  /// x − c in the density's own coordinate.
  func distance(from c: Double) -> Node { distance(from: Ball(c)) }
  func distance(from c: Ball) -> Node {
    let rest = Ball.exactDifference(anchor, image(c))
    let distance = rest.isZero ? offset : offset + rest
    return isMapped ? distance / scale : distance
  }

  /// log |x − c|.
  func logDistance(from c: Double) -> Node {
    let point = image(Ball(c))
    let rest = Ball.exactDifference(anchor, point)
    let logarithm: Node
    if rest.isZero, let logOffset {
      logarithm = logOffset
    } else {
      let distance = rest.isZero ? offset : offset + rest
      logarithm = .log(lower.map { !$0.isBelow(point) } ?? false ? distance : -distance)
    }
    return isMapped ? logarithm - .log(scale.magnitude) : logarithm
  }

  /// Whether all of the part is at c or above it, and at c or below it; c may be infinite.
  func isAbove(_ c: Double) -> Bool {
    if c.isInfinite { return c < 0 }
    return scale.isPositive ? isRight(of: image(Ball(c))) : isLeft(of: image(Ball(c)))
  }
  func isBelow(_ c: Double) -> Bool {
    if c.isInfinite { return c > 0 }
    return scale.isPositive ? isLeft(of: image(Ball(c))) : isRight(of: image(Ball(c)))
  }
  private func isRight(of point: Ball) -> Bool { lower.map { !$0.isBelow(point) } ?? false }
  private func isLeft(of point: Ball) -> Bool { upper.map { !point.isBelow($0) } ?? false }
  func isInside(_ a: Double, _ b: Double) -> Bool { isAbove(a) && isBelow(b) }
}
