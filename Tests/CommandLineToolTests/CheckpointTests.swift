import Foundation
import Scalars
import TestSupport
import Testing

/// A checkpoint or a run's settings that are not, to the last character, what a run has written are refused.
@Suite(.waitsForPrograms) struct CheckpointTests {
  /// CRC-64 as `xz` has it, bit by bit: an independent way to the checksum of a file.
  private func checksum(_ bytes: Data) -> String {
    var remainder = ~UInt64(0)
    for byte in bytes {
      remainder ^= UInt64(byte)
      for _ in 0..<8 { remainder = remainder & 1 == 1 ? (remainder >> 1) ^ 0xC96C_5795_D787_0F42 : remainder >> 1 }
    }
    return String(String(repeating: "0", count: 16) + String(~remainder, radix: 16)).suffix(16).description
  }

  @Test(arguments: ["checkpoint.json", "run.json"]) func oneAlteredCharacterIsRefused(name: String) throws {
    // The check value of the catalogue of CRCs.
    #expect(checksum(Data("123456789".utf8)) == "995dc9bbdf1939fa")
    try withTemporaryFolder { folder in
      let (run, file) = (folder + "/run", folder + "/run/" + name)
      #expect(try runTool(["train", "normal(0,1)", "--steps", "200", "--width", "4", "--output", run]).status == 0)
      let whole = try contents(run)
      let bytes = try #require(whole[name])
      let start = "{\n  \"checksum\" : \""
      #expect(bytes.starts(with: Data((start + checksum(bytes.dropFirst(start.utf8.count + 19)) + "\",\n").utf8)))
      var random = CounterRandom(seed: 3)
      // The places of every kind, and others that are drawn; a character becomes another one of its kind where it can.
      let places =
        [0, 5, 20, 33, bytes.count - 1, bytes.count - 2]
        + (0..<8 * testMultiplier).map { _ in Int.random(in: 0..<bytes.count, using: &random) }
      for place in places {
        var damaged = bytes
        damaged[place] =
          damaged[place] == UInt8(ascii: "1") ? UInt8(ascii: "2") : damaged[place] == UInt8(ascii: " ") ? 9 : damaged[place] ^ 1
        try damaged.write(to: URL(filePath: file))
        for arguments in [["train", "--resume", "--output", run], ["support", run, "--tolerance", "0.1"]] {
          let outcome = try runTool(arguments)
          #expect(outcome.status == 2 && outcome.sentences.count == 1 && outcome.errors.contains(name), "\(place): \(outcome)")
          #expect(outcome.errors.contains("--force"), "\(outcome)")
        }
        #expect(FileManager.default.contents(atPath: file) == damaged)
      }
      for damaged in [Data(), bytes.dropLast(), bytes + Data("\n".utf8), bytes.prefix(bytes.count / 2)] {
        try damaged.write(to: URL(filePath: file))
        let outcome = try runTool(["train", "--resume", "--output", run])
        #expect(outcome.status == 2 && outcome.sentences.count == 1 && outcome.errors.contains("damaged"), "\(outcome)")
      }
      // One of an earlier version has no checksum.
      let old = String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { !$0.contains("\"checksum\"") }.joined(
        separator: "\n")
      try (old + "\n").write(toFile: file, atomically: false, encoding: .utf8)
      let outcome = try runTool(["train", "--resume", "--output", run])
      #expect(outcome.status == 2 && outcome.errors.contains("no checksum"), "\(outcome)")
      try bytes.write(to: URL(filePath: file))
      #expect(try runTool(["train", "--resume", "--output", run]).status == 0)
      #expect(try contents(run) == whole)
    }
  }
}
