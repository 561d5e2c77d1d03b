/// The line that a shell reads as this command.
func commandLine(_ arguments: [String]) -> String { (["divergences"] + arguments).map(shellWord).joined(separator: " ") }

/// A word as a shell reads it: between apostrophes where it has any sign that a shell reads otherwise.
private func shellWord(_ word: String) -> String {
  let plain =
    !word.isEmpty
    && word.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || "-_./:,=+%@".utf8.contains(byte)
    }
  return plain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
}
