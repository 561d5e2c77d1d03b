package import Calculus
import Divergences

/// The generator of a `CollapseGame` at one step: masses by its exact density, and counts of its samples.
package struct CollapseRecord: Sendable {
  /// How many steps have been made.
  package let step: Int
  /// The mass of Q on each mode of P, exactly; empty where Q has no density.
  package let masses: [Double]
  /// The learned D at the centre of each mode, by the parameters as they are.
  package let discriminator: [Double]
  /// JS(P, Q) and KL(Q‖P); empty where they are not asked for, or Q has no density.
  package let divergences: [Estimate]
  /// How many of the samples lie within three deviations of each mode.
  package let counts: [Int]
  /// The masses that the counts estimate, exactly: those of the regions under Q; empty where Q has no density.
  package let countedMasses: [Double]
  /// Why Q has no density; empty where it has.
  package let reason: String

  package init(
    step: Int, masses: [Double], discriminator: [Double], divergences: [Estimate], counts: [Int], countedMasses: [Double], reason: String
  ) {
    self.step = step
    self.masses = masses
    self.discriminator = discriminator
    self.divergences = divergences
    self.counts = counts
    self.countedMasses = countedMasses
    self.reason = reason
  }

  /// The modes that counting calls captured.
  package var captured: [Int] { counts.indices.filter { counts[$0] > 0 } }

  /// Why a number of the record is not known; empty where all are.
  var unresolvedReason: String {
    reason.isEmpty ? divergences.first { $0.status == .unresolved }?.reason ?? "" : reason
  }

  /// The least share of Q with which a mode is said to hold Q.
  package static let holdingShare = 0.9

  /// The mode that holds Q; nil where none does.
  package var holder: Int? { masses.firstIndex { $0 >= Self.holdingShare } }
}
