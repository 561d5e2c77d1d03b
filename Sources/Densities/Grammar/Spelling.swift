/// Suggestions for misspelt names.
package enum Spelling {
  /// “: did you mean X?” for the nearest of the names, or nothing if none is near.
  package static func suggestion(for word: String, among names: [String]) -> String {
    guard word.utf8.count <= 40 else { return "" }
    let distances = names.map { (name: $0, distance: distance(Array(word.lowercased()), Array($0.lowercased()))) }
    guard let best = distances.min(by: { $0.distance < $1.distance }), best.distance <= max(1, best.name.count / 3) else { return "" }
    return ": did you mean \(best.name)?"
  }

  /// The same for words with capitals or without, and for the first part of words of several, as kl of kl_pq; of two
  /// letters every other word is near.
  package static func suggestion(for word: String, amongWords names: [String]) -> String {
    let lowercased = word.lowercased()
    let same = names.filter { $0.lowercased() == lowercased }
    let longer = same.isEmpty ? names.filter { $0.lowercased().hasPrefix(lowercased + "_") } : same
    guard let last = longer.last, !word.isEmpty else { return word.count > 2 ? suggestion(for: word, among: names) : "" }
    let others = longer.dropLast().joined(separator: ", ")
    return ": did you mean \(others)\(others.isEmpty ? "" : " or ")\(last)?"
  }

  /// How many insertions, deletions, replacements and swaps of neighbours turn one word into the other (Damerau 1964).
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
        row.append(cost)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
