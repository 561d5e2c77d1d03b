import Synchronization

/// How much work some integrals may take together, so that whatever is typed ends: a bound on work and not on time, so
/// that a result does not depend on the machine.
///
/// The unit is some 5 ns, a tenth of the time of a simple log density. What is left undone is unresolved.
package final class WorkLimit: Sendable {
  /// The limit against which values count that take integrals or searches of their own, such as a distribution function
  /// by quadrature: how many they take is known only where they are taken.
  @TaskLocal package static var inForce: WorkLimit?

  private let units: Atomic<Int>

  /// A limit of so many units.
  package init(_ units: Int) { self.units = Atomic(units) }

  /// How many units are left, at least 0.
  package var left: Int { max(0, units.load(ordering: .relaxed)) }

  /// Whether nothing is left.
  package var isExhausted: Bool { left == 0 }

  /// Counts so many units as spent.
  package func spend(_ work: Int) { units.subtract(work, ordering: .relaxed) }
}
