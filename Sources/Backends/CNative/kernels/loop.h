/// Loops over the elements of a box that have a place in each of GC_TENSORS tensors.
#ifndef GC_LOOP_H
#define GC_LOOP_H

#include "vector.h"

/// The most elements of a row that are handed out in one go.
#ifndef GC_LONGEST
#define GC_LONGEST 8192
#endif

/// The most dimensions of a tensor.
enum { GC_MOST_DIMENSIONS = 32 };

/// The arguments: the number of dimensions, at least 2; their extents from the outermost one to that
/// of a row; and for each tensor a memory, and bytes: those from there to the first element, and
/// those between neighbours along each dimension.
typedef struct gc_space {
  int64_t rank;
  int64_t numbers[];
} gc_space;

/// The rows that a thread computes, one plane after the other.
typedef struct gc_walk {
  const gc_space *space;
  /// The pieces of a row; the piece of a row that comes next, and where to end.
  int64_t pieces, next, end;
  /// The bytes between rows, and between the elements of a row.
  int64_t row_step[GC_TENSORS], step[GC_TENSORS];
  /// The rows at hand: the first element in each tensor, their number, and the length of each.
  char *first[GC_TENSORS];
  int64_t rows, count;
} gc_walk;

/// Returns the base address of a tensor.
#ifndef GC_TABLES
GC_INLINE char *gc_base(const gc_task *task, int64_t memory) { return task->memory[memory]; }
#endif

/// Returns the numbers of a tensor: memory, start, strides.
GC_INLINE const int64_t *gc_place(const gc_space *space, int tensor) {
  return space->numbers + space->rank + tensor * (2 + space->rank);
}

/// Returns the share of a thread.
GC_INLINE gc_walk gc_walk_begin(const gc_task *task, const gc_space *space) {
  gc_walk walk;
  walk.space = space;
  int64_t rows = 1;
  for (int64_t i = 0; i < space->rank - 1; i++) rows *= space->numbers[i];
  const int64_t length = space->numbers[space->rank - 1];
  walk.pieces = (length + GC_LONGEST - 1) / GC_LONGEST;
  walk.next = gc_share(rows * walk.pieces, task->part, task->parts);
  walk.end = gc_share(rows * walk.pieces, task->part + 1, task->parts);
  for (int tensor = 0; tensor < GC_TENSORS; tensor++) {
    const int64_t *place = gc_place(space, tensor);
    walk.row_step[tensor] = place[space->rank];
    walk.step[tensor] = place[space->rank + 1];
  }
  return walk;
}

/// Sets the next rows; returns 0 where there are none.
GC_INLINE int gc_walk_next(gc_walk *walk, const gc_task *task) {
  const gc_space *space = walk->space;
  if (walk->next >= walk->end) return 0;
  int64_t rest = walk->next / walk->pieces;
  const int64_t length = space->numbers[space->rank - 1], piece = walk->next % walk->pieces;
  const int64_t begin = gc_share(length, piece, walk->pieces);
  walk->count = gc_share(length, piece + 1, walk->pieces) - begin;
  for (int tensor = 0; tensor < GC_TENSORS; tensor++) {
    const int64_t *place = gc_place(space, tensor);
    walk->first[tensor] = gc_base(task, place[0]) + place[1] + begin * walk->step[tensor];
  }
  walk->rows = 1;
  for (int64_t i = space->rank - 2; i >= 0; i--) {
    const int64_t extent = space->numbers[i], index = rest % extent;
    rest /= extent;
    for (int tensor = 0; tensor < GC_TENSORS; tensor++) {
      walk->first[tensor] += index * gc_place(space, tensor)[2 + i];
    }
    if (i == space->rank - 2 && walk->pieces == 1) {
      const int64_t left = walk->end - walk->next;
      walk->rows = extent - index < left ? extent - index : left;
    }
  }
  walk->next += walk->rows;
  return 1;
}

#endif
