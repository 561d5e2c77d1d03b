import Autodiff

extension VectorWidth {
  /// The widths of work that was begun on some and goes on on another, each once in a row: `avx512+avx2`.
  static func joined(_ earlier: String, _ later: String) -> String {
    let widths = earlier.split(separator: "+") + later.split(separator: "+")
    return widths.indices.filter { $0 == 0 || widths[$0] != widths[$0 - 1] }.map { widths[$0] }.joined(separator: "+")
  }
}
