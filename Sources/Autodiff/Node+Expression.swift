/// A formula on numbers, traced.
extension Node: Expression {
  package static func quotient(_ a: Node, _ b: Node) -> Node { a * b.power(-1) }

  package static func exp(_ x: Node) -> Node { x.activated(.exponential) }
  package static func expMinusOne(_ x: Node) -> Node { exp(x) - 1 }
  package static func log(_ x: Node) -> Node { x.map(.log) }
  package static func log(onePlus x: Node) -> Node { log(x + 1) }
  package static func sqrt(_ x: Node) -> Node { x.squareRoot }
  package static func tanh(_ x: Node) -> Node { x.activated(.tanh) }
  package static func softplus(_ x: Node) -> Node { x.activated(.softplus) }
  package static func atLeast(_ bound: Double, _ x: Node) -> Node { (x - bound).activated(.relu) + bound }
  package static func power(_ x: Node, _ exponent: Double) -> Node { x.power(exponent) }
  package static func log1mExp(_ x: Node) -> Node { x.map(.log1mExp) }
  package static func logWrightOmega(_ x: Node) -> Node { x.map(.logWrightOmega) }
}
