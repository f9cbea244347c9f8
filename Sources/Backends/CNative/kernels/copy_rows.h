/// Copies a box between two places that hold larger boxes, row by row.
#include "graphc_task.h"

/// A dimension of the rows: how many there are, and the bytes between neighbours in both places.
typedef struct gc_level {
  int64_t count, source, target;
} gc_level;

/// The arguments; the levels follow, outermost first, at least one.
typedef struct gc_copy {
  /// The base address of the source, and the bytes from there, and in the result, to the first row.
  int64_t memory, source, target;
  /// The bytes of a row, and the number of rows.
  int64_t bytes, rows;
  int64_t levels;
} gc_copy;

/// Copies a share of the rows, or of the bytes of the only one.
void GC_KERNEL(const gc_task *task) {
  const gc_copy *copy = (const gc_copy *)task->arguments;
  const gc_level *levels = (const gc_level *)(copy + 1);
  const int64_t units = copy->rows == 1 ? copy->bytes : copy->rows;
  const int64_t first = units * task->part / task->parts;
  const int64_t end = units * (task->part + 1) / task->parts;
  const char *source = task->memory[copy->memory] + copy->source;
  char *target = task->memory[0] + copy->target;
  if (copy->rows == 1) {
    __builtin_memcpy(target + first, source + first, (unsigned long)(end - first));
    return;
  }
  for (int64_t row = first; row < end; row++) {
    int64_t rest = row, from = 0, to = 0;
    for (int64_t i = copy->levels - 1; i >= 0; i--) {
      from += rest % levels[i].count * levels[i].source;
      to += rest % levels[i].count * levels[i].target;
      rest /= levels[i].count;
    }
    __builtin_memcpy(target + to, source + from, (unsigned long)copy->bytes);
  }
}
