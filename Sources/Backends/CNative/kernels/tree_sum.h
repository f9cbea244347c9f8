/// Sums along axes by balanced trees.
///
/// Behind the space of operand and result stand the number of axes, and for each, the root first, the
/// number of elements and the bytes between them. Defines: GC_LANE, GC_LOAD, GC_STORE, GC_ROUND.
#include "axes.h"
#include "lane.h"

/// Returns the sum of `count` nodes of an axis: of the largest power of two before the last one, and
/// of the rest.
static GC_LANE gc_tree(const int64_t *axes, int64_t left, const char *x, int64_t count) {
  if (left == 0) return GC_LOAD(x);
  if (count == 0) return 0;
  if (count == 1) return gc_tree(axes + 2, left - 1, x, left > 1 ? axes[2] : 0);
  const int64_t half = (int64_t)1 << (63 - __builtin_clzll((uint64_t)count - 1));
  const GC_LANE low = gc_tree(axes, left, x, half);
  return GC_ROUND(low + gc_tree(axes, left, x + half * axes[1], count - half));
}

/// Sums a share of the results.
void GC_KERNEL(const gc_task *task) {
  const gc_space *space = (const gc_space *)task->arguments;
  const int64_t *axes = gc_behind(space);
  gc_walk walk = gc_walk_begin(task, space);
  while (gc_walk_next(&walk, task)) {
    for (int64_t row = 0; row < walk.rows; row++) {
      const char *x = walk.first[0] + row * walk.row_step[0];
      char *y = walk.first[1] + row * walk.row_step[1];
      for (int64_t i = 0; i < walk.count; i++) {
        GC_STORE(
            y + i * walk.step[1], gc_tree(axes + 1, axes[0], x + i * walk.step[0], axes[1]));
      }
    }
  }
}
