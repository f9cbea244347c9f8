/// Vectors of floats of the width that the kernel is built for, and what all kernels need of them.
#ifndef GC_VECTOR_H
#define GC_VECTOR_H

#include "graphc_task.h"

/// The floats of a vector, and the number of vector registers.
#ifndef GC_WIDTH
#if defined(__AVX512F__)
#define GC_WIDTH 16
#define GC_REGISTERS 32
#elif defined(__AVX2__)
#define GC_WIDTH 8
#define GC_REGISTERS 16
#else
#define GC_WIDTH 4
#define GC_REGISTERS 32
#endif
#endif

/// The floats in the last vector of a number of floats that is `rest` modulo 16.
#define GC_TAIL_OF(rest) (((rest) + 15) % GC_WIDTH + 1)

#define GC_INLINE static inline __attribute__((always_inline))

/// A vector of floats.
typedef float gc_vec __attribute__((vector_size(4 * GC_WIDTH)));
/// The same anywhere in memory.
typedef float gc_vec_unaligned __attribute__((vector_size(4 * GC_WIDTH), aligned(4)));
/// Integers beside the floats; what comparisons of vectors give.
typedef int32_t gc_mask __attribute__((vector_size(4 * GC_WIDTH)));

/// Returns a vector of one number.
GC_INLINE gc_vec gc_splat(float x) { return x - (gc_vec){0}; }

/// Returns a·b + c, rounded once.
GC_INLINE gc_vec gc_fma(gc_vec a, gc_vec b, gc_vec c) { return __builtin_elementwise_fma(a, b, c); }

/// Returns `lanes` floats, then zeros. `lanes` is a constant, 1 to GC_WIDTH.
GC_INLINE gc_vec gc_load(const float *p, int lanes) {
  if (lanes == GC_WIDTH) return *(const gc_vec_unaligned *)p;
  gc_vec v = {0};
  __builtin_memcpy(&v, p, (unsigned long)lanes * 4);
  return v;
}

/// Stores the first `lanes` floats. `lanes` is a constant, 1 to GC_WIDTH.
GC_INLINE void gc_store(float *p, gc_vec v, int lanes) {
  if (lanes == GC_WIDTH) {
    *(gc_vec_unaligned *)p = v;
  } else {
    __builtin_memcpy(p, &v, (unsigned long)lanes * 4);
  }
}

/// Returns the first of the numbers 0 ..< `count` that share `part` of `parts` takes.
GC_INLINE int64_t gc_share(int64_t count, int64_t part, int64_t parts) {
  return count * part / parts;
}

#endif
