/// The index of the largest or smallest element along an axis; behind the space of operand and result
/// stand the number of elements and the bytes between them. NaN is more extreme than any number.
///
/// Defines: GC_STORE; GC_LAST, 1 where the last of equal elements counts; and for vectors of floats
/// GC_SIGN, 1 or −1; else GC_LANE and GC_LOAD, and GC_IS_BETTER(a, b).
#include "axes.h"
#include "lane.h"

#ifdef GC_SIGN
/// Searches for the results of a row.
GC_INLINE void gc_search_row(
    char *const *p, const int64_t *step, int64_t count, int64_t length, int64_t stride) {
  for (int64_t i = 0; i < count; i += GC_WIDTH) {
    const int64_t lanes = count - i < GC_WIDTH ? count - i : GC_WIDTH;
    gc_vec best = {0};
    gc_mask index = {0};
    for (int64_t k = 0; k < length; k++) {
      const float *x = (const float *)(p[0] + i * step[0] + k * stride);
      const gc_vec found = GC_SIGN *
          (step[0] == 4 ? gc_load_some(x, lanes) : gc_gather_some(x, step[0] / 4, lanes));
      const gc_mask is_better = ((found != found) & (best == best)) | (found > best);
      const gc_mask is_same = (found == best) | ((found != found) & (best != best));
      const gc_mask takes = k == 0 ? ~(gc_mask){0} : GC_LAST ? is_better | is_same : is_better;
      best = gc_pick(takes, found, best);
      index = (takes & (int32_t)k) | (~takes & index);
    }
    for (int64_t lane = 0; lane < lanes; lane++) {
      GC_STORE(p[1] + (i + lane) * step[1], index[lane]);
    }
  }
}
#else
/// Searches for the results of a row.
GC_INLINE void gc_search_row(
    char *const *p, const int64_t *step, int64_t count, int64_t length, int64_t stride) {
  for (int64_t i = 0; i < count; i++) {
    const char *x = p[0] + i * step[0];
    GC_LANE best = GC_LOAD(x);
    int64_t index = 0;
    for (int64_t k = 1; k < length; k++) {
      const GC_LANE found = GC_LOAD(x + k * stride);
      const int is_same = found == best || (found != found && best != best);
      if (is_same ? GC_LAST : GC_IS_BETTER(found, best)) {
        best = found;
        index = k;
      }
    }
    GC_STORE(p[1] + i * step[1], index);
  }
}
#endif

/// Searches for a share of the results.
void GC_KERNEL(const gc_task *task) {
  const gc_space *space = (const gc_space *)task->arguments;
  const int64_t *axis = gc_behind(space);
  gc_walk walk = gc_walk_begin(task, space);
  while (gc_walk_next(&walk, task)) {
    char *p[2] = {walk.first[0], walk.first[1]};
    for (int64_t row = 0; row < walk.rows; row++) {
      gc_search_row(p, walk.step, walk.count, axis[0], axis[1]);
      p[0] += walk.row_step[0];
      p[1] += walk.row_step[1];
    }
  }
}
