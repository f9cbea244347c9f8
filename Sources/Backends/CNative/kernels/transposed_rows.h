/// Rows of an image with one channel after the other, wherever its channels lie in memory.
#ifndef GC_TRANSPOSED_ROWS_H
#define GC_TRANSPOSED_ROWS_H

#include "direct_window.h"
#include "transpose.h"

/// Copies `count` pixels whose channels lie side by side, from channel `c` of all on, to channels
/// that are `pitch` apart.
GC_INLINE void gc_copy_transposed(
    const gc_source *source, const gc_prologue_image *image, const float *from, float *to,
    int64_t count, int64_t c, int64_t pitch) {
  const int64_t channels = source->channels - source->channels % GC_WIDTH;
  const int64_t pixels = count - count % GC_WIDTH;
  for (int64_t w = 0; w < pixels; w += GC_WIDTH) {
    for (int64_t i = 0; i < channels; i += GC_WIDTH) {
      gc_vec x[GC_WIDTH];
#pragma clang loop unroll(full)
      for (int k = 0; k < GC_WIDTH; k++) {
        const gc_vec pixel = gc_load(from + (w + k) * source->view.w + i, GC_WIDTH);
        x[k] = gc_prologue(pixel, image, c + i, GC_WIDTH);
      }
      gc_transpose(x);
#pragma clang loop unroll(full)
      for (int k = 0; k < GC_WIDTH; k++) gc_store(to + (i + k) * pitch + w, x[k], GC_WIDTH);
    }
  }
  for (int64_t i = 0; i < source->channels; i++) {
    for (int64_t w = i < channels ? pixels : 0; w < count; w++) {
      const gc_vec x = gc_load(from + w * source->view.w + i * source->view.c, 1);
      to[i * pitch + w] = gc_prologue(x, image, c + i, 1)[0];
    }
  }
}

/// Copies `count` pixels of one channel.
GC_INLINE void gc_copy_plane(
    const gc_view *view, const gc_prologue_image *image, const float *from, float *to,
    int64_t count, int64_t c) {
#ifdef GC_PROLOGUE
  for (int64_t w = 0; w < count; w++) {
    to[w] = gc_prologue(gc_load(from + w * view->w, 1), image, c, 1)[0];
  }
#else
  (void)image, (void)c;
  for (int64_t w = 0; w < count; w++) to[w] = from[w * view->w];
#endif
}

/// Copies `cells` cells of a row from `first`, which may lie outside of the image.
static inline void gc_copy_row(
    const gc_task *task, const gc_convolution *a, int64_t n, int64_t d, int64_t h, int64_t first,
    int64_t cells, float *to) {
  const gc_prologue_image image = gc_prologue_begin(task, a->extra, n);
  const int64_t begin = gc_min(cells, gc_max(0, -first));
  const int64_t end = gc_max(begin, gc_min(cells, a->window[2].image - first));
  for (int64_t c = 0; c < a->inputs; c++) {
    gc_clear(to + c * cells, begin);
    gc_clear(to + c * cells + end, cells - end);
  }
  int64_t c = 0;
  for (int s = 0; s < GC_SOURCES && begin < end; s++) {
    const gc_source *source = &a->source[s];
    const float *from = gc_row(task, &source->view, n, d, h) + (first + begin) * source->view.w;
    float *const target = to + c * cells + begin;
#if GC_PLANAR_IMAGE
    for (int64_t i = 0; i < source->channels; i++) {
      const float *plane = from + i * source->view.c;
      gc_copy_plane(&source->view, &image, plane, target + i * cells, end - begin, c + i);
    }
#else
    gc_copy_transposed(source, &image, from, target, end - begin, c, cells);
#endif
    c += source->channels;
  }
}

#endif
