import Foundation

/// Whether this is a run of continuous integration, where what `.ci/run` installs must be there.
let isContinuousIntegration = ProcessInfo.processInfo.environment["CI"] == "true"

/// Which of the programs that read or draw what the tool writes are installed.
let programs: Set<String> = {
  let probes = [
    "gnuplot": "command -v gnuplot", "pandas": "python3 -c 'import pandas'", "R": "command -v Rscript",
  ]
  return Set(probes.filter { (try? runShell($0.value + " >/dev/null 2>&1").status) == 0 }.keys)
}()
