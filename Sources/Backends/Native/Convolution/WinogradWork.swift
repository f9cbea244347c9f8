/// How a convolution in Winograd's form is cut into work that fits the caches.
struct WinogradWork {
  /// The most slots, columns of tiles, in a batch.
  let slots: Int
  /// The most tiles in a slot.
  let steps: Int
  /// The most blocks of outputs that are computed from transformed planes at a time.
  let blocks: Int
  /// The bytes of working memory of a thread, for vectors of 16 floats.
  let scratch: Int

  /// The bytes that a batch should stay within: half of a second-level cache, which the weights and
  /// the image pass through, too.
  private static let cacheByteCount = 560 << 10
  /// The bytes that the results of a batch may take.
  private static let resultByteCount = 2 << 20
  /// The tiles of a slot: more share planes with their neighbours, but read the image in long strides.
  private static let stepCount = 4

  /// The work for `inputs` and `outputs` channels of a group, in blocks of some vectors.
  init(
    _ form: WinogradForm, _ axes: [WindowAxis], inputs: Int, outputs: Int, vectors: Int, batch: Int,
    threads: Int
  ) {
    func tiles(_ dimension: Int) -> Int {
      let (axis, tile) = (axes[dimension], form.tile[dimension])
      return max(1, (axis.origin % tile + axis.result + tile - 1) / tile)
    }
    let outerTiles = tiles(form.outerDimension)
    let columns = batch * tiles(2) * (form.rank == 3 ? tiles(1) : 1)
    let row = (inputs + 15) / 16 * 16
    let block = 16 * vectors
    let blocks = (outputs + block - 1) / block
    // As many tiles as keep the registers busy, for any block; half of them do where channels are many.
    let together = 14
    let perSlot = 4 * (form.outer * form.spots * row + form.outer * (row + block))
    let results = 4 * form.outerTile * form.spots * block
    // Planes are combined anew for each run of blocks, so all at once are best, within bounds.
    let blockRun = max(1, min(blocks, Self.resultByteCount / (results * together)))
    let fitting = Self.cacheByteCount / (perSlot + results * blockRun)
    let fit = fitting >= together ? fitting / together * together : max(8, fitting / 2 * 2)
    // Slots are shorter where there would be too few for all threads.
    let segments = max(1, min(outerTiles, threads * together / max(columns, 1)))
    steps = min(Self.stepCount, (outerTiles + segments - 1) / segments)
    let count = columns * ((outerTiles + steps - 1) / steps)
    let share = (count + threads - 1) / threads
    slots = max(2, min(fit, (share + 1) / 2 * 2))
    self.blocks = blockRun
    scratch =
      32 * (slots + 2) + 4 * slots * form.outer * form.spots * row
      + 4 * form.outer * (row * (slots + together + 32) + 16)
      + 4 * form.outer * block * (slots + 32)
      + 4 * form.outerTile * form.spots * slots * blockRun * block + 64
  }
}
