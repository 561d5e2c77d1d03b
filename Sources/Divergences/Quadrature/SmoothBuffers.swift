import Calculus
import Synchronization

/// The storage that a trapezoidal rule works in.
///
/// It is lent, and given back for the next rule: to make it anew for each takes longer than to fill it. Not generic, since
/// what is not specialised takes as long again.
struct SmoothBuffers {
  var nodes = SmoothNodes()
  var samples = PairSamples()
  var values = NodeValues()
  var formulas: [DivergenceFormula] = []
  var sums: [WeightedSums] = []
  var logs = PairSampler.Buffers()

  /// Where storage waits. Only who has taken a shelf off the list looks into it.
  private final class Shelf: @unchecked Sendable {
    var buffers = SmoothBuffers()
  }

  private static let shelves = Mutex<[Shelf]>([])
  /// As many as may work at once, about; more are not kept.
  private static let mostShelves = 16

  /// Does some work in storage that nothing else uses meanwhile, with the numbers of earlier work in it.
  static func lent<Result>(_ work: (inout SmoothBuffers) -> Result) -> Result {
    let shelf = shelves.withLock { $0.popLast() } ?? Shelf()
    defer { shelves.withLock { if $0.count < mostShelves { $0.append(shelf) } } }
    return work(&shelf.buffers)
  }
}
