/// A decimal by its digits, ± digits · 10^exponent, without zeros at either end: two texts of one number are equal.
package struct DecimalDigits: Hashable, Sendable {
  /// Whether it is below 0.
  package let isNegative: Bool
  /// From the first that is not 0 to the last; none for 0.
  package let digits: [Int]
  /// The power of ten that the digits, as a whole number, are multiplied by.
  package let exponent: Int

  /// Of a text such as -12.5 or 1e-05; nil where it is no decimal, as of 0x1p4 or inf.
  package init?(_ text: String) {
    var rest = text[...]
    isNegative = rest.hasPrefix("-")
    if let sign = rest.first, "+-".contains(sign) { rest = rest.dropFirst() }
    let parts = rest.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    // No number of a density has a larger power of ten, and sums of the largest integers overflow.
    guard let mantissa = parts.first, parts.count <= 2, let power = parts.count == 2 ? Int(parts[1]) : 0, (-99_999...99_999).contains(power)
    else { return nil }
    let halves = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    let all = halves.joined().map { $0.isASCII ? $0.wholeNumberValue ?? -1 : -1 }
    guard halves.count <= 2, !all.isEmpty, !all.contains(-1) else { return nil }
    let places = (halves.count == 2 ? halves[1].count : 0) - power
    let last = all.lastIndex { $0 != 0 } ?? -1
    digits = Array(all[...last].drop { $0 == 0 })
    exponent = digits.isEmpty ? 0 : all.count - 1 - last - places
  }
}
