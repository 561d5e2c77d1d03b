import Autodiff
import Testing

@Suite struct VectorWidthTests {
  @Test func theWidestIsChosenUnlessAnotherIsNamed() throws {
    let widths = VectorWidth.available
    #expect(!widths.isEmpty && Set(widths.map(\.name)).count == widths.count)
    #expect(try VectorWidth.choose(nil).get() == widths[0])
    for width in widths { #expect(try VectorWidth.choose(width.name).get() == width) }
    // As in a shell, what is empty is not set.
    #expect(try VectorWidth.choose("").get() == widths[0])
    for name in ["avx", "AVX2", "16", "avx2 "] {
      let error = #expect(throws: VectorWidthError.self) { try VectorWidth.choose(name).get() }
      let sentence = try #require(error?.description)
      #expect(sentence.contains(VectorWidth.variable) && sentence.contains("'\(name)'") && sentence.contains(widths[0].name))
    }
  }
}
