import Foundation
import TestSupport
import Testing

/// A package that depends on this one by a version tag builds and prints a divergence. The manifest has an unsafe flag,
/// which older versions of SwiftPM refused in a dependency. Slow, since it builds everything: `CLIENT_PACKAGE=1 swift
/// test --filter ClientPackage`.
@Suite(.waitsForPrograms) struct ClientPackageTests {
  @Test(.enabled(if: ProcessInfo.processInfo.environment["CLIENT_PACKAGE"] != nil), arguments: ["debug", "release"])
  func aClientOfATaggedVersionBuildsAndPrintsAKL(configuration: String) throws {
    try withTemporaryFolder { try build(in: URL(filePath: $0), configuration) }
  }

  private func build(in folder: URL, _ configuration: String) throws {
    let client = folder.appending(path: "client")
    try FileManager.default.createDirectory(at: client.appending(path: "Sources/client"), withIntermediateDirectories: true)
    try shell("git clone --quiet '\(packagePath(""))' '\(folder.path)/divergences' && git -C '\(folder.path)/divergences' tag 99.0.0")
    try manifest.write(to: client.appending(path: "Package.swift"), atomically: true, encoding: .utf8)
    try program.write(to: client.appending(path: "Sources/client/main.swift"), atomically: true, encoding: .utf8)
    let printed = try shell("cd '\(client.path)' && swift run --quiet -c \(configuration) client")
    // KL(N(0,1)‖N(1,1)) = ½.
    let value = try #require(printed.split(separator: "\n").last.flatMap { Double($0) }, "\(printed)")
    #expect(abs(value - 0.5) < 1e-14)
  }

  private let manifest = """
    // swift-tools-version: 6.3
    import PackageDescription

    let package = Package(
      name: "client",
      dependencies: [.package(url: "../divergences", exact: "99.0.0")],
      targets: [.executableTarget(name: "client", dependencies: [.product(name: "Divergences", package: "divergences")])]
    )
    """

  private let program = """
    import Divergences
    import Training

    let (p, q) = (Normal(mean: 0, sd: 1), Cauchy(location: 0, scale: 1))
    let moved = Laplace(location: 0, scale: 1)
    for measurement in [kl(p, q), js(p, q), tv(p, q), hellinger2(p, q), chi2(p, q), renyi(p, q, order: 2), w1(p, moved)] {
      print(measurement.measure, measurement.value, measurement.error, measurement.route, measurement.reason)
    }
    let (xs, ys) = ([0.1, -0.4, 1.3, 0.7], [1.2, 0.9, 2.3, 1.8])
    print(try js(xs, ys).value, try w1(xs, ys).value)
    let custom = try CustomDensity(on: -1...1) { x in -3 * x * x }
    let tilted = try CustomDensity(on: -.infinity ... .infinity, endsLike: Normal(mean: 0, sd: 1)) { x in -x * x / 2 + 0.1 / (1 + x * x) }
    print(kl(custom, tilted).value, kl(tilted, custom).reason)
    print(OptimalDiscriminator(p, q).value(at: 0.5), custom.quantile(0.25))
    let mixture = try Mixture([p, custom], weights: [0.5, 0.5])
    for measurement in DensityPair(mixture, q).table() where measurement.status == .unresolved { print(measurement.measure) }
    for try await record in GAN(p).records(steps: 20, every: 10) { print(record.step, record.js.value) }
    print(kl(try parseDensity("normal(0,1)"), try parseDensity("normal(1,1)")).value)
    """

  /// Runs a line of shell, which must succeed, and returns what it prints.
  @discardableResult private func shell(_ line: String) throws -> String {
    let outcome = try runProcess(named: "sh", ["-c", line + " 2>&1"])
    #expect(outcome.status == 0, "\(line): \(outcome.output.suffix(2000))")
    return outcome.output
  }
}
