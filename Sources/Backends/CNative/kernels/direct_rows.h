/// Rows of the image as direct forms read them: channels side by side, or with GC_PLANAR_ROWS one
/// after the other; zeros beyond both ends, the prologue applied. A thread keeps those that it needs
/// again.
#ifndef GC_DIRECT_ROWS_H
#define GC_DIRECT_ROWS_H

#include "direct_window.h"

/// 1 where neighbouring channels of an image may not lie side by side.
#ifndef GC_PLANAR_IMAGE
#define GC_PLANAR_IMAGE 0
#endif

/// 1 where a row has one channel after the other.
#ifndef GC_PLANAR_ROWS
#define GC_PLANAR_ROWS 0
#endif

/// Sets `count` floats to 0.
GC_INLINE void gc_clear(float *to, int64_t count) {
  for (int64_t i = 0; i < count; i++) to[i] = 0;
}

/// Applies the prologue to channels `c` and up of one pixel.
GC_INLINE void gc_prologue_pixel(
    float *to, const float *from, const gc_prologue_image *image, int64_t c, int64_t count) {
  int64_t i = 0;
  for (; i + GC_WIDTH <= count; i += GC_WIDTH) {
    const gc_vec x = gc_load(from + i, GC_WIDTH);
    gc_store(to + i, gc_prologue(x, image, c + i, GC_WIDTH), GC_WIDTH);
  }
  for (; i + 4 <= count; i += 4) {
    gc_store(to + i, gc_prologue(gc_load(from + i, 4), image, c + i, 4), 4);
  }
  for (; i < count; i++) {
    gc_store(to + i, gc_prologue(gc_load(from + i, 1), image, c + i, 1), 1);
  }
}

#if GC_PLANAR_ROWS
#include "transposed_rows.h"
#else
/// Copies `count` pixels of one source to where its channels from `c` on are in rows of `inputs`
/// channels.
GC_INLINE void gc_copy_pixels(
    const gc_source *source, const gc_prologue_image *image, const float *from, float *to,
    int64_t count, int64_t c, int64_t inputs) {
  const gc_view *view = &source->view;
#ifndef GC_PROLOGUE
  if (view->w == inputs && source->channels == inputs && (inputs == 1 || view->c == 1)) {
    __builtin_memcpy(to, from, (unsigned long)(4 * count * inputs));
    return;
  }
#endif
#if GC_PLANAR_IMAGE
  for (int64_t i = 0; i < source->channels; i++) {
    const float *const plane = from + i * view->c;
    for (int64_t w = 0; w < count; w++) to[w * inputs + c + i] = plane[w * view->w];
  }
#endif
#if defined(GC_PROLOGUE) || !GC_PLANAR_IMAGE
  for (int64_t w = 0; w < count; w++) {
    float *const pixel = to + w * inputs + c;
    const float *const cell = GC_PLANAR_IMAGE ? pixel : from + w * view->w;
    gc_prologue_pixel(pixel, cell, image, c, source->channels);
  }
#else
  (void)image;
#endif
}

/// Copies `cells` cells of a row from `first`, which may lie outside of the image.
static inline void gc_copy_row(
    const gc_task *task, const gc_convolution *a, int64_t n, int64_t d, int64_t h, int64_t first,
    int64_t cells, float *to) {
  const gc_prologue_image image = gc_prologue_begin(task, a->extra, n);
  const int64_t begin = gc_min(cells, gc_max(0, -first));
  const int64_t end = gc_max(begin, gc_min(cells, a->window[2].image - first));
  gc_clear(to, begin * a->inputs);
  gc_clear(to + end * a->inputs, (cells - end) * a->inputs);
  int64_t c = 0;
  for (int s = 0; s < GC_SOURCES && begin < end; s++) {
    const gc_source *source = &a->source[s];
    const float *from = gc_row(task, &source->view, n, d, h) + (first + begin) * source->view.w;
    gc_copy_pixels(source, &image, from, to + begin * a->inputs, end - begin, c, a->inputs);
    c += source->channels;
  }
}
#endif

/// The rows that a thread keeps: those of one window and more.
typedef struct gc_rows {
  /// Which row is in each slot.
  int64_t *names;
  float *memory;
  /// The slots along D and H, and the floats of one.
  int64_t slots[2], size;
} gc_rows;

/// Returns the slots that the rows of a window take along a dimension.
GC_INLINE int64_t gc_slots(const gc_taps *taps) { return gc_cells(taps, 1); }

/// Returns the cells of a row that is kept: planar ones are a multiple of 16, so that a vector may
/// stick out.
GC_INLINE int64_t gc_row_cells(const gc_direct *a) {
  const int64_t cells = gc_cells(&a->taps[2], a->segment);
  return GC_PLANAR_ROWS ? (cells + 31) / 16 * 16 : cells;
}

/// Returns no rows yet, and moves `scratch` behind what they take: 8 bytes for each slot and
/// 4 bytes for each float, each rounded up to 64.
GC_INLINE gc_rows gc_make_rows(const gc_direct *a, char **scratch) {
  gc_rows rows;
  rows.slots[0] = gc_slots(&a->taps[0]);
  rows.slots[1] = gc_slots(&a->taps[1]);
  rows.size = gc_row_cells(a) * a->convolution.inputs;
  const int64_t count = rows.slots[0] * rows.slots[1];
  rows.names = (int64_t *)*scratch;
  *scratch += gc_align(8 * count);
  rows.memory = (float *)*scratch;
  *scratch += gc_align(4 * count * rows.size);
  for (int64_t i = 0; i < count; i++) rows.names[i] = -1;
  return rows;
}

/// Returns row d, h of the image from cell `first` on, where `segment` numbers all first cells.
GC_INLINE const float *gc_kept_row(
    gc_rows *rows, const gc_task *task, const gc_direct *a, int64_t n, int64_t segment, int64_t d,
    int64_t h, int64_t first) {
  const gc_convolution *c = &a->convolution;
  const int64_t slot = d % rows->slots[0] * rows->slots[1] + h % rows->slots[1];
  const int64_t name = (segment * c->window[0].image + d) * c->window[1].image + h;
  float *row = rows->memory + slot * rows->size;
  if (rows->names[slot] != name) {
    gc_copy_row(task, c, n, d, h, first, rows->size / c->inputs, row);
    rows->names[slot] = name;
  }
  return row;
}

#endif
