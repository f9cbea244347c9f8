/// Where what is held of an image [N, C, S…] has the cells of each channel, in elements.
struct ImagePlanes: Sendable {
  /// The first cell of the first channel that is read.
  private let start: Int
  /// The distances between images and between channels.
  private let batch: Int, channel: Int

  /// The planes that a step reads whose result starts at image `first` and, with planes of its own
  /// for each channel, at `channel`.
  init(_ held: Region, batch first: Int, channel: Int) {
    let strides = Extents.strides(held.extents)
    (batch, self.channel) = (strides[0], strides[1])
    start = (first - held[0].lowerBound) * strides[0] + (channel - held[1].lowerBound) * strides[1]
  }

  /// Returns the first cell of a channel, both counted from the first one that is read.
  func callAsFunction(_ image: Int, _ channel: Int) -> Int {
    start + image * batch + channel * self.channel
  }
}

/// A group of channels that do not mix with others, as far as a step computes its results.
struct ChannelGroup: Sendable {
  /// The first channel of the image, counted from the first one that is read.
  let image: Int
  /// The place of the first filter in what is held of the kernel, in elements.
  let weight: Int
  /// The channels of the result, counted from the first one that is computed.
  let filters: Range<Int>

  /// The groups that `channels` of the result belong to, where a group has `perGroup` of them and
  /// `inputs` channels of the image; `weight` tells where a filter is, by its group and its number.
  static func all(
    _ channels: Range<Int>, perGroup: Int, inputs: Int,
    weight: (_ group: Int, _ filter: Int) -> Int
  ) -> [ChannelGroup] {
    let groups = channels.lowerBound / perGroup..<(channels.upperBound - 1) / perGroup + 1
    return groups.map { group in
      let own = (group * perGroup..<(group + 1) * perGroup).clamped(to: channels)
      return ChannelGroup(
        image: (group - groups.lowerBound) * inputs,
        weight: weight(group, own.lowerBound - group * perGroup),
        filters: own.lowerBound - channels.lowerBound..<own.upperBound - channels.lowerBound)
    }
  }
}
