/// Pools: the largest cell, or the mean of all cells, under a window over each channel.
///
/// Defines:
/// - GC_MEAN: 1 for the mean, which is the sum in the order of the taps from +0, divided by the
///   number of taps that count; 0 where none does. Else the largest cell from −∞; NaN is larger.
/// - GC_LANES_APART: 1 where neighbouring channels of the image or the result may not lie side by
///   side; they are computed one by one.
#include "direct_window.h"

#ifndef GC_LANES_APART
#define GC_LANES_APART 0
#endif

/// The arguments of the template.
typedef struct gc_pool {
  /// D, H, W.
  gc_taps taps[3];
  /// The cells that count for the mean, in the coordinates of the image.
  int64_t counted[3][2];
  /// The images, and the channels.
  int64_t batch, channels;
  gc_window window[3];
  gc_view image, result;
} gc_pool;

/// Taps of a window along a dimension.
typedef struct gc_tap_range {
  int64_t begin, end;
} gc_tap_range;

/// Returns the taps of a result whose cells are in `begin` ..< `end`.
GC_INLINE gc_tap_range gc_taps_inside(
    const gc_taps *taps, const gc_window *window, int64_t result, int64_t begin, int64_t end) {
  const int64_t start = result * taps->stride - window->before, step = taps->dilation;
  const int64_t first = start >= begin ? 0 : (begin - start + step - 1) / step;
  const int64_t last = start >= end ? 0 : gc_min(taps->count, (end - start + step - 1) / step);
  return (gc_tap_range){first, gc_max(first, last)};
}

/// Returns the taps of a result that are inside of the image.
GC_INLINE gc_tap_range gc_inner_taps(const gc_pool *a, int dimension, int64_t result) {
  const gc_window *window = &a->window[dimension];
  return gc_taps_inside(&a->taps[dimension], window, result, 0, window->image);
}

/// Returns the number of taps of a result that count.
GC_INLINE int64_t gc_counted_taps(const gc_pool *a, int dimension, int64_t result) {
  const int64_t *counted = a->counted[dimension];
  const gc_tap_range range = gc_taps_inside(
      &a->taps[dimension], &a->window[dimension], result, counted[0], counted[1]);
  return range.end - range.begin;
}

/// The window of a result.
typedef struct gc_pool_window {
  gc_tap_range d, h, w;
  /// The first cell of the image in D and in H, and the tap of column 0.
  int64_t z, y, x;
  /// The number that the sum is divided by.
  float count;
} gc_pool_window;

/// Returns the value of a window, with one more cell.
GC_INLINE gc_vec gc_combine(gc_vec value, gc_vec cell) {
#if GC_MEAN
  return value + cell;
#else
  const gc_mask takes = (cell != cell) | (value < cell);
  return (gc_vec)(((gc_mask)cell & takes) | ((gc_mask)value & ~takes));
#endif
}

/// Returns the value of a window for `lanes` channels from `c`.
GC_INLINE gc_vec gc_pool_lanes(
    const gc_task *task, const gc_pool *a, const gc_pool_window *window, int64_t n, int64_t c,
    int lanes) {
  gc_vec value = GC_MEAN ? (gc_vec){0} : gc_splat(-__builtin_inff());
  for (int64_t i = window->d.begin; i < window->d.end; i++) {
    const int64_t z = window->z + i * a->taps[0].dilation;
    for (int64_t j = window->h.begin; j < window->h.end; j++) {
      const int64_t y = window->y + j * a->taps[1].dilation;
      const float *cell = gc_row(task, &a->image, n, z, y) + c * a->image.c +
          (window->x + window->w.begin * a->taps[2].dilation) * a->image.w;
      for (int64_t k = window->w.begin; k < window->w.end; k++) {
        value = gc_combine(value, gc_load(cell, lanes));
        cell += a->taps[2].dilation * a->image.w;
      }
    }
  }
  return GC_MEAN && window->count > 0 ? value / gc_splat(window->count) : value;
}

/// Computes the channels of one result.
GC_INLINE void gc_pool_pixel(
    const gc_task *task, const gc_pool *a, const gc_pool_window *window, int64_t n, float *result) {
  int64_t c = 0;
  if (!GC_LANES_APART) {
    for (; c + GC_WIDTH <= a->channels; c += GC_WIDTH) {
      gc_store(result + c, gc_pool_lanes(task, a, window, n, c, GC_WIDTH), GC_WIDTH);
    }
    for (; c + 4 <= a->channels; c += 4) {
      gc_store(result + c, gc_pool_lanes(task, a, window, n, c, 4), 4);
    }
  }
  for (; c < a->channels; c++) {
    gc_store(result + c * a->result.c, gc_pool_lanes(task, a, window, n, c, 1), 1);
  }
}

/// Computes a share of the rows.
void GC_KERNEL(const gc_task *task) {
  const gc_pool *a = (const gc_pool *)task->arguments;
  const int64_t depth = a->window[0].result, height = a->window[1].result;
  const int64_t width = a->window[2].result;
  const int64_t rows = a->batch * depth * height;
  const int64_t end = gc_share(rows, task->part + 1, task->parts);
  for (int64_t row = gc_share(rows, task->part, task->parts); row < end; row++) {
    const int64_t h = row % height, d = row / height % depth, n = row / height / depth;
    gc_pool_window window = {0};
    window.d = gc_inner_taps(a, 0, d);
    window.h = gc_inner_taps(a, 1, h);
    window.z = d * a->taps[0].stride - a->window[0].before;
    window.y = h * a->taps[1].stride - a->window[1].before;
    const int64_t counted = GC_MEAN ? gc_counted_taps(a, 0, d) * gc_counted_taps(a, 1, h) : 0;
    float *const result = gc_row(task, &a->result, n, d, h);
    for (int64_t w = 0; w < width; w++) {
      window.w = gc_inner_taps(a, 2, w);
      window.x = w * a->taps[2].stride - a->window[2].before;
      if (GC_MEAN) window.count = (float)(counted * gc_counted_taps(a, 2, w));
      gc_pool_pixel(task, a, &window, n, result + w * a->result.w);
    }
  }
}
