extension Pipeline {
  /// What an optimised graph goes through before it runs on a mesh.
  public static func distribution(
    _ request: MeshRequest, _ machine: Machine = .builtIn, allowGather: Bool = false
  ) -> Pipeline {
    Pipeline([
      .partition(request),
      // Only here is it known which axes are split.
      .expandReductions,
      .insertHalos(allowGather: allowGather),
      // Behind insert-halos, which makes an exchange for each reader.
      .mergeExchanges,
      .widenHalos(machine),
    ])
  }
}
