/// What convolution kernels share: their arguments, and what is fused into them.
#ifndef GC_CONVOLUTION_H
#define GC_CONVOLUTION_H

#include "view.h"

/// The number of images whose channels, one after the other, are the image that is read.
#ifndef GC_SOURCES
#define GC_SOURCES 1
#endif

/// An image that is read.
typedef struct gc_source {
  gc_view view;
  /// Its channels.
  int64_t channels;
} gc_source;

/// A spatial dimension: the result at o reads the image at o·stride + tap·dilation − before, which is
/// 0 outside of 0 ..< image. (What is held may end before the image does only where nothing more is
/// read.)
typedef struct gc_window {
  /// The extent of the box of the result, and of the image.
  int64_t result, image;
  /// The distance above; may be negative.
  int64_t before;
  /// The result's global coordinate of 0: tiles of Winograd forms start at its multiples.
  int64_t origin;
} gc_window;

/// The arguments of a convolution, by which its template reads `task->arguments`.
typedef struct gc_convolution {
  int64_t batch;
  /// D, H, W.
  gc_window window[3];
  /// The channels of the image and of the result (of all groups).
  int64_t inputs, outputs;
  /// Packed weights, 64-byte aligned: `memory` and `start` alone count.
  gc_view weights;
  gc_view result;
  gc_source source[GC_SOURCES];
  /// What the fused functions read, as many as they need.
  gc_view extra[];
} gc_convolution;

// The fused functions are defined before the template, in the same file; these are the plain ones.
//
//   gc_epilogue_row  what the epilogue knows of a row of the result
//   gc_epilogue_begin(task, extra, n, d, h)   returns it
//   gc_epilogue(x, &row, c, lanes, w)         returns what is stored of the sums x of the channels
//                                             c ..< c + lanes at column w
//   gc_prologue…     the same on the way in, by (n, c) alone: never applied to padding
#ifndef GC_EPILOGUE
typedef struct gc_epilogue_row { char none; } gc_epilogue_row;
GC_INLINE gc_epilogue_row gc_epilogue_begin(
    const gc_task *task, const gc_view *extra, int64_t n, int64_t d, int64_t h) {
  (void)task, (void)extra, (void)n, (void)d, (void)h;
  return (gc_epilogue_row){0};
}
GC_INLINE gc_vec gc_epilogue(
    gc_vec x, const gc_epilogue_row *row, int64_t c, int lanes, int64_t w) {
  (void)row, (void)c, (void)lanes, (void)w;
  return x;
}
#endif
#ifndef GC_PROLOGUE
typedef struct gc_prologue_image { char none; } gc_prologue_image;
GC_INLINE gc_prologue_image gc_prologue_begin(
    const gc_task *task, const gc_view *extra, int64_t n) {
  (void)task, (void)extra, (void)n;
  return (gc_prologue_image){0};
}
GC_INLINE gc_vec gc_prologue(gc_vec x, const gc_prologue_image *image, int64_t c, int lanes) {
  (void)image, (void)c, (void)lanes;
  return x;
}
#endif

#endif
