/// The geometry of direct forms: which cells of the image the taps of a result meet.
#ifndef GC_DIRECT_WINDOW_H
#define GC_DIRECT_WINDOW_H

#include "convolution.h"

/// 1 where the convolution is transposed: a cell of the image meets the results at
/// cell·stride + tap·dilation − before, and a window's `before` counts in results.
#ifndef GC_TRANSPOSED
#define GC_TRANSPOSED 0
#endif

/// The taps of a kernel along one dimension.
typedef struct gc_taps {
  int64_t count, stride, dilation;
} gc_taps;

/// The arguments of direct forms, by which their templates read `task->arguments`.
typedef struct gc_direct {
  /// The groups of channels that do not mix.
  int64_t groups;
  /// By rows: the columns of the result that are computed in one go. Gathered: the blocks of pixels.
  int64_t segment;
  /// D, H, W.
  gc_taps taps[3];
  gc_convolution convolution;
} gc_direct;

/// Returns the least of two numbers.
GC_INLINE int64_t gc_min(int64_t a, int64_t b) { return a < b ? a : b; }

/// Returns the largest of two numbers.
GC_INLINE int64_t gc_max(int64_t a, int64_t b) { return a > b ? a : b; }

/// Returns the quotient rounded toward −∞ of a number by a positive one.
GC_INLINE int64_t gc_floor_divide(int64_t a, int64_t b) { return a / b - (a % b < 0); }

/// Returns the first multiple of 64 bytes from `bytes`.
GC_INLINE int64_t gc_align(int64_t bytes) { return (bytes + 63) & ~(int64_t)63; }

/// Returns the number of taps of the whole window.
GC_INLINE int64_t gc_tap_count(const gc_direct *a) {
  return a->taps[0].count * a->taps[1].count * a->taps[2].count;
}

/// The results along a dimension that meet the same taps, and how they step through the image.
typedef struct gc_phase {
  /// The first of them, and their number.
  int64_t first, count;
  /// The distance of their cells.
  int64_t cell_step;
  /// The first tap, and the distance to the next one.
  int64_t tap, tap_step;
} gc_phase;

/// Returns the distance between the results of a phase.
GC_INLINE int64_t gc_result_step(const gc_taps *taps) { return GC_TRANSPOSED ? taps->stride : 1; }

/// Returns the phase of the results from `begin` that starts at the result `begin` + `phase`.
GC_INLINE gc_phase gc_make_phase(
    const gc_taps *taps, const gc_window *window, int64_t begin, int64_t end, int64_t phase) {
  const int64_t step = gc_result_step(taps);
  gc_phase p = {begin + phase, 0, GC_TRANSPOSED ? 1 : taps->stride, 0, 1};
  if (p.first < end) p.count = (end - p.first + step - 1) / step;
#if GC_TRANSPOSED
  // The taps t with t·dilation = first + before (mod stride) repeat; there may be none.
  p.tap = -1;
  for (int64_t t = 0, hits = 0; t < gc_min(taps->count, 2 * step) && hits < 2; t++) {
    if ((p.first + window->before - t * taps->dilation) % step != 0) continue;
    if (hits++ == 0) {
      p.tap = t;
      p.tap_step = taps->count;
    } else {
      p.tap_step = t - p.tap;
    }
  }
  if (p.tap < 0) p.tap = taps->count;
#else
  (void)window;
#endif
  return p;
}

/// Returns the cell, inside of the image or not, that a tap of its phase meets for a result.
GC_INLINE int64_t gc_cell(
    const gc_taps *taps, const gc_window *window, int64_t result, int64_t tap) {
#if GC_TRANSPOSED
  return gc_floor_divide(result + window->before - tap * taps->dilation, taps->stride);
#else
  return result * taps->stride + tap * taps->dilation - window->before;
#endif
}

/// Returns the number of cells from the first to behind the last that neighbouring results meet.
GC_INLINE int64_t gc_cells(const gc_taps *taps, int64_t results) {
  const int64_t reach = (taps->count - 1) * taps->dilation;
#if GC_TRANSPOSED
  return (results - 1 + reach) / taps->stride + 2;
#else
  return (results - 1) * taps->stride + reach + 1;
#endif
}

/// Returns the first cell that neighbouring results meet.
GC_INLINE int64_t gc_first_cell(const gc_taps *taps, const gc_window *window, int64_t result) {
  return gc_cell(taps, window, result, GC_TRANSPOSED ? taps->count - 1 : 0);
}

#endif
