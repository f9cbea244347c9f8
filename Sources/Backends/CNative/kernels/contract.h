/// Products of matrices: each sum runs over the terms in order, from +0.
///
/// The right operand is packed as `pack_contract.h` does. The arguments are three places, those of
/// the left operand, the packed right one and the result: a memory and the floats to the first one;
/// the rows that a thread copies at a time, and the parts into which columns are divided between
/// threads; then dimensions: the batch of the left operand and of the result, the rows of both, the
/// terms of the left operand, and the columns of the result. GC_OUTPUTS is the number of columns, or a
/// smaller one as in `direct_block.h`. Scratch of a thread: 1920 bytes, and for each row that is
/// copied 8 bytes, and 4 for each term, their number rounded up to 16 and 16 more.
#include "direct_block.h"
#include "dims.h"
#include "transpose.h"

/// What a thread works with.
typedef struct gc_product {
  gc_dims left_batch, batch, left_rows, rows, terms, columns;
  const float *left, *right;
  float *result;
  /// The terms, and the floats between copied rows.
  int64_t depth, pitch;
  float *sums, *copy;
  /// Where each row is in the result.
  int64_t *place;
} gc_product;

/// Copies the terms of a row.
GC_INLINE void gc_copy_terms(const gc_product *a, const float *from, float *to) {
  const int64_t stride = gc_only_stride(&a->terms);
  if (stride == 1) {
    for (int64_t k = 0; k < a->depth; k++) to[k] = from[k];
  } else if (stride != 0) {
    for (int64_t k = 0; k < a->depth; k++) to[k] = from[k * stride];
  } else {
    for (int64_t k = 0; k < a->depth; k++) to[k] = from[gc_distance(&a->terms, k)];
  }
}

/// Copies the terms of GC_WIDTH rows that are neighbours for each term.
static void gc_copy_neighbours(const gc_product *a, const float *from, float *to) {
  const int64_t stride = gc_only_stride(&a->terms);
  int64_t k = 0;
  for (; k + GC_WIDTH <= a->depth; k += GC_WIDTH) {
    gc_vec x[GC_WIDTH];
#pragma clang loop unroll(full)
    for (int i = 0; i < GC_WIDTH; i++) x[i] = gc_load(from + (k + i) * stride, GC_WIDTH);
    gc_transpose(x);
#pragma clang loop unroll(full)
    for (int i = 0; i < GC_WIDTH; i++) gc_store(to + i * a->pitch + k, x[i], GC_WIDTH);
  }
  for (; k < a->depth; k++) {
    for (int i = 0; i < GC_WIDTH; i++) to[i * a->pitch + k] = from[k * stride + i];
  }
}

/// Copies `count` rows of the left operand.
static void gc_copy_rows(const gc_product *a, int64_t batch, int64_t first, int64_t count) {
  const float *left = a->left + gc_distance(&a->left_batch, batch);
  const int64_t stride = gc_only_stride(&a->left_rows);
  const int is_across = stride == 1 && gc_only_stride(&a->terms) > 1;
  for (int64_t i = 0; i < count; i++) a->place[i] = gc_distance(&a->rows, first + i);
  for (int64_t i = 0; i < count;) {
    const float *from = left + gc_distance(&a->left_rows, first + i);
    if (is_across && i + GC_WIDTH <= count) {
      gc_copy_neighbours(a, from, a->copy + i * a->pitch);
      i += GC_WIDTH;
    } else {
      gc_copy_terms(a, from, a->copy + i * a->pitch);
      i++;
    }
  }
}

/// Stores the sums of a row from column `first` on.
GC_INLINE void gc_store_row(
    const gc_product *a, float *row, const float *sums, int64_t first, int vectors, int tail) {
  if (gc_only_stride(&a->columns) == 1) {
    for (int v = 0; v < vectors; v++) {
      const gc_vec sum = *(const gc_vec *)(sums + v * GC_WIDTH);
      gc_store(row + first + v * GC_WIDTH, sum, v == vectors - 1 ? tail : GC_WIDTH);
    }
    return;
  }
  const int64_t count = (vectors - 1) * GC_WIDTH + tail, stride = gc_only_stride(&a->columns);
  for (int64_t i = 0; i < count; i++) {
    row[stride ? (first + i) * stride : gc_distance(&a->columns, first + i)] = sums[i];
  }
}

/// Computes `count` copied rows of a block of columns.
GC_INLINE void gc_multiply_block(
    const gc_product *a, float *result, const gc_block *block, int64_t count) {
  const int64_t pieces = (count + GC_PIXELS - 1) / GC_PIXELS;
  for (int64_t i = 0; i < pieces; i++) {
    const int64_t first = gc_share(count, i, pieces);
    const int64_t rows = gc_share(count, i + 1, pieces) - first;
    const gc_run run = {a->copy + first * a->pitch, 0, a->depth, a->pitch};
    gc_sum(block, &run, 1, 0, rows, a->sums);
    for (int64_t p = 0; p < rows; p++) {
      float *const row = result + a->place[first + p];
      if (block->is_last) {
        gc_store_row(
            a, row, a->sums + p * GC_LAST_VECTORS * GC_WIDTH, block->output, GC_LAST_VECTORS,
            GC_TAIL);
      } else {
        gc_store_row(
            a, row, a->sums + p * GC_VECTORS * GC_WIDTH, block->output, GC_VECTORS, GC_WIDTH);
      }
    }
  }
}

/// Computes a share of the rows and columns.
void GC_KERNEL(const gc_task *task) {
  const int64_t *const n = task->arguments, *next = n + 8;
  gc_product a;
  a.left = (const float *)task->memory[n[0]] + n[1];
  a.right = (const float *)task->memory[n[2]] + n[3];
  a.result = (float *)task->memory[n[4]] + n[5];
  a.left_batch = gc_take_dims(&next);
  a.batch = gc_take_dims(&next);
  a.left_rows = gc_take_dims(&next);
  a.rows = gc_take_dims(&next);
  a.terms = gc_take_dims(&next);
  a.columns = gc_take_dims(&next);
  a.depth = gc_length(&a.terms);
  a.pitch = (a.depth + 15) / 16 * 16 + 16;
  const int64_t chunk = n[6], parts = n[7];
  a.sums = (float *)task->scratch;
  a.place = (int64_t *)(task->scratch + 1920);
  a.copy = (float *)(a.place + chunk);
  const int64_t rows = gc_length(&a.rows), columns = gc_length(&a.columns);
  const int64_t size = GC_VECTORS * GC_WIDTH, blocks = (columns + size - 1) / size;
  const int64_t lanes = ((blocks - 1) * GC_VECTORS + GC_LAST_VECTORS) * GC_WIDTH;
  const int64_t chunks = (rows + chunk - 1) / chunk;
  const int64_t units = gc_length(&a.batch) * chunks * parts;
  const int64_t end = gc_share(units, task->part + 1, task->parts);
  int64_t copied = -1;
  for (int64_t unit = gc_share(units, task->part, task->parts); unit < end; unit++) {
    const int64_t part = unit % parts, band = unit / parts, batch = band / chunks;
    const int64_t first = gc_share(rows, band % chunks, chunks);
    const int64_t count = gc_share(rows, band % chunks + 1, chunks) - first;
    if (band != copied) gc_copy_rows(&a, batch, first, count);
    copied = band;
    float *const result = a.result + gc_distance(&a.batch, batch);
    const int64_t last = gc_share(blocks, part + 1, parts);
    for (int64_t b = gc_share(blocks, part, parts); b < last; b++) {
      const gc_block block = {
          a.right + (batch * lanes + b * size) * a.depth, 0, b * size, b == blocks - 1};
      gc_multiply_block(&a, result, &block, count);
    }
  }
}
