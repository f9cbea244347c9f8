/// Winograd's minimal filtering F(m, r) in one dimension: m neighbouring results of a filter of r taps
/// take p = m + r − 1 multiplications, y = Aᵀ [(G g) ⊙ (Bᵀ d)]. The matrices are made as those of Lavin
/// and Gray 2016, arXiv:1509.09308, by the method of Toom and Cook, with the points 0, ±1, ∞ for
/// p = 4, 0, ±1, 2, ∞ for p = 5, 0, ±3/4, ±3/2, ∞ for p = 6, whose errors in three dimensions are
/// less than half of those of 0, ±1, ±2, ∞, and 0, ±1, ±2, ±1/2, ∞ for p = 8. A tile of 1 stands
/// for a dimension that has no taps: all its transforms are the identity.
#ifndef GC_WINOGRAD_TRANSFORMS_H
#define GC_WINOGRAD_TRANSFORMS_H

#include "vector.h"

/// The taps along a dimension that has some: 2 or 3.
#ifndef GC_TAPS
#define GC_TAPS 3
#endif

/// The multiplications, which are also the inputs, of a tile of m results.
#define GC_POSITIONS(m) ((m) == 1 ? 1 : (m) + GC_TAPS - 1)

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

/// Writes Bᵀ x of 4 positions.
GC_INLINE void gc_transform_input_4(const gc_vec *x, int from, gc_vec *y, int to) {
  gc_vec x0 = x[0], x1 = x[from], x2 = x[2 * from], x3 = x[3 * from];
  y[0] = x0 - x2;
  y[to] = x1 + x2;
  y[2 * to] = x2 - x1;
  y[3 * to] = x1 - x3;
}

/// Writes Bᵀ x of 5 positions.
GC_INLINE void gc_transform_input_5(const gc_vec *x, int from, gc_vec *y, int to) {
  gc_vec x0 = x[0], x1 = x[from], x2 = x[2 * from], x3 = x[3 * from], x4 = x[4 * from];
  gc_vec two = gc_splat(2), end = x3 - x1;
  y[0] = gc_fma(two, x0 - x2, end);
  y[to] = gc_fma(-two, x1, x3 - x2);
  y[2 * to] = gc_fma(two, x1, gc_fma(gc_splat(-3), x2, x3));
  y[3 * to] = end;
  y[4 * to] = gc_fma(-two, end, x4 - x2);
}

/// Writes Bᵀ x of 6 positions.
GC_INLINE void gc_transform_input_6(const gc_vec *x, int from, gc_vec *y, int to) {
  gc_vec x0 = x[0], x1 = x[from], x2 = x[2 * from], x3 = x[3 * from];
  gc_vec x4 = x[4 * from], x5 = x[5 * from];
  // The points p and q, their squares, and the product and the sum of these.
  gc_vec p = gc_splat(0.75f), q = gc_splat(1.5f), pp = gc_splat(0.5625f), qq = gc_splat(2.25f);
  gc_vec product = gc_splat(1.265625f), sum = gc_splat(2.8125f);
  gc_vec even = gc_fma(-qq, x2, x4), odd = gc_fma(-qq, x1, x3);
  y[0] = gc_fma(product, x0, gc_fma(-sum, x2, x4));
  y[to] = gc_fma(p, odd, even);
  y[2 * to] = gc_fma(-p, odd, even);
  even = gc_fma(-pp, x2, x4), odd = gc_fma(-pp, x1, x3);
  y[3 * to] = gc_fma(q, odd, even);
  y[4 * to] = gc_fma(-q, odd, even);
  y[5 * to] = gc_fma(product, x1, gc_fma(-sum, x3, x5));
}

/// Writes Bᵀ x of 8 positions.
GC_INLINE void gc_transform_input_8(const gc_vec *x, int from, gc_vec *y, int to) {
  gc_vec x0 = x[0], x1 = x[from], x2 = x[2 * from], x3 = x[3 * from];
  gc_vec x4 = x[4 * from], x5 = x[5 * from], x6 = x[6 * from], x7 = x[7 * from];
  gc_vec a = gc_splat(5.25f), b = gc_splat(4.25f), half = gc_splat(0.5f), two = gc_splat(2);
  gc_vec quarter = gc_splat(0.25f), four = gc_splat(4), c = gc_splat(1.25f);
  gc_vec d = gc_splat(2.5f), e = gc_splat(5);
  y[0] = gc_fma(a, x4 - x2, x0 - x6);
  y[7 * to] = gc_fma(a, x3 - x5, x7 - x1);
  gc_vec even = gc_fma(-b, x4, x2 + x6), odd = gc_fma(-b, x3, x1 + x5);
  y[to] = even + odd;
  y[2 * to] = even - odd;
  even = gc_fma(quarter, x2, gc_fma(-c, x4, x6));
  odd = gc_fma(half, x1, gc_fma(-d, x3, two * x5));
  y[3 * to] = even + odd;
  y[4 * to] = even - odd;
  even = gc_fma(four, x2, gc_fma(-e, x4, x6));
  odd = gc_fma(two, x1, gc_fma(-d, x3, half * x5));
  y[5 * to] = even + odd;
  y[6 * to] = even - odd;
}

/// Writes Bᵀ x of a constant number of positions; `from` and `to` are the distances between
/// neighbours.
GC_INLINE void gc_transform_input(int positions, const gc_vec *x, int from, gc_vec *y, int to) {
  switch (positions) {
    case 4: gc_transform_input_4(x, from, y, to); break;
    case 5: gc_transform_input_5(x, from, y, to); break;
    case 6: gc_transform_input_6(x, from, y, to); break;
    case 8: gc_transform_input_8(x, from, y, to); break;
    default: y[0] = x[0];
  }
}

/// The sums and differences of what belongs to points of both signs, and what belongs to 0 and ∞.
typedef struct gc_products {
  gc_vec zero, end;
  /// Those of ±1, of ±2 (of 2 alone both are the product), and of ±1/2; or of ±3/4 and ±3/2.
  gc_vec sum[3], difference[3];
} gc_products;

/// Returns xᵏ.
GC_INLINE float gc_point_power(float x, int k) {
  float y = 1;
  for (int i = 0; i < k; i++) y *= x;
  return y;
}

/// Returns the row k of Aᵀ x.
GC_INLINE gc_vec gc_output_row(int positions, const gc_products *x, int k, int is_last) {
  const gc_vec *pair = k % 2 ? x->difference : x->sum;
  gc_vec y = positions == 6 && k > 0 ? gc_splat(gc_point_power(0.75f, k)) * pair[0] : pair[0];
  if (k == 0) y = x->zero + y;
  if (k == 0 && positions > 4) y = y + (positions == 8 ? pair[1] + pair[2] : pair[1]);
  if (k > 0 && positions == 8) y = gc_fma(gc_splat(gc_point_power(0.5f, k)), pair[2], y);
  if (k > 0 && positions > 4) {
    y = gc_fma(gc_splat(gc_point_power(positions == 6 ? 1.5f : 2, k)), pair[1], y);
  }
  if (is_last) y = positions == 4 ? y - x->end : y + x->end;
  return y;
}

/// Writes Aᵀ x of a constant tile; `from` and `to` are the distances between neighbours.
GC_INLINE void gc_transform_output(int tile, const gc_vec *x, int from, gc_vec *y, int to) {
  const int positions = GC_POSITIONS(tile);
  if (positions == 1) {
    y[0] = x[0];
    return;
  }
  gc_products p = {.zero = x[0], .end = x[(positions - 1) * from]};
  p.sum[0] = x[from] + x[2 * from], p.difference[0] = x[from] - x[2 * from];
  if (positions == 5) p.sum[1] = p.difference[1] = x[3 * from];
  if (positions > 5) {
    p.sum[1] = x[3 * from] + x[4 * from], p.difference[1] = x[3 * from] - x[4 * from];
  }
  if (positions == 8) {
    p.sum[2] = x[5 * from] + x[6 * from], p.difference[2] = x[5 * from] - x[6 * from];
  }
#pragma clang loop unroll(full)
  for (int k = 0; k < tile; k++) y[k * to] = gc_output_row(positions, &p, k, k == tile - 1);
}

#endif
