/// Computes each element of a tensor from the elements of others. The last tensor is the result.
///
/// `gc_map_row(p, step, count)` computes a row, whose first elements are at p[i], step[i] bytes
/// apart.
#include "loop.h"

/// Computes a share of the rows.
void GC_KERNEL(const gc_task *task) {
  gc_walk walk = gc_walk_begin(task, (const gc_space *)task->arguments);
  while (gc_walk_next(&walk, task)) {
    char *p[GC_TENSORS];
    for (int i = 0; i < GC_TENSORS; i++) p[i] = walk.first[i];
    for (int64_t row = 0; row < walk.rows; row++) {
      gc_map_row(p, walk.step, walk.count);
      for (int i = 0; i < GC_TENSORS; i++) p[i] += walk.row_step[i];
    }
  }
}
