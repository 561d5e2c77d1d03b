package import Training

/// Settings of a training that a study names, as a command line asks for them.
package struct NamedSettings: Sendable {
  /// The name on a command line.
  package let name: String
  /// How they differ from others.
  package let remark: String
  /// The settings.
  package var training: TrainingSettings

  /// These settings changed from the defaults.
  init(_ name: String, _ remark: String, _ change: (inout TrainingSettings) -> Void) {
    (self.name, self.remark) = (name, remark)
    training = TrainingSettings()
    change(&training)
  }
}
