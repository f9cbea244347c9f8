/// Reductions along axes, whose dimensions stand behind the space of operand and result.
///
/// Defines: GC_FOLDS: 1 for vectors across the results of a row, 2 for vectors along the axes, and
/// then `gc_combine` of vectors; 3 for one by one: GC_LANE, GC_LOAD, GC_STORE and `gc_combine` of
/// lanes. GC_START is what nothing gives.
#include "axes.h"
#include "lane.h"

#if GC_FOLDS == 1
/// Folds `count` neighbouring results.
GC_INLINE void gc_fold_row(gc_axes axes, char *const *p, const int64_t *step, int64_t count) {
  for (int64_t i = 0; i < count; i += GC_WIDTH) {
    const int64_t lanes = count - i < GC_WIDTH ? count - i : GC_WIDTH;
    const char *x = p[0] + i * step[0];
    gc_vec value = gc_splat(GC_START);
    if (gc_axes_length(&axes) > 0) {
      do {
        const gc_vec next = step[0] == 4
            ? gc_load_some((const float *)x, lanes)
            : gc_gather_some((const float *)x, step[0] / 4, lanes);
        value = gc_combine(value, next);
      } while (gc_axes_next(&axes, &x));
    }
    gc_scatter_some((float *)(p[1] + i * step[1]), step[1] / 4, value, lanes);
  }
}
#elif GC_FOLDS == 2
/// Folds results one by one, along rows of neighbours.
GC_INLINE void gc_fold_row(gc_axes axes, char *const *p, const int64_t *step, int64_t count) {
  const int64_t length = axes.extents[axes.count - 1];
  axes.count--;
  for (int64_t i = 0; i < count; i++) {
    const char *x = p[0] + i * step[0];
    gc_vec value = gc_splat(GC_START);
    float result = GC_START;
    if (length > 0 && gc_axes_length(&axes) > 0) {
      do {
        const float *row = (const float *)x;
        int64_t k = 0;
        for (; k + GC_WIDTH <= length; k += GC_WIDTH) {
          value = gc_combine(value, gc_load(row + k, GC_WIDTH));
        }
        for (; k < length; k++) {
          result = gc_combine(gc_splat(result), gc_splat(row[k]))[0];
        }
      } while (gc_axes_next(&axes, &x));
    }
    for (int k = 0; k < GC_WIDTH; k++) {
      result = gc_combine(gc_splat(result), gc_splat(value[k]))[0];
    }
    *(float *)(p[1] + i * step[1]) = result;
  }
}
#else
/// Folds results one by one, in row-major order.
GC_INLINE void gc_fold_row(gc_axes axes, char *const *p, const int64_t *step, int64_t count) {
  for (int64_t i = 0; i < count; i++) {
    const char *x = p[0] + i * step[0];
    GC_LANE value = GC_START;
    if (gc_axes_length(&axes) > 0) {
      do value = gc_combine(value, GC_LOAD(x));
      while (gc_axes_next(&axes, &x));
    }
    GC_STORE(p[1] + i * step[1], value);
  }
}
#endif

/// Folds a share of the results.
void GC_KERNEL(const gc_task *task) {
  const gc_space *space = (const gc_space *)task->arguments;
  const gc_axes axes = gc_make_axes(gc_behind(space));
  gc_walk walk = gc_walk_begin(task, space);
  while (gc_walk_next(&walk, task)) {
    char *p[2] = {walk.first[0], walk.first[1]};
    for (int64_t row = 0; row < walk.rows; row++) {
      gc_fold_row(axes, p, walk.step, walk.count);
      p[0] += walk.row_step[0];
      p[1] += walk.row_step[1];
    }
  }
}
