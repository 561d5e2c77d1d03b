import CArb
import Densities

/// A formula as a list of instructions on registers, evaluated on real balls and on complex boxes.
///
/// A formula is written once, in nodes; equal instructions are one instruction.
final class Program {
  private(set) var instructions: [carb_instruction] = [carb_instruction(operation: CARB_INPUT, a: 0, b: 0, c: 0)]
  private var constants: [(register: Int, value: Ball)] = []
  private var known: [Instruction: Int] = [:]
  private var densities: [(density: any Enclosable, coordinate: Position.Coordinate, register: Int?, constant: Ball?)] = []

  private struct Instruction: Hashable {
    let operation: UInt32
    let a: Int, b: Int, c: Int
  }

  /// What the formula is a function of.
  var input: Node { Node(program: self, register: 0) }

  /// A constant.
  func constant(_ value: Ball) -> Node { Node(program: self, constant: value) }

  fileprivate func register(of node: Node) -> Int {
    if let value = node.constant {
      // Two balls that are alike may still stand for two numbers, unless they are one number each.
      let isExact = value.isExact
      let same = constants.first { $0.value === value || isExact && $0.value.isExact && $0.value.equals(value) }
      if let same { return same.register }
      instructions.append(carb_instruction(operation: CARB_CONSTANT, a: 0, b: 0, c: 0))
      constants.append((instructions.count - 1, value))
      return instructions.count - 1
    }
    return node.register
  }

  /// log p of a density where a formula is evaluated, which is the same instructions wherever the density is met again.
  func logDensity(of density: any Enclosable, at x: Position) -> Node? {
    if let found = densities.first(where: { $0.density.isIdentical(to: density) && $0.coordinate.isSame(as: x.coordinate) }) {
      return found.constant.map { Node(program: self, constant: $0) } ?? found.register.map { Node(program: self, register: $0) }
    }
    let log = density.logDensity(at: x)
    densities.append((density, x.coordinate, log?.register, log?.constant))
    return log
  }

  /// The signed registers and constants that a node is the sum of.
  fileprivate func terms(of node: Node) -> (registers: [Int: Int], constants: [Ball]) {
    var (registers, sum) = ([Int: Int](), [Ball]())
    var open = [(node: node, sign: 1)]
    while let (node, sign) = open.popLast() {
      if let constant = node.constant ?? constants.first(where: { $0.register == node.register })?.value {
        sum.append(sign > 0 ? constant : -constant)
        continue
      }
      let step = instructions[node.register]
      func operand(_ register: Int32) -> Node { Node(program: self, register: Int(register)) }
      switch step.operation {
      case CARB_ADD: open += [(operand(step.a), sign), (operand(step.b), sign)]
      case CARB_SUBTRACT: open += [(operand(step.a), sign), (operand(step.b), -sign)]
      case CARB_NEGATE: open.append((operand(step.a), -sign))
      default: registers[node.register, default: 0] += sign
      }
    }
    return (registers, sum)
  }

  /// The register of an output, also where it does not depend on the input.
  func output(_ node: Node) -> Int { register(of: node) }

  fileprivate func emit(_ operation: carb_operation, _ a: Node, _ b: Node, _ c: Node) -> Node {
    let (a, b, c) = (register(of: a), register(of: b), register(of: c))
    let key = Instruction(operation: operation.rawValue, a: a, b: b, c: c)
    if let register = known[key] { return Node(program: self, register: register) }
    instructions.append(carb_instruction(operation: operation, a: Int32(a), b: Int32(b), c: Int32(c)))
    known[key] = instructions.count - 1
    return Node(program: self, register: instructions.count - 1)
  }

  /// Registers for it with the constants rounded to a few bits more than it is run with.
  func registers(bits: Int) -> Registers { Registers(of: self, constants, bits: bits) }
}

/// A value of a formula: a register of a program, or a constant.
struct Node {
  let program: Program
  fileprivate let register: Int
  let constant: Ball?

  fileprivate init(program: Program, register: Int) { (self.program, self.register, constant) = (program, register, nil) }
  fileprivate init(program: Program, constant: Ball) { (self.program, register, self.constant) = (program, -1, constant) }

  private static func make(_ operation: carb_operation, _ a: Node, _ b: Node, _ c: Node) -> Node {
    if let x = a.constant, let y = b.constant, let z = c.constant { return Node(program: a.program, constant: .apply(operation, x, y, z)) }
    return a.program.emit(operation, a, b, c)
  }

  static func + (a: Node, b: Node) -> Node { make(CARB_ADD, a, b, b) }
  static func - (a: Node, b: Node) -> Node {
    // The same register twice: exactly 0, which a ball's radius would hide.
    if a.constant == nil, b.constant == nil, a.register == b.register { return a.program.constant(Ball(0)) }
    return make(CARB_SUBTRACT, a, b, b)
  }
  /// a − b without the terms that both have, which balls would not know to be the same: 1 − 1 of wide ones is not 0.
  static func difference(_ a: Node, _ b: Node) -> Node {
    let program = a.program
    let (left, right) = (program.terms(of: a), program.terms(of: b))
    guard left.registers.contains(where: { right.registers[$0.key] == $0.value && $0.value != 0 }) else { return a - b }
    let rest = left.registers.merging(right.registers.mapValues { -$0 }, uniquingKeysWith: +).filter { $0.value != 0 }
    let constant = (left.constants + right.constants.map { -$0 }).reduce(Ball(0), +)
    return rest.sorted { $0.key < $1.key }.reduce(program.constant(constant)) { sum, term in
      let node = Node(program: program, register: term.key)
      return (0..<abs(term.value)).reduce(sum) { sum, _ in term.value > 0 ? sum + node : sum - node }
    }
  }
  static func * (a: Node, b: Node) -> Node { make(CARB_MULTIPLY, a, b, b) }
  static func / (a: Node, b: Node) -> Node { make(CARB_DIVIDE, a, b, b) }
  static prefix func - (a: Node) -> Node { make(CARB_NEGATE, a, a, a) }
  static func + (a: Node, b: Ball) -> Node { a + a.program.constant(b) }
  static func - (a: Node, b: Ball) -> Node { a - a.program.constant(b) }
  static func - (a: Ball, b: Node) -> Node { b.program.constant(a) - b }
  static func * (a: Ball, b: Node) -> Node { b.program.constant(a) * b }
  static func / (a: Node, b: Ball) -> Node { a / a.program.constant(b) }
  static func / (a: Ball, b: Node) -> Node { b.program.constant(a) / b }

  var squared: Node { Node.make(CARB_SQUARE, self, self, self) }
  static func exp(_ a: Node) -> Node { make(CARB_EXP, a, a, a) }
  static func log(_ a: Node) -> Node { make(CARB_LOG, a, a, a) }
  /// log(1 + eᵃ).
  static func softplus(_ a: Node) -> Node { make(CARB_SOFTPLUS, a, a, a) }
  static func erfc(_ a: Node) -> Node { make(CARB_ERFC, a, a, a) }
  /// log(eᵃ + eᵇ).
  static func logSum(_ a: Node, _ b: Node) -> Node { make(CARB_LOG_SUM, a, b, b) }
  static func logErfc(_ a: Node) -> Node { make(CARB_LOG_ERFC, a, a, a) }
  /// F(½, (ν + 1)/2; 3/2; z), of which Student's distribution function is made.
  static func student(_ dof: Ball, _ z: Node) -> Node { make(CARB_STUDENT, z.program.constant(dof), z, z) }
  /// eᵃ − 1, with its digits where a is small.
  static func expMinusOne(_ a: Node) -> Node { make(CARB_EXPM1, a, a, a) }
  static func arctan(_ a: Node) -> Node { make(CARB_ARCTAN, a, a, a) }
  /// Q(shape, x) = Γ(shape, x)/Γ(shape), and its complement P.
  static func gammaUpper(_ shape: Ball, _ x: Node) -> Node { make(CARB_GAMMA_UPPER, x.program.constant(shape), x, x) }
  static func gammaLower(_ shape: Ball, _ x: Node) -> Node { make(CARB_GAMMA_LOWER, x.program.constant(shape), x, x) }
  /// I_x(a, b).
  static func betaLower(_ a: Ball, _ b: Ball, _ x: Node) -> Node { make(CARB_BETA_LOWER, x.program.constant(a), x.program.constant(b), x) }
}

/// The registers of a program: a real ball and a complex box each.
@safe final class Registers {
  private let program: Program
  private let instructions: [carb_instruction]
  private let reals: UnsafeMutablePointer<carb_real>
  private let complexes: UnsafeMutablePointer<carb_complex>
  let bits: Int

  fileprivate init(of program: Program, _ constants: [(register: Int, value: Ball)], bits: Int) {
    self.program = program
    instructions = program.instructions
    self.bits = bits
    let count = instructions.count
    unsafe reals = .allocate(capacity: count)
    unsafe complexes = .allocate(capacity: count)
    unsafe reals.initialize(repeating: carb_real(), count: count)
    unsafe complexes.initialize(repeating: carb_complex(), count: count)
    for (register, value) in constants {
      unsafe carb_round(reals + register, value.storage, bits + 32)
      unsafe carb_round(&complexes[register].re, value.storage, bits + 32)
    }
  }

  deinit {
    let count = instructions.count
    unsafe carb_clear(reals, count)
    unsafe complexes.withMemoryRebound(to: carb_real.self, capacity: 2 * count) { unsafe carb_clear($0, 2 * count) }
    unsafe reals.deallocate()
    unsafe complexes.deallocate()
  }

  /// Runs the program on a real ball.
  func run(at x: Ball) {
    unsafe carb_round(reals, x.storage, bits + 16)
    unsafe carb_run_real(instructions, Int32(instructions.count), reals, bits)
  }

  /// What the last run on a real ball left in a register.
  func value(_ register: Int) -> Ball { unsafe Ball(copying: reals + register) }
  /// About log₂ of its magnitude.
  func log2(_ register: Int) -> Double { unsafe carb_log2(reals + register) }

  /// Runs the program on the box around the ellipse with foci middle ± half; what is not holomorphic there is not finite.
  ///
  /// Few bits are enough for the size of an integrand; a difference of what is nearly equal needs all of them.
  func runOnEllipse(middle: Ball, half: Ball, rho: Double, bits: Int = 40) {
    unsafe carb_ellipse(complexes, middle.storage, half.storage, rho, self.bits)
    unsafe carb_run(instructions, Int32(instructions.count), complexes, 1, bits)
  }

  /// A bound of |f − c| on the ellipse for a constant c; nil where f is not holomorphic or not bounded.
  func ellipseBound(_ register: Int, middle: Ball, half: Ball, rho: Double) -> Ball? {
    runOnEllipse(middle: middle, half: half, rho: rho, bits: bits)
    let bound = RealVector(count: 1)
    unsafe carb_complex_bound(bound.storage, complexes + register)
    return bound[0].isFinite ? bound[0].upperEnd : nil
  }

  /// About log₂ of that bound, from the last run on a box.
  func ellipseLog2(_ register: Int, _ scratch: RealVector) -> Double {
    unsafe carb_complex_bound(scratch.storage, complexes + register)
    return unsafe carb_log2(scratch.storage)
  }

  /// Adds the rule's sums over an interval, and their errors by the bounds on the ellipse of the last run on a box.
  func add(_ rule: GaussLegendre, middle: Ball, half: Ball, rho: Double, outputs: [Int32], to sums: RealVector) {
    unsafe carb_add_rule(
      instructions, Int32(instructions.count), reals, outputs, Int32(outputs.count), sums.storage, rule.nodes.storage, rule.weights.storage,
      rule.count, middle.storage, half.storage, bits)
    let bound = RealVector(count: 1)
    for (index, output) in outputs.enumerated() {
      unsafe carb_complex_bound(bound.storage, complexes + Int(output))
      unsafe carb_add_rule_error(sums.storage + index, half.storage, bound.storage, rho, rule.count)
    }
  }
}

/// Numbers of a rule, or sums.
@safe final class RealVector: @unchecked Sendable {
  let storage: UnsafeMutablePointer<carb_real>
  let count: Int

  init(count: Int) {
    self.count = count
    unsafe storage = .allocate(capacity: count)
    unsafe storage.initialize(repeating: carb_real(), count: count)
  }

  deinit {
    unsafe carb_clear(storage, count)
    unsafe storage.deallocate()
  }

  subscript(index: Int) -> Ball { unsafe Ball(copying: storage + index) }
}
