/// Direct convolution and transposed convolution, row by row of the result.
///
/// The sum of a result runs over the taps in row-major order, then over the channels, from +0.
/// Taps above, below, before or behind the image are left out; those beside it, in a row, are 0.
///
/// Weights: [group][block of channels][tap][channel of the image][lane], as `pack_direct.h` packs
/// them. Defines: GC_OUTPUTS, GC_TRANSPOSED, GC_DEPTHWISE (all channels
/// are packed as one group then), GC_PLANAR_RESULT, GC_PLANAR_IMAGE, and
///
/// - GC_COPIED: 1 where rows of the image are copied before they are read. It must be where a window
///   sticks out to the left or right, where there is a prologue or a planar image, or groups of
///   more than one source.
///
/// Scratch of a thread, each term rounded up to 64 bytes:
/// 4·GC_PIXELS·GC_VECTORS·GC_WIDTH (1920 at most) + 32·taps·sources (+ those of `gc_make_rows` where GC_COPIED).
#include "direct_block.h"
#include "direct_rows.h"

#ifndef GC_COPIED
#define GC_COPIED 1
#endif

/// What a thread works with.
typedef struct gc_workspace {
  float *sums;
  gc_run *runs;
#if GC_COPIED
  gc_rows rows;
#endif
} gc_workspace;

/// A row of the result, of one segment of columns.
typedef struct gc_position {
  int64_t n, d, h;
  /// The number of the segment in all images, and its columns.
  int64_t segment, begin, end;
} gc_position;

/// Adds the runs of the taps along W for a row d, h of the image; returns how many there are then.
GC_INLINE int64_t gc_add_runs(
    const gc_task *task, const gc_direct *a, gc_workspace *space, const gc_position *at,
    const gc_phase *phase, int64_t d, int64_t h, int64_t tap, int64_t count) {
  const gc_convolution *c = &a->convolution;
  const int64_t inputs = c->inputs / a->groups;
  const gc_taps *taps = &a->taps[2];
#if GC_COPIED
  const int64_t first = gc_first_cell(taps, &c->window[2], at->begin);
  const float *row = gc_kept_row(&space->rows, task, a, at->n, at->segment, d, h, first);
  if (!GC_TRANSPOSED && taps->dilation == 1 && a->groups == 1) {
    space->runs[count] = (gc_run){
        row, tap * inputs, taps->count * inputs, taps->stride * inputs};
    return count + 1;
  }
#endif
  for (int64_t t = phase->tap; t < taps->count; t += phase->tap_step) {
    const int64_t cell = gc_cell(taps, &c->window[2], phase->first, t);
#if GC_COPIED
    space->runs[count++] = (gc_run){
        row + (cell - first) * c->inputs, (tap + t) * inputs, inputs,
        phase->cell_step * c->inputs};
#else
    int64_t channel = 0;
    for (int s = 0; s < GC_SOURCES; s++) {
      const gc_view *view = &c->source[s].view;
      const int64_t channels = GC_SOURCES == 1 ? inputs : c->source[s].channels;
      space->runs[count++] = (gc_run){
          gc_row(task, view, at->n, d, h) + cell * view->w, (tap + t) * inputs + channel, channels,
          phase->cell_step * view->w};
      channel += channels;
    }
#endif
  }
  return count;
}

/// Returns the number of runs under one phase of a row of the result.
GC_INLINE int64_t gc_make_runs(
    const gc_task *task, const gc_direct *a, gc_workspace *space, const gc_position *at,
    const gc_phase *phase) {
  const gc_window *window = a->convolution.window;
  const gc_phase rows = gc_make_phase(&a->taps[1], &window[1], at->h, at->h + 1, 0);
  const gc_phase planes = gc_make_phase(&a->taps[0], &window[0], at->d, at->d + 1, 0);
  int64_t count = 0;
  for (int64_t i = planes.tap; i < a->taps[0].count; i += planes.tap_step) {
    const int64_t d = gc_cell(&a->taps[0], &window[0], at->d, i);
    if (d < 0 || d >= window[0].image) continue;
    for (int64_t j = rows.tap; j < a->taps[1].count; j += rows.tap_step) {
      const int64_t h = gc_cell(&a->taps[1], &window[1], at->h, j);
      if (h < 0 || h >= window[1].image) continue;
      const int64_t tap = (i * a->taps[1].count + j) * a->taps[2].count;
      count = gc_add_runs(task, a, space, at, phase, d, h, tap, count);
    }
  }
  return count;
}

/// Computes the blocks of channels `begin` ..< `end` of a row.
GC_INLINE void gc_compute_row(
    const gc_task *task, const gc_direct *a, gc_workspace *space, const gc_position *at,
    int64_t begin, int64_t end) {
  const gc_convolution *c = &a->convolution;
  const gc_epilogue_row row = gc_epilogue_begin(task, c->extra, at->n, at->d, at->h);
  float *const result = gc_row(task, &c->result, at->n, at->d, at->h);
  const int64_t step = gc_result_step(&a->taps[2]);
  for (int64_t number = 0; number < step; number++) {
    const gc_phase phase =
        gc_make_phase(&a->taps[2], &c->window[2], at->begin, at->end, number);
    if (phase.count == 0) break;
    const int64_t count = gc_make_runs(task, a, space, at, &phase);
    const int64_t pieces = (phase.count + GC_PIXELS - 1) / GC_PIXELS;
    for (int64_t b = begin; b < end; b++) {
      const gc_block block = gc_make_block(task, a, b);
      for (int64_t i = 0; i < pieces; i++) {
        const int64_t first = gc_share(phase.count, i, pieces);
        const int64_t pixels = gc_share(phase.count, i + 1, pieces) - first;
        gc_sum(&block, space->runs, count, first, pixels, space->sums);
        for (int64_t p = 0; p < pixels; p++) {
          const int64_t w = phase.first + (first + p) * step;
          gc_finish(&block, &row, &c->result, result, space->sums, p, w);
        }
      }
    }
  }
}

/// Computes a share of the rows and blocks of channels.
void GC_KERNEL(const gc_task *task) {
  const gc_direct *a = (const gc_direct *)task->arguments;
  const gc_convolution *c = &a->convolution;
  const int64_t depth = c->window[0].result, height = c->window[1].result;
  const int64_t width = c->window[2].result;
  if (c->batch * depth * height * width * c->outputs == 0) return;
  char *scratch = task->scratch;
  gc_workspace space;
  space.sums = (float *)scratch;
  scratch += gc_align(4 * GC_PIXELS * GC_VECTORS * GC_WIDTH);
  space.runs = (gc_run *)scratch;
  scratch += gc_align(
      (int64_t)sizeof(gc_run) * gc_tap_count(a) * (GC_COPIED ? 1 : GC_SOURCES));
#if GC_COPIED
  space.rows = gc_make_rows(a, &scratch);
#endif
  const int64_t segments = (width + a->segment - 1) / a->segment;
  const gc_blocks all = gc_make_blocks(a);
  const int64_t blocks = all.count * all.groups;
  const int64_t units = c->batch * segments * depth * height * blocks;
  const int64_t end = gc_share(units, task->part + 1, task->parts);
  for (int64_t unit = gc_share(units, task->part, task->parts); unit < end;) {
    const int64_t row = unit / blocks, block = unit % blocks;
    const int64_t count = gc_min(blocks - block, end - unit);
    gc_position at;
    at.h = row % height;
    at.d = row / height % depth;
    at.segment = row / height / depth;
    at.n = at.segment / segments;
    at.begin = at.segment % segments * a->segment;
    at.end = gc_min(width, at.begin + a->segment);
    gc_compute_row(task, a, &space, &at, block, block + count);
    unit += count;
  }
}
