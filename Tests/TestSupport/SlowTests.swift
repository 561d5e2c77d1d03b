package import Testing

extension Trait where Self == ConditionTrait {
  /// A test of many seconds, which `make test-all` runs.
  package static var slow: Self { .enabled(if: testMultiplier > 1, "takes many seconds: TEST_MULTIPLIER=4 swift test … or make test-all") }
}
