import Foundation
import Testing

@Suite struct `a library` {
  /// Returns a workspace with `libbranches.so` and inputs.
  private func compiled(_ model: String = `a plan with kernels`.model) throws -> Workspace {
    let folder = try Workspace(["model.gir": model])
    for name in ["x", "s"] {
      try folder.write((0..<180).map { Double($0 % 17) - 8 }, [1, 2, 9, 10], to: "\(name).npy")
    }
    try folder.succeed("compile model.gir --emit library -o .")
    return folder
  }

  /// Builds a program in C; `-l` names are those of libraries in the folder.
  private func build(_ source: String, _ libraries: String, in folder: Workspace) throws {
    let outcome = try folder.shell(
      "\(Products.clang()) -Wall -Werror \(source) -I. -L. \(libraries) -Wl,-rpath,. -pthread "
        + "-o program")
    #expect(outcome.code == 0, "\(outcome.error)")
  }

  @Test func `needs the C library only, and shows its interface only`() throws {
    let folder = try compiled()
    #expect(folder.names.contains("branches.h") && folder.names.contains("libbranches.so"))
    let needed = try folder.shell("ldd libbranches.so").output.split(separator: "\n")
    let known = ["libc.so", "libm.so", "libpthread.so", "ld-linux", "linux-vdso"]
    for line in needed { #expect(known.contains { line.contains($0) }, "\(line)") }
    let list = Products.clang(named: "llvm-nm")
    let shown = try folder.shell("\(list) -D --defined-only libbranches.so")
    #expect(shown.code == 0, "\(shown.error)")
    for line in shown.output.split(separator: "\n") {
      #expect(line.contains(" branches_"), "\(line)")
    }
  }

  @Test func `may be named as a file that kernels include, and need the library of mathematics`()
    throws
  {
    let folder = try Workspace(
      [
        "model.gir": """
        graph @softmax {
          %x = input @x : f32[1, 3, 5]
          %0 = softmax(%x) {axes = [1]} : f32[1, 3, 5]
          %1 = log_softmax(%x) {axes = [2]} : f32[1, 3, 5]
          %y = power(%0, %1) : f32[1, 3, 5]
          output @y = %y
        }

        """
      ], hasKernels: false)
    try folder.succeed("compile model.gir --emit library -o .")
    #expect(folder.names.contains("softmax.h") && folder.names.contains("libsoftmax.so"))
    // Kernels that were kept are whole.
    try folder.write((0..<15).map { Double($0) / 4 }, [1, 3, 5], to: "x.npy")
    try folder.succeed("run model.gir --input x.npy --output y.npy")
    try folder.succeed("compile model.gir --emit c -o c")
    #expect(try folder.text("c/softmax.h").contains("softmax_run"))
    #expect(try folder.text("c/kernels/softmax.h").contains("GC_KERNEL"))
  }

  /// Runs two sessions on two threads, and what a caller may do wrong.
  static let caller = """
    #include "branches.h"
    #include <pthread.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>

    static float x[180], s[180];

    /// Runs a session of its own many times, and checks that the results are the same.
    static void *run(void *first) {
      float c[270], r[270], d[180];
      branches_session *session = branches_create(2, NULL, 0);
      for (int i = 0; i < 200; i++) {
        memset(c, 0xFF, sizeof(c));
        if (branches_run(session, (const void *[]){x, s}, (void *[]){c, r, d})) return "failed";
        if (memcmp(c, first, sizeof(c))) return "differs";
      }
      branches_destroy(session);
      return NULL;
    }

    int main(void) {
      char error[100];
      for (int threads = -1; threads <= 1025; threads += threads < 0 ? 1 : 1025) {
        if (branches_create(threads, error, sizeof(error))) return 1;
        puts(error);
      }
      if (branches_create(0, NULL, 0)) return 1;
      if (branches_interface() != BRANCHES_INTERFACE) return 1;
      if (branches_input_count() != 2 || branches_output_count() != 3) return 1;
      if (branches_input(2) || branches_input(-1) || branches_output(3)) return 1;
      const branches_tensor *w = branches_output(1);
      printf("%s %s %d %d %d\\n", w->name, w->element_type, (int)w->rank, (int)w->extents[3],
             (int)w->byte_count);
      float c[270], r[270], d[180];
      branches_session *session = branches_create(1, error, sizeof(error));
      if (!session) return 1;
      for (int i = 0; i < 180; i++) { x[i] = i % 17 - 8; s[i] = x[i]; }
      const void *const none[] = {x, NULL};
      void *const results[] = {c, r, d};
      if (!branches_run(session, NULL, results)) return 1;
      puts(branches_error(session));
      if (!branches_run(session, none, results)) return 1;
      puts(branches_error(session));
      if (!branches_run(session, (const void *[]){x, s}, (void *[]){c, NULL, d})) return 1;
      puts(branches_error(session));
      if (!branches_run(NULL, none, results)) return 1;
      puts(branches_error(NULL));
      if (branches_run(session, (const void *[]){x, s}, results)) return 1;
      if (branches_error(session)[0]) return 1;
      branches_destroy(session);
      branches_destroy(NULL);
      pthread_t threads[2];
      for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, run, c);
      for (int i = 0; i < 2; i++) {
        void *problem;
        pthread_join(threads[i], &problem);
        if (problem) puts(problem);
      }
      FILE *file = fopen("c.raw", "wb");
      fwrite(c, 1, sizeof(c), file);
      fwrite(r, 1, sizeof(r), file);
      fwrite(d, 1, sizeof(d), file);
      return fclose(file);
    }

    """

  @Test func `computes what run does, in sessions at once, and refuses nonsense`() throws {
    let folder = try compiled()
    try folder.write(Self.caller, to: "caller.c")
    try build("caller.c", "-lbranches", in: folder)
    let outcome = try folder.shell("./program")
    #expect(outcome.code == 0, "\(outcome.error)")
    #expect(
      outcome.output == """
        threads is -1, expected 1 to 1024
        threads is 0, expected 1 to 1024
        threads is 1025, expected 1 to 1024
        r f32 4 10 1080
        the inputs are NULL, expected 2 pointers
        input 1 ('s') is NULL, expected a pointer to 720 bytes
        output 1 ('r') is NULL, expected a pointer to 1080 bytes
        there is no session

        """)
    try folder.succeed(
      "run model.gir --backend native --input x=x.npy --input s=s.npy --output c=c.npy "
        + "--output r=r.npy --output d=d.npy")
    let outputs = try folder.shell("for f in c r d; do tail -c +129 $f.npy; done | cmp - c.raw")
    #expect(outputs.code == 0, "\(outputs.output)")
  }

  @Test func `has the example's network, which C and Python run`() throws {
    let folder = try Workspace()
    let example = "\(Products.package)/examples/fsrcnn_x3"
    try folder.write((0..<320).map { Double($0 % 23) / 23 }, [1, 1, 16, 20], to: "x.npy")
    try folder.succeed(
      "compile \(example) --shape luminance=1x1x16x20 --emit library -o out/libfsrcnn.so")
    #expect(folder.names.filter { $0.hasPrefix("out/") } == ["out/fsrcnn.h", "out/libfsrcnn.so"])
    try folder.succeed("run \(example) --backend native --input x.npy --output y.npy")
    try folder.shell("mv out/* . && tail -c +129 x.npy > x.raw")
    let examples = "\(Products.package)/examples/library"
    try build("\(examples)/example.c", "-lfsrcnn", in: folder)
    let outcome = try folder.shell("./program x.raw y.raw && tail -c +129 y.npy | cmp - y.raw")
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.error)")
    if try folder.shell("python3 -c 'import numpy'").code != 0 {
      print("skipped: no python3 with numpy")
      return
    }
    let python = try folder.shell("python3 \(examples)/example.py libfsrcnn.so x.npy z.npy")
    #expect(python.code == 0, "\(python.error)")
    #expect(try folder.array("z.npy") == folder.array("y.npy"))
  }

  @Test(arguments: [
    ("-o .", "f64", "'%0' (max_pool) of f64[1, 1, 3] has no native code, which a library needs"),
    ("-o . --mesh 2", "f32", "--emit library is for one rank, found --mesh 2"),
    ("-o . --backend blas", "f32", "--emit library needs --backend native, found blas"),
    ("", "f32", "--emit library needs -o FOLDER or -o libNAME.so"),
    ("-o y.so", "f32", "-o is 'y.so', expected a folder or a path that ends in libNAME.so"),
    ("-o libgc.so", "f32", "the library's name is 'gc', which the run time has taken"),
    ("-o liba-b.so", "f32", "the library's name is 'a-b', expected letters, digits and under"),
    ("-o model.gir", "f32", "cannot write 'model.gir/libm.so': not a directory"),
  ])
  func `is refused where it cannot be`(_ options: String, _ type: String, _ words: String) throws {
    let folder = try Workspace([
      "model.gir": """
      graph @m {
        %x = input @x : \(type)[1, 1, 4]
        %1 = max_pool(%x) {window = [2]} : \(type)[1, 1, 3]
        output @y = %1
      }

      """
    ])
    try folder.fail("compile model.gir --emit library \(options)", [words])
  }

  @Test func `can be read as C`() throws {
    let folder = try Workspace(["model.gir": `a plan with kernels`.model])
    try folder.succeed("compile model.gir --emit c -o c")
    #expect(["c/model.c", "c/branches.h", "c/library.c"].allSatisfy(folder.names.contains))
    #expect(try folder.text("c/model.c").contains("'%c' (convolution)"))
    try folder.fail("compile model.gir --emit c", ["--emit c needs -o FOLDER"])
    try folder.graphc("compile model.gir --emit c -o d", environment: `a plan with kernels`.bare)
      .check(code: 1, ["error: --emit c: no C compiler: "])
  }
}
