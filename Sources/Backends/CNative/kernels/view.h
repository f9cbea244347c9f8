/// Where the elements of a box of an image [N, C, D, H, W] lie in memory.
#ifndef GC_VIEW_H
#define GC_VIEW_H

#include "vector.h"

/// A box in memory. An image of fewer spatial dimensions has extent 1 in the first ones: a 2-D image
/// has D = 1, a 1-D image D = H = 1. Coordinates are local: 0 is the first of the box.
typedef struct gc_view {
  /// The base address, as an index into the task's memory.
  int64_t memory;
  /// The floats from there to the element at 0, 0, 0, 0, 0.
  int64_t start;
  /// The floats between neighbours in each dimension.
  int64_t n, c, d, h, w;
  /// The planes after which memory wraps round: along D where the kernel is built with GC_RANK 3,
  /// else along H; 0 where it never does.
  int64_t ring;
  /// The plane of memory that plane 0 of the box has, below `ring`.
  int64_t first;
} gc_view;

/// Returns the element at (n, 0, d, h, 0).
GC_INLINE float *gc_row(const gc_task *task, const gc_view *view, int64_t n, int64_t d, int64_t h) {
#if GC_RANK == 3
  if (view->ring) d = (view->first + d) % view->ring;
#else
  if (view->ring) h = (view->first + h) % view->ring;
#endif
  return (float *)task->memory[view->memory] + view->start + n * view->n + d * view->d + h * view->h;
}

#endif
