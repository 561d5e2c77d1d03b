import Foundation

/// The bytes of a file of text as UTF-8, whatever it is written in.
package struct PlainText {
  /// The bytes of the text.
  package let bytes: [UInt8]
  /// How the file was written, where that is not UTF-8: "gzip, UTF-16".
  private(set) var forms: [String] = []

  /// Undoes gzip and UTF-16, which is known by its mark, or by the zeros in its first characters.
  package init(_ file: [UInt8], name: String) throws(TableError) {
    var bytes = file
    if bytes.starts(with: [0x1F, 0x8B]) {
      do { bytes = try decompressed(bytes, name: name) } catch { throw .file(error) }
      forms.append("gzip")
    }
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
      throw .otherText(file: name, "UTF-32")
    }
    if let isLittle = Self.isLittleEndian(bytes) {
      guard bytes.count.isMultiple(of: 2) else { throw .otherText(file: name, "UTF-16 of an odd number of bytes") }
      let units = stride(from: 0, to: bytes.count, by: 2).map { index -> UInt16 in
        let (low, high) = isLittle ? (bytes[index], bytes[index + 1]) : (bytes[index + 1], bytes[index])
        return UInt16(high) << 8 | UInt16(low)
      }
      guard let text = String(validating: units.first == 0xFEFF ? units[1...] : units[...], as: UTF16.self) else {
        throw .otherText(file: name, "UTF-16 with half a character")
      }
      bytes = Array(text.utf8)
      forms.append("UTF-16")
    }
    self.bytes = bytes
  }

  /// Whether the lower byte comes first; nil where the bytes are not UTF-16.
  private static func isLittleEndian(_ bytes: [UInt8]) -> Bool? {
    if bytes.starts(with: [0xFF, 0xFE]) { return true }
    if bytes.starts(with: [0xFE, 0xFF]) { return false }
    // Without a mark: the first characters are of ASCII, and every other byte is zero.
    let first = bytes.prefix(8)
    guard first.count >= 4, first.count.isMultiple(of: 2) else { return nil }
    let zeros = first.indices.filter { first[$0] == 0 }
    if zeros == first.indices.filter({ !$0.isMultiple(of: 2) }) { return true }
    return zeros == first.indices.filter { $0.isMultiple(of: 2) } ? false : nil
  }
}

/// What `gzip -dc` makes of some bytes. The program is on every system that has such files, and a library would have to
/// be installed to build the package.
private func decompressed(_ bytes: [UInt8], name: String) throws(FileError) -> [UInt8] {
  func failure(_ condition: String) -> FileError { FileError(action: .read, path: name, condition: condition) }
  // The bytes come from a file of no name, so that writing to the program and reading from it cannot wait for each other.
  guard let compressed = tmpfile() else { throw failure("its compressed bytes find no room: \(reason(errno))") }
  defer { fclose(compressed) }
  let source = FileHandle(fileDescriptor: fileno(compressed))
  if let code = writeAll(bytes, to: source.fileDescriptor) { throw failure(reason(code)) }
  rewind(compressed)
  let (process, output) = (Process(), Pipe())
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = ["gzip", "-dc"]
  (process.standardInput, process.standardOutput, process.standardError) = (source, output, FileHandle.nullDevice)
  do { try process.run() } catch { throw failure("it is compressed, and gzip cannot be started: decompress it first") }
  var result: [UInt8] = []
  while let part = try? output.fileHandleForReading.read(upToCount: 1 << 20), !part.isEmpty {
    result += part
    if result.count > WholeFile.largest {
      process.terminate()
      process.waitUntilExit()
      throw failure("decompressed it is larger than 1 GiB")
    }
  }
  process.waitUntilExit()
  if process.terminationStatus == 127 { throw failure("it is compressed, and gzip is not installed: decompress it first") }
  guard process.terminationStatus == 0 else { throw failure("it begins like a file of gzip, and gzip finds it damaged") }
  return result
}
