import ArgumentParser
import Calculus
import Plotting
import RealModule
import Scalars
import Studies
import Tabulation

/// The path that is gone without options.
private let standard = DiracPath()

/// `dirac`: the smallest GAN under every way to train it.
struct Dirac: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "The Dirac-GAN, data at 0 and a generator that is a point: the path of one game, or the eigenvalues of every game.",
    discussion: """
      Examples:
        divergences dirac --game minimax --updates alternating --output path.csv
        divergences dirac --game "r1(0.3)" --rate 0.2 --steps 500
        divergences dirac --eigenvalues
        divergences dirac --game non-saturating --steps 2000 --plot path.svg

      Games: \(DiracEntry.all.map(\.spelling).joined(separator: ", ")); the parameters shown are the defaults.
      The generator is a point mass at theta, the critic is psi x, and the equilibrium is (0, 0) (Mescheder, Geiger \
      and Nowozin 2018).

      Columns of a path: step, theta, psi, distance to the equilibrium, conserved (what continuous time keeps \
      constant; empty where nothing is).
      Columns with --eigenvalues: game; eigenvalue, 1 or 2; real and imaginary, of the field's derivative at the \
      equilibrium by automatic differentiation; exact_real and exact_imaginary, the closed form; radius_simultaneous \
      and radius_alternating, the largest modulus for one step of size --rate, which converges below 1 and diverges \
      above 1, near the equilibrium; note.

      --plot draws the path in the plane, with its start, its end and arrows along it, or the moduli.
      """)

  @Option(help: "The game, such as minimax or r1(0.3) (default: minimax, and with --eigenvalues all).")
  var game: String?

  @Option(.above(0, atMost: 1000), help: "The size of a step, h") var rate = standard.rate

  // More would fill a disk before it served a plot.
  @Option(.from(1, to: 1_000_000), help: "How many steps") var steps = standard.steps

  @Option(.one(), help: "Whether both players move at once, or the critic answers to the generator's step")
  var updates = standard.updates

  @Option(.from(-1e100, to: 1e100), help: "Where the generator starts") var theta = standard.start.theta
  @Option(.from(-1e100, to: 1e100), help: "The slope of the critic at the start") var psi = standard.start.psi
  @Flag(help: "The eigenvalues at the equilibrium instead of a path.") var eigenvalues = false
  @OptionGroup var output: OutputOptions

  var withoutEffect: [OptionsWithoutEffect] {
    eigenvalues ? [(["--steps", "--theta", "--psi", "--updates"], "with --eigenvalues")] : []
  }

  func report() throws -> Report {
    let name = game ?? "minimax"
    if eigenvalues {
      let games = game == nil ? DiracEntry.all.map { ($0.spelling, $0.game) } : [(name, try DiracGame(parsing: name))]
      try output.plotting.requireGnuplot()
      let rows = games.flatMap { name, game in EigenvalueRow.rows(of: game, named: name, rate: rate) }
      return Report(table: Table(of: rows, EigenvalueRow.columns), picture: picture(of: rows))
    }
    let start = DiracPoint(theta: theta, psi: psi)
    guard let rows = DiracPath(try DiracGame(parsing: name), from: start, rate: rate, steps: steps, updates: updates).run() else {
      throw OptionError("--steps \(steps) is too many: the path leaves the range of doubles before, so take fewer or a smaller --rate.")
    }
    try output.plotting.requireGnuplot()
    let path = Table(of: rows)
    return Report(table: path, picture: picture(of: rows, game: name))
  }

  /// The path in the plane, with its start, its end and arrows along it.
  private func picture(of rows: [DiracPath.Row], game name: String) -> Picture {
    let arrows = Set(rows.placesOfArrows)
    typealias Place = (index: Int, row: DiracPath.Row)
    func mark(_ column: String, at places: Set<Int>, _ value: @escaping (Place) -> Double) -> Column<Place> {
      Column(column) { place -> Double? in places.contains(place.index) ? value(place) : nil }
    }
    let (start, end): (Set<Int>, Set<Int>) = ([0], [rows.count - 1])
    func ahead(_ place: Place) -> DiracPoint<Double> { rows[min(place.index + 1, rows.count - 1)].point }
    let table = Table(
      of: rows.indices.map { Place($0, rows[$0]) },
      DiracPath.Row.columns.map { $0.of(\Place.row) } + [
        mark("start", at: start, \.row.point.psi), mark("end", at: end, \.row.point.psi), mark("arrow", at: arrows, \.row.point.psi),
        mark("arrow_theta", at: arrows) { ahead($0).theta - $0.row.point.theta },
        mark("arrow_psi", at: arrows) { ahead($0).psi - $0.row.point.psi },
      ])
    let series = [
      Series("psi", "\(updates.rawValue), h = \(rate)", .other(3)),
      Series("arrow", "", .other(3), .arrows(dx: "arrow_theta", dy: "arrow_psi")), Series("start", "start", .p, .points),
      Series("end", "end, step \(steps)", .q, .points),
    ]
    return Picture(
      "\(name): from (\(theta), \(psi)), equilibrium (0, 0)", of: table,
      .plane(against: "theta", Axis("θ, place of the generator", mark: 0), Panel(Axis("ψ, slope of the critic", mark: 0), series)))
  }

  /// The moduli of each game, which are those of both its eigenvalues.
  private func picture(of rows: [EigenvalueRow]) -> Picture {
    let moduli = Table(
      of: rows.filter { $0.number != 2 },
      [
        Column("game") { $0.number == nil ? $0.game + ": none" : $0.game }, Column("radius_simultaneous", \.simultaneous),
        Column("radius_alternating", \.alternating),
      ])
    return Picture(
      "Largest modulus of an eigenvalue of one step, h = \(rate)", of: moduli,
      .rows(
        named: "game", Axis("modulus (below 1: converges near the equilibrium)", mark: 1),
        [
          Series("radius_simultaneous", "simultaneous", .other(0), .points),
          Series("radius_alternating", "alternating", .other(2), .points),
        ]))
  }
}

/// An eigenvalue of a game, or that there is none.
private struct EigenvalueRow {
  let game: String
  var number: Int?
  var value: Eigenvalue?
  var exact: Eigenvalue?
  /// The largest moduli for one step.
  var simultaneous: Double?
  var alternating: Double?
  var note = ""

  static var columns: [Column<Self>] {
    [
      Column("game", \.game), Column("eigenvalue", \.number), Column("real", \.value?.real), Column("imaginary", \.value?.imaginary),
      Column("exact_real", \.exact?.real), Column("exact_imaginary", \.exact?.imaginary),
      Column("radius_simultaneous", \.simultaneous), Column("radius_alternating", \.alternating), Column("note", \.note),
    ]
  }

  static func rows(of game: DiracGame, named name: String, rate: Double) -> [Self] {
    guard let values = game.flowEigenvalues, let exact = game.exactEigenvalues else {
      return [Self(game: name, note: "the field jumps at psi = 0: no derivative, and no local convergence")]
    }
    return zip(values, exact).enumerated().map { index, pair in
      Self(
        game: name, number: index + 1, value: pair.0, exact: pair.1,
        simultaneous: game.spectralRadius(rate: rate, updates: .simultaneous),
        alternating: game.spectralRadius(rate: rate, updates: .alternating))
    }
  }
}

extension [DiracPath.Row] {
  /// The places at which arrows show the direction: a tenth, four tenths and seven tenths along the path.
  fileprivate var placesOfArrows: [Int] {
    var lengths = [0.0]
    for (a, b) in zip(self, dropFirst()) {
      lengths.append(lengths[lengths.count - 1] + Double.hypot(b.point.theta - a.point.theta, b.point.psi - a.point.psi))
    }
    let total = lengths[lengths.count - 1]
    guard total > 0, total.isFinite else { return [] }
    return [0.1, 0.4, 0.7].compactMap { share in lengths.firstIndex { $0 >= share * total }.map { Swift.min($0, Swift.max(count - 2, 0)) } }
  }
}

extension StudyError: InputError {}
