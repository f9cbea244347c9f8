// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "session",
  // A package of your own names the repository instead: .package(url: "…/graphc", branch: "main")
  dependencies: [.package(name: "graphc", path: "../..")],
  targets: [
    .executableTarget(
      name: "session", dependencies: [.product(name: "PlanRuntime", package: "graphc")],
      path: "Sources/SessionExample")
  ]
)
