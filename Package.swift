// swift-tools-version: 6.1
import PackageDescription

// The store's own: SQLite through a well-kept library, system package libsqlite3-dev.
let sqlite: [Target.Dependency] = [
  .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
]

/// Of what declares, asks and prints, which is large and never the work itself, and of what SQLite does most of the work of.
let small: [SwiftSetting] = [.unsafeFlags(["-Osize"], .when(configuration: .release))]

let package = Package(
  name: "sessionctl",
  products: [
    .executable(name: "sessionctl", targets: ["sessionctl"])
  ],
  dependencies: [
    // The store: SQLite through a well-kept library, system package libsqlite3-dev.
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0")
  ],
  targets: [
    // Listed in the order of dependence: each target sees only those above it that it names.
    // What gzip files are opened with: Debian's zlib1g-dev.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    // Calls of Linux that Swift's Glibc leaves out.
    .systemLibrary(name: "CLinux"),
    // Stands for 34 MB of ICU data that nothing asks for; only in the program, before the linker meets the other.
    .target(name: "EmptyICUData"),
    // Stands for the setting up of C++'s streams, which nothing writes to; also only in the program.
    .target(name: "EmptyStreams"),
    .target(name: "Spelling"),
    .target(name: "SystemErrors"),
    .target(name: "JSONText"),
    .target(name: "CivilTime", dependencies: ["Spelling"]),
    .target(name: "Placeholders", dependencies: ["JSONText", "CivilTime"]),
    .target(name: "CommandGrammar", dependencies: ["Spelling"], swiftSettings: small),
    .target(name: "Delivery", dependencies: ["CivilTime", "SystemErrors"], swiftSettings: small),
    .target(name: "RemotePush", dependencies: ["JSONText"], swiftSettings: small),
    .target(name: "Rendering", dependencies: ["JSONText", "CivilTime", "SystemErrors"]),
    .target(name: "SessionModel", dependencies: ["Spelling", "JSONText", "CivilTime", "Placeholders"]),
    .target(
      name: "RemoteAccount",
      dependencies: ["JSONText", "CivilTime", "SystemErrors", "Delivery", "SessionModel"],
      swiftSettings: small),
    .target(name: "WireFormat", dependencies: ["JSONText", "CivilTime", "SessionModel"]),
    .target(
      name: "StoreEngine",
      dependencies: ["CLinux", "JSONText", "CivilTime", "SystemErrors", "SessionModel", "WireFormat"] + sqlite
    ),
    .target(
      name: "SessionStore",
      dependencies: ["JSONText", "CivilTime", "Placeholders", "SessionModel", "WireFormat", "StoreEngine"]
        + sqlite),
    .target(
      name: "StoreReports",
      dependencies: ["JSONText", "CivilTime", "SessionModel", "WireFormat", "StoreEngine", "SessionStore"]
        + sqlite, swiftSettings: small),
    .target(
      name: "StoreAdministration",
      dependencies: ["JSONText", "CivilTime", "SessionModel", "WireFormat", "StoreEngine", "SessionStore"]
        + sqlite, swiftSettings: small),
    .target(
      name: "StoreReplay",
      dependencies: ["JSONText", "CivilTime", "SessionModel", "WireFormat", "StoreEngine", "SessionStore"]
        + sqlite, swiftSettings: small),
    .target(
      name: "StoreExchange",
      dependencies: ["JSONText", "CivilTime", "SessionModel", "WireFormat", "StoreEngine", "SessionStore"]
        + sqlite),
    .target(
      name: "StoreDoctor",
      dependencies: [
        "JSONText", "CivilTime", "SystemErrors", "SessionModel", "WireFormat", "StoreEngine", "SessionStore",
      ] + sqlite, swiftSettings: small),
    .target(
      name: "StoreRescue",
      dependencies: [
        "JSONText", "CivilTime", "SessionModel", "WireFormat", "StoreEngine", "SessionStore", "StoreDoctor",
      ] + sqlite, swiftSettings: small),
    .target(name: "DemoAccount", dependencies: ["JSONText", "CivilTime"], swiftSettings: small),
    .target(
      name: "SessionctlCommands",
      dependencies: [
        "Spelling", "JSONText", "CivilTime", "SystemErrors", "CommandGrammar", "Rendering", "SessionModel",
        "WireFormat",
        "StoreEngine", "SessionStore", "StoreReports", "StoreAdministration", "StoreReplay", "StoreExchange",
        "StoreDoctor", "StoreRescue", "DemoAccount", "Placeholders", "Delivery", "RemoteAccount",
        "RemotePush", "CZlib",
      ], swiftSettings: small),
    .executableTarget(
      name: "sessionctl", dependencies: ["SessionctlCommands", "EmptyICUData", "EmptyStreams"],
      exclude: ["unwinding.ld", "static"],
      linkerSettings: [
        // At a fixed address, the 85,000 relative relocations of a static program need no work at each start.
        // Nobody links against a program: the names of its functions stay out of it.
        // The toolchain's linker can leave tables out; with few segments it makes fewer pages to load. With -O2 a text that
        // another one ends with is there once, and so is a function that another one equals and nobody compares.
        // With libstdc++ in the program, a start has thousands of names less to look up; the folder `static` says where it is.
        .unsafeFlags(
          [
            "-use-ld=lld", "-Xclang-linker", "-no-pie", "-Xlinker", "--no-export-dynamic",
            "-Xlinker", "--no-rosegment", "-Xlinker", "--no-eh-frame-hdr", "-Xlinker", "-O2",
            "-Xlinker", "--icf=safe", "-Xclang-linker", "-static-libgcc",
            "-L\(Context.packageDirectory)/Sources/sessionctl/static",
            "-Xlinker", "--script=\(Context.packageDirectory)/Sources/sessionctl/unwinding.ld",
          ],
          .when(platforms: [.linux], configuration: .release))
      ]),
    // What tests of several targets share.
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "SpellingTests", dependencies: ["Spelling"]),
    .testTarget(name: "JSONTextTests", dependencies: ["TestSupport", "JSONText"]),
    .testTarget(name: "CivilTimeTests", dependencies: ["TestSupport", "CivilTime"]),
    .testTarget(name: "PlaceholdersTests", dependencies: ["TestSupport", "Placeholders"]),
    .testTarget(name: "CommandGrammarTests", dependencies: ["CommandGrammar"]),
    .testTarget(name: "DeliveryTests", dependencies: ["TestSupport", "Delivery", "CivilTime"]),
    .testTarget(name: "RemotePushTests", dependencies: ["TestSupport", "RemotePush", "JSONText"]),
    .testTarget(name: "RenderingTests", dependencies: ["TestSupport", "Rendering", "JSONText", "CivilTime"]),
    .testTarget(name: "DemoAccountTests", dependencies: ["DemoAccount", "JSONText", "CivilTime"]),
    .testTarget(
      name: "SessionModelTests", dependencies: ["TestSupport", "SessionModel", "CivilTime", "JSONText"]),
    .testTarget(
      name: "RemoteAccountTests", dependencies: ["RemoteAccount", "SessionModel", "JSONText", "CivilTime"]),
    .testTarget(
      name: "WireFormatTests", dependencies: ["WireFormat", "SessionModel", "CivilTime", "JSONText"]),
    .testTarget(
      name: "SessionStoreTests",
      dependencies: [
        "TestSupport", "StoreEngine", "SessionStore", "StoreReports", "StoreAdministration", "StoreReplay",
        "StoreExchange", "StoreDoctor", "SessionModel", "WireFormat", "CivilTime", "JSONText",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "AcceptanceTests",
      dependencies: [
        "TestSupport",
        "SessionctlCommands", "StoreEngine", "SessionStore", "StoreReports", "StoreAdministration",
        "StoreReplay", "StoreExchange",
        "StoreDoctor", "SessionModel", "WireFormat", "Rendering", "JSONText", "CivilTime",
        "CommandGrammar", "DemoAccount", "RemoteAccount", "sessionctl",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)

// Overlapping accesses are looked for by the build that runs the tests; what is released does not ask at each access.
for target in package.targets where target.type == .regular && target.path == nil {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
    ]
}
