/// An image at another size: each result mixes cells that tables name, along W first, then H, then D.
///
/// Arguments: `gc_resize`, then for each result along D, H and W a row of 1 + 2·GC_TAPS numbers: how
/// many cells are mixed, the cells, and the bits of their weights as floats. Where no cell is mixed
/// along a dimension the result is `blank`. With GC_LANES_APART 1 neighbouring channels may not lie
/// side by side; they are computed one by one.
#include "view.h"

#ifndef GC_LANES_APART
#define GC_LANES_APART 0
#endif
#ifndef GC_TAPS
#define GC_TAPS 1
#endif

/// The arguments of the template.
typedef struct gc_resize {
  /// The images, the channels, and the extents of the box of the result.
  int64_t batch, channels, extents[3];
  gc_view image, result;
  /// The bits of the result outside of the image.
  int64_t blank;
  int64_t tables[];
} gc_resize;

/// The cells that a result mixes along one dimension.
typedef struct gc_mixture {
  int64_t count, cells[GC_TAPS], weights[GC_TAPS];
} gc_mixture;

/// Returns the float of some bits.
GC_INLINE float gc_bits(int64_t bits) {
  const uint32_t word = (uint32_t)bits;
  float x;
  __builtin_memcpy(&x, &word, 4);
  return x;
}

/// Returns a sum with one more term; the first one is not added to 0, which would lose the sign of
/// −0.
GC_INLINE gc_vec gc_mix(gc_vec sum, gc_vec x, int64_t weight, int64_t term) {
  const gc_vec w = gc_splat(gc_bits(weight));
  return term == 0 ? x * w : gc_fma(x, w, sum);
}

/// Returns the mixture of `lanes` channels from `c`.
GC_INLINE gc_vec gc_mixed(
    const gc_task *task, const gc_resize *a, const gc_mixture *const m[3], int64_t n, int64_t c,
    int lanes) {
  gc_vec volume = {0};
  for (int64_t i = 0; i < m[0]->count; i++) {
    gc_vec plane = {0};
    for (int64_t j = 0; j < m[1]->count; j++) {
      const float *row = gc_row(task, &a->image, n, m[0]->cells[i], m[1]->cells[j]);
      gc_vec line = {0};
      for (int64_t k = 0; k < m[2]->count; k++) {
        const float *cell = row + m[2]->cells[k] * a->image.w + c * a->image.c;
        line = gc_mix(line, gc_load(cell, lanes), m[2]->weights[k], k);
      }
      plane = gc_mix(plane, line, m[1]->weights[j], j);
    }
    volume = gc_mix(volume, plane, m[0]->weights[i], i);
  }
  return m[0]->count * m[1]->count * m[2]->count == 0 ? gc_splat(gc_bits(a->blank)) : volume;
}

/// Computes the channels of one result.
GC_INLINE void gc_resize_pixel(
    const gc_task *task, const gc_resize *a, const gc_mixture *const m[3], int64_t n,
    float *result) {
  int64_t c = 0;
  if (!GC_LANES_APART) {
    for (; c + GC_WIDTH <= a->channels; c += GC_WIDTH) {
      gc_store(result + c, gc_mixed(task, a, m, n, c, GC_WIDTH), GC_WIDTH);
    }
    for (; c + 4 <= a->channels; c += 4) {
      gc_store(result + c, gc_mixed(task, a, m, n, c, 4), 4);
    }
  }
  for (; c < a->channels; c++) {
    gc_store(result + c * a->result.c, gc_mixed(task, a, m, n, c, 1), 1);
  }
}

/// Computes a share of the rows.
void GC_KERNEL(const gc_task *task) {
  const gc_resize *a = (const gc_resize *)task->arguments;
  const int64_t depth = a->extents[0], height = a->extents[1], width = a->extents[2];
  const gc_mixture *const d = (const gc_mixture *)a->tables, *const h = d + depth;
  const gc_mixture *const w = h + height;
  const int64_t rows = a->batch * depth * height;
  const int64_t end = gc_share(rows, task->part + 1, task->parts);
  for (int64_t row = gc_share(rows, task->part, task->parts); row < end; row++) {
    const int64_t y = row % height, z = row / height % depth, n = row / height / depth;
    float *const result = gc_row(task, &a->result, n, z, y);
    for (int64_t x = 0; x < width; x++) {
      const gc_mixture *const m[3] = {d + z, h + y, w + x};
      gc_resize_pixel(task, a, m, n, result + x * a->result.w);
    }
  }
}
