/// The tables of a library as C.
struct LibrarySource {
  /// The name of the library.
  let name: LibraryName
  /// What is written.
  let tables: LibraryTables
  /// The file with the weights.
  static let weightsName = "weights.bin"

  /// The file with the tables.
  static let modelName = "model.c"

  /// The header and the tables, by name.
  var files: [(name: String, text: String)] {
    [(name.header, header), (Self.modelName, text)]
  }

  /// The text of the header.
  var header: String {
    LibraryHeader(name: name, inputs: tables.inputs, outputs: tables.outputs).text
  }

  private var text: String {
    """
    // The steps of \(name.text), and its interface.
    #include "\(name.header)"
    #include "graphc_library.h"

    extern const char gc_features[];
    \(kernels)
    // The weights lie apart from code and data, however large they are.
    extern const char gc_weights[] __attribute__((visibility("hidden")));
    __asm__(
    #ifdef __x86_64__
        ".section .lrodata.weights,\\"al\\",@progbits\\n"
    #else
        ".section .rodata.weights,\\"a\\",@progbits\\n"
    #endif
        ".balign 64\\n.globl gc_weights\\n.hidden gc_weights\\ngc_weights:\\n"
        ".incbin \\"\(Self.weightsName)\\"\\n.byte 0\\n.previous\\n");

    \(tensors("input", tables.inputs))
    \(tensors("output", tables.outputs))
    \(steps)
    static const gc_model model = {
        .features = gc_features,
        .inputs = inputs, .outputs = outputs,
        .input_count = \(tables.inputs.count), .output_count = \(tables.outputs.count),
        .steps = steps, .step_count = \(tables.steps.count),
        .most_places = \(tables.steps.map(\.places.count).max() ?? 0),
        .arena_byte_count = \(tables.arenaByteCount),
        .scratch_byte_count = \(tables.scratchByteCount),
        .weights = gc_weights};

    \(functions)
    """
  }

  /// The declarations of the kernels, in the order of their first calls.
  private var kernels: String {
    codes.map { "extern gc_kernel \(KernelBuild.symbol($0));\n" }.joined()
  }

  /// The kernels, each once.
  var codes: [NativeCode] {
    var known = Set<NativeCode>()
    return tables.steps.flatMap(\.calls).map(\.code).filter { known.insert($0).inserted }
  }

  private func tensors(_ kind: String, _ tensors: [(name: String, type: TensorType)]) -> String {
    let extents = tensors.enumerated().map { index, tensor in
      "static const int64_t \(kind)_extents_\(index)[] = {"
        + (tensor.type.extents + [0]).map(String.init).joined(separator: ", ") + "};\n"
    }.joined()
    let rows = tensors.enumerated().map { index, tensor in
      "    {\(CLiteral.string(tensor.name)), \"\(tensor.type.elementType.rawValue)\", "
        + "\(kind)_extents_\(index), \(tensor.type.rank), \(tensor.type.byteCount)},\n"
    }.joined()
    return extents + "static const gc_tensor \(kind)s[] = {\n\(rows)    {0}};\n"
  }

  private var steps: String {
    var (text, rows) = ("", "")
    for (index, step) in tables.steps.enumerated() {
      text += "\n// \(step.comment)\n"
      var calls: [String] = []
      for (number, call) in step.calls.enumerated() {
        let arguments = (call.arguments + [0]).map(CLiteral.integer).joined(separator: ", ")
        text += "static const int64_t arguments_\(index)_\(number)[] = {\(arguments)};\n"
        calls.append("{\(KernelBuild.symbol(call.code)), arguments_\(index)_\(number)}")
      }
      let places = step.places.map { "{\($0.owner), \($0.index), \($0.offset)}" }
      text += "static const gc_call calls_\(index)[] = {\(calls.joined(separator: ", "))};\n"
      text += "static const gc_place places_\(index)[] = {\(places.joined(separator: ", "))};\n"
      rows += "    {places_\(index), \(places.count), calls_\(index), \(calls.count)},\n"
    }
    return text + "\nstatic const gc_step steps[] = {\n\(rows)    {0}};\n"
  }

  private var functions: String {
    """
    _Static_assert(sizeof(name_tensor) == sizeof(gc_tensor), "one layout");

    int name_interface(void) { return NAME_INTERFACE; }

    int name_input_count(void) { return (int)model.input_count; }

    int name_output_count(void) { return (int)model.output_count; }

    const name_tensor *name_input(int number) {
      const int is_known = number >= 0 && number < model.input_count;
      return is_known ? (const name_tensor *)&inputs[number] : NULL;
    }

    const name_tensor *name_output(int number) {
      const int is_known = number >= 0 && number < model.output_count;
      return is_known ? (const name_tensor *)&outputs[number] : NULL;
    }

    name_session *name_create(int threads, char *error, size_t error_size) {
      return (name_session *)gc_session_create(&model, threads, error, error_size);
    }

    int name_run(name_session *session, const void *const *inputs, void *const *outputs) {
      return gc_session_run((gc_session *)session, inputs, outputs);
    }

    const char *name_error(const name_session *session) {
      return gc_session_error((const gc_session *)session);
    }

    void name_destroy(name_session *session) { gc_session_destroy((gc_session *)session); }

    """.replacing("NAME_", with: "\(name.capitals)_").replacing("name_", with: "\(name.text)_")
  }
}
