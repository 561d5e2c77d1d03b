import Foundation
import TestSupport
import Testing

/// The programs that read or draw what the tool writes: a test that needs one is skipped by its name where it is
/// missing.
enum OptionalTool: String, CaseIterable {
  case gnuplot
  case pandas
  case r = "R"
  case flint = "python-flint"

  /// What runs it in a shell.
  var command: String {
    switch self {
    case .gnuplot: "gnuplot --default-settings"
    case .pandas, .flint: Self.python
    case .r: "Rscript --vanilla"
    }
  }

  /// Whether tests that need it run: where it is installed, and where `make test-all` was to install it and its absence
  /// is a failure.
  var isExpected: Bool { Self.areRequired || Self.installed.contains(self) }

  /// Why a test is skipped.
  var absence: Comment { "\(rawValue) is not installed" }

  private static let areRequired = ProcessInfo.processInfo.environment["OPTIONAL_TOOLS"] == "required"

  /// The interpreter of `Scripts/setup readers`, or else the system's.
  private static let python: String = {
    let own = packageFolder.appending(path: ".venv/bin/python3").path(percentEncoded: false)
    return FileManager.default.isExecutableFile(atPath: own) ? "'\(own)'" : "python3"
  }()

  private static let installed: Set<OptionalTool> = {
    let probes: [OptionalTool: String] = [
      .gnuplot: "command -v gnuplot", .pandas: "\(python) -c 'import pandas'", .r: "command -v Rscript",
      .flint: "\(python) -c 'import flint'",
    ]
    return Set(probes.filter { (try? runShell($0.value + " >/dev/null 2>&1").status) == 0 }.keys)
  }()
}
