// swift-tools-version: 6.3
// calltrace: what happened to this call?

import PackageDescription

/// Every target is compiled under the same rules; `Sources/HEP/LanguageRules.swift` checks that none of
/// the feature names below has become misspelt, since the compiler ignores unknown ones in silence.
let rules: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Tests speak to pointers and processes; there strict memory safety would only add noise.
let testRules: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "calltrace",
    products: [
        .executable(name: "calltrace", targets: ["calltrace"]),
        .library(name: "HEP", targets: ["HEP"]),
        .library(name: "SIP", targets: ["SIP"]),
        .library(name: "EventSocket", targets: ["EventSocket"]),
        .library(name: "Syslog", targets: ["Syslog"]),
        .library(name: "MediaQuality", targets: ["MediaQuality"]),
        .library(name: "PacketCapture", targets: ["PacketCapture"]),
        .library(name: "CallGraph", targets: ["CallGraph"]),
        .library(name: "LokiPush", targets: ["LokiPush"]),
        .library(name: "PrometheusText", targets: ["PrometheusText"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", "3.12.3"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(
            url: "https://github.com/swift-server/async-http-client", exact: "1.37.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // C libraries of the system.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CSnappy", providers: [.apt(["libsnappy-dev"])]),

        // The heart: no I/O.
        .target(name: "HEP", swiftSettings: rules),
        .target(name: "SIP", swiftSettings: rules),
        .target(name: "EventSocket", swiftSettings: rules),
        .target(name: "Syslog", swiftSettings: rules),
        .target(name: "MediaQuality", dependencies: ["EventSocket"], swiftSettings: rules),
        .target(
            name: "CallGraph", dependencies: ["SIP", "EventSocket", "MediaQuality"],
            swiftSettings: rules),
        .target(name: "PacketCapture", swiftSettings: rules),

        // Stores, sinks and renderings.
        .target(
            name: "Journal",
            dependencies: [
                "CallGraph", "CZstd",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: rules),
        .target(
            name: "LokiPush",
            dependencies: [
                "CSnappy", "CZlib",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: rules),
        .target(
            name: "PrometheusText",
            dependencies: [.product(name: "CoreMetrics", package: "swift-metrics")],
            swiftSettings: rules),
        .target(
            name: "TraceRendering", dependencies: ["CallGraph", "MediaQuality", "PacketCapture"],
            swiftSettings: rules),
        .target(name: "TraceExport", dependencies: ["CallGraph"], swiftSettings: rules),
        .target(
            name: "TraceRedaction",
            dependencies: [
                "CallGraph", "MediaQuality", "SIP",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: rules),
        .target(
            name: "CaptureImport", dependencies: ["HEP", "SIP", "PacketCapture"],
            swiftSettings: rules),

        .target(
            name: "Doctor", dependencies: ["CallGraph", "TraceRendering"], swiftSettings: rules),

        // What listens, what answers.
        .target(
            name: "Ingest",
            dependencies: [
                "HEP", "SIP", "EventSocket", "Syslog", "MediaQuality", "CallGraph", "CZlib",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            // recvmmsg and mmsghdr are GNU extensions of the C library.
            cSettings: [.define("_GNU_SOURCE")],
            swiftSettings: rules),
        // Its files become bytes of the program: a target of its own, since that takes the compiler seconds.
        .target(
            name: "WebPage", resources: [.embedInCode("Files")], swiftSettings: rules),
        .target(
            name: "TraceAPI",
            dependencies: [
                "CallGraph", "CZlib", "Doctor", "TraceExport", "TraceRedaction", "TraceRendering",
                "WebPage",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: rules),
        .target(
            name: "Collector",
            dependencies: [
                "SIP", "EventSocket", "HEP", "MediaQuality", "CallGraph", "Doctor", "Ingest",
                "Journal",
                "LokiPush", "PrometheusText", "TraceAPI", "TraceExport", "TraceRedaction",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: rules),
        .executableTarget(
            name: "calltrace",
            dependencies: [
                "CallGraph", "CaptureImport", "Collector", "PacketCapture", "TraceRendering",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: rules),

        // Figures, measured: `make bench`, `make bench-stages`, `make bench-graph`.
        .target(
            name: "LoadGenerator", dependencies: ["HEP"], path: "Benchmarks/LoadGenerator",
            swiftSettings: rules),
        .target(
            name: "Measuring", path: "Benchmarks/Measuring",
            // sendmmsg and mmsghdr are GNU extensions of the C library.
            cSettings: [.define("_GNU_SOURCE")],
            swiftSettings: rules),
        .target(
            name: "PushSink",
            dependencies: [
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Benchmarks/PushSink", swiftSettings: rules),
        .executableTarget(
            name: "hepgen",
            dependencies: [
                "LoadGenerator", "Measuring",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/hepgen",
            cSettings: [.define("_GNU_SOURCE")],
            swiftSettings: rules),
        .executableTarget(
            name: "CollectorFigures",
            dependencies: [
                "LoadGenerator", "Measuring", "PushSink",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/CollectorFigures",
            cSettings: [.define("_GNU_SOURCE")],
            swiftSettings: rules),
        .executableTarget(
            name: "StageFigures",
            dependencies: [
                "HEP", "SIP", "CallGraph", "Journal", "PrometheusText", "LoadGenerator",
                "Measuring",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/StageFigures", exclude: ["thresholds.json"], swiftSettings: rules),
        .executableTarget(
            name: "GraphFigures", dependencies: ["CallGraph", "SIP"],
            path: "Benchmarks/GraphFigures", swiftSettings: rules),

        // Tests.
        .target(
            name: "CallTraceTesting",
            dependencies: ["HEP", "SIP", "EventSocket", "CallGraph"],
            path: "Tests/CallTraceTesting",
            swiftSettings: testRules),
        .testTarget(
            name: "HEPTests", dependencies: ["HEP"], exclude: ["Fixtures"],
            swiftSettings: testRules),
        .testTarget(
            name: "SIPTests", dependencies: ["SIP"], exclude: ["Fixtures"],
            swiftSettings: testRules),
        .testTarget(
            name: "EventSocketTests", dependencies: ["EventSocket"], exclude: ["Fixtures"],
            swiftSettings: testRules),
        .testTarget(
            name: "SyslogTests", dependencies: ["Syslog"], swiftSettings: testRules),
        .testTarget(
            name: "PacketCaptureTests", dependencies: ["PacketCapture"], swiftSettings: testRules),
        .testTarget(
            name: "CaptureImportTests",
            dependencies: ["CaptureImport", "HEP", "SIP", "PacketCapture"],
            swiftSettings: testRules),
        .testTarget(
            name: "TraceRedactionTests",
            dependencies: ["TraceRedaction", "TraceRendering", "CallGraph", "SIP"],
            swiftSettings: testRules),
        .testTarget(
            name: "MediaQualityTests", dependencies: ["MediaQuality", "EventSocket"],
            exclude: ["Fixtures"], swiftSettings: testRules),
        .testTarget(
            name: "CallGraphTests",
            dependencies: ["SIP", "MediaQuality", "CallGraph", "CallTraceTesting"],
            swiftSettings: testRules),
        .testTarget(
            name: "JournalTests",
            dependencies: [
                "Journal", "CallGraph", "CZstd", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: testRules),
        .testTarget(
            name: "LokiPushTests", dependencies: ["LokiPush", "CSnappy", "CZlib"],
            swiftSettings: testRules),
        .testTarget(
            name: "PrometheusTextTests",
            dependencies: [
                "PrometheusText", .product(name: "CoreMetrics", package: "swift-metrics"),
            ],
            swiftSettings: testRules),
        .testTarget(
            name: "TraceRenderingTests",
            dependencies: [
                "TraceRendering", "CallGraph", "MediaQuality", "PacketCapture",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["Fixtures"], swiftSettings: testRules),
        .testTarget(
            name: "TraceExportTests",
            dependencies: [
                "TraceExport", "CallGraph", "EventSocket", "MediaQuality", "Ingest",
                "CallTraceTesting",
            ],
            exclude: ["Fixtures"], swiftSettings: testRules),
        .testTarget(
            name: "IngestTests",
            dependencies: [
                "HEP", "SIP", "EventSocket", "MediaQuality", "CallGraph", "Ingest",
                "CallTraceTesting",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: testRules),
        .testTarget(
            name: "DoctorTests", dependencies: ["CallGraph", "Doctor"], swiftSettings: testRules),
        .testTarget(
            name: "LoadGeneratorTests", dependencies: ["HEP", "SIP", "LoadGenerator"],
            swiftSettings: testRules),
        .testTarget(
            name: "TraceAPITests",
            dependencies: [
                "TraceAPI", "CallGraph", "CZlib", "Doctor", "TraceRedaction", "TraceRendering",
                "WebPage", "CallTraceTesting",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: testRules),
        .testTarget(
            name: "CollectorTests",
            dependencies: [
                "Collector", "MediaQuality", "CallGraph", "Doctor", "HEP", "Ingest", "Journal",
                "LokiPush", "PrometheusText", "TraceAPI", "TraceExport",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: testRules),
    ]
)
