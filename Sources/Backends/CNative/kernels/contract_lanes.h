/// Products of tensors, result by result: each sum runs over the terms in order.
///
/// Behind the space of the left and the right operand and the result stand the terms of the left and
/// then of the right operand as in `axes.h`. Defines: GC_LANE, GC_LOAD, GC_STORE.
#include "axes.h"
#include "lane.h"

/// Returns the sum for one result.
GC_INLINE GC_LANE gc_sum_terms(
    gc_axes left_terms, gc_axes right_terms, const char *left, const char *right) {
  GC_LANE sum = 0;
  if (gc_axes_length(&left_terms) == 0) return sum;
  do {
    sum += (GC_LANE)GC_LOAD(left) * (GC_LANE)GC_LOAD(right);
    gc_axes_next(&right_terms, &right);
  } while (gc_axes_next(&left_terms, &left));
  return sum;
}

/// Computes a share of the results.
void GC_KERNEL(const gc_task *task) {
  const gc_space *space = (const gc_space *)task->arguments;
  const int64_t *numbers = gc_behind(space);
  const gc_axes left = gc_make_axes(numbers);
  const gc_axes right = gc_make_axes(numbers + 1 + 2 * left.count);
  gc_walk walk = gc_walk_begin(task, space);
  while (gc_walk_next(&walk, task)) {
    for (int64_t row = 0; row < walk.rows; row++) {
      char *p[3];
      for (int i = 0; i < 3; i++) p[i] = walk.first[i] + row * walk.row_step[i];
      for (int64_t i = 0; i < walk.count; i++) {
        GC_STORE(p[2], gc_sum_terms(left, right, p[0], p[1]));
        for (int t = 0; t < 3; t++) p[t] += walk.step[t];
      }
    }
  }
}
