/// A decimal by its digits, ± digits · 10^exponent, without zeros at either end: two texts of one number are equal.
package struct DecimalDigits: Hashable, Sendable {
  package let isNegative: Bool
  /// From the first that is not 0 to the last; none for 0.
  package let digits: [Int]
  package let exponent: Int

  /// Of a text such as -12.5 or 1e-05; nil where it is no decimal, as of 0x1p4 or inf.
  package init?(_ text: String) {
    var rest = text[...]
    isNegative = rest.hasPrefix("-")
    if let sign = rest.first, "+-".contains(sign) { rest = rest.dropFirst() }
    let parts = rest.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    guard let mantissa = parts.first, parts.count <= 2, parts.count == 1 || Int(parts[1]) != nil else { return nil }
    let halves = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    let all = halves.joined().map { $0.isASCII ? $0.wholeNumberValue ?? -1 : -1 }
    guard halves.count <= 2, !all.isEmpty, !all.contains(-1) else { return nil }
    let places = (halves.count == 2 ? halves[1].count : 0) - (parts.count == 2 ? Int(parts[1]) ?? 0 : 0)
    let last = all.lastIndex { $0 != 0 } ?? -1
    digits = Array(all[...last].drop { $0 == 0 })
    exponent = digits.isEmpty ? 0 : all.count - 1 - last - places
  }
}
