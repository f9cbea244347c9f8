/// Blocks of vectors, transposed in registers.
#ifndef GC_TRANSPOSE_H
#define GC_TRANSPOSE_H

#include "vector.h"

// The first and second halves of two vectors, lane by lane in turn.
#if GC_WIDTH == 16
#define GC_LOW_LANES 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define GC_HIGH_LANES 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#elif GC_WIDTH == 8
#define GC_LOW_LANES 0, 8, 1, 9, 2, 10, 3, 11
#define GC_HIGH_LANES 4, 12, 5, 13, 6, 14, 7, 15
#else
#define GC_LOW_LANES 0, 4, 1, 5
#define GC_HIGH_LANES 2, 6, 3, 7
#endif

/// Transposes GC_WIDTH vectors: each round is half of a perfect shuffle of all lanes.
GC_INLINE void gc_transpose(gc_vec x[GC_WIDTH]) {
#pragma clang loop unroll(full)
  for (int round = 1; round < GC_WIDTH; round *= 2) {
    gc_vec y[GC_WIDTH];
#pragma clang loop unroll(full)
    for (int i = 0; i < GC_WIDTH / 2; i++) {
      y[2 * i] = __builtin_shufflevector(x[i], x[i + GC_WIDTH / 2], GC_LOW_LANES);
      y[2 * i + 1] = __builtin_shufflevector(x[i], x[i + GC_WIDTH / 2], GC_HIGH_LANES);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < GC_WIDTH; i++) x[i] = y[i];
  }
}

#endif
