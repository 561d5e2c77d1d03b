#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A number with so many significant digits, as C's `%g` writes it; for the eye, since it may not read back as the same
/// number.
package func significant(_ value: Double, digits: Int) -> String {
  var buffer = [CChar](repeating: 0, count: 64 + max(0, digits))
  let count = withVaList([Int32(clamping: digits), value]) { vsnprintf(&buffer, buffer.count, "%.*g", $0) }
  return String(decoding: buffer.prefix(Int(max(0, count))).map(UInt8.init(bitPattern:)), as: UTF8.self)
}
