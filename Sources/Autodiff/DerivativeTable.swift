// The derivative of each operation: the whole table of reverse mode. A rule is written in nodes, so it can be
// differentiated again. ȳ is the cotangent of the result y; a rule answers the cotangent of input k.

extension ScaleAndShift {
  func vjp(_ cotangent: Node, by k: Int, of y: Node) -> Node? { scale * cotangent }
}

extension Add {
  func vjp(_ cotangent: Node, by k: Int, of y: Node) -> Node? { cotangent }
}

extension Multiply {
  func vjp(_ cotangent: Node, by k: Int, of y: Node) -> Node? { cotangent * y.input(1 - k) }
}

extension Activate {
  /// a′(x) = s(y).
  func vjp(_ cotangent: Node, by k: Int, of y: Node) -> Node? { cotangent * y.slope(of: activation) }
}

extension Slope {
  /// ds/dy, with s the result: −2y for tanh, 1 − 2y for the sigmoid, e⁻ʸ = 1 − s for softplus, 1 for the exponential.
  func vjp(_ cotangent: Node, by k: Int, of s: Node) -> Node? {
    switch activation {
    case .tanh: cotangent * (-2 * s.input(0))
    case .sigmoid: cotangent * (1 - 2 * s.input(0))
    case .softplus: cotangent * (1 - s)
    case .exponential: cotangent
    case .relu, .leakyReLU: nil
    }
  }
}

extension Map {
  func vjp(_ cotangent: Node, by k: Int, of y: Node) -> Node? {
    let x = y.input(0)
    return switch function {
    case .log: cotangent * x.power(-1)
    case .power(let exponent): cotangent * (exponent * x.power(exponent - 1))
    case .sine(let phase): cotangent * x.sine(phase: phase + .pi / 2)
    // 1/(eˣ − 1) = e⁻ˣ/(1 − e⁻ˣ) = exp(−x − y).
    case .log1mExp: cotangent * .exp(-(x + y))
    // 1 = u′ + eᵘ u′.
    case .logWrightOmega: cotangent * (.exp(y) + 1).power(-1)
    }
  }
}

extension ColumnSum {
  func vjp(_ cotangent: Node, by k: Int, of y: Node) -> Node? { cotangent.spread(to: y.input(0).extent.width) }
}

extension Spread {
  func vjp(_ cotangent: Node, by k: Int, of y: Node) -> Node? { cotangent.columnSum }
}

extension Rotate {
  func vjp(_ cotangent: Node, by k: Int, of y: Node) -> Node? { cotangent.rotated(by: -shift, within: group) }
}

extension Repeat {
  func vjp(_ cotangent: Node, by k: Int, of y: Node) -> Node? { cotangent.total }
}

extension RowSum {
  func vjp(_ cotangent: Node, by k: Int, of y: Node) -> Node? { cotangent.repeated }
}

extension Dense {
  /// y = xW + b: x̄ = ȳWᵀ, W̄ = Σ x ⊗ ȳ, b̄ = Σ ȳ.
  func vjp(_ cotangent: Node, by k: Int, of y: Node) -> Node? {
    switch k {
    case 0: cotangent.denseTransposed(y.input(1))
    case 1: y.input(0).outerSum(cotangent)
    default: cotangent.total
    }
  }
}

extension DenseTransposed {
  /// x = yWᵀ: ȳ = x̄W, W̄ = Σ x̄ ⊗ y.
  func vjp(_ cotangent: Node, by k: Int, of x: Node) -> Node? {
    k == 0 ? cotangent.dense(x.input(1)) : cotangent.outerSum(x.input(0))
  }
}

extension OuterSum {
  /// W = Σ x ⊗ y: x̄ = yW̄ᵀ, ȳ = xW̄.
  func vjp(_ cotangent: Node, by k: Int, of w: Node) -> Node? {
    k == 0 ? w.input(1).denseTransposed(cotangent) : w.input(0).dense(cotangent)
  }
}
