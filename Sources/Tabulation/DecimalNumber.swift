/// The finite number that the bytes of a cell denote, with spaces around it; throws why there is none.
func finiteNumber(_ bytes: [UInt8], _ cell: Range<Int>) throws(TableError.CellCondition) -> Double {
  let range = withoutBlanks(bytes, cell)
  if let number = decimalNumber(bytes, range) { return number }
  guard !range.isEmpty else { throw .empty }
  let text = String(decoding: bytes[cell], as: UTF8.self)
  guard let number = Double(Substring(decoding: bytes[range], as: UTF8.self)) else { throw .notNumeric(text) }
  // `Double` would also read `0x1p3`; a letter other than an exponent's is taken for a mistake.
  guard number.isFinite else { throw .notFinite(text) }
  if bytes[range].contains(where: { $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: "X") }) { throw .notNumeric(text) }
  return number
}

/// A cell without the blanks around it.
func withoutBlanks(_ bytes: [UInt8], _ cell: Range<Int>) -> Range<Int> {
  func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
  var range = cell
  while let first = range.first, isBlank(bytes[first]) { range = first + 1..<range.upperBound }
  while let last = range.last, isBlank(bytes[last]) { range = range.lowerBound..<last }
  return range
}

/// The number that a decimal numeral such as `-2.5e-3` denotes, to the nearest `Double`, where it has at most 19
/// significant digits and a power of ten between −27 and 27; nil for every other text.
///
/// `Double` reads the same, from a `String` that would have to be made for each cell, and takes ten times as long.
func decimalNumber(_ bytes: [UInt8], _ range: Range<Int>, mark: UInt8 = UInt8(ascii: ".")) -> Double? {
  var index = range.lowerBound
  func digit() -> UInt64? {
    guard index < range.upperBound, case let value = bytes[index] &- UInt8(ascii: "0"), value < 10 else { return nil }
    return UInt64(value)
  }
  func isNext(_ byte: UInt8, or other: UInt8? = nil) -> Bool { index < range.upperBound && (bytes[index] == byte || bytes[index] == other) }

  let isNegative = isNext(UInt8(ascii: "-"))
  if isNegative || isNext(UInt8(ascii: "+")) { index += 1 }
  var (digits, significant, exponent, count) = (UInt64(0), 0, 0, 0)
  func takeDigits() {
    while let next = digit(), significant < 20 {
      digits = digits &* 10 &+ next
      if digits != 0 || significant > 0 { significant += 1 }
      (index, count) = (index + 1, count + 1)
    }
  }
  takeDigits()
  if isNext(mark) {
    index += 1
    let whole = count
    takeDigits()
    exponent = whole - count
  }
  guard count > 0, significant < 20 else { return nil }
  if isNext(UInt8(ascii: "e"), or: UInt8(ascii: "E")) {
    index += 1
    let isDown = isNext(UInt8(ascii: "-"))
    if isDown || isNext(UInt8(ascii: "+")) { index += 1 }
    guard digit() != nil else { return nil }
    var power = 0
    while let next = digit(), power < 1000 { (power, index) = (10 * power + Int(next), index + 1) }
    exponent += isDown ? -power : power
  }
  guard index == range.upperBound else { return nil }
  guard let magnitude = nearest(digits, timesTenTo: exponent) else { return nil }
  return isNegative ? -magnitude : magnitude
}

/// 5ⁿ, as far as they are below 2^64.
private let powersOfFive = sequence(first: UInt64(1)) { $0.multipliedReportingOverflow(by: 5).overflow ? nil : $0 * 5 }.map { $0 }

/// digits · 10ⁿ, rounded once; nil where 5^|n| is not below 2^64.
private func nearest(_ digits: UInt64, timesTenTo power: Int) -> Double? {
  guard digits != 0 else { return 0 }
  guard powersOfFive.indices.contains(abs(power)) else { return nil }
  let five = powersOfFive[abs(power)]
  // In 64 bits, of which the last stands for all that follow, nothing is lost that decides how 53 are rounded.
  let (bits, scale): (UInt64, Int)
  if power >= 0 {
    let (high, low) = digits.multipliedFullWidth(by: five)
    let shift = high.leadingZeroBitCount
    let rest = shift == 64 ? 0 : low << shift
    bits = shift == 64 ? low : (high << shift) | (low >> (64 - shift)) | (rest != 0 ? 1 : 0)
    scale = shift == 64 ? 0 : 64 - shift
  } else {
    let (up, fiveUp) = (digits.leadingZeroBitCount, five.leadingZeroBitCount)
    let dividend = digits << up
    let (quotient, remainder) = (five << fiveUp).dividingFullWidth((dividend >> 1, dividend << 63))
    bits = quotient | (remainder != 0 ? 1 : 0)
    scale = fiveUp - up - 63
  }
  return Double(bits) * Double(sign: .plus, exponent: scale + power, significand: 1)
}
