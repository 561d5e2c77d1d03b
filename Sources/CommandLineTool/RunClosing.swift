import Tabulation
import Training

extension Run {
  /// The last record in a few words, and the files that the run has written.
  func closing(folder: String) -> String {
    let place = folder + (folder.hasSuffix("/") ? "" : "/")
    let files = Run.files(in: folder).map { String($0.dropFirst(place.count)) }.filter { !$0.hasSuffix(".csv.json") }
    return (lastRecord + ".\n" + "Written to \(folder): " + files.joined(separator: ", ") + ".\n").wrapped(to: 80)
  }

  private var lastRecord: String {
    let row = history.rowCount - 1
    func number(_ column: String) -> Double? {
      row < 0 ? nil : history.cells(inColumn: column).last.flatMap { Double($0.text) }.flatMap { $0.isNaN ? nil : $0 }
    }
    func said(_ name: String, _ column: String) -> String? {
      number(column).map { value in
        let error = number(column + "_error").map { " ± " + significant($0, digits: 2) } ?? ""
        return "\(name) \(significant(value, digits: 4))\(error)"
      }
    }
    let parts = [said("JS", "js"), said("gap", "gap")].compactMap(\.self)
    let shares = target.modes.enumerated().compactMap { index, mass in number("mode_\(index + 1)").map { $0 / mass } }
    let kept = shares.filter { $0 >= 0.1 }.count
    let modes =
      target.modes.count > 1 && !shares.isEmpty
      ? ["\(kept) of \(shares.count) modes, the least with \(significant(shares.min() ?? 0, digits: 3)) of its mass"] : []
    return "Step \(settings.training.steps): " + (parts.isEmpty ? "no exact record" : (parts + modes).joined(separator: ", "))
  }
}
