/// The position in the whole image of the largest cell under a window, the first of equal ones; −1
/// where there is none. NaN is larger than any number.
///
/// The space is that of image and result, whose last three dimensions are D, H and W of the result
/// alone. Defines: GC_LANE, GC_LOAD, GC_STORE and GC_IS_LESS(a, b).
#include "axes.h"
#include "lane.h"

/// A spatial dimension: tap t of result o is at cell o·stride + t·dilation − before.
typedef struct gc_pool_axis {
  /// The results, and the bytes between them.
  int64_t results, result;
  int64_t taps, stride, dilation, before;
  /// The cells that are held, the bytes between them, and what one adds to a position.
  int64_t cells, cell, position;
} gc_pool_axis;

/// Returns the position for one result.
GC_INLINE int64_t gc_find_largest(
    const gc_pool_axis *axes, const int64_t *at, const char *image, int64_t origin) {
  int64_t found = -1, start[3];
  GC_LANE best = 0;
  for (int i = 0; i < 3; i++) start[i] = at[i] * axes[i].stride - axes[i].before;
  for (int64_t i = 0; i < axes[0].taps; i++) {
    const int64_t d = start[0] + i * axes[0].dilation;
    if (d < 0 || d >= axes[0].cells) continue;
    for (int64_t j = 0; j < axes[1].taps; j++) {
      const int64_t h = start[1] + j * axes[1].dilation;
      if (h < 0 || h >= axes[1].cells) continue;
      for (int64_t k = 0; k < axes[2].taps; k++) {
        const int64_t w = start[2] + k * axes[2].dilation;
        if (w < 0 || w >= axes[2].cells) continue;
        const GC_LANE cell = GC_LOAD(image + d * axes[0].cell + h * axes[1].cell + w * axes[2].cell);
        if (found >= 0 && !GC_IS_LESS(best, cell)) continue;
        best = cell;
        found = origin + d * axes[0].position + h * axes[1].position + w * axes[2].position;
      }
    }
  }
  return found;
}

/// Searches the windows of a share of the planes. Behind the space stand the position of the first
/// cell that is held, and D, H and W.
void GC_KERNEL(const gc_task *task) {
  const gc_space *space = (const gc_space *)task->arguments;
  const int64_t *numbers = gc_behind(space);
  const gc_pool_axis *axes = (const gc_pool_axis *)(numbers + 1);
  gc_walk walk = gc_walk_begin(task, space);
  while (gc_walk_next(&walk, task)) {
    for (int64_t plane = 0; plane < walk.rows * walk.count; plane++) {
      const int64_t row = plane / walk.count, i = plane % walk.count;
      const char *image = walk.first[0] + row * walk.row_step[0] + i * walk.step[0];
      char *result = walk.first[1] + row * walk.row_step[1] + i * walk.step[1];
      int64_t at[3];
      for (at[0] = 0; at[0] < axes[0].results; at[0]++) {
        for (at[1] = 0; at[1] < axes[1].results; at[1]++) {
          for (at[2] = 0; at[2] < axes[2].results; at[2]++) {
            int64_t distance = 0;
            for (int a = 0; a < 3; a++) distance += at[a] * axes[a].result;
            GC_STORE(result + distance, gc_find_largest(axes, at, image, numbers[0]));
          }
        }
      }
    }
  }
}
