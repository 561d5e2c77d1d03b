import ArgumentParser
import Densities

/// The two densities that a subcommand compares.
struct PairOptions: ParsableArguments {
  @Argument(help: "The density P.") var p: String
  @Argument(help: "The density Q.") var q: String

  /// The densities that the texts denote; a file that one names is read.
  func densities() throws(DensityError) -> (p: any AnalyticDensity, q: any AnalyticDensity) { (try parseDensity(p), try parseDensity(q)) }

  /// The title of a picture.
  var title: String { "P = \(p), Q = \(q)" }
}
