// The vocabulary of a trace. Constants are folded as they are written, so that a cotangent of ones costs nothing.

extension Node {
  package static func + (a: Node, b: Node) -> Node {
    if let value = a.constantValue { return b.affine(scale: 1, shift: value) }
    if let value = b.constantValue { return a.affine(scale: 1, shift: value) }
    a.require(a.extent == b.extent, "cannot add \(a.extent) and \(b.extent)")
    return a.graph.trace(Add(), [a, b], a.extent)
  }

  package static func * (a: Node, b: Node) -> Node {
    if let value = a.constantValue { return b.affine(scale: value, shift: 0) }
    if let value = b.constantValue { return a.affine(scale: value, shift: 0) }
    a.require(a.extent == b.extent, "cannot multiply \(a.extent) and \(b.extent)")
    return a.graph.trace(Multiply(), [a, b], a.extent)
  }

  package static func - (a: Node, b: Node) -> Node { a + -b }
  package static prefix func - (a: Node) -> Node { a.affine(scale: -1, shift: 0) }
  package static func * (a: Double, b: Node) -> Node { b.affine(scale: a, shift: 0) }
  /// A constant added to every number.
  package static func + (a: Double, b: Node) -> Node { b.affine(scale: 1, shift: a) }
  package static func + (a: Node, b: Double) -> Node { a.affine(scale: 1, shift: b) }
  package static func - (a: Double, b: Node) -> Node { b.affine(scale: -1, shift: a) }
  package static func - (a: Node, b: Double) -> Node { a.affine(scale: 1, shift: -b) }

  /// The activation of every number.
  package func activated(_ activation: Activation) -> Node { graph.trace(Activate(activation: activation), [self], extent) }

  /// The square.
  package var squared: Node { self * self }
  /// √x; its derivative is infinite at 0.
  package var squareRoot: Node { power(0.5) }
  /// sin(x + phase).
  package func sine(phase: Double = 0) -> Node { map(.sine(phase: phase)) }
  /// xᶜ.
  package func power(_ exponent: Double) -> Node {
    switch exponent {
    case 0: graph.constant(1, extent)
    case 1: self
    case 2: squared
    default: map(.power(exponent))
    }
  }
  /// f(x).
  package func map(_ function: ScalarFunction) -> Node { graph.trace(Map(function: function), [self], extent) }

  /// x·W + b for every row x.
  package func dense(_ weights: Node, bias: Node? = nil) -> Node {
    guard case .shared(let inputs, let outputs) = weights.extent else { return require(false, "weights are shared") }
    require(extent == .rows(width: inputs), "a dense layer of \(weights.extent) weights cannot take \(extent)")
    require(bias.map { $0.extent == .shared(1, outputs) } ?? true, "a bias has one number for each output")
    return graph.trace(Dense(), [self, weights] + (bias.map { [$0] } ?? []), .rows(width: outputs))
  }

  /// The sum of the columns of each row.
  package var columnSum: Node {
    if extent.width == 1 { return self }
    if let value = constantValue { return graph.constant(value * Double(extent.width), .rows(width: 1)) }
    return graph.trace(ColumnSum(), [self], .rows(width: 1))
  }

  /// The sum over the batch.
  package var total: Node { graph.trace(RowSum(), [self], .shared(1, extent.width)) }

  /// The mean over the batch.
  package var mean: Node { (1 / Double(graph.batch)) * total }

  /// Row i of each group of consecutive rows takes the value of row i + shift of its group, counted round it: how a row
  /// sees its neighbours.
  ///
  /// A group lies within one tile: its size is a power of two up to 64 that divides the batch.
  package func rotated(by shift: Int, within group: Int) -> Node {
    require(Self.groupSizes.contains(group) && graph.batch.isMultiple(of: group), "a batch of \(graph.batch) has no groups of \(group)")
    let forward = ((shift % group) + group) % group
    if forward == 0 || constantValue != nil { return self }
    return graph.trace(Rotate(shift: forward, group: group), [self], extent)
  }

  /// The sizes that groups of rows may have: a tile holds whole groups.
  package static let groupSizes = [1, 2, 4, 8, 16, 32, 64]

  // What derivative rules need besides.

  func slope(of activation: Activation) -> Node { graph.trace(Slope(activation: activation), [self], extent) }

  /// A number of each row in every column.
  package func spread(to width: Int) -> Node {
    if width == 1 { return self }
    if let value = constantValue { return graph.constant(value, .rows(width: width)) }
    return graph.trace(Spread(), [self], .rows(width: width))
  }

  /// A shared vector in every row.
  package var repeated: Node {
    if let value = constantValue { return graph.constant(value, .rows(width: extent.width)) }
    return graph.trace(Repeat(), [self], .rows(width: extent.width))
  }

  func denseTransposed(_ weights: Node) -> Node {
    guard case .shared(let inputs, _) = weights.extent else { return require(false, "weights are shared") }
    return graph.trace(DenseTransposed(), [self, weights], .rows(width: inputs))
  }

  func outerSum(_ other: Node) -> Node {
    graph.trace(OuterSum(), [self, other], .shared(extent.width, other.extent.width))
  }

  private func affine(scale: Double, shift: Double) -> Node {
    if let value = constantValue { return graph.constant(scale * value + shift, extent) }
    if scale == 1 && shift == 0 { return self }
    if let inner = operation as? ScaleAndShift {
      return input(0).affine(scale: scale * inner.scale, shift: scale * inner.shift + shift)
    }
    return graph.trace(ScaleAndShift(scale: scale, shift: shift), [self], extent)
  }

  private var constantValue: Double? { (operation as? Constant)?.value }

  /// Traces are written by programs, so a wrong extent is a programmer's mistake.
  @discardableResult
  private func require(_ condition: Bool, _ message: String) -> Node {
    precondition(condition, message)
    return self
  }
}
