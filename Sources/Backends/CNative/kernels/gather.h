/// Elements at places that vectors of indices name.
///
/// Behind the space of operand, indices and result stand the number of indices of a vector, the bytes
/// between them, and for each the extent of the dimension that it names and the bytes between
/// neighbours there. Defines: GC_ELEMENT, an unsigned integer of the size of an element; GC_LOAD,
/// and GC_UNSIGNED, 1 where an index with the highest bit is large.
#include "axes.h"
#include "lane.h"

/// Returns the distance that a vector names; an index counts from the end where it is negative, and
/// is moved to the nearest end where it is then outside.
GC_INLINE int64_t gc_named_distance(const int64_t *numbers, const char *vector) {
  int64_t distance = 0;
  for (int64_t i = 0; i < numbers[0]; i++) {
    const int64_t extent = numbers[2 + 2 * i];
    int64_t index = GC_LOAD(vector + i * numbers[1]);
    if (index < 0) index = GC_UNSIGNED ? extent : index + extent;
    index = index < 0 ? 0 : index < extent ? index : extent - 1;
    distance += index * numbers[3 + 2 * i];
  }
  return distance;
}

/// Gathers a row.
GC_INLINE void gc_gather_row(
    const int64_t *numbers, char *const *p, const int64_t *step, int64_t count) {
  if (step[1] == 0) {
    const char *x = p[0] + gc_named_distance(numbers, p[1]);
    for (int64_t i = 0; i < count; i++) {
      *(GC_ELEMENT *)(p[2] + i * step[2]) = *(const GC_ELEMENT *)(x + i * step[0]);
    }
    return;
  }
  for (int64_t i = 0; i < count; i++) {
    const int64_t distance = gc_named_distance(numbers, p[1] + i * step[1]);
    *(GC_ELEMENT *)(p[2] + i * step[2]) = *(const GC_ELEMENT *)(p[0] + i * step[0] + distance);
  }
}

/// Gathers a share of the rows.
void GC_KERNEL(const gc_task *task) {
  const gc_space *space = (const gc_space *)task->arguments;
  const int64_t *numbers = gc_behind(space);
  gc_walk walk = gc_walk_begin(task, space);
  while (gc_walk_next(&walk, task)) {
    for (int64_t row = 0; row < walk.rows; row++) {
      char *p[3];
      for (int i = 0; i < 3; i++) p[i] = walk.first[i] + row * walk.row_step[i];
      gc_gather_row(numbers, p, walk.step, walk.count);
    }
  }
}
