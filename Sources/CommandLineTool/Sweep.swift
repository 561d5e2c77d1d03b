import ArgumentParser
import Calculus
import Foundation
import Plotting
import Synchronization
import Tabulation
import Training

/// `sweep PLAN`: many trainings, and what came of them.
struct Sweep: ToolCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains every method of a plan on every density with every seed, in parallel, and summarises the results.",
    discussion: """
      Examples:
        divergences sweep --plan-template > my.json
        divergences sweep Examples/plans/remedies.json --output remedies
        divergences sweep Examples/plans/remedies.json --output remedies \\
          --plot remedies.svg
        divergences sweep Examples/plans/remedies.json --shard 1/2 --output first
        divergences sweep Examples/plans/remedies.json --shard 2/2 --output second
        divergences sweep Examples/plans/remedies.json --merge first --merge second \\
          --output remedies

      A plan is a JSON file, in which comments are allowed, with settings for all runs, densities, methods with settings \
      of their own, and a number of seeds. --plan-template prints one that explains every setting. The same command \
      again continues a sweep that was stopped or killed. \
      --shard i/n does every n-th run from the i-th on, on any machine, in a folder of its own. --merge puts the \
      folders of shards together and trains nothing. One process at a time writes to a folder. --force replaces \
      another plan's sweep or other files of these names, but never what the sweep reads.

      The folder receives runs.csv, with a row a run in the order of the plan: density, method, seed, js, js_error, \
      w1, w1_error (by quadrature on the generator's exact density), smallest_mode (the smallest share of its mass \
      under P that a mode keeps under Q; for a density of one mode, its tails of 5 %), collapsed (1 where that is \
      below 0.1), oscillation (the mean of the 16 changes of JS between 17 records of the last half), status, reason; \
      summary.csv, with a row for each method on each density: density, method, runs, failed and collapsed (shares), \
      then lower quartile, median and upper quartile of js, w1, smallest_mode and oscillation, where a failed run \
      counts as the worst; seconds.csv, the time of each run; and plan.json, with the vector width of the runs. The \
      same plan on the same width gives the same bytes of runs.csv and summary.csv. Runs of several widths come \
      together only with --allow-other-width.

      Before it starts, the time that is left is estimated by trials, at most 32, each of a hundredth of a run's steps \
      and one record. The estimate is written to standard error where it is above 10 seconds; --quiet leaves it out.

      The summary is printed with the median seconds of a run, seconds_median. --plot draws the quartiles of JS, and \
      notes how many runs lost a mode.
      """)

  @Argument(help: "The file of the plan.", completion: .file()) var plan: String
  @Flag(help: "Print a plan that explains every setting, as a start for one's own; alone, without PLAN.") var planTemplate = false
  @Option(part, help: "Do every n-th run from the i-th on", default: "all of them") var shard: SweepRunner.Shard?
  @Option(help: "The folder of a shard whose runs are merged; may be repeated.", completion: .directory)
  var merge: [String] = []

  @Option(.from(1, to: 1024), help: "How many runs at once", default: "as many as there are processors")
  var workers: Int?

  @Option(.one(), help: "The form of what is printed", default: "table on a terminal, else csv")
  var format: OutputFormat?

  @OptionGroup var folder: FolderOptions<OwnWidth>

  var withoutEffect: [OptionsWithoutEffect] { merge.isEmpty ? [] : [(["--workers"], "with --merge, which trains nothing")] }

  private static let part = Accepted<SweepRunner.Shard>("i/n with 1 <= i <= n <= 10000") { text in
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], (1...10_000).contains(count), (1...count).contains(index) else {
      return nil
    }
    return SweepRunner.Shard(index, of: count)
  }

  func validate() throws {
    let isClear = shard == nil || merge.isEmpty
    try require(isClear, else: "--shard and --merge do not go together: shards are merged when they are done.")
  }

  /// Prints the template where the arguments ask for it, and returns the exit status; nil where they do not. The parser
  /// cannot be asked: it misses the PLAN before it sees the flag.
  static func printTemplate(_ arguments: [String], on console: Console) throws -> Int32? {
    let flag = "--plan-template"
    guard arguments.first == "sweep", arguments.contains(flag), !arguments.contains("--help") else { return nil }
    var others = arguments.dropFirst()
    if let place = others.firstIndex(of: flag) { others.remove(at: place) }
    let other = others.first
    try require(other == nil, else: "\(flag) prints a plan and does nothing else: leave out '\(other ?? "")'.")
    try console.write(SweepPlan.template)
    return 0
  }

  /// Carries out the plan, and returns the exit status: 1 where a run failed.
  func execute(_ arguments: [String], on console: Console) throws -> Int32 {
    let plotting = folder.plotting
    let files = SweepRunner.files(in: folder.output)
    try plotting.check(besides: files)
    let runner = try WholeFile.withOutputs(plotting.paths) {
      let bytes = try WholeFile.withOutputs(files) { try WholeFile.read(plan) }
      let parsedPlan = try SweepPlan(parsingJSON: bytes, name: plan)
      try plotting.requireGnuplot()
      let runner = try SweepRunner(
        parsedPlan, folder: folder.output, shard: shard ?? SweepRunner.Shard(1, of: 1), command: ["sweep", plan], force: folder.force,
        allowOtherWidth: folder.allowOtherWidth)
      if !merge.isEmpty { try runner.merge(merge) }
      return runner
    }
    if merge.isEmpty, let status = try train(runner, on: console) { return status }
    let table = runner.table
    try plotting.deliver(Picture(of: runner.summaries, plan: plan), runner.provenance, on: console)
    if let format = format ?? (plotting.isText ? nil : console.isTerminal ? .table : .csv) {
      try console.write(format.text(of: table, digits: 3, for: console))
    }
    guard let failure = runner.failure else { return 0 }
    console.fail(failure)
    return 1
  }

  /// Trains what is left; the exit status if it was interrupted.
  private func train(_ runner: SweepRunner, on console: Console) throws -> Int32? {
    let workers = workers ?? ProcessInfo.processInfo.activeProcessorCount
    let interrupt = Interrupt()
    if !folder.quiet, let estimate = try runner.estimate(workers: workers), estimate.seconds > 10 { console.fail(estimate.sentence) }
    // Several threads draw it.
    let bar = Mutex(folder.quiet ? nil : ProgressBar.onStandardError())
    try runner.run(
      workers: workers, shouldStop: { interrupt.isRequested },
      progress: { done, total in bar.withLock { $0?.show(done, of: total) { _ in "runs" } } })
    bar.withLock { $0?.finish() }
    return interrupt.isRequested && runner.remaining > 0 ? interrupt.status : nil
  }
}

extension Picture {
  /// The summary of a sweep: JS of each method on each density, and the share of runs that lost a mode.
  fileprivate init(of summaries: [SweepSummary], plan: String) {
    let table = Table(
      of: summaries,
      [
        Column("name") { "\($0.method) on \($0.density)" }, Column("js_lower", \.js.lower), Column("js_median", \.js.median),
        Column("js_upper", \.js.upper), Column("note") { "\(significant(100 * $0.collapsed, digits: 3)) % lost a mode" },
      ])
    let series = [Series("js_median", "median", .q, .intervals(lower: "js_lower", upper: "js_upper"))]
    let name = plan.split(separator: "/").last.map(String.init) ?? plan
    self.init(
      "The runs of \(name.hasSuffix(".json") ? String(name.dropLast(5)) : name)", of: table,
      .rows(named: "name", Axis("JS(P,Q), median and quartiles (nats)", isLogarithmic: true), series, notes: "note"))
  }
}
