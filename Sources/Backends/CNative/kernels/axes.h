/// Loops over some dimensions of a tensor, beside those of a loop over others.
#ifndef GC_AXES_H
#define GC_AXES_H

#include "loop.h"

/// The dimensions: their number, their extents from the outermost one, and the bytes between
/// neighbours along each.
typedef struct gc_axes {
  int64_t count;
  const int64_t *extents, *strides;
  int64_t index[GC_MOST_DIMENSIONS];
} gc_axes;

/// Returns the numbers behind a space.
GC_INLINE const int64_t *gc_behind(const gc_space *space) { return gc_place(space, GC_TENSORS); }

/// Returns the dimensions that `numbers` tells, at their first element.
GC_INLINE gc_axes gc_make_axes(const int64_t *numbers) {
  gc_axes axes = {.count = numbers[0]};
  axes.extents = numbers + 1;
  axes.strides = axes.extents + axes.count;
  return axes;
}

/// Returns the number of elements.
GC_INLINE int64_t gc_axes_length(const gc_axes *axes) {
  int64_t length = 1;
  for (int64_t i = 0; i < axes->count; i++) length *= axes->extents[i];
  return length;
}

/// Moves a pointer to the next element in row-major order; returns 0 behind the last one, where it
/// is at the first one again.
GC_INLINE int gc_axes_next(gc_axes *axes, const char **p) {
  for (int64_t i = axes->count - 1; i >= 0; i--) {
    *p += axes->strides[i];
    if (++axes->index[i] < axes->extents[i]) return 1;
    *p -= axes->strides[i] * axes->extents[i];
    axes->index[i] = 0;
  }
  return 0;
}

#endif
