// swift-tools-version: 6.3
// Measurements, in a package of their own so that users of the library never build them. `make bench` sets up and runs what is here.

import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "Divergences", path: "..")],
  targets: [
    .executableTarget(
      name: "bench-divergences", dependencies: [.product(name: "Divergences", package: "Divergences")], path: "Divergences",
      exclude: ["peers.py"]),
    // How often the intervals of samples cover the truth, which is no question of time.
    .executableTarget(
      name: "bench-samples", dependencies: [.product(name: "Divergences", package: "Divergences")], path: "Samples"),
    // What the processor can do at most, which training speed is measured against.
    .target(name: "Peak", path: "Peak"),
    .executableTarget(
      name: "bench-training", dependencies: ["Peak", .product(name: "Divergences", package: "Divergences")], path: "Training",
      exclude: ["peers.py"]),
  ]
)
