/// Winograd's minimal filtering F(m, 3) in one dimension: m neighbouring results of a filter of three
/// taps take m + 2 multiplications, y = Aᵀ [(G g) ⊙ (Bᵀ d)]. The matrices are those of Lavin and Gray
/// 2016, arXiv:1509.09308, with the points 0, ±1, ∞ for m = 2, 0, ±1, ±2, ∞ for m = 4, and 0, ±1, ±2,
/// ±1/2, ∞ for m = 6. A tile of 1 stands for a dimension that has no taps: all its transforms are the
/// identity.
#ifndef GC_WINOGRAD_TRANSFORMS_H
#define GC_WINOGRAD_TRANSFORMS_H

#include "vector.h"

/// The multiplications, which are also the inputs, of a tile of m results.
#define GC_POSITIONS(m) ((m) == 1 ? 1 : (m) + 2)

/// The vectors in a block of outputs.
#ifndef GC_VECTORS
#define GC_VECTORS 2
#endif

// The dimensions of a tile in the order of the work: planes follow one another along the outer one.
#if GC_RANK == 3
#define GC_TILE_OUTER GC_TILE_D
#define GC_TILE_MIDDLE GC_TILE_H
#else
#define GC_TILE_OUTER GC_TILE_H
#define GC_TILE_MIDDLE 1
#endif

enum {
  /// The positions along each dimension of a transformed tile.
  gc_outer = GC_POSITIONS(GC_TILE_OUTER),
  gc_middle = GC_POSITIONS(GC_TILE_MIDDLE),
  gc_inner = GC_POSITIONS(GC_TILE_W),
  /// The positions of a transformed plane of a tile.
  gc_spots = gc_middle * gc_inner,
  /// The outputs in a block of packed weights.
  gc_block = GC_VECTORS * GC_WIDTH,
};

/// Writes Bᵀ x of a tile of 6.
GC_INLINE void gc_transform_input_6(
    gc_vec x0, gc_vec x1, gc_vec x2, gc_vec x3, gc_vec x4, gc_vec x5, gc_vec x6, gc_vec x7,
    gc_vec *y, int to) {
  const gc_vec a = gc_splat(5.25f), b = gc_splat(4.25f), half = gc_splat(0.5f), two = gc_splat(2);
  const gc_vec quarter = gc_splat(0.25f), four = gc_splat(4), c = gc_splat(1.25f);
  const gc_vec d = gc_splat(2.5f), e = gc_splat(5);
  y[0] = gc_fma(a, x4 - x2, x0 - x6);
  y[7 * to] = gc_fma(a, x3 - x5, x7 - x1);
  gc_vec even = gc_fma(-b, x4, x2 + x6), odd = gc_fma(-b, x3, x1 + x5);
  y[to] = even + odd;
  y[2 * to] = even - odd;
  even = gc_fma(quarter, x2, gc_fma(-c, x4, x6)), odd = gc_fma(half, x1, gc_fma(-d, x3, two * x5));
  y[3 * to] = even + odd;
  y[4 * to] = even - odd;
  even = gc_fma(four, x2, gc_fma(-e, x4, x6)), odd = gc_fma(two, x1, gc_fma(-d, x3, half * x5));
  y[5 * to] = even + odd;
  y[6 * to] = even - odd;
}

/// Writes Aᵀ x of a tile of 6.
GC_INLINE void gc_transform_output_6(const gc_vec *x, int from, gc_vec *y, int to) {
  gc_vec x1 = x[from], x2 = x[2 * from], x3 = x[3 * from], x4 = x[4 * from];
  gc_vec x5 = x[5 * from], x6 = x[6 * from];
  gc_vec p = x1 + x2, q = x3 + x4, r = x5 + x6, s = x1 - x2, t = x3 - x4, u = x5 - x6;
  y[0] = (x[0] + p) + (q + r);
  y[to] = gc_fma(gc_splat(2), t, gc_fma(gc_splat(0.5f), u, s));
  y[2 * to] = gc_fma(gc_splat(4), q, gc_fma(gc_splat(0.25f), r, p));
  y[3 * to] = gc_fma(gc_splat(8), t, gc_fma(gc_splat(0.125f), u, s));
  y[4 * to] = gc_fma(gc_splat(16), q, gc_fma(gc_splat(0.0625f), r, p));
  y[5 * to] = gc_fma(gc_splat(32), t, gc_fma(gc_splat(0.03125f), u, s)) + x[7 * from];
}

/// Writes Bᵀ x of a constant tile; `from` and `to` are the distances between neighbours.
GC_INLINE void gc_transform_input(int tile, const gc_vec *x, int from, gc_vec *y, int to) {
  gc_vec x0 = x[0];
  if (tile == 1) {
    y[0] = x0;
    return;
  }
  gc_vec x1 = x[from], x2 = x[2 * from], x3 = x[3 * from];
  if (tile == 2) {
    y[0] = x0 - x2;
    y[to] = x1 + x2;
    y[2 * to] = x2 - x1;
    y[3 * to] = x1 - x3;
    return;
  }
  gc_vec x4 = x[4 * from], x5 = x[5 * from];
  if (tile == 6) {
    gc_transform_input_6(x0, x1, x2, x3, x4, x5, x[6 * from], x[7 * from], y, to);
    return;
  }
  gc_vec two = gc_splat(2), four = gc_splat(4), five = gc_splat(5);
  gc_vec even = gc_fma(-four, x2, x4), odd = gc_fma(-four, x1, x3);
  gc_vec outer = x4 - x2, inner = x3 - x1;
  y[0] = gc_fma(four, x0, gc_fma(-five, x2, x4));
  y[to] = even + odd;
  y[2 * to] = even - odd;
  y[3 * to] = gc_fma(two, inner, outer);
  y[4 * to] = gc_fma(-two, inner, outer);
  y[5 * to] = gc_fma(four, x1, gc_fma(-five, x3, x5));
}

/// Writes Aᵀ x of a constant tile; `from` and `to` are the distances between neighbours.
GC_INLINE void gc_transform_output(int tile, const gc_vec *x, int from, gc_vec *y, int to) {
  gc_vec x0 = x[0];
  if (tile == 1) {
    y[0] = x0;
    return;
  }
  if (tile == 6) {
    gc_transform_output_6(x, from, y, to);
    return;
  }
  gc_vec x1 = x[from], x2 = x[2 * from], x3 = x[3 * from];
  gc_vec sum = x1 + x2, difference = x1 - x2;
  if (tile == 2) {
    y[0] = x0 + sum;
    y[to] = difference - x3;
    return;
  }
  gc_vec x4 = x[4 * from], x5 = x[5 * from];
  gc_vec far_sum = x3 + x4, far_difference = x3 - x4;
  y[0] = (x0 + sum) + far_sum;
  y[to] = gc_fma(gc_splat(2), far_difference, difference);
  y[2 * to] = gc_fma(gc_splat(4), far_sum, sum);
  y[3 * to] = gc_fma(gc_splat(8), far_difference, difference) + x5;
}

#endif
