/// A formula on numbers, traced.
extension Node: Expression {
  public static func quotient(_ a: Node, _ b: Node) -> Node { a * b.power(-1) }

  public static func exp(_ x: Node) -> Node { x.activated(.exponential) }
  public static func expMinusOne(_ x: Node) -> Node { exp(x) - 1 }
  public static func log(_ x: Node) -> Node { x.map(.log) }
  public static func log(onePlus x: Node) -> Node { log(x + 1) }
  public static func sqrt(_ x: Node) -> Node { x.squareRoot }
  public static func tanh(_ x: Node) -> Node { x.activated(.tanh) }
  public static func softplus(_ x: Node) -> Node { x.activated(.softplus) }
  public static func atLeast(_ bound: Double, _ x: Node) -> Node { (x - bound).activated(.relu) + bound }
  public static func power(_ x: Node, _ exponent: Double) -> Node { x.power(exponent) }
  public static func log1mExp(_ x: Node) -> Node { x.map(.log1mExp) }
  public static func logWrightOmega(_ x: Node) -> Node { x.map(.logWrightOmega) }
}
