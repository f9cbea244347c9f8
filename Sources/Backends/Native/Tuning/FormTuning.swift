import HostSystem

/// Chooses the forms of convolutions by measuring them on this machine, and keeps what it found.
///
/// An entry holds for the shape, the kernels, the compiler and the processor, with whatever number of
/// threads it was measured: else bits would depend on that.
public struct FormTuning: Sendable {
  /// Where choices are kept.
  private let cache: KernelCache

  /// A tuning that keeps its choices in a folder.
  package init(folder: String) { cache = KernelCache(folder: folder) }

  /// A tuning that keeps its choices in the folder `tuning` of the user's cache.
  public static func user() -> FormTuning { FormTuning(folder: "\(Files.userCache)/tuning") }

  /// The most tiles that are measured, beside the direct form.
  private static let mostTiles = 5

  /// Returns the tile of a convolution that is the fastest on this machine; empty for the direct form.
  func tile(_ shape: ConvolutionShape, _ backend: NativeBackend, threads: Int) throws(Diagnostic)
    -> [Int]
  {
    let ranked = WinogradChoice.ranked(shape)
    if ranked.count == 1 { return ranked[0] }
    let key = try key(shape, backend)
    if let known = cache.lookUp(key).flatMap(Self.parsed), ranked.contains(known) { return known }
    let tiles = [[]] + ranked.filter { !$0.isEmpty }.prefix(Self.mostTiles)
    let seconds = try FormTrial(shape, tiles, backend, threads: threads).seconds()
    // There is a time for each tile.
    let fastest = tiles[seconds.indices.min { seconds[$0] < seconds[$1] }!]
    cache.store(Self.bytes(fastest), for: key)
    return fastest
  }

  /// The key of a choice.
  package func key(_ shape: ConvolutionShape, _ backend: NativeBackend) throws(Diagnostic) -> String
  {
    let environment = try backend.build().environment
    return Digest("\(shape)\n\(HostProcessor.identity)\n\(environment)").text
  }

  /// Keeps a choice, as if it had been measured.
  package func store(_ tile: [Int], for key: String) { cache.store(Self.bytes(tile), for: key) }

  /// Returns the entry of a tile: `4 4 4`, or `direct`.
  private static func bytes(_ tile: [Int]) -> [UInt8] {
    Array((tile.isEmpty ? "direct" : tile.map(String.init).joined(separator: " ")).utf8)
  }

  /// Returns the tile of an entry; nil where it is none.
  private static func parsed(_ bytes: [UInt8]) -> [Int]? {
    let text = String(decoding: bytes, as: UTF8.self)
    if text == "direct" { return [] }
    let numbers = text.split(separator: " ").map { Int($0) }
    return numbers.contains(nil) ? nil : numbers.compactMap { $0 }
  }
}
