/// The heart of direct forms: the sums of a block of pixels and output channels, in registers.
#ifndef GC_DIRECT_BLOCK_H
#define GC_DIRECT_BLOCK_H

#include "direct_window.h"

/// The channels of the result of a group, or a smaller number that is the same modulo 32: 1 to 16 as
/// they are, others above 32.
#ifndef GC_OUTPUTS
#define GC_OUTPUTS 64
#endif

/// The vectors of them; those of a block and of the last block of a group; the channels in the last
/// vector.
#define GC_OUTPUT_VECTORS ((GC_OUTPUTS + GC_WIDTH - 1) / GC_WIDTH)
#define GC_VECTORS (GC_OUTPUT_VECTORS == 1 ? 1 : 2)
#define GC_LAST_VECTORS ((GC_OUTPUT_VECTORS - 1) % GC_VECTORS + 1)
#define GC_TAIL ((GC_OUTPUTS - 1) % GC_WIDTH + 1)

/// The most pixels of a block: one register for each vector of sums, the others for the weights and
/// a cell.
#ifndef GC_PIXELS
#define GC_PIXELS ((GC_REGISTERS - GC_VECTORS - 1) / GC_VECTORS)
#endif

/// 1 where neighbouring channels of the result do not lie side by side.
#ifndef GC_PLANAR_RESULT
#define GC_PLANAR_RESULT 0
#endif

/// 1 where each group is one channel of the image and of the result.
#ifndef GC_DEPTHWISE
#define GC_DEPTHWISE 0
#endif

/// Floats of the image side by side that meet rows of the weights side by side.
typedef struct gc_run {
  /// The first float for the first pixel.
  const float *image;
  /// The first row of the weights, and the number of rows.
  int64_t row, count;
  /// The distance between pixels.
  int64_t pixel;
} gc_run;

/// Computes the sums of `pixels` pixels from `first` and `vectors` vectors of channels, one run
/// after the other. `weights` starts at row 0; the last vector has `tail` channels.
GC_INLINE void gc_sum_block(
    const gc_run *runs, int64_t count, const float *weights, int64_t first, int64_t channel,
    float *sums, const int pixels, const int vectors, const int tail) {
  gc_vec sum[GC_PIXELS][GC_VECTORS];
#pragma clang loop unroll(full)
  for (int p = 0; p < pixels; p++) {
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) sum[p][v] = (gc_vec){0};
  }
#pragma clang loop unroll(disable)
  for (int64_t r = 0; r < count; r++) {
    const int64_t pixel = runs[r].pixel;
    const float *x = runs[r].image + channel + first * pixel;
    const float *w = weights + runs[r].row * (vectors * GC_WIDTH);
    const float *const end = w + runs[r].count * (vectors * GC_WIDTH);
    for (; w < end; w += vectors * GC_WIDTH, x++) {
      gc_vec weight[GC_VECTORS];
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) weight[v] = *(const gc_vec *)(w + v * GC_WIDTH);
#pragma clang loop unroll(full)
      for (int p = 0; p < pixels; p++) {
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) {
#if GC_DEPTHWISE
          const int lanes = v == vectors - 1 ? tail : GC_WIDTH;
          const gc_vec cell = gc_load(x + p * pixel + v * GC_WIDTH, lanes);
#else
          const gc_vec cell = gc_splat(x[p * pixel]);
#endif
          sum[p][v] = gc_fma(cell, weight[v], sum[p][v]);
        }
      }
    }
  }
#pragma clang loop unroll(full)
  for (int p = 0; p < pixels; p++) {
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
      *(gc_vec *)(sums + (p * vectors + v) * GC_WIDTH) = sum[p][v];
    }
  }
}

/// One case of a number of pixels.
#define GC_SUM_CASE(n, vectors, tail)                                                    \
  case n:                                                                          \
    if (n <= GC_PIXELS)                                                            \
      gc_sum_block(runs, count, weights, first, channel, sums,                     \
                   n <= GC_PIXELS ? n : 1, vectors, tail);                               \
    break;

/// A function that computes the sums of any number of pixels from 1 to GC_PIXELS.
#define GC_SUM_FUNCTION(name, vectors, tail)                                             \
  static __attribute__((noinline)) void name(                                      \
      const gc_run *runs, int64_t count, const float *weights, int64_t first,      \
      int64_t channel, float *sums, int64_t pixels) {                              \
    switch (pixels) {                                                              \
      GC_SUM_CASE(1, vectors, tail) GC_SUM_CASE(2, vectors, tail)                  \
      GC_SUM_CASE(3, vectors, tail) GC_SUM_CASE(4, vectors, tail)                  \
      GC_SUM_CASE(5, vectors, tail) GC_SUM_CASE(6, vectors, tail)                  \
      GC_SUM_CASE(7, vectors, tail) GC_SUM_CASE(8, vectors, tail)                  \
      GC_SUM_CASE(9, vectors, tail) GC_SUM_CASE(10, vectors, tail)                 \
      GC_SUM_CASE(11, vectors, tail) GC_SUM_CASE(12, vectors, tail)                \
      GC_SUM_CASE(13, vectors, tail) GC_SUM_CASE(14, vectors, tail)                \
      GC_SUM_CASE(15, vectors, tail) GC_SUM_CASE(16, vectors, tail)                \
      GC_SUM_CASE(17, vectors, tail) GC_SUM_CASE(18, vectors, tail)                \
      GC_SUM_CASE(19, vectors, tail) GC_SUM_CASE(20, vectors, tail)                \
      GC_SUM_CASE(21, vectors, tail) GC_SUM_CASE(22, vectors, tail)                \
      GC_SUM_CASE(23, vectors, tail) GC_SUM_CASE(24, vectors, tail)                \
      GC_SUM_CASE(25, vectors, tail) GC_SUM_CASE(26, vectors, tail)                \
      GC_SUM_CASE(27, vectors, tail) GC_SUM_CASE(28, vectors, tail)                \
      GC_SUM_CASE(29, vectors, tail) GC_SUM_CASE(30, vectors, tail)                \
    }                                                                              \
  }

/// The sums of a block that is not the last of its group.
GC_SUM_FUNCTION(gc_sum_full, GC_VECTORS, GC_WIDTH)
/// The sums of the last block of a group.
#if GC_LAST_VECTORS == GC_VECTORS && !GC_DEPTHWISE
#define gc_sum_last gc_sum_full
#else
GC_SUM_FUNCTION(gc_sum_last, GC_LAST_VECTORS, GC_TAIL)
#endif

/// Applies the epilogue to the sums of a pixel at column w, channels c and up, and stores them.
GC_INLINE void gc_finish_pixel(
    const gc_epilogue_row *row, const gc_view *view, float *result, float *sums, int64_t c,
    int64_t w, const int vectors, const int tail) {
  for (int v = 0; v < vectors; v++) {
    const int lanes = v == vectors - 1 ? tail : GC_WIDTH;
    gc_vec *const sum = (gc_vec *)(sums + v * GC_WIDTH);
    const gc_vec y = gc_epilogue(*sum, row, c + v * GC_WIDTH, lanes, w);
#if GC_PLANAR_RESULT
    *sum = y;
#else
    gc_store(result + w * view->w + c + v * GC_WIDTH, y, lanes);
#endif
  }
#if GC_PLANAR_RESULT
  float *const pixel = result + w * view->w + c * view->c;
  for (int i = 0; i < (vectors - 1) * GC_WIDTH + tail; i++) pixel[i * view->c] = sums[i];
#else
  (void)view;
#endif
}

/// The blocks of output channels, one after the other through all groups.
typedef struct gc_blocks {
  /// The groups, and the channels of one of the image and of the result; all channels are one group
  /// where each is a group of its own.
  int64_t groups, inputs, outputs;
  /// The blocks of a group.
  int64_t count;
  /// The rows of weights of a block: one for each tap and channel of the image.
  int64_t rows;
} gc_blocks;

/// Returns the blocks of a convolution.
GC_INLINE gc_blocks gc_make_blocks(const gc_direct *a) {
  const int64_t groups = GC_DEPTHWISE ? 1 : a->groups;
  const int64_t inputs = a->convolution.inputs / a->groups;
  const int64_t outputs = a->convolution.outputs / groups;
  const int64_t lanes = GC_VECTORS * GC_WIDTH;
  return (gc_blocks){
      groups, inputs, outputs, (outputs + lanes - 1) / lanes, gc_tap_count(a) * inputs};
}

/// A block of output channels.
typedef struct gc_block {
  /// Its weights.
  const float *weights;
  /// The first channel of its group in the image, and its first channel in the result.
  int64_t input, output;
  /// Whether it is the last of its group.
  int64_t is_last;
} gc_block;

/// Returns a block.
GC_INLINE gc_block gc_make_block(const gc_task *task, const gc_direct *a, int64_t number) {
  const gc_blocks all = gc_make_blocks(a);
  const int64_t group = number / all.count, block = number % all.count;
  const int64_t lanes = ((all.count - 1) * GC_VECTORS + GC_LAST_VECTORS) * GC_WIDTH;
  const gc_view *view = &a->convolution.weights;
  const int64_t output = group * all.outputs + block * GC_VECTORS * GC_WIDTH;
  return (gc_block){
      (const float *)task->memory[view->memory] + view->start +
          (group * lanes + block * GC_VECTORS * GC_WIDTH) * all.rows,
      GC_DEPTHWISE ? output : group * all.inputs, output, block == all.count - 1};
}

/// Computes the sums of a block of pixels.
GC_INLINE void gc_sum(
    const gc_block *block, const gc_run *runs, int64_t count, int64_t first, int64_t pixels,
    float *sums) {
  if (block->is_last) {
    gc_sum_last(runs, count, block->weights, first, block->input, sums, pixels);
  } else {
    gc_sum_full(runs, count, block->weights, first, block->input, sums, pixels);
  }
}

/// Finishes pixel `p` of a block of pixels, which is at column w of the row of the result.
GC_INLINE void gc_finish(
    const gc_block *block, const gc_epilogue_row *row, const gc_view *view, float *result,
    float *sums, int64_t p, int64_t w) {
  if (block->is_last) {
    gc_finish_pixel(
        row, view, result, sums + p * GC_LAST_VECTORS * GC_WIDTH, block->output, w,
        GC_LAST_VECTORS, GC_TAIL);
  } else {
    gc_finish_pixel(
        row, view, result, sums + p * GC_VECTORS * GC_WIDTH, block->output, w, GC_VECTORS,
        GC_WIDTH);
  }
}

#endif
