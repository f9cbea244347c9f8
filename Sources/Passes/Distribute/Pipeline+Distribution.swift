extension Pipeline {
  /// What a graph goes through, behind the inference passes, to be split over a mesh; halos are
  /// widened where that pays on a machine, if one is given.
  public static func distribution(
    _ request: MeshRequest, allowGather: Bool = false, wideningOn machine: Machine? = nil
  ) -> Pipeline {
    Pipeline(
      [
        .partition(request),
        // Only where cuts are known is it known what they divide.
        .expandReductions,
        // Behind all that makes new readers.
        .insertHalos(allowGather: allowGather),
        // Before anything is made of single exchanges.
        .mergeExchanges,
      ] + (machine.map { [.widenHalos($0)] } ?? []))
  }
}
