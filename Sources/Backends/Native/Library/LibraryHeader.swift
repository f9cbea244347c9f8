/// The header of a library: its interface in C.
struct LibraryHeader {
  /// The name of the library.
  let name: LibraryName
  /// The inputs and outputs.
  let inputs: [(name: String, type: TensorType)], outputs: [(name: String, type: TensorType)]

  /// The version of the interface, which grows with every change that callers see.
  static let version = 1

  /// The functions that callers see, by the ends of their names.
  static let functions = [
    "interface", "input_count", "output_count", "input", "output", "create", "run", "error",
    "destroy",
  ]

  /// The text of the header.
  var text: String {
    """
    // \(name.text), a network that graphc compiled.
    //
    \(lines(inputs, "input"))
    \(lines(outputs, "output"))
    //
    // Elements lie in row-major order, each tensor in one piece that is aligned to its elements.
    // Sessions are independent: threads may each use one of their own at the same time. A process that
    // forks has no threads in its child: create sessions there.

    """
      + Self.declarations.replacing("NAME_", with: "\(name.capitals)_")
      .replacing("name_", with: "\(name.text)_")
  }

  private static let declarations = """
    #ifndef NAME_H
    #define NAME_H

    #include <stddef.h>
    #include <stdint.h>

    #ifdef __cplusplus
    extern "C" {
    #endif

    /// The version of this interface; `name_interface` tells that of the library.
    #define NAME_INTERFACE \(version)

    /// An input or output.
    typedef struct name_tensor {
      /// Its name.
      const char *name;
      /// The type of its elements: f32, f64, f16, bf16, i8 … i64, u8 … u64, or bool (a byte, 0 or 1).
      const char *element_type;
      /// The extents, outermost first.
      const int64_t *extents;
      /// How many there are.
      int64_t rank;
      /// The size in bytes.
      int64_t byte_count;
    } name_tensor;

    /// The memory and threads to run the network, again and again.
    typedef struct name_session name_session;

    /// Returns the version of the interface that the library has.
    int name_interface(void);

    /// Returns the number of inputs, and of outputs.
    int name_input_count(void);
    int name_output_count(void);

    /// Returns an input or output by its number; NULL where there is none. It lives as long as the
    /// library.
    const name_tensor *name_input(int number);
    const name_tensor *name_output(int number);

    /// Returns a session that computes with `threads` threads, the caller's included: 1 to 1024.
    ///
    /// Where that fails it returns NULL and writes the reason into `error`, which has room for
    /// `error_size` bytes and may be NULL.
    name_session *name_create(int threads, char *error, size_t error_size);

    /// Computes all outputs: the memory of input i is `inputs[i]`, that of output i `outputs[i]`.
    /// Outputs overlap neither each other nor inputs.
    ///
    /// Returns 0, or 1 where it fails; `name_error` tells why. One call at a time for each session.
    int name_run(name_session *session, const void *const *inputs, void *const *outputs);

    /// Returns why the last run failed; an empty text where it did not. It lives as long as the session,
    /// until the next run.
    const char *name_error(const name_session *session);

    /// Ends the threads of a session and frees its memory; NULL is no session.
    void name_destroy(name_session *session);

    #ifdef __cplusplus
    }
    #endif

    #endif

    """

  private func lines(_ tensors: [(name: String, type: TensorType)], _ kind: String) -> String {
    tensors.enumerated().map { "// \(kind) \($0): \(CLiteral.string($1.name)), \($1.type)" }.joined(
      separator: "\n")
  }
}
