import Synchronization

/// How much work some integrals may take together, so that whatever is typed ends: a bound on work and not on time, so
/// that a result does not depend on the machine.
///
/// The unit is some 5 ns; `Sampler.cost` says how many a sample takes. What is left undone is unresolved.
final class WorkLimit: Sendable {
  private let units: Mutex<Int>

  /// A limit of so many units.
  init(_ units: Int) { self.units = Mutex(units) }

  /// What the measures of one pair may take on a mesh: some two or three seconds, a hundred times the usual.
  static var ofPair: WorkLimit { WorkLimit(500_000_000) }

  /// What they may take of GSL's routines: some six seconds.
  static var ofSecondRoute: WorkLimit { WorkLimit(2_000_000_000) }

  /// What a search may take, which compares many pairs.
  static var ofSearch: WorkLimit { WorkLimit(800_000_000) }

  /// How many units are left, at least 0.
  var left: Int { max(0, units.withLock { $0 }) }

  var isExhausted: Bool { left == 0 }

  func spend(_ work: Int) { units.withLock { $0 -= work } }
}
