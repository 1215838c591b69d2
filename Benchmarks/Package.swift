// swift-tools-version: 6.3
// Figures of the call graph, measured: `make bench-graph` at the top.

import PackageDescription

let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "calltrace", path: "..")],
    targets: [
        .executableTarget(
            name: "GraphFigures",
            dependencies: [
                .product(name: "CallGraph", package: "calltrace"),
                .product(name: "SIP", package: "calltrace"),
            ],
            swiftSettings: [
                .swiftLanguageMode(.v6), .treatAllWarnings(as: .error),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ])
    ]
)
