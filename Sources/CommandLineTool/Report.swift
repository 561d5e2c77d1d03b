import Autodiff
import Plotting
import Tabulation
import Training

/// What a subcommand hands over: a table, and what its reader should know about it.
struct Report {
  /// The rows.
  let table: Table
  /// What the tool prints for the eye, if that is not the aligned table.
  var text: String?
  /// What the tool says below the table for the eye.
  var remark = ""
  /// What `--plot` draws; nil where there is nothing to see.
  var picture: Picture?
  /// False if a verdict was not the expected one or a value stayed unresolved: the exit status is then 1.
  var isAsExpected = true
  /// Where the numbers come from, for the file beside a CSV file; the command is added where it is written.
  var provenance = Provenance(command: [])

  /// Notes that networks were trained, with this seed and on the vector width of this process.
  mutating func noteTraining(seed: UInt64) throws(VectorWidthError) {
    provenance.seed = seed
    provenance.vectorWidth = try VectorWidth.chosen().bytes
  }
}
