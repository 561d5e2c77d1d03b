public import Divergences

/// The generator of a collapse game at one step, by its exact density, beside what counting its samples says.
public struct CollapseRecord: Sendable {
  /// How many steps have been made.
  public let step: Int
  /// What Q puts on each mode of P, exactly; empty where Q has no density.
  public let masses: [Double]
  /// The learned D at the centre of each mode, by the parameters as they are.
  public let discriminator: [Double]
  /// JS(P, Q) and KL(Q‖P); empty where they are not asked for, or Q has no density.
  public let divergences: [Measurement]
  /// How many of the samples lie within three deviations of each mode.
  public let counts: [Int]
  /// What the counts estimate, exactly: the mass of these regions under Q; empty where Q has no density.
  public let countedMasses: [Double]
  /// Why Q has no density; empty where it has.
  public let reason: String

  package init(
    step: Int, masses: [Double], discriminator: [Double], divergences: [Measurement], counts: [Int], countedMasses: [Double], reason: String
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
  public var captured: [Int] { counts.indices.filter { counts[$0] > 0 } }

  /// Why a number of the record is not known; empty where all are.
  var unresolvedReason: String {
    reason.isEmpty ? divergences.first { $0.outcome.status == "unresolved" }?.outcome.reason ?? "" : reason
  }

  /// The share of Q from which on a mode is said to hold it.
  public static let holdingShare = 0.9

  /// The mode that holds Q; nil where none does.
  public var holder: Int? { masses.firstIndex { $0 >= Self.holdingShare } }
}
