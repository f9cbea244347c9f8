/// Packs the weights of a convolution for its Winograd form: G g Gᵀ of each filter, computed in
/// doubles and rounded once, as [group][block of outputs][inner position][outer position][input]
/// [output of the block], with zeros where a block is not full; the inputs are [phase][input].
///
/// Built for: GC_RANK, GC_TAPS, GC_STRIDE, GC_TILE_D (rank 3), GC_TILE_H, GC_TILE_W and GC_VECTORS as
/// the convolution.
#ifndef GC_PACK_WINOGRAD_H
#define GC_PACK_WINOGRAD_H

#include "view.h"
#include "winograd_transforms.h"

/// Doubles beside the floats of a vector.
typedef double gc_doubles __attribute__((vector_size(8 * GC_WIDTH)));

/// The distance between the windows, and so the number of phases, along each dimension.
#ifndef GC_STRIDE
#define GC_STRIDE 1
#endif
/// The same along a dimension with tiles of m; and the taps of a phase.
#define GC_STEP(m) ((m) == 1 ? 1 : GC_STRIDE)
#define GC_TAPS_OF(m) ((m) == 1 ? 1 : GC_TAPS)

enum {
  gc_outer_taps = GC_TAPS_OF(GC_TILE_OUTER),
  gc_middle_taps = GC_TAPS_OF(GC_TILE_MIDDLE),
  gc_inner_taps = GC_TAPS_OF(GC_TILE_W),
  gc_phases = GC_STEP(GC_TILE_OUTER) * GC_STEP(GC_TILE_MIDDLE) * GC_STEP(GC_TILE_W),
};

/// The arguments.
typedef struct gc_packing {
  int64_t groups;
  /// The inputs and outputs of a group.
  int64_t inputs, outputs;
  /// Filters [output][input][tap…]: n and c are the strides of outputs and inputs.
  gc_view weights;
  /// `memory` and `start` alone count.
  gc_view packed;
} gc_packing;

/// Writes G x of a constant tile; `from` and `to` are the distances between neighbours.
GC_INLINE void gc_transform_filter(
    int tile, const gc_doubles *x, int from, gc_doubles *y, int to) {
  if (tile == 1) {
    y[0] = x[0];
    return;
  }
  gc_doubles x0 = x[0], x1 = x[from], x2 = GC_TAPS == 3 ? x[2 * from] : (gc_doubles){0};
  gc_doubles plus = x0 + x1 + x2, minus = x0 - x1 + x2;
  gc_doubles twice = x0 + 2 * x1 + 4 * x2, minus_twice = x0 - 2 * x1 + 4 * x2;
  switch (GC_POSITIONS(tile)) {
    case 4:
      y[0] = x0, y[to] = plus / 2, y[2 * to] = minus / 2;
      break;
    case 5:
      y[0] = x0 / 2, y[to] = -plus / 2, y[2 * to] = -minus / 6, y[3 * to] = twice / 6;
      break;
    case 6:
      y[0] = x0 * 64 / 81;
      y[to] = (x0 + 0.75 * x1 + 0.5625 * x2) * -128 / 243;
      y[2 * to] = (x0 - 0.75 * x1 + 0.5625 * x2) * -128 / 243;
      y[3 * to] = (x0 + 1.5 * x1 + 2.25 * x2) * 32 / 243;
      y[4 * to] = (x0 - 1.5 * x1 + 2.25 * x2) * 32 / 243;
      break;
    case 8:
      y[0] = x0, y[to] = plus * -2 / 9, y[2 * to] = minus * -2 / 9;
      y[3 * to] = twice / 90, y[4 * to] = minus_twice / 90;
      y[5 * to] = (4 * x0 + 2 * x1 + x2) * 8 / 45, y[6 * to] = (4 * x0 - 2 * x1 + x2) * 8 / 45;
      break;
  }
  y[(GC_POSITIONS(tile) - 1) * to] = GC_TAPS == 3 ? x2 : x1;
}

/// Packs the filters of an input and a vector of outputs; `to` is at inner position 0 and outer
/// position 0, `step` is the distance between positions. `lanes` outputs exist.
GC_INLINE void gc_pack_filters(
    const gc_view *view, const float *filter, int64_t lanes, float *to, int64_t step) {
  gc_doubles x[gc_outer_taps][gc_middle_taps][gc_inner_taps];
  for (int k = 0; k < gc_outer_taps; k++)
    for (int i = 0; i < gc_middle_taps; i++)
      for (int j = 0; j < gc_inner_taps; j++) {
#if GC_RANK == 3
        const float *tap = filter + k * GC_STEP(GC_TILE_D) * view->d +
            i * GC_STEP(GC_TILE_H) * view->h + j * GC_STEP(GC_TILE_W) * view->w;
#else
        const float *tap =
            filter + k * GC_STEP(GC_TILE_H) * view->h + j * GC_STEP(GC_TILE_W) * view->w;
#endif
        gc_doubles taps = {0};
        for (int64_t lane = 0; lane < lanes; lane++) taps[lane] = tap[lane * view->n];
        x[k][i][j] = taps;
      }
  gc_doubles y[gc_outer_taps][gc_middle_taps][gc_inner];
  for (int k = 0; k < gc_outer_taps; k++)
    for (int i = 0; i < gc_middle_taps; i++)
      gc_transform_filter(GC_TILE_W, x[k][i], 1, y[k][i], 1);
  gc_doubles z[gc_outer_taps][gc_middle][gc_inner];
  for (int k = 0; k < gc_outer_taps; k++)
    for (int j = 0; j < gc_inner; j++)
      gc_transform_filter(GC_TILE_MIDDLE, &y[k][0][j], gc_inner, &z[k][0][j], gc_inner);
  for (int q = 0; q < gc_spots; q++) {
    gc_doubles packed[gc_outer];
    gc_transform_filter(GC_TILE_OUTER, &z[0][0][q], gc_spots, packed, 1);
    for (int p = 0; p < gc_outer; p++, to += step)
      gc_store(to, __builtin_convertvector(packed[p], gc_vec), GC_WIDTH);
  }
}

/// Returns the distance of the first tap of a phase.
GC_INLINE int64_t gc_first_tap(const gc_view *view, int64_t phase) {
  int64_t w = phase % GC_STEP(GC_TILE_W);
  phase /= GC_STEP(GC_TILE_W);
#if GC_RANK == 3
  int64_t h = phase % GC_STEP(GC_TILE_H), d = phase / GC_STEP(GC_TILE_H);
  return d * view->d + h * view->h + w * view->w;
#else
  return phase * view->h + w * view->w;
#endif
}

/// Packs a share of the inputs of all blocks.
void GC_KERNEL(const gc_task *task) {
  const gc_packing *arguments = (const gc_packing *)task->arguments;
  const gc_view *view = &arguments->weights;
  const float *weights = (const float *)task->memory[view->memory] + view->start;
  float *packed = (float *)task->memory[arguments->packed.memory] + arguments->packed.start;
  int64_t inputs = arguments->inputs * gc_phases, outputs = arguments->outputs;
  int64_t blocks = (outputs + gc_block - 1) / gc_block, step = inputs * gc_block;
  int64_t count = arguments->groups * blocks * inputs;
  int64_t end = gc_share(count, task->part + 1, task->parts);
  for (int64_t i = gc_share(count, task->part, task->parts); i < end; i++) {
    int64_t c = i % inputs, block = i / inputs % blocks, group = i / inputs / blocks;
    float *to = packed + (group * blocks + block) * gc_spots * gc_outer * step + c * gc_block;
    for (int v = 0; v < GC_VECTORS; v++) {
      int64_t output = block * gc_block + v * GC_WIDTH;
      int64_t lanes = outputs - output < GC_WIDTH ? outputs - output : GC_WIDTH;
      const float *filter = weights + (group * outputs + output) * view->n +
          c % arguments->inputs * view->c + gc_first_tap(view, c / arguments->inputs);
      gc_pack_filters(view, filter, lanes, to + v * GC_WIDTH, step);
    }
  }
}

#endif
