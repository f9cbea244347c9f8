/// Moves runs of floats inside of one memory, to places before them.
#include "vector.h"

/// The arguments.
typedef struct gc_move {
  /// The base address, and the floats from there to the first run and to its new place.
  int64_t memory, from, to;
  /// The runs, the floats between them, and the floats of each.
  int64_t runs, stride, count;
} gc_move;

/// Moves a share of each run; runs that reach into their new places are moved from their start on by
/// one share.
void GC_KERNEL(const gc_task *task) {
  const gc_move *move = (const gc_move *)task->arguments;
  float *memory = (float *)task->memory[move->memory];
  const int apart = move->from - move->to >= move->count;
  const int64_t part = apart ? task->part : 0, parts = apart ? task->parts : 1;
  if (!apart && task->part > 0) return;
  const int64_t first = gc_share(move->count, part, parts);
  const int64_t end = gc_share(move->count, part + 1, parts);
  for (int64_t run = 0; run < move->runs; run++) {
    const float *from = memory + move->from + run * move->stride;
    float *to = memory + move->to + run * move->stride;
    for (int64_t i = first; i < end; i++) to[i] = from[i];
  }
}
