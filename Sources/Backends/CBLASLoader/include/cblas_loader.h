#ifndef CBLAS_LOADER_H
#define CBLAS_LOADER_H

#include <stdint.h>

/// What was found when the BLAS library was opened.
struct blas_report {
  /// The file, or null where there is no BLAS library.
  const char *path;
  /// The file of LAPACKE, or null where there is none.
  const char *lapacke_path;
  /// The processor core whose kernels the library chose, or null where it does not tell.
  const char *core;
  /// The core that was asked for because the library did not know the processor, or null.
  const char *requested_core;
  /// How the library was built, or null where it does not tell.
  const char *configuration;
  /// The number of threads that the library uses itself.
  int threads;
};

/// Opens the libraries at the first call; later ones return the same.
const struct blas_report *blas_open(void);

/// C = A·B + beta·C for row-major matrices, each operand transposed where its flag is not 0.
///
/// Returns 0 where there is no library; C is not touched then.
int blas_sgemm(int transpose_a, int transpose_b, int m, int n, int k, const float *a, int lda,
               const float *b, int ldb, float beta, float *c, int ldc);

/// The same in double precision.
int blas_dgemm(int transpose_a, int transpose_b, int m, int n, int k, const double *a, int lda,
               const double *b, int ldb, double beta, double *c, int ldc);

/// Replaces the columns of a row-major rows × columns matrix (rows >= columns) by the factor Q of
/// its QR factorisation, and sets `diagonal` to the diagonal of R.
///
/// Returns 0 where there is no LAPACKE or it refuses.
int lapacke_orthogonalize(int rows, int columns, double *matrix, double *diagonal);

#endif
