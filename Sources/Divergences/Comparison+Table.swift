extension Comparison {
  /// Every measure of the pair, in the order of the tables.
  public func table() -> [Measurement] { measure(catalogue) }
}
