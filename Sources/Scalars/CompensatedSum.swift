/// A running sum whose rounding error does not grow with the number of terms (Neumaier 1974).
public struct CompensatedSum: Sendable {
  private var sum = 0.0
  private var compensation = 0.0

  /// The empty sum.
  public init() {}

  /// A sum with what rounding has lost of it.
  package init(_ sum: Double, lost: Double) {
    self.sum = sum
    compensation = lost
  }

  /// The sum of everything added.
  public var value: Double { sum.isFinite ? sum + compensation : sum }

  /// Adds a term.
  public mutating func add(_ term: Double) {
    let next = sum + term
    compensation += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }

  /// Adds another sum.
  package mutating func add(_ other: CompensatedSum) {
    add(other.sum)
    compensation += other.compensation
  }
}

extension Sequence<Double> {
  /// The sum with compensated rounding.
  public func compensatedSum() -> Double {
    var sum = CompensatedSum()
    for term in self { sum.add(term) }
    return sum.value
  }
}
