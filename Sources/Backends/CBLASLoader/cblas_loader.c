#define _GNU_SOURCE
#include "cblas_loader.h"

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { row_major = 101, not_transposed = 111, transposed = 112 };

typedef void sgemm_function(int, int, int, int, int, int, float, const float *, int, const float *,
                            int, float, float *, int);
typedef void dgemm_function(int, int, int, int, int, int, double, const double *, int,
                            const double *, int, double, double *, int);
typedef int dgeqrf_function(int, int, int, double *, int, double *);
typedef int dorgqr_function(int, int, int, int, double *, int, const double *);

static struct blas_report report;
static sgemm_function *sgemm;
static dgemm_function *dgemm;
static dgeqrf_function *dgeqrf;
static dorgqr_function *dorgqr;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static const char *path_of(void *library) {
  struct link_map *map = 0;
  return dlinfo(library, RTLD_DI_LINKMAP, &map) == 0 && map ? strdup(map->l_name) : "";
}

static const char *core_of(void *library) {
  char *(*corename)(void) = (char *(*)(void))dlsym(library, "openblas_get_corename");
  return corename ? corename() : 0;
}

static int is_among(const char *name, const char *const *names) {
  for (; *names; names++)
    if (strcasecmp(name, *names) == 0) return 1;
  return 0;
}

/// The core to ask for where the library chose kernels that leave vector units idle, or null.
static const char *better_core(const char *core) {
  static const char *const avx512[] = {"SkylakeX", "Cooperlake", "SapphireRapids", 0};
  static const char *const avx2[] = {"Haswell", "Zen", "Excavator", "SkylakeX", "Cooperlake",
                                     "SapphireRapids", 0};
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    return is_among(core, avx512) ? 0 : "SkylakeX";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return is_among(core, avx2) ? 0 : "Haswell";
#endif
  return 0;
}

/// A variable of the environment with the value that it had, or null.
struct variable {
  const char *name;
  char *value;
};

/// Sets a variable until `restore`.
static struct variable replace(const char *name, const char *value) {
  const char *old = getenv(name);
  struct variable variable = {name, old ? strdup(old) : 0};
  setenv(name, value, 1);
  return variable;
}

static void restore(struct variable variable) {
  if (variable.value) setenv(variable.name, variable.value, 1);
  else unsetenv(variable.name);
  free(variable.value);
}

/// Opens OpenBLAS; a second time, with another core, where it does not know the processor.
static void *open_openblas(void) {
  const char *name = "libopenblas.so.0";
  // The threads are ours, so the library shall not start any. Where it was built with OpenMP, what is
  // set later holds for the thread that sets it only.
  struct variable threads = replace("OPENBLAS_NUM_THREADS", "1");
  struct variable openmp_threads = replace("OMP_NUM_THREADS", "1");
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  const char *core = library ? core_of(library) : 0;
  const char *better = core ? better_core(core) : 0;
  if (better && !getenv("OPENBLAS_CORETYPE")) {
    dlclose(library);
    struct variable core_type = replace("OPENBLAS_CORETYPE", better);
    library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    restore(core_type);
    report.requested_core = better;
  }
  restore(openmp_threads);
  restore(threads);
  if (!library) return 0;
  void (*set_threads)(int) = (void (*)(int))dlsym(library, "openblas_set_num_threads");
  int (*get_threads)(void) = (int (*)(void))dlsym(library, "openblas_get_num_threads");
  char *(*get_config)(void) = (char *(*)(void))dlsym(library, "openblas_get_config");
  if (set_threads) set_threads(1);
  report.threads = get_threads ? get_threads() : 1;
  report.configuration = get_config ? get_config() : 0;
  report.core = core_of(library);
  return library;
}

static void open_libraries(void) {
  void *library = open_openblas();
  if (!library) library = dlopen("libcblas.so.3", RTLD_NOW | RTLD_LOCAL);
  if (!library) library = dlopen("libblas.so.3", RTLD_NOW | RTLD_LOCAL);
  if (library) {
    sgemm = (sgemm_function *)dlsym(library, "cblas_sgemm");
    dgemm = (dgemm_function *)dlsym(library, "cblas_dgemm");
    if (sgemm) report.path = path_of(library);
    if (sgemm && report.threads == 0) report.threads = 1;
  }
  void *lapacke = dlopen("liblapacke.so.3", RTLD_NOW | RTLD_LOCAL);
  if (lapacke) {
    dgeqrf = (dgeqrf_function *)dlsym(lapacke, "LAPACKE_dgeqrf");
    dorgqr = (dorgqr_function *)dlsym(lapacke, "LAPACKE_dorgqr");
    if (dgeqrf && dorgqr) report.lapacke_path = path_of(lapacke);
  }
}

const struct blas_report *blas_open(void) {
  pthread_once(&once, open_libraries);
  return &report;
}

int blas_sgemm(int transpose_a, int transpose_b, int m, int n, int k, const float *a, int lda,
               const float *b, int ldb, float beta, float *c, int ldc) {
  blas_open();
  if (!sgemm) return 0;
  sgemm(row_major, transpose_a ? transposed : not_transposed,
        transpose_b ? transposed : not_transposed, m, n, k, 1, a, lda, b, ldb, beta, c, ldc);
  return 1;
}

int blas_dgemm(int transpose_a, int transpose_b, int m, int n, int k, const double *a, int lda,
               const double *b, int ldb, double beta, double *c, int ldc) {
  blas_open();
  if (!dgemm) return 0;
  dgemm(row_major, transpose_a ? transposed : not_transposed,
        transpose_b ? transposed : not_transposed, m, n, k, 1, a, lda, b, ldb, beta, c, ldc);
  return 1;
}

int lapacke_orthogonalize(int rows, int columns, double *matrix, double *diagonal) {
  blas_open();
  if (!dgeqrf || !dorgqr) return 0;
  double *tau = malloc((size_t)columns * sizeof *tau);
  if (!tau) return 0;
  int code = dgeqrf(row_major, rows, columns, matrix, columns, tau);
  for (int64_t i = 0; i < columns && code == 0; i++) diagonal[i] = matrix[i * columns + i];
  if (code == 0) code = dorgqr(row_major, rows, columns, columns, matrix, columns, tau);
  free(tau);
  return code == 0;
}
