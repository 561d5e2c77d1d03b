import Densities
import RealModule

/// A part of the line on which both densities are holomorphic, in a linear or logarithmic chart, with its formulas.
final class Part {
  /// The chart x = anchor + direction·e^input, or anchor + input.
  let isLogarithmic: Bool
  let direction: Double
  let anchor: Rational
  /// The range of the input; nil where it has no end.
  let from: Ball?
  let to: Ball?
  /// What is integrated, with its register and that of its sign.
  let outputs: [Output]
  /// Why integrals are infinite that have no integrand here.
  let infinities: [Integral: String]
  /// The part of the line; nil where it has no end.
  let lower: Rational?
  let upper: Rational?
  private let shape: Shape
  private let program = Program()
  private let densities: (p: any Formulas, q: any Formulas)
  /// The registers of p and q times |dx/d input|.
  let densityRegisters: [Int32]
  private var made: Registers?
  private var madeLogs: (registers: Registers, p: Int?, q: Int?)?

  struct Output {
    let integral: Integral
    let register: Int32
    let kind: Kind
  }

  enum Kind { case smooth, magnitude, distance }

  /// Nil where there is nothing to integrate.
  init?(_ shape: Shape, _ p: any Formulas, _ q: any Formulas, _ integrals: [Integral]) {
    (isLogarithmic, direction, anchor, from, to) = (shape.isLogarithmic, shape.direction, shape.anchor, shape.from, shape.to)
    (lower, upper, densities) = (shape.lower, shape.upper, (p, q))
    let pair = PairFormula(p, q, at: shape.position(in: program))
    var (outputs, infinities) = ([Output](), [Integral: String]())
    for integral in integrals {
      let (node, kind): (Node, Kind)
      switch integral.integrand(pair) {
      case nil: continue
      case .smooth(let value): (node, kind) = (value, .smooth)
      case .magnitude(let value): (node, kind) = (value, .magnitude)
      case .distance(let moment): (node, kind) = (moment, .distance)
      case .infinite(let reason):
        infinities[integral] = reason
        continue
      }
      outputs.append(Output(integral: integral, register: Int32(pair.program.output(node)), kind: kind))
    }
    densityRegisters = [pair.p, pair.q].compactMap { $0.map { Int32(pair.program.output($0.density)) } }
    (self.outputs, self.infinities, self.shape) = (outputs, infinities, shape)
    if outputs.isEmpty && infinities.isEmpty { return nil }
  }

  /// What finds the signs of an integrand; nil where there is no formula.
  func signTest(_ kind: Kind, bits: Int) -> SignTest? {
    let (first, second) = (Program(), Program())
    let (x, y) = (shape.position(in: first), shape.position(in: second))
    let pair = PairFormula(densities.p, densities.q, at: y)
    if kind == .magnitude {
      let isOpen = (below: openEnds.contains(false), above: openEnds.contains(true))
      let monotone = (below: isOpen.below ? monotone(isTail: false) : nil, above: isOpen.above ? monotone(isTail: true) : nil)
      return pair.ratio.map {
        SignTest(value: $0, offset: nil, direction: 1, bounded: $0, isDerivative: false, monotone: monotone, bits: bits)
      }
    }
    guard let f = densities.p.distribution(at: x), let g = densities.q.distribution(at: x) else { return nil }
    // Where the upper tail is, the digits are in 1 − F and 1 − G.
    let difference = upper == nil ? g.above - f.above : f.below - g.below
    return SignTest(
      value: difference, offset: x.offset, direction: direction, bounded: pair.slope, isDerivative: true, monotone: (nil, nil), bits: bits)
  }

  /// Its registers, which are made anew for another precision.
  func registers(bits: Int) -> Registers {
    if let made, made.bits == bits { return made }
    let registers = program.registers(bits: bits)
    made = registers
    return registers
  }

  /// log p and log q alone with all digits: far out an exponential of few digits has none, and a sum of two has not even a sign.
  private func logs() -> (registers: Registers, p: Int?, q: Int?) {
    if let madeLogs { return madeLogs }
    let program = Program()
    let x = shape.position(in: program)
    let (p, q) = (densities.p.logDensity(at: x).map(program.output), densities.q.logDensity(at: x).map(program.output))
    let made = (program.registers(bits: Ball.bits), p, q)
    madeLogs = made
    return made
  }

  /// Whether the input has no upper end, and no lower one.
  var openEnds: [Bool] { (to == nil ? [true] : []) + (from == nil ? [false] : []) }

  private func end(from input: Double, isTail: Bool) -> End {
    End(
      isTail: isTail, shape.reading, anchor: anchor, direction: direction, start: .exp(Ball(isTail ? input : -input)), lower: lower,
      upper: upper)
  }

  /// An input from which on log p/q is proved to rise or to fall; nil where none was found.
  private func monotone(isTail: Bool) -> Double? {
    let start = (isTail ? from : to)?.approximate ?? 0
    return (0..<8).lazy.map { start + (isTail ? 1 : -1) * Double($0) }.first { input in
      let end = self.end(from: input, isTail: isTail)
      guard let p = self.densities.p.behaviour(end), let q = self.densities.q.behaviour(end) else { return false }
      return [p + -1 * q, q + -1 * p].contains { $0.upperBound?.isNonpositive ?? false }
    }
  }

  /// What is known of the way from an input to an open end; nil where nothing is.
  func tail(from input: Double, isTail: Bool) -> TailBound? {
    let logs = logs()
    logs.registers.run(at: Ball(input))
    let values = (logs.p.map(logs.registers.value), logs.q.map(logs.registers.value))
    let end = end(from: input, isTail: isTail)
    func known(_ density: any Formulas, _ value: Ball?) -> (Growth, Ball)?? {
      guard let value else { return .some(nil) }
      guard value.isFinite, let growth = density.behaviour(end) else { return nil }
      return .some((growth, value))
    }
    guard let p = known(densities.p, values.0), let q = known(densities.q, values.1) else { return nil }
    return TailBound(end: end, p: p.map { (growth: $0.0, log: $0.1) }, q: q.map { (growth: $0.0, log: $0.1) })
  }

  /// The same part with what is kept of the densities; nil where nothing is to be integrated.
  func reduced(to kept: Reduction.Kept, of summands: (p: Summands, q: Summands), _ integrals: [Integral]) -> Part? {
    Part(shape, summands.p[kept.p], summands.q[kept.q], integrals)
  }

  /// What an integral beyond an input loses at most with the summands that are not kept; nil where that is not known.
  func loss(
    of integral: Integral, from input: Double, isTail: Bool, keeping kept: Reduction.Kept, of summands: (p: Summands, q: Summands)
  ) -> Ball? {
    guard let whole = tail(from: input, isTail: isTail) else { return nil }
    let end = end(from: input, isTail: isTail)
    func one(_ summands: Summands) -> TailBound.One?? {
      guard let log = end.logDensityAtStart(of: summands) else { return .some(nil) }
      guard log.isFinite, let growth = summands.behaviour(end) else { return nil }
      return .some((growth, log))
    }
    let lost = (
      p: (0..<summands.p.count).filter { !kept.p.contains($0) }, q: (0..<summands.q.count).filter { !kept.q.contains($0) }
    )
    guard let keptP = one(summands.p[kept.p]), let keptQ = one(summands.q[kept.q]), let lostP = one(summands.p[lost.p]),
      let lostQ = one(summands.q[lost.q])
    else { return nil }
    return whole.loss(integral, kept: (keptP, keptQ), lost: (lostP, lostQ))
  }

  /// About log₂ of summands times |dx/d input|, without a proof; nil where one is zero.
  func sizes(of summands: Summands) -> (Double) -> [Double?] {
    let program = Program()
    let x = shape.position(in: program)
    let places = (0..<summands.count).map { summands[[$0]].logDensity(at: x).map(program.output) }
    let registers = program.registers(bits: Ball.bits)
    return { input in
      registers.run(at: Ball(input))
      return places.map { $0.map { (registers.value($0).approximate + (self.isLogarithmic ? input : 0)) * 1.442695 } }
    }
  }

  /// About log₂ of p and of q times |dx/d input|, without a proof; nil where a density is zero.
  func sizes(at input: Double) -> (p: Double?, q: Double?) {
    let logs = logs()
    logs.registers.run(at: Ball(input))
    func size(_ register: Int?) -> Double? {
      register.map { ((logs.registers.value($0).approximate) + (isLogarithmic ? input : 0)) * 1.442695 }
    }
    return (size(logs.p), size(logs.q))
  }

  /// Where the landmarks of the densities are in the input, for the first panels.
  func marks(_ landmarks: [Landmark]) -> [Double] {
    let origin = anchor.approximate
    let steps = [-12.0, -4.5, -1.5, 0, 1.5, 4.5, 12]
    return Set(
      landmarks.flatMap { mark in steps.map { direction * (mark.location - origin + $0 * mark.scale) } }
        .compactMap { isLogarithmic ? ($0 > 0 ? Double.log($0) : nil) : $0 }
    ).sorted()
  }
}

/// The range and the chart of a part.
struct Shape {
  var isLogarithmic = false
  var direction = 1.0
  let reading: Reading
  let anchor: Rational
  let from: Ball?
  let to: Ball?
  let lower: Rational?
  let upper: Rational?

  /// Where formulas are evaluated.
  func position(in program: Program) -> Position {
    let distance = isLogarithmic ? Node.exp(program.input) : program.input
    return Position(
      program: program, reading, anchor: anchor, offset: direction < 0 ? -distance : distance,
      logOffset: isLogarithmic ? program.input : nil, lower: lower, upper: upper)
  }

  /// The parts of a stretch between neighbouring cuts, logarithmic towards infinity and towards singular ends.
  static func shapes(
    _ reading: Reading, from lower: Rational?, to upper: Rational?, singular: (lower: Bool, upper: Bool), _ landmarks: [Landmark]
  ) -> [Shape] {
    let marks = landmarks.filter { mark in
      let location = Rational(mark.location)
      return (lower.map { $0.isBelow(location) } ?? true) && (upper.map { location.isBelow($0) } ?? true)
    }.sorted { $0.location < $1.location }
    func logarithmic(
      at anchor: Rational, _ direction: Double, from: Rational?, to: Rational?, part: (Rational?, Rational?)
    ) -> Shape {
      let (from, to) = (from.map { Ball.log($0.ball) }, to.map { Ball.log($0.ball) })
      return Shape(
        isLogarithmic: true, direction: direction, reading: reading, anchor: anchor, from: from, to: to, lower: part.0, upper: part.1)
    }
    func linear(_ a: Rational, _ b: Rational) -> Shape {
      Shape(reading: reading, anchor: a, from: Ball(0), to: (b - a).ball, lower: a, upper: b)
    }
    switch (lower, upper) {
    case (let a?, let b?):
      let length = b - a
      switch singular {
      case (false, false): return [linear(a, b)]
      case (true, false): return [logarithmic(at: a, 1, from: nil, to: length, part: (a, b))]
      case (false, true): return [logarithmic(at: b, -1, from: nil, to: length, part: (a, b))]
      case (true, true):
        let half = length * Rational(0.5)
        let middle = a + half
        return [
          logarithmic(at: a, 1, from: nil, to: half, part: (a, middle)),
          logarithmic(at: b, -1, from: nil, to: half, part: (middle, b)),
        ]
      }
    case (let a?, nil):
      if singular.lower { return [logarithmic(at: a, 1, from: nil, to: nil, part: (a, nil))] }
      let (anchor, unit) = outermost(marks.last, landmarks, a)
      let start = anchor + unit
      return [linear(a, start), logarithmic(at: anchor, 1, from: unit, to: nil, part: (start, nil))]
    case (nil, let b?):
      if singular.upper { return [logarithmic(at: b, -1, from: nil, to: nil, part: (nil, b))] }
      let (anchor, unit) = outermost(marks.first, landmarks, b)
      let start = anchor - unit
      return [logarithmic(at: anchor, -1, from: unit, to: nil, part: (nil, start)), linear(start, b)]
    case (nil, nil):
      let (low, high) = (outermost(marks.first, landmarks, .zero), outermost(marks.last, landmarks, .zero))
      let (start, end) = (low.anchor - low.unit, high.anchor + high.unit)
      return [
        logarithmic(at: low.anchor, -1, from: low.unit, to: nil, part: (nil, start)), linear(start, end),
        logarithmic(at: high.anchor, 1, from: high.unit, to: nil, part: (end, nil)),
      ]
    }
  }

  private static func outermost(_ mark: Landmark?, _ landmarks: [Landmark], _ cut: Rational) -> (anchor: Rational, unit: Rational) {
    if let mark { return (Rational(mark.location), Rational(1.5 * mark.scale)) }
    return (cut, Rational(1.5 * (landmarks.map(\.scale).min() ?? 1)))
  }
}
