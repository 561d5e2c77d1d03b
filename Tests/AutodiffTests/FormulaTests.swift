import Autodiff
import RealModule
import Scalars
import Testing

/// One formula written twice: on nodes, and on numbers, which forward mode differentiates.
protocol Formula: Sendable {
  static var points: [Double] { get }
  static func traced(_ x: Node) -> Node
  static func evaluated<S: Scalar>(_ x: S) -> S
}

enum Hyperbolic: Formula {
  static let points = [-3.0, -0.2, 0, 1e-3, 2]
  static func traced(_ x: Node) -> Node { .tanh(x) }
  static func evaluated<S: Scalar>(_ x: S) -> S { .tanh(x) }
}
enum Rectified: Formula {
  static let points = [-3.0, -0.2, 1e-3, 2]
  static func traced(_ x: Node) -> Node { x.activated(.relu) * x }
  static func evaluated<S: Scalar>(_ x: S) -> S { x.primal < 0 ? 0 : x * x }
}
enum Leaky: Formula {
  static let points = [-3.0, -0.2, 1e-3, 2]
  static func traced(_ x: Node) -> Node { x.activated(.leakyReLU(slope: 0.2)).squared }
  static func evaluated<S: Scalar>(_ x: S) -> S { x.primal < 0 ? 0.04 * x * x : x * x }
}
enum Soft: Formula {
  static let points = [-30.0, -3, 0, 1, 30]
  static func traced(_ x: Node) -> Node { .softplus(x) }
  static func evaluated<S: Scalar>(_ x: S) -> S { softplus(x) }
}
enum Logistic: Formula {
  static let points = [-30.0, -3, 0, 1, 30]
  static func traced(_ x: Node) -> Node { x.activated(.sigmoid) }
  static func evaluated<S: Scalar>(_ x: S) -> S { logistic(x) }
}
enum Exponential: Formula {
  static let points = [-3.0, 0, 2]
  static func traced(_ x: Node) -> Node { .exp(2 * x + 1) }
  static func evaluated<S: Scalar>(_ x: S) -> S { .exp(2 * x + 1) }
}
enum Logarithm: Formula {
  static let points = [0.1, 1, 20]
  static func traced(_ x: Node) -> Node { .log(x) }
  static func evaluated<S: Scalar>(_ x: S) -> S { .log(x) }
}
enum Powers: Formula {
  static let points = [0.3, 1, 2.5]
  static func traced(_ x: Node) -> Node { x.power(-1.7) + x.squareRoot - x.power(3) * x.power(-1) }
  static func evaluated<S: Scalar>(_ x: S) -> S { .exp(-1.7 * .log(x)) + .sqrt(x) - x * x }
}
enum Sine: Formula {
  static let points = [-2.0, 0, 1]
  static func traced(_ x: Node) -> Node { x.sine(phase: 0.4) }
  static func evaluated<S: Scalar>(_ x: S) -> S { .sin(x + 0.4) }
}
enum SurvivalLogarithm: Formula {
  static let points = [1e-3, 0.5, 0.9, 20]
  static func traced(_ x: Node) -> Node { .log1mExp(x) }
  static func evaluated<S: Scalar>(_ x: S) -> S { .log(-.expMinusOne(-x)) }
}
enum OmegaLogarithm: Formula {
  static let points = [-50.0, -3, 0, 1, 8, 1000]
  static func traced(_ x: Node) -> Node { .logWrightOmega(x) }
  /// Two Newton steps on u + eᵘ = x from the solution restore the derivatives that its start, a plain number, lacks.
  static func evaluated<S: Scalar>(_ x: S) -> S {
    var u = S(logWrightOmega(x.primal))
    for _ in 0..<2 { u = u - (.exp(u) + u - x) / (.exp(u) + 1) }
    return u
  }
}
enum Columns: Formula {
  static let points = [-2.0, 0.3, 1]
  /// Through every operation between columns and rows: [x, 2x+1] spread out, multiplied, summed.
  static func traced(_ x: Node) -> Node {
    let weights = x.graph.parameters(count: 4)
    let pair = x.dense(weights.block(at: 0, rows: 1, columns: 2), bias: weights.block(at: 2, rows: 1, columns: 2))
    return (pair.columnSum.squared * x) + pair.squared.columnSum
  }
  static func evaluated<S: Scalar>(_ x: S) -> S {
    let (a, b): (S, S) = (0.5 * x + 0.25, -1.5 * x + 2)
    return (a + b) * (a + b) * x + a * a + b * b
  }
}

@Suite struct FormulaTests {
  static let catalogue: [any Formula.Type] = [
    Hyperbolic.self, Rectified.self, Leaky.self, Soft.self, Logistic.self, Exponential.self, Logarithm.self, Powers.self, Sine.self,
    SurvivalLogarithm.self, OmegaLogarithm.self, Columns.self,
  ]

  /// The value and its first and second derivative at every point, from one plan.
  static func derivatives<Number: KernelNumber>(_ formula: any Formula.Type, _: Number.Type) throws -> [[Number]] {
    let graph = Graph(batch: formula.points.count)
    let x = graph.input(width: 1)
    let y = formula.traced(x)
    let first = graph.gradient(of: y, by: [x])[0]
    let second = graph.gradient(of: first, by: [x])[0]
    let weights: [Storage<Number>] = formula == Columns.self ? [Storage([0.5, -1.5, 0.25, 2] as [Number])] : []
    let points = FixedRows(formula.points.map { Number($0) })
    let plan = try Plan(graph, rows: [y, first, second], parameters: weights, sources: [points])
    plan.run()
    return (0..<3).map { plan.rows($0) }
  }

  @Test(arguments: catalogue.indices) func agreesWithForwardMode(_ index: Int) throws {
    let formula = Self.catalogue[index]
    let result = try Self.derivatives(formula, Double.self)
    let single = try Self.derivatives(formula, Float.self)
    for (row, x) in formula.points.enumerated() {
      let expected = Self.forward(formula, x)
      for order in 0..<3 {
        let scale = 1 + abs(expected[order])
        #expect(abs(result[order][row] - expected[order]) <= 1e-12 * scale, "\(formula) at \(x), order \(order)")
        #expect(abs(Double(single[order][row]) - expected[order]) <= 2e-5 * scale, "\(formula) at \(x), order \(order), single precision")
      }
    }
  }

  @Test(arguments: catalogue.indices) func agreesWithCentralDifferences(_ index: Int) throws {
    let formula = Self.catalogue[index]
    let result = try Self.derivatives(formula, Double.self)
    for (row, x) in formula.points.enumerated() {
      // The error is of the order h² f‴ + ε|f|/h; at the kinks' scale of 1e-3 the step stays on one side.
      let h = 2e-5 * max(min(1, abs(x)), 1e-2)
      let slope = (Self.forward(formula, x + h)[0] - Self.forward(formula, x - h)[0]) / (2 * h)
      #expect(abs(result[1][row] - slope) <= 1e-5 * (1 + abs(slope)) + 1e-15 * abs(result[0][row]) / h, "\(formula) at \(x)")
    }
  }

  static func forward(_ formula: any Formula.Type, _ x: Double) -> [Double] {
    let y = formula.evaluated(Dual(value: Dual(value: x, tangent: 1), tangent: 1))
    return [y.value.value, y.value.tangent, y.tangent.tangent]
  }
}
