/// Direct convolution and transposed convolution of small images with many channels, whose time is
/// that of reading the weights.
///
/// Pixels of any rows and batch elements, whose taps are the same, make a block. The cells under a
/// panel of blocks are gathered side by side; each weight is read once for a panel. The sum of a
/// result runs over the taps in row-major order, then over the channels, from +0. Cells outside of
/// the image are 0; a tap that no pixel of a block has is left out.
///
/// Weights and defines are those of `direct.h`, but for GC_COPIED. `segment` is the blocks of a
/// panel. Scratch of a thread, each term rounded up to 64 bytes: 4·GC_PIXELS·GC_VECTORS·GC_WIDTH,
/// 40·segment, and for each block of a panel 32·taps, 32·GC_PIXELS and 4·taps·GC_PIXELS·inputs,
/// where a transposed convolution has in each dimension but the taps of one phase.
#include "direct_block.h"
#include "direct_rows.h"

/// A pixel of the result.
typedef struct gc_pixel {
  int64_t n, d, h, w;
} gc_pixel;

/// A block of pixels, gathered.
typedef struct gc_gathered {
  int64_t pixels, runs;
  gc_pixel *pixel;
  gc_run *run;
  float *cells;
} gc_gathered;

/// Pixels whose taps are the same: a phase in each dimension.
typedef struct gc_class {
  gc_phase phase[3];
  /// The pixels of all batch elements, and the blocks and panels that they make.
  int64_t pixels, blocks, panels;
} gc_class;

/// Returns the number of classes.
GC_INLINE int64_t gc_class_count(const gc_direct *a) {
  return gc_result_step(&a->taps[0]) * gc_result_step(&a->taps[1]) * gc_result_step(&a->taps[2]);
}

/// Returns a class.
GC_INLINE gc_class gc_make_class(const gc_direct *a, int64_t number) {
  const gc_convolution *c = &a->convolution;
  gc_class k;
  k.pixels = c->batch;
  for (int i = 2; i >= 0; i--) {
    const int64_t step = gc_result_step(&a->taps[i]);
    k.phase[i] = gc_make_phase(
        &a->taps[i], &c->window[i], 0, c->window[i].result, number % step);
    k.pixels *= k.phase[i].count;
    number /= step;
  }
  k.blocks = (k.pixels + GC_PIXELS - 1) / GC_PIXELS;
  k.panels = (k.blocks + a->segment - 1) / a->segment;
  return k;
}

/// Returns a pixel of a class; batch elements are the innermost dimension.
GC_INLINE gc_pixel gc_make_pixel(const gc_direct *a, const gc_class *k, int64_t number) {
  gc_pixel p;
  int64_t result[3];
  p.n = number % a->convolution.batch;
  number /= a->convolution.batch;
  for (int i = 2; i >= 0; i--) {
    const int64_t step = gc_result_step(&a->taps[i]);
    result[i] = k->phase[i].first + number % k->phase[i].count * step;
    number /= k->phase[i].count;
  }
  p.d = result[0];
  p.h = result[1];
  p.w = result[2];
  return p;
}

/// Returns the cell of the image under a tap of one dimension, or −1 where there is none.
GC_INLINE int64_t gc_inner_cell(const gc_direct *a, int dimension, int64_t result, int64_t tap) {
  const gc_window *window = &a->convolution.window[dimension];
  const int64_t cell = gc_cell(&a->taps[dimension], window, result, tap);
  return cell < window->image ? cell : -1;
}

/// Copies the channels of a cell of the image.
GC_INLINE void gc_gather_cell(
    const gc_task *task, const gc_convolution *a, int64_t n, int64_t d, int64_t h, int64_t w,
    float *to) {
  const gc_prologue_image image = gc_prologue_begin(task, a->extra, n);
  int64_t c = 0;
  for (int s = 0; s < GC_SOURCES; s++) {
    const gc_source *source = &a->source[s];
    const float *from = gc_row(task, &source->view, n, d, h) + w * source->view.w;
    gc_copy_pixels(source, &image, from, to, 1, c, a->inputs);
    c += source->channels;
  }
}

/// Gathers the cells of a tap for all pixels of a block; returns how many are inside of the image.
GC_INLINE int64_t gc_gather_tap(
    const gc_task *task, const gc_direct *a, const gc_gathered *block, int64_t i, int64_t j,
    int64_t k, float *to) {
  const int64_t inputs = a->convolution.inputs;
  int64_t inside = 0;
  for (int64_t p = 0; p < block->pixels; p++, to += inputs) {
    const gc_pixel *at = &block->pixel[p];
    const int64_t d = gc_inner_cell(a, 0, at->d, i);
    const int64_t h = gc_inner_cell(a, 1, at->h, j);
    const int64_t w = gc_inner_cell(a, 2, at->w, k);
    if (d < 0 || h < 0 || w < 0) {
      gc_clear(to, inputs);
    } else {
      gc_gather_cell(task, &a->convolution, at->n, d, h, w, to);
      inside++;
    }
  }
  return inside;
}

/// Gathers the block of a class whose pixels are known.
static inline void gc_gather_block(
    const gc_task *task, const gc_direct *a, const gc_class *class, gc_gathered *block) {
  const int64_t inputs = a->convolution.inputs, per_group = inputs / a->groups;
  const gc_phase *phase = class->phase;
  block->runs = 0;
  float *to = block->cells;
  for (int64_t i = phase[0].tap; i < a->taps[0].count; i += phase[0].tap_step) {
    for (int64_t j = phase[1].tap; j < a->taps[1].count; j += phase[1].tap_step) {
      for (int64_t k = phase[2].tap; k < a->taps[2].count; k += phase[2].tap_step) {
        if (gc_gather_tap(task, a, block, i, j, k, to) == 0) continue;
        const int64_t tap = (i * a->taps[1].count + j) * a->taps[2].count + k;
        block->run[block->runs++] = (gc_run){to, tap * per_group, per_group, inputs};
        to += block->pixels * inputs;
      }
    }
  }
}

/// Returns the most taps of a class along one dimension.
GC_INLINE int64_t gc_phase_taps(const gc_taps *taps) {
#if GC_TRANSPOSED
  int64_t divisor = taps->stride, rest = taps->dilation % taps->stride;
  while (rest != 0) {
    const int64_t next = divisor % rest;
    divisor = rest;
    rest = next;
  }
  const int64_t step = taps->stride / divisor;
  return (taps->count + step - 1) / step;
#else
  return taps->count;
#endif
}

/// The bytes of one block of a panel.
typedef struct gc_block_bytes {
  int64_t runs, pixels, cells;
} gc_block_bytes;

/// Returns the bytes of one block of a panel.
GC_INLINE gc_block_bytes gc_make_block_bytes(const gc_direct *a) {
  const int64_t taps =
      gc_phase_taps(&a->taps[0]) * gc_phase_taps(&a->taps[1]) * gc_phase_taps(&a->taps[2]);
  return (gc_block_bytes){
      gc_align((int64_t)sizeof(gc_run) * taps), gc_align((int64_t)sizeof(gc_pixel) * GC_PIXELS),
      gc_align(4 * taps * GC_PIXELS * a->convolution.inputs)};
}

/// Gathers a panel of a class into `panel`, where `scratch` has room for its cells; returns the
/// number of blocks.
static inline int64_t gc_gather_panel(
    const gc_task *task, const gc_direct *a, const gc_class *class, int64_t number,
    gc_gathered *panel, char *scratch) {
  const gc_block_bytes bytes = gc_make_block_bytes(a);
  const int64_t begin = number * a->segment;
  const int64_t count = gc_min(a->segment, class->blocks - begin);
  for (int64_t i = 0; i < count; i++) {
    gc_gathered *block = &panel[i];
    const int64_t first = gc_share(class->pixels, begin + i, class->blocks);
    block->pixels = gc_share(class->pixels, begin + i + 1, class->blocks) - first;
    block->run = (gc_run *)scratch;
    block->pixel = (gc_pixel *)(scratch + bytes.runs);
    block->cells = (float *)(scratch + bytes.runs + bytes.pixels);
    for (int64_t p = 0; p < block->pixels; p++) {
      block->pixel[p] = gc_make_pixel(a, class, first + p);
    }
    gc_gather_block(task, a, class, block);
    scratch += bytes.runs + bytes.pixels + bytes.cells;
  }
  return count;
}

/// Computes a block of channels of a gathered panel.
GC_INLINE void gc_compute_panel(
    const gc_task *task, const gc_direct *a, const gc_gathered *panel, int64_t count,
    int64_t number, float *sums) {
  const gc_convolution *c = &a->convolution;
  const gc_block channels = gc_make_block(task, a, number);
  for (int64_t i = 0; i < count; i++) {
    const gc_gathered *block = &panel[i];
    gc_sum(&channels, block->run, block->runs, 0, block->pixels, sums);
    for (int64_t p = 0; p < block->pixels; p++) {
      const gc_pixel *at = &block->pixel[p];
      const gc_epilogue_row row = gc_epilogue_begin(task, c->extra, at->n, at->d, at->h);
      float *const result = gc_row(task, &c->result, at->n, at->d, at->h);
      gc_finish(&channels, &row, &c->result, result, sums, p, at->w);
    }
  }
}

/// Computes a share of the panels and blocks of channels.
void GC_KERNEL(const gc_task *task) {
  const gc_direct *a = (const gc_direct *)task->arguments;
  const gc_convolution *c = &a->convolution;
  const gc_blocks all = gc_make_blocks(a);
  const int64_t blocks = all.count * all.groups;
  const int64_t classes = gc_class_count(a);
  int64_t panels = 0;
  for (int64_t k = 0; k < classes; k++) panels += gc_make_class(a, k).panels;
  float *const sums = (float *)task->scratch;
  char *scratch = task->scratch + gc_align(4 * GC_PIXELS * GC_VECTORS * GC_WIDTH);
  gc_gathered *const panel = (gc_gathered *)scratch;
  scratch += gc_align((int64_t)sizeof(gc_gathered) * a->segment);
  if (c->outputs == 0) return;
  const int64_t begin = gc_share(panels * blocks, task->part, task->parts);
  const int64_t end = gc_share(panels * blocks, task->part + 1, task->parts);
  int64_t unit = 0;
  for (int64_t k = 0; k < classes; k++) {
    const gc_class class = gc_make_class(a, k);
    for (int64_t i = 0; i < class.panels; i++, unit += blocks) {
      const int64_t first = gc_max(begin - unit, 0), last = gc_min(end - unit, blocks);
      if (first >= last) continue;
      const int64_t count = gc_gather_panel(task, a, &class, i, panel, scratch);
      for (int64_t b = first; b < last; b++) gc_compute_panel(task, a, panel, count, b, sums);
    }
  }
}
