// swift-tools-version: 6.3
// The architecture on one screen. A module imports only modules above its line; `LayeringTests` reads this table.

import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
  // A generic call across modules is some 75 times slower without it; with it no `@inlinable` is needed.
  .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]
let pointers: [SwiftSetting] = strict + [.strictMemorySafety()]

/// Real-number protocols: the standard ones, so that a formula runs on any number type that conforms.
let real = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
/// Command-line parsing with help and error texts: the standard package.
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
/// The server of the page: HTTP with streamed answers in two modules of their own, without the dozen of packages of NIO.
let http = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let sockets = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")

let modules: [Target] = [
  // layer 0: C libraries, numbers, tables
  .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
  .target(name: "Scalars", dependencies: [real], swiftSettings: strict),
  .target(name: "Tabulation", swiftSettings: strict),
  // Without optimisation, what is inlined into a kernel takes more stack than there is.
  .target(name: "CKernels", cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
  .target(name: "CArb"),
  // layer 1: pictures of tables
  .target(name: "Plotting", dependencies: ["Tabulation"], swiftSettings: strict),
  // layer 1: integrals, roots, minima
  .target(name: "Calculus", dependencies: ["CGSL", "CKernels", "Scalars", real], swiftSettings: pointers),
  // layer 1: derivatives of networks
  .target(name: "Autodiff", dependencies: ["Scalars", "CKernels", real], swiftSettings: pointers),
  // layer 2: what is compared
  .target(name: "Densities", dependencies: ["Calculus", "Scalars", "Tabulation", real], swiftSettings: strict),
  // layer 3: how far apart
  .target(name: "Divergences", dependencies: ["Densities", "Calculus", "Autodiff", "Scalars", real], swiftSettings: strict),
  // layer 3: enclosures that are proved
  .target(name: "Certificates", dependencies: ["CArb", "Densities", "Scalars", "Tabulation", real], swiftSettings: pointers),
  // layer 4: GANs in training
  .target(
    name: "Training", dependencies: ["Divergences", "Densities", "Calculus", "Autodiff", "Scalars", "Tabulation", real],
    swiftSettings: strict),
  // layer 5: what goes wrong with GANs, and what helps
  .target(
    name: "Studies",
    dependencies: ["Training", "Divergences", "Densities", "Calculus", "Autodiff", "Scalars", "Tabulation", real],
    swiftSettings: strict),
  // layer 6: what the lecture and the papers say
  .target(
    name: "Claims",
    dependencies: [
      "Studies", "Training", "Certificates", "Divergences", "Densities", "Calculus", "Autodiff", "Scalars", "Tabulation", real,
    ],
    swiftSettings: strict),
  // layer 7: scripts that read like a lecture
  .target(name: "Notebook", dependencies: ["Claims", "Training", "Calculus", "Plotting", "Tabulation"], swiftSettings: strict),
  // layer 7: what a user types
  .target(
    name: "CommandLineTool",
    dependencies: [
      "Claims", "Studies", "Training", "Certificates", "Divergences", "Densities", "Calculus", "Autodiff", "Scalars", "Plotting",
      "Tabulation", arguments, real,
    ],
    swiftSettings: strict),
  // layer 8: the page to play with the theory
  .target(
    name: "Sandbox",
    dependencies: [
      "CommandLineTool", "Studies", "Training", "Divergences", "Densities", "Calculus", "Autodiff", "Scalars", "Tabulation", http, sockets,
      real,
    ],
    resources: [.embedInCode("Page")], swiftSettings: strict),
  // layer 9: the programs; the page's is one of its own, since a server's libraries take longer to load than a comparison takes
  .executableTarget(name: "ToolProgram", dependencies: ["CommandLineTool"], swiftSettings: strict),
  .executableTarget(
    name: "SandboxProgram", dependencies: ["CommandLineTool", "Sandbox", "Tabulation"], swiftSettings: strict),
]

/// The scripts that read like a lecture, in `notebooks-as-scripts`.
let notebooks: [String] = [
  "01-density-estimation",
  "02-optimal-discriminator",
  "03-minimax-value",
  "04-non-saturating-loss",
  "05-algorithm-1",
  "06-function-space-and-parameters",
  "07-mode-collapse",
  "08-birthday-paradox",
  "09-wasserstein",
  "10-remedies-compared",
  "11-f-gan",
  "12-closing-questions",
  "13-how-quadrature-is-fooled",
]

/// What tests share: processes, folders, reference tables, random densities.
let support = Target.target(
  name: "TestSupport", dependencies: ["Densities", "Scalars", "Tabulation", real], path: "Tests/TestSupport", swiftSettings: strict)

let tests: [Target] = [
  .testTarget(name: "ScalarsTests", dependencies: ["Scalars", real], swiftSettings: strict),
  .testTarget(
    name: "DivergencesTests", dependencies: ["Divergences", "Densities", "Calculus", "Scalars", "Tabulation", "TestSupport", real],
    swiftSettings: strict),
  .testTarget(
    name: "CertificatesTests", dependencies: ["Certificates", "Divergences", "Densities", "Calculus", "Scalars", "TestSupport", real],
    swiftSettings: strict),
  .testTarget(name: "TabulationTests", dependencies: ["Tabulation", "TestSupport"], swiftSettings: strict),
  .testTarget(name: "PlottingTests", dependencies: ["Plotting", "Tabulation"], swiftSettings: strict),
  .testTarget(
    name: "NotebookTests",
    dependencies: ["Notebook", "Autodiff", "Calculus", "Claims", "Plotting", "Tabulation", "TestSupport"]
      + notebooks.map { .target(name: $0) },
    swiftSettings: strict),
  .testTarget(
    name: "CommandLineToolTests",
    dependencies: ["CommandLineTool", "Densities", "Scalars", "Tabulation", "TestSupport", "Divergences", real],
    swiftSettings: strict),
  .testTarget(name: "CalculusTests", dependencies: ["Calculus", "Scalars", "TestSupport", real], swiftSettings: strict),
  .testTarget(name: "DensitiesTests", dependencies: ["Densities", "Calculus", "Scalars", "TestSupport", real], swiftSettings: strict),
  .testTarget(name: "AutodiffTests", dependencies: ["Autodiff", "CKernels", "Scalars", real], swiftSettings: strict),
  .testTarget(
    name: "TrainingTests",
    dependencies: ["Training", "Divergences", "Densities", "Calculus", "Autodiff", "Scalars", "Tabulation", "TestSupport", real],
    swiftSettings: strict),
  .testTarget(
    name: "StudiesTests",
    dependencies: [
      "Studies", "Training", "Divergences", "Densities", "Calculus", "Autodiff", "Scalars", "Tabulation", "TestSupport", real,
    ],
    swiftSettings: strict),
  .testTarget(
    name: "ClaimsTests",
    dependencies: [
      "Claims", "Training", "Divergences", "Densities", "Calculus", "Autodiff", "Scalars", "Tabulation", "TestSupport", real,
    ],
    swiftSettings: strict),
  .testTarget(
    name: "SandboxTests", dependencies: ["Sandbox", "Densities", "Tabulation", "TestSupport"], swiftSettings: strict),
  .testTarget(name: "PackageTests", dependencies: ["TestSupport"], swiftSettings: strict),
]

let package = Package(
  name: "Divergences",
  products: [
    // A program needs `import Divergences`, which brings the densities, and `import Training`.
    .library(name: "Divergences", targets: ["Divergences", "Densities", "Training"]),
    .executable(name: "divergences", targets: ["ToolProgram"]),
    .executable(name: "divergences-sandbox", targets: ["SandboxProgram"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: modules + [support] + tests
    + notebooks.map { name in
      .executableTarget(
        name: name,
        dependencies: [
          "Notebook", "Claims", "Studies", "Training", "Divergences", "Densities", "Calculus", "Autodiff", "Scalars", "Plotting",
          "Tabulation", real,
        ],
        path: "notebooks-as-scripts", exclude: ["README.md", "expected"] + notebooks.filter { $0 != name }.map { $0 + ".swift" },
        // A function of a script may use what its top level declares.
        sources: [name + ".swift"], swiftSettings: strict + [.defaultIsolation(MainActor.self)])
    }
)
