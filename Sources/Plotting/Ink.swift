/// The colour and dashes of a series; the same thing has the same ink in every picture.
///
/// The colours are those of Okabe & Ito (Color universal design, 2008), which the colour-blind tell apart, and three
/// darker ones; the dashes tell the lines apart in black and white.
package enum Ink: Hashable, Sendable {
  /// The density p of the data.
  case p
  /// The density q of the generator.
  case q
  /// The optimal discriminator D*.
  case optimal
  /// A discriminator that was learned.
  case learned
  /// Anything else, numbered from 0; the seventh looks like the first.
  case other(Int)

  var lineType: Int {
    switch self {
    case .p: 1
    case .q: 2
    case .optimal: 3
    case .learned: 4
    case .other(let index): 5 + index % 6
    }
  }

  /// The line types in gnuplot's notation, numbered from 1; the last is that of guides and marks.
  static let lineTypes = [
    "linecolor rgb '#0072B2' linewidth 2 dashtype solid pointtype 7",
    "linecolor rgb '#D55E00' linewidth 2 dashtype (12,5) pointtype 5",
    "linecolor rgb '#000000' linewidth 2 dashtype (14,4,3,4) pointtype 6",
    "linecolor rgb '#009E73' linewidth 2 dashtype (4,3) pointtype 9",
    "linecolor rgb '#CC79A7' linewidth 2 dashtype (8,3) pointtype 4",
    "linecolor rgb '#E69F00' linewidth 2 dashtype (18,4,3,4,3,4) pointtype 11",
    "linecolor rgb '#56B4E9' linewidth 3 dashtype (2,4) pointtype 13",
    "linecolor rgb '#595959' linewidth 1.5 dashtype solid pointtype 8",
    "linecolor rgb '#882255' linewidth 2 dashtype (18,3) pointtype 10",
    "linecolor rgb '#6B6B00' linewidth 2 dashtype (3,2,3,8) pointtype 12",
    "linecolor rgb '#606060' linewidth 1.5 dashtype (2,3)",
  ]

  /// The line type of guides and marks.
  static let guide = lineTypes.count
}
