/// The indices along an axis in the order of its elements; of equal ones the lower index comes first.
///
/// Behind the space of operand and result, without the axis, stand the elements along the axis and
/// the bytes between them, the first and the last wanted place in the order, and the bytes between
/// places in the result. Defines: GC_LANE, GC_LOAD and GC_STORE; GC_IS_LESS(a, b); GC_DESCENDING.
/// Scratch of a thread: 24 bytes for each element along the axis.
#include "axes.h"
#include "lane.h"

/// `true` iff element i comes before j, which has the higher index.
GC_INLINE int gc_comes_first(const GC_LANE *x, int64_t i, int64_t j) {
  return GC_DESCENDING ? !GC_IS_LESS(x[i], x[j]) : !GC_IS_LESS(x[j], x[i]);
}

/// Merges sorted runs of `length` indices in pairs.
static void gc_merge_runs(
    const GC_LANE *x, const int64_t *from, int64_t *to, int64_t count, int64_t length) {
  for (int64_t begin = 0; begin < count; begin += 2 * length) {
    const int64_t middle = begin + length < count ? begin + length : count;
    const int64_t end = middle + length < count ? middle + length : count;
    int64_t i = begin, j = middle;
    for (int64_t k = begin; k < end; k++) {
      const int takes_left = i < middle && (j == end || gc_comes_first(x, from[i], from[j]));
      to[k] = takes_left ? from[i++] : from[j++];
    }
  }
}

/// Sorts a share of the lines.
void GC_KERNEL(const gc_task *task) {
  const gc_space *space = (const gc_space *)task->arguments;
  const int64_t *n = gc_behind(space), count = n[0];
  GC_LANE *const x = (GC_LANE *)task->scratch;
  gc_walk walk = gc_walk_begin(task, space);
  while (gc_walk_next(&walk, task)) {
    for (int64_t line = 0; line < walk.rows * walk.count; line++) {
      const int64_t row = line / walk.count, i = line % walk.count;
      const char *from = walk.first[0] + row * walk.row_step[0] + i * walk.step[0];
      char *y = walk.first[1] + row * walk.row_step[1] + i * walk.step[1];
      int64_t *order = (int64_t *)(x + count), *other = order + count;
      for (int64_t k = 0; k < count; k++) {
        x[k] = GC_LOAD(from + k * n[1]);
        order[k] = k;
      }
      for (int64_t length = 1; length < count; length *= 2) {
        gc_merge_runs(x, order, other, count, length);
        int64_t *const sorted = other;
        other = order;
        order = sorted;
      }
      for (int64_t k = n[2]; k < n[3]; k++) GC_STORE(y + (k - n[2]) * n[4], order[k]);
    }
  }
}
