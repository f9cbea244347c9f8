/// Direct convolution and transposed convolution with few channels of the result: vectors are
/// neighbouring pixels.
///
/// The sum of a result runs over the taps along D and H, then over the channels, then over the taps
/// along W, from +0. Taps above, below, before or behind the image are left out; those beside it, in
/// a row, are 0. There is one group.
///
/// Weights: [tap][channel of the image][channel of the result], as `pack_direct.h` packs them with
/// GC_BLOCK. Defines: GC_TRANSPOSED, GC_PLANAR_RESULT, GC_PLANAR_IMAGE, and
///
/// - GC_OUTPUTS: the channels of the result.
/// - GC_PHASES: 1, with stride 1 along W; or the stride of a transposed convolution along W, which
///   divides the number of taps, with dilation 1: the pixels that meet the same cells.
///
/// Scratch of a thread, each term rounded up to 64 bytes: 4·GC_SUMS·GC_VECTORS·GC_WIDTH (2048 at most
/// where GC_SUMS ≤ 32), 16·taps along D and H, and those of `gc_make_rows`.
#define GC_PLANAR_ROWS 1
#include "direct_rows.h"

#ifndef GC_PHASES
#define GC_PHASES 1
#endif
#ifndef GC_PLANAR_RESULT
#define GC_PLANAR_RESULT 0
#endif

/// The sums that have the same cells, and the vectors of pixels of a block.
#define GC_SUMS (GC_PHASES * GC_OUTPUTS)
#define GC_MOST_VECTORS ((GC_REGISTERS - 1) / (GC_SUMS + 1))
#define GC_VECTORS (GC_MOST_VECTORS < 1 ? 1 : GC_MOST_VECTORS > 8 ? 8 : GC_MOST_VECTORS)

/// A row of the image under a row of the result.
typedef struct gc_few_row {
  /// The first cell of channel 0.
  const float *cells;
  /// The weights of its first tap.
  const float *weights;
} gc_few_row;

/// What is the same for all blocks of a row.
typedef struct gc_few {
  const gc_few_row *rows;
  int64_t count;
  /// The channels of the image and the floats between them; the taps along W that each pixel meets,
  /// and the cells and the weights between them.
  int64_t inputs, pitch, taps, step, tap;
} gc_few;

/// Computes the sums of `vectors` vectors of pixels from `first`.
GC_INLINE void gc_few_block(const gc_few *few, int64_t first, float *sums, const int vectors) {
  gc_vec sum[GC_SUMS][GC_VECTORS];
#pragma clang loop unroll(full)
  for (int k = 0; k < GC_SUMS; k++) {
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) sum[k][v] = (gc_vec){0};
  }
  const int64_t phase = few->tap / GC_PHASES;
  for (int64_t r = 0; r < few->count; r++) {
    for (int64_t c = 0; c < few->inputs; c++) {
      const float *x = few->rows[r].cells + first + c * few->pitch;
      const float *w = few->rows[r].weights + c * GC_OUTPUTS;
#pragma clang loop unroll(disable)
      for (int64_t t = 0; t < few->taps; t++, x += few->step, w += few->tap) {
        gc_vec cell[GC_VECTORS];
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) cell[v] = gc_load(x + v * GC_WIDTH, GC_WIDTH);
#pragma clang loop unroll(full)
        for (int k = 0; k < GC_SUMS; k++) {
          const gc_vec weight = gc_splat(w[k / GC_OUTPUTS * phase + k % GC_OUTPUTS]);
#pragma clang loop unroll(full)
          for (int v = 0; v < vectors; v++) sum[k][v] = gc_fma(cell[v], weight, sum[k][v]);
        }
      }
    }
  }
#pragma clang loop unroll(full)
  for (int k = 0; k < GC_SUMS; k++) {
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
      gc_store(sums + (k * vectors + v) * GC_WIDTH, sum[k][v], GC_WIDTH);
    }
  }
}

/// Computes the sums of 1 to GC_VECTORS vectors of pixels.
static __attribute__((noinline)) void gc_few_sums(
    const gc_few *few, int64_t first, float *sums, int64_t vectors) {
  switch (vectors) {
    case 1: gc_few_block(few, first, sums, 1); break;
    case 2: gc_few_block(few, first, sums, GC_VECTORS < 2 ? 1 : 2); break;
    case 3: gc_few_block(few, first, sums, GC_VECTORS < 3 ? 1 : 3); break;
    case 4: gc_few_block(few, first, sums, GC_VECTORS < 4 ? 1 : 4); break;
    case 5: gc_few_block(few, first, sums, GC_VECTORS < 5 ? 1 : 5); break;
    case 6: gc_few_block(few, first, sums, GC_VECTORS < 6 ? 1 : 6); break;
    case 7: gc_few_block(few, first, sums, GC_VECTORS < 7 ? 1 : 7); break;
    case 8: gc_few_block(few, first, sums, GC_VECTORS < 8 ? 1 : 8); break;
  }
}

/// Stores the channels of one pixel, which are `pitch` apart.
GC_INLINE void gc_few_pixel(
    const gc_epilogue_row *row, const gc_view *view, float *result, const float *sums,
    int64_t pitch, int64_t w) {
  gc_vec x = {0};
#pragma clang loop unroll(full)
  for (int o = 0; o < GC_OUTPUTS; o++) x[o] = sums[o * pitch];
  const gc_vec y = gc_epilogue(x, row, 0, GC_OUTPUTS, w);
  float *const pixel = result + w * view->w;
#if GC_PLANAR_RESULT
#pragma clang loop unroll(full)
  for (int o = 0; o < GC_OUTPUTS; o++) pixel[o * view->c] = y[o];
#else
  gc_store(pixel, y, GC_OUTPUTS);
#endif
}

/// Stores pixels `begin` ..< `end` of a phase; pixel 0 is at column `w`.
GC_INLINE void gc_few_phase(
    const gc_epilogue_row *row, const gc_view *view, float *result, const float *sums,
    int64_t pitch, int64_t begin, int64_t end, int64_t w) {
#if !defined(GC_EPILOGUE) && GC_PLANAR_RESULT
  (void)row;
  for (int o = 0; o < GC_OUTPUTS; o++) {
    float *const plane = result + o * view->c;
    for (int64_t p = begin; p < end; p++) plane[(w + p * GC_PHASES) * view->w] = sums[o * pitch + p];
  }
#else
  for (int64_t p = begin; p < end; p++) {
    gc_few_pixel(row, view, result, sums + p, pitch, w + p * GC_PHASES);
  }
#endif
}

/// What a thread works with.
typedef struct gc_few_space {
  float *sums;
  gc_few_row *rows;
  gc_rows kept;
} gc_few_space;

/// Finds the rows of the image, whose first cell is `first`, under row d, h of the result; returns
/// their number.
GC_INLINE int64_t gc_few_rows(
    const gc_task *task, const gc_direct *a, gc_few_space *space, int64_t n, int64_t d, int64_t h,
    int64_t segment, int64_t first, int64_t shift) {
  const gc_convolution *c = &a->convolution;
  const float *weights = (const float *)task->memory[c->weights.memory] + c->weights.start;
  const gc_phase planes = gc_make_phase(&a->taps[0], &c->window[0], d, d + 1, 0);
  const gc_phase rows = gc_make_phase(&a->taps[1], &c->window[1], h, h + 1, 0);
  int64_t count = 0;
  for (int64_t i = planes.tap; i < a->taps[0].count; i += planes.tap_step) {
    const int64_t z = gc_cell(&a->taps[0], &c->window[0], d, i);
    if (z < 0 || z >= c->window[0].image) continue;
    for (int64_t j = rows.tap; j < a->taps[1].count; j += rows.tap_step) {
      const int64_t y = gc_cell(&a->taps[1], &c->window[1], h, j);
      if (y < 0 || y >= c->window[1].image) continue;
      const int64_t tap = (i * a->taps[1].count + j) * a->taps[2].count;
      const float *cells = gc_kept_row(&space->kept, task, a, n, segment, z, y, first);
      space->rows[count++] =
          (gc_few_row){cells + shift, weights + tap * c->inputs * GC_OUTPUTS};
    }
  }
  return count;
}

/// Computes columns `begin` ..< `end` of a row.
GC_INLINE void gc_few_row_segment(
    const gc_task *task, const gc_direct *a, gc_few_space *space, int64_t n, int64_t d, int64_t h,
    int64_t segment, int64_t begin, int64_t end) {
  const gc_convolution *c = &a->convolution;
  const gc_taps *taps = &a->taps[2];
  // Pixel q has the columns q·GC_PHASES + phase − shift.
  const int64_t shift = GC_TRANSPOSED ? c->window[2].before : 0;
  const int64_t q = gc_floor_divide(begin + shift, GC_PHASES);
  const int64_t pixels = gc_floor_divide(end - 1 + shift, GC_PHASES) + 1 - q;
  const int64_t first = gc_first_cell(taps, &c->window[2], begin);
  gc_few few = {0};
  few.rows = space->rows;
  few.inputs = c->inputs;
  few.pitch = gc_row_cells(a);
  few.taps = taps->count / GC_PHASES;
  few.step = GC_TRANSPOSED ? -1 : taps->dilation;
  few.tap = c->inputs * GC_OUTPUTS * GC_PHASES;
  const int64_t cell = GC_TRANSPOSED ? q - first : 0;
  few.count = gc_few_rows(task, a, space, n, d, h, segment, first, cell);
  const gc_epilogue_row row = gc_epilogue_begin(task, c->extra, n, d, h);
  float *const result = gc_row(task, &c->result, n, d, h);
  const int64_t vectors = (pixels + GC_WIDTH - 1) / GC_WIDTH;
  const int64_t pieces = (vectors + GC_VECTORS - 1) / GC_VECTORS;
  for (int64_t i = 0; i < pieces; i++) {
    const int64_t from = gc_share(vectors, i, pieces);
    const int64_t count = gc_share(vectors, i + 1, pieces) - from;
    gc_few_sums(&few, from * GC_WIDTH, space->sums, count);
    for (int64_t phase = 0; phase < GC_PHASES; phase++) {
      const int64_t w = (q + from * GC_WIDTH) * GC_PHASES + phase - shift;
      const int64_t skipped = w < begin;
      const int64_t last = (end - w + GC_PHASES - 1) / GC_PHASES;
      gc_few_phase(
          &row, &c->result, result, space->sums + phase * GC_OUTPUTS * count * GC_WIDTH,
          count * GC_WIDTH, skipped, gc_min(last, count * GC_WIDTH), w);
    }
  }
}

/// Computes a share of the rows.
void GC_KERNEL(const gc_task *task) {
  const gc_direct *a = (const gc_direct *)task->arguments;
  const gc_convolution *c = &a->convolution;
  const int64_t depth = c->window[0].result, height = c->window[1].result;
  const int64_t width = c->window[2].result;
  if (c->batch * depth * height * width == 0) return;
  char *scratch = task->scratch;
  gc_few_space space;
  space.sums = (float *)scratch;
  scratch += gc_align(4 * GC_SUMS * GC_VECTORS * GC_WIDTH);
  space.rows = (gc_few_row *)scratch;
  scratch += gc_align((int64_t)sizeof(gc_few_row) * a->taps[0].count * a->taps[1].count);
  space.kept = gc_make_rows(a, &scratch);
  const int64_t segments = (width + a->segment - 1) / a->segment;
  const int64_t units = c->batch * segments * depth * height;
  const int64_t end = gc_share(units, task->part + 1, task->parts);
  for (int64_t unit = gc_share(units, task->part, task->parts); unit < end; unit++) {
    const int64_t h = unit % height, d = unit / height % depth, segment = unit / height / depth;
    const int64_t begin = segment % segments * a->segment;
    gc_few_row_segment(
        task, a, &space, segment / segments, d, h, segment, begin,
        gc_min(width, begin + a->segment));
  }
}
