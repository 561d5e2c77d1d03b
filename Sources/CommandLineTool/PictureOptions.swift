import ArgumentParser
import Plotting

/// How wide a picture is: by `--width`, or by `--plot-width` where `--width` is the width of something else.
protocol PictureWidth: ParsableArguments, Sendable {
  /// The name of the option.
  static var name: String { get }
  /// The width in points, where it was given.
  var points: Double? { get }
}

private let breadth = "The picture's width in points, of which a PNG has 1.5 pixels each"
private let lengths = Accepted<Double>.from(100, to: 10_000)

/// `--width`.
struct OwnWidth: PictureWidth {
  static let name = "--width"

  @Option(lengths, name: .customLong("width"), help: breadth, default: "720, and for slides 1280")
  var points: Double?
}

/// `--plot-width`, beside a `--width` of networks or samples.
struct OtherWidth: PictureWidth {
  static let name = "--plot-width"

  @Option(lengths, name: .customLong("plot-width"), help: breadth, default: "720, and for slides 1280")
  var points: Double?
}

/// How a picture looks: the same for every subcommand that has something to draw.
struct PictureOptions<Width: PictureWidth>: ParsableArguments {
  @OptionGroup var width: Width

  @Option(lengths, help: "The picture's height in points", default: "what its panels need") var height: Double?
  @Option(.from(4, to: 100), help: "The size of the picture's letters in points", default: "14, and for slides 22") var fontSize: Double?

  @Option(
    .one(of: PictureStyle.Theme.allCases, \.rawValue),
    help: "What the picture is for; slides is for a projector, with large letters and bold lines")
  var theme = PictureStyle.Theme.page

  var style: PictureStyle { PictureStyle(theme: theme, width: width.points, height: height, fontSize: fontSize) }

  /// The names of the options that change something.
  var given: [String] {
    [
      width.points.map { _ in Width.name }, height.map { _ in "--height" }, fontSize.map { _ in "--font-size" },
      theme == .page ? nil : "--theme",
    ].compactMap(\.self)
  }
}
