import Tabulation

/// A record of a run, examined: a row of `history.csv`. What is not known is NaN.
struct HistoryRow: Sendable {
  var step = 0
  var discriminatorLoss = Double.nan
  var generatorLoss = Double.nan
  var discriminatorGradient = Double.nan
  var generatorGradient = Double.nan
  var js = Double.nan
  var jsError = Double.nan
  var klPQ = Double.nan
  var klQP = Double.nan
  var value = Double.nan
  var valueOptimal = Double.nan
  var gap = Double.nan
  var gapError = Double.nan
  var supDistance = Double.nan
  var l2Distance = Double.nan
  /// Of the parameters as they are, where the others are of their averages.
  var jsCurrent = Double.nan
  var gapCurrent = Double.nan
  /// The mass of Q on each mode of P.
  var modes: [Double]
  var status = "unresolved"
  var reason = ""

  /// A row of which nothing is known, for so many modes.
  init(modes: Int) { self.modes = [Double](repeating: .nan, count: modes) }

  static func columns(modes: Int) -> [Column<HistoryRow>] {
    let losses: [Column<HistoryRow>] = [
      Column("step", at: \.step), Column("discriminator_loss", at: \.discriminatorLoss), Column("generator_loss", at: \.generatorLoss),
      Column("discriminator_gradient", at: \.discriminatorGradient), Column("generator_gradient", at: \.generatorGradient),
    ]
    let measures: [Column<HistoryRow>] = [
      Column("js", at: \.js), Column("js_error", at: \.jsError), Column("kl_pq", at: \.klPQ), Column("kl_qp", at: \.klQP),
      Column("value", at: \.value), Column("value_optimal", at: \.valueOptimal), Column("gap", at: \.gap),
      Column("gap_error", at: \.gapError), Column("sup_distance", at: \.supDistance), Column("l2_distance", at: \.l2Distance),
      Column("js_current", at: \.jsCurrent), Column("gap_current", at: \.gapCurrent),
    ]
    let masses = (0..<modes).map { mode in Column("mode_\(mode + 1)", at: \HistoryRow.modes[mode]) }
    return losses + measures + masses + [Column("status", at: \.status), Column("reason", at: \.reason)]
  }
}
