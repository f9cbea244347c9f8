/// Sums of the blocks of a grid over values that are computed from leaves. The last tensor is the
/// result.
///
/// Cell w of a row of a block is added to sum w modulo 8, the rows in row-major order; then the eight
/// sums are added in pairs. So the order depends on the place in the block alone.
///
/// Defines: GC_SUMS, how `gc_value` gives the values:
/// - 1: vectors across the last dimension, in which nothing is summed; rows are the one before it.
/// - 2: vectors along the last dimension, which is that of the rows.
/// - 3: one by one along the last dimension. GC_LANE is their type, and GC_STORE stores a sum.
#include "loop.h"

/// The arguments: the number of dimensions; for each the results, the cells of a block, and all
/// cells; for each tensor a memory, and bytes as in a `gc_space`.
typedef struct gc_sums {
  int64_t rank;
  int64_t numbers[];
} gc_sums;

/// The dimensions that are neither of rows nor of vectors.
#define GC_OUTER(rank) ((rank) - (GC_SUMS == 1 ? 2 : 1))

#if GC_SUMS == 1
typedef gc_doubles gc_sum;
#elif GC_SUMS == 2
typedef double gc_sum __attribute__((vector_size(64)));
typedef float gc_eight __attribute__((vector_size(32)));
#else
typedef GC_LANE gc_sum;
#endif

/// Adds a row of `count` cells; p is moved along it where vectors lie across.
GC_INLINE void gc_add_row(
    gc_sum *sums, char *const *p, const int64_t *row, const int64_t *step, int64_t count,
    int64_t lanes) {
#if GC_SUMS == 1
  char *q[GC_TENSORS];
  for (int t = 0; t < GC_TENSORS; t++) q[t] = p[t];
  for (int64_t w = 0; w < count; w += 8) {
#pragma clang loop unroll(full)
    for (int k = 0; k < 8; k++) {
      if (w + k < count) {
        sums[k] += gc_to_doubles(gc_value(q, step, 0, lanes));
        for (int t = 0; t < GC_TENSORS - 1; t++) q[t] += row[t];
      }
    }
  }
#elif GC_SUMS == 2
  (void)row, (void)lanes;
  gc_mask number = {0};
  for (int i = 0; i < GC_WIDTH; i++) number[i] = i;
  for (int64_t w = 0; w < count;) {
    gc_vec parts[8 / GC_WIDTH + 1];
#pragma clang loop unroll(full)
    for (int i = 0; i < (GC_WIDTH < 8 ? 8 / GC_WIDTH : 1); i++, w += GC_WIDTH) {
      const int64_t left = count - w;
      if (left >= GC_WIDTH) {
        parts[i] = gc_value(p, step, w, GC_WIDTH);
      } else if (left > 0) {
        parts[i] = gc_pick(number < (int32_t)left, gc_value(p, step, w, left), (gc_vec){0});
      } else {
        parts[i] = (gc_vec){0};
      }
    }
#if GC_WIDTH == 4
    const gc_eight eight = __builtin_shufflevector(parts[0], parts[1], 0, 1, 2, 3, 4, 5, 6, 7);
    *sums += __builtin_convertvector(eight, gc_sum);
#elif GC_WIDTH == 8
    *sums += __builtin_convertvector(parts[0], gc_sum);
#else
    const gc_eight low = __builtin_shufflevector(parts[0], parts[0], 0, 1, 2, 3, 4, 5, 6, 7);
    const gc_eight high =
        __builtin_shufflevector(parts[0], parts[0], 8, 9, 10, 11, 12, 13, 14, 15);
    *sums += __builtin_convertvector(low, gc_sum);
    *sums += __builtin_convertvector(high, gc_sum);
#endif
  }
#else
  (void)row, (void)lanes;
  for (int64_t w = 0; w < count; w++) sums[w & 7] += gc_value(p, step, w);
#endif
}

/// Stores what a block gives.
GC_INLINE void gc_finish_sums(gc_sum *sums, char *result, int64_t step, int64_t lanes) {
#if GC_SUMS == 2
  (void)lanes, (void)step;
  const gc_sum s = *sums;
  *(double *)result = ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
#else
  const gc_sum s = ((sums[0] + sums[1]) + (sums[2] + sums[3])) +
      ((sums[4] + sums[5]) + (sums[6] + sums[7]));
#if GC_SUMS == 1
  for (int64_t i = 0; i < lanes; i++) *(double *)(result + i * step) = s[i];
#else
  (void)lanes, (void)step;
  GC_STORE(result, s);
#endif
#endif
}

/// Sums one block, or as many neighbours as a vector has lanes.
GC_INLINE void gc_sum_block(
    const gc_sums *a, char **p, const int64_t *extents, const int64_t *row, const int64_t *step,
    int64_t lanes, char *result) {
  const int64_t outer = GC_OUTER(a->rank);
  const int64_t *strides = a->numbers + 3 * a->rank + 2;
  int64_t index[GC_MOST_DIMENSIONS];
  for (int64_t i = 0; i < outer; i++) index[i] = 0;
  gc_sum sums[GC_SUMS == 2 ? 1 : 8];
  for (int i = 0; i < (GC_SUMS == 2 ? 1 : 8); i++) sums[i] = (gc_sum){0};
  for (;;) {
    gc_add_row(sums, p, row, step, extents[outer], lanes);
    int64_t i = outer - 1;
    for (; i >= 0; i--) {
      for (int t = 0; t < GC_TENSORS - 1; t++) p[t] += strides[t * (2 + a->rank) + i];
      if (++index[i] < extents[i]) break;
      for (int t = 0; t < GC_TENSORS - 1; t++) p[t] -= strides[t * (2 + a->rank) + i] * extents[i];
      index[i] = 0;
    }
    if (i < 0) break;
  }
  gc_finish_sums(sums, result, step[GC_TENSORS - 1], lanes);
}

/// Sums a share of the blocks.
void GC_KERNEL(const gc_task *task) {
  const gc_sums *a = (const gc_sums *)task->arguments;
  const int64_t rank = a->rank, last = GC_SUMS == 1 ? rank - 1 : rank;
  const int64_t *const places = a->numbers + 3 * rank;
  const int64_t vectors = GC_SUMS == 1 ? (a->numbers[3 * last] + GC_WIDTH - 1) / GC_WIDTH : 1;
  int64_t row[GC_TENSORS], step[GC_TENSORS];
  for (int t = 0; t < GC_TENSORS; t++) {
    step[t] = places[t * (2 + rank) + 2 + rank - 1];
    row[t] = GC_SUMS == 1 ? places[t * (2 + rank) + 2 + rank - 2] : 0;
  }
  int64_t units = vectors;
  for (int64_t i = 0; i < last; i++) units *= a->numbers[3 * i];
  const int64_t end = gc_share(units, task->part + 1, task->parts);
  for (int64_t unit = gc_share(units, task->part, task->parts); unit < end; unit++) {
    const int64_t first = unit % vectors * GC_WIDTH;
    int64_t rest = unit / vectors, lanes = 1, extents[GC_MOST_DIMENSIONS];
    char *p[GC_TENSORS];
    for (int t = 0; t < GC_TENSORS; t++) {
      const int64_t *place = places + t * (2 + rank);
      p[t] = gc_base(task, place[0]) + place[1] + (GC_SUMS == 1 ? first * step[t] : 0);
    }
    for (int64_t i = last - 1; i >= 0; i--) {
      const int64_t *dimension = a->numbers + 3 * i;
      const int64_t result = rest % dimension[0], cell = result * dimension[1];
      rest /= dimension[0];
      extents[i] =
          dimension[2] - cell < dimension[1] ? dimension[2] - cell : dimension[1];
      for (int t = 0; t < GC_TENSORS; t++) {
        p[t] += (t == GC_TENSORS - 1 ? result : cell) * places[t * (2 + rank) + 2 + i];
      }
    }
    if (GC_SUMS == 1) {
      const int64_t left = a->numbers[3 * last] - first;
      lanes = left < GC_WIDTH ? left : GC_WIDTH;
    }
    char *const result = p[GC_TENSORS - 1];
    if (lanes == GC_WIDTH) {
      gc_sum_block(a, p, extents, row, step, GC_WIDTH, result);
    } else {
      gc_sum_block(a, p, extents, row, step, lanes, result);
    }
  }
}
