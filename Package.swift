// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
  name: "graphc",
  products: [
    .executable(name: "graphc", targets: ["graphc"]),
    .library(name: "Frontend", type: .dynamic, targets: ["Frontend"]),
    .library(name: "PlanRuntime", targets: ["PlanRuntime"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
  ],
  targets: [
    .target(name: "NDArrays", swiftSettings: strict),
    .target(name: "GraphIR", dependencies: ["NDArrays"], swiftSettings: strict),
    .target(name: "Passes", dependencies: ["GraphIR"], swiftSettings: strict),
    // Not `Runtime`: the toolchain has a module of that name, which Frontend imports.
    .target(
      name: "GraphRuntime", dependencies: ["GraphIR", "CNative"], path: "Sources/Runtime",
      swiftSettings: strict),
    .target(name: "Frontend", dependencies: ["GraphIR"], swiftSettings: strict),
    .target(
      name: "ReferenceBackend", dependencies: ["GraphRuntime"], path: "Sources/Backends/Reference",
      swiftSettings: strict),
    .target(name: "CBLASLoader", path: "Sources/Backends/CBLASLoader"),
    .target(name: "CBLASKernels", path: "Sources/Backends/CBLASKernels"),
    .target(
      name: "BLASBackend", dependencies: ["GraphRuntime", "CBLASLoader", "CBLASKernels"],
      path: "Sources/Backends/BLAS", swiftSettings: strict),
    .target(
      name: "Fabrics", dependencies: ["GraphRuntime"], path: "Sources/Backends/Fabrics",
      swiftSettings: strict),
    .systemLibrary(
      name: "CZlib", path: "Sources/Formats/CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "CPNG", path: "Sources/Formats/CPNG", linkerSettings: [.linkedLibrary("png")]),
    .target(name: "CExchange", path: "Sources/Formats/CExchange"),
    .target(
      name: "Formats", dependencies: ["NDArrays", "CZlib", "CPNG", "CExchange"],
      path: "Sources/Formats", exclude: ["CZlib", "CPNG", "CExchange", "ONNX"],
      swiftSettings: strict),
    .target(
      name: "ONNXMessages",
      dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")],
      path: "Sources/Formats/ONNX/Messages"),
    .target(
      name: "ONNX", dependencies: ["Frontend", "Formats", "ONNXMessages"],
      path: "Sources/Formats/ONNX", exclude: ["Messages"], swiftSettings: strict),
    .target(
      name: "HostSystem", dependencies: ["GraphIR", "Formats"], swiftSettings: strict),
    .target(name: "CNative", path: "Sources/Backends/CNative"),
    .target(
      name: "NativeBackend", dependencies: ["GraphRuntime", "HostSystem", "Formats", "CNative"],
      path: "Sources/Backends/Native", swiftSettings: strict),
    .target(
      name: "Driver",
      dependencies: [
        "Passes", "GraphRuntime", "Fabrics", "ReferenceBackend", "BLASBackend", "NativeBackend",
        "HostSystem", "Formats", "ONNX",
      ], swiftSettings: strict),
    .target(name: "PlanRuntime", dependencies: ["Driver"], swiftSettings: strict),
    .executableTarget(
      name: "SessionExample", dependencies: ["PlanRuntime"],
      path: "examples/session/Sources/SessionExample", swiftSettings: strict),
    .executableTarget(
      name: "graphc",
      dependencies: [
        "Driver", "NativeBackend",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .target(
      name: "Support", dependencies: ["Passes", "ReferenceBackend", "NativeBackend", "Fabrics"],
      path: "Tests/Support",
      swiftSettings: strict),
    .testTarget(
      name: "NDArraysTests", dependencies: ["NDArrays", "GraphIR", "Support"], swiftSettings: strict
    ),
    .testTarget(name: "GraphIRTests", dependencies: ["GraphIR", "Support"], swiftSettings: strict),
    .testTarget(
      name: "PassesTests", dependencies: ["Passes", "Support"], swiftSettings: strict),
    .testTarget(
      name: "BackendsTests",
      dependencies: [
        "ReferenceBackend", "BLASBackend", "NativeBackend", "Fabrics", "Passes", "Support",
      ], swiftSettings: strict),
    .testTarget(
      name: "FabricTests",
      dependencies: [
        "Fabrics", "ReferenceBackend", "BLASBackend", "NativeBackend", "Passes", "Support",
      ], swiftSettings: strict),
    .testTarget(
      name: "FrontendTests", dependencies: ["Frontend", "Support"], swiftSettings: strict),
    .testTarget(name: "FormatsTests", dependencies: ["Formats", "Support"], swiftSettings: strict),
    .testTarget(
      name: "ONNXTests", dependencies: ["ONNX", "Formats", "Support"], swiftSettings: strict),
    .testTarget(
      name: "DriverTests",
      dependencies: [
        "Driver", "Formats", "ONNX", "PlanRuntime", "graphc", "SessionExample", "Support",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "DocsTests", dependencies: ["Driver", "graphc", "Frontend"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
