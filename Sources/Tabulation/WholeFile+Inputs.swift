/// Whoever works for somebody who may not read the disk names what may be read.
extension WholeFile {
  /// The bytes of the files that the work under way may read; nil where it may read any.
  @TaskLocal static var inputs: [String: [UInt8]]?

  /// Carries out work that reads these bytes for these names, and nothing from the disk.
  ///
  /// They are known to this thread alone.
  package static func withInputs<Result>(_ inputs: [String: [UInt8]], _ work: () throws -> Result) rethrows -> Result {
    try $inputs.withValue(inputs, operation: work)
  }
}
