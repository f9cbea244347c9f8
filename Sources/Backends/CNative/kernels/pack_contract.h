/// Packs the right operand of a product: [batch][block of columns][term][lane].
///
/// A block is a vector of columns where there are no more, else two; the last one may be one. Lanes
/// behind the last column are 0. The arguments are two places, the operand's and the packed one's:
/// a memory and the floats to the first one; then the dimensions of the batch, the columns and the
/// terms.
#include "dims.h"
#include "transpose.h"

/// The terms that a thread packs in one go.
enum { GC_TERMS = 64 };

/// Packs `count` terms that are neighbours in each of GC_WIDTH columns.
static void gc_pack_across(
    const float *from, const int64_t *distance, float *to, int64_t width, int64_t count) {
  int64_t k = 0;
  for (; k + GC_WIDTH <= count; k += GC_WIDTH) {
    gc_vec x[GC_WIDTH];
#pragma clang loop unroll(full)
    for (int i = 0; i < GC_WIDTH; i++) x[i] = gc_load(from + distance[i] + k, GC_WIDTH);
    gc_transpose(x);
#pragma clang loop unroll(full)
    for (int i = 0; i < GC_WIDTH; i++) gc_store(to + (k + i) * width, x[i], GC_WIDTH);
  }
  for (; k < count; k++) {
    for (int i = 0; i < GC_WIDTH; i++) to[k * width + i] = from[distance[i] + k];
  }
}

/// Packs a share of the blocks.
void GC_KERNEL(const gc_task *task) {
  const int64_t *next = task->arguments + 4;
  const gc_dims batch = gc_take_dims(&next), columns = gc_take_dims(&next);
  const gc_dims terms = gc_take_dims(&next);
  const float *from = (const float *)task->memory[task->arguments[0]] + task->arguments[1];
  float *to = (float *)task->memory[task->arguments[2]] + task->arguments[3];
  const int64_t count = gc_length(&columns), depth = gc_length(&terms);
  const int64_t size = count > GC_WIDTH ? 2 * GC_WIDTH : GC_WIDTH;
  const int64_t lanes = (count + GC_WIDTH - 1) / GC_WIDTH * GC_WIDTH;
  const int64_t blocks = (lanes + size - 1) / size, pieces = (depth + GC_TERMS - 1) / GC_TERMS;
  const int64_t units = gc_length(&batch) * blocks * pieces;
  const int64_t end = gc_share(units, task->part + 1, task->parts);
  for (int64_t unit = gc_share(units, task->part, task->parts); unit < end; unit++) {
    const int64_t piece = unit % pieces, block = unit / pieces % blocks;
    const int64_t element = unit / pieces / blocks, first = block * size;
    const int64_t width = first + size < lanes ? size : lanes - first;
    const float *const source = from + gc_distance(&batch, element);
    float *const target = to + (element * lanes + first) * depth;
    const int64_t begin = piece * GC_TERMS;
    const int64_t last = begin + GC_TERMS < depth ? begin + GC_TERMS : depth;
    int64_t distance[2 * GC_WIDTH], is_dense = first + width <= count;
    for (int64_t i = 0; i < width; i++) {
      distance[i] = first + i < count ? gc_distance(&columns, first + i) : 0;
      if (distance[i] != distance[0] + i) is_dense = 0;
    }
    if (!is_dense && first + width <= count && gc_only_stride(&terms) == 1) {
      for (int64_t i = 0; i < width; i += GC_WIDTH) {
        gc_pack_across(
            source + begin, distance + i, target + begin * width + i, width, last - begin);
      }
      continue;
    }
    for (int64_t k = begin; k < last; k++) {
      const float *const row = source + gc_distance(&terms, k);
      float *const packed = target + k * width;
      if (is_dense) {
        for (int64_t i = 0; i < width; i += GC_WIDTH) {
          gc_store(packed + i, gc_load(row + distance[0] + i, GC_WIDTH), GC_WIDTH);
        }
      } else {
        for (int64_t i = 0; i < width; i++) packed[i] = first + i < count ? row[distance[i]] : 0;
      }
    }
  }
}
