/// Sums of prefixes along an axis.
///
/// Behind the space of operand and result, without the axis, stand the first prefix that is wanted
/// and the end of those, and for operand and result the bytes to the first element that is summed or
/// to the first result that is wanted, and those between them. Defines: GC_LANE, GC_LOAD, GC_STORE;
/// GC_EXCLUSIVE, 1 where the element itself is not in its sum.
#include "axes.h"
#include "lane.h"

/// Sums along one line.
GC_INLINE void gc_sum_line(const int64_t *numbers, const char *x, char *y) {
  GC_LANE sum = 0;
  x += numbers[2];
  y += numbers[4];
  for (int64_t k = 0; k < numbers[1]; k++) {
    if (GC_EXCLUSIVE && k >= numbers[0]) {
      GC_STORE(y, sum);
      y += numbers[5];
      // The last sum without its own element needs no more.
      if (k == numbers[1] - 1) return;
    }
    sum += GC_LOAD(x);
    x += numbers[3];
    if (!GC_EXCLUSIVE && k >= numbers[0]) {
      GC_STORE(y, sum);
      y += numbers[5];
    }
  }
}

/// Sums along a share of the lines.
void GC_KERNEL(const gc_task *task) {
  const gc_space *space = (const gc_space *)task->arguments;
  const int64_t *numbers = gc_behind(space);
  gc_walk walk = gc_walk_begin(task, space);
  while (gc_walk_next(&walk, task)) {
    for (int64_t row = 0; row < walk.rows; row++) {
      for (int64_t i = 0; i < walk.count; i++) {
        gc_sum_line(
            numbers, walk.first[0] + row * walk.row_step[0] + i * walk.step[0],
            walk.first[1] + row * walk.row_step[1] + i * walk.step[1]);
      }
    }
  }
}
