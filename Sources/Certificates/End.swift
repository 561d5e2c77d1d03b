import Densities

/// A way to infinity, or to a finite point, as a density sees it: the values w ≥ `start` of the distance t from an anchor, or
/// of 1/t on the way to a point.
struct End {
  /// Whether the way leads to infinity.
  let isTail: Bool
  /// On which side of the anchor: 1 above, −1 below.
  let direction: Double
  /// The least w, in the density's own unit.
  let start: Ball
  /// What the parameters of densities stand for.
  let reading: Reading
  private let anchor: Rational
  /// The part of the line that it ends, and the least w there.
  private let part: (lower: Rational?, upper: Rational?)
  private let lineStart: Ball
  private let shift: Rational
  private let scale: Rational

  init(isTail: Bool, _ reading: Reading, anchor: Rational, direction: Double, start: Ball, lower: Rational?, upper: Rational?) {
    (self.isTail, self.reading, self.anchor, self.direction, self.start) = (isTail, reading, anchor, direction, start)
    (part, lineStart, shift, scale) = ((lower, upper), start, .zero, .one)
  }

  private init(_ outer: End, shift: Rational, scale: Rational, isMirrored: Bool, unit: Ball) {
    (isTail, reading, anchor, part, lineStart) = (outer.isTail, outer.reading, outer.anchor, outer.part, outer.lineStart)
    direction = isMirrored ? -outer.direction : outer.direction
    start = outer.start / unit
    (self.shift, self.scale) = (shift, scale)
  }

  /// A parameter, and as a ball.
  func number(_ parameter: Double) -> Rational { reading.number(parameter) }
  func ball(_ parameter: Double) -> Ball { number(parameter).ball }

  /// How y in x = shift + scale·y approaches its end, and the factor that w has lost.
  func preimage(shift inner: Double, scale factor: Double) -> (end: End, factor: Ball) {
    let size = number(factor).magnitude
    let unit = (isTail ? size : .one / size).ball
    let (shift, scale) = (shift + scale * number(inner), scale * number(factor))
    return (End(self, shift: shift, scale: scale, isMirrored: factor < 0, unit: unit), unit)
  }

  /// Whether the anchor is a point of the density's own coordinate.
  func isAt(_ c: Double) -> Bool { isAt(oneOf: [number(c)]) }
  func isAt(oneOf points: [Rational]) -> Bool { !isTail && points.contains { (shift + scale * $0).equals(anchor) } }

  /// The t at which the density's coordinate is c: negative behind the anchor.
  func position(of c: Double) -> Ball { position(of: number(c)) }
  func position(of c: Rational) -> Ball {
    let position = c - (anchor - shift) / scale
    return (direction > 0 ? position : -position).ball
  }

  /// 1/w for all w ≥ start.
  var inverse: Ball { Ball.hull(Ball(0), Ball(1) / start) }

  /// The part of the line that it ends, for a formula in the distance t from the anchor.
  func position(in program: Program) -> Position {
    let isUp = (direction > 0) == scale.isPositive
    let position = Position(
      program: program, reading, anchor: anchor, offset: isUp ? program.input : -program.input, lower: part.lower, upper: part.upper)
    return position.preimage(shift: shift, scale: scale)
  }

  /// log p at the least w; nil where the density is zero on the way.
  func logDensityAtStart(of density: any Formulas) -> Ball? {
    let program = Program()
    guard let value = density.logDensity(at: position(in: program)) else { return nil }
    if let constant = value.constant { return constant }
    let register = program.output(value)
    let registers = program.registers(bits: Ball.bits)
    registers.run(at: isTail ? lineStart : Ball(1) / lineStart)
    return registers.value(register)
  }

  /// The growth of a density whose logarithm is holomorphic at the point: at most |d log p/dt|·w⁻¹ in size.
  ///
  /// Cauchy's estimate: a disc of radius T·0.5625 around a point of [0, T] lies in the ellipse with foci 0 and T and ρ = 4, on
  /// which |log p − c| ≤ M for a constant c, so the derivative is at most M/(0.5625 T).
  func regularGrowth(of density: some Enclosable) -> Growth? {
    let program = Program()
    guard !isTail, let value = density.logDensity(at: position(in: program)) else { return nil }
    if value.constant != nil { return Growth(from: start, []) }
    let registers = program.registers(bits: 64)
    let half = Ball(1) / (Ball(2) * lineStart)
    guard let bound = registers.ellipseBound(program.output(value), middle: half, half: half, rho: 4) else { return nil }
    // In the own unit of w.
    let slope = bound / (Ball(1.125) * half) * scale.magnitude.ball
    return Growth(from: start, [(.power(-1), .hull(slope, -slope))])
  }
}
